// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { ROOT } from './project.ts';

/** The services that exist so far, in the order of `SERVICES`. */
export const services = (): ServiceName[] =>
  SERVICES.filter((service) => existsSync(join(ROOT, `apps/${service}/src/${service}.module.ts`)));

/** A compiled file of a service. */
export const importApp = (service: ServiceName, path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(ROOT, `dist/apps/${service}/src/${path}`)).href);
