// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow } from '#persistence';
import type { RentArrears, RentArrearsState } from './rent-arrears.js';

@Entity('rent_arrears')
export class RentArrearsRow implements RentArrears, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: RentArrearsState;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') landlordRef: string;
  @Column('text') landlordReference: string | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('int') amountOere: number;
  @Column('date') rentDueOn: string;
  @Column('date') payDay: string;
  @Column('date') reportedOn: string;
  /** Id of the acknowledge deadline on the deadlines topic. */
  @Column('uuid') acknowledgeDeadlineRef: string;
  @Column('date') acknowledgeDueOn: string;
  @Column('date') acknowledgedOn: string | null;
  @Column('date') outreachDueOn: string;
  @Column('text') assignedTo: 'support_worker' | 'outreach_team' | null;
  @Column('date') paidOn: string | null;
}
