// SPDX-License-Identifier: MPL-2.0
// Sætte en frist i bero eller forlænge den: only where its length is ours to decide, never where the law counts (domain.md
// 8.2, 13.1). A kind gets its actions by naming the deadlines it has; what was done to a deadline stays as its course.
import { addDays, addMonths, addWorkingDays, type LocalDate, workingDaysBetween } from './danish-calendar.js';
import { DEADLINES, type DeadlineCode, type DeadlineRule } from './deadlines.js';
import type { Guard, Rule } from './rules.js';
import { isOutside } from './window.js';

/** Why a deadline waits. Codes, since a free text could tell of the citizen. */
export const PAUSE_REASONS = [
  'awaits_information',
  'citizen_is_away',
  'awaits_another_authority',
  'agreed_between_the_parties',
  'beyond_our_control',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** What was done to a deadline of a case. */
export interface DeadlineStep {
  code: DeadlineCode;
  kind: 'pause' | 'extension';
  reason: PauseReason;
  /** The day on which it was decided; of a pause its first day. */
  on: LocalDate;
  /** Of a pause: the day on which time runs again, at the latest. */
  until: LocalDate | null;
  /** Of a pause: the day on which time ran again; null: it lasts. */
  endedOn: LocalDate | null;
  /** By how many working days the last day came later; of a pause that lasts: not known yet. */
  workingDays: number | null;
  /** The last day in time as it was, and as it became. */
  dueBefore: LocalDate;
  dueAfter: LocalDate | null;
}

export interface WithDeadlineCourse {
  deadlineCourse: readonly DeadlineStep[];
}

const isLasting = ({ kind, endedOn }: DeadlineStep) => kind === 'pause' && endedOn === null;
const lastingPause = ({ deadlineCourse }: WithDeadlineCourse, code: DeadlineCode): DeadlineStep | undefined =>
  deadlineCourse.find((step) => step.code === code && isLasting(step));

export const isPaused = (subject: WithDeadlineCourse, code: DeadlineCode): boolean =>
  lastingPause(subject, code) !== undefined;

/** The last day of a deadline that was counted anew, with all that was done to it. */
export const inItsCourse = (code: DeadlineCode, day: LocalDate, { deadlineCourse }: WithDeadlineCourse): LocalDate =>
  deadlineCourse.reduce((due, step) => (step.code === code ? addWorkingDays(due, step.workingDays ?? 0) : due), day);

/** The last day of a deadline as it was before anything was done to it. */
export const outOfItsCourse = (code: DeadlineCode, due: LocalDate, subject: WithDeadlineCourse): LocalDate => {
  const course = subject.deadlineCourse.filter((step) => step.code === code);
  const first = course[0]?.dueBefore;
  // Counted back one comes to a working day: not to a Saturday on which a report was to be answered the same day.
  if (first !== undefined && inItsCourse(code, first, subject) === due) return first;
  // It was counted anew meanwhile.
  return course.reduceRight((day, step) => addWorkingDays(day, -(step.workingDays ?? 0)), due);
};

/**
 * What others are told of a deadline's course.
 * @param metOn of one that was met: its pause lasted until then
 */
export function courseOf(subject: WithDeadlineCourse, code: DeadlineCode, metOn: LocalDate | null) {
  const pauses = subject.deadlineCourse.filter((step) => step.code === code && step.kind === 'pause');
  const pausedDays = pauses.reduce((days, { on, endedOn }) => {
    const [end] = [endedOn, metOn].filter((day) => day !== null).toSorted();
    return days + (end ? workingDaysBetween(on, end) : 0);
  }, 0);
  return { pausedOn: metOn ? null : (lastingPause(subject, code)?.on ?? null), pausedDays };
}

interface About {
  code: DeadlineCode;
}
interface WithToday {
  today: LocalDate;
}

export interface Pausing<Case extends { state: string }, Role> {
  from: readonly Case['state'][];
  by: readonly Role[];
  /** The last day of the deadline while it runs; null: it does not. */
  runsTo(subject: Case, code: DeadlineCode): LocalDate | null;
  /** The columns of the case, with its deadline so many working days later. */
  later(subject: Case, code: DeadlineCode, workingDays: number): Partial<Omit<Case, 'state'>>;
  /** The fact that topics tell. */
  tells?: string;
  /**
   * Deadlines that some roles are not told of: that one could be paused or moved says that nothing had met it yet. The codes,
   * and the roles.
   */
  untold?: { codes: readonly DeadlineCode[]; to: readonly Role[] };
}

const ruleOf = (code: DeadlineCode): DeadlineRule => DEADLINES[code];
const named = (code: DeadlineCode) => ({ deadline: { da: ruleOf(code).da, en: ruleOf(code).en } });

const OURS = (Object.keys(DEADLINES) as DeadlineCode[]).filter((code) => ruleOf(code).fixed === null);

const MOST_MONTHS = 3;
const SOURCE = 'domain.md 8.2';

/** The actions on the deadlines of a kind, to be spread into its table. */
export function pausing<Case extends { state: string } & WithDeadlineCourse, Facts extends WithToday, Role>({
  from,
  by,
  runsTo,
  later,
  tells = 'changed',
  untold,
}: Pausing<Case, Role>) {
  type Check<Input extends About = About> = Guard<Case, Facts, Input>;

  const isOurs: Check = {
    code: 'deadline-is-not-ours-to-move',
    field: 'code',
    da: 'Fristen „{deadline}“ kan ikke sættes i bero eller forlænges: {why}',
    en: 'The deadline “{deadline}” cannot be paused or extended: {why}',
    source: SOURCE,
    refuses: (_, __, { code }) => {
      const { fixed } = ruleOf(code);
      return fixed !== null && { ...named(code), why: fixed };
    },
  };
  const runs: Check = {
    code: 'deadline-does-not-run',
    field: 'code',
    da: 'Fristen „{deadline}“ løber ikke i sagen.',
    en: 'The deadline “{deadline}” does not run in this case.',
    source: SOURCE,
    refuses: (subject, _, { code }) => ruleOf(code).fixed === null && runsTo(subject, code) === null && named(code),
  };
  const isNotPaused: Check = {
    code: 'deadline-is-paused',
    field: 'code',
    da: 'Fristen „{deadline}“ er i bero siden {since}. Lad den løbe igen først.',
    en: 'The deadline “{deadline}” is paused since {since}. Let it run again first.',
    source: SOURCE,
    refuses: (subject, _, { code }) => {
      const pause = lastingPause(subject, code);
      return pause !== undefined && { ...named(code), since: pause.on };
    },
  };
  const isPausedNow: Check = {
    code: 'deadline-is-not-paused',
    field: 'code',
    da: 'Fristen „{deadline}“ er ikke i bero.',
    en: 'The deadline “{deadline}” is not paused.',
    source: SOURCE,
    refuses: (subject, _, { code }) => !isPaused(subject, code) && named(code),
  };
  const hasNotPassed: Check = {
    code: 'deadline-has-passed',
    field: 'code',
    da: 'Fristen „{deadline}“ udløb {dueOn}: en overskredet frist kan ikke rettes ved at flytte den.',
    en: 'The deadline “{deadline}” expired on {dueOn}: what is late is not put right by moving it.',
    source: SOURCE,
    refuses: (subject, { today }, { code }) => {
      const due = runsTo(subject, code);
      return due !== null && due < today && { ...named(code), dueOn: due };
    },
  };
  const endsAhead: Check<About & { until: LocalDate }> = {
    code: 'pause-ends-outside-its-window',
    field: 'until',
    da: 'En frist kan være i bero til en dag fra {earliest} til {latest}.',
    en: 'A deadline can be paused until a day from {earliest} to {latest}.',
    source: 'domain.md 13.4: every date has a window',
    refuses: (_, { today }, { until }) =>
      isOutside({ earliest: addDays(today, 1), latest: addMonths(today, MOST_MONTHS) }, until),
  };
  const oneOfOursRuns: Guard<Case, Facts> = {
    code: 'no-deadline-of-ours-runs',
    da: 'Der løber ingen frist i sagen, som kan sættes i bero eller forlænges. Lovens frister kan det aldrig.',
    en: 'No deadline runs in this case that can be paused or extended. Those of law never can.',
    source: SOURCE,
    refuses: (subject) => !OURS.some((code) => runsTo(subject, code) !== null && !isPaused(subject, code)),
  };
  const oneIsPaused: Guard<Case, Facts> = {
    code: 'no-deadline-is-paused',
    da: 'Ingen frist i sagen er i bero.',
    en: 'No deadline of this case is paused.',
    source: SOURCE,
    refuses: ({ deadlineCourse }) => !deadlineCourse.some(isLasting),
  };
  const aPauseIsOver: Guard<Case, Facts> = {
    code: 'no-pause-is-over',
    da: 'Ingen frist skal løbe igen endnu.',
    en: 'No deadline has to run again yet.',
    source: SOURCE,
    refuses: ({ deadlineCourse }, { today }) => !deadlineCourse.some((step) => isLasting(step) && step.until! <= today),
  };

  /**
   * Ends these pauses: the last day comes later by the working days that they lasted. Also of one that was met meanwhile: what
   * met it may be struck, and who must not learn of it would see it by the day. Time that comes late ends it as was said.
   */
  const resumed = (subject: Case, today: LocalDate, isEnded: (step: DeadlineStep) => boolean) => {
    let columns: Partial<Omit<Case, 'state'>> = {};
    const deadlineCourse = subject.deadlineCourse.map((step) => {
      if (!isLasting(step) || !isEnded(step)) return step;
      const endedOn = step.until! < today ? step.until! : today;
      const workingDays = workingDaysBetween(step.on, endedOn);
      columns = { ...columns, ...later(subject, step.code, workingDays) };
      // It may have been counted anew meanwhile.
      const dueBefore = runsTo(subject, step.code) ?? step.dueBefore;
      return { ...step, endedOn, workingDays, dueBefore, dueAfter: addWorkingDays(dueBefore, workingDays) };
    });
    return { ...columns, deadlineCourse } as Partial<Omit<Case, 'state'>>;
  };
  const noted = (subject: Case, step: Omit<DeadlineStep, 'dueBefore'>) =>
    ({
      deadlineCourse: [...subject.deadlineCourse, { ...step, dueBefore: runsTo(subject, step.code)! }],
    }) as unknown as Partial<Omit<Case, 'state'>>;
  /** Something of a deadline that is told came to be in the course, or ended. */
  const toldIf = (before: Case, { deadlineCourse = [] }: Partial<Case>) =>
    deadlineCourse.some(
      (step, index) => !untold?.codes.includes(step.code) && step.endedOn !== before.deadlineCourse[index]?.endedOn,
    );
  const common = {
    ...{ from, to: 'same' as const, tells, source: SOURCE },
    ...(untold && { toldNotTo: untold.to, toldIf }),
  };

  return {
    pauseDeadline: {
      ...common,
      by,
      requires: [oneOfOursRuns],
      checks: [isOurs, runs, isNotPaused, hasNotPassed, endsAhead],
      da: 'Sæt en frist i bero',
      en: 'Pause a deadline',
      told: { da: 'Kommunen satte en frist i bero.', en: 'The municipality paused a deadline.' },
      changes: (subject: Case, { today }: Facts, input: About & { reason: PauseReason; until: LocalDate }) => {
        const { code, reason, until } = input;
        const open = { on: today, until, endedOn: null, workingDays: null, dueAfter: null };
        return noted(subject, { code, kind: 'pause', reason, ...open });
      },
    },
    resumeDeadline: {
      ...common,
      by,
      requires: [oneIsPaused],
      checks: [isOurs, isPausedNow],
      da: 'Lad en frist løbe igen',
      en: 'Let a deadline run again',
      told: { da: 'En frist løber igen.', en: 'A deadline runs again.' },
      changes: (subject: Case, { today }: Facts, { code }: About) =>
        resumed(subject, today, (step) => step.code === code),
    },
    extendDeadline: {
      ...common,
      by,
      requires: [oneOfOursRuns],
      checks: [isOurs, runs, isNotPaused, hasNotPassed],
      da: 'Forlæng en frist',
      en: 'Extend a deadline',
      told: { da: 'Kommunen forlængede en frist.', en: 'The municipality extended a deadline.' },
      changes: (
        subject: Case,
        { today }: Facts,
        { code, reason, workingDays }: About & { reason: PauseReason; workingDays: number },
      ) => {
        const dueAfter = addWorkingDays(runsTo(subject, code)!, workingDays);
        const step = { code, kind: 'extension' as const, reason, on: today, until: null, endedOn: null };
        return {
          ...later(subject, code, workingDays),
          ...noted(subject, { ...step, workingDays, dueAfter }),
        } as Partial<Omit<Case, 'state'>>;
      },
    },
    endPauses: {
      ...common,
      by: ['system'] as never,
      requires: [aPauseIsOver],
      da: 'En pause er slut, og fristen løber igen',
      en: 'A pause is over, and the deadline runs again',
      told: { da: 'En frist løber igen.', en: 'A deadline runs again.' },
      due: ({ deadlineCourse }: Case) =>
        deadlineCourse
          .filter(isLasting)
          .map(({ until }) => until!)
          .toSorted()[0] ?? null,
      changes: (subject: Case, { today }: Facts) => resumed(subject, today, ({ until }) => until! <= today),
    },
  } as const satisfies Record<string, Rule<Case, Facts, Role>>;
}
