// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EVICTION_STATES, type EvictionState } from '#contracts/incidents/eviction';
import { LANDLORD_ROLES } from '#contracts/roles';
import type { HandOverReason, LocalDate } from '#domain';
import {
  type Actor,
  anyOf,
  type CaseDeadline,
  type CaseRow,
  caseOwnerOf,
  type Kind,
  type RefusalText,
  SqlScope,
  seenAsOwner,
} from '#persistence';
import type { IncidentsConfig } from '../incidents.config.js';
import { EVICTION_CLOSED, type Eviction, type EvictionFacts, evictionShownAs } from './case.js';
import { decisionDueOn, handlingDueOn, helpIsAQuestion, unhandled } from './duty.js';
import { EvictionDutyView, EvictionHeaderView, EvictionLandlordView, EvictionMunicipalView } from './eviction.dto.js';
import { evictionOwner, evictionRules } from './eviction.js';
import { evictionStrikes } from './registered-in-error.js';

@Entity('eviction')
export class EvictionRow implements Eviction, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('int') shownVersion: number;
  @Column('text') state: Eviction['state'];
  @Column('text') shownState: string;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') landlordRef: string;
  @Column('text') landlordReference: string | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('text') assignedRole: Eviction['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('date') openedOn: LocalDate;
  @Column('jsonb') bases: Eviction['bases'];
  @Column('jsonb') terminations: Eviction['terminations'];
  @Column('jsonb') payments: Eviction['payments'];
  @Column('jsonb') latePayment: Eviction['latePayment'];
  @Column('jsonb') bailiffRequest: Eviction['bailiffRequest'];
  @Column('date') heldOn: LocalDate | null;
  @Column('date') evictionOn: LocalDate | null;
  @Column('date') executedOn: LocalDate | null;
  @Column('date') vacatedOn: LocalDate | null;
  @Column('date') endsOn: LocalDate | null;
  @Column('jsonb') withdrawal: Eviction['withdrawal'];
  @Column('jsonb') courtNotifications: Eviction['courtNotifications'];
  @Column('date') courtNoticeOn: LocalDate | null;
  @Column('jsonb') helpDecision: Eviction['helpDecision'];
}

/** By its reference, or by the landlord's lease number on the day the case was opened; only the landlord's own. */
export const evictedTenancy = `
  select t.id, t.agreement_ref, t.agreement_version_at_start, t.support_worker, t.support_team, t.started_on from known_tenancies t
   where t.id = c.tenancy_ref and t.landlord_ref = c.landlord_ref and not t.struck
  union all
  (select t.id, t.agreement_ref, t.agreement_version_at_start, t.support_worker, t.support_team, t.started_on from known_tenancies t
    where c.tenancy_ref is null and t.landlord_ref = c.landlord_ref and not t.struck
      and folded(t.landlord_reference) = folded(c.landlord_reference)
      and t.started_on <= c.opened_on and (t.ended_on is null or t.ended_on >= c.opened_on)
    order by t.started_on desc limit 1)`;

export const anotherOpenOf = (tenancy: string) =>
  `exists (select from eviction o where o.landlord_ref = c.landlord_ref and o.tenancy_ref = ${tenancy}
     and o.closed_at is null and o.id is distinct from c.id)`;

/** Of an agreement of which no governing version is known the newest terms hold. */
const facts = `(select jsonb_build_object(
    'tenancy', case when t.id is null then null else jsonb_build_object('tenancyRef', t.id, 'agreementRef', t.agreement_ref,
      'supportWorker', t.support_worker, 'supportTeam', t.support_team, 'startedOn', t.started_on) end,
    'rentIsIn', (select jsonb_build_object('caseRef', o.id, 'number', o.number)
       from rent_arrears o join rent_arrears g on g.id in
         (select (b ->> 'caseRef')::uuid from jsonb_array_elements(c.bases) b where b ->> 'kind' = 'arrears')
      where c.closed_at is not null and o.closed_at is null and o.landlord_ref = c.landlord_ref
        and o.tenancy_ref = c.tenancy_ref and o.agreement_ref is not null
        and exists (select from jsonb_array_elements(o.claims) a join jsonb_array_elements(g.claims) b on a ->> 'dueOn' = b ->> 'dueOn')
      order by o.id limit 1),
    'tenancyHasAnother', t.id is not null and ${anotherOpenOf('t.id')},
    'notifyOnBailiffRequest', coalesce((coalesce(governing_version(a.versions, t.agreement_version_at_start),
      (select v.value from jsonb_array_elements(a.versions) v order by (v.value ->> 'agreementVersion')::int desc limit 1))
      ->> 'notifyOnBailiffRequest')::boolean, false))
  from (select 1) one left join lateral (${evictedTenancy}) t on true left join known_agreements a on a.id = t.agreement_ref)`;

/** What the database tells beside the case. */
type Known = Pick<EvictionFacts, 'tenancy' | 'tenancyHasAnother' | 'rentIsIn' | 'notifyOnBailiffRequest'>;

const viewFor = ({ roles, landlordRef }: Actor) => {
  if (roles.includes('single_entry')) return EvictionMunicipalView;
  if (landlordRef) return EvictionLandlordView;
  // The least for everybody else: a role that is new here sees nothing of the household until somebody decides so.
  return roles.includes('social_caseworker') ? EvictionDutyView : EvictionHeaderView;
};

/** Finance is concerned once a day is set. */
const CONCERNS_FINANCE = new SqlScope(() => 'c.eviction_on is not null');

/** What a landlord's view does not tell → the query key. */
const ONLY_MUNICIPAL: Readonly<Record<string, string>> = { state: 'state' };

const tenancyHasAnOpenCase: RefusalText = {
  code: 'tenancy-has-an-open-eviction-case',
  da: 'Lejemålet har allerede en åben udsættelsessag.',
  en: 'The tenancy has an open eviction case already.',
  source: 'domain.md 6.2',
};

export const eviction: Kind<EvictionRow, typeof evictionRules, Known, IncidentsConfig> = {
  name: 'eviction',
  da: 'Udsættelsessag',
  en: 'eviction',
  entity: EvictionRow,
  rules: evictionRules,
  states: EVICTION_STATES,
  closed: EVICTION_CLOSED,
  auditReads: true,
  // A lease number may be made of the tenant's name; the household is forgotten with the citizen, and the log is kept for years.
  personal: ['landlordReference', 'courtNotifications'],
  /**
   * Single entry and social services, who hear of each: every case. Landlord: the own ones. Finance: those with a day. Support worker, outreach team and their team leader: those that are theirs.
   */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    const seesAll = ['single_entry', 'social_caseworker', 'system'] as const;
    if (seesAll.some((role) => roles.includes(role))) return {};
    if (landlordRef) return roles.includes('landlord_admin') ? { landlordRef } : 'nothing';
    return anyOf<EvictionRow>(
      seenAsOwner(evictionOwner, actor, today),
      roles.includes('finance') ? CONCERNS_FINANCE : 'nothing',
    );
  },
  owned: evictionOwner,
  facts,
  factsOf: ({ today }, known, { EVICTION_ENDS_AFTER_WEEKS: endsAfterWeeks }) => ({
    ...{ ...known, today, endsAfterWeeks },
  }),
  untoldFilters: ({ roles }) => (LANDLORD_ROLES.some((role) => roles.includes(role)) ? ONLY_MUNICIPAL : {}),
  view: (row, known, command) => viewFor(command.actor).of(row, known, command),
  sortedBy: { day: ['c.opened_on'] },
  searched(actor) {
    const view = viewFor(actor);
    const showsLease = view === EvictionMunicipalView || view === EvictionLandlordView;
    return {
      words: showsLease ? ['c.landlord_reference'] : [],
      references: ['tenancyRef', ...(view === EvictionMunicipalView ? (['agreementRef', 'landlordRef'] as const) : [])],
    };
  },
  follows: (row) => ({ shownState: evictionShownAs(row) }),
  deadlines: deadlinesOf,
  public: ['opened', 'dateSet', 'executed', 'closed'],
  internal: internalBody,
  strikes: evictionStrikes,
  conflicts: { one_open_eviction_per_lease: tenancyHasAnOpenCase },
};

function deadlinesOf(row: Eviction): CaseDeadline[] {
  const { bailiffRequest, courtNotifications, courtNoticeOn, helpDecision } = row;
  // When the case of an executed eviction ends is no matter of what the municipality owes.
  const outlivesCase = row.state === 'ENDED';
  const decisionDue = decisionDueOn(row);
  return [
    ...(bailiffRequest?.noticeDueOn
      ? [
          {
            code: 'BAILIFF_REQUEST_NOTICE' as const,
            status: 'met' as const,
            dueOn: bailiffRequest.noticeDueOn,
            setOn: bailiffRequest.filedOn,
            metOn: bailiffRequest.registeredOn,
            metAtOnce: true as const,
            responsible: 'landlord_admin' as const,
          },
        ]
      : []),
    ...courtNotifications.map((one) => ({
      code: 'COURT_NOTIFICATION' as const,
      of: one.notificationRef,
      status: one.handledOn ? ('met' as const) : ('set' as const),
      dueOn: handlingDueOn(one),
      setOn: one.receivedOn,
      metOn: one.handledOn,
      outlivesCase,
      responsible: 'social_caseworker' as const,
    })),
    ...(courtNoticeOn && decisionDue && helpIsAQuestion(row)
      ? [
          {
            code: 'EVICTION_NOHELP_DECISION' as const,
            status: helpDecision ? ('met' as const) : ('set' as const),
            dueOn: decisionDue,
            setOn: courtNoticeOn,
            metOn: helpDecision?.decidedOn ?? null,
            outlivesCase,
            responsible: 'social_caseworker' as const,
          },
        ]
      : []),
  ];
}

/** A tenancy reference is told only once it is the landlord's own for sure. */
function internalBody(row: EvictionRow): EvictionState {
  const { agreementRef, openedOn, state, landlordRef, tenancyRef, evictionOn, terminations, helpDecision } = row;
  const owner = caseOwnerOf(evictionOwner, row);
  const newest = terminations?.at(-1);
  const [waiting] = unhandled(row).map(handlingDueOn).toSorted();
  const dutyDueOn = waiting ?? (helpIsAQuestion(row) && !helpDecision ? decisionDueOn(row) : null);
  return {
    ...{ agreementRef, openedOn, state, landlordRef },
    ...(agreementRef && tenancyRef && { tenancyRef }),
    ...(evictionOn && { evictionOn }),
    ...(newest && { servedOn: newest.servedOn, vacateBy: newest.vacateBy }),
    ...(dutyDueOn && { dutyDueOn }),
    ...(owner && { owner }),
  };
}
