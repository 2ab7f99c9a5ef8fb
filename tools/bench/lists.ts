// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoUserName } from '../stack/demo-users.ts';
import { Connection, requestText } from './connection.ts';
import { median, ms, type Result, ratio } from './figures.ts';
import { type Load, load } from './load.ts';
import type { Options } from './part.ts';
import { narrow, seedRentArrears, wide } from './seed.ts';
import { type Service, System, until } from './system.ts';

const LIST = '/v1/rent-arrears';
const LIMIT = 20;
const WARM_UP_SECONDS = 10;
/** Pages at the far end that are read again and again. */
const DEEP_PAGES = 10;

interface Question {
  name: string;
  paths: string[];
}

/**
 * Pages of one landlord's cases among those of a thousand: the first, those far down, with a filter, with a count. Every
 * page also writes one audit row per case it shows, as in production.
 */
export async function lists(system: System, { seconds, rounds, quick, cases, say }: Options): Promise<Result[]> {
  const own = { narrow: quick ? 60 : narrow.cases, wide: quick ? 500 : wide.cases };
  // Between those of the others, as time brings them.
  const slices = 10;
  for (let slice = 0; slice < slices; slice++) {
    const count = (all: number) => Math.ceil(all / slices);
    await seedRentArrears(system, { count: count(Math.max(0, cases - own.narrow - own.wide)), states: 'mixed' });
    await seedRentArrears(system, { count: count(own.narrow), landlord: narrow.landlord, states: 'mixed' });
    await seedRentArrears(system, { count: count(own.wide), landlord: wide.landlord, states: 'mixed' });
  }
  await system.sql('vacuum analyze');
  await system.sql('checkpoint');
  say(`${cases} cases: ${own.narrow} of the narrow landlord, ${own.wide} of the wide one, the others of a thousand`);
  const service = await system.startService('incidents');

  const results: Result[] = [];
  let missed: { path: string; headers: Record<string, string> } | undefined;
  const turnSeconds = Math.max(1, Math.round(seconds / 2));
  const bearer = async (user: DemoUserName) => ({ authorization: `Bearer ${await system.token(user)}` });
  await load({
    ...{ port: service.port, method: 'GET', paths: [`${LIST}?limit=${LIMIT}`], headers: await bearer(wide.user) },
    ...{ connections: 16, cycle: true, seconds: quick ? 1 : WARM_UP_SECONDS },
  });
  for (const [name, { user }] of Object.entries({ narrow, wide })) {
    const headers = await bearer(user);
    const questions: Question[] = [
      { name: 'page 1', paths: [`${LIST}?limit=${LIMIT}`] },
      { name: 'deep', paths: await followDown(service, headers) },
      { name: 'state=', paths: [`${LIST}?limit=${LIMIT}&state=OUTREACH`] },
      { name: 'count', paths: [`${LIST}?limit=${LIMIT}&count=capped`] },
    ];
    for (const [users, target] of [
      [1, 10],
      [16, 50],
    ] as const) {
      const p95 = new Map<string, number[]>();
      const p50 = new Map<string, number[]>();
      for (let round = 0; round <= rounds; round++)
        for (const { name: question, paths } of questions) {
          const done: Load = await load({
            ...{ port: service.port, method: 'GET', paths, headers, connections: users, cycle: true },
            seconds: round === 0 ? turnSeconds / 2 : turnSeconds,
          });
          if (round === 0) continue; // pages and plans that were not used before
          for (const [found, value] of [
            [p50, done.p50],
            [p95, done.p95],
          ] as const)
            found.set(question, [...(found.get(question) ?? []), value]);
        }
      for (const { name: question, paths } of questions) {
        const [middle, slow] = [median(p50.get(question)!), median(p95.get(question)!)];
        if (slow > target) missed ??= { path: paths[0]!, headers };
        results.push({
          what: `${name} landlord, ${question}, ${users} user${users > 1 ? 's' : ''}: p50, p95`,
          value: `${ms(middle)}, ${ms(slow)}`,
          target: `p95 ≤ ${target} ms`,
          met: slow <= target,
        });
        say(`${name}, ${users} at a time, ${question}: p50 ${ms(middle)}, p95 ${ms(slow)}`);
      }
      // Of the medians: the 95th percentile of a few milliseconds is mostly other processes' noise.
      const depth = median(p50.get('deep')!) / median(p50.get('page 1')!);
      if (users === 1)
        results.push({
          what: `${name} landlord: deep ÷ page 1`,
          value: ratio(depth),
          target: '≤ 1.2',
          met: depth <= 1.2,
        });
    }
  }
  if (missed) await explain(system, missed.path, missed.headers, say);
  return results;
}

/** Follows `next` to the end. @returns the last pages that are full */
async function followDown({ port }: Service, headers: Record<string, string>): Promise<string[]> {
  const connection = new Connection(port);
  const after: string[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const path = `${LIST}?limit=${LIMIT}${next && `&after=${next}`}`;
    const answer = await connection.send(requestText('GET', path, headers));
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    const page = JSON.parse(answer.body) as { items: unknown[]; next: string | null };
    if (next && page.items.length === LIMIT) after.push(next);
    next = page.next;
  }
  connection.close();
  return after.slice(-DEEP_PAGES).map((id) => `${LIST}?limit=${LIMIT}&after=${id}`);
}

/** The plan PostgreSQL really runs, with the service's own statement: written to the server's log by auto_explain. */
async function explain(
  system: System,
  path: string,
  headers: Record<string, string>,
  say: (line: string) => void,
): Promise<void> {
  await system.sql(`alter role incidents_app set session_preload_libraries = 'auto_explain'`);
  for (const setting of ['log_min_duration = 0', 'log_analyze = on', 'log_buffers = on'])
    await system.sql(`alter role incidents_app set auto_explain.${setting}`);
  await system.stopService('incidents');
  const { port } = await system.startService('incidents');
  const connection = new Connection(port);
  // After five executions a prepared statement may get a plan for any parameters: that is the one that counts.
  for (let time = 0; time < 12; time++) await connection.send(requestText('GET', path, headers));
  connection.close();
  const log = join(system.folder, 'postgres/postgres.log');
  const plans = () =>
    readFileSync(log, 'utf8')
      .split(/^(?=\S)/m)
      .filter((entry) => /duration: .* plan:/.test(entry) && entry.includes('from rent_arrears c'));
  await until('the plan in the log of PostgreSQL', async () => plans().length > 0);
  say(`the plan of GET ${path}:\n${plans().at(-1)}`);
}
