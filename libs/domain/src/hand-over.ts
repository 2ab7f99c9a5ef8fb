// SPDX-License-Identifier: MPL-2.0
// Overdragelse: all open cases of a person go to another person or team (domain.md 2.2). Planned first, so that somebody looks at
// what it is about; then time does it in batches, each case by its own hand-over.
import type { LocalDate } from './danish-calendar.js';
import { type HandOverReason, type OwnerFacts, ownerChecks } from './owned.js';
import { type Guard, rules } from './rules.js';

export const HAND_OVER_STATES = ['PLANNED', 'RUNNING', 'DONE', 'CANCELLED'] as const;

/** A case that stayed, and the refusal's code. */
export interface StayedCase {
  caseKind: string;
  caseRef: string;
  code: string;
}

export interface HandOver {
  state: (typeof HAND_OVER_STATES)[number];
  /** `staffId` of whose the cases are. */
  fromPerson: string;
  /** `staffId`; null: whoever of the team takes them. */
  toPerson: string | null;
  toTeam: string | null;
  reason: HandOverReason;
  /** Who planned it, in whose name each case is handed over. */
  plannedBy: string;
  plannedAs: readonly string[];
  startedOn: LocalDate | null;
  /** Cases that have gone over. */
  handedOver: number;
  /** The others, which were refused. */
  stayed: readonly StayedCase[];
}

export interface HandOverFacts extends OwnerFacts {
  /** Who asks: `staffId` and roles. */
  self: string;
  roles: readonly string[];
  /** Does the person work here, in a team, and in none of the asker's? */
  isOfAnotherTeam: boolean;
  /** Open cases of the person, with the first of them. */
  open: number;
  cases: readonly { caseKind: string; caseRef: string }[];
}

export interface PlanHandOver {
  fromPerson: string;
  person?: string;
  team?: string;
  reason: HandOverReason;
}

export interface Batch {
  handedOver: number;
  stayed: readonly StayedCase[];
  isDone: boolean;
}

const isOfTheTeam: Guard<unknown, HandOverFacts> = {
  code: 'person-is-of-another-team',
  da: 'Personen er i et andet team; dets leder giver sagerne videre.',
  en: 'The person is of another team; its leader hands the cases over.',
  source: 'domain.md 2.2',
  refuses: (_, { isOfAnotherTeam }) => isOfAnotherTeam,
};

const goesSomewhere: Guard<null, HandOverFacts, PlanHandOver> = {
  code: 'cases-go-nowhere',
  field: 'person',
  da: 'Sagerne skal gå til en anden person eller et team.',
  en: 'The cases must go to another person or a team.',
  source: 'domain.md 2.2',
  refuses: (_, __, { fromPerson, person, team }) => person === fromPerson || (person ?? team) === undefined,
};

const TEAM_LEADER = ['team_leader'] as const;

export const handOverRules = rules<HandOver, HandOverFacts, 'team_leader' | 'system'>()({
  plan: {
    from: 'none',
    to: 'PLANNED',
    by: TEAM_LEADER,
    requires: [isOfTheTeam],
    checks: [
      goesSomewhere,
      ...ownerChecks<null, HandOverFacts, PlanHandOver>(
        (_, __, { person, team }) => ({ ...(person && { person }), ...(team && { team }) }),
        { role: 'person', person: 'person', team: 'team' },
        [],
      ),
    ],
    da: 'Planlæg at give en persons sager videre',
    en: 'Plan to hand a person’s cases over',
    told: { da: 'Overdragelsen blev planlagt.', en: 'The hand-over was planned.' },
    source: 'domain.md 2.2',
    opens: ({ self, roles }, { fromPerson, person, team, reason }: PlanHandOver) => ({
      ...{ fromPerson, toPerson: person ?? null, toTeam: team ?? null, reason },
      ...{ plannedBy: self, plannedAs: [...roles], startedOn: null, handedOver: 0, stayed: [] },
    }),
  },
  start: {
    from: ['PLANNED'],
    to: 'RUNNING',
    by: TEAM_LEADER,
    // The person may have changed teams since it was planned.
    requires: [isOfTheTeam],
    da: 'Giv sagerne videre',
    en: 'Hand the cases over',
    told: { da: 'Overdragelsen begyndte.', en: 'The hand-over began.' },
    source: 'domain.md 2.2',
    changes: (_, { today }) => ({ startedOn: today }),
  },
  proceed: {
    from: ['RUNNING'],
    to: ['RUNNING', 'DONE'],
    by: ['system'],
    da: 'Giv de næste sager videre',
    en: 'Hand the next cases over',
    told: { da: 'Sager givet videre: {handedOver}.', en: 'Cases handed over: {handedOver}.' },
    source: 'domain.md 2.2',
    due: ({ startedOn }) => startedOn,
    changes: (planned, _, batch: Batch) => ({
      state: batch.isDone ? 'DONE' : 'RUNNING',
      handedOver: planned.handedOver + batch.handedOver,
      stayed: [...planned.stayed, ...batch.stayed],
    }),
  },
  cancel: {
    from: ['PLANNED'],
    to: 'CANCELLED',
    by: TEAM_LEADER,
    da: 'Opgiv overdragelsen',
    en: 'Give the hand-over up',
    told: { da: 'Overdragelsen blev opgivet.', en: 'The hand-over was given up.' },
    source: 'domain.md 2.2',
  },
});
