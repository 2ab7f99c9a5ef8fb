// SPDX-License-Identifier: MPL-2.0
// Which dwellings are under which signed text on which days (domain.md 13.4): one agreement at a time, and every fourth
// of a property over all allocation agreements. Counted by the property and the dwelling themselves, under their locks.
import { addDays, type LocalDate } from '#domain';
import type { Sql } from '#persistence';

interface Days {
  from: LocalDate;
  /** The last day. */
  to: LocalDate;
}

/** Of the dwellings and properties of a text: what the register and other signed agreements say of them. */
export interface Elsewhere {
  /** Those that are under another agreement. */
  dwellings: readonly ({ dwellingRef: string; agreementNo: string } & Days)[];
  /** References of those that were removed from the register. */
  removed: readonly string[];
  properties: readonly {
    propertyRef: string;
    /** As the register says now. */
    dwellingCount: number;
    /** Under other allocation agreements, of whichever landlord the property is registered. */
    allocated: readonly ({ dwellings: number } & Days)[];
  }[];
}

export const NOTHING_ELSEWHERE: Elsewhere = { dwellings: [], removed: [], properties: [] };

/** SQL: a property's number in BFE, in which zeros before it say nothing; of zeros alone it is none. */
const bfeNumber = (alias: string) => `nullif(ltrim(${alias}.bfe_number, '0'), '')`;

/**
 * jsonb: `Elsewhere`.
 * @param agreement SQL: id of the agreement that does not count as another; null: of a new one
 * @param properties SQL: the `properties` of the text, jsonb
 */
export const elsewhere = (agreement: string, properties: string) => `(select jsonb_build_object(
  'dwellings', (select coalesce(jsonb_agg(jsonb_build_object('dwellingRef', u.dwelling_ref, 'agreementNo', a.agreement_no,
      'from', lower(u.days), 'to', upper(u.days) - 1)), '[]')
    from covered_dwelling u join agreement a on a.id = u.agreement_ref
   where u.dwelling_ref = any(chosen.dwellings) and a.id is distinct from ${agreement}),
  'removed', (select coalesce(jsonb_agg(r.id), '[]') from dwelling r
   where r.id = any(chosen.dwellings) and r.state = 'REMOVED'),
  'properties', (select coalesce(jsonb_agg(jsonb_build_object('propertyRef', p.id, 'dwellingCount', p.dwelling_count,
      'allocated', (select coalesce(jsonb_agg(jsonb_build_object('from', lower(o.days), 'to', upper(o.days) - 1,
          'dwellings', o.dwellings)), '[]')
        from (select u.days, count(distinct u.dwelling_ref) as dwellings
                from covered_dwelling u join agreement a on a.id = u.agreement_ref
               where a.legal_basis = 'lbf_ch7_allocation' and a.id is distinct from ${agreement}
                 and u.property_ref in (select same.id from property same
                   where same.id = p.id or ${bfeNumber('same')} = ${bfeNumber('p')})
               group by u.agreement_ref, u.days) o))), '[]')
    from property p where p.id = any(chosen.properties)))
  from (select coalesce(array_agg(distinct (p ->> 'propertyRef')::uuid), '{}') as properties,
               coalesce(array_agg(distinct (d ->> 'dwellingRef')::uuid), '{}') as dwellings
          from jsonb_array_elements(${properties}) p, jsonb_array_elements(p -> 'dwellings') d) chosen)`;

/**
 * Takes the locks under which limits of an owner and of properties are asked and used up: who signs at the same moment
 * about the same owner, property or building waits, and then counts what was signed.
 * @param tx a transaction that has locked no more than an agreement
 */
export async function lockLimits(tx: Sql, landlordRef: string, propertyRefs: readonly string[]): Promise<void> {
  const numbers = await tx.query<{ bfe: string }>(
    `select distinct ${bfeNumber('p')} as bfe from property p
      where p.id = any($1::uuid[]) and ${bfeNumber('p')} is not null`,
    [propertyRefs],
  );
  // In one order for all: two who want the same locks never wait for one another.
  const keys = [landlordRef, ...propertyRefs, ...numbers.map(({ bfe }) => bfe)].toSorted();
  await tx.query('select pg_advisory_xact_lock(hashtextextended(key, 3)) from unnest($1::text[]) key', [keys]);
}

interface SignedText extends Days {
  agreementRef: string;
  versionNo: number;
  revision: number;
}

/** A text was signed by both: its dwellings are under the agreement from its first day, those of the text before until then. */
export async function cover(tx: Sql, { agreementRef, versionNo, revision, from, to }: SignedText): Promise<void> {
  await coverUntil(tx, agreementRef, addDays(from, -1));
  await tx.query(
    `insert into covered_dwelling (agreement_ref, version_no, property_ref, dwelling_ref, days)
     select distinct $1::uuid, $2::int, (p ->> 'propertyRef')::uuid, (d ->> 'dwellingRef')::uuid, daterange($4, $5, '[]')
       from agreement_text t, jsonb_array_elements(t.terms -> 'properties') p, jsonb_array_elements(p -> 'dwellings') d
      where t.agreement_ref = $1 and t.version_no = $2 and t.revision = $3`,
    [agreementRef, versionNo, revision, from, to],
  );
}

/** What was signed so far covers its dwellings to this day and no longer: from then on they are free for others. */
export async function coverUntil(tx: Sql, agreementRef: string, lastDay: LocalDate): Promise<void> {
  await tx.query('delete from covered_dwelling where agreement_ref = $1 and lower(days) > $2', [agreementRef, lastDay]);
  await tx.query(`update covered_dwelling set days = days * daterange(null, $2::date, '(]') where agreement_ref = $1`, [
    agreementRef,
    lastDay,
  ]);
}
