// SPDX-License-Identifier: MPL-2.0
import { FINANCING_STATES } from '#contracts/referrals/financing';
import { TENANCY_STATES } from '#contracts/referrals/tenancy';
import { refusalTexts, ruleBook } from '#domain';
import {
  ADMINISTRATION_AGREEMENT_STATES,
  administrationAgreementRules,
} from './administration-agreement/administration-agreement.js';
import { financingRules } from './financing/financing.js';
import { tenancyRules } from './tenancy/tenancy.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  tenancy: ruleBook('tenancy', 'Lejemål: tenancy', tenancyRules, TENANCY_STATES),
  financing: ruleBook('financing', 'Midlertidig huslejehjælp: financing', financingRules, FINANCING_STATES),
  'administration-agreement': ruleBook(
    'administration-agreement',
    'Administrationsaftale: administration agreement',
    administrationAgreementRules,
    ADMINISTRATION_AGREEMENT_STATES,
  ),
};

/** Sentences by code, for `/problems/<code>`. */
export const refusals = refusalTexts(tenancyRules, financingRules, administrationAgreementRules);
