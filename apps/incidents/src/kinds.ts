// SPDX-License-Identifier: MPL-2.0
import { handOvers, type KindOfService } from '#service';
import { withAttachments } from './attachments/attachments.controller.js';
import { DemandFeeController } from './demand-fee/demand-fee.controller.js';
import { demandFee } from './demand-fee/demand-fee.kind.js';
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
  { kind: demandFee, controllers: [DemandFeeController] },
];

export const kinds: readonly KindOfService[] = [...own, handOvers('incidents-hand-over', own)];
