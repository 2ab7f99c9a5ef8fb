// SPDX-License-Identifier: MPL-2.0
import { ArrayMaxSize, IsArray, IsIn, Matches } from 'class-validator';
import type { LocalDate } from '#domain';
import { DateOnly, EachOnce, Form, Optional, Parts, Reference, STAFF_ID, TEAM_CODE, YesNo } from '../fields.js';
import { LANDLORD_ROLES, ROLES, type Role } from '../roles.js';

export { STAFF_ID, TEAM_CODE };

export const MUNICIPAL_ROLES: readonly Role[] = ROLES.filter((role) => !LANDLORD_ROLES.includes(role));

/** Of one person, that have not ended. */
export const MOST_ABSENCES = 20;

export class StaffAbsence {
  @DateOnly()
  from: LocalDate;

  /** The last day away. */
  @DateOnly()
  to: LocalDate;

  /** `staffId` of who sees and acts meanwhile. */
  @Form(STAFF_ID)
  standIn: string;
}

/** Who works in the municipality: what the other services need to know of it, never a name or a mailbox (domain.md 2.2). */
export class StaffState {
  @Reference()
  staffRef: string;

  @Form(STAFF_ID)
  staffId: string;

  @IsArray()
  @ArrayMaxSize(20)
  @EachOnce()
  @IsIn(MUNICIPAL_ROLES, { each: true })
  roles: Role[];

  /** Codes of the teams. */
  @IsArray()
  @ArrayMaxSize(20)
  @EachOnce()
  @Matches(TEAM_CODE, { each: true })
  teams: string[];

  /** False: has left, and owns nothing that is open. */
  @YesNo()
  active: boolean;

  /** Those that have not ended, the earliest first. */
  @Optional()
  @Parts(() => StaffAbsence, MOST_ABSENCES)
  absences?: StaffAbsence[];
}
