// SPDX-License-Identifier: MPL-2.0
import { YesNo } from '../fields.js';

/** What the other services must know of a landlord; who it is they need not. */
export class LandlordState {
  /** Whoever lets more than one dwelling must inspect at move-in and move-out (domain.md 13.1). */
  @YesNo()
  letsMoreThanOne: boolean;
}
