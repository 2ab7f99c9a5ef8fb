// SPDX-License-Identifier: MPL-2.0
import type { AdministrationAgreementState } from '#contracts/referrals/administration-agreement';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { Refusal } from '#domain';
import type { CaseKind } from '#persistence';
import { AdministrationAgreementRow } from './administration-agreement.entity.js';
import {
  type AdministrationFact,
  administrationAgreementRules,
  hasNoOther,
  rentPayer,
} from './administration-agreement.js';

export const administrationAgreementKind: CaseKind<AdministrationAgreementRow, AdministrationFact> = {
  name: 'administration-agreement',
  path: '/v1/administration-agreements',
  entity: AdministrationAgreementRow,
  facts: `jsonb_build_object(
      'tenancy', (select jsonb_build_object('agreementRef', t.agreement_ref, 'landlordRef', t.landlord_ref)
        from tenancy t where t.id = c.tenancy_ref and t.state = 'STARTED'),
      'taken', exists (select 1 from administration_agreement o
        where o.tenancy_ref = c.tenancy_ref and o.state in ('OFFERED', 'ACTIVE') and o.id is distinct from c.id),
      'helpState', (select f.state from financing f where f.id = c.financing_ref))`,
  auditReads: true,
  conflicts: { one_administration_agreement_per_tenancy: () => new Refusal(hasNoOther.code, {}, hasNoOther) },
  told: administrationAgreementRules.told,
  // No public topic: that there is such an agreement is nobody else's business (domain.md 9.1).
  messages: (row, fact) =>
    fact === 'started' || fact === 'ended'
      ? [
          {
            topic: topics.administrationAgreementInternal.name,
            key: row.id,
            type: types.administrationAgreement[fact],
            classification: 'internal',
            body: stateOf(row),
          },
        ]
      : [],
};

const stateOf = (row: AdministrationAgreementRow): AdministrationAgreementState => ({
  tenancyRef: row.tenancyRef,
  agreementRef: row.agreementRef,
  landlordRef: row.landlordRef,
  ...rentPayer(row),
});
