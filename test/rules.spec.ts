// SPDX-License-Identifier: MPL-2.0
// The rule tables of every kind, read as a lawyer and a case worker read them: who may do what, why not, and in what words.
import { describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { getMetadataArgsStorage } from 'typeorm';
import { allEvents } from '#contracts/events';
import { ROLES } from '#contracts/roles';
import { SERVICES } from '#contracts/topics';
import { type Guard, type MatrixCell, ROLE_NAMES, type Rule, type Text } from '#domain';
import { type AnyKind, isPublicAsShown, isUntold, kebabCase, type RefusalText } from '#persistence';
import { ruleOfRoute } from '#service';
import { legalChecks } from '../apps/agreements/src/agreement/legal-basis.js';
import { services } from './services.ts';

type AnyRule = Rule<{ state: string }, unknown, string>;
type AnyGuard = Guard<unknown, unknown, unknown>;

const ofTheText = legalChecks as unknown as readonly AnyGuard[];
const entries = SERVICES.flatMap((service) => services[service].kinds);
const kinds: AnyKind[] = entries.map(({ kind }) => kind);
const rulesOf = ({ rules }: Pick<AnyKind, 'rules'>) => Object.entries(rules.table as Record<string, AnyRule>);
const guardsOf = ({ requires = [], checks = [] }: AnyRule): AnyGuard[] => [...requires, ...checks] as AnyGuard[];

/** Every table there is: of kinds, and of their parts. */
const tables = kinds.flatMap((kind) => [
  { name: kind.name as string, states: kind.states as readonly string[], rules: kind.rules },
  ...Object.entries(kind.parts ?? {}).map(([name, part]) => ({ name, states: part.states, rules: part.rules })),
]);
/** Every sentence that says no. */
const refusals: RefusalText[] = [
  ...tables.flatMap((table) => rulesOf(table as AnyKind).flatMap(([, rule]) => guardsOf(rule))),
  ...kinds.flatMap((kind) => [...Object.values(kind.conflicts ?? {}), ...(kind.refusals ?? [])]),
];

const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).toSorted();
const faultsOf = ({ da, en }: Text) => [
  ...(da === en ? ['Danish and English are the same'] : []),
  ...(String(placeholders(da)) === String(placeholders(en)) ? [] : ['other placeholders in Danish than in English']),
  ...([da, en].some((sentence) => Object.keys(ROLE_NAMES).some((role) => sentence.includes(role) && role.includes('_')))
    ? ['a role by its code']
    : []),
];

describe.each(tables)('$name', ({ states, rules }) => {
  const rows = rulesOf({ rules } as AnyKind);

  test('every action and guard names its source, and says it in two languages', () => {
    for (const [action, rule] of rows) {
      const told = rule.told ? [rule.told] : [];
      expect({ action, source: rule.source }).toEqual({ action, source: expect.stringMatching(/\S/) });
      for (const text of [rule, ...told]) expect({ action, faults: faultsOf(text) }).toEqual({ action, faults: [] });
      for (const guard of guardsOf(rule)) {
        expect({ guard: guard.code, source: guard.source }).toEqual({
          guard: guard.code,
          source: expect.stringMatching(/\S/),
        });
        expect({ guard: guard.code, faults: faultsOf(guard) }).toEqual({ guard: guard.code, faults: [] });
      }
    }
  });

  test('every state, action and role has one answer, as the table says', () => {
    const cells = rules.matrix(states as never);
    const roles = [...new Set(rows.flatMap(([, { by }]) => by))];
    expect(cells).toHaveLength((states.length + 1) * rows.length * roles.length);
    for (const { state, action, role, to, refusal } of cells) {
      const rule = rows.find(([name]) => name === action)![1];
      const isFrom = rule.from === 'none' ? state === 'none' : rule.from.includes(state);
      const expected = !rule.by.includes(role) ? 'wrong-role' : isFrom ? undefined : 'wrong-state';
      expect({ state, action, role, refusal }).toEqual({ state, action, role, refusal: expected });
      for (const after of to ?? []) expect([...states, 'none']).toContain(after);
    }
  });

  test('every state is reached', () => {
    const reached = new Set(rules.matrix(states as never).flatMap(({ to = [] }) => to));
    expect(states.filter((state) => !reached.has(state))).toEqual([]);
  });
});

describe.each(kinds.map((kind) => ({ name: kind.name as string, kind })))('$name', ({ kind }) => {
  const columns = getMetadataArgsStorage()
    .columns.filter(({ target }) => target === kind.entity)
    .map(({ propertyName }) => propertyName);

  test('the history names columns of the case', () => {
    for (const [action, { told, da, en }] of rulesOf(kind))
      for (const sentence of Object.values(told ?? { da, en }).filter((one) => typeof one === 'string'))
        for (const name of placeholders(sentence)) expect([action, ...columns]).toContain(name);
  });

  test('what ends a case is an end: no action leads out of it, but to reopen it, to strike what ended it, or a fact that arrives late', () => {
    const closed: readonly string[] = kind.closed;
    const ways = kind.rules.matrix(kind.states).filter(
      ({ state, action, to = [] }: MatrixCell) =>
        // A breach within the conditional year is told when the landlord has heard of it, which may be after time has ended the case.
        !/^(reopen|strike|reportConditionBreach$)/.test(action) &&
        closed.includes(state) &&
        to.some((after) => !closed.includes(after)),
    );
    expect(ways).toEqual([]);
  });

  test('the facts that it tells are types of its topics', () => {
    const owner = ownerOf(kind);
    const typesOn = (topic: string) => allEvents.filter((event) => event.topic.name === topic).map(({ type }) => type);
    const typeOf = (fact: string) => `dk.indgang.${owner}.${kind.name}.${kebabCase(fact)}.v1`;
    const factsOf = (rows: [string, AnyRule][]) => rows.flatMap(([action, { tells = action }]) => [tells].flat());
    const facts = factsOf(rulesOf(kind));
    // Of what landlords are not told, subscribers hear nothing either, unless it is public news by name.
    const shown = isPublicAsShown(kind) ? rulesOf(kind).filter(([action]) => !isUntold(kind, action)) : rulesOf(kind);
    const topic = `indgang.${owner}.${kind.name}`;
    for (const fact of kind.public ?? []) expect(facts).toContain(fact);
    const told = {
      [topic]: (kind.public ? factsOf(shown) : []).map((fact) =>
        typeOf(kind.public!.includes(fact) ? fact : 'changed'),
      ),
      [`${topic}.internal`]: (kind.internal ? facts : []).filter((fact) => isToldInternally(kind, fact)).map(typeOf),
    };
    // Both ways: what is announced and never told is as wrong as what is told and not announced.
    for (const [name, types] of Object.entries(told))
      expect({ name, types: [...new Set(types)].toSorted() }).toEqual({ name, types: typesOn(name).toSorted() });
  });
});

/** A body is made of the row: without one, only a fact that is not told is answered at all. */
function isToldInternally(kind: AnyKind, fact: string): boolean {
  try {
    return kind.internal!({} as never, fact, {} as never) !== null;
  } catch {
    return true;
  }
}

const ownerOf = (kind: AnyKind) =>
  SERVICES.find((service) => services[service].kinds.some((entry) => entry.kind === kind))!;

test('one code, one sentence', () => {
  const said = new Map<string, Set<string>>();
  for (const { code, da, en } of refusals) said.set(code, (said.get(code) ?? new Set()).add(`${da} / ${en}`));
  expect([...said].filter(([, sentences]) => sentences.size > 1).map(([code, all]) => [code, ...all])).toEqual([]);
});

test('every role has a name', () => {
  expect(Object.keys(ROLE_NAMES).toSorted()).toEqual([...ROLES, 'system'].toSorted());
});

describe('the fields that checks name are fields of their commands:', () => {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<unknown, ValidationMetadata[]>;
  };
  const fieldsOf = (dto: unknown) =>
    [...validationMetadatas.values()]
      .flat()
      .filter(({ target }) => target === dto || (dto as { prototype: object }).prototype instanceof (target as never))
      .map(({ propertyName }) => propertyName);

  const routes = entries.flatMap(({ controllers }) =>
    controllers.flatMap((controller) => {
      const prototype = controller.prototype as Record<string, object>;
      return Object.getOwnPropertyNames(prototype).flatMap((method) => {
        const rule = method === 'constructor' ? undefined : ruleOfRoute(prototype[method]!);
        if (!rule) return [];
        const types: unknown[] = Reflect.getMetadata('design:paramtypes', prototype, method) ?? [];
        const { checks = [] } = rule.kind.rules.table[rule.action] as AnyRule;
        // What a text lacks is named in the text, which its command names by its hash.
        const ofCommand = (checks as AnyGuard[]).filter((guard) => !ofTheText.includes(guard));
        const fields = ofCommand.flatMap(({ field }) => (field ? [field.split('/')[0]!] : []));
        return fields.length ? [{ route: `${rule.kind.name} ${rule.action}`, types, fields }] : [];
      });
    }),
  );

  test.each(routes)('$route', ({ types, fields }) => {
    const known = types.filter((type) => typeof type === 'function').flatMap(fieldsOf);
    // A command that names a text by its hash is told of the text's own fields.
    const named = known.includes('hash') ? [...known, 'terms'] : known;
    for (const field of fields) expect(named).toContain(field.split('/')[0]);
  });
});

test('every action of a person has a route, and no route names an action that is none', () => {
  const routed = entries.flatMap(({ controllers }) =>
    controllers.flatMap((controller) => {
      const prototype = controller.prototype as Record<string, object>;
      return Object.getOwnPropertyNames(prototype).flatMap((method) => {
        const rule = method === 'constructor' ? undefined : ruleOfRoute(prototype[method]!);
        return rule ? [`${rule.kind.name} ${rule.action}`] : [];
      });
    }),
  );
  const persons = kinds.flatMap((kind) =>
    rulesOf(kind)
      .filter(([, { by }]) => by.some((role) => role !== 'system'))
      .map(([action]) => `${kind.name} ${action}`),
  );
  expect(routed.toSorted()).toEqual(persons.toSorted());
});
