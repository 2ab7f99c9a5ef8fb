// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: rent that did not come, from the landlord's report to the one entry until it is paid (roadmap H1–H3).
import type { ActingRole } from '#contracts/roles';
import { type AgreedSlas, addDays, dueOn, type Guard, type LocalDate, type Oere, rules } from '#domain';

export const RENT_ARREARS_STATES = ['REPORTED', 'OUTREACH_PENDING', 'OUTREACH', 'SELF_CURED'] as const;
export type RentArrearsState = (typeof RENT_ARREARS_STATES)[number];
const OPEN = ['REPORTED', 'OUTREACH_PENDING', 'OUTREACH'] as const;

export interface RentArrears {
  state: RentArrearsState;
  landlordRef: string;
  /** The landlord's own lease number, with which a report can be matched later. */
  landlordReference: string | null;
  /** As reported; trusted only once `agreementRef` is set. */
  tenancyRef: string | null;
  /** Set when the tenancy is known: the report is matched. */
  agreementRef: string | null;
  amountOere: Oere;
  /** Due day by contract, not moved. */
  rentDueOn: LocalDate;
  /** Last timely day, RENT_DUE. */
  payDay: LocalDate;
  reportedOn: LocalDate;
  acknowledgeDueOn: LocalDate;
  acknowledgedOn: LocalDate | null;
  outreachDueOn: LocalDate;
  assignedTo: 'support_worker' | 'outreach_team' | null;
  paidOn: LocalDate | null;
}

// --- Facts: what must be known from outside ---

export interface KnownTenancy {
  tenancyRef: string;
  agreementRef: string;
  hasSupportWorker: boolean;
}

export interface Facts {
  today: LocalDate;
  tenancy: KnownTenancy | null;
  /** Working days the agreement has instead of the usual ones. */
  slas: AgreedSlas | null;
  /** Of the report at hand. */
  rentDueOn?: LocalDate;
  /** Of the payment at hand. */
  payment?: { paidOn: LocalDate; amountOere: Oere };
}

// --- Table: may it happen ---

const rentIsOverdue: Guard<null, Facts> = {
  code: 'rent-is-not-overdue-yet',
  da: 'Huslejen kan tidligst meldes manglende {earliest}, dagen efter sidste rettidige betalingsdag.',
  en: 'Missing rent can be reported from {earliest}, the day after the last timely pay day.',
  source: 'Lejeloven § 58, stk. 4',
  refuses: (_, { today, rentDueOn }) => {
    const payDay = dueOn('RENT_DUE', rentDueOn!);
    return today <= payDay && { earliest: addDays(payDay, 1) };
  },
};

const paymentHasHappened: Guard<RentArrears, Facts> = {
  code: 'payment-lies-in-the-future',
  da: 'En betaling kan tidligst meldes den dag, den er sket, og senest {latest}.',
  en: 'A payment can be confirmed once it has happened, dated {latest} at the latest.',
  refuses: (_, { today, payment }) => payment!.paidOn > today && { latest: today },
};

const paymentCoversTheArrears: Guard<RentArrears, Facts> = {
  code: 'payment-does-not-cover-the-arrears',
  da: 'Restancen er {owedOere} øre; sagen lukkes først, når den er betalt fuldt ud.',
  en: 'The arrears are {owedOere} øre; the case closes when they are paid in full.',
  source: 'H3',
  refuses: ({ amountOere }, { payment }) => payment!.amountOere < amountOere && { owedOere: amountOere },
};

const tenancyIsKnown: Guard<RentArrears, Facts> = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke endnu.',
  en: 'The tenancy is not known yet.',
  refuses: (_, { tenancy }) => tenancy === null,
};

export const rentArrears = rules<RentArrears, Facts, ActingRole>()({
  report: {
    from: 'none',
    to: 'REPORTED',
    by: ['landlord_admin'],
    requires: [rentIsOverdue],
    da: 'Meld manglende husleje',
    en: 'Report missing rent',
    source: 'H1',
  },
  acknowledge: {
    from: ['REPORTED'],
    to: 'OUTREACH_PENDING',
    by: ['single_entry'],
    da: 'Kvittér for meldingen',
    en: 'Acknowledge the report',
    source: 'H1',
  },
  assign: {
    from: ['OUTREACH_PENDING'],
    to: 'OUTREACH',
    by: ['single_entry'],
    da: 'Giv sagen til bostøtte eller udsatte-team',
    en: 'Give the case to support worker or outreach team',
    source: 'H2',
  },
  confirmTenantPaid: {
    from: OPEN,
    to: 'SELF_CURED',
    by: ['landlord_admin'],
    requires: [paymentHasHappened, paymentCoversTheArrears],
    da: 'Bekræft at lejer har betalt',
    en: 'Confirm that the tenant paid',
    source: 'H3',
  },
  matchTenancy: {
    from: OPEN,
    to: 'same',
    by: ['system'],
    requires: [tenancyIsKnown],
    da: 'Sagen kobles til lejemålet',
    en: 'The case is matched to the tenancy',
    source: 'H1',
  },
});

// --- Decisions: what changes, what is said ---

export type RentArrearsFact = 'opened' | 'acknowledged' | 'assigned' | 'tenancyMatched' | 'closed';
type Roles = readonly ActingRole[];
type Changes = Partial<RentArrears>;

export interface Report {
  landlordRef: string;
  landlordReference: string | null;
  tenancyRef: string | null;
  amountOere: Oere;
  rentDueOn: LocalDate;
}

/** A report on an unknown tenancy is accepted and matched later: the municipality acts for every tenant. */
export function report(input: Report, roles: Roles, facts: Facts): RentArrears {
  return {
    ...input,
    state: rentArrears.next('report', null, roles, { ...facts, rentDueOn: input.rentDueOn }),
    tenancyRef: facts.tenancy?.tenancyRef ?? input.tenancyRef,
    agreementRef: facts.tenancy?.agreementRef ?? null,
    payDay: dueOn('RENT_DUE', input.rentDueOn),
    reportedOn: facts.today,
    acknowledgeDueOn: dueOn('ACKNOWLEDGE', facts.today, facts.slas ?? undefined),
    acknowledgedOn: null,
    outreachDueOn: dueOn('FIRST_OUTREACH', facts.today, facts.slas ?? undefined),
    assignedTo: null,
    paidOn: null,
  };
}

export function acknowledge(
  arrears: RentArrears,
  roles: Roles,
  facts: Facts,
): { changes: Changes; fact: RentArrearsFact } {
  const state = rentArrears.next('acknowledge', arrears, roles, facts);
  return { changes: { state, acknowledgedOn: facts.today }, fact: 'acknowledged' };
}

/** The tenant's own support worker, or the outreach team, which serves every tenant without one (roadmap H2, N2). */
export function assign(arrears: RentArrears, roles: Roles, facts: Facts): { changes: Changes; fact: RentArrearsFact } {
  const state = rentArrears.next('assign', arrears, roles, facts);
  const assignedTo = facts.tenancy?.hasSupportWorker ? 'support_worker' : 'outreach_team';
  return { changes: { state, assignedTo }, fact: 'assigned' };
}

export function confirmTenantPaid(
  arrears: RentArrears,
  payment: NonNullable<Facts['payment']>,
  roles: Roles,
  facts: Facts,
): { changes: Changes; fact: RentArrearsFact } {
  const state = rentArrears.next('confirmTenantPaid', arrears, roles, { ...facts, payment });
  return { changes: { state, paidOn: payment.paidOn }, fact: 'closed' };
}

export function matchTenancy(
  arrears: RentArrears,
  roles: Roles,
  facts: Facts,
): { changes: Changes; fact: RentArrearsFact } {
  const state = rentArrears.next('matchTenancy', arrears, roles, facts);
  const { tenancyRef, agreementRef } = facts.tenancy!;
  return { changes: { state, tenancyRef, agreementRef }, fact: 'tenancyMatched' };
}
