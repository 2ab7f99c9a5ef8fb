// SPDX-License-Identifier: MPL-2.0
import { handOvers, type KindOfService } from '#service';
import { DemandFeeController } from './demand-fee/demand-fee.controller.js';
import { demandFee } from './demand-fee/demand-fee.kind.js';
import { EvictionController } from './eviction/eviction.controller.js';
import { EvictionFlows } from './eviction/eviction.flows.js';
import { eviction } from './eviction/eviction.kind.js';
import { MoveOutConsumer } from './move-out/move-out.consumer.js';
import { MoveOutController } from './move-out/move-out.controller.js';
import { MoveOutFlows } from './move-out/move-out.flows.js';
import { moveOut } from './move-out/move-out.kind.js';
import { NeighbourComplaintController } from './neighbour-complaint/neighbour-complaint.controller.js';
import { NeighbourComplaintFlows } from './neighbour-complaint/neighbour-complaint.flows.js';
import { neighbourComplaint } from './neighbour-complaint/neighbour-complaint.kind.js';
import { RentArrearsConsumer } from './rent-arrears/rent-arrears.consumer.js';
import { RentArrearsController } from './rent-arrears/rent-arrears.controller.js';
import { RentArrearsFlows } from './rent-arrears/rent-arrears.flows.js';
import { rentArrears } from './rent-arrears/rent-arrears.kind.js';

/** What goes wrong in a tenancy, and what it may cost. */
const own: readonly KindOfService[] = [
  { kind: rentArrears, controllers: [RentArrearsController, RentArrearsConsumer], providers: [RentArrearsFlows] },
  { kind: neighbourComplaint, controllers: [NeighbourComplaintController], providers: [NeighbourComplaintFlows] },
  { kind: moveOut, controllers: [MoveOutController, MoveOutConsumer], providers: [MoveOutFlows] },
  { kind: eviction, controllers: [EvictionController], providers: [EvictionFlows] },
  { kind: demandFee, controllers: [DemandFeeController] },
];

export const kinds: readonly KindOfService[] = [...own, handOvers('incidents-hand-over', own)];
