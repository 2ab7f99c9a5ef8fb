// SPDX-License-Identifier: MPL-2.0
import { type Kebab, kebab, kinds, type NameOf, nameOf, type PublishedKind, type published } from './published.js';
import type { ServiceName } from './topics.js';

export type Classification = 'public' | 'internal';

/**
 * CloudEvents type of a fact, the same on the public and the internal topic: it is one fact, told to two audiences.
 * @param kind the case kind as in the topic's name, e.g. `rent-arrears`
 * @param fact past tense, e.g. `opened`
 * @returns `dk.indgang.<service>.<kind>.<fact>.v1`
 */
export const eventType = <Service extends ServiceName, Kind extends string, Fact extends string>(
  service: Service,
  kind: Kind,
  fact: Fact,
) => `dk.indgang.${service}.${kind}.${fact}.v1` as const;

/**
 * Name of the JSON Schema of a type's body, in `libs/contracts/schemas/` and under `/schemas/` of every service. All types
 * that share a body share the file.
 * @returns `public-case.v1.json`, or `<kind>.v1.internal.json`
 */
export function schemaFile(type: string, classification: Classification): string {
  const [, , , kind, , version] = type.split('.');
  return classification === 'public' ? `public-case.${version}.json` : `${kind}.${version}.internal.json`;
}

type All = typeof published;
type FactsOf<Kind extends PublishedKind> = keyof (All[Kind]['facts'] &
  (All[Kind] extends { readonly internalFacts: infer Facts } ? Facts : unknown)) &
  string;

export type Types = {
  readonly [Kind in PublishedKind]: {
    readonly [Fact in FactsOf<Kind>]: `dk.indgang.${All[Kind]['owner']}.${NameOf<Kind>}.${Kebab<Fact>}.v1`;
  };
};

/**
 * Every type name: `types.rentArrears.planAgreed`. Readers take the names from here and declare the few fields they read
 * in a class of their own, so a producer deploys without rebuilding anybody.
 */
export const types = Object.fromEntries(
  kinds.map(([kind, entry]) => [
    kind,
    Object.fromEntries(
      Object.keys({ ...entry.facts, ...entry.internalFacts }).map((fact) => [
        fact,
        eventType(entry.owner, nameOf(kind, entry), kebab(fact)),
      ]),
    ),
  ]),
) as Types;
