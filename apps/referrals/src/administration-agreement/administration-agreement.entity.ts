// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate, Oere } from '#domain';
import type { CaseRow } from '#persistence';
import type { AdministrationAgreement } from './administration-agreement.js';

@Entity('administration_agreement')
export class AdministrationAgreementRow implements AdministrationAgreement, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: AdministrationAgreement['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  @Column('uuid') tenancyRef: string;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('text') basis: AdministrationAgreement['basis'];
  @Column('uuid', { nullable: true }) financingRef: string | null;
  @Column('int') monthlyAmountOere: Oere;
  @Column('text') payee: 'landlord';
  @Column('date') offeredOn: LocalDate;
  @Column('date') firstPaymentOn: LocalDate;
  @Column('date', { nullable: true }) acceptedOn: LocalDate | null;
  @Column('date', { nullable: true }) revokedOn: LocalDate | null;
  @Column('date', { nullable: true }) lastPaidThrough: LocalDate | null;
}
