// SPDX-License-Identifier: MPL-2.0
// Opfølgning: what the kinds of case of an agreement's follow-up have in common (roadmap P5; domain.md 3.5, 13.4).
import type { AgreementState } from '#contracts/agreements/agreement';
import type { Guard, LocalDate } from '#domain';

/** Who speaks for a party at the follow-up; what they may read there is the same. */
export const PARTICIPANTS = ['single_entry', 'landlord_admin', 'steering_member'] as const;

/** What every rule of the follow-up knows. */
export interface FollowUpFacts {
  today: LocalDate;
  /** The agreement that it is about, as it stands. */
  agreement: {
    state: AgreementState['state'];
    from: LocalDate;
    /** By its term or by notice. */
    lastDay: LocalDate;
  };
}

const ENDED: readonly AgreementState['state'][] = ['RUN_OFF', 'EXPIRED', 'TERMINATED', 'ABANDONED'];

/** Of all that is planned, agreed or begun under an agreement. */
export const agreementHasNotEnded: Guard<unknown, FollowUpFacts> = {
  code: 'agreement-has-ended',
  da: 'Aftalen løber ikke mere. Under den kan intet planlægges, aftales eller sættes i gang.',
  en: 'The agreement does not run any more. Nothing can be planned, agreed or begun under it.',
  source: 'domain.md 13.4',
  refuses: (_, { today, agreement: { state, lastDay } }) => (ENDED.includes(state) || lastDay < today) && { lastDay },
};

/** The landlord would learn of the draft. */
const agreementIsShared: Guard<unknown, FollowUpFacts> = {
  code: 'agreement-is-not-shared-yet',
  da: 'Udkastet er ikke delt med udlejer. Del det, før noget planlægges under det.',
  en: 'The draft is not shared with the landlord. Share it before anything is planned under it.',
  source: 'domain.md 3.4',
  refuses: (_, { agreement: { state } }) => state === 'DRAFT',
};

/** Of all that is opened under an agreement. */
export const agreementIsThere = [agreementIsShared, agreementHasNotEnded] as const;
