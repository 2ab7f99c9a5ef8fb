// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StaffState } from '#contracts/notifications/staff';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { CaseRow, Kind, RefusalText } from '#persistence';
import { ColleagueView, StaffView } from './staff.dto.js';
import { isLedBy, STAFF_STATES, type Staff, type StaffFacts, staffRules } from './staff.js';

@Entity('staff')
export class StaffRow implements Staff, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Staff['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('text') staffId: string;
  @Column('text') name: string | null;
  @Column('jsonb') roles: Role[];
  @Column('jsonb') teams: string[];
  @Column('text') mailbox: string | null;
  @Column('text') phone: string | null;
  @Column('jsonb') absences: Staff['absences'];
  @Column('text') saidMailbox: string | null;
  @Column('timestamptz') signedInAt: Date | null;
}

export const STAFF_ID_IS_KNOWN: RefusalText = {
  code: 'staff-id-is-known',
  field: 'staffId',
  da: 'Personen er i registret allerede.',
  en: 'The person is in the register already.',
};

/** Register of the municipality's people; who has left may come back, so no state ends it. */
export const staff: Kind<StaffRow, typeof staffRules, Partial<StaffFacts> | null> = {
  name: 'staff',
  da: 'Medarbejder',
  en: 'staff',
  entity: StaffRow,
  rules: staffRules,
  states: STAFF_STATES,
  closed: [],
  auditReads: false,
  // People are no cases: they stand in the list of colleagues.
  searched: 'not',
  personal: ['name', 'mailbox', 'phone', 'saidMailbox'],
  /** Colleagues see one another; a landlord never learns of persons. */
  scope({ roles, landlordRef }) {
    return landlordRef || LANDLORD_ROLES.some((role) => roles.includes(role)) ? 'nothing' : {};
  },
  factsOf: ({ actor: { id, roles, teams = [] }, today }, known) => ({ today, actorId: id, roles, teams, ...known }),
  /** By name, in the order of a Danish dictionary. */
  listedBy: [`coalesce(c.name, '') collate "da-x-icu"`],
  /** Mailbox and phone are for the person, its leader and municipal IT. */
  view(row, facts) {
    const isNear = row.staffId === facts.actorId || facts.roles.includes('operator') || isLedBy(row, facts);
    return (isNear ? StaffView : ColleagueView).of(row, facts);
  },
  internal: ({ id, staffId, roles, teams, state, absences }): StaffState => ({
    ...{ staffRef: id, staffId, roles, teams, active: state !== 'LEFT' },
    ...(absences.length && { absences: absences.map(({ from, to, standIn }) => ({ from, to, standIn })) }),
  }),
  conflicts: { staff_id_once: STAFF_ID_IS_KNOWN },
};
