// SPDX-License-Identifier: MPL-2.0
// Is everything that is written also part of its service? Each check names what is left out, and of which list.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CaseKindEntry, caseKinds } from '#contracts/case-kinds';
import type { ServiceName } from '#contracts/topics';
import type { Migration, RefusalText } from '#persistence';
import type { KindOfService, ServiceDefinition } from '#service';

const root = fileURLToPath(new URL('../', import.meta.url));

/** A source file of a service and the classes and constants that it exports. */
export interface SourceFile {
  path: string;
  exported: Readonly<Record<string, unknown>>;
}

/** Files of a service by how their names end, such as `.kind.ts`. @param below a folder of its `src` */
export async function sourceFiles(service: ServiceName, ending: string, below = '.'): Promise<SourceFile[]> {
  const folder = join(root, 'apps', service, 'src', below);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith(ending) && !/\.spec\.ts$|^(main|migrate)\.ts$/.test(path),
  );
  return await Promise.all(
    paths.toSorted().map(async (path) => ({
      path: relative(root, join(folder, path)),
      exported: await import(pathToFileURL(join(folder, path)).href),
    })),
  );
}

const isKind = (value: unknown): value is KindOfService['kind'] =>
  typeof value === 'object' && value !== null && 'rules' in value && 'entity' in value;

/** Kinds that are written but not in the service's `kinds.ts`. */
export const unlistedKinds = (files: readonly SourceFile[], kinds: readonly KindOfService[]): string[] =>
  files.flatMap(({ path, exported }) => {
    const own = Object.values(exported).filter(isKind);
    if (!own.length) return [`${path} exports no kind`];
    // A variant of a kind, such as its summary for lists, has the same table.
    return own.some(({ entity }) => kinds.some(({ kind }) => kind.entity === entity))
      ? []
      : [`${path}: ${own[0]!.name} is not in kinds.ts of its service`];
  });

/** The entry that the plumbing makes for every service with cases that are somebody's. */
export const isHandOver = ({ kind }: KindOfService): boolean => kind.name.endsWith('-hand-over');

/** What a service whose cases are somebody's has forgotten: that all of a person's go to another. */
export const forgottenHandOver = (kinds: readonly KindOfService[]): string[] =>
  kinds.some(({ kind }) => kind.owned) && !kinds.some(isHandOver)
    ? ['kinds.ts has cases that are somebody’s, and no `handOvers` over them']
    : [];

/** Controllers, consumers and flows that are written but not part of the service's module. */
export const unlistedClasses = (files: readonly SourceFile[], part: readonly unknown[]): string[] =>
  files.flatMap(({ path, exported }) =>
    Object.entries(exported)
      .filter(([name, value]) => typeof value === 'function' && /(Controller|Consumer|Flows)$/.test(name))
      .filter(([, value]) => !part.includes(value))
      .map(([name]) => `${path}: ${name} is neither in kinds.ts nor in the module of its service`),
  );

const isRefusal = (value: unknown): value is RefusalText =>
  typeof value === 'object' &&
  value !== null &&
  ['code', 'da', 'en'].every((key) => key in value) &&
  !('refuses' in value);

/** Refusals of constraints and lookups whose sentence `/problems/<code>` would not know. */
export const unlistedRefusals = (files: readonly SourceFile[], listed: Readonly<Record<string, unknown>>): string[] =>
  files.flatMap(({ path, exported }) =>
    Object.values(exported)
      .filter(isRefusal)
      .filter(({ code }) => !(code in listed))
      .map(({ code }) => `${path}: ${code} is in no kind's conflicts or refusals`),
  );

/** What a service's module holds. */
export const partsOf = ({ module }: Pick<ServiceDefinition, 'module'>): unknown[] =>
  ['controllers', 'providers'].flatMap((list) => (Reflect.getMetadata(list, module) as unknown[] | undefined) ?? []);

/** Kinds that contracts do not know, or know as somebody else's. */
export const unknownKinds = (
  service: ServiceName,
  kinds: readonly KindOfService[],
  known: Readonly<Record<string, CaseKindEntry>> = caseKinds,
): string[] =>
  kinds
    .filter(({ kind }) => known[kind.name]?.owner !== service)
    .map(({ kind }) => `${kind.name} is not in libs/contracts/src/case-kinds.ts as a kind of ${service}`);

/** Kinds of which nobody has said whether and by what they are found. */
export const unsearchedKinds = (kinds: readonly KindOfService[]): string[] =>
  kinds
    .filter(({ kind }) => kind.searched === undefined)
    .map(({ kind }) => `${kind.name} says neither how it is found nor that it is not: give it \`searched\``);

/** Migrations that are written but would never run. */
export const unlistedMigrations = (files: readonly SourceFile[], migrations: readonly Migration[]): string[] =>
  files
    .filter(({ path }) => /^\d+-/.test(basename(path)))
    .filter(({ exported }) => !Object.values(exported).some((one) => migrations.includes(one as Migration)))
    .map(({ path }) => `${path} is not in ${dirname(path)}/index.ts`);
