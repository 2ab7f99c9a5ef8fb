// SPDX-License-Identifier: MPL-2.0
import { Problem, type Sql } from '#persistence';

/**
 * That a meeting, where one is named, is one of the agreement.
 * @throws Problem 404 for an unknown one and for one of another agreement alike
 */
export async function mustBeMeetingOf(sql: Sql, meetingRef: string | null, agreementRef: string): Promise<void> {
  if (meetingRef === null) return;
  const found = await sql.query('select 1 from meeting where id = $1 and agreement_ref = $2', [
    meetingRef,
    agreementRef,
  ]);
  if (!found.length) throw new Problem(404, 'not-found');
}
