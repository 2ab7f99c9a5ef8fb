// SPDX-License-Identifier: MPL-2.0
import type { AgreementState } from '#contracts/agreements/agreement';
import { type DaySpan, MOST_SPANS } from '#contracts/agreements/cover-booking';
import type { LocalDate } from '#domain';
import type { Sql } from '#persistence';
import { type VersionInForce, versionGoverning } from '../agreement/agreement.lookup.js';
import { type Account, type Booked, hasEndedFor, isVacancyRent, type Request } from './cover.js';
import type { CoverBooking, CoverBookingFacts } from './cover-booking.js';

/** The agreement of a tenancy, and the version it began under. */
interface LetUnder {
  agreement_ref: string;
  at_start: number;
}

/** Of one that was registered in error, or that others say ended before it began, there was no day. */
const hasRun = (tenancy: string) => `(${tenancy}.ended_on is null or ${tenancy}.ended_on >= ${tenancy}.started_on)`;

/** What a request is answered by, and who stands behind it. */
export interface FoundAccount extends Required<Omit<Account, 'terms'>>, Pick<CoverBookingFacts, 'tenancy'> {
  /** Whose terms govern the request on the day of asking; undefined: the agreement has never been in force. */
  version: VersionInForce | undefined;
}

/**
 * Reads the account of a request as it is today. Where something is booked by the answer, under `lockAccount`.
 * @param without the booking that asks anew: its own amount is not in its way
 */
export async function accountOf(
  sql: Sql,
  request: Request,
  today: LocalDate,
  without: string | null = null,
): Promise<FoundAccount> {
  const { agreementRef, tenancyRef } = request;
  const [tenancy] = tenancyRef
    ? await sql.query<LetUnder>(
        'select agreement_ref, agreement_version_at_start as at_start from known_tenancies where id = $1',
        [tenancyRef],
      )
    : [];
  const [agreement] = await sql.query<{ state: AgreementState['state']; lastDay: LocalDate }>(
    `select state, coalesce((notice ->> 'endsOn')::date, term_to) as "lastDay" from agreement where id = $1`,
    [agreementRef],
  );
  const isOfIt = tenancy?.agreement_ref === agreementRef;
  const left = isVacancyRent(request.commitment) ? await lastLet(sql, request) : tenancy;
  const isLeftUnderIt = left?.agreement_ref === agreementRef;
  return {
    version: await versionGoverning(sql, agreementRef, isLeftUnderIt ? left.at_start : undefined),
    tenancy: !tenancyRef ? null : !tenancy ? 'unknown' : isOfIt ? 'known' : 'of-another-agreement',
    booked: await bookedOf(sql, request, today, without),
    hasEnded:
      agreement !== undefined &&
      hasEndedFor(request.commitment, agreement, today, {
        leftByAnother: left !== undefined && !isLeftUnderIt,
        coversThrough: request.coversThrough,
      }),
  };
}

/**
 * The tenancy that a vacancy is left by, whichever tenancy somebody names: what was promised of it, under its agreement and
 * the version it began under, holds for the vacancy after it, also where its last day is not heard of yet. Before the next
 * one nobody was promised anything: there it is the version in force.
 */
async function lastLet(sql: Sql, { commitment, dwellingRef, vacantFrom }: Request): Promise<LetUnder | undefined> {
  if (commitment !== 'vacancy_rent_out') return undefined;
  const [last] = await sql.query<LetUnder>(
    `select agreement_ref, agreement_version_at_start as at_start from known_tenancies t
      where dwelling_ref = $1 and started_on < $2::date and ${hasRun('t')} order by started_on desc limit 1`,
    [dwellingRef, vacantFrom],
  );
  return last;
}

/** What else is booked of what a request is about. */
export async function bookedOf(
  sql: Sql,
  request: Request,
  today: LocalDate,
  without: string | null,
  states: readonly CoverBooking['state'][] = ['RESERVED', 'CONFIRMED'],
): Promise<Booked> {
  const sums = await sumsOf(sql, request, without, states);
  return { ...sums, coveredDays: await coveredDaysOf(sql, request, today, without, states) };
}

/** A day that is covered as rent of the vacancy before a tenancy is not covered as that of the one after another, or again. */
async function coveredDaysOf(
  sql: Sql,
  { commitment, dwellingRef, coversFrom, coversThrough }: Request,
  today: LocalDate,
  without: string | null,
  states: readonly CoverBooking['state'][],
): Promise<DaySpan[]> {
  if (!isVacancyRent(commitment) || !dwellingRef || !coversFrom || !coversThrough) return [];
  // A reservation whose last day has passed stands in nobody's way, swept or not.
  return await sql.query<DaySpan>(
    `select greatest(covers_from, $2::date) as from, least(covers_through, $3::date) as through from cover_booking
      where dwelling_ref = $1 and covers_from <= $3 and covers_through >= $2 and id is distinct from $5
        and state = any($6) and amount_oere > 0 and (state <> 'RESERVED' or expires_on >= $4)
      order by 1, 2 limit ${MOST_SPANS}`,
    [dwellingRef, coversFrom, coversThrough, today, without, states],
  );
}

/**
 * Bookings of a dwelling are of one vacancy where no tenancy began between their first days: another day that somebody
 * names opens no cap of its own.
 */
async function sumsOf(
  sql: Sql,
  { agreementRef, tenancyRef, commitment, dwellingRef, vacantFrom, bookedYear }: Request,
  without: string | null,
  states: readonly CoverBooking['state'][],
): Promise<Omit<Booked, 'coveredDays'>> {
  const counts = 'b.state = any($7) and b.id is distinct from $8';
  // Before the first day was kept, the day of the booking stands for it.
  const firstDay = 'coalesce(b.vacant_from, b.booked_on)';
  const ofVacancy = `from cover_booking b
    where b.dwelling_ref = $4 and b.commitment = $3 and ${counts} and not exists (
      select 1 from known_tenancies t where t.dwelling_ref = $4
        and ${hasRun('t')}
        and t.started_on > least(${firstDay}, $6::date) and t.started_on <= greatest(${firstDay}, $6::date))`;
  const [found] = await sql.query<Omit<Booked, 'coveredDays'>>(
    `select
       (select coalesce(sum(b.amount_oere), 0)::bigint from cover_booking b
         where b.tenancy_ref = $2 and b.agreement_ref = $1 and b.commitment = $3 and ${counts}) as "tenancyOere",
       (select coalesce(sum(b.amount_oere), 0)::bigint from cover_booking b where b.agreement_ref = $1
           and b.booked_year = $5 and b.commitment = 'move_out_shortfall' and ${counts}) as "yearOere",
       (select coalesce(sum(b.amount_oere - b.utilities_oere), 0)::bigint ${ofVacancy}) as "vacancyRentOere",
       (select coalesce(sum(b.utilities_oere), 0)::bigint ${ofVacancy}) as "vacancyUtilitiesOere"`,
    [agreementRef, tenancyRef, commitment, dwellingRef, bookedYear, vacantFrom, states, without],
  );
  return found!;
}

/** One at a time per agreement, and per dwelling for vacancy rents: what is left of a cap is read and booked under it. */
export async function lockAccount(
  tx: Sql,
  { agreementRef, commitment, dwellingRef }: Pick<Request, 'agreementRef' | 'commitment' | 'dwellingRef'>,
): Promise<void> {
  const lock = (key: string) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [key]);
  await lock(agreementRef);
  if (isVacancyRent(commitment) && dwellingRef) await lock(dwellingRef);
}

/** The vacancy that days lie in, by the tenancies that are known; `isLet`: one of them ran on one of the days. */
export async function vacancyOf(
  sql: Sql,
  dwellingRef: string,
  { from, through }: DaySpan,
): Promise<{ vacantFrom: LocalDate; isLet: boolean }> {
  const [found] = await sql.query<{ vacantFrom: LocalDate; isLet: boolean }>(
    `select coalesce(max(ended_on) filter (where ended_on < $2::date) + 1, $2::date) as "vacantFrom",
            coalesce(bool_or(started_on <= $3::date and (ended_on is null or ended_on >= $2::date)), false) as "isLet"
       from known_tenancies where dwelling_ref = $1 and ${hasRun('known_tenancies')}`,
    [dwellingRef, from, through],
  );
  return found!;
}
