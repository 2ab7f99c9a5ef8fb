// SPDX-License-Identifier: MPL-2.0
// Svar på en melding: how the municipality answers a landlord's report, alike in every kind that begins with one. It
// acknowledges, the stand-in takes over where nobody does, and somebody reaches out to the tenant (domain.md 5.6, 8.3).
import type { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import type { Role } from '#contracts/roles';
import {
  type AgreedSlas,
  addWorkingDays,
  courseOf,
  type DeadlineCode,
  dueOn,
  type Guard,
  inItsCourse,
  isPaused,
  type LocalDate,
  type WithDeadlineCourse,
} from '#domain';
import type { CaseDeadline } from '#persistence';

/** Columns of a case that is answered. */
export interface AnsweredReport extends WithDeadlineCourse {
  reportedOn: LocalDate;
  acknowledgeDueOn: LocalDate;
  acknowledgedOn: LocalDate | null;
  /** On this day without an answer the stand-in takes over. */
  standInDueOn: LocalDate;
  standInSince: LocalDate | null;
  outreachDueOn: LocalDate;
  /** The role that reaches out. */
  assignedTo: (typeof OUTREACH_ROLES)[number] | null;
  /** The first attempt, whether the tenant was reached or not. */
  firstContactOn: LocalDate | null;
}

interface AnswerFacts {
  today: LocalDate;
  /** Working days the agreement has instead of the usual ones. */
  slas: AgreedSlas | null;
}

/** Of a new case. */
export const unanswered = {
  acknowledgedOn: null,
  standInSince: null,
  assignedTo: null,
  firstContactOn: null,
  deadlineCourse: [],
} as const;

/** By when the municipality answers a report, in the agreement's own working days where it has some. */
export function answeredBy(
  of: Pick<AnsweredReport, 'reportedOn' | 'deadlineCourse'>,
  { slas }: Pick<AnswerFacts, 'slas'>,
) {
  const counted = (code: 'ACKNOWLEDGE' | 'CONTACT_ANSWER' | 'FIRST_OUTREACH') =>
    dueOn(code, of.reportedOn, slas ?? undefined);
  return {
    acknowledgeDueOn: inItsCourse('ACKNOWLEDGE', counted('ACKNOWLEDGE'), of),
    // Who waits for the answer waits for the stand-in.
    standInDueOn: inItsCourse('ACKNOWLEDGE', counted('CONTACT_ANSWER'), of),
    outreachDueOn: inItsCourse('FIRST_OUTREACH', counted('FIRST_OUTREACH'), of),
  };
}

/** Of a case that is matched: the agreement's working days count from now on. */
export function answeredAnew(subject: AnsweredReport, facts: AnswerFacts) {
  const { acknowledgeDueOn, standInDueOn, outreachDueOn } = answeredBy(subject, facts);
  return {
    ...(!subject.acknowledgedOn && { acknowledgeDueOn, standInDueOn }),
    // Also where the tenant was reached: by the day a landlord would learn of it, and the contact may be struck.
    outreachDueOn,
  };
}

/** The last day of a deadline of ours, while it runs. */
export function answerRunsTo(subject: AnsweredReport, code: DeadlineCode): LocalDate | null {
  if (code === 'ACKNOWLEDGE') return subject.acknowledgedOn ? null : subject.acknowledgeDueOn;
  return code === 'FIRST_OUTREACH' && !subject.firstContactOn ? subject.outreachDueOn : null;
}

export const answerLater = (subject: AnsweredReport, code: DeadlineCode, workingDays: number) => {
  const by = (day: LocalDate) => addWorkingDays(day, workingDays);
  return code === 'ACKNOWLEDGE'
    ? { acknowledgeDueOn: by(subject.acknowledgeDueOn), standInDueOn: by(subject.standInDueOn) }
    : { outreachDueOn: by(subject.outreachDueOn) };
};

export const twoWorkingDaysHavePassed: Guard<AnsweredReport, AnswerFacts> = {
  code: 'stand-in-is-not-called-yet',
  da: 'Stedfortræderen overtager først {earliest}, og kun én gang.',
  en: 'The stand-in takes over on {earliest}, and only once.',
  source: 'domain.md 8.3',
  refuses: ({ standInDueOn, standInSince, acknowledgedOn, ...subject }, { today }) =>
    (standInSince !== null || acknowledgedOn !== null || isPaused(subject, 'ACKNOWLEDGE') || today < standInDueOn) && {
      earliest: standInDueOn,
    },
};

/** The day on which the stand-in is called. */
export const standInIsCalledOn = ({ standInSince, standInDueOn, acknowledgedOn, ...subject }: AnsweredReport) =>
  standInSince || acknowledgedOn || isPaused(subject, 'ACKNOWLEDGE') ? null : standInDueOn;

/** @param ref of the acknowledgement, where it was given once and is not derived */
export function answerDeadlines(row: AnsweredReport, ref?: string): CaseDeadline[] {
  const { acknowledgeDueOn, acknowledgedOn, reportedOn, firstContactOn, outreachDueOn } = row;
  const worker: Role = row.assignedTo ?? 'single_entry';
  return [
    {
      code: 'ACKNOWLEDGE',
      ...(ref && { ref }),
      status: acknowledgedOn ? 'met' : 'set',
      dueOn: acknowledgeDueOn,
      setOn: reportedOn,
      metOn: acknowledgedOn,
      responsible: 'single_entry',
      ...courseOf(row, 'ACKNOWLEDGE', acknowledgedOn),
    },
    {
      code: 'FIRST_OUTREACH',
      status: firstContactOn ? 'met' : 'set',
      dueOn: outreachDueOn,
      setOn: reportedOn,
      metOn: firstContactOn,
      responsible: worker,
      ...courseOf(row, 'FIRST_OUTREACH', firstContactOn),
    },
  ];
}
