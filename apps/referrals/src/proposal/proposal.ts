// SPDX-License-Identifier: MPL-2.0
// Forslag til udlejer: one household proposed for one vacant dwelling, and the landlord's answer (domain.md 4.1, 9.3). A case of
// its own, so that a landlord's version, number and history tell nothing of what else the referral has seen.
import type { DeclineReason } from '#contracts/agreements/agreement';
import type { PROPOSAL_STATES } from '#contracts/referrals/proposal';
import type { ActingRole } from '#contracts/roles';
import { type AgreedSlas, dueOn, type LocalDate, type Oere, rules } from '#domain';

export interface Proposal {
  state: (typeof PROPOSAL_STATES)[number];
  referralRef: string;
  agreementRef: string;
  landlordRef: string;
  vacancyRef: string;
  dwellingRef: string;
  /** What the landlord is told of the household (domain.md 9.3). */
  householdSize: number;
  wantedMoveInOn: LocalDate | null;
  financingExpected: boolean;
  proposedOn: LocalDate;
  answerDueOn: LocalDate;
  answeredOn: LocalDate | null;
  declinedBecause: DeclineReason | null;
  /** Does the agreement know the reason? Null: it was not declined. */
  reasonIsAgreed: boolean | null;
}

export interface ProposalFacts {
  /** The loan for deposit and prepaid rent that is granted and paid to the landlord; null: none. */
  financing: { amountOere: Oere; payOn: LocalDate } | null;
  today: LocalDate;
  slas: AgreedSlas | null;
  /** Reasons that the agreement knows; null: it does not say. */
  agreedReasons: readonly string[] | null;
}

export type NewProposal = Omit<
  Proposal,
  'state' | 'proposedOn' | 'answerDueOn' | 'answeredOn' | 'declinedBecause' | 'reasonIsAgreed'
>;

/** An agreement that names no reasons knows them all but the one that says nothing. */
const isAgreed = (reason: DeclineReason, { agreedReasons }: ProposalFacts): boolean =>
  agreedReasons ? agreedReasons.includes(reason) : reason !== 'other';

export const proposalRules = rules<Proposal, ProposalFacts, ActingRole>()({
  propose: {
    from: 'none',
    to: 'PROPOSED',
    tells: 'made',
    by: ['system'],
    da: 'Foreslå udlejer en husstand',
    en: 'Propose a household to the landlord',
    told: { da: 'Kommunen foreslog en husstand.', en: 'The municipality proposed a household.' },
    source: 'B4; domain.md 4.1',
    opens: ({ today, slas }, proposal: NewProposal) => ({
      ...proposal,
      proposedOn: today,
      answerDueOn: dueOn('PROPOSAL_ANSWER', today, slas ?? undefined),
      ...{ answeredOn: null, declinedBecause: null, reasonIsAgreed: null },
    }),
  },
  accept: {
    from: ['PROPOSED'],
    to: 'ACCEPTED',
    tells: 'accepted',
    by: ['landlord_admin'],
    da: 'Sig ja',
    en: 'Accept',
    told: { da: 'Udlejer sagde ja.', en: 'The landlord accepted.' },
    source: 'B4; domain.md 4.1',
    changes: (_, { today }) => ({ answeredOn: today }),
  },
  decline: {
    from: ['PROPOSED'],
    to: 'DECLINED',
    tells: 'declined',
    by: ['landlord_admin'],
    da: 'Sig nej',
    en: 'Decline',
    told: { da: 'Udlejer sagde nej.', en: 'The landlord declined.' },
    source: 'domain.md 4.1',
    changes: (_, facts, { reason }: { reason: DeclineReason }) => ({
      answeredOn: facts.today,
      declinedBecause: reason,
      reasonIsAgreed: isAgreed(reason, facts),
    }),
  },
  lapse: {
    from: ['PROPOSED', 'ACCEPTED'],
    to: 'LAPSED',
    tells: 'lapsed',
    by: ['system'],
    da: 'Forslaget er ikke længere aktuelt',
    en: 'The proposal is no longer current',
    told: { da: 'Forslaget er ikke længere aktuelt.', en: 'The proposal is no longer current.' },
    source: 'domain.md 4.1, 9.3: the landlord is not told why',
  },
  let: {
    from: ['ACCEPTED'],
    to: 'LET',
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålet begynder',
    en: 'The tenancy begins',
    told: { da: 'Lejemålet begyndte.', en: 'The tenancy began.' },
    source: 'B4; domain.md 4.1',
  },
  reopen: {
    from: ['LET'],
    to: 'ACCEPTED',
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålet var registreret ved en fejl',
    en: 'The tenancy was registered in error',
    told: { da: 'Lejemålet var registreret ved en fejl.', en: 'The tenancy was registered in error.' },
    source: 'domain.md 13.4',
  },
});
