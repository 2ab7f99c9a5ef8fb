// SPDX-License-Identifier: MPL-2.0
import { ShownText } from '#service';

export class NextStepView {
  /** Who acts next; `tenant`: an instalment is awaited, `tribunal`: a decision of the rent tribunal. */
  role: string;
  /** The last day in time; null where no day is set. */
  by: string | null;
  text: ShownText;
}

export class LandlordNextView {
  /** The landlord hears at the latest on this day; null where no day is set. */
  by: string | null;
  text: ShownText;
}
