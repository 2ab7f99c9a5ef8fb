// SPDX-License-Identifier: MPL-2.0
// Frist: a day by which a role must act, as computed by the service that owns the case; here it warns, falls due and
// escalates (domain.md 8.1, 8.2).
import { type ActingRole, LANDLORD_ROLES, type Role } from '#contracts/roles';
import { type Guard, type LocalDate, overdueStepsOn, rules } from '#domain';
import { type Addressee, keyOf } from '../staff/addressee.js';
import { escalates } from './audience.js';

const OPEN_STATES = ['SET', 'DUE_SOON', 'DUE_SOON_2', 'DUE', 'OVERDUE_1', 'OVERDUE_2', 'OVERDUE_3'] as const;
export const DEADLINE_STATES = [...OPEN_STATES, 'PAUSED', 'MET', 'CANCELLED'] as const;
const RUNS_OR_WAITS = [...OPEN_STATES, 'PAUSED'] as const;

export interface Deadline {
  state: (typeof DEADLINE_STATES)[number];
  /** By which its owner knows it; null: by `id`. Whoever knows the case can compute it, so it is told to nobody outside. */
  ref: string | null;
  code: string;
  caseKind: string;
  caseRef: string;
  agreementRef: string | null;
  landlordRef: string | null;
  /** The last day in time. */
  dueOn: LocalDate;
  dueSoonOn: LocalDate | null;
  /** The day of a second warning, for the codes that have one. */
  secondWarningOn: LocalDate | null;
  setOn: LocalDate;
  metOn: LocalDate | null;
  responsible: Role;
  /** It waits since this day. */
  pausedOn: LocalDate | null;
  /** Working days on which it has waited. */
  pausedDays: number;
  /** Null: whoever of the role has no narrower owner. */
  responsibleTeam: string | null;
  responsiblePerson: string | null;
  /** Version of the owner's case that was heard last. */
  sourceVersion: number;
  /** The day on which the responsible heard of it as it stands, and so needs no warning; null: it has moved since. */
  toldOn: LocalDate | null;
}

/** A deadline as its owner tells it. */
export type HeardDeadline = Omit<Deadline, 'state' | 'toldOn'>;

/** Of these the case itself tells who must act, and by when, on the day on which it sets a deadline (domain.md 8.1). */
const isToldByItsCase = ({ caseKind }: HeardDeadline) => ['rent-arrears', 'financing', 'vacancy'].includes(caseKind);

/** What is news of a deadline beside who must act. */
export const STANDS_AS = [
  ...['code', 'caseKind', 'caseRef', 'agreementRef', 'landlordRef', 'dueOn', 'dueSoonOn', 'secondWarningOn', 'setOn'],
  ...['pausedOn', 'pausedDays'],
] as const;
type StandsAs = Pick<HeardDeadline, (typeof STANDS_AS)[number]>;

type Owned = Pick<Deadline, 'responsible' | 'responsibleTeam' | 'responsiblePerson' | 'landlordRef'>;

/** Who must act. */
export const responsibleOf = ({
  responsible,
  responsibleTeam,
  responsiblePerson,
}: Omit<Owned, 'landlordRef'>): Addressee => ({
  role: responsible,
  ...(responsibleTeam !== null && { team: responsibleTeam }),
  ...(responsiblePerson !== null && { person: responsiblePerson }),
});

/** Another must act: another role, team or person, or another landlord. */
export const isHandedOver = (before: Owned, after: Owned): boolean =>
  keyOf(responsibleOf(before)) !== keyOf(responsibleOf(after)) ||
  (LANDLORD_ROLES.includes(after.responsible) && before.landlordRef !== after.landlordRef);

/** Is nothing new but who must act? */
export const isPassedOn = (before: StandsAs, after: StandsAs): boolean =>
  STANDS_AS.every((column) => before[column] === after[column]);

export interface DeadlineFacts {
  today: LocalDate;
}

/** Time acts on or after this day. */
const notBefore = (day: (subject: Deadline) => LocalDate | null): Guard<Deadline, DeadlineFacts> => ({
  code: 'day-has-not-come',
  da: 'Det sker først {earliest}.',
  en: 'This happens on {earliest}.',
  source: 'domain.md 8.2',
  refuses: (subject, { today }) => {
    const earliest = day(subject);
    return earliest === null || (today < earliest && { earliest });
  },
});

const someoneHears: Guard<Deadline, DeadlineFacts> = {
  code: 'deadline-does-not-escalate',
  da: 'Efter den dag sker der ikke mere: fristen er lejerens egen eller til orientering.',
  en: 'Nothing more happens after that day: it is the tenant’s own, or information.',
  source: 'domain.md 8.1',
  refuses: ({ code }) => !escalates(code),
};

const SYSTEM = ['system'] as const;

/** The step happens on this day, if there is one. */
const on = (day: (subject: Deadline) => LocalDate | null) => ({ by: SYSTEM, due: day, requires: [notBefore(day)] });

/** 1, 3 and 5 working days after the last one. */
const escalation = (step: 0 | 1 | 2) => {
  const day = ({ dueOn }: Deadline) => overdueStepsOn(dueOn)[step];
  return {
    by: SYSTEM,
    requires: [someoneHears, notBefore(day)],
    due: (deadline: Deadline) => (escalates(deadline.code) ? day(deadline) : null),
    tells: 'overdue',
    source: 'domain.md 8.2',
  };
};

type Heard<Columns extends keyof HeardDeadline> = Pick<HeardDeadline, Columns>;

/** The steps of time stand in the order of TIME_STEPS. */
export const deadlineRules = rules<Deadline, DeadlineFacts, ActingRole>()({
  set: {
    from: 'none',
    to: 'SET',
    by: SYSTEM,
    da: 'Fristen løber',
    en: 'The deadline runs',
    source: 'domain.md 8.2',
    opens: (_, heard: HeardDeadline) => ({ ...heard, toldOn: isToldByItsCase(heard) ? heard.setOn : null }),
  },
  fallDue: {
    from: ['SET', 'DUE_SOON', 'DUE_SOON_2'],
    to: 'DUE',
    ...on(({ dueOn }) => dueOn),
    tells: 'due',
    da: 'Sidste dag er kommet',
    en: 'The last day has come',
    source: 'domain.md 8.2',
  },
  warnAgain: {
    from: ['SET', 'DUE_SOON'],
    to: 'DUE_SOON_2',
    ...on(({ secondWarningOn }) => secondWarningOn),
    tells: 'dueSoon',
    da: 'Varsl om fristen igen',
    en: 'Warn of the deadline again',
    source: 'domain.md 8.1',
  },
  warn: {
    from: ['SET'],
    to: 'DUE_SOON',
    ...on(({ dueSoonOn }) => dueSoonOn),
    tells: 'dueSoon',
    da: 'Varsl om fristen',
    en: 'Warn of the deadline',
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
  /** Who must act is news for the two alone: subscribers count no version of it. */
  passOn: {
    from: RUNS_OR_WAITS,
    to: 'same',
    by: SYSTEM,
    toldNotTo: LANDLORD_ROLES,
    da: 'En anden skal handle',
    en: 'Another must act',
    source: 'domain.md 2.2',
    changes: (
      before,
      { today },
      heard: Heard<'responsible' | 'responsibleTeam' | 'responsiblePerson' | 'sourceVersion'>,
    ) => ({
      ...heard,
      toldOn: isHandedOver(before, { ...before, ...heard }) ? today : before.toldOn,
    }),
  },
  /** To another day, and when it waited, its course begins again; to another role it goes on. While it waits time does nothing. */
  move: {
    from: RUNS_OR_WAITS,
    to: ['same', 'SET', 'PAUSED'],
    by: SYSTEM,
    tells: ['set', 'paused'],
    da: 'Fristen løber til en anden dag, er i bero, eller en anden skal handle',
    en: 'The deadline runs to another day, waits, or another must act',
    source: 'domain.md 13.1',
    changes: (before, { today }, heard: Omit<HeardDeadline, 'ref' | 'metOn'>) => {
      const stays = heard.dueOn === before.dueOn && before.state !== 'PAUSED';
      return {
        ...heard,
        toldOn: isHandedOver(before, heard) ? today : stays ? before.toldOn : null,
        ...(heard.pausedOn
          ? { state: 'PAUSED' as const, tells: 'paused' }
          : { state: stays ? ('same' as const) : ('SET' as const), tells: 'set' }),
      };
    },
  },
  /** What ended it was registered in error. */
  reopen: {
    from: ['MET', 'CANCELLED'],
    to: ['SET', 'PAUSED'],
    by: SYSTEM,
    tells: ['set', 'paused'],
    da: 'Fristen løber igen: det, der afsluttede den, var en fejl',
    en: 'The deadline runs again: what ended it was an error',
    source: 'domain.md 13.4',
    changes: (_, { today }, heard: Omit<HeardDeadline, 'ref' | 'metOn'>) => ({
      ...{ ...heard, metOn: null, toldOn: today },
      ...(heard.pausedOn ? { state: 'PAUSED' as const, tells: 'paused' } : { state: 'SET' as const, tells: 'set' }),
    }),
  },
  meet: {
    from: RUNS_OR_WAITS,
    to: 'MET',
    by: SYSTEM,
    tells: 'met',
    da: 'Fristen er opfyldt',
    en: 'The deadline is met',
    source: 'domain.md 8.2',
    changes: (_, __, { sourceVersion, metOn, pausedDays }: Heard<'sourceVersion' | 'metOn' | 'pausedDays'>) => ({
      ...{ sourceVersion, metOn, pausedDays },
      pausedOn: null,
    }),
  },
  cancel: {
    // One that was met by what was an error may have lapsed meanwhile.
    from: [...RUNS_OR_WAITS, 'MET'],
    to: 'CANCELLED',
    by: SYSTEM,
    tells: 'cancelled',
    da: 'Fristen bortfalder',
    en: 'The deadline lapses',
    source: 'domain.md 8.2',
    changes: (_, __, { sourceVersion }: Heard<'sourceVersion'>) => ({ sourceVersion, metOn: null, pausedOn: null }),
  },
});
