// SPDX-License-Identifier: MPL-2.0
import { Refusal } from '#domain';
import type { CaseKind } from '#persistence';
import { DemandFeeRow } from './demand-fee.entity.js';
import { demandFeeRules, feeIsSet } from './demand-fee.js';

/** A table of this service's own: nobody else is told. */
export const demandFeeKind: CaseKind<DemandFeeRow, 'set' | 'corrected'> = {
  name: 'demand-fee',
  path: '/v1/demand-fees',
  entity: DemandFeeRow,
  auditReads: false,
  conflicts: { demand_fee_of_day: () => new Refusal(feeIsSet.code, {}, feeIsSet) },
  told: demandFeeRules.told,
  messages: () => [],
};
