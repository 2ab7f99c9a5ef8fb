// SPDX-License-Identifier: MPL-2.0
import type { Sql } from '#persistence';

/** What the measures of an agreement that run now are. */
export async function runningMeasures(sql: Sql, agreementRef: string): Promise<string[]> {
  const found = await sql.query<{ what: string }>(
    `select what from preventive_measure where agreement_ref = $1 and state = 'RUNNING' order by id`,
    [agreementRef],
  );
  return found.map(({ what }) => what);
}
