// SPDX-License-Identifier: MPL-2.0
// Boligindstilling: the municipality refers one citizen to a dwelling under an agreement, from the referral until the keys
// (domain.md 4.1). What a dwelling must meet to be proposed stands in match.ts, who acts until when in stages.ts.
import type { DeclineReason } from '#contracts/agreements/agreement';
import type { REFERRAL_STATES } from '#contracts/referrals/referral';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  type AgreedSlas,
  addMonths,
  type Guard,
  isOutside,
  type LocalDate,
  type Oere,
  type OwnedColumns,
  type OwnerFacts,
  ownedBy,
  ownedRules,
  ownerChecks,
  pausing,
  rules,
  type To,
  unowned,
  type WithDeadlineCourse,
} from '#domain';
import { citizenWasEvictedSeveralTimes } from '../administration-agreement/administration-agreement.js';
import type { MoveKind } from '../financing/move.js';
import { type Matched, type MatchFacts, matchChecks } from './match.js';
import { entered, firstStages, later, runsTo, type Stage } from './stages.js';

/** Why the citizen was assessed as one whom the agreements are for; codes, since a free text could tell a diagnosis. */
export const CHARACTERISTICS = [
  'without_a_home',
  'leaves_a_shelter',
  'leaves_an_institution',
  'leaves_prison',
  'young_without_network',
  'family_with_children',
  'reduced_functional_capacity',
  'vulnerable_mental_health',
  'substance_use',
  'debt',
] as const;
export type Characteristic = (typeof CHARACTERISTICS)[number];

export const SUPPORT_NEEDS = ['none', 'light', 'extensive'] as const;

/** By what the municipality may process the referral (domain.md 9). */
export const REFERRAL_GROUNDS = ['law', 'consent'] as const;

export const REJECTION_REASONS = [
  'capacity_is_below_the_rents',
  'outside_the_age',
  'other_help_fits_better',
  'needs_more_support_than_a_home_of_ones_own_gives',
  'not_in_target_group',
] as const;

export const CITIZEN_DECLINE_REASONS = ['location', 'size', 'rent', 'condition', 'no_answer', 'other'] as const;

export const WITHDRAWAL_REASONS = [
  'citizens_wish',
  'found_another_home',
  'circumstances_changed',
  'citizen_cannot_be_reached',
  'registered_in_error',
] as const;

/** What came with the referral; the documents themselves lie where the municipality keeps its documents. */
export const DOCUMENT_KINDS = ['consent', 'assessment', 'income', 'application', 'other'] as const;
export interface ReferralDocument {
  kind: (typeof DOCUMENT_KINDS)[number];
  /** Of the document in the municipality's own archive (uuid): no file name, which could tell a name. */
  documentRef: string;
}

/** How the citizen was told of the right to complain. */
export const GUIDANCE = ['in_writing', 'orally'] as const;

export const ADMINISTRATION_OUTLOOKS = ['none', 'voluntary', 'required'] as const;

/** What was applied for with the referral; opened as applications once a landlord has accepted. */
export interface AppliedFor {
  kind: MoveKind;
  appliedOn: LocalDate;
}

/** Whose it is: the social caseworker's who referred, and the team's. */
export const referralOwner = { role: 'assignedRole', by: ['social_caseworker'] } as const;

/** A dwelling that was proposed and is not any more. */
export interface Decline {
  proposalRef: string;
  by: 'landlord' | 'citizen' | 'municipality';
  on: LocalDate;
  reason: DeclineReason | (typeof CITIZEN_DECLINE_REASONS)[number] | 'financing_refused';
}

export interface Referral extends OwnedColumns, WithDeadlineCourse {
  assignedRole: 'social_caseworker';
  state: (typeof REFERRAL_STATES)[number];
  agreementRef: string;
  /** Opaque: who it is, only the citizen vault knows. */
  citizenRef: string;
  grounds: (typeof REFERRAL_GROUNDS)[number];
  referredOn: LocalDate;
  householdSize: number;
  /** The day the household wants to move in; null: as soon as can be. */
  wantedMoveInOn: LocalDate | null;
  /** Every state that it has been in, the newest last. */
  stages: readonly Stage[];
  documents: readonly ReferralDocument[];
  appliedFor: readonly AppliedFor[];
  characteristics: readonly Characteristic[] | null;
  supportNeed: (typeof SUPPORT_NEEDS)[number] | null;
  /** The rent without utilities that the citizen can carry, øre per month. */
  paymentCapacityOere: Oere | null;
  assessedOn: LocalDate | null;
  /** `staffId` of who is to support the citizen from the first day; null: the outreach team, or a team's choice. */
  supportWorker: string | null;
  supportTeam: string | null;
  rejectedBecause: (typeof REJECTION_REASONS)[number] | null;
  complaintGuidance: (typeof GUIDANCE)[number] | null;
  outlookOn: LocalDate | null;
  /** Does the benefits office expect to finance deposit and prepaid rent? */
  financingExpected: boolean | null;
  administrationOutlook: (typeof ADMINISTRATION_OUTLOOKS)[number] | null;
  /** The proposal that stands. */
  proposalRef: string | null;
  vacancyRef: string | null;
  dwellingRef: string | null;
  /** Of the dwelling that is proposed: øre per month, without utilities. */
  rentOere: Oere | null;
  /** The day the standing proposal was made; its year is that of the quota. */
  proposedOn: LocalDate | null;
  declines: readonly Decline[];
  acceptedOn: LocalDate | null;
  /** The day on which the financing was in place. */
  financedOn: LocalDate | null;
  tenancyRef: string | null;
  /** First day of the tenancy. */
  startsOn: LocalDate | null;
  movedInOn: LocalDate | null;
  withdrawnBecause: (typeof WITHDRAWAL_REASONS)[number] | null;
}

export interface ReferralFacts extends OwnerFacts, MatchFacts {
  /** Is the citizen in the vault? */
  citizenIsKnown: boolean;
  /** Has the citizen consented to being referred? */
  hasConsent: boolean;
  /** The citizen's other referral that has not ended. */
  otherReferral: string | null;
  /** Working days that the agreement sets; null: none known. */
  slas: AgreedSlas | null;
  /** So many evictions are several. */
  fewestEvictions: number;
}

export interface Refer
  extends Pick<Referral, 'agreementRef' | 'citizenRef' | 'grounds' | 'householdSize'>,
    Partial<Pick<Referral, 'wantedMoveInOn' | 'documents'>> {
  /** `staffId` of who refers: it becomes theirs. */
  person: string;
  /** By which of the two the citizen is named; one of them is to be. */
  named: readonly ('citizenRef' | 'citizen')[];
  /** Where it was made already. */
  assessment?: Assess;
  /** Of kinds, each once; default of the day: today. */
  applications?: readonly { kind: MoveKind; appliedOn?: LocalDate }[];
}

export interface Assess {
  characteristics: readonly Characteristic[];
  supportNeed: (typeof SUPPORT_NEEDS)[number];
  paymentCapacityOere: Oere;
}

export interface Rejection {
  reason: (typeof REJECTION_REASONS)[number];
  complaintGuidance: (typeof GUIDANCE)[number];
}

export interface Outlook {
  financingExpected: boolean;
  administrationAgreement: (typeof ADMINISTRATION_OUTLOOKS)[number];
  /** What a required agreement takes; looked at and not kept (domain.md 9.1). */
  paymentTrouble?: boolean;
  evictionsDueToArrears?: number;
}

/** In which another dwelling can be looked for. */
const BEFORE_PROPOSAL = ['REGISTERED', 'ASSESSED', 'FINANCING_CHECK', 'READY_TO_MATCH'] as const;
const WITH_DWELLING = ['PROPOSED', 'ACCEPTED', 'FINANCING_PENDING', 'LEASE_PENDING'] as const;
const BEFORE_LEASE = [...BEFORE_PROPOSAL, ...WITH_DWELLING] as const;
const OPEN = [...BEFORE_LEASE, 'MOVE_IN_PLANNED', 'MOVED_IN'] as const;

const agreementIsKnown: Guard<null, ReferralFacts> = {
  code: 'agreement-not-known-yet',
  field: 'agreementRef',
  da: 'Aftalen er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The agreement is not known here yet. Try again in a moment.',
  source: 'domain.md 4.1',
  refuses: (_, { terms }) => terms === null,
};

const agreementTakesIn: Guard<null, ReferralFacts> = {
  code: 'agreement-is-not-active',
  field: 'agreementRef',
  da: 'Aftalen er ikke i kraft; den har tilstanden {state}.',
  en: 'The agreement is not in effect; its state is {state}.',
  source: 'domain.md 3.4: no new referrals in RUN_OFF',
  refuses: (_, { terms }) => terms !== null && terms.state !== 'ACTIVE' && { state: terms.state },
};

const citizenIsInTheVault: Guard<null, ReferralFacts> = {
  code: 'citizen-is-not-in-the-vault',
  field: 'citizenRef',
  da: 'Borgeren er ikke registreret. Registrér borgeren først.',
  en: 'The citizen is not registered. Register the citizen first.',
  source: 'domain.md 9',
  refuses: (_, { citizenIsKnown }) => !citizenIsKnown,
};

const citizenIsNamedOnce: Guard<null, ReferralFacts, Refer> = {
  code: 'citizen-is-not-named-once',
  field: 'citizenRef',
  da: 'Angiv enten en registreret borger eller en ny, og ikke begge.',
  en: 'Name either a registered citizen or a new one, and not both.',
  source: 'domain.md 4.1',
  refuses: (_, __, { named }) => named.length !== 1,
};

const consentIsRecorded: Guard<null, ReferralFacts, Refer> = {
  code: 'consent-is-not-recorded',
  field: 'grounds',
  da: 'Indstillingen skal hvile på borgerens samtykke, og et gældende samtykke til indstilling er ikke registreret.',
  en: 'The referral is to rest on the citizen’s consent, and no running consent to a referral is recorded.',
  source: 'domain.md 4.1, 9',
  refuses: (_, { hasConsent }, { grounds }) => grounds === 'consent' && !hasConsent,
};

/** Held by a unique index too, for two at once. */
export const citizenHasNoOther: Guard<null, ReferralFacts> = {
  code: 'citizen-has-a-referral-already',
  field: 'citizenRef',
  da: 'Borgeren har allerede en indstilling, som ikke er afsluttet.',
  en: 'The citizen has a referral already that has not ended.',
  source: 'domain.md 4.2',
  refuses: (_, { otherReferral }) => otherReferral !== null,
};

const MONTHS_AHEAD = 12;

const wantedSoon: Guard<null, ReferralFacts, Refer> = {
  code: 'wanted-day-is-not-in-the-coming-year',
  field: 'wantedMoveInOn',
  da: 'Den ønskede indflytningsdag kan være fra {earliest} til {latest}.',
  en: 'The day on which the household wants to move in can be from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: (_, { today }, { wantedMoveInOn }) =>
    wantedMoveInOn != null && isOutside({ earliest: today, latest: addMonths(today, MONTHS_AHEAD) }, wantedMoveInOn),
};

/** Help is often asked for before the referral: what is older than a year is another application. */
const APPLIED_MONTHS_BACK = 12;

const appliedLately: Guard<null, ReferralFacts, Refer> = {
  code: 'application-is-outside-its-window',
  field: 'applications',
  da: 'Ansøgningen er modtaget en dag fra {earliest} til {latest}.',
  en: 'The application was received on a day from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses(_, { today: latest }, { applications = [] }) {
    const earliest = addMonths(latest, -APPLIED_MONTHS_BACK);
    return applications.flatMap(({ appliedOn = latest }, place) =>
      isOutside({ earliest, latest }, appliedOn)
        ? [{ earliest, latest, field: `applications/${place}/appliedOn` }]
        : [],
    );
  },
};

const supportIsNeeded: Guard<Referral, ReferralFacts> = {
  code: 'citizen-needs-no-support',
  da: 'Borgeren er vurderet uden behov for støtte.',
  en: 'The citizen was assessed as needing no support.',
  source: 'domain.md 4.2',
  refuses: ({ supportNeed }) => supportNeed === null || supportNeed === 'none',
};

const requiredTakesEvictions: Guard<Referral, ReferralFacts, Outlook> = {
  ...citizenWasEvictedSeveralTimes,
  refuses: (_, facts, { administrationAgreement: basis, ...history }) =>
    citizenWasEvictedSeveralTimes.refuses(null, facts, { basis, ...history }),
};

const firstDayHasCome: Guard<Referral, ReferralFacts> = {
  code: 'first-day-has-not-come',
  da: 'Lejemålets første dag er ikke kommet.',
  en: 'The first day of the tenancy has not come.',
  source: 'domain.md 4.1',
  refuses: ({ startsOn }, { today }) => startsOn === null || today < startsOn,
};

const NO_PROPOSAL = {
  ...{ proposalRef: null, vacancyRef: null, dwellingRef: null, rentOere: null, proposedOn: null },
  ...{ acceptedOn: null, financedOn: null },
} as const;

const assessed = ({ characteristics, supportNeed, paymentCapacityOere }: Assess) => ({
  characteristics: [...new Set(characteristics)],
  ...{ supportNeed, paymentCapacityOere },
});

/** Another dwelling is to be found. */
const back = (referral: Referral, facts: ReferralFacts, by: Decline['by'], reason: Decline['reason']) => ({
  ...entered(referral, 'READY_TO_MATCH', facts),
  declines: [...referral.declines, { proposalRef: referral.proposalRef!, by, on: facts.today, reason }],
  ...NO_PROPOSAL,
});

export const referralRules = rules<Referral, ReferralFacts, ActingRole>()({
  refer: {
    from: 'none',
    to: ['REGISTERED', 'ASSESSED'],
    tells: 'registered',
    by: ['social_caseworker'],
    requires: [agreementIsKnown, agreementTakesIn, citizenIsInTheVault, citizenHasNoOther],
    checks: [citizenIsNamedOnce, consentIsRecorded, wantedSoon, appliedLately],
    da: 'Indstil en borger',
    en: 'Refer a citizen',
    told: { da: 'Borgeren blev indstillet.', en: 'The citizen was referred.' },
    source: 'B1; domain.md 4.1',
    opens(facts, { agreementRef, citizenRef, grounds, householdSize, person, assessment, ...input }: Refer) {
      const { wantedMoveInOn = null, documents = [], applications = [] } = input;
      const { today, staff } = facts;
      const appliedFor = applications.map(({ kind, appliedOn = today }) => ({ kind, appliedOn }));
      // Who is not of the staff here yet, such as at the first sign-in, leaves it to the office.
      const owner = staff?.person?.active ? ownedBy({ person }, facts) : {};
      return {
        ...{
          agreementRef,
          citizenRef,
          grounds,
          householdSize,
          wantedMoveInOn,
          documents,
          appliedFor,
          referredOn: today,
        },
        ...{ assignedRole: 'social_caseworker', ...unowned, ...owner },
        ...{ characteristics: null, supportNeed: null, paymentCapacityOere: null, assessedOn: null },
        ...{ supportWorker: null, supportTeam: null, rejectedBecause: null, complaintGuidance: null },
        ...{ outlookOn: null, financingExpected: null, administrationOutlook: null, ...NO_PROPOSAL },
        ...{
          declines: [],
          tenancyRef: null,
          startsOn: null,
          movedInOn: null,
          withdrawnBecause: null,
          deadlineCourse: [],
        },
        ...firstStages(facts),
        ...(assessment && {
          ...assessed(assessment),
          assessedOn: today,
          ...entered(firstStages(facts), 'ASSESSED', facts),
        }),
      };
    },
  },
  // Again before a dwelling is proposed: what was mistyped or has changed is put right.
  assess: {
    from: BEFORE_PROPOSAL,
    to: { REGISTERED: 'ASSESSED', ASSESSED: 'same', FINANCING_CHECK: 'same', READY_TO_MATCH: 'same' },
    tells: 'changed',
    by: ['social_caseworker'],
    da: 'Vurdér borgeren',
    en: 'Assess the citizen',
    told: { da: 'Borgeren blev vurderet.', en: 'The citizen was assessed.' },
    source: 'B1; domain.md 4.1',
    changes: (referral, facts, assessment: Assess) => ({
      ...assessed(assessment),
      ...(assessment.supportNeed === 'none' && { supportWorker: null, supportTeam: null }),
      ...(referral.state === 'REGISTERED' && { assessedOn: facts.today, ...entered(referral, 'ASSESSED', facts) }),
    }),
  },
  orderSupport: {
    from: ['ASSESSED', 'FINANCING_CHECK', 'READY_TO_MATCH', ...WITH_DWELLING],
    to: 'same',
    tells: 'changed',
    by: ['social_caseworker'],
    requires: [supportIsNeeded],
    checks: ownerChecks<Referral, ReferralFacts, { to: To }>(
      (_, __, { to }) => ({ ...to, role: 'support_worker' }),
      'to/',
      ['support_worker'],
    ),
    da: 'Bestil støtte fra første dag',
    en: 'Order support from the first day',
    told: { da: 'Der blev bestilt støtte.', en: 'Support was ordered.' },
    source: 'B5; domain.md 4.2',
    changes(_, facts, { to }: { to: To }) {
      const { assignedPerson: supportWorker, assignedTeam: supportTeam } = ownedBy(to, facts);
      return { supportWorker, supportTeam };
    },
  },
  decideOutsideTargetGroup: {
    from: ['ASSESSED'],
    to: 'REJECTED',
    tells: 'closed',
    by: ['social_caseworker'],
    da: 'Afgør at borgeren er uden for målgruppen',
    en: 'Decide that the citizen is outside the target group',
    told: { da: 'Borgeren blev afgjort uden for målgruppen.', en: 'The citizen was decided outside the target group.' },
    source: 'domain.md 4.1',
    changes: (referral, facts, { reason: rejectedBecause, complaintGuidance }: Rejection) => ({
      ...entered(referral, 'REJECTED', facts),
      ...{ rejectedBecause, complaintGuidance },
    }),
  },
  checkFinancing: {
    from: ['ASSESSED'],
    to: 'FINANCING_CHECK',
    tells: 'outlookAsked',
    by: ['social_caseworker'],
    da: 'Spørg ydelsesafdelingen om finansiering',
    en: 'Ask the benefits office for the financing outlook',
    told: {
      da: 'Ydelsesafdelingen blev spurgt om finansiering.',
      en: 'The benefits office was asked about financing.',
    },
    source: 'B2; domain.md 4.1',
    changes: (referral, facts) => entered(referral, 'FINANCING_CHECK', facts),
  },
  // Again before a dwelling is proposed: an outlook is no decision.
  giveFinancingOutlook: {
    from: ['FINANCING_CHECK', 'READY_TO_MATCH'],
    to: { FINANCING_CHECK: 'READY_TO_MATCH', READY_TO_MATCH: 'same' },
    tells: 'outlookGiven',
    by: ['benefits_caseworker'],
    checks: [requiredTakesEvictions],
    da: 'Giv besked om forventet finansiering',
    en: 'Give the financing outlook',
    told: {
      da: 'Ydelsesafdelingen gav besked om finansiering.',
      en: 'The benefits office told how it can be financed.',
    },
    source: 'B2, B3; domain.md 4.1, 4.5',
    changes: (referral, facts, { financingExpected, administrationAgreement }: Outlook) => ({
      ...(referral.state === 'FINANCING_CHECK' && entered(referral, 'READY_TO_MATCH', facts)),
      outlookOn: facts.today,
      financingExpected,
      administrationOutlook: administrationAgreement,
    }),
  },
  match: {
    from: ['READY_TO_MATCH'],
    to: 'PROPOSED',
    tells: 'proposed',
    by: ['social_caseworker'],
    checks: matchChecks,
    da: 'Foreslå en ledig bolig',
    en: 'Propose a vacant dwelling',
    told: { da: 'Der blev foreslået en bolig.', en: 'A dwelling was proposed.' },
    source: 'B4; domain.md 4.1, 4.2',
    changes: (referral, facts, { vacancyRef, proposalRef }: Matched) => ({
      ...entered(referral, 'PROPOSED', facts),
      ...{ vacancyRef, proposalRef, proposedOn: facts.today },
      ...{ dwellingRef: facts.vacancy!.dwellingRef, rentOere: facts.vacancy!.rentOere },
    }),
  },
  landlordAccepts: {
    from: ['PROPOSED'],
    to: 'ACCEPTED',
    tells: 'accepted',
    by: ['system'],
    da: 'Udlejer siger ja',
    en: 'The landlord accepts',
    told: { da: 'Udlejer sagde ja.', en: 'The landlord accepted.' },
    source: 'B4; domain.md 4.1',
    changes: (referral, facts) => ({ ...entered(referral, 'ACCEPTED', facts), acceptedOn: facts.today }),
  },
  landlordDeclines: {
    from: ['PROPOSED'],
    to: 'READY_TO_MATCH',
    tells: 'declined',
    by: ['system'],
    da: 'Udlejer siger nej',
    en: 'The landlord declines',
    told: { da: 'Udlejer sagde nej.', en: 'The landlord declined.' },
    source: 'domain.md 4.1',
    changes: (referral, facts, { reason }: { reason: DeclineReason }) => back(referral, facts, 'landlord', reason),
  },
  citizenDeclines: {
    from: WITH_DWELLING,
    to: 'READY_TO_MATCH',
    tells: 'declined',
    by: ['social_caseworker'],
    da: 'Registrér at borgeren siger nej til boligen',
    en: 'Register that the citizen declines the dwelling',
    told: { da: 'Borgeren sagde nej til boligen.', en: 'The citizen declined the dwelling.' },
    source: 'domain.md 4.1',
    changes: (referral, facts, { reason }: { reason: (typeof CITIZEN_DECLINE_REASONS)[number] }) =>
      back(referral, facts, 'citizen', reason),
  },
  // An application is a case of the benefits office; the first one of them says so here.
  applyFinancing: {
    from: ['ACCEPTED'],
    to: 'FINANCING_PENDING',
    tells: 'financingApplied',
    by: ['system'],
    da: 'Der søges om finansiering',
    en: 'Financing is applied for',
    told: { da: 'Der blev søgt om finansiering.', en: 'Financing was applied for.' },
    source: 'B2, B4; domain.md 4.1',
    changes: (referral, facts) => entered(referral, 'FINANCING_PENDING', facts),
  },
  goWithoutFinancing: {
    from: ['ACCEPTED'],
    to: 'LEASE_PENDING',
    tells: 'leaseReady',
    by: ['social_caseworker'],
    da: 'Gå videre uden finansiering',
    en: 'Go on without financing',
    told: { da: 'Borgeren betaler selv indflytningen.', en: 'The citizen pays for the move.' },
    source: 'domain.md 4.1, 4.3',
    changes: (referral, facts) => entered(referral, 'LEASE_PENDING', facts),
  },
  financingGranted: {
    from: ['FINANCING_PENDING'],
    to: 'LEASE_PENDING',
    tells: 'leaseReady',
    by: ['system'],
    da: 'Finansieringen er på plads',
    en: 'The financing is in place',
    told: { da: 'Finansieringen er på plads.', en: 'The financing is in place.' },
    source: 'B4; domain.md 4.1',
    changes: (referral, facts) => ({ ...entered(referral, 'LEASE_PENDING', facts), financedOn: facts.today }),
  },
  financingRefused: {
    from: ['FINANCING_PENDING'],
    to: 'READY_TO_MATCH',
    tells: 'declined',
    by: ['system'],
    da: 'Finansieringen blev afslået',
    en: 'The financing was refused',
    told: {
      da: 'Finansieringen blev afslået; en anden bolig må findes.',
      en: 'The financing was refused; another dwelling is looked for.',
    },
    source: 'domain.md 4.1',
    changes: (referral, facts) => back(referral, facts, 'municipality', 'financing_refused'),
  },
  leaseSigned: {
    from: ['ACCEPTED', 'FINANCING_PENDING', 'LEASE_PENDING'],
    to: 'MOVE_IN_PLANNED',
    tells: 'leased',
    by: ['system'],
    da: 'Lejekontrakten er underskrevet',
    en: 'The lease is signed',
    told: { da: 'Lejemålet begynder {startsOn}.', en: 'The tenancy begins {startsOn}.' },
    source: 'B4; domain.md 4.1',
    changes: (referral, facts, { tenancyRef, startsOn }: { tenancyRef: string; startsOn: LocalDate }) => ({
      ...entered(referral, 'MOVE_IN_PLANNED', facts, startsOn),
      ...{ tenancyRef, startsOn },
    }),
  },
  moveIn: {
    from: ['MOVE_IN_PLANNED'],
    to: 'MOVED_IN',
    tells: 'movedIn',
    by: ['system'],
    requires: [firstDayHasCome],
    due: ({ startsOn }) => startsOn,
    da: 'Lejemålet begynder',
    en: 'The tenancy begins',
    told: { da: 'Lejemålet begyndte {movedInOn}.', en: 'The tenancy began {movedInOn}.' },
    source: 'B4, B5; domain.md 4.1',
    changes: (referral, facts) => ({ ...entered(referral, 'MOVED_IN', facts), movedInOn: referral.startsOn }),
  },
  settle: {
    from: ['MOVE_IN_PLANNED', 'MOVED_IN'],
    to: 'SETTLED',
    tells: 'closed',
    by: ['system'],
    da: 'Indflytningen er på plads, eller lejemålet er slut',
    en: 'The household has settled in, or the tenancy has ended',
    told: { da: 'Indstillingen er afsluttet.', en: 'The referral is finished.' },
    source: 'B5; domain.md 4.1',
    changes: (referral, facts) => entered(referral, 'SETTLED', facts),
  },
  reopen: {
    from: ['MOVE_IN_PLANNED', 'MOVED_IN', 'SETTLED'],
    to: 'LEASE_PENDING',
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålet var registreret ved en fejl',
    en: 'The tenancy was registered in error',
    told: {
      da: 'Lejemålet var registreret ved en fejl; indstillingen er åben igen.',
      en: 'The tenancy was registered in error; the referral is open again.',
    },
    source: 'domain.md 13.4',
    changes: (referral, facts) => ({
      ...entered(referral, 'LEASE_PENDING', facts),
      ...{ tenancyRef: null, startsOn: null, movedInOn: null },
    }),
  },
  loseDwelling: {
    from: WITH_DWELLING,
    to: 'READY_TO_MATCH',
    tells: 'declined',
    by: ['system'],
    da: 'Boligen er ikke længere ledig for kommunen',
    en: 'The dwelling is no longer vacant for the municipality',
    told: {
      da: 'Boligen er ikke længere ledig for kommunen.',
      en: 'The dwelling is no longer vacant for the municipality.',
    },
    source: 'domain.md 4.1, 13.3',
    changes: (referral, facts) => back(referral, facts, 'landlord', 'dwelling_was_let_to_another'),
  },
  withdraw: {
    from: BEFORE_LEASE,
    to: 'WITHDRAWN',
    tells: 'closed',
    by: ['social_caseworker'],
    da: 'Træk indstillingen tilbage',
    en: 'Withdraw the referral',
    told: { da: 'Indstillingen blev trukket tilbage.', en: 'The referral was withdrawn.' },
    source: 'domain.md 4.1',
    // Which dwelling it was about stays with the proposal.
    changes: (referral, facts, { reason }: { reason: (typeof WITHDRAWAL_REASONS)[number] }) => ({
      ...entered(referral, 'WITHDRAWN', facts),
      ...NO_PROPOSAL,
      withdrawnBecause: reason,
    }),
  },
  ...ownedRules({ ...referralOwner, also: ['single_entry'], from: OPEN, untold: LANDLORD_ROLES }),
  ...pausing<Referral, ReferralFacts, ActingRole>({
    from: [...BEFORE_PROPOSAL, 'ACCEPTED', 'MOVED_IN'],
    by: ['social_caseworker', 'benefits_caseworker', 'single_entry'],
    runsTo,
    later,
  }),
});
