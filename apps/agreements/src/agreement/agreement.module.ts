// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller.js';
import { AgreementUseCases } from './agreement.use-cases.js';

@Module({ controllers: [AgreementController], providers: [AgreementUseCases] })
export class AgreementModule {}
