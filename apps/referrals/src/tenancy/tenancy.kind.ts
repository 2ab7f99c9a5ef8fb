// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TENANCY_STATES, type TenancyState } from '#contracts/referrals/tenancy';
import type { HandOverReason, LocalDate, Oere } from '#domain';
import { type CaseRow, type Kind, type RefusalText, seenAsOwner } from '#persistence';
import { TenancyLandlordView, TenancyMunicipalView } from './tenancy.dto.js';
import {
  dwellingIsFree,
  type Tenancy,
  type TenancyFacts,
  tenancyOwner,
  tenancyRules,
  tenancyStrikes,
} from './tenancy.js';

@Entity('tenancy')
export class TenancyRow implements Tenancy, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Tenancy['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('int') agreementVersionAtStart: number;
  @Column('uuid') dwellingRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') citizenRef: string;
  @Column('text') landlordReference: string | null;
  @Column('boolean') hasSupportWorker: boolean;
  @Column('date') startedOn: LocalDate;
  @Column('date') endedOn: LocalDate | null;
  @Column('uuid') moveOutRef: string | null;
  @Column('boolean') leaseIsTold: boolean;
  @Column('int') rentOere: Oere;
  @Column('int') utilitiesOere: Oere;
  @Column('date') leaseSignedOn: LocalDate | null;
  @Column('int') depositOere: Oere | null;
  @Column('int') prepaidRentOere: Oere | null;
  @Column('uuid') referralRef: string | null;
  @Column('text') origin: Tenancy['origin'];
  @Column('int') shownVersion: number;
  @Column('text') assignedRole: Tenancy['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('jsonb') supportWorkers: Tenancy['supportWorkers'];
  @Column('jsonb') settlingIn: Tenancy['settlingIn'];
  @Column('date') settledOn: LocalDate | null;
}

export const CITIZEN_IS_ERASED: RefusalText = {
  code: 'citizen-is-erased',
  field: 'citizenRef',
  da: 'Borgeren er slettet.',
  en: 'The citizen is erased.',
  source: 'domain.md 9',
};

/** Another tenancy that shares a day with this one; last days count. */
const another = `select 1 from tenancy o where o.id is distinct from c.id and o.state <> 'STRUCK'
      and daterange(o.started_on, o.ended_on, '[]') && daterange(c.started_on, c.ended_on, '[]')`;

type Known = Omit<TenancyFacts, 'today'> & { isSeenBuiltOn: boolean };

export const tenancy: Kind<TenancyRow, typeof tenancyRules, Known> = {
  name: 'tenancy',
  da: 'Lejemål',
  en: 'tenancy',
  entity: TenancyRow,
  rules: tenancyRules,
  states: TENANCY_STATES,
  closed: ['ENDED', 'STRUCK'],
  auditReads: true,
  // A landlord may have made it of the tenant's name.
  personal: ['landlordReference'],
  /** Social services and the single entry: every tenancy. Support worker and team leader: their own. Landlord: the own ones. */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    if (roles.includes('social_caseworker') || roles.includes('single_entry') || roles.includes('system')) return {};
    return landlordRef ? { landlordRef } : seenAsOwner(tenancyOwner, actor, today);
  },
  owned: tenancyOwner,
  facts: `jsonb_build_object('terms', (select jsonb_build_object('state', a.state, 'landlordRef', a.landlord_ref,
      'agreementVersion', a.agreement_version, 'versions', a.versions, 'termFrom', a.term_from, 'termTo', a.term_to,
      'dwelling', (select d from jsonb_array_elements(a.dwellings) d where d->>'dwellingRef' = c.dwelling_ref::text limit 1))
    from known_agreements a where a.id = c.agreement_ref),
    'payer', (select jsonb_build_object('firstPaymentOn', p.first_payment_on, 'lastPaidThrough', p.last_paid_through)
      from administration_agreement p where p.tenancy_ref = c.id and p.accepted_on is not null
      order by p.id desc limit 1),
    'dwellingIsLet', exists (${another} and o.dwelling_ref = c.dwelling_ref),
    'citizenHasAnother', exists (${another} and o.citizen_ref = c.citizen_ref),
    'dwellingIsLetSince', exists (select 1 from tenancy o where o.dwelling_ref = c.dwelling_ref
      and o.id is distinct from c.id and o.state <> 'STRUCK' and coalesce(o.ended_on, 'infinity') >= c.started_on),
    'nextStartsOn', (select min(o.started_on) from tenancy o where o.dwelling_ref = c.dwelling_ref
      and o.id is distinct from c.id and o.state <> 'STRUCK' and o.started_on > c.started_on),
    'hasDefectList', exists (select 1 from move_in_inspection i where i.tenancy_ref = c.id
      and i.state not in ('CANCELLED', 'STRUCK') and i.defect_lists <> '[]'),
    'isBuiltOn', exists (select 1 from administration_agreement p where p.tenancy_ref = c.id
        and (p.accepted_on is not null or p.state = 'DECLINED' or p.basis = 'condition_of_help'))
      or exists (select 1 from financing f where f.tenancy_ref = c.id and f.state <> 'WITHDRAWN')
      or exists (select 1 from known_move_outs m where m.tenancy_ref = c.id and not m.is_struck),
    'isSeenBuiltOn', exists (select 1 from known_arrears a where a.tenancy_ref = c.id)
      or exists (select 1 from known_move_outs m where m.tenancy_ref = c.id and not m.is_struck)
      or exists (select 1 from administration_agreement p where p.tenancy_ref = c.id and p.accepted_on is not null))`,
  /**
   * Of another landlord's agreement a landlord learns no more than of one that nobody knows. Help is asked for in cases of
   * missing rent, which are the landlord's own: they keep its tenancy, asked for or not. So is a move-out.
   */
  factsOf({ today, actor: { landlordRef }, as }, { isSeenBuiltOn, ...known }) {
    if (!landlordRef || as) return { ...known, today };
    const isOwn = known.terms?.landlordRef === landlordRef;
    return { ...known, today, terms: isOwn ? known.terms : null, isBuiltOn: isSeenBuiltOn };
  },
  view: (row, facts, command) =>
    (command.actor.landlordRef ? TenancyLandlordView : TenancyMunicipalView).of(row, facts, command),
  sortedBy: { day: ['c.started_on'] },
  /** Not by its citizen: citizens are found in the vault. */
  searched: () => ({ words: ['c.landlord_reference'], references: ['agreementRef', 'dwellingRef', 'landlordRef'] }),
  public: ['started', 'ended', 'startCorrected', 'endCorrected'],
  internal: (row): TenancyState => ({
    tenancyRef: row.id,
    agreementRef: row.agreementRef,
    agreementVersionAtStart: row.agreementVersionAtStart,
    dwellingRef: row.dwellingRef,
    landlordRef: row.landlordRef,
    citizenRef: row.citizenRef,
    ...(row.landlordReference !== null && { landlordReference: row.landlordReference }),
    hasSupportWorker: row.hasSupportWorker,
    ...(row.assignedPerson !== null && { supportWorker: row.assignedPerson }),
    ...(row.assignedTeam !== null && { supportTeam: row.assignedTeam }),
    state: row.state,
    startedOn: row.startedOn,
    endedOn: row.endedOn,
    rentOere: row.rentOere,
    utilitiesOere: row.utilitiesOere,
    ...(row.depositOere !== null && { depositOere: row.depositOere }),
    ...(row.prepaidRentOere !== null && { prepaidRentOere: row.prepaidRentOere }),
  }),
  strikes: tenancyStrikes,
  conflicts: { tenancies_of_a_dwelling_do_not_overlap: dwellingIsFree },
  refusals: [CITIZEN_IS_ERASED],
};
