// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MOVE_IN_INSPECTION_STATES, type MoveInInspectionState } from '#contracts/referrals/move-in-inspection';
import { dueOn, type HandOverReason, type LocalDate } from '#domain';
import { type CaseDeadline, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import { MoveInInspectionLandlordView, MoveInInspectionView } from './move-in-inspection.dto.js';
import {
  isNotInspectedYet,
  type MoveInInspection,
  type MoveInInspectionFacts,
  moveInInspectionOwner,
  moveInInspectionRules,
  moveInInspectionStrikes,
} from './move-in-inspection.js';

@Entity('move_in_inspection')
export class MoveInInspectionRow implements MoveInInspection, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: MoveInInspection['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') tenancyRef: string;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') dwellingRef: string;
  @Column('date') startedOn: LocalDate;
  @Column('date') plannedOn: LocalDate;
  @Column('date') plannedSince: LocalDate;
  @Column('date') summonedOn: LocalDate | null;
  @Column('text') cancelledBecause: MoveInInspection['cancelledBecause'];
  @Column('date') heldOn: LocalDate | null;
  @Column('boolean') municipalityTookPart: boolean | null;
  @Column('text') absenceReason: MoveInInspection['absenceReason'];
  @Column('date') reportDeliveredOn: LocalDate | null;
  @Column('text') reportDelivery: MoveInInspection['reportDelivery'];
  @Column('jsonb') defectLists: MoveInInspection['defectLists'];
  @Column('int') shownVersion: number;
  @Column('text') assignedRole: MoveInInspection['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
}

type Known = Pick<MoveInInspectionFacts, 'tenancy' | 'isInspectedAlready'>;

export const moveInInspection: Kind<MoveInInspectionRow, typeof moveInInspectionRules, Known> = {
  name: 'move-in-inspection',
  da: 'Indflytningssyn',
  en: 'move-in inspection',
  entity: MoveInInspectionRow,
  rules: moveInInspectionRules,
  states: MOVE_IN_INSPECTION_STATES,
  closed: ['COMPLETED', 'CANCELLED', 'STRUCK'],
  auditReads: true,
  /** Single entry and social services: every one. Landlord and caretaker: the own ones. Others: what is theirs. */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    if (landlordRef) return { landlordRef };
    const seesAll = ['single_entry', 'social_caseworker', 'system'] as const;
    return seesAll.some((role) => roles.includes(role)) ? {} : seenAsOwner(moveInInspectionOwner, actor, today);
  },
  owned: moveInInspectionOwner,
  facts: `jsonb_build_object('tenancy', (select jsonb_build_object('agreementRef', t.agreement_ref, 'landlordRef', t.landlord_ref,
      'dwellingRef', t.dwelling_ref, 'startedOn', t.started_on, 'assignedRole', t.assigned_role,
      'assignedTeam', t.assigned_team, 'assignedPerson', t.assigned_person)
    from tenancy t where t.id = c.tenancy_ref and t.state <> 'STRUCK'),
    'isInspectedAlready', exists (select 1 from move_in_inspection o where o.tenancy_ref = c.tenancy_ref
      and o.id is distinct from c.id and o.state not in ('CANCELLED', 'STRUCK')))`,
  /** Of another landlord's tenancy a landlord learns no more than of one that nobody knows. */
  factsOf({ today, actor: { landlordRef } }, { tenancy, isInspectedAlready, ...known }) {
    const isForeign = landlordRef !== undefined && tenancy?.landlordRef !== landlordRef;
    return {
      ...known,
      today,
      tenancy: isForeign ? null : tenancy,
      isInspectedAlready: !isForeign && isInspectedAlready,
    };
  },
  view: (row, facts, command) =>
    (command.actor.landlordRef ? MoveInInspectionLandlordView : MoveInInspectionView).of(row, facts, command),
  sortedBy: { day: ['c.planned_on'] },
  searched: () => ({ words: [], references: ['tenancyRef', 'agreementRef', 'dwellingRef'] }),
  deadlines: deadlinesOf,
  public: ['scheduled', 'held'],
  internal(row): MoveInInspectionState {
    const { tenancyRef, agreementRef, landlordRef, state, plannedOn, heldOn } = row;
    const owner = caseOwnerOf(moveInInspectionOwner, row);
    return { ...{ tenancyRef, agreementRef, landlordRef, state, plannedOn, heldOn }, ...(owner && { owner }) };
  },
  strikes: moveInInspectionStrikes,
  conflicts: { one_inspection_per_tenancy: isNotInspectedYet },
};

function deadlinesOf(row: MoveInInspection): CaseDeadline[] {
  const { state, plannedOn, plannedSince, summonedOn, heldOn, reportDeliveredOn, defectLists, startedOn } = row;
  const summons: CaseDeadline = {
    code: 'SUMMONS_LATEST',
    status: summonedOn ? 'met' : state === 'PLANNED' ? 'set' : 'cancelled',
    dueOn: dueOn('SUMMONS_LATEST', plannedOn),
    setOn: plannedSince,
    metOn: summonedOn,
    responsible: 'landlord_admin',
  };
  const report = heldOn && {
    code: 'REPORT_LATEST' as const,
    status: reportDeliveredOn ? ('met' as const) : ('set' as const),
    dueOn: dueOn('REPORT_LATEST', heldOn),
    setOn: heldOn,
    metOn: reportDeliveredOn,
    responsible: 'landlord_admin' as const,
  };
  const first = defectLists[0]?.receivedOn ?? null;
  const defects: CaseDeadline = {
    code: 'DEFECT_LIST',
    status: first ? 'met' : 'set',
    dueOn: dueOn('DEFECT_LIST', startedOn),
    setOn: startedOn,
    metOn: first,
    responsible: row.assignedRole,
  };
  // A day that had passed when it was set reminds nobody: the case warns of it.
  return [summons, ...(report ? [report] : []), defects].filter(({ dueOn: due, setOn }) => due >= setOn);
}
