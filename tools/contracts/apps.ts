// SPDX-License-Identifier: MPL-2.0
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { filesBelow, ROOT } from './project.ts';

/** The services that exist so far, in the order of `SERVICES`. */
export const services = (): ServiceName[] =>
  SERVICES.filter((service) => existsSync(join(ROOT, `apps/${service}/src/${service}.module.ts`)));

/** A compiled file of a service. */
export const importApp = (service: ServiceName, path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(ROOT, `dist/apps/${service}/src/${path}`)).href);

/** Source files whose compiled file is missing or older: the tool runs what was compiled and would judge the past. */
export const unbuilt = (): string[] =>
  ['libs/contracts/src', ...services().map((service) => `apps/${service}/src`)].flatMap((folder) =>
    filesBelow(join(ROOT, folder), (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
      .map((path) => `${folder}/${path}`)
      .filter((path) => {
        const compiled = join(ROOT, 'dist', path.replace(/\.ts$/, '.js'));
        return !existsSync(compiled) || statSync(compiled).mtimeMs < statSync(join(ROOT, path)).mtimeMs;
      }),
  );
