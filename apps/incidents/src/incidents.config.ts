// SPDX-License-Identifier: MPL-2.0
import { ServiceConfig } from '#service';

/** Settings of incidents: those of every service. */
export class IncidentsConfig extends ServiceConfig {}
