// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { ExpectationCheckController } from './expectation-check.controller.js';
import { ExpectationCheckQueries } from './expectation-check.queries.js';
import { ExpectationCheckUseCases } from './expectation-check.use-cases.js';

@Module({ controllers: [ExpectationCheckController], providers: [ExpectationCheckUseCases, ExpectationCheckQueries] })
export class ExpectationCheckModule {}
