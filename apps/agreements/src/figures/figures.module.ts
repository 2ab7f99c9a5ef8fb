// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { Figures } from './figures.lookup.js';

@Module({ providers: [Figures], exports: [Figures] })
export class FiguresModule {}
