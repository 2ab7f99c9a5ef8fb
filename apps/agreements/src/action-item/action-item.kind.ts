// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { copenhagenDate, type LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { itsAgreement } from '../follow-up/follow-up.lookup.js';
import { ActionItemView } from './action-item.dto.js';
import { ACTION_ITEM_STATES, type ActionItem, type ActionItemFacts, actionItemRules, OWNERS } from './action-item.js';

@Entity('action_item')
export class ActionItemRow implements ActionItem, CaseRow {
  @PrimaryColumn('uuid') id: string;
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
}

const STATUS = { OPEN: 'set', DONE: 'met', CANCELLED: 'cancelled' } as const;

export const actionItem: Kind<ActionItemRow, typeof actionItemRules, Pick<ActionItemFacts, 'agreement'>> = {
  name: 'action-item',
  da: 'Aftalt opgave',
  en: 'action item',
  entity: ActionItemRow,
  rules: actionItemRules,
  states: ACTION_ITEM_STATES,
  closed: ['DONE', 'CANCELLED'],
  auditReads: false,
  /** Single entry and steering group: every item. Landlord: those of the own agreements. Others: those they own. */
  scope({ roles, landlordRef }) {
    if (landlordRef) return { landlordRef };
    if ((['single_entry', 'steering_member', 'system'] as const).some((role) => roles.includes(role))) return {};
    const owner = OWNERS.filter((role) => roles.includes(role));
    return owner.length ? { owner } : 'nothing';
  },
  facts: itsAgreement,
  factsOf: ({ actor, today }, { agreement }) => ({ today, agreement, roles: actor.roles }),
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
