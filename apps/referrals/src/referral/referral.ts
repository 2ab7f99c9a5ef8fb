// SPDX-License-Identifier: MPL-2.0
// Boligindstilling: the municipality refers one citizen to a dwelling under an agreement, from the referral until the keys
// (domain.md 4.1). What a dwelling must meet to be proposed stands in match.ts, who acts until when in stages.ts.
import type { DeclineReason } from '#contracts/decline-reasons';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addMonths,
  type Guard,
  isOutside,
  type LocalDate,
  ownedBy,
  ownedRules,
  ownerChecks,
  pausing,
  rules,
  type To,
  unowned,
} from '#domain';
import { citizenWasEvictedSeveralTimes } from '../administration-agreement/administration-agreement.js';
import {
  type Assess,
  CITIZEN_DECLINE_REASONS,
  type Decline,
  type Matched,
  type Outlook,
  type Refer,
  type Referral,
  type ReferralFacts,
  type Rejection,
  referralOwner,
  WITHDRAWAL_REASONS,
} from './case.js';
import { matchChecks } from './match.js';
import { entered, firstStages, runsTo, stageDueLater } from './stages.js';

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

const isBefore = (today: LocalDate, startsOn: LocalDate | null) => startsOn === null || today < startsOn;

const firstDayHasCome: Guard<Referral, ReferralFacts> = {
  code: 'first-day-has-not-come',
  da: 'Lejemålets første dag er ikke kommet.',
  en: 'The first day of the tenancy has not come.',
  source: 'domain.md 4.1',
  refuses: ({ startsOn }, { today }) => isBefore(today, startsOn),
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
  financingWithdrawn: {
    from: ['FINANCING_PENDING'],
    to: 'ACCEPTED',
    tells: 'changed',
    by: ['system'],
    da: 'Der søges ikke længere om finansiering',
    en: 'Financing is applied for no more',
    told: {
      da: 'Der søges ikke længere om finansiering.',
      en: 'Financing is applied for no more.',
    },
    source: 'domain.md 4.1, 13.4',
    changes: (referral, facts) => entered(referral, 'ACCEPTED', facts),
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
    changes: (referral, facts) => ({
      ...entered(referral, 'SETTLED', facts),
      // On the first day itself time may not have moved the household in yet.
      movedInOn: referral.movedInOn ?? (isBefore(facts.today, referral.startsOn) ? null : referral.startsOn),
    }),
  },
  reopenWithTenancy: {
    from: ['SETTLED'],
    to: ['MOVE_IN_PLANNED', 'MOVED_IN'],
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålets slutning var registreret ved en fejl',
    en: 'The end of the tenancy was registered in error',
    told: {
      da: 'Lejemålets slutning var registreret ved en fejl; indstillingen er åben igen.',
      en: 'The end of the tenancy was registered in error; the referral is open again.',
    },
    source: 'domain.md 13.4',
    changes: (referral, facts) =>
      referral.movedInOn
        ? entered(referral, 'MOVED_IN', facts)
        : entered(referral, 'MOVE_IN_PLANNED', facts, referral.startsOn!),
  },
  // Reopened, the citizen would have two, or it would be nobody's.
  voidLease: {
    from: ['SETTLED'],
    to: 'WITHDRAWN',
    tells: 'changed',
    by: ['system'],
    da: 'Lejemålet var registreret ved en fejl, og borgeren har en anden indstilling eller er slettet',
    en: 'The tenancy was registered in error, and the citizen has another referral or is erased',
    told: {
      da: 'Lejemålet var registreret ved en fejl.',
      en: 'The tenancy was registered in error.',
    },
    source: 'domain.md 4.2, 13.4',
    changes: (referral, facts) => ({
      ...entered(referral, 'WITHDRAWN', facts),
      ...NO_PROPOSAL,
      ...{ tenancyRef: null, startsOn: null, movedInOn: null, withdrawnBecause: 'registered_in_error' },
    }),
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
  forgetCitizen: {
    from: ['SETTLED', 'REJECTED', 'WITHDRAWN'],
    to: 'same',
    tells: 'changed',
    by: ['system'],
    da: 'Borgeren blev slettet',
    en: 'The citizen was erased',
    told: { da: 'Borgeren blev slettet.', en: 'The citizen was erased.' },
    source: 'domain.md 9',
    // How it went stays, to be counted; why it was so was the citizen's.
    changes: () => ({
      ...{ characteristics: null, supportNeed: null, paymentCapacityOere: null, rejectedBecause: null },
      ...{ administrationOutlook: null, supportWorker: null, supportTeam: null, documents: [] },
    }),
  },
  ...ownedRules({ ...referralOwner, also: ['single_entry'], from: OPEN, untold: LANDLORD_ROLES }),
  ...pausing<Referral, ReferralFacts, ActingRole>({
    from: [...BEFORE_PROPOSAL, 'ACCEPTED', 'MOVED_IN'],
    by: ['social_caseworker', 'benefits_caseworker', 'single_entry'],
    runsTo,
    later: stageDueLater,
  }),
});
