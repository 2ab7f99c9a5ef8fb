// SPDX-License-Identifier: MPL-2.0
import { Refusal, type RefusalFacts, type Text } from './refusal.js';

/** A named condition of an action; `da` and `en` say why not, with `{name}` for what `refuses` returns. */
export interface Guard<Case, Facts> extends Text {
  /** The refusal as a sentence in kebab-case: `demand-is-too-early`. */
  code: string;
  /** Law or roadmap id. */
  source?: string;
  /** `false`: nothing in the way. `true`: refused. A record: refused, and what would make it lawful. */
  refuses: (subject: Case, facts: Facts) => boolean | RefusalFacts;
}

interface Row<Role> extends Text {
  by: readonly Role[];
  /** Roadmap id or §. */
  source?: string;
}

/** One action of a case kind; `da` and `en` are its label. */
export type Rule<Case extends { state: string }, Facts, Role> = Row<Role> &
  (
    | { from: 'none'; to: Case['state']; requires?: readonly Guard<null, Facts>[] }
    /** `same`: the action changes the case but not its state. */
    | { from: readonly Case['state'][]; to: Case['state'] | 'same'; requires?: readonly Guard<Case, Facts>[] }
  );

/** One cell of the matrix: the state the action leads to, or the code that refuses it before any guard is asked. */
export interface MatrixCell {
  /** `none`: there is no case yet. */
  state: string;
  action: string;
  role: string;
  to?: string;
  refusal?: string;
}

export interface Rules<Case extends { state: string }, Facts, Role extends string, Action extends string> {
  table: Readonly<Record<Action, Rule<Case, Facts, Role>>>;
  /** In the table's order. */
  actions: readonly Action[];
  /** Why this may not happen now, or `undefined`. `subject` is null for an action that opens a case. */
  refusal(action: Action, subject: Case | null, roles: readonly Role[], facts: Facts): Refusal | undefined;
  /** What somebody with these roles may do now: `allowedActions` of every answer. */
  allowed(subject: Case | null, roles: readonly Role[], facts: Facts): Action[];
  /** The state after the action; throws the Refusal. */
  next(action: Action, subject: Case | null, roles: readonly Role[], facts: Facts): Case['state'];
  by(action: Action): readonly Role[];
  /** Every state, and `none`, × action × role of the table. */
  matrix(states: readonly Case['state'][]): MatrixCell[];
}

/** Refusals that every action has. */
export const COMMON_REFUSALS = {
  'wrong-role': {
    da: 'Det kan kun gøres af: {allowed}.',
    en: 'Only these may do it: {allowed}.',
  },
  'wrong-state': {
    da: 'Sagen har tilstanden {state}; det kræver {allowed}.',
    en: 'The case is in state {state}; this takes {allowed}.',
  },
} as const satisfies Record<string, Text>;

/**
 * A case kind as data: who may do what to a case in which state. The same table refuses commands, tells what is allowed
 * and prints the rule book. Curried, so that states and roles are checked while the action names are inferred.
 */
export const rules =
  <Case extends { state: string }, Facts, Role extends string>() =>
  <Action extends string>(
    table: Readonly<Record<Action, Rule<Case, Facts, Role>>>,
  ): Rules<Case, Facts, Role, Action> => {
    const actions = Object.keys(table) as Action[];

    /** The part that needs no facts: role, then state. */
    function formalRefusal(action: Action, state: string, roles: readonly Role[]): Refusal | undefined {
      const { by, from } = table[action];
      const allowed: readonly string[] = from === 'none' ? ['none'] : from;
      if (!by.some((role) => roles.includes(role)))
        return new Refusal('wrong-role', { allowed: by }, COMMON_REFUSALS['wrong-role']);
      if (!allowed.includes(state))
        return new Refusal('wrong-state', { state, allowed }, COMMON_REFUSALS['wrong-state']);
      return undefined;
    }

    function refusal(action: Action, subject: Case | null, roles: readonly Role[], facts: Facts): Refusal | undefined {
      const formal = formalRefusal(action, subject?.state ?? 'none', roles);
      if (formal) return formal;
      for (const guard of table[action].requires ?? []) {
        // The state was checked: the subject is null exactly where the guards are those of an opening action.
        const reason = guard.refuses(subject as Case & null, facts);
        if (reason) return new Refusal(guard.code, reason === true ? {} : reason, guard);
      }
      return undefined;
    }

    const stateAfter = (action: Action, state: Case['state']) =>
      table[action].to === 'same' ? state : table[action].to;

    return {
      table,
      actions,
      refusal,
      allowed: (subject, roles, facts) => actions.filter((action) => !refusal(action, subject, roles, facts)),
      next(action, subject, roles, facts) {
        const no = refusal(action, subject, roles, facts);
        if (no) throw no;
        return stateAfter(action, subject?.state ?? 'none');
      },
      by: (action) => table[action].by,
      matrix(states) {
        const roles = [...new Set(actions.flatMap((action) => table[action].by))];
        return ['none', ...states].flatMap((state) =>
          actions.flatMap((action) =>
            roles.map((role) => {
              const no = formalRefusal(action, state, [role]);
              return { state, action, role, ...(no ? { refusal: no.code } : { to: stateAfter(action, state) }) };
            }),
          ),
        );
      },
    };
  };

/** The sentence of every refusal that these rules can give, by code: what `/problems/<code>` shows. */
export const refusalTexts = (
  ...kinds: readonly { table: Readonly<Record<string, { requires?: readonly Text[] }>> }[]
): Record<string, Text> =>
  Object.fromEntries(
    kinds
      .flatMap(({ table }) => Object.values(table).flatMap(({ requires }) => requires ?? []))
      .map((guard) => {
        const { code, da, en } = guard as Guard<never, never>;
        return [code, { da, en }];
      }),
  );
