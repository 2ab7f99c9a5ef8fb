// SPDX-License-Identifier: MPL-2.0
import { handOvers, type KindOfService } from '#service';
import { withAttachments } from './attachments/attachments.controller.js';
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
  withAttachments(
    { kind: rentArrears, controllers: [RentArrearsController, RentArrearsConsumer], providers: [RentArrearsFlows] },
    {
      attach: ['single_entry', 'landlord_admin', 'support_worker', 'outreach_team', 'benefits_caseworker'],
      read: ['team_leader'],
    },
  ),
  withAttachments(
    { kind: neighbourComplaint, controllers: [NeighbourComplaintController], providers: [NeighbourComplaintFlows] },
    {
      attach: ['single_entry', 'landlord_admin', 'landlord_caretaker', 'support_worker', 'outreach_team'],
      read: ['team_leader'],
    },
  ),
  withAttachments(
    { kind: eviction, controllers: [EvictionController], providers: [EvictionFlows] },
    {
      attach: ['single_entry', 'landlord_admin', 'social_caseworker', 'support_worker', 'outreach_team'],
      read: ['team_leader'],
    },
  ),
  withAttachments(
    { kind: moveOut, controllers: [MoveOutController, MoveOutConsumer], providers: [MoveOutFlows] },
    {
      attach: ['single_entry', 'landlord_admin', 'landlord_caretaker', 'finance', 'support_worker', 'outreach_team'],
      read: ['team_leader'],
    },
  ),
  { kind: demandFee, controllers: [DemandFeeController] },
];

export const kinds: readonly KindOfService[] = [...own, handOvers('incidents-hand-over', own)];
