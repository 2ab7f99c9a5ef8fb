// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { DateOnly, EachOnce, LeaseNumber } from '#contracts/fields';
import type { LocalDate, Oere } from '#domain';
import { ShownText } from '#service';
import { OBSERVERS } from '../neighbour-complaint/case.js';
import { CONDUCT, type Conduct } from '../neighbour-complaint/conduct.js';
import { MOST_RENT_OERE } from '../rent-arrears/rent-arrears.dto.js';

export type ReportKind = 'missing_rent' | 'concern' | 'complaint' | 'moving_out' | 'abandoned';
const KINDS: readonly ReportKind[] = ['missing_rent', 'concern', 'complaint', 'moving_out', 'abandoned'];

/** Read of reports of these kinds, and required in them. */
const Of = (...kinds: ReportKind[]): PropertyDecorator =>
  ValidateIf((report: LandlordReport, value: unknown) => kinds.includes(report.kind) || value != null);

/** What a landlord tells the one entry point. Of what a kind of report has no use for, it takes nothing. */
export class LandlordReport {
  /**
   * missing_rent, concern (a mere feeling), complaint, moving_out (the tenant gave notice), abandoned (the tenant has left
   * without). Caretakers report concerns and complaints.
   * @example "missing_rent"
   */
  @IsIn(KINDS)
  kind: ReportKind;

  /**
   * The tenancy, where its reference is known.
   * @example "0192f7a0-0000-7000-8000-0000000000e1"
   */
  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  /**
   * The landlord's own lease number; required where the tenancy's reference is not given. Letters, digits and . _ / -
   * @example "L-17"
   */
  @ValidateIf((report: LandlordReport) => report.tenancyRef == null || report.landlordReference != null)
  @LeaseNumber()
  landlordReference?: string;

  /**
   * Of missing rent: rent and utilities, in øre.
   * @example 510000
   */
  @Of('missing_rent')
  @IsInt()
  @Min(1)
  @Max(MOST_RENT_OERE)
  amountOere?: Oere;

  /**
   * Of missing rent: the due day by contract, YYYY-MM-DD.
   * @example "2026-08-01"
   */
  @Of('missing_rent')
  @DateOnly()
  rentDueOn?: LocalDate;

  /**
   * Of a concern or a complaint: who has seen or heard it; default: the landlord, of a caretaker the caretaker.
   * @example "neighbour"
   */
  @Of()
  @IsIn(OBSERVERS)
  from?: (typeof OBSERVERS)[number];

  /**
   * Kinds of conduct, lejeloven § 153(1); of a complaint one at least.
   * @example ["unacceptable_noise"]
   */
  @Of('complaint')
  @IsArray()
  @EachOnce()
  @IsIn(CONDUCT, { each: true })
  categories?: Conduct[];

  /**
   * The day on which it happened, YYYY-MM-DD; of a complaint always.
   * @example "2026-10-12"
   */
  @Of('complaint')
  @DateOnly()
  happenedOn?: LocalDate;

  /**
   * The day on which the tenant gave notice, YYYY-MM-DD.
   * @example "2027-01-12"
   */
  @Of('moving_out')
  @DateOnly()
  noticeOn?: LocalDate;

  /**
   * Of a tenant who leaves: the last day, YYYY-MM-DD, which may lie ahead.
   * @example "2027-04-14"
   */
  @Of('moving_out', 'abandoned')
  @DateOnly()
  movedOutOn?: LocalDate;
}

/** What became of a report: the case that it opened or was added to, who has it, and when the landlord hears. */
export class ReportAnswer {
  @ApiProperty({ enum: ['rent-arrears', 'neighbour-complaint', 'move-out'] })
  caseKind: string;
  caseRef: string;
  /** What people call the case by. */
  number: string;
  /** Of the case, for `If-Match`. */
  version: number;
  /** Path of the case. */
  href: string;
  /** opened: a case of its own. added: to the open case of the tenancy. */
  outcome: 'opened' | 'added';
  /** Who got it. */
  receivedBy: ShownText;
  /** The landlord hears at the latest on this day; null where no day is set. */
  hearsBy: LocalDate | null;
  /** What happens next. */
  next: ShownText | null;
}
