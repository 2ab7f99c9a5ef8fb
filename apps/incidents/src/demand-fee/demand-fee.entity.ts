// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow } from '#persistence';
import type { DemandFee } from './demand-fee.js';

@Entity('demand_fee')
export class DemandFeeRow implements DemandFee, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: DemandFee['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('date') validFrom: string;
  @Column('int') feeOere: number;
}
