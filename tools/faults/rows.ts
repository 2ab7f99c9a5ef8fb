// SPDX-License-Identifier: MPL-2.0
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '#contracts/topics';
import type { FaultPoint } from '#persistence';
import type { Violation } from './checker.ts';
import { Settlements } from './cover.ts';
import { World } from './world.ts';

/** One fault, done to a system under load. `number` is the row of docs/operations/faults.md. */
export interface Row {
  number: string;
  what: string;
  /** Runs beside the load, which goes on until this has ended; `busy` turns false when the load has done its commands. */
  disturb?(world: World, busy: () => boolean, seconds: number): Promise<void>;
  /**
   * Every process comes to grief here, each time it has come by so often in its life, per command of the run; at least
   * one has when the load ends.
   */
  faultPoint?: { name: FaultPoint; perCommand: number; hang?: true };
  /** The load is settlements, whose cases talk with the ledger; it is these two that come to grief, both of them. */
  isOfCover?: true;
}

export interface Outcome {
  commands: number;
  /** Ends of a process that the supervisor or the launcher made good. */
  restarts: number;
  seconds: number;
  /** The longest time in which no command was answered. */
  silenceSeconds: number;
  /** From the end of the load until everything was sent and handled. */
  settledSeconds: number;
  violations: Violation[];
}

const every = async (ms: number, busy: () => boolean, act: () => unknown): Promise<void> => {
  while (busy()) {
    await sleep(ms);
    await act();
  }
};

async function breakBroker(world: World, _: () => boolean, seconds: number): Promise<void> {
  await sleep(500);
  world.kill('kafka');
  // One that were frozen while it starts would be given up.
  await world.until('Kafka to be back', () => world.hasKafka());
  const pid = world.pidOf('kafka');
  process.kill(pid, 'SIGSTOP');
  await sleep(seconds * 1000);
  process.kill(pid, 'SIGCONT');
}

/** The session that holds the lock of the service's relay. */
const RELAY = `select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and usename = current_user and state = 'idle' and pid <> pg_backend_pid()`;

const SIDES: readonly ServiceName[] = ['incidents', 'agreements'];

/** Two of three commands are heard by the ledger, which answers each; a relay sends several messages at once. */
const COVER_POINTS = [
  { name: 'after_commit', perCommand: 0.4 },
  { name: 'after_produce', perCommand: 0.1 },
  { name: 'before_remove', perCommand: 0.1 },
  { name: 'after_apply', perCommand: 0.4 },
  { name: 'before_offset', perCommand: 0.4 },
] as const satisfies Row['faultPoint'][];

const ofCover: Row[] = [
  {
    number: 'cover kill',
    what: 'settlements and the ledger: kill -9 of either at random moments',
    disturb: async (world, busy) => {
      while (busy()) {
        // Each is up for long enough to do something before it is its turn again.
        await sleep(2000 + randomInt(6000));
        world.kill(SIDES[randomInt(SIDES.length)]!);
      }
    },
  },
  {
    number: 'cover points',
    what: 'settlements and the ledger: both kill themselves at each of the points, one after the other',
    disturb: async (world) => {
      const [first, ...others] = COVER_POINTS.map(({ name }) => `${name}:5`);
      const oneSide = async (side: ServiceName) => {
        let ends = world.endsOf(side);
        world.setNextFaultPoint(side, first!);
        world.kill(side);
        await world.untilEnded(side, ++ends);
        for (const next of [...others, null]) {
          await world.untilEnded(side, ++ends);
          world.setNextFaultPoint(side, next);
        }
      };
      await Promise.all(SIDES.map(oneSide));
    },
  },
  ...COVER_POINTS.map((faultPoint) => ({
    number: `cover ${faultPoint.name}`,
    what: `settlements and the ledger: both kill themselves at ${faultPoint.name}`,
    faultPoint,
  })),
  {
    number: 'cover broker',
    what: 'settlements and the ledger: broker killed, then frozen',
    disturb: breakBroker,
  },
  {
    number: 'cover relay',
    what: 'settlements and the ledger: the backends that hold both relays’ locks killed again and again',
    disturb: (world, busy) => every(700, busy, () => Promise.all(SIDES.map((side) => world.sql(side, 'app', [RELAY])))),
  },
];

export const rows: Row[] = [
  {
    number: '1',
    what: 'kill -9 of the services in turn',
    disturb: (world, busy) => {
      let turn = 0;
      return every(3000, busy, () => world.kill(SERVICES[(2 + turn++) % SERVICES.length] ?? 'incidents'));
    },
  },
  // A relay comes by once per batch, everybody else once per message.
  ...(
    [
      ['after_commit', 0.8],
      ['after_produce', 0.3],
      ['before_remove', 0.3],
      ['after_apply', 0.8],
      ['before_offset', 0.8],
    ] as const
  ).map(([name, perCommand]) => ({
    number: `1 ${name}`,
    what: `processes kill themselves at ${name}`,
    faultPoint: { name, perCommand },
  })),
  {
    number: '2',
    what: 'broker killed, then frozen',
    disturb: breakBroker,
  },
  {
    number: '3',
    what: 'PostgreSQL: backends terminated, then kill -9 of the server',
    disturb: async (world) => {
      await sleep(500);
      await world.sql('incidents', 'app', [
        'select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()',
      ]);
      await sleep(500);
      world.kill('postgres');
      await sleep(3000);
    },
  },
  {
    number: '7',
    what: 'a fifth of the messages again, in another order',
    disturb: async (world) => {
      await sleep(1000);
      const again = (await world.readLog()).filter((_, index) => index % 5 === 0).toReversed();
      if (again.length) await world.send(again);
    },
  },
  {
    number: '8',
    what: 'a poison message: its case waits, the others go on; an operator skips it',
    disturb: async (world, busy) => {
      const opened = await world.command('landlord_admin', 'incidents', '/v1/rent-arrears', {
        landlordReference: 'POISON',
        amountOere: 1,
        rentDueOn: '2026-08-01',
      });
      const { id } = opened.body;
      world.acknowledged.push({ caseId: id, version: 1, command: randomUUID() });
      let first: Awaited<ReturnType<World['readLog']>>[number] | undefined;
      await world.until('the case on Kafka', async () => {
        first = (await world.readLog()).find(({ key }) => key === id);
        return first !== undefined;
      });
      const poison = `poison-${randomUUID()}`;
      await world.send([{ key: id, value: '{"landlordRef":7}', headers: { ...first?.headers, ce_id: poison } }]);
      await world.until('the poison to be parked', async () => {
        const parked = await world.get('operator', 'notifications', '/v1/parked-messages');
        return parked.items.some((item: { id: string }) => item.id === poison);
      });
      const path = `/v1/rent-arrears/${id}`;
      const { etag } = await world.command('single_entry', 'incidents', `${path}/acknowledge`, undefined, opened.etag);
      world.acknowledged.push({ caseId: id, version: Number(etag?.replaceAll('"', '')), command: randomUUID() });
      while (busy()) await sleep(100);
      await world.command('operator', 'notifications', `/v1/parked-messages/${poison}/skip`, { reason: 'fault test' });
    },
  },
  {
    number: '15',
    what: 'consumers that are stuck but alive, until their watchdog ends the process',
    faultPoint: { name: 'before_offset', perCommand: 0.8, hang: true },
  },
  {
    number: '18',
    what: 'the backend that holds the relay’s lock killed again and again',
    disturb: (world, busy) => every(700, busy, () => world.sql('incidents', 'app', [RELAY])),
  },
  ...ofCover.map((row) => ({ ...row, isOfCover: true as const })),
];

/**
 * Runs one row against a system of its own, or against `shared`.
 * @param commands acknowledged ones, at least
 * @param seconds how long what is taken away stays away
 */
export async function play(row: Row, commands: number, seconds: number, shared?: World): Promise<Outcome> {
  const { name, perCommand, hang } = row.faultPoint ?? {};
  const world = shared ?? (await World.start());
  try {
    const of = row.isOfCover ? await Settlements.begin(world) : world;
    const sides = row.isOfCover ? SIDES : SERVICES;
    if (name) await world.setFaultPoint(`${name}:${Math.ceil(commands * perCommand!)}${hang ? ':hang' : ''}`, sides);
    const [before, restartsBefore, began] = [of.acknowledged.length, world.restarts, performance.now()];
    const endsBefore = sides.map((side) => world.endsOf(side));
    const busy = () => of.acknowledged.length < before + commands;
    let loadEnded = false;
    let disturbing = true;
    const haveEnded = () => {
      const ended = sides.filter((side, index) => world.endsOf(side) > endsBefore[index]!);
      return row.isOfCover ? ended.length === sides.length : ended.length > 0;
    };
    const disturb = async () => {
      await row.disturb?.(world, () => busy() && !loadEnded, seconds);
      // One that hangs is ended minutes later.
      if (name && !hang) await world.until(`processes to end at ${name}`, async () => haveEnded());
    };
    const disturbed = disturb().finally(() => {
      disturbing = false;
    });
    const loaded = of
      .load(() => !busy() && !disturbing)
      .finally(() => {
        loadEnded = true;
      });
    // Both are waited for: a fault that fails must not hide what the load says.
    for (const end of await Promise.allSettled([loaded, disturbed])) if (end.status === 'rejected') throw end.reason;
    const ended = performance.now();
    world.removeFaultPoint();
    const violations = await of.violations();
    return {
      commands: of.acknowledged.length - before,
      restarts: world.restarts - restartsBefore,
      seconds: (ended - began) / 1000,
      silenceSeconds: of.longestSilenceMs / 1000,
      settledSeconds: (performance.now() - ended) / 1000,
      violations,
    };
  } finally {
    if (!shared) await world.stop();
  }
}
