// SPDX-License-Identifier: MPL-2.0
// Nothing that a kind needs can be forgotten in silence: each entry of each list is left out in turn, and a check names it.
import { describe, expect, test } from '@jest/globals';
import { caseKinds } from '#contracts/case-kinds';
import { SERVICES } from '#contracts/topics';
import { refusalsOf } from '#service';
import {
  forgottenHandOver,
  isHandOver,
  partsOf,
  sourceFiles,
  unknownKinds,
  unlistedClasses,
  unlistedKinds,
  unlistedMigrations,
  unlistedRefusals,
  unsearchedKinds,
} from './registration.ts';
import { services } from './services.ts';

const without = <T>(list: readonly T[], left: T): T[] => list.filter((one) => one !== left);

describe.each(SERVICES)('%s', (service) => {
  const { kinds, migrations } = services[service];
  const written = kinds.filter((entry) => !isHandOver(entry));

  test('every kind is in its list; each that is left out is named', async () => {
    const files = await sourceFiles(service, '.kind.ts');
    expect(files.length).toBeGreaterThanOrEqual(written.length);
    expect(unlistedKinds(files, kinds)).toEqual([]);
    for (const entry of written) {
      const faults = unlistedKinds(files, without(kinds, entry));
      expect(faults).toEqual([expect.stringContaining(`${entry.kind.name} is not in kinds.ts`)]);
    }
  });

  test('all of a person’s cases go to another in one step, wherever cases are somebody’s', () => {
    expect(forgottenHandOver(kinds)).toEqual([]);
    const isSomebodys = kinds.some(({ kind }) => kind.owned);
    expect(forgottenHandOver(written)).toEqual(isSomebodys ? [expect.stringContaining('`handOvers`')] : []);
  });

  test('every controller, consumer and flow is part of the service; each that is left out is named', async () => {
    const files = (
      await Promise.all(['.controller.ts', '.consumer.ts', '.flows.ts'].map((ending) => sourceFiles(service, ending)))
    ).flat();
    const parts = partsOf(services[service]);
    expect(unlistedClasses(files, parts)).toEqual([]);
    const made = kinds.filter(isHandOver).flatMap(({ controllers, providers = [] }) => [...controllers, ...providers]);
    for (const part of (parts as { name: string }[]).filter((one) => !made.includes(one as never)))
      if (/(Controller|Consumer|Flows)$/.test(part.name))
        expect(unlistedClasses(files, without(parts, part))).toEqual([
          expect.stringContaining(`${part.name} is neither`),
        ]);
  });

  test('every kind is known to contracts; each that is left out is named', () => {
    expect(unknownKinds(service, kinds)).toEqual([]);
    for (const { kind } of kinds) {
      const { [kind.name]: _, ...others } = caseKinds;
      expect(unknownKinds(service, kinds, others)).toEqual([expect.stringContaining(`${kind.name} is not in`)]);
    }
    const own = Object.entries(caseKinds).flatMap(([name, { owner }]) => (owner === service ? [name] : []));
    expect(kinds.map(({ kind }) => kind.name).toSorted()).toEqual(own.toSorted());
  });

  test('every kind says how it is found, or that it is not; each that says nothing is named', () => {
    expect(unsearchedKinds(kinds)).toEqual([]);
    for (const entry of kinds) {
      const { searched: _, ...silent } = entry.kind;
      expect(unsearchedKinds([{ ...entry, kind: silent as typeof entry.kind }])).toEqual([
        expect.stringContaining(`${entry.kind.name} says neither`),
      ]);
    }
  });

  test('every refusal has its sentence; each that is left out is named', async () => {
    const files = (await sourceFiles(service, '.ts')).filter(({ exported }) => exported);
    const listed = refusalsOf(kinds);
    expect(unlistedRefusals(files, listed)).toEqual([]);
    // A sentence that stands in the kind itself cannot be left out there: it would be nowhere.
    for (const left of unlistedRefusals(files, {})) {
      const code = left.split(' ')[1]!;
      const { [code]: _, ...others } = listed;
      expect(unlistedRefusals(files, others)).toContain(left);
    }
  });

  test('every migration runs; each that is left out is named', async () => {
    const files = await sourceFiles(service, '.ts', 'migrations');
    expect(unlistedMigrations(files, migrations)).toEqual([]);
    for (const migration of migrations)
      expect(unlistedMigrations(files, without(migrations, migration))).toHaveLength(1);
  });
});
