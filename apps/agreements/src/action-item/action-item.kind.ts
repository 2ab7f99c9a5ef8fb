// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { copenhagenDate, type HandOverReason, type LocalDate } from '#domain';
import { type CaseRow, type Kind, seenAsOwner } from '#persistence';
import { itsAgreement } from '../follow-up/follow-up.lookup.js';
import { ActionItemView } from './action-item.dto.js';
import {
  ACTION_ITEM_STATES,
  type ActionItem,
  type ActionItemFacts,
  actionItemOwner,
  actionItemRules,
} from './action-item.js';

@Entity('action_item')
export class ActionItemRow implements ActionItem, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: ActionItem['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') meetingRef: string | null;
  @Column('text') what: string;
  @Column('text') owner: ActionItem['owner'];
  @Column('date') dueOn: LocalDate;
  @Column('date') doneOn: LocalDate | null;
  @Column('int') shownVersion: number;
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
}

const STATUS = { OPEN: 'set', DONE: 'met', CANCELLED: 'cancelled' } as const;

export const actionItem: Kind<ActionItemRow, typeof actionItemRules, Pick<ActionItemFacts, 'agreement' | 'staff'>> = {
  name: 'action-item',
  da: 'Aftalt opgave',
  en: 'action item',
  entity: ActionItemRow,
  rules: actionItemRules,
  states: ACTION_ITEM_STATES,
  closed: ['DONE', 'CANCELLED'],
  auditReads: false,
  /** Single entry and steering group: every item. Landlord: those of the own agreements. Others: those that are theirs. */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    if (landlordRef) return { landlordRef };
    if ((['single_entry', 'steering_member', 'system'] as const).some((role) => roles.includes(role))) return {};
    return seenAsOwner(actionItemOwner, actor, today);
  },
  owned: actionItemOwner,
  facts: itsAgreement,
  factsOf: ({ actor, today }, known) => ({ ...known, today, roles: actor.roles }),
  view: ActionItemView.of,
  sortedBy: { day: ['c.due_on'] },
  searched: () => ({ words: [], references: ['agreementRef', 'meetingRef'] }),
  /** What it is stays between the parties: notifications hears of the day and the owner. */
  deadlines: ({ state, dueOn, openedAt, doneOn, owner }) => [
    {
      code: 'ACTION_ITEM',
      status: STATUS[state],
      dueOn,
      setOn: copenhagenDate(openedAt),
      metOn: doneOn,
      responsible: owner,
    },
  ],
};
