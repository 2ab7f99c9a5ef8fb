// SPDX-License-Identifier: MPL-2.0
import { IsIn } from 'class-validator';
import { DateOnly, Whole } from '#contracts/fields';
import {
  DEADLINES,
  type DeadlineCode,
  type DeadlineStep,
  type LocalDate,
  PAUSE_REASONS,
  type PauseReason,
} from '#domain';

export class ResumeDeadline {
  /**
   * Which of the case's deadlines. Those that the law sets are refused with the reason.
   * @example "FIRST_OUTREACH"
   */
  @IsIn(Object.keys(DEADLINES))
  code: DeadlineCode;
}

export class PauseDeadline extends ResumeDeadline {
  /**
   * Why; landlords are not told.
   * @example "citizen_is_away"
   */
  @IsIn(PAUSE_REASONS)
  reason: PauseReason;

  /**
   * On this day it runs again at the latest, YYYY-MM-DD: from tomorrow to three months ahead.
   * @example "2026-08-24"
   */
  @DateOnly()
  until: LocalDate;
}

export class ExtendDeadline extends ResumeDeadline {
  /**
   * Why; landlords are not told.
   * @example "awaits_information"
   */
  @IsIn(PAUSE_REASONS)
  reason: PauseReason;

  /**
   * By how many working days.
   * @example 3
   */
  @Whole(1, 20)
  workingDays: number;
}

/** What was done to a deadline of the case. */
export class DeadlineStepView implements DeadlineStep {
  code: DeadlineCode;
  kind: DeadlineStep['kind'];
  reason: PauseReason;
  /** The day on which it was decided; of a pause its first day. */
  on: LocalDate;
  /** Of a pause: time runs again on this day, at the latest. */
  until: LocalDate | null;
  /** Of a pause: time ran again on this day. */
  endedOn: LocalDate | null;
  /** By how many working days the last day came later; null while a pause lasts. */
  workingDays: number | null;
  /** The last day in time as it was. */
  dueBefore: LocalDate;
  /** The last day in time as it became; null while a pause lasts. */
  dueAfter: LocalDate | null;
}
