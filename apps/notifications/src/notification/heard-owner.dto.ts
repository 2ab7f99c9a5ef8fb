// SPDX-License-Identifier: MPL-2.0
import { Form, OneOf, Optional } from '#contracts/fields';
import { STAFF_ID, TEAM_CODE } from '#contracts/notifications/staff';
import { ROLES, type Role } from '#contracts/roles';

/** Whose a case is, as its service tells it. */
export class HeardOwner {
  @OneOf(ROLES)
  role: Role;

  @Optional()
  @Form(TEAM_CODE)
  team?: string;

  @Optional()
  @Form(STAFF_ID)
  person?: string;
}
