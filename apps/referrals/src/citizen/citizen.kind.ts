// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CitizenErasure } from '#contracts/referrals/citizen';
import type { LocalDate } from '#domain';
import { anyOf, type CaseRow, type Kind, type RefusalText, type Scope, SqlScope, seenAsOwner } from '#persistence';
import { financingOwner } from '../financing/financing.js';
import { tenancyOwner } from '../tenancy/tenancy.js';
import { CitizenView } from './citizen.dto.js';
import { A_CASE_OF_INCIDENTS, CITIZEN_STATES, type Citizen, citizenRules } from './citizen.js';
import { PARTS } from './person.js';

@Entity('citizen')
export class CitizenRow implements Citizen, CaseRow {
  /** The reference by which everything else speaks of the citizen. */
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Citizen['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('bytea') dataKey: Buffer | null;
  @Column('uuid') dataKeyId: string | null;
  @Column('text') wrappedBy: string | null;
  @Column('bytea') cpr: Buffer | null;
  @Column('bytea') name: Buffer | null;
  @Column('bytea') address: Buffer | null;
  @Column('bytea') contact: Buffer | null;
  @Column('bytea') household: Buffer | null;
  @Column('boolean') hasProtectedAddress: boolean;
  @Column('jsonb') consents: Citizen['consents'];
  @Column('date') erasedOn: LocalDate | null;
}

export const CITIZEN_IS_KNOWN: RefusalText = {
  code: 'citizen-is-known',
  field: 'cpr',
  da: 'Borgeren er registreret allerede, som {citizenRef}.',
  en: 'The citizen is registered already, as {citizenRef}.',
  source: 'domain.md 9',
};

/** Of a case of missing rent, as it was heard: whoever visits the tenant. */
const outreachOwner = { role: 'assignedRole', by: ['support_worker', 'outreach_team'] } as const;

/** A case that is still needed to know who it is about, with the last day it runs; null: nobody knows. */
interface OpenCase {
  /** Null: a case of missing rent, which is known here without it. */
  number: string | null;
  lastDay: LocalDate | null;
}

interface Known {
  /** References of the citizen's tenancies. */
  homes: string[];
  cases: OpenCase[];
}

export const citizen: Kind<CitizenRow, typeof citizenRules, Known> = {
  name: 'citizen',
  da: 'Borger',
  en: 'citizen',
  entity: CitizenRow,
  rules: citizenRules,
  states: CITIZEN_STATES,
  closed: ['ERASED'],
  auditReads: true,
  // The search of cases must not find who somebody is; citizens have a search of their own, with a purpose.
  searched: 'not',
  // Locked, and still not for the audit log: it outlives the keys.
  personal: ['dataKey', 'dataKeyId', 'wrappedBy', ...PARTS, 'hasProtectedAddress'],
  /**
   * Social services: every citizen. Benefits office: those of the help it sees, and of referrals whose outlook it gives. Support worker: those
   * whose tenancy is the own one and runs. Whoever visits tenants: those of the own open cases of missing rent and of complaints.
   */
  scope(actor, today) {
    const { roles } = actor;
    if (roles.includes('social_caseworker') || roles.includes('system')) return {};
    // Who leads a team sees its cases, not who they are about.
    const worker = { ...actor, roles: roles.filter((role) => role !== 'team_leader') };
    const [help, home, visit] = [financingOwner, tenancyOwner, outreachOwner].map((owned) =>
      seenAsOwner<CaseRow>(owned, worker, today),
    ) as [Scope<CaseRow>, Scope<CaseRow>, Scope<CaseRow>];
    // Inside, `c` is the case of which the owner is asked.
    const tenantsOf = (from: string, where: (bind: (value: unknown) => string) => string, scope: Scope<CaseRow>) =>
      scope === 'nothing'
        ? 'nothing'
        : new SqlScope((bind, of) => `c.id in (select ${from} where (${of(scope)}) and ${where(bind)})`);
    return anyOf<CitizenRow>(
      tenantsOf(
        't.citizen_ref from tenancy t join financing c on c.tenancy_ref = t.id',
        () => `t.state <> 'STRUCK'`,
        help,
      ),
      tenantsOf('r.citizen_ref from referral r join financing c on c.referral_ref = r.id', () => 'true', help),
      roles.includes('benefits_caseworker')
        ? new SqlScope(
            () =>
              `c.id in (select r.citizen_ref from referral r where r.state in ('FINANCING_CHECK', 'READY_TO_MATCH'))`,
          )
        : 'nothing',
      tenantsOf(
        'c.citizen_ref from tenancy c',
        (bind) => `c.state <> 'STRUCK' and coalesce(c.ended_on, 'infinity') >= ${bind(today)}::date`,
        home,
      ),
      ...['known_arrears', 'known_complaints'].map((cases) =>
        tenantsOf(
          `t.citizen_ref from tenancy t join ${cases} c on c.tenancy_ref = t.id`,
          () => `c.closed_at is null and t.state <> 'STRUCK'`,
          visit,
        ),
      ),
    );
  },
  facts: `(select jsonb_build_object(
      'homes', array(select t.id from tenancy t where t.citizen_ref = c.id order by t.id),
      'cases', coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'lastDay', o.last_day)
      order by o.number), '[]')) from (
    select t.number, t.ended_on as last_day from tenancy t where t.citizen_ref = c.id and t.state <> 'STRUCK'
    union all select r.number, null from referral r where r.citizen_ref = c.id and r.closed_at is null
    union all select x.number, null from rehousing x where x.citizen_ref = c.id and x.closed_at is null
    union all select f.number, null from financing f join tenancy t on t.id = f.tenancy_ref
      where t.citizen_ref = c.id and (f.closed_at is null or (f.repayable and f.repaid_oere < f.paid_oere))
    union all select f.number, null from financing f join referral r on r.id = f.referral_ref
      where r.citizen_ref = c.id and (f.closed_at is null or (f.repayable and f.repaid_oere < f.paid_oere))
    union all select a.number, null from administration_agreement a join tenancy t on t.id = a.tenancy_ref
      where t.citizen_ref = c.id and a.closed_at is null
    union all select null, null from (select tenancy_ref from known_arrears where closed_at is null
        union all select tenancy_ref from known_complaints where closed_at is null
        union all select tenancy_ref from known_evictions where is_open
        union all select tenancy_ref from known_move_outs where is_open) k join tenancy t on t.id = k.tenancy_ref
      where t.citizen_ref = c.id) o)`,
  factsOf: ({ today }, { cases }) => ({
    today,
    openCases: cases
      .filter(({ lastDay }) => lastDay === null || lastDay >= today)
      .map(({ number }) => number ?? A_CASE_OF_INCIDENTS),
  }),
  view: CitizenView.of,
  internal: ({ id: citizenRef }, fact, { homes: tenancyRefs }): CitizenErasure | null =>
    fact === 'erased' ? { citizenRef, tenancyRefs } : null,
  refusals: [CITIZEN_IS_KNOWN],
};
