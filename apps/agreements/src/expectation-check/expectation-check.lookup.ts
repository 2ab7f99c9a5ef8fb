// SPDX-License-Identifier: MPL-2.0
import { addDays, type LocalDate } from '#domain';
import type { Sql } from '#persistence';
import { HIDDEN_DAYS, type ShownExpectation } from './expectation-check.js';

/** As views show them: the newest of each party that the other may see. */
export const shownExpectations = (sql: Sql, agreementRef: string, today: LocalDate): Promise<ShownExpectation[]> =>
  sql.query<ShownExpectation>(
    `select distinct on (party) party, given_on as "givenOn", comment,
            (select round(avg(r.value::int), 1)::float8 from jsonb_each_text(ratings) r) as average
       from expectation_check e
      where agreement_ref = $1 and (given_on < $2 or exists (select from expectation_check o
        where o.agreement_ref = e.agreement_ref and o.meeting_ref is not distinct from e.meeting_ref
          and o.quarter_from is not distinct from e.quarter_from and o.party <> e.party))
      order by party, id desc`,
    [agreementRef, addDays(today, -HIDDEN_DAYS)],
  );
