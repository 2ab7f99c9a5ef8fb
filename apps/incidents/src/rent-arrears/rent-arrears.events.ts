// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
import { v5 as uuidv5 } from 'uuid';
import type { DeadlineState, DeadlineStatus } from '#contracts/incidents/deadlines';
import type { RentArrearsState as Told } from '#contracts/incidents/rent-arrears';
import { publicEvent, type Stage } from '#contracts/public-event';
import type { Role } from '#contracts/roles';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type DeadlineCode, dueSoonOn, extraNoticeOn, type LocalDate } from '#domain';
import type { CaseKind, OutboxMessage } from '#persistence';
import { type Help, owedOere } from './case.js';
import type { RentArrearsFact } from './decisions.js';
import { runningUntil } from './demand-notice.js';
import { RentArrearsRow } from './rent-arrears.entity.js';
import { rentArrears } from './rent-arrears.js';

// The tenancy by its reference, or by the landlord's lease number on the day the rent was due; only the reporter's own.
const knownTenancy = `
  select t.id, t.agreement_ref, t.agreement_version_at_start, t.has_support_worker from known_tenancies t
   where t.id = c.tenancy_ref and t.landlord_ref = c.landlord_ref
  union all
  (select t.id, t.agreement_ref, t.agreement_version_at_start, t.has_support_worker from known_tenancies t
    where c.tenancy_ref is null and t.landlord_ref = c.landlord_ref and t.landlord_reference = c.landlord_reference
      and t.started_on <= c.rent_due_on and (t.ended_on is null or t.ended_on >= c.rent_due_on)
    order by t.started_on desc limit 1)`;

// Two halves, each by an index; lateral, or the search would be run once for each of its columns.
const factsWith = (more = '') => `(select jsonb_build_object(
    'tenancy', case when t.id is null then null else jsonb_build_object('tenancyRef', t.id,
      'agreementRef', t.agreement_ref, 'hasSupportWorker', t.has_support_worker) end,
    'openPlans', (select count(*) from rent_arrears o
      where o.tenancy_ref = c.tenancy_ref and o.state = 'INSTALMENT_PLAN' and o.id <> c.id)${more})
    || case when a.id is null then '{}'
       when g.terms is null then jsonb_build_object('slas', a.slas, 'policy', a.instalment_policy)
       else jsonb_build_object('slas', g.terms -> 'slas', 'policy', g.terms -> 'instalmentPolicy') end
  from (select 1) one left join lateral (${knownTenancy}) t on true left join known_agreements a on a.id = t.agreement_ref
    left join lateral (select governing_version(a.versions, t.agreement_version_at_start) as terms) g on true)`;

/** What subscribers may learn of a fact: all but the steps of the demand are one word for them (domain.md 9.1). */
const publicFact = (fact: RentArrearsFact) =>
  (['opened', 'acknowledged', 'assigned', 'tenancyMatched', 'demandRunning', 'closed'] as const).find(
    (one) => one === fact,
  ) ?? 'changed';

export const rentArrearsCase: CaseKind<RentArrearsRow, RentArrearsFact> = {
  name: 'rent-arrears',
  path: '/v1/rent-arrears',
  entity: RentArrearsRow,
  auditReads: true,
  told: rentArrears.told,
  facts: factsWith(),
  messages: (row, fact, before) => {
    const stage: Stage = fact === 'opened' || fact === 'closed' ? fact : 'changed';
    return [
      {
        topic: topics.rentArrearsInternal.name,
        key: row.id,
        type: types.rentArrears[fact],
        classification: 'internal',
        body: told(row),
      },
      {
        topic: topics.rentArrears.name,
        key: row.id,
        type: types.rentArrears[publicFact(fact)],
        classification: 'public',
        body: publicEvent('rent-arrears', '/v1/rent-arrears', row, stage),
      },
      ...changedDeadlines(row, before),
    ];
  },
};

/** The same kind where the demand fees are needed too. */
export const rentArrearsWithFees: typeof rentArrearsCase = {
  ...rentArrearsCase,
  facts: factsWith(
    `, 'demandFees', (select jsonb_agg(jsonb_build_object('validFrom', f.valid_from, 'feeOere', f.fee_oere)) from demand_fee f)`,
  ),
};

const helpStatus = {
  asked: 'asked',
  granted: 'answered',
  refused: 'answered',
  paid: 'answered',
  withdrawn: 'withdrawn',
} as const;
const toldHelp = ({ helpRef, status, appliedOn }: Help) => ({ helpRef, status: helpStatus[status], appliedOn });

/** What the other services need of the case: a tenancy reference only once it is the landlord's own for sure. */
function told(row: RentArrearsRow): Told {
  const demandExpiresOn = runningUntil(row);
  const payOn = row.state === 'HELP_GRANTED' ? row.help?.payOn : null;
  return {
    state: row.state,
    agreementRef: row.agreementRef,
    landlordRef: row.landlordRef,
    tenancyRef: row.agreementRef && row.tenancyRef,
    matched: row.agreementRef !== null,
    amountOere: row.amountOere,
    rentDueOn: row.rentDueOn,
    payDay: row.payDay,
    reportedOn: row.reportedOn,
    acknowledgeDueOn: row.acknowledgeDueOn,
    acknowledgedOn: row.acknowledgedOn,
    outreachDueOn: row.outreachDueOn,
    assignedTo: row.assignedTo,
    paidOn: row.paidOn,
    owedOere: owedOere(row),
    ...(demandExpiresOn && { demandExpiresOn }),
    ...(row.help && { help: toldHelp(row.help) }),
    ...(payOn && { paymentExpectedOn: payOn }),
  };
}

/** Every deadline of the case as it stands: told when it is new or has changed. */
function deadlinesOf(row: RentArrearsRow): DeadlineState[] {
  const deadline = (
    ref: string,
    code: DeadlineCode,
    status: DeadlineStatus,
    dueOn: LocalDate,
    setOn: LocalDate,
    metOn: LocalDate | null,
    responsible: Role,
  ): DeadlineState => {
    const secondWarningOn = extraNoticeOn(code, dueOn, setOn);
    return {
      deadlineRef: ref,
      code,
      // The end of a case ends what still runs.
      status: row.closedAt && status === 'set' ? 'cancelled' : status,
      caseKind: 'rent-arrears',
      caseRef: row.id,
      agreementRef: row.agreementRef,
      landlordRef: row.landlordRef,
      dueOn,
      dueSoonOn: dueSoonOn(code, dueOn, setOn),
      ...(secondWarningOn && { secondWarningOn }),
      setOn,
      metOn,
      responsible,
    };
  };
  const { id, acknowledgeDeadlineRef, acknowledgeDueOn, acknowledgedOn, reportedOn, firstContactOn, outreachDueOn } =
    row;
  const worker = row.assignedTo ?? 'single_entry';
  const met = (on: LocalDate | null): DeadlineStatus => (on ? 'met' : 'set');
  return [
    deadline(
      acknowledgeDeadlineRef,
      'ACKNOWLEDGE',
      met(acknowledgedOn),
      acknowledgeDueOn,
      reportedOn,
      acknowledgedOn,
      'single_entry',
    ),
    deadline(
      uuidv5('FIRST_OUTREACH', id),
      'FIRST_OUTREACH',
      met(firstContactOn),
      outreachDueOn,
      reportedOn,
      firstContactOn,
      worker,
    ),
    ...row.demands.flatMap(({ demandRef, state, expiresOn, registeredOn }) => {
      if (!expiresOn || !registeredOn) return [];
      const status = state === 'RUNNING' ? 'set' : state === 'PAID_IN_TIME' ? 'met' : 'cancelled';
      const paidOn = state === 'PAID_IN_TIME' ? (row.payments.at(-1)?.paidOn ?? null) : null;
      return [
        deadline(uuidv5('DEMAND_EXPIRY', demandRef), 'DEMAND_EXPIRY', status, expiresOn, registeredOn, paidOn, worker),
      ];
    }),
  ];
}

/** What deadlines are made of: most changes leave all of it as it was. */
const OF_DEADLINES = ['agreementRef', 'acknowledgedOn', 'firstContactOn', 'assignedTo', 'demands', 'closedAt'] as const;

function changedDeadlines(row: RentArrearsRow, before: RentArrearsRow | null): OutboxMessage[] {
  if (before && OF_DEADLINES.every((column) => isDeepStrictEqual(before[column], row[column]))) return [];
  const known = before ? deadlinesOf(before) : [];
  return deadlinesOf(row)
    .filter((body) => {
      const was = known.find(({ deadlineRef }) => deadlineRef === body.deadlineRef);
      // Once ended it is told no more, whatever happens to the case.
      return was ? was.status === 'set' && !isDeepStrictEqual(was, body) : body.status === 'set' || !before;
    })
    .map((body) => ({
      topic: topics.incidentsDeadlines.name,
      key: body.deadlineRef,
      type: types.incidentsDeadlines[body.status],
      classification: 'internal' as const,
      body,
    }));
}
