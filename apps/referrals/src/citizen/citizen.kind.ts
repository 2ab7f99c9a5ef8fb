// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import { anyOf, type CaseRow, type Kind, type RefusalText, type Scope, SqlScope, seenAsOwner } from '#persistence';
import { financingOwner } from '../financing/financing.js';
import { tenancyOwner } from '../tenancy/tenancy.js';
import { CitizenView } from './citizen.dto.js';
import { CITIZEN_STATES, type Citizen, citizenRules } from './citizen.js';

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

/** A case that is still needed to know who it is about, with the last day it runs; null: nobody knows. */
interface OpenCase {
  number: string;
  lastDay: LocalDate | null;
}

export const citizen: Kind<CitizenRow, typeof citizenRules, { cases: OpenCase[] }> = {
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
  personal: ['dataKey', 'dataKeyId', 'wrappedBy', 'cpr', 'name', 'address', 'contact', 'household'],
  /**
   * Social services and who reads the log: every citizen. Benefits office: those of the help it sees. Support worker: those
   * whose tenancy is the own one and runs.
   */
  scope(actor, today) {
    const { roles } = actor;
    if (['social_caseworker', 'auditor', 'system'].some((role) => roles.includes(role as 'system'))) return {};
    const help = roles.includes('benefits_caseworker') ? seenAsOwner(financingOwner, actor, today) : 'nothing';
    const home = roles.includes('support_worker') ? seenAsOwner(tenancyOwner, actor, today) : 'nothing';
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
      tenantsOf(
        'c.citizen_ref from tenancy c',
        (bind) => `c.state <> 'STRUCK' and coalesce(c.ended_on, 'infinity') >= ${bind(today)}::date`,
        home,
      ),
    );
  },
  facts: `(select jsonb_build_object('cases', coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'lastDay', o.last_day)
      order by o.number), '[]')) from (
    select t.number, t.ended_on as last_day from tenancy t where t.citizen_ref = c.id and t.state <> 'STRUCK'
    union all select r.number, null from referral r where r.citizen_ref = c.id and r.closed_at is null
    union all select x.number, null from rehousing x where x.citizen_ref = c.id and x.closed_at is null
    union all select f.number, null from financing f join tenancy t on t.id = f.tenancy_ref
      where t.citizen_ref = c.id and (f.closed_at is null or (f.repayable and f.repaid_oere < f.paid_oere))
    union all select a.number, null from administration_agreement a join tenancy t on t.id = a.tenancy_ref
      where t.citizen_ref = c.id and a.closed_at is null) o)`,
  factsOf: ({ today }, { cases }) => ({
    today,
    openCases: cases.filter(({ lastDay }) => lastDay === null || lastDay >= today).map(({ number }) => number),
  }),
  view: CitizenView.of,
  refusals: [CITIZEN_IS_KNOWN],
};
