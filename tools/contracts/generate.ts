// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '#contracts/topics';
import type { ServiceDefinition } from '#service';
import { importApp, services } from './apps.ts';
import { asyncApi, publicTopics } from './asyncapi.ts';
import { consumers } from './consumers.ts';
import { eventsPage } from './events-page.ts';
import { filesBelow, ROOT, readExamples, readJson } from './project.ts';
import { eventSchemas, sortedJson } from './schemas.ts';

/** Every generated file: path in the repository → content. The same sources give the same bytes. */
export async function generate(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [path, schema] of eventSchemas()) files.set(`libs/contracts/schemas/${path}`, sortedJson(schema));
  const { version } = readJson<{ version: string }>(join(ROOT, 'package.json'));
  files.set('docs/contracts/asyncapi.json', sortedJson(asyncApi(version)));
  files.set('docs/contracts/asyncapi-public.json', sortedJson(asyncApi(version, publicTopics)));
  files.set('docs/events.md', eventsPage(await consumers(), readExamples('libs/contracts/examples')));
  const documents: [ServiceName, ApiDocument][] = [];
  for (const service of services()) {
    const document = await openApi(service);
    documents.push([service, document as ApiDocument]);
    files.set(`apps/${service}/openapi.json`, sortedJson(document));
    const { ruleBooksOf } = await import('#service');
    const { kinds } = await definitionOf(service);
    for (const [kind, page] of Object.entries(ruleBooksOf(kinds))) files.set(`docs/rules/${kind}.md`, page);
  }
  files.set('docs/rules/permissions.md', permissions(documents));
  return files;
}

interface ApiDocument {
  paths: Record<string, Record<string, { 'x-roles'?: string[]; summary?: string }>>;
}

/** Who may call what: every route of every service. A route or role that comes or goes changes this page. */
function permissions(documents: readonly (readonly [ServiceName, ApiDocument])[]): string {
  const lines = documents.flatMap(([service, { paths }]) => [
    '',
    `## ${service}`,
    '',
    '| route | what | roles |',
    '| --- | --- | --- |',
    ...Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { summary = '', 'x-roles': roles = ['public'] }]) =>
          `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${roles.join(', ')} |`,
      ),
    ),
  ]);
  return [
    '<!-- Written by "npm run contracts:generate" from the routes. Approve changes, do not edit. -->',
    '',
    '# Who may call what',
    '',
    'A route that is not here does not start: each must name its roles. What a role sees of a case is a view of its own;',
    'which cases it sees is part of the SQL. A case outside it answers exactly as one that does not exist.',
    ...lines,
    '',
  ].join('\n');
}

/** The OpenAPI 3.1 document of a service, made from `<service>.module.ts` without starting it. */
async function openApi(service: ServiceName): Promise<object> {
  const { describeService } = await import('#service');
  return describeService(await definitionOf(service));
}

const definitionOf = async (service: ServiceName) => {
  const { [service]: definition } = await importApp(service, `${service}.module.js`);
  if (!definition) throw new Error(`${service}.module.js exports no ${service}`);
  return definition as ServiceDefinition;
};

/** Paths that only `generate` may write. */
export const generatedPaths = (): string[] => [
  ...filesBelow(join(ROOT, 'libs/contracts/schemas')).map((path) => `libs/contracts/schemas/${path}`),
  ...filesBelow(join(ROOT, 'docs/rules')).map((path) => `docs/rules/${path}`),
  ...filesBelow(join(ROOT, 'docs/contracts')).map((path) => `docs/contracts/${path}`),
  ...['docs/events.md', ...services().map((service) => `apps/${service}/openapi.json`)].filter((path) =>
    existsSync(join(ROOT, path)),
  ),
];
