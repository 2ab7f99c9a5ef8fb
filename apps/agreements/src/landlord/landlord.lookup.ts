// SPDX-License-Identifier: MPL-2.0
import { Problem, type Sql } from '#persistence';

/** @throws Problem 404 for a landlord that is not in the register, or is closed */
export async function mustBeLandlord(sql: Sql, landlordRef: string): Promise<void> {
  const found = await sql.query(`select 1 from landlord where id = $1 and state = 'ACTIVE'`, [landlordRef]);
  if (!found.length) throw new Problem(404, 'not-found');
}
