// SPDX-License-Identifier: MPL-2.0
import { type Command, Problem, type Sql } from '#persistence';
import { agreementOf } from '../agreement/agreement.lookup.js';

/** jsonb over the columns of a case of the follow-up, alias `c`: its agreement as its rules know it. */
export const itsAgreement = `jsonb_build_object('agreement', (select jsonb_build_object('state', a.state, 'from', a.term_from,
    'lastDay', least(a.term_to, (a.notice ->> 'endsOn')::date)) from agreement a where a.id = c.agreement_ref))`;

/**
 * Whose agreement something of the follow-up is about, if the caller may see it, and that the meeting, where one is named,
 * is one of it.
 * @throws Problem 404 for an unknown one, one outside the caller's scope, and a meeting of another agreement alike
 */
export async function landlordOf(
  sql: Sql,
  { agreementRef, meetingRef }: { agreementRef: string; meetingRef?: string | null },
  command: Command,
): Promise<string> {
  const { landlordRef } = await agreementOf(sql, agreementRef, command);
  if (meetingRef) {
    const found = await sql.query('select 1 from meeting where id = $1 and agreement_ref = $2', [
      meetingRef,
      agreementRef,
    ]);
    if (!found.length) throw new Problem(404, 'not-found');
  }
  return landlordRef;
}
