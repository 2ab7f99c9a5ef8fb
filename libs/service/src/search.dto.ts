// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min, ValidateIf } from 'class-validator'; // biome-ignore format: one line
import { caseKinds } from '#contracts/case-kinds';
import { EachOnce } from '#contracts/fields';
import { LONGEST_CASE_NUMBER } from '#domain';
import { CURSOR, type Hit, type Score, type Wanted } from '#persistence';

const KINDS = Object.keys(caseKinds);

/** What is looked for; what is given must all fit. At least one of words, number and reference. */
export class SearchFor implements Wanted {
  /**
   * A landlord's name or CVR number, an address, a lease number, an agreement's or a case's number: every word or its
   * beginning, as Danes type them (`aa` for å, `12b` for 12 B, `1th` for 1. th.). Where nothing fits, with one slip in the long
   * words, if the installation can. Where nothing is found, a case number that stands there as it is written, and is mistyped, is
   * refused by name. Never a person's name or CPR number: citizens are found in the vault.
   * @example "Proevevej 12b st tv"
   */
  @ValidateIf(
    ({ words, number, reference }: SearchFor) =>
      words !== undefined || (number === undefined && reference === undefined),
  )
  @IsString()
  @Length(1, 120)
  words?: string;

  /**
   * A case number as it is said or typed: `r 26 417 3` is `R-26-00417-3`. One that is mistyped is refused by name.
   * @example "R-26-00417-3"
   */
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_CASE_NUMBER)
  number?: string;

  /**
   * The reference of a case, or of what it belongs to: an agreement, a landlord, a tenancy.
   * @example "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10"
   */
  @IsOptional()
  @IsUUID()
  reference?: string;

  /** Only these kinds; absent: all. One body may be sent to all services: a kind of another one finds nothing here. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @EachOnce()
  @IsIn(KINDS, { each: true })
  kinds?: string[];

  /** 1–100 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** `next` of the page before, with everything else as it was. */
  @IsOptional()
  @Matches(CURSOR)
  after?: string;
}

export class SearchHit implements Hit {
  @ApiProperty({ enum: KINDS })
  kind: string;
  id: string;
  /** The case's number, where it has one. */
  number?: string;
  /** Where the case is read. */
  href: string;
  /** What it was found by, such as name or address; null for a kind that has no such text. */
  @ApiProperty({ type: 'string', nullable: true, maxLength: 1000 })
  title: string | null;
  /** As the caller's view of the case tells it; null where it does not. */
  @ApiProperty({ type: 'string', nullable: true, maxLength: 100 })
  state: string | null;
  /** 4: just what was typed. 3: every word stands there. 2: words that begin so. 1: but for a slip in a word. */
  @ApiProperty({ type: 'integer' })
  score: Score;
}
