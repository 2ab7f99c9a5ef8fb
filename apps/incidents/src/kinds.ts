// SPDX-License-Identifier: MPL-2.0
import type { KindOfService } from '#service';
import { DemandFeeController } from './demand-fee/demand-fee.controller.js';
import { demandFee } from './demand-fee/demand-fee.kind.js';
import { HandOverController } from './hand-over/hand-over.controller.js';
import { HandOverFlows } from './hand-over/hand-over.flows.js';
import { incidentsHandOver } from './hand-over/hand-over.kind.js';
import { RentArrearsConsumer } from './rent-arrears/rent-arrears.consumer.js';
import { RentArrearsController } from './rent-arrears/rent-arrears.controller.js';
import { RentArrearsFlows } from './rent-arrears/rent-arrears.flows.js';
import { rentArrears } from './rent-arrears/rent-arrears.kind.js';

/** What goes wrong in a tenancy, and what it may cost. */
export const kinds: readonly KindOfService[] = [
  { kind: rentArrears, controllers: [RentArrearsController, RentArrearsConsumer], providers: [RentArrearsFlows] },
  { kind: demandFee, controllers: [DemandFeeController] },
  { kind: incidentsHandOver, controllers: [HandOverController], providers: [HandOverFlows] },
];
