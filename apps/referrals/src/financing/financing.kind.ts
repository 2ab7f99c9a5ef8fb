// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FINANCING_STATES, type FinancingState } from '#contracts/referrals/financing';
import { courseOf, type HandOverReason, type Instalment, type LocalDate, type Oere } from '#domain';
import { anyOf, type CaseDeadline, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import type { LateReason } from './application.js';
import { FinancingBenefitsView, FinancingFinanceView, FinancingHeaderView } from './financing.dto.js';
import {
  type Financing,
  type FinancingFacts,
  financingOwner,
  financingRules,
  type RefusalReason,
} from './financing.js';
import type { HelpBasis, HelpCondition } from './legal-basis.js';

@Entity('financing')
export class FinancingRow implements Financing, CaseRow {
  /** The reference of the application, as the case of missing rent names it. */
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Financing['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('text') kind: Financing['kind'];
  @Column('uuid') caseRef: string;
  @Column('uuid') agreementRef: string | null;
  @Column('uuid') landlordRef: string;
  @Column('uuid') tenancyRef: string | null;
  @Column('date') appliedOn: LocalDate;
  @Column('date') decisionDueOn: LocalDate;
  @Column('date') decidedOn: LocalDate | null;
  @Column('date') effectiveOn: LocalDate | null;
  @Column('text') basis: HelpBasis | null;
  @Column('jsonb') conditions: HelpCondition[] | null;
  @Column('int') monthlyAmountOere: Oere | null;
  @Column('int') months: number | null;
  @Column('int') amountOere: Oere | null;
  @Column('date') payOn: LocalDate | null;
  @Column('boolean') repayable: boolean;
  @Column('jsonb') repaymentPlan: Instalment[] | null;
  @Column('text') refusalReason: RefusalReason | null;
  @Column('text') lateReason: LateReason | null;
  @Column('date') disbursementDueOn: LocalDate | null;
  @Column('int') paidOere: Oere;
  @Column('date') paidOn: LocalDate | null;
  @Column('int') repaidOere: Oere;
  @Column('int') shownVersion: number;
  @Column('text') assignedRole: Financing['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('jsonb') deadlineCourse: Financing['deadlineCourse'];
}

const ownerIn = (row: FinancingRow) => {
  const owner = caseOwnerOf(financingOwner, row);
  return owner ? { owner } : {};
};

export const financing: Kind<FinancingRow, typeof financingRules, Omit<FinancingFacts, 'today'>> = {
  name: 'financing',
  da: 'Midlertidig huslejehjælp',
  en: 'financing',
  entity: FinancingRow,
  rules: financingRules,
  states: FINANCING_STATES,
  closed: ['PAID', 'REFUSED', 'WITHDRAWN'],
  auditReads: true,
  /**
   * Single entry: every case. Benefits office and its team leader: their own and their teams'. Finance: those with money in
   * them. Landlords and all others: none.
   */
  scope(actor, today) {
    const { roles } = actor;
    if (roles.includes('single_entry') || roles.includes('system')) return {};
    return anyOf<FinancingRow>(
      seenAsOwner(financingOwner, actor, today),
      roles.includes('finance') ? { state: ['GRANTED', 'PAID', 'WITHDRAWN'] } : 'nothing',
    );
  },
  owned: financingOwner,
  facts: `jsonb_build_object(
      'tenancyKnown', exists (select 1 from tenancy t where t.id = c.tenancy_ref and t.state = 'STARTED'),
      'owedOere', (select a.owed_oere from known_rent_arrears a where a.id = c.case_ref),
      'slas', (select case when g.terms is null then a.slas else g.terms -> 'slas' end
        from tenancy t join known_agreements a on a.id = t.agreement_ref
          left join lateral (select governing_version(a.versions, t.agreement_version_at_start) as terms) g on true
        where t.id = c.tenancy_ref))`,
  factsOf: ({ today }, known) => ({ ...known, today }),
  view(row, facts, command) {
    const { roles } = command.actor;
    if (roles.includes('benefits_caseworker')) return FinancingBenefitsView.of(row, facts, command);
    return (roles.includes('finance') ? FinancingFinanceView : FinancingHeaderView).of(row, facts, command);
  },
  sortedBy: { day: ['c.applied_on'] },
  searched({ roles }) {
    const isBenefits = roles.includes('benefits_caseworker');
    const ofMoney = isBenefits || roles.includes('finance') ? (['landlordRef', 'tenancyRef'] as const) : [];
    return { words: [], references: ['caseRef', ...ofMoney, ...(isBenefits ? (['agreementRef'] as const) : [])] };
  },
  deadlines(row) {
    const { decidedOn, decisionDueOn, appliedOn, effectiveOn, disbursementDueOn } = row;
    const decision: CaseDeadline = {
      code: 'HELP_DECISION',
      status: decidedOn ? 'met' : 'set',
      dueOn: decisionDueOn,
      setOn: appliedOn,
      metOn: decidedOn,
      responsible: 'benefits_caseworker',
    };
    if (!effectiveOn || !disbursementDueOn) return [decision];
    const isPaid = row.state === 'PAID';
    const disbursement: CaseDeadline = {
      code: 'DISBURSEMENT',
      status: isPaid ? 'met' : 'set',
      dueOn: disbursementDueOn,
      setOn: effectiveOn,
      metOn: isPaid ? row.paidOn : null,
      responsible: 'finance',
      ...courseOf(row, 'DISBURSEMENT', isPaid ? row.paidOn : null),
    };
    return [decision, disbursement];
  },
  public: ['applied', 'decided', 'paid', 'withdrawn'],
  /** Amount and day are nobody else's before the grant has taken effect: the citizen may still say no to its condition. */
  internal: (row): FinancingState => ({
    ...ownerIn(row),
    financingRef: row.id,
    kind: row.kind,
    caseRef: row.caseRef,
    state: row.state,
    decisionDueOn: row.decisionDueOn,
    amountOere: row.effectiveOn ? row.amountOere : null,
    payOn: row.effectiveOn ? row.payOn : null,
    paidOere: row.paidOere,
    paidOn: row.paidOn,
  }),
};
