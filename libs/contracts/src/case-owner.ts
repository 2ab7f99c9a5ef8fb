// SPDX-License-Identifier: MPL-2.0
import { HAND_OVER_REASONS, type HandOverReason } from '#domain';
import { CASE_KINDS, type CaseKind } from './case-kinds.js';
import { Form, OneOf, Optional, OrNull, Part, Reference, STAFF_ID, TEAM_CODE } from './fields.js';
import { ROLES, type Role } from './roles.js';

/** Whose a case is: the role that acts, and of it a team, a person, or both; neither: the role as a whole. */
export class CaseOwner {
  @OneOf(ROLES)
  role: Role;

  /** Code of the team. */
  @Optional()
  @Form(TEAM_CODE)
  team?: string;

  /** `staffId`; absent: whoever of the team, or of the role, takes it. */
  @Optional()
  @Form(STAFF_ID)
  person?: string;
}

/** Whose a case is now, and whose it was. One topic of a service for all its kinds, since all change hands alike. */
export class CaseOwnerState {
  @OneOf(CASE_KINDS)
  caseKind: CaseKind;

  @Reference()
  caseRef: string;

  @OrNull()
  @Reference()
  agreementRef: string | null;

  @OrNull()
  @Reference()
  landlordRef: string | null;

  @Part(() => CaseOwner)
  owner: CaseOwner;

  /** Absent: it was nobody's. */
  @Optional()
  @Part(() => CaseOwner)
  previousOwner?: CaseOwner;

  /** Why it was handed over; absent: it was assigned or taken. */
  @Optional()
  @OneOf(HAND_OVER_REASONS)
  reason?: HandOverReason;
}
