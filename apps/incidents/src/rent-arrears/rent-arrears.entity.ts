// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { CaseRow } from '#persistence';
import type { RentArrears } from './case.js';

@Entity('rent_arrears')
export class RentArrearsRow implements RentArrears, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: RentArrears['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') landlordRef: string;
  @Column('text') landlordReference: string | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('jsonb') claims: RentArrears['claims'];
  @Column('int') amountOere: number;
  @Column('date') rentDueOn: string;
  @Column('date') payDay: string;
  @Column('date') reportedOn: string;
  /** Id of the acknowledge deadline on the deadlines topic. */
  @Column('uuid') acknowledgeDeadlineRef: string;
  @Column('date') acknowledgeDueOn: string;
  @Column('date') acknowledgedOn: string | null;
  @Column('date') standInDueOn: string;
  @Column('date') standInSince: string | null;
  @Column('date') outreachDueOn: string;
  @Column('text') assignedTo: RentArrears['assignedTo'];
  @Column('date') firstContactOn: string | null;
  @Column('date') lastContactOn: string | null;
  @Column('int') failedContacts: number;
  @Column('jsonb') demands: RentArrears['demands'];
  @Column('jsonb') plans: RentArrears['plans'];
  @Column('date') planConsentOn: string | null;
  @Column('jsonb') payments: RentArrears['payments'];
  @Column('jsonb') help: RentArrears['help'];
  @Column('jsonb') latePayment: RentArrears['latePayment'];
  @Column('jsonb') otherProblems: RentArrears['otherProblems'];
  @Column('date') paidOn: string | null;
  /** Who acts next and by when, to list and filter by; null once closed. */
  @Column('text') nextRole: Role | 'tenant' | null;
  @Column('date') nextBy: string | null;
}
