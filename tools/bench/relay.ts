// SPDX-License-Identifier: MPL-2.0
import { SERVICES } from '#contracts/topics';
import { command } from './command.ts';
import { ms, percentiles, type Result } from './figures.ts';
import { load } from './load.ts';
import type { Options } from './part.ts';
import { type System, until } from './system.ts';

const RATE = 200;
const CONNECTIONS = 16;

/**
 * From the commit of a command to its messages on Kafka. The commit is taken as the moment the outbox row was inserted
 * (clock_timestamp() of a trigger, before the commit's own flush to disk), the acknowledgement as the moment a consumer in
 * this process has the message. A consumer gets only what is acknowledged, so both ends make the figure larger than what
 * it stands for. All clocks are this machine's, in whole milliseconds at the reading end.
 */
export async function relay(system: System, { seconds, rounds, quick, whole, say }: Options): Promise<Result[]> {
  const { service } = command;
  if (whole) for (const name of SERVICES) if (name !== service) await system.startService(name);
  const { port } = await system.startService(service);
  const headers = {
    authorization: `Bearer ${await system.token(command.user)}`,
    'if-match': `"${command.version}"`,
  };
  const body = command.body && { body: JSON.stringify(command.body) };
  const rate = quick ? 50 : RATE;
  const warmUpSeconds = quick ? 0.5 : 4;
  let ids = await command.seed(system, Math.ceil(rate * (seconds * rounds + warmUpSeconds)));
  await system.sql('vacuum analyze');
  await system.sql(`
    create unlogged table ${service}.bench_committed (id uuid, topic text, at timestamptz);
    create function ${service}.bench_note() returns trigger language plpgsql security definer as $$
      begin insert into ${service}.bench_committed values (new.id, new.topic, clock_timestamp()); return new; end $$;
    create trigger bench_note after insert on ${service}.outbox for each row execute function ${service}.bench_note()`);

  const received = new Map<string, number>();
  const consumer = system.kafka().consumer({ groupId: 'bench', maxWaitTimeInMs: 100, minBytes: 1 });
  await consumer.connect();
  await consumer.subscribe({ topics: [/^indgang\.incidents\./], fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const now = Date.now();
      for (const { headers: given } of batch.messages) {
        const id = String(given?.ce_id);
        if (!received.has(id)) received.set(id, now);
      }
    },
  });
  await joined;

  const turn = async (turnSeconds: number) => {
    await system.sql(`truncate ${service}.bench_committed`);
    received.clear();
    const paths = ids.slice(0, Math.ceil(rate * turnSeconds)).map(command.path);
    ids = ids.slice(paths.length);
    const done = await load({
      ...{ port, method: 'POST', paths, headers, connections: CONNECTIONS, seconds: turnSeconds, rate, ...body },
    });
    const committed = await system.sql<{ id: string; at: number }>(
      `select id, extract(epoch from at)::float8 * 1000 as at from ${service}.bench_committed`,
    );
    await until('every message on Kafka', async () => committed.every(({ id }) => received.has(id)));
    const delays = committed.map(({ id, at }) => received.get(id)! - at);
    return { done, delays };
  };
  await turn(warmUpSeconds);
  const all: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const { done, delays } = await turn(seconds);
    const { count, p50, p95, p99 } = percentiles(delays);
    say(
      `round ${round}: ${done.perSecond.toFixed(0)} commands/s, answered p50 ${ms(done.p50)}, p99 ${ms(done.p99)}; ` +
        `${count} messages, commit → consumer p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}`,
    );
    all.push(...delays);
  }
  await consumer.disconnect();
  const { p50, p95, p99 } = percentiles(all);
  console.log(`RELAY ${p50.toFixed(1)} ${p95.toFixed(1)}`);
  return [
    { what: `commit → Kafka at ${rate}/s, p50`, value: ms(p50), target: '≤ 10 ms', met: p50 <= 10 },
    { what: `commit → Kafka at ${rate}/s, p95`, value: ms(p95), target: '≤ 25 ms', met: p95 <= 25 },
    { what: `commit → Kafka at ${rate}/s, p99`, value: ms(p99) },
  ];
}
