// SPDX-License-Identifier: MPL-2.0
import { handOvers, type KindOfService } from '#service';
import { AdministrationAgreementController } from './administration-agreement/administration-agreement.controller.js';
import { AdministrationAgreementFlows } from './administration-agreement/administration-agreement.flows.js';
import { administrationAgreement } from './administration-agreement/administration-agreement.kind.js';
import { CitizenConsumer } from './citizen/citizen.consumer.js';
import { CitizenController } from './citizen/citizen.controller.js';
import { CitizenFlows } from './citizen/citizen.flows.js';
import { citizen } from './citizen/citizen.kind.js';
import { Vault } from './citizen/vault/vault.js';
import { FinancingConsumer } from './financing/financing.consumer.js';
import { FinancingController } from './financing/financing.controller.js';
import { FinancingFlows } from './financing/financing.flows.js';
import { financing } from './financing/financing.kind.js';
import { TenancyController } from './tenancy/tenancy.controller.js';
import { TenancyFlows } from './tenancy/tenancy.flows.js';
import { tenancy } from './tenancy/tenancy.kind.js';

/** Who the citizens are; a tenancy, and what helps to pay its rent. */
const own: readonly KindOfService[] = [
  { kind: citizen, controllers: [CitizenController, CitizenConsumer], providers: [CitizenFlows, Vault] },
  { kind: tenancy, controllers: [TenancyController], providers: [TenancyFlows] },
  { kind: financing, controllers: [FinancingController, FinancingConsumer], providers: [FinancingFlows] },
  {
    kind: administrationAgreement,
    controllers: [AdministrationAgreementController],
    providers: [AdministrationAgreementFlows],
  },
];

export const kinds: readonly KindOfService[] = [...own, handOvers('referrals-hand-over', own)];
