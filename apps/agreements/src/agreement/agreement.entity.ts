// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AgreementState } from '#contracts/agreements/agreement';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { Agreement } from './case.js';

/** The texts of an agreement are in `agreement_text`: a list of agreements reads none of them. */
@Entity('agreement')
export class AgreementRow implements Agreement, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: AgreementState['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  /** The number both parties know the agreement by. */
  @Column('text') agreementNo: string;
  @Column('uuid') landlordRef: string;
  /** As in the register when the agreement was drafted; null: a person. */
  @Column('text') landlordCvr: string | null;
  @Column('text') landlordName: string;
  /** The landlord once the draft is shared: what a landlord's scope asks for. */
  @Column('uuid') shownTo: string | null;
  @Column('text') legalBasis: AgreementState['legalBasis'];
  @Column('int') agreementVersion: number;
  @Column('jsonb') versions: Agreement['versions'];
  @Column('date') termFrom: LocalDate;
  @Column('date') termTo: LocalDate;
  /** Of the version in force. */
  @Column('date') reviewOn: LocalDate | null;
  @Column('jsonb') entryPoint: Agreement['entryPoint'];
  @Column('jsonb') landlordContacts: Agreement['landlordContacts'];
  /** Of the version in force; before there is one, of the newest text. */
  @Column('uuid', { array: true }) propertyRefs: string[];
  /** How many, of the same text. */
  @Column('int') dwellings: number;
  @Column('jsonb') notice: Agreement['notice'];
  @Column('jsonb') capAlerts: Agreement['capAlerts'];
}
