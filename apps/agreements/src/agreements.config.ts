// SPDX-License-Identifier: MPL-2.0
import { ServiceConfig } from '#service';

/** The settings every service has; agreements needs none of its own. */
export class AgreementsConfig extends ServiceConfig {}
