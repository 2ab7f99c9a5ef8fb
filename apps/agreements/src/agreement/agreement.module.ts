// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { MeetingModule } from '../meeting/meeting.module.js';
import { AgreementController } from './agreement.controller.js';
import { AgreementQueries } from './agreement.queries.js';
import { AgreementTexts } from './agreement.texts.js';
import { AgreementUseCases } from './agreement.use-cases.js';

@Module({
  imports: [MeetingModule],
  controllers: [AgreementController],
  providers: [AgreementUseCases, AgreementQueries, AgreementTexts],
  exports: [AgreementUseCases, AgreementTexts],
})
export class AgreementModule {}
