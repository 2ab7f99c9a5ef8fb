// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Cases } from '#persistence';
import { carriesOut } from '#service';
import { agreementsHandOver, ownedKinds } from './hand-over.kind.js';

@Injectable()
export class HandOverFlows {
  constructor(cases: Cases) {
    carriesOut(cases, agreementsHandOver, ownedKinds);
  }
}
