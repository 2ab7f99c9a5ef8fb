// SPDX-License-Identifier: MPL-2.0
import { AGREEMENT_STATES } from '#contracts/agreements/agreement';
import { ruleBook } from '#domain';
import { agreementRules } from './agreement/agreement.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  agreement: ruleBook('agreement', 'Samarbejdsaftale: agreement', agreementRules, AGREEMENT_STATES),
};
