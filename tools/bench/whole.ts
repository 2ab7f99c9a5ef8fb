// SPDX-License-Identifier: MPL-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, AssignerProtocol } from 'kafkajs';
import { SERVICES, topics } from '#contracts/topics';
import { addDays, copenhagenDate } from '#domain';
import { median, ms, type Result } from './figures.ts';
import { type Load, load } from './load.ts';
import type { Options } from './part.ts';
import { narrow, seedTenancies } from './seed.ts';
import type { System } from './system.ts';

const TENANCIES = 1000;
const WARM_UP_SECONDS = 10;
/** More than anything here reaches: how many bodies a turn gets per second. */
const MOST_PER_SECOND = 3000;
const LOOK_EVERY_MS = 50;
const HANDLED_WITHIN_MS = 300_000;

const KINDS = ['known', 'unknown'] as const;
type Kind = (typeof KINDS)[number];

interface Turned extends Load {
  /** From the last answer until everything is handled. */
  tailSeconds: number;
  /** Cases per second from the first request until everything is handled. */
  handledPerSecond: number;
  /** CPU milliseconds per case by process. */
  cost: Record<string, number>;
}

/**
 * New cases of missing rent, as fast as the users get answers, until everything they cause is handled in all four
 * services. Reports on tenancies that incidents knows, and on others, turn by turn.
 */
export async function whole(system: System, options: Options): Promise<Result[]> {
  const admin = system.kafka().admin();
  try {
    await admin.connect();
    return await measure(system, admin, options);
  } finally {
    await admin.disconnect();
  }
}

async function measure(system: System, admin: Admin, { seconds, rounds, users, quick, say }: Options) {
  // As often as under `npm start`: what the sweeper does with a case is part of what the case causes.
  await Promise.all(SERVICES.map((name) => system.startService(name, { env: { SWEEP_EVERY_MS: '500' } })));
  const tenancies = await seedTenancies(system, narrow.landlord, quick ? 50 : TENANCIES);
  const handled = await handler(system, admin);
  await handled();
  const headers = { authorization: `Bearer ${await system.token(narrow.user)}` };
  const { port } = system.services.get('incidents')!;

  const newest = addDays(copenhagenDate(new Date()), -40);
  const taken = { known: 0, unknown: 0 };
  /** Of each tenancy one rent of a day once. */
  const body = (kind: Kind, n: number) =>
    JSON.stringify({
      ...(kind === 'known' ? { tenancyRef: tenancies[n % tenancies.length] } : { landlordReference: `U-${n}` }),
      ...{ amountOere: 510_000, rentDueOn: addDays(newest, -Math.floor(n / tenancies.length)) },
    });
  const turn = async (kind: Kind, turnSeconds: number): Promise<Turned> => {
    const bodies = Array.from({ length: MOST_PER_SECOND * turnSeconds }, (_, n) => body(kind, taken[kind] + n));
    const paths = bodies.map(() => '/v1/rent-arrears');
    const known = await heard(system);
    const before = cpu(system);
    const done = await load({ port, method: 'POST', paths, bodies, headers, connections: users, seconds: turnSeconds });
    const ended = performance.now();
    const tailSeconds = ((await handled()) - ended) / 1000;
    const after = cpu(system);
    const { told, matched } = await heard(system);
    const wanted = kind === 'known' ? done.count : 0;
    if (told < known.told + done.count || matched !== known.matched + wanted)
      throw new Error(
        `of ${done.count} cases notifications heard ${told - known.told}, matched ${matched - known.matched}`,
      );
    taken[kind] += done.used;
    const cost = Object.entries(after).map(([name, value]) => [name, (value - before[name]!) / done.count]);
    return {
      ...{ ...done, tailSeconds, handledPerSecond: done.count / (done.seconds + tailSeconds) },
      cost: { ...Object.fromEntries(cost), client: done.clientCpuMs / done.count },
    };
  };
  for (const kind of KINDS) await turn(kind, quick ? 0.5 : WARM_UP_SECONDS);
  await system.sql('vacuum analyze');

  const turns: Record<Kind, Turned[]> = { known: [], unknown: [] };
  for (let round = 1; round <= rounds; round++)
    // Who goes first changes, so that neither always finds the quieter moment.
    for (const kind of round % 2 ? KINDS : KINDS.toReversed()) {
      const one = await turn(kind, seconds);
      turns[kind].push(one);
      say(
        `round ${round}, ${kind} tenancies: ${one.count} cases, acknowledged ${one.perSecond.toFixed(0)}/s ` +
          `(p50 ${ms(one.p50)}, p95 ${ms(one.p95)}, p99 ${ms(one.p99)}), all handled ${one.tailSeconds.toFixed(1)} s later: ` +
          `${one.handledPerSecond.toFixed(0)}/s`,
      );
    }
  const results = KINDS.flatMap((kind): Result[] => {
    const middle = (value: (one: Turned) => number) => median(turns[kind].map(value));
    const costs = Object.keys(turns[kind][0]!.cost).map((name) => [name, middle(({ cost }) => cost[name]!)] as const);
    const sum = costs.reduce((total, [, cost]) => total + cost, 0);
    say(`CPU ms per case, ${kind}: ${costs.map(([name, cost]) => `${name} ${cost.toFixed(2)}`).join(', ')}`);
    const name = `new arrears, ${kind} tenancies`;
    return [
      { what: `${name}: cases`, value: String(turns[kind].reduce((total, { count }) => total + count, 0)) },
      { what: `${name}: acknowledged`, value: `${middle(({ perSecond }) => perSecond).toFixed(0)}/s` },
      { what: `${name}: until handled`, value: `${middle(({ handledPerSecond }) => handledPerSecond).toFixed(0)}/s` },
      {
        what: `${name}: POST p50, p95, p99`,
        value: [middle(({ p50 }) => p50), middle(({ p95 }) => p95), middle(({ p99 }) => p99)].map(ms).join(', '),
      },
      { what: `${name}: tail`, value: `${middle(({ tailSeconds }) => tailSeconds).toFixed(1)} s` },
      { what: `${name}: CPU per case, all processes`, value: ms(sum) },
    ];
  });
  console.log(`WHOLE ${median(turns.known.map(({ handledPerSecond }) => handledPerSecond)).toFixed(0)}`);
  return results;
}

/** CPU time so far by process, milliseconds. */
function cpu(system: System): Record<string, number> {
  const services = SERVICES.map((name) => [name, system.cpu(system.services.get(name)!.child.pid).server]);
  const { postgres, kafka } = system.cpu(process.pid);
  return { ...Object.fromEntries(services), PostgreSQL: postgres, Kafka: kafka };
}

/** What must have grown by the cases of a turn, or everything is handled because nobody listens. */
async function heard(system: System): Promise<{ told: number; matched: number }> {
  const [counts] = await system.sql<{ told: number; matched: number }>(
    `select (select count(*)::int from notifications.inbox where topic = $1 and state = 'handled') as told,
            (select count(*)::int from incidents.rent_arrears where agreement_ref is not null) as matched`,
    [topics.rentArrearsInternal.name],
  );
  return counts!;
}

/**
 * Handled is: no outbox holds a row, no inbox one that waits, nothing is due that time acts on, and every consumer group
 * has committed the end of every partition. Two looks in a row must find that with nothing sent in
 * between, since a single one looks at one place after the other.
 * @returns waits until it is so; tells when it was, as performance.now()
 */
async function handler(system: System, admin: Admin): Promise<() => Promise<number>> {
  const swept = await system.sql<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.columns
      where table_schema = any($1) and column_name = 'next_due_on'`,
    [SERVICES],
  );
  if (!swept.length) throw new Error('no table has a column next_due_on: what is due is found otherwise now');
  const places = [
    ...SERVICES.map((name) => [`outbox of ${name}`, `${name}.outbox`]),
    ...SERVICES.map((name) => [`inbox of ${name}`, `${name}.inbox where state in ('waiting', 'failed')`]),
    ...swept.map(({ name }) => [`what is due of ${name}`, `${name} where next_due_on <= $1`]),
  ];
  const look = `select array_remove(array[${places
    .map(([place, rows]) => `case when exists (select from ${rows}) then '${place}' end`)
    .join(', ')}], null) as places`;

  /** @returns where something is left, or how many messages were ever sent to where somebody reads */
  const left = async (): Promise<string | number> => {
    const [found] = await system.sql<{ places: string[] }>(look, [copenhagenDate(new Date())]);
    const parked = found!.places.find((place) => place.startsWith('inbox'));
    if (parked) throw new Error(`a message could not be handled: ${parked}`);
    if (found!.places.length) return found!.places.join(', ');
    let sent = 0;
    // The last of the chain first: it is the one that is mostly behind, and then nothing more need be asked.
    for (const groupId of SERVICES.toReversed()) {
      const [group] = (await admin.describeGroups([groupId])).groups;
      if (group?.state !== 'Stable') return `group ${groupId} is ${group?.state}`;
      const read = group.members.flatMap(({ memberAssignment }) =>
        Object.keys(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}),
      );
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: [...new Set(read)] })) {
        const committed = new Map(partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]));
        for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
          if (committed.get(partition) !== Number(high)) return `${topic} is not read to its end by ${groupId}`;
          sent += Number(high);
        }
      }
    }
    return sent;
  };
  return async () => {
    const end = performance.now() + HANDLED_WITHIN_MS;
    for (let before: { at: number; sent: string | number } | undefined; ; await sleep(LOOK_EVERY_MS)) {
      const at = performance.now();
      const sent = await left();
      if (typeof sent === 'number' && sent === before?.sent) return before.at;
      before = { at, sent };
      if (at > end) throw new Error(`waited in vain for everything to be handled: ${sent}`);
    }
  };
}
