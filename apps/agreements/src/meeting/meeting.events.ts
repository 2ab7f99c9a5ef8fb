// SPDX-License-Identifier: MPL-2.0
import { v5 as uuidv5 } from 'uuid';
import type { CaseKind, OutboxMessage } from '#persistence';
import { deadlineMessages } from '../agreement/agreement.deadlines.js';
import { MeetingRow } from './meeting.entity.js';
import { meetingRules } from './meeting.js';

/** Minutes stay between the parties: others hear of the day alone, as a deadline. */
export const meetingKind: CaseKind<MeetingRow, 'changed'> = {
  name: 'meeting',
  path: '/v1/meetings',
  entity: MeetingRow,
  auditReads: false,
  told: meetingRules.told,
  messages: (row, _, before): OutboxMessage[] => deadlineMessages(deadlineOf(row), before && deadlineOf(before)),
};

const deadlineOf = ({ id, state, agreementRef, landlordRef, meetsOn, heldOn, openedAt }: MeetingRow) => ({
  deadlineRef: uuidv5('FOLLOW_UP_MEETING', id),
  code: 'FOLLOW_UP_MEETING' as const,
  status: state === 'CANCELLED' ? ('cancelled' as const) : heldOn ? ('met' as const) : ('set' as const),
  caseKind: 'meeting' as const,
  caseRef: id,
  agreementRef,
  landlordRef,
  dueOn: meetsOn,
  setAt: openedAt,
  metOn: heldOn,
  responsible: 'single_entry' as const,
});
