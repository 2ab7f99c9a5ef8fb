// SPDX-License-Identifier: MPL-2.0
import type { Sql } from '#persistence';
import type { CommitmentKind, Used } from './cover.js';

/** What a request is about, as far as caps ask. */
export interface About {
  agreementRef: string;
  tenancyRef: string | null;
  commitment: CommitmentKind;
  /** The case that asks: what is booked of one vacancy counts together. */
  caseRef: string;
}

/** Reserved and paid so far. */
export async function usedOf(
  sql: Sql,
  { agreementRef, tenancyRef, commitment, caseRef }: About,
  year: number,
): Promise<Used> {
  const booked = `state in ('RESERVED', 'CONFIRMED')`;
  const [used] = await sql.query<Used>(
    `select
       (select coalesce(sum(amount_oere), 0)::bigint from cover_booking
         where tenancy_ref = $2 and agreement_ref = $1 and commitment = $3 and ${booked}) as "tenancyOere",
       (select coalesce(sum(amount_oere), 0)::bigint from cover_booking
         where agreement_ref = $1 and booked_year = $5 and commitment = 'move_out_shortfall' and ${booked}) as "yearOere",
       (select coalesce(sum(amount_oere - utilities_oere), 0)::bigint from cover_booking
         where case_ref = $4 and commitment = $3 and ${booked}) as "vacancyRentOere",
       (select coalesce(sum(utilities_oere), 0)::bigint from cover_booking
         where case_ref = $4 and commitment = $3 and ${booked}) as "vacancyUtilitiesOere"`,
    [agreementRef, tenancyRef, commitment, caseRef, year],
  );
  return used!;
}
