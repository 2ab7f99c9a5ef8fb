// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsIn, Matches } from 'class-validator';
import { DateOnly, Form, Optional, Parts, Reference, STAFF_ID, TEAM_CODE, YesNo } from '#contracts/fields';
import { ROLES, type Role } from '#contracts/roles';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, OnMessage } from '#messaging';
import type { Sql } from '#persistence';

class HeardAbsence {
  @DateOnly() from: LocalDate;
  @DateOnly() to: LocalDate;
  @Optional() @Form(STAFF_ID) standIn?: string;
}

class HeardStaff {
  @Reference() staffRef: string;
  @Form(STAFF_ID) staffId: string;
  @IsArray() @ArrayMaxSize(20) @IsIn(ROLES, { each: true }) roles: Role[];
  @IsArray() @ArrayMaxSize(20) @Matches(TEAM_CODE, { each: true }) teams: string[];
  @YesNo() active: boolean;
  @Optional() @Parts(() => HeardAbsence, 20) absences?: HeardAbsence[];
}

/** What a service remembers of the municipality's staff, of each whose cases are somebody's; never a name. */
@Controller()
export class KnownStaffConsumer {
  @OnMessage(topics.staffInternal.name, { types: 'all', body: HeardStaff, erased: 'erased' })
  async heard({ caseVersion, data }: IncomingMessage<HeardStaff>, tx: Sql): Promise<void> {
    const { staffRef, staffId, roles, teams, active, absences = [] } = data;
    // Registered anew, somebody has the same id and another reference: that entry counts from its first message on.
    await tx.query(
      `insert into known_staff as known (staff_id, staff_ref, version, roles, teams, active, absences)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (staff_id) do update set staff_ref = excluded.staff_ref, version = excluded.version, roles = excluded.roles,
         teams = excluded.teams, active = excluded.active, absences = excluded.absences
        where known.staff_ref <> excluded.staff_ref or known.version < excluded.version`,
      [staffId, staffRef, caseVersion, roles, teams, active, JSON.stringify(absences)],
    );
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await tx.query('delete from known_staff where staff_ref = $1', [key]);
  }
}
