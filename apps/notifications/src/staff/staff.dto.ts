// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsUUID, Matches, MaxLength } from 'class-validator';
import { DateOnly, EachOnce, Form, Mailbox, Phone } from '#contracts/fields';
import { MUNICIPAL_ROLES, STAFF_ID, TEAM_CODE } from '#contracts/notifications/staff';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { StoredUnnumbered } from '#persistence';
import { FreeText, PageQuery, RefusedActionView } from '#service';
import { STAFF_STATES, type Staff, type StaffFacts, staffRules } from './staff.js';

export class AnnounceStaff {
  /** The id of the sign-in, which the token carries as `sub` (or the claim that OIDC_SUBJECT_CLAIM names). */
  @Form(STAFF_ID)
  staffId: string;

  @FreeText(200)
  name: string;

  /** Until the first sign-in says. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @EachOnce()
  @IsIn(MUNICIPAL_ROLES, { each: true })
  roles: Role[];

  /** Codes such as `bostoette-nord`. */
  @IsArray()
  @ArrayMaxSize(20)
  @EachOnce()
  @MaxLength(60, { each: true })
  @Matches(TEAM_CODE, { each: true })
  teams: string[];

  @IsOptional()
  @Mailbox()
  mailbox?: string;

  @IsOptional()
  @Phone()
  phone?: string;
}

export class ChangeStaff {
  /** Of somebody who has not signed in yet. */
  @IsOptional()
  @FreeText(200)
  name?: string;

  /** Of somebody who has not signed in yet, by municipal IT. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @EachOnce()
  @IsIn(MUNICIPAL_ROLES, { each: true })
  roles?: Role[];

  /** All of them. A team leader moves people into and out of the own teams only. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @EachOnce()
  @MaxLength(60, { each: true })
  @Matches(TEAM_CODE, { each: true })
  teams?: string[];

  /** Stays until a sign-in names another one than the last sign-in did. */
  @IsOptional()
  @Mailbox()
  mailbox?: string;

  @IsOptional()
  @Phone()
  phone?: string;
}

export class PlanAbsence {
  /** From 31 days back to a year ahead. */
  @DateOnly()
  from: LocalDate;

  /** The last day away: not over yet, and at most a year after the first. */
  @DateOnly()
  to: LocalDate;

  /** `staffId` of who sees and acts meanwhile: at work on all of these days, and with all roles of the person. */
  @Form(STAFF_ID)
  standIn: string;
}

export class ChangeAbsence {
  @IsUUID()
  absenceRef: string;

  @IsOptional()
  @DateOnly()
  from?: LocalDate;

  @IsOptional()
  @DateOnly()
  to?: LocalDate;

  @IsOptional()
  @Form(STAFF_ID)
  standIn?: string;
}

export class EndAbsence {
  @IsUUID()
  absenceRef: string;
}

export class ListStaff extends PageQuery {
  @IsOptional()
  @Form(STAFF_ID)
  staffId?: string;

  /** Who is in it. */
  @IsOptional()
  @MaxLength(60)
  @Matches(TEAM_CODE)
  team?: string;

  @IsOptional()
  @IsIn(MUNICIPAL_ROLES)
  role?: Role;

  /** `false`: who has left. */
  @IsOptional()
  @IsIn(['true', 'false'])
  active?: 'true' | 'false';

  /** Who is away on that day, YYYY-MM-DD. */
  @IsOptional()
  @DateOnly()
  awayOn?: LocalDate;
}

class AbsenceView {
  absenceRef: string;
  from: LocalDate;
  /** The last day away. */
  to: LocalDate;
  /** `staffId` of who sees and acts meanwhile. */
  standIn: string;
}

/** What colleagues see of one another. */
export class ColleagueView {
  id: string;
  /** For `If-Match`. */
  version: number;
  /** ANNOUNCED: has not signed in yet. */
  @ApiProperty({ enum: STAFF_STATES })
  state: Staff['state'];
  /** The id of the sign-in, by which cases, histories and inboxes name the person. */
  staffId: string;
  /** Null: no sign-in has said it, or it was erased. */
  name: string | null;
  roles: Role[];
  teams: string[];
  /** False: has left. */
  active: boolean;
  /** Those that are not over, the earliest first. */
  absences: AbsenceView[];
  isAwayToday: boolean;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: StoredUnnumbered<Staff>, facts: StaffFacts): ColleagueView {
    const { id, version, state, staffId, name, roles, teams } = row;
    const absences = row.absences.filter(({ to }) => to >= facts.today);
    return {
      ...{ id, version, state, staffId, name, roles, teams, absences },
      active: state !== 'LEFT',
      isAwayToday: absences.some(({ from }) => from <= facts.today),
      ...staffRules.offers(row, facts.roles, facts),
    };
  }
}

/** For the person, the leader of the person's team, and municipal IT. */
export class StaffView extends ColleagueView {
  mailbox: string | null;
  phone: string | null;

  static override of(this: void, row: StoredUnnumbered<Staff>, facts: StaffFacts): StaffView {
    const { mailbox, phone } = row;
    return { ...ColleagueView.of(row, facts), mailbox, phone };
  }
}
