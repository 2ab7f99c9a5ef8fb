// SPDX-License-Identifier: MPL-2.0
// Forebyggende tiltag: what the parties do before anything goes wrong (roadmap P5; domain.md 3.5).
import type { ActingRole } from '#contracts/roles';
import { type Guard, type LocalDate, rules } from '#domain';
import type { Party } from '../agreement/versions.js';
import { PARTICIPANTS } from '../follow-up/follow-up.js';

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

export interface PreventiveMeasureFacts {
  today: LocalDate;
}

const runsForward: Guard<null, PreventiveMeasureFacts, Pick<PreventiveMeasure, 'startsOn' | 'endsOn'>> = {
  code: 'measure-ends-before-it-starts',
  da: 'Tiltaget skal slutte {earliest} eller senere.',
  en: 'The measure must end on {earliest} or later.',
  field: 'endsOn',
  source: 'domain.md 3.5',
  refuses: (_, __, { startsOn, endsOn }) => endsOn !== null && endsOn < startsOn && { earliest: startsOn },
};

export const preventiveMeasureRules = rules<PreventiveMeasure, PreventiveMeasureFacts, ActingRole>()({
  plan: {
    from: 'none',
    to: 'PLANNED',
    by: PARTICIPANTS,
    checks: [runsForward],
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
});
