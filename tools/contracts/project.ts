// SPDX-License-Identifier: MPL-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Classification } from '#contracts/types';

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '../..');

/** All files below a folder, as paths with `/` relative to it, sorted; none when the folder is missing. */
export function filesBelow(folder: string, wanted: (path: string) => boolean = () => true): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(wanted)
    .sort();
}

export const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8'));

/** A valid body that a producer publishes, or once published. */
export interface Example {
  classification: Classification;
  type: string;
  /** Path in the repository, for messages. */
  path: string;
  body: Record<string, unknown>;
}

/** The examples in a folder: `<type>/<name>.json` for public bodies, `<type>.internal/<name>.json` for internal ones. */
export const readExamples = (folder: string): Example[] =>
  filesBelow(join(ROOT, folder), (path) => path.endsWith('.json')).map((path) => {
    const [, type = '', internal] = /^(.*?)(\.internal)?\//.exec(path) ?? [];
    return {
      classification: internal ? 'internal' : 'public',
      type,
      path: `${folder}/${path}`,
      body: readJson(join(ROOT, folder, path)),
    };
  });
