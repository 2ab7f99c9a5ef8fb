// SPDX-License-Identifier: MPL-2.0
import type { KindOfService } from '#service';
import { ActionItemController } from './action-item/action-item.controller.js';
import { actionItem } from './action-item/action-item.kind.js';
import { LandlordController } from './landlord/landlord.controller.js';
import { landlord } from './landlord/landlord.kind.js';

/** From who the parties are and what they own, over what they agree, to how it goes. */
export const kinds: readonly KindOfService[] = [
  { kind: landlord, controllers: [LandlordController] },
  { kind: actionItem, controllers: [ActionItemController] },
];
