// SPDX-License-Identifier: MPL-2.0
import { RENT_ARREARS_STATES } from '#contracts/incidents/rent-arrears';
import { refusalTexts, ruleBook } from '#domain';
import { DEMAND_FEE_STATES, demandFeeRules } from './demand-fee/demand-fee.js';
import { DEMAND_STATES, demandNotice } from './rent-arrears/demand-notice.js';
import { rentArrears } from './rent-arrears/rent-arrears.js';

/** Pages of docs/rules by case kind. */
export const ruleBooks: Record<string, string> = {
  'rent-arrears': ruleBook('rent-arrears', 'Huslejerestance (rent arrears)', rentArrears, RENT_ARREARS_STATES),
  'demand-notice': ruleBook('demand-notice', 'Påkrav i en restancesag (demand notice)', demandNotice, DEMAND_STATES),
  'demand-fee': ruleBook('demand-fee', 'Påkravsgebyr (demand fee)', demandFeeRules, DEMAND_FEE_STATES),
};

/** Sentences by code, for `/problems/<code>`. */
export const refusals = refusalTexts(rentArrears, demandNotice, demandFeeRules);
