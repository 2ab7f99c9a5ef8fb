// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { FinancingModule } from '../financing/financing.module.js';
import { AdministrationAgreementController } from './administration-agreement.controller.js';
import { AdministrationAgreementQueries } from './administration-agreement.queries.js';
import { AdministrationAgreementUseCases } from './administration-agreement.use-cases.js';

@Module({
  imports: [FinancingModule],
  controllers: [AdministrationAgreementController],
  providers: [AdministrationAgreementUseCases, AdministrationAgreementQueries],
})
export class AdministrationAgreementModule {}
