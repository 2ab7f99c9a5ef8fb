// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PROPOSAL_STATES, type ProposalState } from '#contracts/referrals/proposal';
import type { LocalDate, Oere } from '#domain';
import type { CaseDeadline, CaseRow, Kind } from '#persistence';
import { ProposalLandlordView, ProposalView } from './proposal.dto.js';
import { type Proposal, type ProposalFacts, proposalRules } from './proposal.js';

@Entity('proposal')
export class ProposalRow implements Proposal, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Proposal['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') referralRef: string;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') vacancyRef: string;
  @Column('uuid') dwellingRef: string;
  @Column('int') householdSize: number;
  @Column('date') wantedMoveInOn: LocalDate | null;
  @Column('boolean') financingExpected: boolean;
  @Column('date') proposedOn: LocalDate;
  @Column('date') answerDueOn: LocalDate;
  @Column('date') answeredOn: LocalDate | null;
  @Column('text') declinedBecause: Proposal['declinedBecause'];
  @Column('boolean') reasonIsAgreed: boolean | null;
  @Column('date') leaseDueOn: LocalDate | null;
  @Column('int') rentOere: Oere;
  @Column('date') leaseSignedOn: LocalDate | null;
  @Column('uuid') tenancyRef: string | null;
}

interface Known {
  terms: { slas: ProposalFacts['slas']; declineReasons: ProposalFacts['agreedReasons'] } | null;
  term: ProposalFacts['term'];
  /** Of the referral. */
  owner: ProposalState['owner'] | null;
  /** How often the landlord has declined other proposals without a reason that the agreement knows. */
  unagreed: number;
  financing: ProposalFacts['financing'];
}

export const proposal: Kind<ProposalRow, typeof proposalRules, Known> = {
  name: 'proposal',
  da: 'Forslag til udlejer',
  en: 'proposal',
  entity: ProposalRow,
  rules: proposalRules,
  states: PROPOSAL_STATES,
  closed: ['DECLINED', 'LAPSED', 'LET'],
  auditReads: true,
  /** Landlord: those for the own dwellings. Social services and the single entry: all; of the citizen they tell nothing. */
  scope({ roles, landlordRef }) {
    if (landlordRef) return { landlordRef };
    const sees = ['social_caseworker', 'single_entry', 'system'] as const;
    return sees.some((role) => roles.includes(role)) ? {} : 'nothing';
  },
  facts: `jsonb_build_object('terms', (select jsonb_build_object('slas', coalesce(v -> 'slas', a.slas), 'declineReasons', v -> 'declineReasons')
      from known_agreements a left join lateral (select x as v from jsonb_array_elements(a.versions) x
        where (x ->> 'no')::int = a.agreement_version) y on true where a.id = c.agreement_ref),
    'term', (select jsonb_build_object('from', a.term_from, 'to', a.term_to) from known_agreements a where a.id = c.agreement_ref),
    'owner', (select jsonb_strip_nulls(jsonb_build_object('role', r.assigned_role, 'team', r.assigned_team, 'person', r.assigned_person))
      from referral r where r.id = c.referral_ref),
    'unagreed', (select count(*) from proposal o where o.landlord_ref = c.landlord_ref and o.agreement_ref = c.agreement_ref
      and o.reason_is_agreed = false and o.id is distinct from c.id),
    'financing', (select jsonb_build_object('amountOere', f.amount_oere, 'payOn', f.pay_on) from financing f
      where f.proposal_ref = c.id and f.kind = 'deposit_loan' and f.payee = 'landlord' and f.state in ('GRANTED', 'PAID')))`,
  factsOf: ({ today }, { terms, term, financing }) => ({
    ...{ today, term, financing, slas: terms?.slas ?? null, agreedReasons: terms?.declineReasons ?? null },
  }),
  view: (row, facts, command) =>
    (command.actor.landlordRef ? ProposalLandlordView : ProposalView).of(row, facts, command),
  sortedBy: { day: ['c.proposed_on'] },
  searched: () => ({ words: [], references: ['agreementRef', 'dwellingRef', 'referralRef'] }),
  deadlines({ state, answerDueOn, proposedOn, answeredOn, leaseDueOn, leaseSignedOn, tenancyRef }): CaseDeadline[] {
    const answer: CaseDeadline = {
      code: 'PROPOSAL_ANSWER',
      status: answeredOn ? 'met' : state === 'PROPOSED' ? 'set' : 'cancelled',
      dueOn: answerDueOn,
      setOn: proposedOn,
      metOn: answeredOn,
      responsible: 'landlord_admin',
    };
    if (!leaseDueOn) return [answer];
    const lease: CaseDeadline = {
      code: 'LEASE_SIGNATURE',
      status: state === 'LEASE_PENDING' ? 'set' : tenancyRef || leaseSignedOn ? 'met' : 'cancelled',
      dueOn: leaseDueOn,
      setOn: answeredOn ?? proposedOn,
      metOn: leaseSignedOn,
      responsible: 'landlord_admin',
    };
    return [answer, lease];
  },
  internal: (row, _, { owner, unagreed }): ProposalState => ({
    ...{ proposalRef: row.id, referralRef: row.referralRef, agreementRef: row.agreementRef },
    ...{ landlordRef: row.landlordRef, state: row.state, answerDueOn: row.answerDueOn },
    ...(row.answeredOn && { answeredOn: row.answeredOn }),
    ...(row.leaseDueOn && { leaseDueOn: row.leaseDueOn }),
    ...(row.reasonIsAgreed === false && { unagreedDeclines: unagreed + 1 }),
    ...(owner && { owner }),
  }),
};
