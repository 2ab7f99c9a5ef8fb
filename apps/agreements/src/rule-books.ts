// SPDX-License-Identifier: MPL-2.0
import { AGREEMENT_STATES } from '#contracts/agreements/agreement';
import { refusalTexts, ruleBook } from '#domain';
import { agreementRules, numberIsTaken } from './agreement/agreement.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  agreement: ruleBook('agreement', 'Samarbejdsaftale: agreement', agreementRules, AGREEMENT_STATES),
};

/** Sentences by code, for `/problems/<code>`. */
export const refusals = { ...refusalTexts(agreementRules), [numberIsTaken.code]: numberIsTaken };
