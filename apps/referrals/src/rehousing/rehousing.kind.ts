// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { REHOUSING_STATES, type RehousingState } from '#contracts/referrals/rehousing';
import type { HandOverReason, LocalDate } from '#domain';
import { type CaseDeadline, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import { RehousingHeaderView, RehousingView } from './rehousing.dto.js';
import { isOfNoOther, type Rehousing, type RehousingFacts, rehousingOwner, rehousingRules } from './rehousing.js';

@Entity('rehousing')
export class RehousingRow implements Rehousing, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Rehousing['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') evictionRef: string;
  @Column('uuid') agreementRef: string | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') citizenRef: string | null;
  @Column('date') heardOn: LocalDate;
  @Column('date') evictionOn: LocalDate;
  @Column('jsonb') shelter: Rehousing['shelter'];
  @Column('jsonb') home: Rehousing['home'];
  @Column('uuid') referralRef: string | null;
  @Column('int') shownVersion: number;
  @Column('text') assignedRole: Rehousing['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
}

type Known = Pick<RehousingFacts, 'referral' | 'referralIsTaken' | 'staff'>;

/** A team leader who is the single entry too sees the header of all: also of the team's, since which they are is not known here. */
const seesTheCitizen = (roles: readonly string[]) =>
  roles.includes('social_caseworker') || (roles.includes('team_leader') && !roles.includes('single_entry'));

export const rehousing: Kind<RehousingRow, typeof rehousingRules, Known> = {
  name: 'rehousing',
  da: 'Genhusning',
  en: 'rehousing',
  entity: RehousingRow,
  rules: rehousingRules,
  states: REHOUSING_STATES,
  closed: ['CLOSED', 'CANCELLED'],
  auditReads: true,
  /** Social services and their team leader: their own and their teams'. Single entry: the header of every one. Landlords: none. */
  scope(actor, today) {
    const seesAll = ['single_entry', 'system'] as const;
    return seesAll.some((role) => actor.roles.includes(role)) ? {} : seenAsOwner(rehousingOwner, actor, today);
  },
  owned: rehousingOwner,
  factsOf: ({ today }, known) => ({ ...known, today }),
  view: (row, facts, command) =>
    (seesTheCitizen(command.actor.roles) ? RehousingView : RehousingHeaderView).of(row, facts, command),
  sortedBy: { due: ['c.eviction_on'] },
  /** Not by its citizen: citizens are found in the vault. */
  searched: ({ roles }) => ({
    words: [],
    references: ['evictionRef', 'agreementRef', ...(seesTheCitizen(roles) ? (['tenancyRef'] as const) : [])],
  }),
  deadlines({ state, shelter, evictionOn, heardOn }): CaseDeadline[] {
    const status =
      shelter.outcome === 'done' ? 'met' : shelter.outcome === 'open' && state === 'OPEN' ? 'set' : 'cancelled';
    const setOn = heardOn < evictionOn ? heardOn : evictionOn;
    const metOn = status === 'met' ? shelter.on : null;
    return [{ code: 'REHOUSING', status, dueOn: evictionOn, setOn, metOn, responsible: 'social_caseworker' }];
  },
  public: ['opened', 'closed'],
  internal(row): RehousingState {
    const { evictionRef, agreementRef, state, evictionOn } = row;
    const owner = caseOwnerOf(rehousingOwner, row);
    return { ...{ evictionRef, agreementRef, state, evictionOn }, ...(owner && { owner }) };
  },
  conflicts: { one_rehousing_per_referral: isOfNoOther },
};
