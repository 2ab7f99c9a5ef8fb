// SPDX-License-Identifier: MPL-2.0
import { TENANCY_STATES } from '#contracts/referrals/tenancy';
import { refusalTexts, ruleBook } from '#domain';
import { tenancyRules } from './tenancy/tenancy.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  tenancy: ruleBook('tenancy', 'Lejemål: tenancy', tenancyRules, TENANCY_STATES),
};

/** Sentences by code, for `/problems/<code>`. */
export const refusals = refusalTexts(tenancyRules);
