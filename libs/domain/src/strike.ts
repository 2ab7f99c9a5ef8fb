// SPDX-License-Identifier: MPL-2.0
// Registreret ved en fejl: a fact that was recorded wrongly is struck. It stays in the history as struck; the case becomes
// what it would be had it never been recorded (domain.md 13.4). Pure, and the same for every kind of case.
import { Refusal } from './refusal.js';
import type { AnyTable, Guard, Rules } from './rules.js';

export const STRIKE_REASONS = [
  'wrong_case',
  'wrong_person',
  'wrong_date',
  'wrong_amount',
  'recorded_twice',
  'did_not_happen',
] as const;

/** What somebody strikes. */
export interface Strike<What extends string = string> {
  what: What;
  /** Of the step that recorded it, as the history shows it. */
  ref: string;
  reason: (typeof STRIKE_REASONS)[number];
}

/** One action on a case as it is kept, so that it can be undone and done anew. */
export interface Step {
  ref: string;
  action: string;
  /** Id of who did it. */
  by: string;
  /** The landlord whose staff did it. */
  landlordRef: string | null;
  input: unknown;
  /** What the decision read of the world, as far as `keeps` says. */
  facts: object;
  /** The columns that it changed, before and after. */
  was: Readonly<Record<string, unknown>>;
  became: Readonly<Record<string, unknown>>;
  /** The step that this one struck. */
  strikes: string | null;
}

/** What a kind of case lets people strike; one constant beside its rules. */
export interface Strikes<Case, Facts, What extends string> {
  /** What can be struck → the actions that record it. */
  what: Readonly<Record<What, readonly string[]>>;
  /** Has money left on it, or has another party acted on it? Then it is corrected by a new fact. */
  binds(struck: Step, later: Step): boolean;
  /** Of the facts of a decision: what it takes to do it anew. */
  keeps(facts: Facts): Partial<Facts>;
  /**
   * Actions that are decided anew when an earlier step is struck; the others are laid on as they were. `ifAllowed`: what
   * follows by itself, or rests on what may be struck, falls away where its rule refuses it. `state`: laid on as it was, but
   * the state that it leads to is decided anew.
   */
  anew?: Readonly<Record<string, 'always' | 'ifAllowed' | 'state'>>;
  /** States in which nothing more happens. */
  closed: readonly string[];
  /** Does the later step only say something about the struck one? Then it is struck with it. */
  falls?(struck: Step, later: Step): boolean;
  /** What the action said, where a rule would read it otherwise in another case. */
  saidIn?(step: Step): unknown;
  /**
   * The step that opened the case is struck: the case as a later step would have opened it, and that step; absent or null:
   * nothing is left of it.
   */
  openedBy?(opened: Case, later: readonly Step[]): { subject: Case; by: Step } | null;
}

// biome-ignore lint/suspicious/noExplicitAny: any kind of case
export type AnyStrikes = Strikes<any, any, string>;

/** What a rule that strikes reads of the world. */
export interface Striking<Case> {
  /** Every step of the case, oldest first. */
  steps: readonly Step[];
  striker: { id: string; roles: readonly string[]; landlordRef?: string };
  /** The case as it would be without it; undefined: there is no such step. */
  without?: Without<Case>;
}

export interface Without<Case> {
  /** Null: nothing is left of the case. */
  subject: Case | null;
  /** It would have ended earlier; but it went on, so it is for the rule to end it now. */
  isHeldOpen: boolean;
}

export interface StrikeFacts<Case> {
  striking?: Striking<Case>;
  /** A step that is decided anew: others followed it, so the case did not end there. */
  goesOn?: boolean;
}

/** Steps that were struck, those that fell with them, and those that struck. */
function gone(steps: readonly Step[], strikes: AnyStrikes, also: readonly string[] = []): Set<string> {
  const struck = new Set([...also, ...steps.flatMap((step) => step.strikes ?? [])]);
  for (const [no, step] of steps.entries())
    if (struck.has(step.ref))
      for (const later of steps.slice(no + 1)) if (strikes.falls?.(step, later)) struck.add(later.ref);
  for (const step of steps) if (step.strikes) struck.add(step.ref);
  return struck;
}

/** Steps after it that still count. */
export const laterThan = (steps: readonly Step[], ref: string, strikes: AnyStrikes): Step[] => {
  const without = gone(steps, strikes, [ref]);
  return steps.slice(steps.findIndex((step) => step.ref === ref) + 1).filter((step) => !without.has(step.ref));
};

/**
 * The case without a step: undone back to it, and to what was struck since, then done anew.
 * @param facts of today; what each step read is taken from the step
 */
export function withoutStep<Case extends { state: string }, Facts extends object>(
  // biome-ignore lint/suspicious/noExplicitAny: any kind of case
  rules: Rules<any, any, any, AnyTable>,
  strikes: Strikes<Case, Facts, string>,
  subject: Case,
  facts: Facts,
  steps: readonly Step[],
  ref: string,
): Without<Case> | undefined {
  const indexOf = (one: string) => steps.findIndex((step) => step.ref === one);
  let from = indexOf(ref);
  if (from < 0) return undefined;
  // What was struck meanwhile is in the case as it was then: its undoing must not come back.
  for (let no = steps.length - 1; no > from; no--) {
    const earlier = steps[no]!.strikes;
    if (earlier && indexOf(earlier) >= 0 && indexOf(earlier) < from) {
      from = indexOf(earlier);
      no = steps.length;
    }
  }
  let row = subject;
  for (const step of steps.slice(from).toReversed()) row = { ...row, ...step.was };

  const without = gone(steps, strikes, [ref]);
  const later = () => steps.slice(from + 1).filter((step) => !without.has(step.ref));
  if (rules.table[steps[from]!.action]?.from === 'none') {
    const opened = strikes.openedBy?.(row, later()) ?? null;
    if (!opened) return { subject: null, isHeldOpen: false };
    row = opened.subject;
    without.add(opened.by.ref);
  }

  let isHeldOpen = false;
  const onItsOwn = Object.entries(strikes.anew ?? {}).flatMap(([action, when]) =>
    when === 'ifAllowed' && rules.by(action).includes('system') ? [action] : [],
  );
  const isFrom = (action: string) => rules.table[action]!.from.includes(row.state);
  const perform = (action: string, at: object, input?: unknown): Case => {
    try {
      if (strikes.anew?.[action] === 'ifAllowed' && rules.refusal(action, row, rules.by(action), at)) return row;
      return { ...row, ...rules.decide(action, row, at, input).changes };
    } catch (error) {
      // Without the step there is nothing left for it to do.
      if (error instanceof Refusal) return row;
      throw error;
    }
  };
  const todo = later();
  for (const [no, step] of todo.entries()) {
    const at = { ...facts, ...step.facts };
    const goesOn = todo.slice(no + 1).some(({ action }) => !onItsOwn.includes(action));
    // What time does, it does by itself once its day has come.
    if (!isFrom(step.action)) for (const action of onItsOwn) if (isFrom(action)) row = perform(action, at);
    const how = strikes.anew?.[step.action];
    if (how === undefined || how === 'state') {
      const laid = laidOn(row, step, isFrom(step.action));
      const state = how && isFrom(step.action) ? perform(step.action, at, step.input).state : laid.state;
      row = { ...laid, state };
    } else if (isFrom(step.action)) {
      const input = strikes.saidIn?.(step) ?? step.input;
      const after = perform(step.action, at, input);
      const endsHere = goesOn && strikes.closed.includes(after.state);
      isHeldOpen ||= endsHere;
      row = endsHere ? perform(step.action, { ...at, goesOn }, input) : after;
    }
  }
  return { subject: row, isHeldOpen };
}

function laidOn<Case extends { state: string }>(row: Case, { was, became }: Step, isFrom: boolean): Case {
  const goesOn = isFrom && became.state !== was.state;
  return { ...row, ...became, state: goesOn ? became.state : row.state };
}

/** The columns in which the case differs. */
export const differingColumns = <Case extends object>(before: Case, after: Case): Partial<Case> =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([column, value]) => JSON.stringify(value) !== JSON.stringify(before[column as keyof Case]),
    ),
  ) as Partial<Case>;

// --- Guards of every action that strikes ---

const SOURCE = 'domain.md 13.4';
type Check<Case> = Guard<Case, StrikeFacts<Case>, Strike>;

/** The step that is struck, where there is one. */
export const stepOf = <Case>({ striking }: StrikeFacts<Case>, { ref }: Pick<Strike, 'ref'>): Step | undefined =>
  striking?.steps.find((step) => step.ref === ref);

/** Who may strike what, and until when; what more a kind asks stands beside them. */
export function strikeChecks<Case extends { state: string }>(strikes: AnyStrikes) {
  const found = (facts: StrikeFacts<Case>, { what, ref }: Strike) => {
    const step = stepOf(facts, { ref });
    return step && strikes.what[what]?.includes(step.action) ? step : undefined;
  };
  const isStruck = ({ striking }: StrikeFacts<Case>, step: Step) => gone(striking!.steps, strikes).has(step.ref);
  const isKnown: Check<Case> = {
    code: 'fact-is-not-in-the-case',
    field: 'ref',
    da: 'Sagen har ikke en sådan registrering med den reference. Referencerne står i sagens historik.',
    en: 'The case has no such record of that reference. The references are in the history of the case.',
    source: SOURCE,
    refuses: (_, facts, strike) => found(facts, strike) === undefined,
  };
  const isNotStruckYet: Check<Case> = {
    code: 'fact-is-struck-already',
    field: 'ref',
    da: 'Registreringen er allerede annulleret.',
    en: 'The record is struck already.',
    source: SOURCE,
    refuses: (_, facts, strike) => {
      const step = found(facts, strike);
      return step !== undefined && isStruck(facts, step);
    },
  };
  const isOnesOwn: Check<Case> = {
    code: 'fact-was-recorded-by-another',
    field: 'ref',
    da: 'En registrering kan annulleres af den, der lavede den, og af den ene indgang.',
    en: 'A record can be struck by who made it and by the single entry point.',
    source: SOURCE,
    refuses: (_, facts, strike) => {
      const step = found(facts, strike);
      const { id, roles, landlordRef } = facts.striking?.striker ?? { id: '', roles: [] };
      const isOwn = id === step?.by || (landlordRef !== undefined && landlordRef === step?.landlordRef);
      return step !== undefined && !isOwn && !roles.includes('single_entry');
    },
  };
  const nobodyActedOnIt: Check<Case> = {
    code: 'fact-has-been-acted-on',
    field: 'ref',
    da: 'Der er siden handlet på registreringen ({step}), så den kan ikke annulleres. Ret den med en ny registrering.',
    en: 'The record has been acted on since ({step}) and cannot be struck. Correct it by a new record.',
    source: SOURCE,
    refuses: (_, facts, strike) => {
      const step = found(facts, strike);
      if (!step || isStruck(facts, step)) return false;
      const bound = laterThan(facts.striking!.steps, step.ref, strikes).find((later) => strikes.binds(step, later));
      return bound !== undefined && { step: bound.action };
    },
  };
  return [isKnown, isNotStruckYet, isOnesOwn, nobodyActedOnIt] as const;
}
