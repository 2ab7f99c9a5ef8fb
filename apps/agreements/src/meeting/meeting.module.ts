// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { FiguresModule } from '../figures/figures.module.js';
import { MeetingController } from './meeting.controller.js';
import { MeetingQueries } from './meeting.queries.js';
import { MeetingUseCases } from './meeting.use-cases.js';

@Module({
  imports: [FiguresModule],
  controllers: [MeetingController],
  providers: [MeetingUseCases, MeetingQueries],
  exports: [MeetingUseCases],
})
export class MeetingModule {}
