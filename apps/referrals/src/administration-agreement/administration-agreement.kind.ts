// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdministrationAgreementState } from '#contracts/referrals/administration-agreement';
import type { HandOverReason, LocalDate, Oere } from '#domain';
import { anyOf, type CaseRow, type Kind, seenAsOwner } from '#persistence';
import type { ReferralsConfig } from '../referrals.config.js';
import { AdministrationAgreementPaymentView, AdministrationAgreementView } from './administration-agreement.dto.js';
import {
  ADMINISTRATION_AGREEMENT_STATES,
  type AdministrationAgreement,
  type AdministrationAgreementFacts,
  administrationAgreementOwner,
  administrationAgreementRules,
  hasNoOther,
  rentPayer,
} from './administration-agreement.js';

@Entity('administration_agreement')
export class AdministrationAgreementRow implements AdministrationAgreement, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: AdministrationAgreement['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') tenancyRef: string;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('text') basis: AdministrationAgreement['basis'];
  @Column('uuid') financingRef: string | null;
  @Column('int') monthlyAmountOere: Oere;
  @Column('text') payee: 'landlord';
  @Column('date') offeredOn: LocalDate;
  @Column('date') firstPaymentOn: LocalDate;
  @Column('date') acceptedOn: LocalDate | null;
  @Column('date') revokedOn: LocalDate | null;
  @Column('date') lastPaidThrough: LocalDate | null;
  @Column('int') shownVersion: number;
  @Column('text') assignedRole: AdministrationAgreement['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('boolean') endedWithTenancy: boolean;
}

type Known = Omit<AdministrationAgreementFacts, 'today' | 'roles' | 'fewestEvictions'>;

/** Without a public topic: that there is such an agreement is nobody else's business (domain.md 9.1). */
export const administrationAgreement: Kind<
  AdministrationAgreementRow,
  typeof administrationAgreementRules,
  Known,
  ReferralsConfig
> = {
  name: 'administration-agreement',
  da: 'Administrationsaftale',
  en: 'administration agreement',
  entity: AdministrationAgreementRow,
  rules: administrationAgreementRules,
  states: ADMINISTRATION_AGREEMENT_STATES,
  closed: ['DECLINED', 'REVOKED', 'ENDED'],
  auditReads: true,
  /**
   * Social services, benefits office and their team leaders: their own and their teams'; and since both work on each, those
   * of the other office. Finance: those that are or were paid by. Landlords and others: none.
   */
  scope(actor, today) {
    const { roles } = actor;
    if (roles.includes('system')) return {};
    const others = administrationAgreementOwner.by.filter((role) => !roles.includes(role));
    return anyOf<AdministrationAgreementRow>(
      seenAsOwner(administrationAgreementOwner, actor, today),
      others.length < administrationAgreementOwner.by.length ? { assignedRole: others } : 'nothing',
      roles.includes('finance') ? { state: ['ACTIVE', 'REVOKED', 'ENDED'] } : 'nothing',
    );
  },
  owned: administrationAgreementOwner,
  facts: `jsonb_build_object(
      'tenancy', (select jsonb_build_object('agreementRef', t.agreement_ref, 'landlordRef', t.landlord_ref)
        from tenancy t where t.id = c.tenancy_ref and t.state = 'STARTED'),
      'taken', exists (select 1 from administration_agreement o
        where o.tenancy_ref = c.tenancy_ref and o.state in ('OFFERED', 'ACTIVE') and o.id is distinct from c.id),
      'helpState', (select f.state from financing f where f.id = c.financing_ref))`,
  factsOf: ({ today, actor }, known, { EVICTIONS_FOR_REQUIRED_ADMINISTRATION: fewestEvictions }) => ({
    ...known,
    ...{ today, roles: actor.roles, fewestEvictions },
  }),
  view(row, facts, command) {
    const isCaseworker = administrationAgreementOwner.by.some((role) => command.actor.roles.includes(role));
    return (isCaseworker ? AdministrationAgreementView : AdministrationAgreementPaymentView).of(row, facts, command);
  },
  sortedBy: { day: ['c.first_payment_on'] },
  searched: () => ({ words: [], references: ['tenancyRef', 'agreementRef', 'landlordRef'] }),
  /** Only that the municipality pays, and that it does so no more, concerns anybody else. */
  internal(row, fact): AdministrationAgreementState | null {
    const { tenancyRef, agreementRef, landlordRef } = row;
    const concernsOthers = fact === 'started' || fact === 'ended';
    return concernsOthers ? { tenancyRef, agreementRef, landlordRef, ...rentPayer(row) } : null;
  },
  conflicts: { one_administration_agreement_per_tenancy: hasNoOther },
};
