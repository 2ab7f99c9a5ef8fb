// SPDX-License-Identifier: MPL-2.0
import type { ActingRole } from '#contracts/roles';
import { type Guard, type LocalDate, overdueStepsOn, rules } from '#domain';
import { escalates } from './audience.js';

const OPEN_STATES = ['SET', 'DUE_SOON', 'DUE_SOON_2', 'DUE', 'OVERDUE_1', 'OVERDUE_2', 'OVERDUE_3'] as const;
export const DEADLINE_STATES = [...OPEN_STATES, 'MET', 'CANCELLED'] as const;
export type DeadlineCaseState = (typeof DEADLINE_STATES)[number];

/** What the course of a deadline depends on. */
export interface DeadlineCourse {
  state: DeadlineCaseState;
  code: string;
  dueOn: LocalDate;
  dueSoonOn: LocalDate | null;
  /** The day of a second warning, for the codes that have one. */
  secondWarningOn: LocalDate | null;
}

interface Facts {
  today: LocalDate;
}

/** Time acts on or after this day. */
const notBefore = (day: (subject: DeadlineCourse) => LocalDate | null): Guard<DeadlineCourse, Facts> => ({
  code: 'day-has-not-come',
  da: 'Det sker først {earliest}.',
  en: 'This happens on {earliest}.',
  source: 'domain.md 8.2',
  refuses: (subject, { today }) => {
    const earliest = day(subject);
    return earliest === null || (today < earliest && { earliest });
  },
});

const someoneHears: Guard<DeadlineCourse, Facts> = {
  code: 'deadline-does-not-escalate',
  da: 'Efter den dag sker der ikke mere: fristen er lejerens egen eller til orientering.',
  en: 'Nothing more happens after that day: it is the tenant’s own, or information.',
  source: 'domain.md 8.1',
  refuses: ({ code }) => !escalates(code),
};

const escalation = (step: 0 | 1 | 2) => ({
  requires: [someoneHears, notBefore(({ dueOn }) => overdueStepsOn(dueOn)[step])],
  by: ['system'] as const,
  source: 'domain.md 8.2',
});

export const deadlineCourse = rules<DeadlineCourse, Facts, ActingRole>()({
  set: {
    from: 'none',
    to: 'SET',
    by: ['system'],
    da: 'Fristen løber',
    en: 'The deadline runs',
    source: 'domain.md 8.2',
  },
  warn: {
    from: ['SET'],
    to: 'DUE_SOON',
    by: ['system'],
    requires: [notBefore(({ dueSoonOn }) => dueSoonOn)],
    da: 'Varsl om fristen',
    en: 'Warn of the deadline',
    source: 'domain.md 8.2',
  },
  warnAgain: {
    from: ['SET', 'DUE_SOON'],
    to: 'DUE_SOON_2',
    by: ['system'],
    requires: [notBefore(({ secondWarningOn }) => secondWarningOn)],
    da: 'Varsl om fristen igen',
    en: 'Warn of the deadline again',
    source: 'domain.md 8.1',
  },
  fallDue: {
    from: ['SET', 'DUE_SOON', 'DUE_SOON_2'],
    to: 'DUE',
    by: ['system'],
    requires: [notBefore(({ dueOn }) => dueOn)],
    da: 'Sidste dag er kommet',
    en: 'The last day has come',
    source: 'domain.md 8.2',
  },
  escalate1: { from: ['DUE'], to: 'OVERDUE_1', da: 'Overskredet, 1. trin', en: 'Overdue, step 1', ...escalation(0) },
  escalate2: {
    from: ['OVERDUE_1'],
    to: 'OVERDUE_2',
    da: 'Overskredet, 2. trin',
    en: 'Overdue, step 2',
    ...escalation(1),
  },
  escalate3: {
    from: ['OVERDUE_2'],
    to: 'OVERDUE_3',
    da: 'Overskredet, 3. trin',
    en: 'Overdue, step 3',
    ...escalation(2),
  },
  move: {
    from: OPEN_STATES,
    to: ['same', 'SET'],
    by: ['system'],
    da: 'Fristen løber til en anden dag, eller en anden skal handle',
    en: 'The deadline runs to another day, or another must act',
    source: 'domain.md 13.1',
  },
  meet: { from: OPEN_STATES, to: 'MET', by: ['system'], da: 'Fristen er opfyldt', en: 'The deadline is met' },
  cancel: { from: OPEN_STATES, to: 'CANCELLED', by: ['system'], da: 'Fristen bortfalder', en: 'The deadline lapses' },
});

/** `fallDue` first: on the last day a warning comes too late; and the second warning makes the first superfluous. */
const TIME_STEPS = ['fallDue', 'warnAgain', 'warn', 'escalate1', 'escalate2', 'escalate3'] as const;
export type TimeStep = (typeof TIME_STEPS)[number];

/** What time does to the deadline now; one step, the sweeper asks again for the next. */
export const dueStep = (subject: DeadlineCourse, today: LocalDate): TimeStep | undefined =>
  TIME_STEPS.find((step) => !deadlineCourse.refusal(step, subject, ['system'], { today }));

/** The next day on which time does something to it, if any. */
export function nextStepOn({ state, code, dueOn, dueSoonOn, secondWarningOn }: DeadlineCourse): LocalDate | null {
  const [first, second, third] = escalates(code) ? overdueStepsOn(dueOn) : [];
  const earliest = (...days: (LocalDate | null)[]) => days.filter((day) => day !== null).toSorted()[0];
  const days: Partial<Record<DeadlineCaseState, LocalDate | undefined>> = {
    SET: earliest(dueSoonOn, secondWarningOn, dueOn),
    DUE_SOON: earliest(secondWarningOn, dueOn),
    DUE_SOON_2: dueOn,
    DUE: first,
    OVERDUE_1: second,
    OVERDUE_2: third,
  };
  return days[state] ?? null;
}
