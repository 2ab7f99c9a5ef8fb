// SPDX-License-Identifier: MPL-2.0
import type { Sql } from '#persistence';
import type { Booked, Request } from './cover.js';

/** Reserved and paid so far. */
export async function bookedOf(
  sql: Sql,
  { agreementRef, tenancyRef, commitment, caseRef, bookedYear }: Omit<Request, 'dwellingRef'>,
): Promise<Booked> {
  const booked = `state in ('RESERVED', 'CONFIRMED')`;
  const [found] = await sql.query<Booked>(
    `select
       (select coalesce(sum(amount_oere), 0)::bigint from cover_booking
         where tenancy_ref = $2 and agreement_ref = $1 and commitment = $3 and ${booked}) as "tenancyOere",
       (select coalesce(sum(amount_oere), 0)::bigint from cover_booking
         where agreement_ref = $1 and booked_year = $5 and commitment = 'move_out_shortfall' and ${booked}) as "yearOere",
       (select coalesce(sum(amount_oere - utilities_oere), 0)::bigint from cover_booking
         where case_ref = $4 and commitment = $3 and ${booked}) as "vacancyRentOere",
       (select coalesce(sum(utilities_oere), 0)::bigint from cover_booking
         where case_ref = $4 and commitment = $3 and ${booked}) as "vacancyUtilitiesOere"`,
    [agreementRef, tenancyRef, commitment, caseRef, bookedYear],
  );
  return found!;
}
