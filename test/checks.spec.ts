// SPDX-License-Identifier: MPL-2.0
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesBelow, ROOT } from '../tools/contracts/project.ts';

/** Runs a development tool of this project; its output is the reason when it fails. */
function run(tool: string, args: string[], cwd = ROOT): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' };
    const child = spawn(join(ROOT, 'node_modules/.bin', tool), args, { cwd, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', reject).on('close', (code) => resolve({ code, output }));
  });
}

async function passes(tool: string, args: string[]): Promise<void> {
  const { code, output } = await run(tool, args);
  if (code !== 0) throw new Error(`${tool} ${args.join(' ')} ended with ${code}:\n${output}`);
}

const PATIENT = 300_000;
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const below = (folders: string[], wanted: RegExp) =>
  folders.flatMap((folder) =>
    filesBelow(join(ROOT, folder), (path) => wanted.test(path) && !/(^|\/)node_modules\//.test(path)).map(
      (path) => `${folder}/${path}`,
    ),
  );

test('types', () => passes('tsc', ['--noEmit', '-p', 'tsconfig.json']), PATIENT);
test('lint and formatting', () => passes('biome', ['check']), PATIENT);
test('contracts', () => passes('node', ['tools/contracts/main.ts', 'check']), PATIENT);

describe('dependency rules', () => {
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

  test('hold', () => passes('depcruise', ['--config', config, 'apps', 'libs', 'tools', 'test']), PATIENT);
  test.each(forbidden.map(({ name }) => name))(
    '%s can fail',
    async (name) => {
      const fixture = join(ROOT, 'test/fixtures/dependency-rules', name);
      const folders = ['apps', 'libs'].filter((folder) => existsSync(join(fixture, folder)));
      const { code, output } = await run('depcruise', ['--config', config, ...folders], fixture);
      expect(output).toContain(`error ${name}:`);
      expect(code).not.toBe(0);
    },
    PATIENT,
  );
});

test('licence headers', () => {
  const sources = below(['apps', 'libs', 'tools', 'test', 'deploy'], /\.([cm]?[jt]s|sql|java)$/);
  const bare = sources.filter(
    (path) => !/^(#!.*\n)?(\/\/|--|\/\*) ?SPDX-License-Identifier: MPL-2\.0/.test(read(path)),
  );
  expect(bare).toEqual([]);
});

/** A lock written where a registry lacked platform packages makes `npm ci` fail elsewhere. */
test('the lock file has no gap', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').pop()));
  const gaps = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !present.has(name))
      .map((name) => `${path} lacks ${name}`),
  );
  expect(gaps).toEqual([]);
});

/** GitHub's id of a heading. */
const anchor = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test('links in the documents lead somewhere', () => {
  const pages = [
    ...below(['docs', 'apps', 'libs', 'tools', 'deploy'], /\.md$/),
    ...readdirSync(ROOT).filter((path) => path.endsWith('.md')),
  ];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^[a-z]+:/.test(link)) return [];
      const [path = '', heading] = link.split('#');
      const target = path ? join(dirname(page), path) : page;
      if (!existsSync(join(ROOT, target))) return [`${page}: ${link}`];
      if (!heading || !target.endsWith('.md')) return [];
      const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchor(text));
      return headings.includes(heading) ? [] : [`${page}: ${link} (no such heading)`];
    }),
  );
  expect(broken).toEqual([]);
});
