// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AgreementState } from '#contracts/agreements/agreement';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { AgreementTerms, Signature } from './agreement.dto.js';

@Entity('agreement')
export class AgreementRow implements CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: AgreementState['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  /** The number both parties know the agreement by. */
  @Column('text') agreementNo: string;
  @Column('uuid') landlordRef: string;
  @Column('text') landlordCvr: string;
  @Column('text') landlordName: string;
  @Column('text') legalBasis: AgreementState['legalBasis'];
  /** Number of the signed text, from 1. */
  @Column('int') agreementVersion: number;
  @Column('date') termFrom: LocalDate;
  /** The last day. */
  @Column('date') termTo: LocalDate;
  @Column('jsonb') terms: AgreementTerms;
  @Column('jsonb') signatures: Signature[];
}
