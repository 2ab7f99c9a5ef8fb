// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TenancyState } from '#contracts/referrals/tenancy';
import type { LocalDate, Oere } from '#domain';
import type { CaseRow } from '#persistence';

@Entity('tenancy')
export class TenancyRow implements CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: TenancyState['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  /** The signed text that the tenancy is settled by. */
  @Column('int') agreementVersionAtStart: number;
  @Column('uuid') dwellingRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') citizenRef: string;
  @Column('text', { nullable: true }) landlordReference: string | null;
  @Column('boolean') hasSupportWorker: boolean;
  @Column('date') startedOn: LocalDate;
  /** The last day. */
  @Column('date', { nullable: true }) endedOn: LocalDate | null;
  /** Øre per month. */
  @Column('int') rentOere: Oere;
  /** Øre per month on account. */
  @Column('int') utilitiesOere: Oere;
}
