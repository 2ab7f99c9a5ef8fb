// SPDX-License-Identifier: MPL-2.0
import { applyDecorators, HttpCode, type ModuleMetadata, type Type } from '@nestjs/common';
import { refusalTexts, ruleBook, type Text } from '#domain';
import { type ActionOf, type AnyKind, peopleOf, type RefusalText } from '#persistence';
import { Answers } from './answers.js';
import { Allow } from './auth.js';

/** An entry of a service's one list of kinds, `kinds.ts`: all that is made of a kind is made from it. */
export interface KindOfService {
  kind: AnyKind;
  /** The last may be consumers: what the kind hears. */
  controllers: Type[];
  /** Flows and lookups. */
  providers?: Type[];
  /** Refusals of what its cases have beside them. */
  refusals?: readonly RefusalText[];
}

const DOES = 'indgang:does';

/** The rule that a route names. */
export interface RuleOfRoute {
  kind: AnyKind;
  action: string;
}

/** A command's route: who may call it is what its rule says, and what it answers. */
export const Does = <K extends AnyKind>(kind: K, action: ActionOf<K>, ...views: Type[]): MethodDecorator => {
  const status = kind.rules.table[action].from === 'none' ? 201 : 200;
  const rule: MethodDecorator = (_target, _name, descriptor) =>
    Reflect.defineMetadata(DOES, { kind, action } satisfies RuleOfRoute, descriptor.value as object);
  return applyDecorators(
    rule,
    HttpCode(status),
    Allow(...(peopleOf(kind, action) as Parameters<typeof Allow>)),
    Answers(status, ...views),
  );
};

export const ruleOfRoute = (method: object): RuleOfRoute | undefined => Reflect.getMetadata(DOES, method);

/** What a service's module holds: its kinds, in the list's order, and what belongs to none of them. */
export const contentsOf = (kinds: readonly KindOfService[], more: ModuleMetadata = {}): ModuleMetadata => ({
  controllers: [...kinds.flatMap(({ controllers }) => controllers), ...(more.controllers ?? [])],
  providers: [...kinds.flatMap(({ providers = [] }) => providers), ...(more.providers ?? [])],
});

/** Pages of docs/rules by name: of each kind, and of the parts of a kind that have a table of their own. */
export const ruleBooksOf = (kinds: readonly KindOfService[]): Record<string, string> =>
  Object.fromEntries(
    kinds
      .flatMap(({ kind }) => [[kind.name, kind] as const, ...Object.entries(kind.parts ?? {})])
      .map(([name, { da, en, rules, states }]) => [name, ruleBook(name, `${da}: ${en}`, rules, states)]),
  );

/** The sentence of every refusal that the kinds can give, by code: what `/problems/<code>` shows. */
export const refusalsOf = (kinds: readonly KindOfService[]): Record<string, Text> => ({
  ...refusalTexts(
    ...kinds.flatMap(({ kind }) => [kind.rules, ...Object.values(kind.parts ?? {}).map((part) => part.rules)]),
  ),
  ...Object.fromEntries(
    kinds
      .flatMap(({ kind, refusals = [] }) => [
        ...Object.values(kind.conflicts ?? {}),
        ...(kind.refusals ?? []),
        ...refusals,
      ])
      .map(({ code, da, en }) => [code, { da, en }]),
  ),
});
