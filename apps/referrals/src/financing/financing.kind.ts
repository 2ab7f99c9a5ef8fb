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
  financingStrikes,
  type RefusalReason,
} from './financing.js';
import { isMoveKind, isNotAppliedForYet, type Payee } from './move.js';

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
  @Column('uuid') caseRef: string | null;
  @Column('uuid') referralRef: string | null;
  @Column('uuid') proposalRef: string | null;
  @Column('uuid') vacancyRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('uuid') landlordRef: string;
  @Column('uuid') tenancyRef: string | null;
  @Column('date') appliedOn: LocalDate;
  @Column('date') completeOn: LocalDate | null;
  @Column('date') decisionDueOn: LocalDate | null;
  @Column('date') decidedOn: LocalDate | null;
  @Column('date') effectiveOn: LocalDate | null;
  @Column('text') basis: Financing['basis'];
  @Column('jsonb') conditions: Financing['conditions'];
  @Column('jsonb') amounts: Financing['amounts'];
  @Column('text') payee: Payee;
  @Column('text') lateApplicationAcceptedBecause: Financing['lateApplicationAcceptedBecause'];
  @Column('int') monthlyAmountOere: Oere | null;
  @Column('int') months: number | null;
  @Column('int') amountOere: Oere | null;
  @Column('date') payOn: LocalDate | null;
  @Column('boolean') repayable: boolean;
  @Column('jsonb') repaymentPlan: Instalment[] | null;
  @Column('text') refusalReason: RefusalReason | null;
  @Column('text') lateReason: LateReason | null;
  @Column('date') disbursementDueOn: LocalDate | null;
  @Column('int') disbursementOere: Oere | null;
  @Column('text') proposedBy: string | null;
  @Column('date') proposedOn: LocalDate | null;
  @Column('text') approvedBy: string | null;
  @Column('date') approvedOn: LocalDate | null;
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

/** Those of the agreement in force, where there is no tenancy yet. */
const AGREED_VERSION = `select a.slas, x as terms from known_agreements a left join lateral (select v as x
    from jsonb_array_elements(a.versions) v where (v ->> 'no')::int = a.agreement_version) g on true where a.id = r.agreement_ref`;

/**
 * What the referral knows of the move, and its tenancy once there is one. Of a tenancy that names no day of the lease it was
 * signed by the day on which it was registered or began.
 */
const MOVE = `(select jsonb_build_object('isAccepted', r.closed_at is null and r.accepted_on is not null,
      'referredOn', r.referred_on, 'agreementRef', r.agreement_ref, 'landlordRef', v.landlord_ref, 'proposalRef', r.proposal_ref, 'vacancyRef', v.id,
      'rentOere', r.rent_oere, 'utilitiesOere', v.utilities_oere,
      'depositMonths', (g.terms ->> 'depositMonths')::int, 'prepaidMonths', (g.terms ->> 'prepaidRentMonths')::int,
      'startsOn', coalesce(t.started_on, greatest(v.available_from, r.wanted_move_in_on)),
      'leaseSignedOn', coalesce(t.lease_signed_on,
        least(t.started_on, (t.opened_at at time zone 'Europe/Copenhagen')::date)),
      'leaseOere', t.deposit_oere + t.prepaid_rent_oere,
      'loanOere', (select coalesce(sum(l.amount_oere), 0) from financing l where l.referral_ref = r.id
        and l.kind = 'deposit_loan' and l.state in ('GRANTED', 'PAID') and l.vacancy_ref = r.vacancy_ref
        and l.id is distinct from c.id),
      'slas', coalesce(g.terms -> 'slas', g.slas))
    from referral r left join vacancy v on v.id = r.vacancy_ref left join tenancy t on t.id = r.tenancy_ref
      left join lateral (${AGREED_VERSION}) g on true
    where r.id = c.referral_ref)`;

type Known = Omit<FinancingFacts, 'today' | 'actorId' | 'move'> & {
  move: (NonNullable<FinancingFacts['move']> & Pick<FinancingFacts, 'slas'>) | null;
};

export const financing: Kind<FinancingRow, typeof financingRules, Known> = {
  name: 'financing',
  da: 'Lån og hjælp',
  en: 'financing',
  entity: FinancingRow,
  rules: financingRules,
  states: FINANCING_STATES,
  closed: ['PAID', 'REFUSED', 'WITHDRAWN'],
  auditReads: true,
  personal: ['proposedBy', 'approvedBy'],
  strikes: financingStrikes,
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
        where t.id = c.tenancy_ref),
      'move', ${MOVE},
      'hasAnother', exists (select 1 from financing o where o.referral_ref = c.referral_ref and o.kind = c.kind
        and o.id is distinct from c.id and (o.closed_at is null or (o.kind = 'deposit_loan' and o.state = 'PAID'
          and o.vacancy_ref = (select r.vacancy_ref from referral r where r.id = c.referral_ref)))))`,
  factsOf: ({ today, actor }, { move, slas, ...known }) => ({
    ...known,
    ...{ today, actorId: actor.id, move, slas: slas ?? move?.slas ?? null },
  }),
  view(row, facts, command) {
    const { roles } = command.actor;
    if (roles.includes('benefits_caseworker')) return FinancingBenefitsView.of(row, facts, command);
    return (roles.includes('finance') ? FinancingFinanceView : FinancingHeaderView).of(row, facts, command);
  },
  sortedBy: { day: ['c.applied_on'] },
  searched({ roles }) {
    const isBenefits = roles.includes('benefits_caseworker');
    const ofMoney = isBenefits || roles.includes('finance') ? (['landlordRef', 'tenancyRef'] as const) : [];
    return {
      words: [],
      references: ['caseRef', 'referralRef', ...ofMoney, ...(isBenefits ? (['agreementRef'] as const) : [])],
    };
  },
  deadlines(row) {
    const { decidedOn, decisionDueOn, appliedOn, completeOn, effectiveOn, disbursementDueOn } = row;
    if (!decisionDueOn) return [];
    const code = isMoveKind(row.kind) ? 'BENEFIT_DECISION' : 'HELP_DECISION';
    const decision: CaseDeadline = {
      code,
      status: decidedOn ? 'met' : 'set',
      dueOn: decisionDueOn,
      setOn: completeOn ?? appliedOn,
      metOn: decidedOn,
      responsible: 'benefits_caseworker',
      ...(completeOn && courseOf(row, code, decidedOn)),
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
  /**
   * Amount and day are nobody else's before the grant has taken effect: the citizen may still say no to its condition. Of an
   * application that is not complete nothing is said.
   */
  internal: (row): FinancingState | null =>
    row.decisionDueOn === null
      ? null
      : {
          ...ownerIn(row),
          financingRef: row.id,
          kind: row.kind,
          caseRef: (row.caseRef ?? row.referralRef)!,
          state: row.state,
          decisionDueOn: row.decisionDueOn,
          amountOere: row.effectiveOn ? row.amountOere : null,
          payOn: row.effectiveOn ? row.payOn : null,
          paidOere: row.paidOere,
          paidOn: row.paidOn,
          ...(isMoveKind(row.kind) &&
            row.effectiveOn &&
            row.payee === 'landlord' && { paidTo: { landlordRef: row.landlordRef, proposalRef: row.proposalRef! } }),
        },
  conflicts: {
    one_application_of_a_kind: isNotAppliedForYet,
    one_loan_for_a_dwelling: isNotAppliedForYet,
  },
};
