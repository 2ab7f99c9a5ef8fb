// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { copenhagenDate, type LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { followUpScope } from '../agreement/agreement.lookup.js';
import { partyOf } from '../agreement/case.js';
import { itsAgreement } from '../follow-up/follow-up.lookup.js';
import { MeetingView } from './meeting.dto.js';
import { MEETING_STATES, type Meeting, type MeetingFacts, meetingRules } from './meeting.js';

@Entity('meeting')
export class MeetingRow implements Meeting, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Meeting['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('date') plannedOn: LocalDate | null;
  @Column('date') meetsOn: LocalDate;
  @Column('text') movedBecause: string | null;
  @Column('jsonb') standing: Meeting['standing'];
  @Column('jsonb') items: Meeting['items'];
  @Column('jsonb') agenda: Meeting['agenda'];
  @Column('date') heldOn: LocalDate | null;
  @Column('jsonb') attendees: Meeting['attendees'];
  @Column('text') minutes: string | null;
  @Column('jsonb') approvals: Meeting['approvals'];
}

export const meeting: Kind<MeetingRow, typeof meetingRules, Pick<MeetingFacts, 'agreement'>> = {
  name: 'meeting',
  da: 'Opfølgningsmøde',
  en: 'meeting',
  entity: MeetingRow,
  rules: meetingRules,
  states: MEETING_STATES,
  closed: ['MINUTES_APPROVED', 'CANCELLED'],
  auditReads: false,
  scope: (actor) => followUpScope({ actor }),
  facts: itsAgreement,
  factsOf: ({ actor, today }, { agreement }) => ({ today, agreement, by: partyOf(actor.roles) }),
  view: MeetingView.of,
  sortedBy: { day: ['c.meets_on'] },
  searched: () => ({ words: [], references: ['agreementRef'] }),
  /** Minutes stay between the parties: others hear of the day alone. */
  deadlines: ({ meetsOn, openedAt, heldOn }) => [
    {
      code: 'FOLLOW_UP_MEETING',
      status: heldOn ? 'met' : 'set',
      dueOn: meetsOn,
      setOn: copenhagenDate(openedAt),
      metOn: heldOn,
      responsible: 'single_entry',
    },
  ],
};
