// SPDX-License-Identifier: MPL-2.0
import type { KindOfService } from '#service';
import { ActionItemController } from './action-item/action-item.controller.js';
import { actionItem } from './action-item/action-item.kind.js';
import { AgreementController } from './agreement/agreement.controller.js';
import { AgreementFlows } from './agreement/agreement.flows.js';
import { agreement } from './agreement/agreement.kind.js';
import { KeptTexts } from './agreement/texts.lookup.js';
import { CoverAccount } from './cover-booking/account.lookup.js';
import { CoverBookingController } from './cover-booking/cover-booking.controller.js';
import { CoverBookingFlows } from './cover-booking/cover-booking.flows.js';
import { coverBooking } from './cover-booking/cover-booking.kind.js';

/** From who the parties are and what they own, over what they agree, to how it goes. */
export const kinds: readonly KindOfService[] = [
  { kind: agreement, controllers: [AgreementController], providers: [AgreementFlows, KeptTexts] },
  { kind: coverBooking, controllers: [CoverBookingController], providers: [CoverBookingFlows, CoverAccount] },
  { kind: actionItem, controllers: [ActionItemController] },
];
