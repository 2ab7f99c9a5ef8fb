// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: what a case is, and what the rules read of the world around it. Here is what several of its files need;
// it knows none of them. The rules themselves: rent-arrears.ts.
import type { RentArrearsState } from '#contracts/incidents/rent-arrears';
import type { AgreedSlas, Instalment, LocalDate, Oere, OwnedColumns, OwnerFacts, StrikeFacts } from '#domain';
import type { AnsweredReport } from '../answer/answer.js';
import type { DemandFee } from '../demand-fee/demand-fee.js';
import type { KnownTenancy } from '../known-tenancies/known-tenancy.js';

/** One missing rent, with its utilities. */
export interface Claim {
  /** Due day by contract, not moved. */
  dueOn: LocalDate;
  amountOere: Oere;
  reportedOn: LocalDate;
}

export const DEMAND_STATES = ['ISSUED', 'RUNNING', 'PAID_IN_TIME', 'EXPIRED_UNPAID', 'INVALID', 'WITHDRAWN'] as const;

/** `oral` is there to be refused: a demand must be written. */
export const DEMAND_CHANNELS = ['letter', 'registered_letter', 'personal_delivery', 'email', 'sms', 'oral'] as const;

/** Obligatory payments (pligtige pengeydelser): what a demand may be for. */
export const OBLIGATORY_KINDS = ['rent', 'utilities_advance', 'deposit', 'prepaid_rent', 'demand_fee'] as const;
export const DEMAND_LINE_KINDS = [
  ...OBLIGATORY_KINDS,
  'consumption',
  'restoration',
  'tenant_damage',
  'reminder_fee',
  'other',
] as const;

export interface DemandLine {
  kind: (typeof DEMAND_LINE_KINDS)[number];
  /** Due day by contract of the claim that it is for; it may be left out where the case has one claim. */
  dueOn?: LocalDate;
  amountOere: Oere;
  /** The tenant disputes it. */
  disputed?: boolean;
}

/** A demand of its own: a case may have several, each with its own course. */
export interface DemandNotice {
  demandRef: string;
  state: (typeof DEMAND_STATES)[number];
  issuedOn: LocalDate;
  channel: (typeof DEMAND_CHANNELS)[number];
  lines: readonly DemandLine[];
  feeOere: Oere;
  totalOere: Oere;
  printedDeadline: LocalDate | null;
  /** The day it reached the tenant, not the day it was sent. */
  deliveredOn: LocalDate | null;
  /** The landlord's reference of the receipt. */
  proofRef: string | null;
  /** The day the delivery was told. */
  registeredOn: LocalDate | null;
  /** The last day on which payment is in time. */
  expiresOn: LocalDate | null;
  /** How many payments had been told when it was issued: these it leaves out already. */
  paymentsBefore?: number;
  /** Doubts that do not make it invalid; the landlord carries the risk. */
  warnings: readonly ('channel-may-not-count' | 'delivery-is-not-proved')[];
}

export interface InstalmentPlan {
  planRef: string;
  agreedOn: LocalDate;
  /** Rent, utilities and fees. */
  totalOere: Oere;
  instalments: readonly Instalment[];
  standing: 'GOOD' | 'BROKEN' | 'PAID';
  /** Due day of the instalment that broke it: what a new demand counts from. */
  missedOn: LocalDate | null;
  /** How many payments the case had when it was agreed: only later ones are booked on it. */
  paymentsBefore: number;
}

export interface Payment {
  /** The day it was made: what counts for every deadline, whenever it is told. */
  paidOn: LocalDate;
  amountOere: Oere;
  by: 'tenant' | 'municipality';
  /** Said by the payer to be for the rent of this due day. */
  forRentDueOn?: LocalDate;
  /** Said by the payer to be for what this demand asks, its fee included. */
  forDemandRef?: string;
  /** How many claims and demands the case had when it was told: what is reported later takes nothing from these. */
  claimsBefore?: number;
  demandsBefore?: number;
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

export interface RentArrears extends OwnedColumns, AnsweredReport {
  state: RentArrearsState['state'];
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
  /** The case in which the same rent was reported before: this one is closed as its duplicate. */
  duplicateOf: string | null;
  /** Cases that were closed as duplicates of this one. */
  duplicates: readonly string[];
}

/** What the agreement lets the landlord offer (domain.md 3.2, 13.2). */
export interface AgreedInstalmentPolicy {
  allowed: boolean;
  maxMonths: number;
  /** Tests the regular instalment; the last is exempt. */
  minInstalmentOere: Oere;
  /** Of one tenancy at a time. */
  maxOpenPlans: number;
  needsMunicipalConsent: boolean;
}

/** Another case of the same tenancy and landlord. */
export interface OtherCase {
  caseRef: string;
  /** What people call it by. */
  number: string;
  state: RentArrears['state'];
  /** Due days of its claims. */
  dueOn: readonly LocalDate[];
}

/** States that end a case. */
export const CLOSED = [
  'SELF_CURED',
  'CURED_BY_PLAN',
  'CURED_BY_HELP',
  'ESCALATED_TO_EVICTION',
  'DUPLICATE',
  'STRUCK',
] as const;

/** What must be known from outside. */
export interface RentArrearsFacts extends OwnerFacts, StrikeFacts<RentArrears> {
  tenancy: KnownTenancy | null;
  /** Working days the agreement has instead of the usual ones. */
  slas: AgreedSlas | null;
  /** Of the agreement; undefined: the agreement is not known yet, null: it has none. */
  policy?: AgreedInstalmentPolicy | null;
  /** Those that are open. */
  otherCases: readonly OtherCase[];
  /** Those that became an eviction which was not withdrawn: their rent is a ground of it. */
  escalatedCases?: readonly OtherCase[];
  /** Closed cases of the same tenancy in which help was paid. */
  helpedCases: readonly OtherCase[];
  demandFees: readonly Pick<DemandFee, 'validFrom' | 'feeOere'>[];
  /** After so many failed contacts in a row outreach has failed (domain.md 13.3). */
  failedContactsAllowed: number;
  /** A breach of less is trivial and ends no lease (domain.md 13.3). */
  trivialBelowOere: Oere;
}
