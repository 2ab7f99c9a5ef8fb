// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller.js';
import { AgreementQueries } from './agreement.queries.js';
import { AgreementUseCases } from './agreement.use-cases.js';
import { AgreementTexts } from './agreement-texts.js';

@Module({
  controllers: [AgreementController],
  providers: [AgreementUseCases, AgreementQueries, AgreementTexts],
  exports: [AgreementUseCases, AgreementTexts],
})
export class AgreementModule {}
