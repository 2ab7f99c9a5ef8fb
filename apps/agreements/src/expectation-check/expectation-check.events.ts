// SPDX-License-Identifier: MPL-2.0
import { Refusal } from '#domain';
import type { CaseKind } from '#persistence';
import { ExpectationCheckRow } from './expectation-check.entity.js';
import { expectationCheckRules, isAnswered } from './expectation-check.js';

/** It stays between the parties. */
export const expectationCheckKind: CaseKind<ExpectationCheckRow, 'changed'> = {
  name: 'expectation-check',
  path: '/v1/expectation-checks',
  entity: ExpectationCheckRow,
  auditReads: false,
  facts: `jsonb_build_object('otherHasAnswered', exists (select from expectation_check o
    where o.agreement_ref = c.agreement_ref and o.meeting_ref is not distinct from c.meeting_ref
      and o.quarter_from is not distinct from c.quarter_from and o.party <> c.party))`,
  conflicts: { expectation_check_once: () => new Refusal(isAnswered.code, {}, isAnswered) },
  told: expectationCheckRules.told,
  messages: () => [],
};
