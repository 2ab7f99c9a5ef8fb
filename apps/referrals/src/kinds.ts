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
import { MoveInInspectionController } from './move-in-inspection/move-in-inspection.controller.js';
import { MoveInInspectionFlows } from './move-in-inspection/move-in-inspection.flows.js';
import { moveInInspection } from './move-in-inspection/move-in-inspection.kind.js';
import { ProposalController } from './proposal/proposal.controller.js';
import { ProposalFlows } from './proposal/proposal.flows.js';
import { proposal } from './proposal/proposal.kind.js';
import { FastTrackController } from './referral/fast-track.controller.js';
import { ReferralController } from './referral/referral.controller.js';
import { ReferralFlows } from './referral/referral.flows.js';
import { referral } from './referral/referral.kind.js';
import { RehousingConsumer } from './rehousing/rehousing.consumer.js';
import { RehousingController } from './rehousing/rehousing.controller.js';
import { RehousingFlows } from './rehousing/rehousing.flows.js';
import { rehousing } from './rehousing/rehousing.kind.js';
import { TenancyConsumer } from './tenancy/tenancy.consumer.js';
import { TenancyController } from './tenancy/tenancy.controller.js';
import { TenancyFlows } from './tenancy/tenancy.flows.js';
import { tenancy } from './tenancy/tenancy.kind.js';
import { VacancyConsumer } from './vacancy/vacancy.consumer.js';
import { VacancyController } from './vacancy/vacancy.controller.js';
import { VacancyFlows } from './vacancy/vacancy.flows.js';
import { vacancy } from './vacancy/vacancy.kind.js';

/** Who the citizens are; one who is referred to a dwelling, the tenancy from moving in to a new home, and what helps to pay its rent. */
const own: readonly KindOfService[] = [
  { kind: citizen, controllers: [CitizenController, CitizenConsumer], providers: [CitizenFlows, Vault] },
  { kind: vacancy, controllers: [VacancyController, VacancyConsumer], providers: [VacancyFlows] },
  { kind: referral, controllers: [ReferralController, FastTrackController], providers: [ReferralFlows] },
  { kind: proposal, controllers: [ProposalController], providers: [ProposalFlows] },
  { kind: tenancy, controllers: [TenancyController, TenancyConsumer], providers: [TenancyFlows] },
  { kind: moveInInspection, controllers: [MoveInInspectionController], providers: [MoveInInspectionFlows] },
  { kind: rehousing, controllers: [RehousingController, RehousingConsumer], providers: [RehousingFlows] },
  { kind: financing, controllers: [FinancingController, FinancingConsumer], providers: [FinancingFlows] },
  {
    kind: administrationAgreement,
    controllers: [AdministrationAgreementController],
    providers: [AdministrationAgreementFlows],
  },
];

export const kinds: readonly KindOfService[] = [...own, handOvers('referrals-hand-over', own)];
