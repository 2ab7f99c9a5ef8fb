// SPDX-License-Identifier: MPL-2.0
import { refusalTexts, ruleBook } from '#domain';
import { RENT_ARREARS_STATES, rentArrears } from './rent-arrears/rent-arrears.js';

/** Pages of docs/rules by case kind. */
export const ruleBooks: Record<string, string> = {
  'rent-arrears': ruleBook('rent-arrears', 'Huslejerestance (rent arrears)', rentArrears, RENT_ARREARS_STATES),
};

/** Sentences by code, for `/problems/<code>`. */
export const refusals = refusalTexts(rentArrears);
