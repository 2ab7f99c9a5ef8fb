// SPDX-License-Identifier: MPL-2.0
// Udsættelsessag: what a case is, and what the rules read of the world around it. It knows none of the files beside it. The
// rules themselves: eviction.ts.
import type { EvictionState } from '#contracts/incidents/eviction';
import type { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import type { LocalDate, Oere, OwnedColumns, OwnerFacts, StrikeFacts } from '#domain';
import type { TERMINATION_KINDS } from '../neighbour-complaint/case.js';
import type { Conduct } from '../neighbour-complaint/conduct.js';

/** Why a lease may end. `other_problems` alone end none: they only open the case (roadmap H6). */
export const BASIS_KINDS = ['arrears', 'conduct', 'conditional_breach', 'other_problems'] as const;
export type BasisKind = (typeof BASIS_KINDS)[number];

/** A ground, by the case that it comes from, or as the landlord stated it here. */
export interface Basis {
  basisRef: string;
  kind: BasisKind;
  /** Kind, reference and number of the case that it comes from; null: it was stated here. */
  caseKind: string | null;
  caseRef: string | null;
  caseNumber: string | null;
  /** The day on which it came to be: rent fell due, something happened. */
  since: LocalDate;
  /** The first day on which the lease may be terminated by it; null: never by it alone. */
  earliestOn: LocalDate | null;
  /** Of arrears: what was owed when they came here. */
  owedOere: Oere | null;
  /** Of arrears: all was paid late, and the landlord held on to the right to terminate. */
  insisted: boolean;
  /** Of conduct. */
  categories: readonly Conduct[];
}

/** One that was served; a case may have several, the newest counts. */
export interface Termination {
  terminationRef: string;
  basisRef: string;
  /** `notice`: with the notice of the lease. `breach`: at once. */
  kind: (typeof TERMINATION_KINDS)[number];
  servedOn: LocalDate;
  /** The last day on which the tenant may still be there. */
  vacateBy: LocalDate;
}

export interface EvictionPayment {
  paidOn: LocalDate;
  amountOere: Oere;
}

export interface BailiffRequest {
  filedOn: LocalDate;
  /** The day on which the municipality was told, by registering it here. */
  registeredOn: LocalDate;
  /** The last day to tell it; null: the agreement does not ask for it. */
  noticeDueOn: LocalDate | null;
}

export const WITHDRAW_REASONS = ['arrears_accepted', 'agreed', 'served_in_error', 'other'] as const;
export const REFUSAL_REASONS = ['formal_error', 'claim_disputed', 'not_documented', 'other'] as const;

export interface Withdrawal {
  on: LocalDate;
  by: 'landlord' | 'court';
  reason: (typeof WITHDRAW_REASONS)[number] | (typeof REFUSAL_REASONS)[number];
}

export const MINORS = ['yes', 'no', 'unknown'] as const;

/** What the bailiff court told the municipality (retssikkerhedsloven § 5 a). Never told to a landlord, and on no topic. */
export interface CourtNotification {
  notificationRef: string;
  receivedOn: LocalDate;
  /** Null: forgotten with the citizen. */
  minorsInHousehold: (typeof MINORS)[number] | null;
  needIsLikely: boolean | null;
  /** The day on which the question of help was taken up. */
  handledOn: LocalDate | null;
}

export const HELP_OUTCOMES = ['help', 'no_help'] as const;

export interface HelpDecision {
  decidedOn: LocalDate;
  outcome: (typeof HELP_OUTCOMES)[number];
}

export interface Eviction extends OwnedColumns {
  state: NonNullable<EvictionState['state']>;
  landlordRef: string;
  /** The landlord's own lease number. */
  landlordReference: string | null;
  /** As the case that it comes from has it; trusted only once `agreementRef` is set. */
  tenancyRef: string | null;
  /** Set when the tenancy is known. */
  agreementRef: string | null;
  assignedRole: (typeof OUTREACH_ROLES)[number];
  openedOn: LocalDate;
  bases: readonly Basis[];
  /** The newest last. */
  terminations: readonly Termination[];
  payments: readonly EvictionPayment[];
  /** All that was owed is paid after the landlord could terminate: whether that ends the matter is for the landlord to say. */
  latePayment: { paidOn: LocalDate; answer: 'asked' | 'insists' } | null;
  bailiffRequest: BailiffRequest | null;
  /** The day of the hearing at the bailiff court. */
  heldOn: LocalDate | null;
  /** The day that the court has set. */
  evictionOn: LocalDate | null;
  executedOn: LocalDate | null;
  vacatedOn: LocalDate | null;
  /** On this day an executed eviction ends as a case, if nothing of the municipality's is pending. */
  endsOn: LocalDate | null;
  withdrawal: Withdrawal | null;
  courtNotifications: readonly CourtNotification[];
  /** The day of the court's notice that the eviction was carried out. */
  courtNoticeOn: LocalDate | null;
  helpDecision: HelpDecision | null;
}

/** The tenancy of a case, as it is known here. */
export interface EvictedTenancy {
  tenancyRef: string;
  agreementRef: string;
  supportWorker: string | null;
  supportTeam: string | null;
  startedOn: LocalDate;
}

export interface EvictionFacts extends OwnerFacts, StrikeFacts<Eviction> {
  today: LocalDate;
  /** Null: not known yet. */
  tenancy: EvictedTenancy | null;
  /** Has that tenancy another open eviction case? */
  tenancyHasAnother: boolean;
  /** An open case of missing rent that has rent of these grounds; null: none. */
  rentIsIn?: { caseRef: string; number: string } | null;
  /** By the agreement the landlord tells the municipality on the day the bailiff court is asked. */
  notifyOnBailiffRequest: boolean;
  /** Weeks from an eviction to the end of its case. */
  endsAfterWeeks: number;
}

/** States that end a case. */
export const EVICTION_CLOSED = ['VACATED', 'WITHDRAWN', 'ENDED', 'STRUCK'] as const;

/**
 * Until the hearing. Which of them it is depends on the court's notification too, of which a landlord must not learn: what a
 * landlord may do is therefore the same in all of them, but for what the case itself shows him.
 */
export const BEFORE_HEARING = ['OPENED', 'SERVED', 'BAILIFF_REQUESTED', 'MUNICIPAL_DUTY'] as const;
export const BEFORE_EVICTION = [...BEFORE_HEARING, 'HEARING_HELD', 'DATE_SET'] as const;
export const EVICTION_OPEN = [...BEFORE_EVICTION, 'EVICTED'] as const;

/** As a landlord sees it: a case with a notification of the court looks as it did before. */
export function evictionShownAs({
  state,
  bailiffRequest,
  terminations,
}: Eviction): Exclude<Eviction['state'], 'MUNICIPAL_DUTY'> {
  if (state !== 'MUNICIPAL_DUTY') return state;
  return bailiffRequest ? 'BAILIFF_REQUESTED' : terminations.length ? 'SERVED' : 'OPENED';
}

/** The day on which the oldest of its grounds came to be: before it nothing of the case can have happened. */
export const firstDayOfEviction = ({ bases, openedOn }: Pick<Eviction, 'bases' | 'openedOn'>): LocalDate =>
  [openedOn, ...bases.map(({ since }) => since)].toSorted()[0]!;
