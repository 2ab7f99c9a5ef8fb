// SPDX-License-Identifier: MPL-2.0
// Forebyggende tiltag: what the parties do before anything goes wrong (roadmap P5; domain.md 3.5).
import type { ActingRole } from '#contracts/roles';
import { addMonths, type Guard, isOutside, type LocalDate, rules } from '#domain';
import type { Party } from '../agreement/versions.js';
import { agreementHasNotEnded, agreementIsThere, type FollowUpFacts, PARTICIPANTS } from '../follow-up/follow-up.js';

export const PREVENTIVE_MEASURE_STATES = ['PLANNED', 'RUNNING', 'ENDED'] as const;
/** What it is to prevent. */
export const MEASURE_REASONS = [
  'arrears',
  'neighbour_complaints',
  'vacancy',
  'damage',
  'slow_answers',
  'other',
] as const;
export const MEASURE_EFFECTS = ['worked', 'worked_partly', 'did_not_work', 'not_tried'] as const;

export interface PreventiveMeasure {
  state: (typeof PREVENTIVE_MEASURE_STATES)[number];
  agreementRef: string;
  landlordRef: string;
  what: string;
  reason: (typeof MEASURE_REASONS)[number];
  /** Who carries it out. */
  party: Party;
  /** As planned; once it runs, the day on which it was begun. */
  startsOn: LocalDate;
  /** As planned; once it has run, the day on which it was ended. */
  endsOn: LocalDate | null;
  effect: (typeof MEASURE_EFFECTS)[number] | null;
}

/** What was begun already may be written down so long after. */
const MONTHS_LATE = 3;

const startsWhileItRuns: Guard<null, FollowUpFacts, Pick<PreventiveMeasure, 'startsOn'>> = {
  code: 'measure-start-is-outside-its-window',
  da: 'Tiltaget skal begynde fra {earliest} til aftalens sidste dag, {latest}.',
  en: 'The measure must start from {earliest} to the last day of the agreement, {latest}.',
  field: 'startsOn',
  source: 'domain.md 3.5, 13.4',
  refuses: (_, { today, agreement }, { startsOn }) =>
    isOutside({ earliest: addMonths(today, -MONTHS_LATE), latest: agreement.lastDay }, startsOn),
};

const endsWhileItRuns: Guard<null, FollowUpFacts, Pick<PreventiveMeasure, 'startsOn' | 'endsOn'>> = {
  code: 'measure-end-is-outside-its-window',
  da: 'Tiltaget skal slutte fra {earliest} til aftalens sidste dag, {latest}.',
  en: 'The measure must end from {earliest} to the last day of the agreement, {latest}.',
  field: 'endsOn',
  source: 'domain.md 3.5, 13.4',
  refuses: (_, { agreement }, { startsOn, endsOn }) =>
    endsOn !== null && isOutside({ earliest: startsOn, latest: agreement.lastDay }, endsOn),
};

export const preventiveMeasureRules = rules<PreventiveMeasure, FollowUpFacts, ActingRole>()({
  plan: {
    from: 'none',
    to: 'PLANNED',
    by: PARTICIPANTS,
    requires: agreementIsThere,
    checks: [startsWhileItRuns, endsWhileItRuns],
    da: 'Aftal et forebyggende tiltag',
    en: 'Agree a preventive measure',
    told: { da: 'Tiltaget blev aftalt.', en: 'The measure was agreed.' },
    source: 'P5; domain.md 3.5',
    opens: (_, planned: Omit<PreventiveMeasure, 'state' | 'effect'>) => ({ ...planned, effect: null }),
  },
  begin: {
    from: ['PLANNED'],
    to: 'RUNNING',
    by: PARTICIPANTS,
    requires: [agreementHasNotEnded],
    da: 'Sæt tiltaget i gang',
    en: 'Begin the measure',
    told: { da: 'Tiltaget blev sat i gang.', en: 'The measure was begun.' },
    source: 'P5; domain.md 3.5',
    changes: (_, { today }) => ({ startsOn: today }),
  },
  end: {
    from: ['PLANNED', 'RUNNING'],
    to: 'ENDED',
    by: PARTICIPANTS,
    da: 'Afslut tiltaget',
    en: 'End the measure',
    told: { da: 'Tiltaget blev afsluttet.', en: 'The measure was ended.' },
    source: 'P5; domain.md 3.5',
    changes: ({ state }, { today }, { effect }: Pick<PreventiveMeasure, 'effect'>) => ({
      effect,
      ...(state === 'RUNNING' && { endsOn: today }),
    }),
  },
  lapse: {
    from: ['PLANNED', 'RUNNING'],
    to: 'ENDED',
    by: ['system'],
    da: 'Tiltaget bortfalder med aftalen',
    en: 'The measure lapses with the agreement',
    told: { da: 'Tiltaget bortfaldt, fordi aftalen ophørte.', en: 'The measure lapsed, since the agreement ended.' },
    source: 'domain.md 13.4',
    // What it did, nobody has said.
    changes: ({ state }, { agreement }) => (state === 'RUNNING' ? { endsOn: agreement.lastDay } : {}),
  },
});
