// SPDX-License-Identifier: MPL-2.0
import type { DeadlineState } from '#contracts/incidents/deadlines';
import type { RentArrearsState as Told } from '#contracts/incidents/rent-arrears';
import { publicEvent, type Stage } from '#contracts/public-event';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { dueSoonOn } from '#domain';
import type { CaseKind, OutboxMessage } from '#persistence';
import { RentArrearsRow } from './rent-arrears.entity.js';
import { type RentArrearsFact, rentArrears } from './rent-arrears.js';

// The tenancy by its reference, or by the landlord's lease number on the day the rent was due; only the reporter's own.
const knownTenancy = `(
  select t from known_tenancies t
   where t.landlord_ref = c.landlord_ref
     and (t.id = c.tenancy_ref
       or (c.tenancy_ref is null and t.landlord_reference = c.landlord_reference
           and t.started_on <= c.rent_due_on and (t.ended_on is null or t.ended_on >= c.rent_due_on)))
   order by t.started_on desc limit 1)`;

export const rentArrearsCase: CaseKind<RentArrearsRow, RentArrearsFact> = {
  name: 'rent-arrears',
  path: '/v1/rent-arrears',
  entity: RentArrearsRow,
  auditReads: true,
  told: rentArrears.told,
  facts: `(select jsonb_build_object(
      'tenancy', case when k.t is null then null else jsonb_build_object('tenancyRef', (k.t).id,
        'agreementRef', (k.t).agreement_ref, 'hasSupportWorker', (k.t).has_support_worker) end,
      'slas', (select a.slas from known_agreements a where a.id = (k.t).agreement_ref))
    from (select ${knownTenancy} as t) k)`,
  messages: (row, fact) => {
    const type = types.rentArrears[fact];
    const stage: Stage = fact === 'opened' || fact === 'closed' ? fact : 'changed';
    return [
      { topic: topics.rentArrearsInternal.name, key: row.id, type, classification: 'internal', body: told(row) },
      {
        topic: topics.rentArrears.name,
        key: row.id,
        type,
        classification: 'public',
        body: publicEvent('rent-arrears', '/v1/rent-arrears', row, stage),
      },
      ...acknowledgeDeadline(row, fact),
    ];
  },
};

/** What the other services need of the case: a tenancy reference only once it is the landlord's own for sure. */
const told = (row: RentArrearsRow): Told => ({
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
});

/** Set by the report, met by the acknowledgement, cancelled when the case closes before it. */
function acknowledgeDeadline(row: RentArrearsRow, fact: RentArrearsFact): OutboxMessage[] {
  const status = (
    { opened: 'set', acknowledged: 'met', closed: row.acknowledgedOn ? undefined : 'cancelled' } as const
  )[fact as 'opened' | 'acknowledged' | 'closed'];
  if (!status) return [];
  const body: DeadlineState = {
    deadlineRef: row.acknowledgeDeadlineRef,
    code: 'ACKNOWLEDGE',
    status,
    caseKind: 'rent-arrears',
    caseRef: row.id,
    agreementRef: row.agreementRef,
    landlordRef: row.landlordRef,
    dueOn: row.acknowledgeDueOn,
    dueSoonOn: dueSoonOn('ACKNOWLEDGE', row.acknowledgeDueOn, row.reportedOn),
    setOn: row.reportedOn,
    metOn: row.acknowledgedOn,
    responsible: 'single_entry',
  };
  return [
    {
      topic: topics.incidentsDeadlines.name,
      key: row.acknowledgeDeadlineRef,
      type: types.incidentsDeadlines[status],
      classification: 'internal',
      body,
    },
  ];
}
