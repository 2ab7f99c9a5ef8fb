// SPDX-License-Identifier: MPL-2.0
import { v5 as uuidv5 } from 'uuid';
import { publicEvent } from '#contracts/public-event';
import type { DeadlineState } from '#contracts/referrals/deadlines';
import type { FinancingState } from '#contracts/referrals/financing';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { dueSoonOn } from '#domain';
import type { CaseKind, OutboxMessage } from '#persistence';
import { FinancingRow } from './financing.entity.js';
import { type FinancingFact, financingRules } from './financing.js';

export const financingKind: CaseKind<FinancingRow, FinancingFact> = {
  name: 'financing',
  path: '/v1/financings',
  entity: FinancingRow,
  facts: `jsonb_build_object(
      'tenancyKnown', exists (select 1 from tenancy t where t.id = c.tenancy_ref and t.state = 'STARTED'),
      'owedOere', (select a.owed_oere from known_rent_arrears a where a.id = c.case_ref))`,
  auditReads: true,
  told: financingRules.told,
  messages: (row, fact, before) => [
    {
      topic: topics.financing.name,
      key: row.id,
      type: types.financing[fact],
      classification: 'public',
      body: publicEvent('financing', financingKind.path, row, stageOf(row, fact)),
    },
    {
      topic: topics.financingInternal.name,
      key: row.id,
      type: types.financing[fact],
      classification: 'internal',
      body: financingState(row),
    },
    ...deadlineNews(row, before),
  ],
};

const stageOf = (row: FinancingRow, fact: FinancingFact) =>
  fact === 'applied' ? 'opened' : row.closedAt ? 'closed' : 'changed';

/** Amount and day are nobody else's before the grant has taken effect: the citizen may still say no to its condition. */
const financingState = (row: FinancingRow): FinancingState => ({
  financingRef: row.id,
  kind: row.kind,
  caseRef: row.caseRef,
  state: row.state,
  decisionDueOn: row.decisionDueOn,
  amountOere: row.effectiveOn ? row.amountOere : null,
  payOn: row.effectiveOn ? row.payOn : null,
  paidOere: row.paidOere,
  paidOn: row.paidOn,
});

/** The deadlines of a case as it stands, by code. */
function deadlinesOf(row: FinancingRow): DeadlineState[] {
  const { id, agreementRef, landlordRef, state } = row;
  const common = { caseKind: 'financing', caseRef: id, agreementRef, landlordRef } as const;
  const withdrawn = state === 'WITHDRAWN';
  const decision: DeadlineState = {
    ...common,
    deadlineRef: uuidv5('HELP_DECISION', id),
    code: 'HELP_DECISION',
    status: row.decidedOn ? 'met' : withdrawn ? 'cancelled' : 'set',
    dueOn: row.decisionDueOn,
    dueSoonOn: dueSoonOn('HELP_DECISION', row.decisionDueOn, row.appliedOn),
    setOn: row.appliedOn,
    metOn: row.decidedOn,
    responsible: 'benefits_caseworker',
  };
  if (!row.effectiveOn || !row.disbursementDueOn) return [decision];
  const paid = state === 'PAID';
  const disbursement: DeadlineState = {
    ...common,
    deadlineRef: uuidv5('DISBURSEMENT', id),
    code: 'DISBURSEMENT',
    status: paid ? 'met' : withdrawn ? 'cancelled' : 'set',
    dueOn: row.disbursementDueOn,
    dueSoonOn: dueSoonOn('DISBURSEMENT', row.disbursementDueOn, row.effectiveOn),
    setOn: row.effectiveOn,
    metOn: paid ? row.paidOn : null,
    responsible: 'finance',
  };
  return [decision, disbursement];
}

/** Only what is new about them is told. */
function deadlineNews(row: FinancingRow, before: FinancingRow | null): OutboxMessage[] {
  const told = before ? deadlinesOf(before).map((deadline) => JSON.stringify(deadline)) : [];
  return deadlinesOf(row)
    .filter((deadline) => !told.includes(JSON.stringify(deadline)))
    .map((body) => ({
      topic: topics.referralsDeadlines.name,
      key: body.deadlineRef,
      type: types.referralsDeadlines[body.status],
      classification: 'internal',
      body,
    }));
}
