// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { FiguresModule } from '../figures/figures.module.js';
import { MeetingFlows } from './meeting.flows.js';

@Module({ imports: [FiguresModule], providers: [MeetingFlows], exports: [MeetingFlows] })
export class MeetingModule {}
