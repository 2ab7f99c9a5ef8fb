// SPDX-License-Identifier: MPL-2.0
import { SERVICES } from '#contracts/topics';
import { command } from './command.ts';
import { Connection, requestText } from './connection.ts';
import { median, ms, type Result, ratio } from './figures.ts';
import { makeFloorTables, seedFloor, startFloor, takeSample } from './floor.ts';
import { type Load, load } from './load.ts';
import type { Options } from './part.ts';
import { printProfile } from './profile.ts';
import { folderFor, type Service, System } from './system.ts';

const CONNECTIONS = 16;
/** Our code is much more than the floor's, and its rate still doubles in its first ten seconds under load. */
const WARM_UP_SECONDS = { product: 15, floor: 5 };
/** More than anything here reaches: how many cases a first turn gets per second. */
const FIRST_GUESS = 6000;

type Side = 'product' | 'floor';

/** What a turn cost, CPU milliseconds per command. */
interface Cost {
  server: number;
  postgres: number;
  kafka: number;
  client: number;
}

/** Our command against a program that makes the same writes and nothing else, turn by turn in one run. */
export async function efficiency(system: System, options: Options): Promise<Result[]> {
  const { seconds, rounds, quick, say } = options;
  const profileFolder = folderFor('bench-profile');
  const nodeArgs = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : [];
  if (options.whole) for (const name of SERVICES) if (name !== command.service) await system.startService(name);
  let service = await system.startService(command.service, { nodeArgs });
  const token = await system.token(command.user);
  const headers = { authorization: `Bearer ${token}`, 'if-match': `"${command.version}"` };
  const body = command.body && JSON.stringify(command.body);

  const [first] = await command.seed(system, 1);
  const sample = await takeSample(system, command, first!, async () => {
    const connection = new Connection(service.port);
    const key = { ...headers, 'idempotency-key': 'sample' };
    const answer = await connection.send(requestText('POST', command.path(first!), key, body));
    connection.close();
    if (answer.status !== 200) throw new Error(`${command.path(first!)} answered ${answer.status}: ${answer.body}`);
  });
  const columns = Object.keys(sample.columns).join(', ');
  say(`POST ${command.path('{id}')} writes ${columns}, audit, ${sample.messages.length} outbox rows, idempotency`);
  await makeFloorTables(system, command);
  const floor = await startFloor(system, command, sample);

  /** Prepared cases nobody has changed yet. */
  const fresh: Record<Side, string[]> = { product: [], floor: [] };
  const prepare = async (count: number) => {
    const ids = await command.seed(system, count);
    await seedFloor(system, command, ids);
    for (const side of ['product', 'floor'] as const) fresh[side] = fresh[side].concat(ids);
    await system.sql('vacuum analyze');
    await system.sql('checkpoint');
  };
  const turn = async (
    side: Side,
    turnSeconds: number,
    rate?: number,
  ): Promise<Load & { cost: Cost; backlog: number }> => {
    const [port, pid] = side === 'product' ? [service.port, service.child.pid] : [floor.port, floor.pid];
    const before = system.cpu(pid);
    const paths = fresh[side].slice(0, FIRST_GUESS * turnSeconds).map(command.path);
    const done = await load({
      ...{ port, method: 'POST', paths, headers, connections: CONNECTIONS, seconds: turnSeconds },
      ...(body !== undefined && { body }),
      ...(rate && { rate }),
    });
    const after = system.cpu(pid);
    fresh[side].splice(0, done.used);
    if (!rate && done.seconds < turnSeconds * 0.9) say(`  the prepared cases ended after ${done.seconds.toFixed(1)} s`);
    const per = (part: keyof typeof after) => (after[part] - before[part]) / done.count;
    const cost = {
      server: per('server'),
      postgres: per('postgres'),
      kafka: per('kafka'),
      client: done.clientCpuMs / done.count,
    };
    return { ...done, cost, backlog: side === 'product' && !isResting ? await settle(system) : 0 };
  };
  let isResting = false;

  const warmUp = quick ? { product: 0.5, floor: 0.5 } : WARM_UP_SECONDS;
  // In two steps: the tables hold rows when the statistics for the second one's plans are taken.
  await prepare(FIRST_GUESS);
  for (const side of ['product', 'floor'] as const) await turn(side, 0.5);
  await prepare(Math.ceil(FIRST_GUESS * Math.max(warmUp.floor, warmUp.product / 3)));
  const warm = { product: await turn('product', warmUp.product), floor: await turn('floor', warmUp.floor) };
  say(`warm-up: ours ${warm.product.perSecond.toFixed(0)}/s, floor ${warm.floor.perSecond.toFixed(0)}/s`);
  const turns = rounds * (options.noRelay ? 2 : 1) + 1;
  await prepare(
    Math.ceil(
      Math.max(warm.product.perSecond, warm.floor.perSecond) *
        (seconds * turns + (options.noRelay ? warmUp.product : 0)) *
        1.5,
    ),
  );

  const play = async (name: string) => {
    const ratios: number[] = [];
    const all: Record<Side, Awaited<ReturnType<typeof turn>>[]> = { product: [], floor: [] };
    for (let round = 1; round <= rounds; round++) {
      // Who goes first changes, so that neither always finds the quieter moment.
      const order: Side[] = round % 2 ? ['product', 'floor'] : ['floor', 'product'];
      for (const side of order) all[side].push(await turn(side, seconds));
      const [ours, theirs] = [all.product.at(-1)!, all.floor.at(-1)!];
      ratios.push(ours.perSecond / theirs.perSecond);
      const said = ({ perSecond, p50, p99 }: Load) => `${perSecond.toFixed(0)}/s (p50 ${ms(p50)}, p99 ${ms(p99)})`;
      const backlog = ours.backlog > 0.5 ? `; its outbox was empty ${ours.backlog.toFixed(1)} s later` : '';
      say(`${name}round ${round}: ours ${said(ours)}, floor ${said(theirs)}, ratio ${ratio(ratios.at(-1)!)}${backlog}`);
    }
    for (const side of ['product', 'floor'] as const) {
      const cost = (part: keyof Cost) => median(all[side].map((one) => one.cost[part])).toFixed(2);
      const kafka = side === 'product' ? `, Kafka ${cost('kafka')}` : '';
      say(
        `  CPU ms per command, ${side}: server ${cost('server')}, PostgreSQL ${cost('postgres')}${kafka}; client ${cost('client')}`,
      );
    }
    const rate = (side: Side) => median(all[side].map(({ perSecond }) => perSecond));
    const backlog = Math.max(...all.product.map((one) => one.backlog));
    return { ratios, backlog, ours: rate('product'), floor: rate('floor') };
  };

  const main = await play('');
  const e = median(main.ratios);
  const half = main.ours / 2;
  const [ours, theirs] = [await turn('product', seconds, half), await turn('floor', seconds, half)];
  const slower = ours.p99 / theirs.p99;
  say(
    `at ${half.toFixed(0)}/s: ours p50 ${ms(ours.p50)}, p99 ${ms(ours.p99)}; floor p50 ${ms(theirs.p50)}, p99 ${ms(theirs.p99)}`,
  );
  const results: Result[] = [
    {
      what: `E, ${command.path('{id}')}`,
      value: `${ratio(e)} (${ratio(Math.min(...main.ratios))}–${ratio(Math.max(...main.ratios))})`,
      target: '≥ 0.80',
      met: e >= 0.8,
    },
    { what: 'commands', value: `${main.ours.toFixed(0)}/s` },
    // More than a moment: the relay does not keep up, and the rate could not be held.
    { what: 'outbox empty after a turn, longest', value: `${main.backlog.toFixed(1)} s` },
    { what: 'floor', value: `${main.floor.toFixed(0)}/s` },
    { what: 'p99 at half saturation ÷ floor’s', value: ratio(slower), target: '≤ 4', met: slower <= 4 },
  ];

  if (options.profile) {
    await system.stopService(command.service);
    printProfile(profileFolder, say);
    service = undefined as unknown as Service;
  }
  if (options.noRelay) {
    if (service) await system.stopService(command.service);
    service = await system.startService(command.service, { env: { KAFKA_BROKERS: '127.0.0.1:1' } });
    isResting = true;
    await turn('product', warmUp.product);
    const resting = await play('without the relay, ');
    results.push({ what: 'E without the relay', value: ratio(median(resting.ratios)) });
  }
  floor.stop();
  console.log(`E ${ratio(e)}`);
  return results;
}

/** What a turn has left behind must not slow the next one. @returns seconds */
async function settle(system: System): Promise<number> {
  return await system.outboxIsEmpty(command.service);
}
