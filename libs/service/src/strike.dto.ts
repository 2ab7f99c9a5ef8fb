// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsUUID } from 'class-validator';
import { STRIKE_REASONS, type Strike } from '#domain';

/** A fact was registered in error. A kind adds `what` can be struck in it. */
export class StrikeFact implements Omit<Strike, 'what'> {
  /**
   * `fact.ref` of what was recorded, in the history of the case.
   * @example "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10"
   */
  @IsUUID()
  ref: string;

  /**
   * Why it was an error. It stays in the history.
   * @example "wrong_amount"
   */
  @IsIn(STRIKE_REASONS)
  reason: Strike['reason'];
}
