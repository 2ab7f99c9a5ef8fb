// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { TenancyController } from './tenancy.controller.js';
import { TenancyQueries } from './tenancy.queries.js';
import { TenancyUseCases } from './tenancy.use-cases.js';

@Module({ controllers: [TenancyController], providers: [TenancyUseCases, TenancyQueries] })
export class TenancyModule {}
