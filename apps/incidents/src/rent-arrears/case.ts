// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: what the rules read of a case and of the world around it. The rules themselves: rent-arrears.ts.
import type { OUTREACH_ROLES, RentArrearsState as Told } from '#contracts/incidents/rent-arrears';
import type { AgreedSlas, LocalDate, Oere } from '#domain';
import type { DemandFee } from '../demand-fee/demand-fee.js';
import type { DemandNotice } from './demand-notice.js';
import type { InstalmentPlan } from './instalment-plan.js';

export type RentArrearsState = Told['state'];

/** One missing rent, with its utilities. */
export interface Claim {
  /** Due day by contract, not moved. */
  dueOn: LocalDate;
  amountOere: Oere;
  reportedOn: LocalDate;
}

export interface Payment {
  /** The day it was made: what counts for every deadline, whenever it is told. */
  paidOn: LocalDate;
  amountOere: Oere;
  by: 'tenant' | 'municipality';
}

/** An application for temporary help, as far as this case needs to know; referrals decides it. */
export interface Help {
  /** The case in referrals. */
  helpRef: string;
  status: 'asked' | 'granted' | 'refused' | 'withdrawn' | 'paid';
  appliedOn: LocalDate;
  decisionDueOn: LocalDate;
  payOn: LocalDate | null;
  /** Paid to the landlord so far. */
  paidOere: Oere;
}

export interface RentArrears {
  state: RentArrearsState;
  landlordRef: string;
  /** The landlord's own lease number, with which a report can be matched later. */
  landlordReference: string | null;
  /** As reported; trusted only once `agreementRef` is set. */
  tenancyRef: string | null;
  /** Set when the tenancy is known: the report is matched. */
  agreementRef: string | null;
  claims: readonly Claim[];
  /** Sum of the claims, without fees. */
  amountOere: Oere;
  /** Of the first claim. */
  rentDueOn: LocalDate;
  /** Last timely day of the first claim, RENT_DUE. */
  payDay: LocalDate;
  reportedOn: LocalDate;
  acknowledgeDueOn: LocalDate;
  acknowledgedOn: LocalDate | null;
  /** On this day without an answer the stand-in takes over. */
  standInDueOn: LocalDate;
  standInSince: LocalDate | null;
  outreachDueOn: LocalDate;
  assignedTo: (typeof OUTREACH_ROLES)[number] | null;
  /** The first attempt, whether the tenant was reached or not. */
  firstContactOn: LocalDate | null;
  lastContactOn: LocalDate | null;
  /** Since the tenant was last reached. */
  failedContacts: number;
  demands: readonly DemandNotice[];
  /** The newest last; the others are broken ones. */
  plans: readonly InstalmentPlan[];
  /** For an agreement whose plans need the municipality's consent. */
  planConsentOn: LocalDate | null;
  payments: readonly Payment[];
  /** The newest application. */
  help: Help | null;
  /** All was paid, but after a demand had expired: the landlord is asked whether to waive the termination. */
  latePayment: { paidOn: LocalDate; by: Payment['by']; answer: 'asked' | 'insists' } | null;
  /** Why it became an eviction case, where it was not the arrears alone. */
  otherProblems: readonly string[];
  /** The day on which the last of it was paid. */
  paidOn: LocalDate | null;
}

/** What the agreement lets the landlord offer (domain.md 3.2, 13.2). */
export interface InstalmentPolicy {
  allowed: boolean;
  maxMonths: number;
  /** Tests the regular instalment; the last is exempt. */
  minInstalmentOere: Oere;
  /** Of one tenancy at a time. */
  maxOpenPlans: number;
  needsMunicipalConsent: boolean;
}

export interface KnownTenancy {
  tenancyRef: string;
  agreementRef: string;
  hasSupportWorker: boolean;
}

/** What must be known from outside. */
export interface Facts {
  today: LocalDate;
  tenancy: KnownTenancy | null;
  /** Working days the agreement has instead of the usual ones. */
  slas: AgreedSlas | null;
  /** Of the agreement; undefined: the agreement is not known yet, null: it has none. */
  policy?: InstalmentPolicy | null;
  /** Instalment plans of the same tenancy in its other cases. */
  openPlans: number;
  /** Only where a demand is issued. */
  demandFees?: readonly Pick<DemandFee, 'validFrom' | 'feeOere'>[];
  /** After so many failed contacts in a row outreach has failed (domain.md 13.3). */
  failedContactsAllowed: number;
  /** A breach of less is trivial and ends no lease (domain.md 13.3). */
  trivialBelowOere: Oere;
}

type Debt = Pick<RentArrears, 'amountOere' | 'payments' | 'demands'>;

const paidOere = ({ payments }: Debt, until?: LocalDate): Oere =>
  payments.reduce((all, { paidOn, amountOere }) => all + (until && paidOn > until ? 0 : amountOere), 0);

/** A fee is owed once its demand has reached the tenant; that of an invalid demand lapses (domain.md 13.3). */
const feesOere = ({ demands }: Debt): Oere =>
  demands.reduce((all, { deliveredOn, state, feeOere }) => all + (deliveredOn && state !== 'INVALID' ? feeOere : 0), 0);

/** Rent, utilities and fees less payments. @param until only payments made on or before this day */
export const owedOere = (debt: Debt, until?: LocalDate): Oere =>
  Math.max(0, debt.amountOere + feesOere(debt) - paidOere(debt, until));

/** Rent and utilities that are not paid; what was paid is taken for rent first. */
export const rentOwedOere = (debt: Debt): Oere => Math.max(0, debt.amountOere - paidOere(debt));
