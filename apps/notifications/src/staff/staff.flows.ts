// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain';
import { type Actor, type Answer, Cases, type Command, type CommandInTransaction, Database, Problem, type Sql } from '#persistence'; // biome-ignore format: one line
import type { RequestContext } from '#service';
import type { ListStaff } from './staff.dto.js';
import { type Absence, absenceAfter, type Colleague, type Duty, isNews, type SignedIn, type Staff } from './staff.js';
import { type StaffRow, staff } from './staff.kind.js';

/** Of whom: one row where somebody signs in. */
type Known = Pick<StaffRow, 'id' | 'roles' | 'teams' | 'name' | 'saidMailbox' | 'signedInAt'> & {
  standsInFor: string[];
};

@Injectable()
export class StaffFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  /**
   * A municipal person calls: the register learns what the token says that it did not know, in the service's own name.
   * @returns the person with teams and those for whom it stands in today
   */
  async signedIn(actor: Actor, { said, clock, correlationId }: RequestContext): Promise<Actor> {
    const today = clock.today();
    const [known] = await this.database.query<Known>(
      `select id, roles, case when state = 'LEFT' then '[]' else teams end as teams, name, said_mailbox as "saidMailbox", signed_in_at as "signedInAt",
              array(select other.staff_id from staff other where other.absences <> '[]' and other.state <> 'LEFT' and
                jsonb_path_exists(other.absences, '$[*] ? (@.standIn == $me && @.from <= $today && @.to >= $today)',
                  jsonb_build_object('me', $1::text, 'today', $2::text))) as "standsInFor"
         from staff where staff_id = $1`,
      [actor.id, today],
    );
    const { name = null, mailbox = null, issuedAt } = said!;
    const news = { staffId: actor.id, roles: actor.roles as SignedIn['roles'], name, mailbox, issuedAt };
    const command: Command = {
      actor: { id: 'notifications', kind: 'system', roles: ['system'] },
      action: 'staff.sign-in',
      ...{ correlationId, now: clock.now(), today },
    };
    try {
      if (!known) await this.cases.open(staff, 'meet', command, news);
      else if (isNews(known, news)) await this.cases.act(staff, 'signIn', known.id, command, news);
    } catch (error) {
      // The same person called twice at once: the other call has said it.
      if (!(error instanceof Refusal)) throw error;
    }
    const { teams = [], standsInFor = [] } = known ?? {};
    return { ...actor, ...(teams.length && { teams }), ...(standsInFor.length && { standsInFor }) };
  }

  async me(command: Command): Promise<Answer> {
    const [own] = await this.database.query<{ id: string }>('select id from staff where staff_id = $1', [
      command.actor.id,
    ]);
    if (!own) throw new Problem(404, 'not-found');
    return await this.cases.get(staff, own.id, command);
  }

  list({ team, role, active, awayOn, ...query }: ListStaff, command: Command): Promise<object> {
    const isThere = (path: string) => ({ has: `$[*] ? (${path})` });
    return this.cases.list(
      staff,
      {
        ...query,
        ...(team !== undefined && { teams: isThere(`@ == "${team}"`) }),
        ...(role !== undefined && { roles: isThere(`@ == "${role}"`) }),
        ...(active !== undefined && {
          state: active === 'true' ? (['ANNOUNCED', 'ACTIVE'] as const) : ('LEFT' as const),
        }),
        ...(awayOn !== undefined && { absences: isThere(`@.from <= "${awayOn}" && @.to >= "${awayOn}"`) }),
      },
      command,
    );
  }

  deactivate(id: string, command: Command): Promise<Answer> {
    return this.knowing(id, undefined, command, (inside) => this.cases.act(staff, 'deactivate', id, inside));
  }

  /**
   * One at a time, since what holds between two people, who stands in for whom and is at work then, no row can hold: with
   * whoever is to stand in, and the days on which the person itself does.
   */
  knowing(
    id: string,
    absence: (Pick<Absence, 'absenceRef'> & Partial<Absence>) | undefined,
    command: Command,
    act: (command: CommandInTransaction) => Promise<Answer>,
  ): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('staff absences', 0))`);
      const [person] = await tx.query<Pick<Staff, 'staffId' | 'absences'>>(
        'select staff_id as "staffId", absences from staff where id = $1',
        [id],
      );
      const standIn = person && absence && absenceAfter(person, absence)?.standIn;
      const known = {
        ...(standIn !== undefined && { standIn: await colleague(tx, standIn) }),
        ...(person && { duties: await dutiesOf(tx, person.staffId, command.today) }),
      };
      return await act({ ...command, tx, known });
    });
  }
}

async function colleague(tx: Sql, staffId: string): Promise<Colleague | null> {
  const [found] = await tx.query<Colleague>(
    'select state, staff_id as "staffId", roles, absences from staff where staff_id = $1',
    [staffId],
  );
  return found ?? null;
}

/** Those that are not over. */
const dutiesOf = (tx: Sql, staffId: string, today: string) =>
  tx.query<Duty>(
    `select a->>'from' as "from", a->>'to' as "to" from staff s, jsonb_array_elements(s.absences) a
      where s.absences <> '[]' and a->>'standIn' = $1 and a->>'to' >= $2 order by 1`,
    [staffId, today],
  );
