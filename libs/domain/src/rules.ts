// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from './danish-calendar.js';
import { fillText, Refusal, type RefusalFacts } from './refusal.js';
import type { Text } from './text.js';

/**
 * A named condition of an action; `da` and `en` say why not, with `{name}` for what `refuses` returns. Among `requires` it
 * asks the case and the facts; among `checks` the command's content too.
 */
export interface Guard<Case, Facts, Input = never> extends Text {
  /** The refusal as a sentence in kebab-case: `demand-is-too-early`. */
  code: string;
  /** Law or roadmap id. */
  source?: string;
  /** Of a check: the field of the command that is at fault, such as `issuedOn`. */
  field?: string;
  /**
   * `false`: nothing in the way. `true`: refused. A record: refused, and what would make it lawful; a list:
   * each of them. `field` in a record names the field at fault, instead of the guard's.
   */
  refuses: (subject: Case, facts: Facts, input: Input) => boolean | RefusalFacts | readonly RefusalFacts[];
}

interface Row<Case, Facts, Role> extends Text {
  by: readonly Role[];
  /** Roadmap id or §. */
  source?: string;
  /** The fact that topics tell; default: the action's name. Several: `opens` or `changes` says which. */
  tells?: string | readonly string[];
  /** What the history says once it happened; `{name}` for a changed column. Default: the label. */
  told?: Text;
  /** Roles whose history does not show it, nor who did it. */
  toldNotTo?: readonly Role[];
  /** Whether they are told of it all the same, by what it did; `after` has the changed columns. */
  toldIf?: (before: NonNullable<Case>, after: Partial<NonNullable<Case>>) => boolean;
  /** May it be tried? The first that refuses is the answer, and the reason in `refusedActions`. */
  requires?: readonly Guard<Case, Facts>[];
  /** Is what the command says right? Asked of a command only, all of them: every fault is named at once. */
  checks?: readonly Guard<Case, Facts, never>[];
}

/** `same`: the action changes the case but not its state. Several: the decision picks one of them. */
type Outcomes<State> = State | 'same' | readonly (State | 'same')[];

/** One action of a case kind; `da` and `en` are its label. */
export type Rule<Case extends { state: string }, Facts, Role> =
  | (Row<null, Facts, Role> & {
      from: 'none';
      /** Several: `opens` says which. */
      to: Case['state'] | readonly Case['state'][];
      /** The columns of a new case, all but its state. */
      opens?: (facts: Facts, input: never) => Omit<Case, 'state'> & Choices<Case>;
    })
  | (Row<Case, Facts, Role> & {
      from: readonly Case['state'][];
      /** By the state it comes from, where that decides. */
      to: Outcomes<Case['state']> | Readonly<Partial<Record<Case['state'], Outcomes<Case['state']>>>>;
      /** What it changes; of several states and facts that it may lead to, which ones. */
      changes?: (subject: Case, facts: Facts, input: never) => Partial<Omit<Case, 'state'>> & Choices<Case>;
      /** Of an action of `system`: the first day on which time performs it; null: not as the case stands. */
      due?: (subject: Case) => LocalDate | null;
    });

/** What a decision picks where its rule leaves a choice. */
interface Choices<Case extends { state: string }> {
  state?: Case['state'] | 'same';
  tells?: string;
}

/** What a rule reads of the command, in its checks and in what it changes; nothing where it reads none. */
export type InputOf<R> = unknown extends Asked<R> ? [] : [Asked<R>];
type Asked<R> = OfChecks<R> & OfOpens<R> & OfChanges<R>;
type OfChecks<R> = R extends { checks: readonly { refuses: infer Refuses }[] }
  ? [Refuses] extends [(subject: never, facts: never, input: infer Input) => unknown]
    ? Input
    : never
  : unknown;
type OfOpens<R> = R extends { opens: (facts: never, input: infer Input) => unknown } ? Input : unknown;
type OfChanges<R> = R extends { changes: (subject: never, facts: never, input: infer Input) => unknown }
  ? Input
  : unknown;

/** One cell of the matrix: the states the action may lead to, or the code that refuses it before any guard is asked. */
export interface MatrixCell {
  /** `none`: there is no case yet. */
  state: string;
  action: string;
  role: string;
  to?: string[];
  refusal?: string;
}

/** Why an action of one's role cannot be done now. */
export interface RefusedAction {
  action: string;
  code: string;
  text: Text;
}

/** What an action makes of a case: the changed columns, its state among them, and the fact to tell. */
export interface Performed<Case> {
  changes: Partial<Case> & { state: string };
  fact: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the bound of a table whose own types are inferred
export type AnyTable = Readonly<Record<string, Rule<any, any, any>>>;

/** What is printed and compared of a table, whatever its case, facts and actions are. */
export interface RuleTable<State extends string> {
  table: AnyTable;
  /** In the table's order. */
  actions: readonly string[];
  /** Every state, and `none`, × action × role of the table. */
  matrix(states: readonly State[]): MatrixCell[];
}

export interface Rules<Case extends { state: string }, Facts, Role extends string, Table extends AnyTable>
  extends RuleTable<Case['state']> {
  /** For the compiler only. */
  readonly types?: { case: Case; facts: Facts };
  table: Table;
  actions: readonly (keyof Table & string)[];
  /** Why this may not happen now, or `undefined`. `subject` is null for an action that opens a case. */
  refusal<Action extends keyof Table & string>(
    action: Action,
    subject: Case | null,
    roles: readonly Role[],
    facts: Facts,
    ...input: InputOf<Table[Action]> | []
  ): Refusal | undefined;
  /** What somebody with these roles may do now, and why not what else they could: part of every view. */
  offers(
    subject: Case | null,
    roles: readonly Role[],
    facts: Facts,
  ): { allowedActions: (keyof Table & string)[]; refusedActions: RefusedAction[] };
  /** Asks the rule and does what it says; `subject` is null for an action that opens a case. Throws the Refusal. */
  perform<Action extends keyof Table & string>(
    action: Action,
    subject: Case | null,
    roles: readonly Role[],
    facts: Facts,
    ...input: InputOf<Table[Action]>
  ): Performed<Case>;
  /** What its decision makes of the case, asking nothing: of an action that did happen. */
  decide(action: keyof Table & string, subject: Case | null, facts: Facts, ...input: unknown[]): Performed<Case>;
  /** The next day on which time acts on the case, if any. */
  dueOn(subject: Case): LocalDate | null;
  /** What time does to the case today: the first in the table's order that is due and not refused. */
  dueAction(subject: Case, today: LocalDate, facts: Facts): (keyof Table & string) | undefined;
  by(action: keyof Table & string): readonly Role[];
  /**
   * What the history says of an entry of the audit log; undefined: nothing to these roles.
   * @param action `<case-kind>.<action>`, of which `open` is the action that opens a case
   * @param wasTold whether it was told by what it did, as `toldIf` says
   */
  told(action: string, changes: RefusalFacts, roles: readonly Role[], wasTold?: boolean): Text | undefined;
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

/** For roles that must not learn how far a case has come. */
const WRONG_STATE_UNTOLD: Text = {
  da: 'Det kan ikke gøres i sagen, som den står nu.',
  en: 'This cannot be done in the case as it stands.',
};

/** A refusal not yet thrown: every view asks for many, and an Error is dear to make. */
interface Reason {
  code: string;
  facts: RefusalFacts;
  /** With `{name}` for facts. */
  text: Text & { field?: string; source?: string };
}

const inWords = ({ da, en }: Text, facts: RefusalFacts): Text => ({
  da: fillText(da, facts, 'da'),
  en: fillText(en, facts, 'en'),
});

const camelCase = (words: string) => words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * A case kind as data: who may do what to a case in which state. The same table refuses commands, tells what is allowed
 * and prints the rule book. Curried, so that states and roles are checked while the actions are inferred.
 * @param options.untoldTo roles whose refusals do not name the case's state
 */
export const rules =
  <Case extends { state: string }, Facts, Role extends string>({
    untoldTo = [],
  }: {
    untoldTo?: readonly Role[];
  } = {}) =>
  <const Table extends Readonly<Record<string, Rule<Case, Facts, Role>>>>(
    table: Table,
  ): Rules<Case, Facts, Role, Table> => {
    type Action = keyof Table & string;
    const actions = Object.keys(table) as Action[];
    const rule = (action: Action): Rule<Case, Facts, Role> => table[action] as Rule<Case, Facts, Role>;

    /** The part that needs no facts: role, then state. */
    function formalReason(action: Action, state: string, roles: readonly Role[]): Reason | undefined {
      const { by, from } = rule(action);
      const allowed: readonly string[] = from === 'none' ? ['none'] : from;
      if (!by.some((role) => roles.includes(role)))
        return { code: 'wrong-role', facts: { allowed: by }, text: COMMON_REFUSALS['wrong-role'] };
      if (allowed.includes(state)) return undefined;
      return untoldTo.some((role) => roles.includes(role))
        ? { code: 'wrong-state', facts: {}, text: WRONG_STATE_UNTOLD }
        : { code: 'wrong-state', facts: { state, allowed }, text: COMMON_REFUSALS['wrong-state'] };
    }

    function reasons(
      guards: readonly unknown[],
      subject: Case | null,
      facts: Facts,
      input?: unknown,
      first = false,
    ): Reason[] {
      const found: Reason[] = [];
      // The state was checked: the subject is null exactly where the guards are those of an opening action.
      for (const guard of guards as Guard<Case | null, Facts, unknown>[]) {
        const why = guard.refuses(subject, facts, input);
        const all: readonly RefusalFacts[] = why === true ? [{}] : why === false ? [] : [why].flat();
        for (const { field, ...said } of all)
          found.push({ code: guard.code, facts: said, text: typeof field === 'string' ? { ...guard, field } : guard });
        if (found.length && first) break;
      }
      return found;
    }

    /** Why it may not be tried, whatever would be sent. */
    const reason = (action: Action, subject: Case | null, roles: readonly Role[], facts: Facts): Reason | undefined =>
      formalReason(action, subject?.state ?? 'none', roles) ??
      reasons(rule(action).requires ?? [], subject, facts, undefined, true)[0];

    function refusal(
      action: Action,
      subject: Case | null,
      roles: readonly Role[],
      facts: Facts,
      ...[input]: unknown[]
    ): Refusal | undefined {
      const toRefusal = ({ code, facts: why, text }: Reason) => new Refusal(code, why, text);
      const first = reason(action, subject, roles, facts);
      if (first) return toRefusal(first);
      if (input === undefined) return undefined;
      const faults = reasons(rule(action).checks ?? [], subject, facts, input).map(toRefusal);
      return faults[0]?.among(faults);
    }

    function statesAfter(action: Action, state: Case['state']): Case['state'][] {
      const { to } = rule(action);
      const outcomes = typeof to === 'string' || Array.isArray(to) ? to : (to as Record<string, Case['state']>)[state];
      return [outcomes ?? []].flat().map((one: string) => (one === 'same' ? state : one));
    }

    /** The day, where time performs the action on a case in this state. */
    function dueOf(action: Action, subject: Case): LocalDate | null {
      const { from, due } = rule(action) as { from: readonly string[]; due?: (subject: Case) => LocalDate | null };
      return due && from.includes(subject.state) ? due(subject) : null;
    }

    function decide(action: Action, subject: Case | null, facts: Facts, ...input: unknown[]): Performed<Case> {
      const {
        opens,
        changes,
        tells = action,
      } = rule(action) as {
        opens?: (...given: unknown[]) => Choices<Case>;
        changes?: typeof opens;
        tells?: string | readonly string[];
      };
      const decision = (subject ? changes?.(subject, facts, ...input) : opens?.(facts, ...input)) ?? {};
      const { state: chosen, tells: fact = [tells].flat()[0]!, ...decided } = decision as Choices<Case>;
      if (![tells].flat().includes(fact)) throw new Error(`${action} does not tell ${fact}`);
      const before = subject?.state ?? 'none';
      const outcomes: string[] = statesAfter(action, before);
      // Where nothing is chosen: the only one there is, else it stays.
      const state = chosen === 'same' ? before : (chosen ?? (outcomes.length === 1 ? outcomes[0]! : before));
      if (!outcomes.includes(state)) throw new Error(`${action} does not lead from ${before} to ${state}`);
      return { changes: { ...decided, state } as Performed<Case>['changes'], fact };
    }

    return {
      table,
      actions,
      refusal,
      decide,
      offers(subject, roles, facts) {
        const allowedActions: Action[] = [];
        const refusedActions: RefusedAction[] = [];
        for (const action of actions) {
          const no = reason(action, subject, roles, facts);
          if (!no) allowedActions.push(action);
          else if (no.code !== 'wrong-role' && rule(action).from !== 'none')
            refusedActions.push({ action, code: no.code, text: inWords(no.text, no.facts) });
        }
        return { allowedActions, refusedActions };
      },
      perform(action, subject, roles, facts, ...input) {
        const no = refusal(action, subject, roles, facts, ...input);
        if (no) throw no;
        return decide(action, subject, facts, ...input);
      },
      dueOn: (subject) =>
        actions
          .map((action) => dueOf(action, subject))
          .filter((day) => day !== null)
          .toSorted()[0] ?? null,
      dueAction: (subject, today, facts) =>
        actions.find((action) => {
          const day = dueOf(action, subject);
          return day !== null && day <= today && !refusal(action, subject, ['system' as Role], facts);
        }),
      by: (action) => rule(action).by,
      told(audited, changes, roles, wasTold) {
        const name = camelCase(audited.slice(audited.indexOf('.') + 1));
        const action = actions.find((one) => (name === 'open' ? rule(one).from === 'none' : one === name));
        if (!action || (!wasTold && rule(action).toldNotTo?.some((role) => roles.includes(role)))) return undefined;
        return inWords(rule(action).told ?? rule(action), changes);
      },
      matrix(states) {
        const roles = [...new Set(actions.flatMap((action) => rule(action).by))];
        return ['none', ...states].flatMap((state) =>
          actions.flatMap((action) =>
            roles.map((role) => {
              const no = formalReason(action, state, [role]);
              return { state, action, role, ...(no ? { refusal: no.code } : { to: statesAfter(action, state) }) };
            }),
          ),
        );
      },
    };
  };

/** The sentence of every refusal that these rules can give, by code: what `/problems/<code>` shows. */
export const refusalTexts = (...kinds: readonly { table: AnyTable }[]): Record<string, Text> =>
  Object.fromEntries(
    kinds
      .flatMap(({ table }) =>
        Object.values(table).flatMap(({ requires = [], checks = [] }) => [...requires, ...checks]),
      )
      .map(({ code, da, en }) => [code, { da, en }]),
  );
