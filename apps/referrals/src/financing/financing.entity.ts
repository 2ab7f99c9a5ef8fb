// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instalment, LocalDate, Oere } from '#domain';
import type { CaseRow } from '#persistence';
import type { Financing, HelpBasis, HelpCondition, LateReason, RefusalReason } from './financing.js';

@Entity('financing')
export class FinancingRow implements Financing, CaseRow {
  /** The reference of the application, as the case of missing rent names it. */
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Financing['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  @Column('text') kind: Financing['kind'];
  @Column('uuid') caseRef: string;
  @Column('uuid', { nullable: true }) agreementRef: string | null;
  @Column('uuid') landlordRef: string;
  @Column('uuid', { nullable: true }) tenancyRef: string | null;
  @Column('date') appliedOn: LocalDate;
  @Column('date') decisionDueOn: LocalDate;
  @Column('date', { nullable: true }) decidedOn: LocalDate | null;
  @Column('date', { nullable: true }) effectiveOn: LocalDate | null;
  @Column('text', { nullable: true }) basis: HelpBasis | null;
  @Column('jsonb', { nullable: true }) conditions: HelpCondition[] | null;
  @Column('int', { nullable: true }) monthlyAmountOere: Oere | null;
  @Column('int', { nullable: true }) months: number | null;
  @Column('int', { nullable: true }) amountOere: Oere | null;
  @Column('date', { nullable: true }) payOn: LocalDate | null;
  @Column('boolean') repayable: boolean;
  @Column('jsonb', { nullable: true }) repaymentPlan: Instalment[] | null;
  @Column('text', { nullable: true }) refusalReason: RefusalReason | null;
  @Column('text', { nullable: true }) lateReason: LateReason | null;
  @Column('date', { nullable: true }) disbursementDueOn: LocalDate | null;
  @Column('int') paidOere: Oere;
  @Column('date', { nullable: true }) paidOn: LocalDate | null;
  @Column('int') repaidOere: Oere;
}
