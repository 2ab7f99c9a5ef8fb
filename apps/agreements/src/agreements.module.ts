// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AgreementModule } from './agreement/agreement.module.js';

@Module({ imports: [AgreementModule] })
export class AgreementsModule {}
