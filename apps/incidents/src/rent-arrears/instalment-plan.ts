// SPDX-License-Identifier: MPL-2.0
// Afdragsordning: the landlord's voluntary plan, only where the agreement has a policy for it (roadmap H4; domain.md 5.4, 13).
import {
  addDays,
  addMonths,
  type Guard,
  halfUp,
  type Instalment,
  type LocalDate,
  monthlyPlan,
  type Oere,
  splitIntoInstalments,
  sum,
} from '#domain';
import { accountOf, type Books, owedOere } from './account.js';
import type { InstalmentPlan, RentArrears, RentArrearsFacts } from './case.js';
import { withdrawDemands } from './demand-notice.js';

export interface AgreePlan {
  /** Number of monthly instalments. */
  instalments: number;
  /** Contract day of the first; the others follow month by month, and each moves to an ordinary weekday. */
  firstDueOn: LocalDate;
  tenantAccepts: boolean;
  /** What the parties agreed on in all, if it is to be checked. */
  totalOere?: Oere;
}

// --- Guards ---

const POLICY = 'H4; domain.md 3.2, 13.2';
type Check = Guard<RentArrears, RentArrearsFacts, AgreePlan>;

export const somethingIsOwed: Guard<RentArrears, RentArrearsFacts> = {
  code: 'nothing-is-owed',
  da: 'Der skyldes ikke noget i sagen.',
  en: 'Nothing is owed in this case.',
  source: 'domain.md 5.3',
  refuses: (arrears) => owedOere(arrears) === 0,
};

/** What a plan is about: all that is owed once it has taken the place of the demands. */
const plannedOere = (arrears: RentArrears): Oere => owedOere({ ...arrears, demands: withdrawDemands(arrears.demands) });

export const agreementIsKnown: Guard<RentArrears, RentArrearsFacts> = {
  code: 'agreement-not-known-yet',
  da: 'Aftalen er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The agreement is not known here yet. Try again in a moment.',
  source: POLICY,
  refuses: ({ agreementRef }, { policy }) => agreementRef === null || policy === undefined,
};

export const agreementHasInstalmentPolicy: Guard<RentArrears, RentArrearsFacts> = {
  code: 'agreement-has-no-instalment-policy',
  da: 'Samarbejdsaftalen giver ikke mulighed for afdragsordninger.',
  en: 'The agreement does not provide for instalment plans.',
  source: POLICY,
  refuses: (_, { policy }) => !policy?.allowed,
};

export const openPlansAreBelowTheLimit: Guard<RentArrears, RentArrearsFacts> = {
  code: 'tenancy-has-too-many-open-plans',
  da: 'Et lejemål må efter aftalen højst have {most} afdragsordninger i gang.',
  en: 'By the agreement a tenancy may have {most} open instalment plans at most.',
  source: POLICY,
  refuses: (_, { policy, otherCases }) => {
    const open = otherCases.filter(({ state }) => state === 'INSTALMENT_PLAN').length;
    return !!policy && open >= policy.maxOpenPlans && { most: policy.maxOpenPlans };
  },
};

export const municipalityConsentsWhereNeeded: Guard<RentArrears, RentArrearsFacts> = {
  code: 'municipality-has-not-consented',
  da: 'Efter aftalen skal kommunen give samtykke til en afdragsordning.',
  en: 'By the agreement the municipality must consent to an instalment plan.',
  source: POLICY,
  refuses: ({ planConsentOn }, { policy }) => !!policy?.needsMunicipalConsent && planConsentOn === null,
};

export const consentIsNeeded: Guard<RentArrears, RentArrearsFacts> = {
  code: 'consent-is-not-needed',
  da: 'Der skal ikke gives samtykke til en afdragsordning i denne sag.',
  en: 'No consent to an instalment plan is needed in this case.',
  source: POLICY,
  refuses: ({ planConsentOn }, { policy }) => !policy?.needsMunicipalConsent || planConsentOn !== null,
};

const tenantAccepts: Check = {
  code: 'tenant-has-not-accepted',
  field: 'tenantAccepts',
  da: 'Lejeren skal have sagt ja til afdragsordningen.',
  en: 'The tenant must have accepted the plan.',
  source: 'domain.md 5.3',
  refuses: (_, __, { tenantAccepts: accepts }) => !accepts,
};

const hasAtMostTheAgreedNumber: Check = {
  code: 'plan-has-too-many-instalments',
  field: 'instalments',
  da: 'Aftalen tillader højst {most} rater.',
  en: 'The agreement allows {most} instalments at most.',
  source: POLICY,
  refuses: (_, { policy }, { instalments }) => !!policy && instalments > policy.maxMonths && { most: policy.maxMonths },
};

/** The regular amount is tested, the last one is exempt. */
const instalmentsAreLargeEnough: Check = {
  code: 'instalment-is-too-small',
  field: 'instalments',
  da: 'En rate ville være {regularOere}; aftalen kræver mindst {leastOere}.',
  en: 'An instalment would be {regularOere}; the agreement asks for {leastOere} at least.',
  source: POLICY,
  refuses: (arrears, { policy }, { instalments }) => {
    const regularOere = halfUp(plannedOere(arrears), instalments);
    const leastOere = Math.max(1, policy?.minInstalmentOere ?? 1);
    return regularOere < leastOere && { regularOere, leastOere };
  },
};

const lastInstalmentIsNotEmpty: Check = {
  code: 'last-instalment-is-empty',
  field: 'instalments',
  da: 'Beløbet er for lille til {instalments} rater.',
  en: 'The amount is too small for {instalments} instalments.',
  source: 'domain.md 13.2',
  refuses: (arrears, _, { instalments }) => {
    const owed = plannedOere(arrears);
    return owed - (instalments - 1) * halfUp(owed, instalments) <= 0 && { instalments };
  },
};

const firstIsAhead: Check = {
  code: 'first-instalment-lies-in-the-past',
  field: 'firstDueOn',
  da: 'Første rate kan tidligst forfalde {earliest}.',
  en: 'The first instalment can fall due on {earliest} at the earliest.',
  source: 'domain.md 5.4',
  refuses: (_, { today }, { firstDueOn }) => firstDueOn < today && { earliest: today },
};

const firstIsNear: Check = {
  code: 'first-instalment-is-too-far-ahead',
  field: 'firstDueOn',
  da: 'Første rate skal forfalde senest {latest}, inden for aftalens {months} måneder.',
  en: 'The first instalment must fall due by {latest}, within the agreement’s {months} months.',
  source: POLICY,
  refuses: (_, { today, policy }, { firstDueOn }) => {
    const latest = policy && addMonths(today, policy.maxMonths);
    return !!latest && firstDueOn > latest && { latest, months: policy.maxMonths };
  },
};

const totalIsWhatIsOwed: Check = {
  code: 'plan-total-is-not-what-is-owed',
  field: 'totalOere',
  da: 'Der skyldes {owedOere}; afdragsordningen skal omfatte det hele.',
  en: '{owedOere} is owed; the plan must cover all of it.',
  source: 'domain.md 5.4',
  refuses: (arrears, _, { totalOere }) =>
    totalOere !== undefined && totalOere !== plannedOere(arrears) && { owedOere: plannedOere(arrears) },
};

export const planChecks = [
  tenantAccepts,
  hasAtMostTheAgreedNumber,
  instalmentsAreLargeEnough,
  lastInstalmentIsNotEmpty,
  firstIsAhead,
  firstIsNear,
  totalIsWhatIsOwed,
] as const;

export const planIsNotInGoodStanding: Guard<RentArrears, RentArrearsFacts> = {
  code: 'plan-is-in-good-standing',
  da: 'Der er en afdragsordning, som bliver overholdt.',
  en: 'There is an instalment plan that is kept.',
  source: 'domain.md 5.3',
  refuses: ({ plans }) => plans.at(-1)?.standing === 'GOOD',
};

export const instalmentIsMissed: Guard<RentArrears, RentArrearsFacts> = {
  code: 'no-instalment-is-missed',
  da: 'Ingen rate er overskredet.',
  en: 'No instalment has been missed.',
  source: 'domain.md 13.2',
  refuses: (arrears, { today }) => {
    const plan = arrears.plans.at(-1);
    return !plan || !missedInstalment(plan, arrears, today);
  },
};

// --- Decisions ---

export const newPlan = (
  planRef: string,
  arrears: RentArrears,
  { instalments, firstDueOn }: AgreePlan,
  today: LocalDate,
): InstalmentPlan => {
  const totalOere = plannedOere(arrears);
  return {
    planRef,
    agreedOn: today,
    totalOere,
    instalments: monthlyPlan(splitIntoInstalments(totalOere, instalments), firstDueOn),
    standing: 'GOOD',
    missedOn: null,
    paymentsBefore: arrears.payments.length,
  };
};

export interface BookedInstalment extends Instalment {
  paidOere: Oere;
  /** The day on which the last of it was paid. */
  paidOn: LocalDate | null;
}

/**
 * Payments since the plan was agreed, in the order of their days, on the instalments in theirs: partial and early ones
 * too, but not what the payer named for something that came after the plan.
 */
export function bookInstalments(plan: InstalmentPlan, books: Books): BookedInstalment[] {
  const isLater = (claimDueOn: LocalDate | null, feeOf: string | null) =>
    books.claims.some(({ dueOn, reportedOn }) => dueOn === claimDueOn && reportedOn > plan.agreedOn) ||
    books.demands.some(({ demandRef, issuedOn }) => demandRef === feeOf && issuedOn > plan.agreedOn);
  const elsewhere = accountOf(books).flatMap(({ claimDueOn, feeOf, covers }) =>
    isLater(claimDueOn, feeOf) ? covers.filter(({ isNamed }) => isNamed) : [],
  );
  const later = books.payments
    .map(({ paidOn, amountOere }, no) => {
      const named = elsewhere.filter(({ payment }) => payment === no);
      return { paidOn, amountOere: amountOere - sum(named.map((cover) => cover.amountOere)) };
    })
    .slice(plan.paymentsBefore)
    .toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : a.paidOn > b.paidOn ? 1 : 0));
  let before = 0;
  return plan.instalments.map((instalment) => {
    let paidBefore = 0;
    let paidOere = 0;
    let paidOn: LocalDate | null = null;
    for (const payment of later) {
      // The part of this payment that reaches this instalment.
      const from = Math.max(paidBefore, before);
      paidBefore += payment.amountOere;
      const reaches = Math.min(paidBefore, before + instalment.amountOere) - from;
      if (reaches <= 0) continue;
      paidOere += reaches;
      if (paidOere === instalment.amountOere) paidOn = payment.paidOn;
    }
    before += instalment.amountOere;
    return { ...instalment, paidOere, paidOn };
  });
}

/** The first that was not paid in full by its day: missed from the day after (domain.md 13.1, 13.2). */
export const missedInstalment = (plan: InstalmentPlan, books: Books, today: LocalDate): BookedInstalment | undefined =>
  bookInstalments(plan, books).find(({ dueOn, paidOn }) => (paidOn ?? today) > dueOn);

/** The plan as it stands after these payments. */
export function standingOf(plan: InstalmentPlan, books: Books, today: LocalDate): InstalmentPlan {
  const missed = missedInstalment(plan, books, today);
  const open = bookInstalments(plan, books).some(({ paidOn }) => paidOn === null);
  return { ...plan, standing: missed ? 'BROKEN' : open ? 'GOOD' : 'PAID', missedOn: missed?.dueOn ?? null };
}

/** The first instalment that is not paid in full. */
export const nextInstalment = (plan: InstalmentPlan, books: Books): BookedInstalment | undefined =>
  bookInstalments(plan, books).find(({ paidOn }) => paidOn === null);

/** The day after the next instalment: unpaid it breaks the plan. */
export function breaksOn(arrears: RentArrears): LocalDate | null {
  const plan = arrears.plans.at(-1);
  const next = plan && nextInstalment(plan, arrears);
  return next ? addDays(next.dueOn, 1) : null;
}
