// SPDX-License-Identifier: MPL-2.0
import { type DeadlineCode, deadlineRules, type LocalDate, type Oere } from '#domain';
import {
  Amount,
  DateOnly,
  OneOf,
  Optional,
  OrNull,
  Part,
  Parts,
  Reference,
  Whole,
  WholeByCode,
  YesNo,
} from '../fields.js';

/** domain.md 3.4 */
export const AGREEMENT_STATES = [
  'DRAFT',
  'NEGOTIATING',
  'NEGOTIATED',
  'SIGNED',
  'ACTIVE',
  'NOTICE_GIVEN',
  'RUN_OFF',
  'EXPIRED',
  'TERMINATED',
  'ABANDONED',
] as const;

/** domain.md 3.1 */
export const LEGAL_BASES = ['lbf_ch7_allocation', 'lbf_57a_transitional', 'free_cooperation'] as const;

/** A dwelling under the agreement, by reference: its address stays with agreements. Amounts are per month. */
export class DwellingTerms {
  @Reference()
  dwellingRef: string;

  @Amount()
  rentOere: Oere;

  @Amount()
  utilitiesOere: Oere;
}

/** What the landlord may offer a tenant in arrears (domain.md 3.2). */
export class InstalmentPolicy {
  @YesNo()
  allowed: boolean;

  @Whole(1, 120)
  maxMonths: number;

  @Amount()
  minInstalmentOere: Oere;

  @Whole(0, 100)
  maxOpenPlans: number;

  @YesNo()
  needsMunicipalConsent: boolean;
}

/** The terms other services act by. No party's name, CVR number or address. */
export class AgreementState {
  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  /** Number of the signed text, from 1; not the version of the case. */
  @Whole(1, 10_000)
  agreementVersion: number;

  @OneOf(AGREEMENT_STATES)
  state: (typeof AGREEMENT_STATES)[number];

  @OneOf(LEGAL_BASES)
  legalBasis: (typeof LEGAL_BASES)[number];

  @DateOnly()
  termFrom: LocalDate;

  /** The last day of the term. */
  @DateOnly()
  termTo: LocalDate;

  @Parts(() => DwellingTerms, 10_000)
  dwellings: DwellingTerms[];

  /** `null`: no instalment plan may be offered at all. */
  @OrNull()
  @Part(() => InstalmentPolicy)
  instalmentPolicy: InstalmentPolicy | null;

  /** Working days that replace those of the deadline rules, by deadline code. */
  @Optional()
  @WholeByCode(Object.keys(deadlineRules), 0, 366)
  slas?: Partial<Record<DeadlineCode, number>>;
}
