// SPDX-License-Identifier: MPL-2.0
// Opfølgningsmøde: the standing dialogue of an agreement, from the plan over agenda and minutes to their approval
// (roadmap P5; domain.md 3.5, 13.1).
import type { ActingRole } from '#contracts/roles';
import { addDays, addMonths, type Guard, isOutside, type LocalDate, rollToWorkingDay, rules } from '#domain';
import type { Party } from '../agreement/versions.js';
import type { ShownExpectation } from '../expectation-check/expectation-check.js';
import type { Figure } from '../figures/figures.js';
import { agreementHasNotEnded, agreementIsThere, type FollowUpFacts, PARTICIPANTS } from '../follow-up/follow-up.js';

export const MEETING_STATES = ['PLANNED', 'AGENDA_READY', 'HELD', 'MINUTES_APPROVED', 'CANCELLED'] as const;

export interface AgendaItem {
  by: Party;
  text: string;
}

/** As it was when the agenda was prepared; what is published is never counted anew. */
export interface Agenda {
  preparedOn: LocalDate;
  /** Agreed for every meeting. */
  standing: readonly string[];
  figures: readonly Figure[];
  actionItems: { open: number; overdue: number };
  expectations: readonly ShownExpectation[];
  /** Measures that run. */
  measures: readonly string[];
}

export interface Meeting {
  state: (typeof MEETING_STATES)[number];
  agreementRef: string;
  landlordRef: string;
  /** The day by the agreement's interval; null: called besides. */
  plannedOn: LocalDate | null;
  meetsOn: LocalDate;
  /** Why it was moved, the last time. */
  movedBecause: string | null;
  standing: readonly string[];
  items: readonly AgendaItem[];
  agenda: Agenda | null;
  heldOn: LocalDate | null;
  /** Who took part, by function. */
  attendees: readonly string[];
  minutes: string | null;
  approvals: readonly Party[];
}

export interface MeetingFacts extends FollowUpFacts {
  /** The party that asks. */
  by: Party;
}

/** Days before the meeting on which the agenda is made. */
export const AGENDA_DAYS = 14;

/**
 * Days of the follow-up meetings: the first is one interval after the first day in force, each counted from that day and
 * not from the meeting before, clamped to the month's end and moved to the next working day (domain.md 13.1).
 * @param firstDay of the agreement, whatever version is in force (domain.md 13.4)
 * @param lastDay of the agreement; none is held after it
 */
export function meetingDates(firstDay: LocalDate, intervalMonths: number, lastDay: LocalDate): LocalDate[] {
  const dates: LocalDate[] = [];
  for (let count = 1; count <= 300; count++) {
    const day = rollToWorkingDay(addMonths(firstDay, count * intervalMonths));
    if (day > lastDay) break;
    dates.push(day);
  }
  return dates;
}

const meetsWhileItRuns: Guard<Meeting | null, MeetingFacts, { meetsOn: LocalDate }> = {
  code: 'meeting-day-is-outside-its-window',
  da: 'Mødet skal ligge fra {earliest} til aftalens sidste dag, {latest}.',
  en: 'The meeting must lie from {earliest} to the last day of the agreement, {latest}.',
  field: 'meetsOn',
  source: 'domain.md 3.5, 13.4',
  refuses: (_, { today, agreement }, { meetsOn }) => isOutside({ earliest: today, latest: agreement.lastDay }, meetsOn),
};

const hasBeenHeld: Guard<Meeting, MeetingFacts, { heldOn?: LocalDate | undefined }> = {
  code: 'meeting-was-not-held-then',
  da: 'Mødet kan noteres holdt på en dag fra {earliest} til {latest}.',
  en: 'The meeting can be recorded as held on a day from {earliest} to {latest}.',
  field: 'heldOn',
  source: 'domain.md 3.5, 13.4',
  refuses: ({ meetsOn }, { today, agreement }, { heldOn }) =>
    heldOn !== undefined &&
    isOutside(
      {
        // One of the negotiation is held before the first day.
        earliest: meetsOn < agreement.from ? meetsOn : agreement.from,
        latest: agreement.lastDay < today ? agreement.lastDay : today,
      },
      heldOn,
    ),
};

const isNotApprovedYet: Guard<Meeting, MeetingFacts> = {
  code: 'minutes-are-approved-already',
  da: 'I har allerede godkendt referatet. Nu mangler den anden part.',
  en: 'You have approved the minutes already. The other party has not.',
  source: 'domain.md 3.5',
  refuses: ({ approvals }, { by }) => approvals.includes(by),
};

/** What is not named stays. */
interface Corrected extends Pick<Meeting, 'minutes'> {
  heldOn?: LocalDate | undefined;
  attendees?: readonly string[] | undefined;
}

type Called = Pick<Meeting, 'agreementRef' | 'landlordRef' | 'plannedOn' | 'meetsOn' | 'standing'>;

export const meetingRules = rules<Meeting, MeetingFacts, ActingRole>()({
  call: {
    from: 'none',
    to: 'PLANNED',
    by: [...PARTICIPANTS, 'system'],
    requires: agreementIsThere,
    checks: [meetsWhileItRuns],
    da: 'Indkald til møde',
    en: 'Call a meeting',
    told: { da: 'Mødet blev planlagt.', en: 'The meeting was planned.' },
    source: 'P5; domain.md 3.5',
    opens: (_, called: Called) => ({
      ...called,
      ...{ movedBecause: null, items: [], agenda: null, heldOn: null, attendees: [], minutes: null, approvals: [] },
    }),
  },
  move: {
    from: ['PLANNED', 'AGENDA_READY'],
    to: 'same',
    by: PARTICIPANTS,
    requires: [agreementHasNotEnded],
    checks: [meetsWhileItRuns],
    da: 'Flyt mødet',
    en: 'Move the meeting',
    told: {
      da: 'Mødet blev flyttet til {meetsOn}: {movedBecause}',
      en: 'The meeting was moved to {meetsOn}: {movedBecause}',
    },
    source: 'P5; domain.md 3.5',
    changes: (_, __, { meetsOn, reason }: { meetsOn: LocalDate; reason: string }) => ({
      meetsOn,
      movedBecause: reason,
    }),
  },
  addAgendaItem: {
    from: ['PLANNED', 'AGENDA_READY'],
    to: 'same',
    by: PARTICIPANTS,
    requires: [agreementHasNotEnded],
    da: 'Sæt et punkt på dagsordenen',
    en: 'Put an item on the agenda',
    told: { da: 'Der kom et punkt på dagsordenen.', en: 'An item was put on the agenda.' },
    source: 'P5; domain.md 3.5',
    changes: ({ items }, { by }, { text }: Pick<AgendaItem, 'text'>) => ({ items: [...items, { by, text }] }),
  },
  prepareAgenda: {
    from: ['PLANNED'],
    to: 'AGENDA_READY',
    by: ['single_entry', 'system'],
    requires: [agreementHasNotEnded],
    da: 'Lav dagsorden',
    en: 'Prepare the agenda',
    told: { da: 'Dagsordenen blev lavet.', en: 'The agenda was prepared.' },
    source: 'P5; domain.md 3.5',
    due: ({ meetsOn }) => addDays(meetsOn, -AGENDA_DAYS),
    changes: (_, __, { agenda }: Pick<Meeting, 'agenda'>) => ({ agenda }),
  },
  hold: {
    from: ['PLANNED', 'AGENDA_READY'],
    to: 'HELD',
    by: ['single_entry', 'steering_member'],
    checks: [hasBeenHeld],
    da: 'Notér mødet holdt, med referat',
    en: 'Record the meeting with its minutes',
    told: { da: 'Mødet blev holdt {heldOn}.', en: 'The meeting was held on {heldOn}.' },
    source: 'P5; domain.md 3.5',
    changes: (
      _,
      __,
      { heldOn, attendees, minutes }: { heldOn: LocalDate } & Pick<Meeting, 'attendees' | 'minutes'>,
    ) => ({
      ...{ heldOn, attendees, minutes },
    }),
  },
  correctMinutes: {
    from: ['HELD'],
    to: 'same',
    by: PARTICIPANTS,
    checks: [hasBeenHeld],
    da: 'Ret referatet',
    en: 'Correct the minutes',
    told: { da: 'Referatet blev rettet.', en: 'The minutes were corrected.' },
    source: 'P3; domain.md 3.5',
    // What was approved is void: the text is another one.
    changes: (_, __, corrected: Corrected) => ({ ...corrected, approvals: [] }),
  },
  approveMinutes: {
    from: ['HELD'],
    to: ['same', 'MINUTES_APPROVED'],
    by: PARTICIPANTS,
    requires: [isNotApprovedYet],
    da: 'Godkend referatet',
    en: 'Approve the minutes',
    told: { da: 'En af parterne godkendte referatet.', en: 'One of the parties approved the minutes.' },
    source: 'P1; domain.md 3.5',
    changes: (meeting, { by }) => {
      const approvals = [...meeting.approvals, by];
      return { approvals, state: approvals.length === 2 ? 'MINUTES_APPROVED' : 'same' };
    },
  },
  cancel: {
    from: ['PLANNED', 'AGENDA_READY'],
    to: 'CANCELLED',
    by: ['single_entry', 'steering_member', 'system'],
    da: 'Aflys mødet',
    en: 'Cancel the meeting',
    told: { da: 'Mødet blev aflyst.', en: 'The meeting was cancelled.' },
    source: 'domain.md 3.5',
  },
  lapse: {
    from: ['PLANNED', 'AGENDA_READY'],
    to: 'CANCELLED',
    by: ['system'],
    da: 'Mødet bortfalder med aftalen',
    en: 'The meeting lapses with the agreement',
    told: {
      da: 'Mødet bortfaldt, fordi aftalen ikke løber så længe.',
      en: 'The meeting lapsed, since the agreement does not run that long.',
    },
    source: 'domain.md 13.4',
  },
});
