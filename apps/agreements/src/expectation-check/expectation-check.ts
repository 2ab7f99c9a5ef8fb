// SPDX-License-Identifier: MPL-2.0
// Forventningsafstemning: how each party finds the cooperation (roadmap P5, F1; domain.md 3.5).
import type { ActingRole } from '#contracts/roles';
import { addDays, type Guard, type LocalDate, rules } from '#domain';
import type { Party } from '../agreement/versions.js';
import { agreementIsThere, type FollowUpFacts, PARTICIPANTS } from '../follow-up/follow-up.js';

export const EXPECTATION_CHECK_STATES = ['GIVEN'] as const;
/** What is rated, 1 (not at all) to 5 (fully). */
export const QUESTIONS = ['contact', 'speed', 'clarity', 'economy', 'cooperation'] as const;
/** After so many days an answer is shown although the other party has not given one. */
export const HIDDEN_DAYS = 14;

export interface ExpectationCheck {
  state: (typeof EXPECTATION_CHECK_STATES)[number];
  agreementRef: string;
  landlordRef: string;
  meetingRef: string | null;
  /** First day of the quarter that it is about, where it is for no meeting. */
  quarterFrom: LocalDate | null;
  party: Party;
  ratings: Readonly<Record<(typeof QUESTIONS)[number], number>>;
  comment: string | null;
  givenOn: LocalDate;
}

export interface ExpectationCheckFacts extends FollowUpFacts {
  /** The party that asks. */
  by: Party;
  /** Has the other party answered for the same meeting or quarter? */
  otherHasAnswered: boolean;
}

/** How a party finds the cooperation, as far as it is shown to the other. */
export interface ShownExpectation {
  party: Party;
  givenOn: LocalDate;
  /** Of the ratings, 1–5, with one decimal. */
  average: number;
  comment: string | null;
}

/** First day of the calendar quarter. */
export const quarterOf = (day: LocalDate): LocalDate => {
  const month = 3 * Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1;
  return `${day.slice(0, 5)}${String(month).padStart(2, '0')}-01`;
};

const isShownToBoth = ({ givenOn }: ExpectationCheck, { today, otherHasAnswered }: ExpectationCheckFacts): boolean =>
  otherHasAnswered || today > addDays(givenOn, HIDDEN_DAYS);

/** A party sees its own answer; the other's once both have answered, so that nobody copies, or after 14 days. */
export const isShown = (check: ExpectationCheck, facts: ExpectationCheckFacts): boolean =>
  check.party === facts.by || isShownToBoth(check, facts);

const isOnesOwn: Guard<ExpectationCheck, ExpectationCheckFacts, unknown> = {
  code: 'answer-is-the-other-partys',
  da: 'Svaret er den anden parts.',
  en: "The answer is the other party's.",
  source: 'P2; domain.md 3.5',
  refuses: ({ party }, { by }) => party !== by,
};

const othersHaveNotSeenIt: Guard<ExpectationCheck, ExpectationCheckFacts> = {
  code: 'answer-has-been-shown',
  da: 'Den anden part kan se svaret; det kan ikke ændres mere.',
  en: 'The other party can see the answer; it cannot be changed any more.',
  source: 'P1; domain.md 3.5',
  refuses: isShownToBoth,
};

type Answered = Pick<ExpectationCheck, 'ratings' | 'comment'>;

export const expectationCheckRules = rules<ExpectationCheck, ExpectationCheckFacts, ActingRole>()({
  answer: {
    from: 'none',
    to: 'GIVEN',
    by: PARTICIPANTS,
    requires: agreementIsThere,
    da: 'Svar på forventningsafstemningen',
    en: 'Answer the expectation check',
    told: { da: 'En af parterne svarede.', en: 'One of the parties answered.' },
    source: 'P5; domain.md 3.5',
    opens: ({ today }, given: Omit<ExpectationCheck, 'state' | 'givenOn'>) => ({ ...given, givenOn: today }),
  },
  correct: {
    from: ['GIVEN'],
    to: 'same',
    by: PARTICIPANTS,
    requires: [othersHaveNotSeenIt],
    checks: [isOnesOwn],
    da: 'Ret svaret',
    en: 'Correct the answer',
    told: { da: 'Svaret blev rettet.', en: 'The answer was corrected.' },
    source: 'P5; domain.md 3.5',
    changes: (_, __, { ratings, comment }: Answered) => ({ ratings, comment }),
  },
});
