// SPDX-License-Identifier: MPL-2.0
import { publicEvent, type Stage } from '#contracts/public-event';
import type { TenancyState } from '#contracts/referrals/tenancy';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { CaseKind } from '#persistence';
import { TenancyRow } from './tenancy.entity.js';
import { tenancyRules } from './tenancy.js';

export type TenancyFact = 'started' | 'ended';

const stages: Record<TenancyFact, Stage> = { started: 'opened', ended: 'closed' };

export const tenancyKind: CaseKind<TenancyRow, TenancyFact> = {
  name: 'tenancy',
  path: '/v1/tenancies',
  entity: TenancyRow,
  facts: `jsonb_build_object('terms', (select jsonb_build_object('state', a.state, 'landlordRef', a.landlord_ref,
      'agreementVersion', a.agreement_version, 'versions', a.versions, 'termFrom', a.term_from, 'termTo', a.term_to,
      'dwelling', (select d from jsonb_array_elements(a.dwellings) d where d->>'dwellingRef' = c.dwelling_ref::text limit 1))
    from known_agreements a where a.id = c.agreement_ref),
    'payer', (select jsonb_build_object('firstPaymentOn', p.first_payment_on, 'lastPaidThrough', p.last_paid_through)
      from administration_agreement p where p.tenancy_ref = c.id and p.accepted_on is not null
      order by p.id desc limit 1))`,
  auditReads: true,
  told: tenancyRules.told,
  messages: (row, fact) => [
    {
      topic: topics.tenancy.name,
      key: row.id,
      type: types.tenancy[fact],
      classification: 'public',
      body: publicEvent('tenancy', tenancyKind.path, row, stages[fact]),
    },
    {
      topic: topics.tenancyInternal.name,
      key: row.id,
      type: types.tenancy[fact],
      classification: 'internal',
      body: tenancyState(row),
    },
  ],
};

function tenancyState(row: TenancyRow): TenancyState {
  return {
    tenancyRef: row.id,
    agreementRef: row.agreementRef,
    agreementVersionAtStart: row.agreementVersionAtStart,
    dwellingRef: row.dwellingRef,
    landlordRef: row.landlordRef,
    citizenRef: row.citizenRef,
    ...(row.landlordReference !== null && { landlordReference: row.landlordReference }),
    hasSupportWorker: row.hasSupportWorker,
    state: row.state,
    startedOn: row.startedOn,
    endedOn: row.endedOn,
    rentOere: row.rentOere,
    utilitiesOere: row.utilitiesOere,
  };
}
