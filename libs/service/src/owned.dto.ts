// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, Matches } from 'class-validator';
import { Part, STAFF_ID, TEAM_CODE } from '#contracts/fields';
import { LANDLORD_ROLES, ROLES, type Role } from '#contracts/roles';
import { HAND_OVER_REASONS, type HandOverReason } from '#domain';
import { caseOwnerOf, type Owned } from '#persistence';
import { NumberedQuery } from './page-query.dto.js';

/** Roles that a case of the municipality may belong to. */
const MUNICIPAL = ROLES.filter((role) => !LANDLORD_ROLES.includes(role));

/** To whom a case goes: a person, a team, or a role as a whole. */
export class NewOwner {
  /**
   * The role that acts; as before where none is named.
   * @example "support_worker"
   */
  @IsOptional()
  @IsIn(MUNICIPAL)
  role?: Role;

  /**
   * Code of a team in which somebody has the role; with a person: one of the person's.
   * @example "bostoette-nord"
   */
  @IsOptional()
  @Matches(TEAM_CODE)
  team?: string;

  /** `staffId` of somebody who has the role and is at work, or has a stand-in who is. */
  @IsOptional()
  @Matches(STAFF_ID)
  person?: string;
}

export class HandOverCase {
  @Part(() => NewOwner)
  to: NewOwner;

  /**
   * Why it changes hands.
   * @example "workload"
   */
  @IsIn(HAND_OVER_REASONS)
  reason: HandOverReason;
}

/** Whose a case is. */
export class OwnerView {
  role: string;
  /** Code of the team; null: none. */
  team: string | null;
  /** `staffId`; null: whoever of the team, or of the role, takes it. */
  person: string | null;
}

/** Null: nobody's yet. */
export function ownerView(owned: Owned, row: object): OwnerView | null {
  const owner = caseOwnerOf(owned, row);
  return owner && { role: owner.role, team: owner.team ?? null, person: owner.person ?? null };
}

/** The query of a list of cases that are somebody's. */
export class OwnedQuery extends NumberedQuery {
  /** `true`: cases that are still somebody’s, whose owner has left, or is away with no stand-in. */
  @IsOptional()
  @IsIn(['true'])
  withoutOwner?: 'true';

  /** `staffId` of the owner. */
  @IsOptional()
  @Matches(STAFF_ID)
  assignedPerson?: string;

  /** Code of the owner's team. */
  @IsOptional()
  @Matches(TEAM_CODE)
  assignedTeam?: string;
}
