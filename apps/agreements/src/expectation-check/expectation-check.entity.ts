// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { ExpectationCheck } from './expectation-check.js';

@Entity('expectation_check')
export class ExpectationCheckRow implements ExpectationCheck, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: ExpectationCheck['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') meetingRef: string | null;
  @Column('date') quarterFrom: LocalDate | null;
  @Column('text') party: ExpectationCheck['party'];
  @Column('jsonb') ratings: ExpectationCheck['ratings'];
  @Column('text') comment: string | null;
  @Column('date') givenOn: LocalDate;
}
