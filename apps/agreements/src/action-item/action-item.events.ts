// SPDX-License-Identifier: MPL-2.0
import { v5 as uuidv5 } from 'uuid';
import type { CaseKind } from '#persistence';
import { type Deadline, deadlineMessages } from '../agreement/agreement.deadlines.js';
import { ActionItemRow } from './action-item.entity.js';
import { actionItemRules } from './action-item.js';

/** What it is stays between the parties: notifications hears of the day and the owner, as a deadline. */
export const actionItemKind: CaseKind<ActionItemRow, 'changed'> = {
  name: 'action-item',
  path: '/v1/action-items',
  entity: ActionItemRow,
  auditReads: false,
  told: actionItemRules.told,
  messages: (row, _, before) => deadlineMessages(deadlineOf(row), before && deadlineOf(before)),
};

const STATUS = { OPEN: 'set', DONE: 'met', CANCELLED: 'cancelled' } as const;

const deadlineOf = (row: ActionItemRow): Deadline => ({
  deadlineRef: uuidv5('ACTION_ITEM', row.id),
  code: 'ACTION_ITEM',
  status: STATUS[row.state],
  caseKind: 'action-item',
  caseRef: row.id,
  agreementRef: row.agreementRef,
  landlordRef: row.landlordRef,
  dueOn: row.dueOn,
  setAt: row.openedAt,
  metOn: row.doneOn,
  responsible: row.owner,
});
