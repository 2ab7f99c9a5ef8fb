// SPDX-License-Identifier: MPL-2.0
// Forslag til udlejer: one household proposed for one vacant dwelling, and the landlord's answer (domain.md 4.1, 9.3). A case of
// its own, so that a landlord's version, number and history tell nothing of what else the referral has seen.
import type { DeclineReason } from '#contracts/decline-reasons';
import type { PROPOSAL_STATES } from '#contracts/referrals/proposal';
import type { ActingRole } from '#contracts/roles';
import { type AgreedSlas, addMonths, dueOn, type Guard, isOutside, type LocalDate, type Oere, rules } from '#domain';
import { securityLimits } from '../tenancy/lease.js';
import { startsWithinTerm } from '../tenancy/tenancy.js';

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
  /** The last day for the lease; null: it cannot be signed yet. */
  leaseDueOn: LocalDate | null;
  /** Øre per month, without utilities: the base of deposit and prepaid rent. */
  rentOere: Oere;
  leaseSignedOn: LocalDate | null;
  tenancyRef: string | null;
}

export interface SignedLease {
  signedOn: LocalDate;
  startsOn: LocalDate;
  depositOere: Oere;
  prepaidRentOere: Oere;
  /** The landlord's own lease number. */
  landlordReference?: string;
}

export interface ProposalFacts {
  /** The loan for deposit and prepaid rent that is granted and paid to the landlord; null: none. */
  financing: { amountOere: Oere; payOn: LocalDate } | null;
  today: LocalDate;
  slas: AgreedSlas | null;
  /** Reasons that the agreement knows; null: it does not say. */
  agreedReasons: readonly string[] | null;
  /** First and last day of the agreement; null: it is not known. */
  term: { from: LocalDate; to: LocalDate } | null;
}

export type NewProposal = Omit<
  Proposal,
  | ('state' | 'proposedOn' | 'answerDueOn' | 'answeredOn' | 'declinedBecause' | 'reasonIsAgreed')
  | ('leaseDueOn' | 'leaseSignedOn' | 'tenancyRef')
>;

/** An agreement that names no reasons knows them all but the one that says nothing. */
const isAgreed = (reason: DeclineReason, { agreedReasons }: ProposalFacts): boolean =>
  agreedReasons ? agreedReasons.includes(reason) : reason !== 'other';

type LeaseCheck = Guard<Proposal, ProposalFacts, SignedLease>;

const leaseWasSignedSinceTheAnswer: LeaseCheck = {
  code: 'lease-is-not-signed-between-answer-and-today',
  field: 'signedOn',
  da: 'Lejekontrakten kan være underskrevet fra {earliest} til {latest}.',
  en: 'The lease can have been signed from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ answeredOn, proposedOn }, { today: latest }, { signedOn }) =>
    isOutside({ earliest: answeredOn ?? proposedOn, latest }, signedOn),
};

const MONTHS_AHEAD = 12;

const leaseStartsSinceTheAnswer: LeaseCheck = {
  code: 'lease-starts-outside-its-window',
  field: 'startsOn',
  da: 'Lejemålets første dag kan være fra {earliest} til {latest}.',
  en: 'The first day of the tenancy can be from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ answeredOn, proposedOn }, { today }, { startsOn }) =>
    isOutside({ earliest: answeredOn ?? proposedOn, latest: addMonths(today, MONTHS_AHEAD) }, startsOn),
};

/** As the tenancy asks it, of the field that the landlord sends. */
const leaseStartsWithinTerm: LeaseCheck = {
  ...startsWithinTerm,
  field: 'startsOn',
  refuses: (_, { term }, { startsOn }) => term !== null && (startsOn < term.from || startsOn > term.to) && term,
};

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
      ...{ leaseDueOn: null, leaseSignedOn: null, tenancyRef: null },
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
  askForLease: {
    from: ['ACCEPTED'],
    to: 'LEASE_PENDING',
    tells: 'leaseAsked',
    by: ['system'],
    da: 'Finansieringen er på plads',
    en: 'The financing is in place',
    told: { da: 'Finansieringen er på plads.', en: 'The financing is in place.' },
    source: 'B4; domain.md 8.1',
    changes: (_, { today, slas }) => ({ leaseDueOn: dueOn('LEASE_SIGNATURE', today, slas ?? undefined) }),
  },
  registerLease: {
    from: ['LEASE_PENDING'],
    to: 'LET',
    tells: 'leased',
    by: ['landlord_admin', 'social_caseworker'],
    checks: [
      leaseWasSignedSinceTheAnswer,
      leaseStartsSinceTheAnswer,
      leaseStartsWithinTerm,
      ...securityLimits<Proposal, ProposalFacts>(({ rentOere }) => rentOere),
    ],
    da: 'Registrér lejekontrakten',
    en: 'Register the lease',
    told: { da: 'Lejekontrakten blev underskrevet {leaseSignedOn}.', en: 'The lease was signed on {leaseSignedOn}.' },
    source: 'B4; domain.md 4.1, 4.3',
    changes: (_, __, { signedOn }: SignedLease) => ({ leaseSignedOn: signedOn }),
  },
  lapse: {
    from: ['PROPOSED', 'ACCEPTED', 'LEASE_PENDING', 'LET'],
    to: 'LAPSED',
    tells: 'lapsed',
    by: ['system'],
    da: 'Forslaget er ikke længere aktuelt',
    en: 'The proposal is no longer current',
    told: { da: 'Forslaget er ikke længere aktuelt.', en: 'The proposal is no longer current.' },
    source: 'domain.md 4.1, 9.3: the landlord is not told why',
    changes: () => ({ leaseSignedOn: null, tenancyRef: null }),
  },
  let: {
    from: ['ACCEPTED', 'LEASE_PENDING', 'LET'],
    to: 'LET',
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålet er registreret',
    en: 'The tenancy is registered',
    told: { da: 'Lejemålet er registreret.', en: 'The tenancy is registered.' },
    source: 'B4; domain.md 4.1',
    changes: (_, __, { tenancyRef }: { tenancyRef: string }) => ({ tenancyRef }),
  },
  reopen: {
    from: ['LET'],
    to: 'LEASE_PENDING',
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålet var registreret ved en fejl',
    en: 'The tenancy was registered in error',
    told: { da: 'Lejemålet var registreret ved en fejl.', en: 'The tenancy was registered in error.' },
    source: 'domain.md 13.4',
    changes: ({ leaseDueOn }, { today, slas }) => ({
      ...{ leaseSignedOn: null, tenancyRef: null },
      leaseDueOn: leaseDueOn ?? dueOn('LEASE_SIGNATURE', today, slas ?? undefined),
    }),
  },
});
