// SPDX-License-Identifier: MPL-2.0
// What is known of the tenancy that a report is about, and who of the municipality is there for its tenant. Alike for every
// kind that is reported on a tenancy that may not be known yet.
import type { Guard, To } from '#domain';

export interface KnownTenancy {
  tenancyRef: string;
  agreementRef: string;
  hasSupportWorker: boolean;
  /** `staffId` and team, where they are named. */
  supportWorker: string | null;
  supportTeam: string | null;
  /** Is the person who is named at work as a support worker, or a stand-in is; or is somebody such in the team? */
  supportIsThere: boolean;
  startedOn: string;
  /** The last day, once it is known. */
  endedOn?: string | null;
}

/** What an erasure finds of the tenancies' cases, by reference. */
export interface Forgotten {
  cases: readonly string[];
  /** Those that held what could point at the tenant. */
  scrubbed: readonly string[];
}

interface TenancyFacts {
  tenancy: KnownTenancy | null;
}

/**
 * To whom a case goes: to whom it is given, else to the tenant's own support worker, or to the outreach team, which serves
 * every tenant without one (roadmap H2, N2; domain.md 2.2). A support worker whom nobody has named is none yet.
 */
export function assignee({ tenancy }: TenancyFacts, to: To | undefined): To {
  const { supportWorker: person, supportTeam: team } = tenancy ?? {};
  const isSupported = !!(person || team);
  if (!to && isSupported) return { role: 'support_worker', ...(person && { person }), ...(team && { team }) };
  return { ...to, role: to?.role ?? (isSupported ? 'support_worker' : 'outreach_team') };
}

export const supportIsThere: Guard<unknown, TenancyFacts, { to?: To }> = {
  code: 'support-worker-is-not-there',
  field: 'to',
  da: 'Lejerens bostøtte er her ikke: medarbejderen er fratrådt eller fraværende uden stedfortræder, eller der er ingen i teamet. Sig, hvem sagen skal gives til.',
  en: 'The tenant’s support is not there: the worker has left or is away without a stand-in, or nobody is in the team. Say to whom the case goes.',
  source: 'domain.md 2.2',
  refuses: (_, { tenancy }, { to }) =>
    !to && !!(tenancy?.supportWorker || tenancy?.supportTeam) && !tenancy.supportIsThere,
};

export const tenancyIsKnown: Guard<unknown, TenancyFacts> = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke endnu, eller det er afsluttet.',
  en: 'The tenancy is not known yet, or it has ended.',
  source: 'H1',
  refuses: (_, { tenancy }) => tenancy === null,
};

export const isUnmatched: Guard<{ agreementRef: string | null }, unknown> = {
  code: 'tenancy-is-matched-already',
  da: 'Sagen er allerede koblet til sit lejemål.',
  en: 'The case is matched to its tenancy already.',
  source: 'H1',
  refuses: ({ agreementRef }) => agreementRef !== null,
};

export const isMatched: Guard<{ agreementRef: string | null }, unknown> = {
  code: 'case-has-no-tenancy',
  da: 'Sagen er ikke koblet til et lejemål.',
  en: 'The case is matched to no tenancy.',
  source: 'H1',
  refuses: ({ agreementRef }) => agreementRef === null,
};

// --- In the database, over a case's columns, alias `c` ---

const COLUMNS = `t.id, t.agreement_ref, t.agreement_version_at_start, t.has_support_worker, t.support_worker, t.support_team, t.started_on, t.ended_on`;

/**
 * The tenancy by its reference, or by the landlord's lease number on a day; only the reporter's own.
 * @param day SQL of the day on which the tenant lived there
 */
export const knownTenancy = (day: string): string => `
  select ${COLUMNS} from known_tenancies t
   where t.id = c.tenancy_ref and t.landlord_ref = c.landlord_ref and not t.struck
  union all
  (select ${COLUMNS} from known_tenancies t
    where c.tenancy_ref is null and t.landlord_ref = c.landlord_ref and not t.struck
      and folded(t.landlord_reference) = folded(c.landlord_reference)
      and t.started_on <= ${day} and (t.ended_on is null or t.ended_on >= ${day})
    order by t.started_on desc limit 1)`;

/** The tenancy `t`, its agreement `a` and the terms `g` that govern it. Lateral, or the search would be run once for each column. */
export const fromKnownTenancy = (day: string): string => `
  from (select 1) one left join lateral (${knownTenancy(day)}) t on true left join known_agreements a on a.id = t.agreement_ref
    left join lateral (select governing_version(a.versions, t.agreement_version_at_start) as terms) g on true`;

/** `KnownTenancy` of `t`. @param today SQL of the day on which somebody is to be there */
export const tenancyAsJson = (today: string): string => `case when t.id is null then null else jsonb_build_object(
      'tenancyRef', t.id, 'agreementRef', t.agreement_ref, 'hasSupportWorker', t.has_support_worker, 'startedOn', t.started_on, 'endedOn', t.ended_on,
      'supportWorker', t.support_worker, 'supportTeam', t.support_team, 'supportIsThere', case
        when t.support_worker is null then exists (select from team_roles() r where (r.team, r.role) = (t.support_team, 'support_worker'))
        else exists (select from staff_at_work(${today}) w where (w.person, w.role) = (t.support_worker, 'support_worker')) end) end`;
