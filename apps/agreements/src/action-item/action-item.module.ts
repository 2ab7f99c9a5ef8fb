// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { ActionItemController } from './action-item.controller.js';
import { ActionItemQueries } from './action-item.queries.js';
import { ActionItemUseCases } from './action-item.use-cases.js';

@Module({ controllers: [ActionItemController], providers: [ActionItemUseCases, ActionItemQueries] })
export class ActionItemModule {}
