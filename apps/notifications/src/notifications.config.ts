// SPDX-License-Identifier: MPL-2.0
import { ServiceConfig } from '#service';

/** Nothing of its own: the inbox needs no outside address. */
export class NotificationsConfig extends ServiceConfig {}
