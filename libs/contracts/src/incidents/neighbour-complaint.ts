// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';
import { OUTREACH_ROLES } from './rent-arrears.js';

export const OPEN_NEIGHBOUR_COMPLAINT_STATES = [
  /** A mere feeling: nobody has complained yet. */
  'CONCERN',
  'COMPLAINT',
  'OUTREACH',
  'MONITORING',
  'REMINDED',
  'REPEATED',
  'WARNED',
  'TRIBUNAL_PENDING',
  'TRIBUNAL_WARNED',
  'CONDITIONAL',
  'BREACHED',
] as const;

/** domain.md 6, 13.4 */
export const NEIGHBOUR_COMPLAINT_STATES = [
  ...OPEN_NEIGHBOUR_COMPLAINT_STATES,
  'RESOLVED',
  'ESCALATED_TO_EVICTION',
  /** The tenancy had another open case, which has what this one had. */
  'DUPLICATE',
  /** The only report was registered in error. */
  'STRUCK',
] as const;

/** A complaint as the other services need it; neither the tenant is in it nor what the complaint is about. */
export class NeighbourComplaintState {
  /** Null until the tenancy is known, or for a tenant outside any agreement. */
  @OrNull()
  @Reference()
  agreementRef: string | null;

  @DateOnly()
  reportedOn: LocalDate;

  /** Absent until it is known: figures count homes, not cases. */
  @Optional()
  @Reference()
  tenancyRef?: string;

  /** Absent in messages of before the kind was built. */
  @Optional()
  @OneOf(NEIGHBOUR_COMPLAINT_STATES)
  state?: (typeof NEIGHBOUR_COMPLAINT_STATES)[number];

  /** The landlord whose case it is; absent where the landlord does not know of it. */
  @Optional()
  @Reference()
  landlordRef?: string;

  @Optional()
  @DateOnly()
  acknowledgeDueOn?: LocalDate;

  @Optional()
  @DateOnly()
  outreachDueOn?: LocalDate;

  @Optional()
  @OneOf(OUTREACH_ROLES)
  assignedTo?: (typeof OUTREACH_ROLES)[number];

  /** The day by which the tenant replies to the rent tribunal, while a case is there. */
  @Optional()
  @DateOnly()
  replyDueOn?: LocalDate;

  /** The last day of the conditional tenancy. */
  @Optional()
  @DateOnly()
  conditionalUntil?: LocalDate;

  /** Whose the case is; absent: nobody's yet. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
