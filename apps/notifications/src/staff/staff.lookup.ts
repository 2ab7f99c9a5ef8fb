// SPDX-License-Identifier: MPL-2.0
import type { Sql } from '#persistence';
import type { Addressee } from './addressee.js';

/** An item for somebody who has left, or for a team in which nobody is, would be seen by nobody. */
export async function livingOnes(tx: Sql, to: Addressee): Promise<Addressee[]> {
  if (!to.person && !to.team) return [to];
  const [found] = await tx.query<{ left: boolean; manned: boolean }>(
    `select exists (select 1 from staff where staff_id = $1 and state = 'LEFT') as left,
            exists (select 1 from staff where state <> 'LEFT' and teams ? $2 and roles ? $3) as manned`,
    [to.person ?? null, to.team ?? null, to.role],
  );
  if (to.person) return found?.left ? await leadersOf(tx, to) : [to];
  return found?.manned ? [to] : [{ role: to.role }];
}

/** The leaders of the team, or of the person's teams; where these have none, every team leader. */
export async function leadersOf(tx: Sql, { team, person }: Addressee): Promise<Addressee[]> {
  const led = await tx.query<{ team: string }>(
    `select t.team from (
       select $1::text as team where $1::text is not null
       union select jsonb_array_elements_text(s.teams) from staff s where $1::text is null and s.staff_id = $2::text
     ) t where exists (select 1 from staff l where l.state <> 'LEFT' and l.roles ? 'team_leader' and l.teams ? t.team)
      order by t.team`,
    [team ?? null, person ?? null],
  );
  return led.length ? led.map((one) => ({ role: 'team_leader', team: one.team })) : [{ role: 'team_leader' }];
}
