// SPDX-License-Identifier: MPL-2.0
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Database, isUnavailable } from '#persistence';
import { freshDatabase, type TestDatabase } from '#testing';

/** The end of what PostgreSQL says to a new connection: ready for a query. */
const READY = Buffer.from('Z\0\0\0\x05I');

let files: TestDatabase;
let server: Server;
let url: string;
let cutting: boolean;

/** In front of PostgreSQL: while it cuts, a new connection hears "ready" and the server's farewell in one packet. */
beforeEach(async () => {
  files = await freshDatabase('notifications', []);
  cutting = false;
  const address = new URL(files.appUrl);
  server = createServer((client) => {
    const upstream = connect(Number(address.port), address.hostname);
    client.pipe(upstream);
    const held: Buffer[] = [];
    upstream.on('data', (said) => {
      const ready = said.subarray(-READY.length).equals(READY);
      if (!cutting || (held.length === 0 && !ready)) return client.write(said);
      if (held.push(said) === 1)
        void files.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'test'
             and backend_start = (select max(backend_start) from pg_stat_activity where datname = $1 and application_name = 'test')`,
          [files.name],
        );
    });
    upstream.on('end', () => client.end(Buffer.concat(held)));
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = Object.assign(new URL(address), { hostname: '127.0.0.1', port: (server.address() as AddressInfo).port }).href;
});
afterEach(async () => {
  server.close();
  await files.drop();
});

test('a connection that is cut the moment it is made is an outage, not the end of the process', async () => {
  const database = await Database.open({ url, applicationName: 'test', entities: [] });
  // The pool's only connection is taken: each of these makes one.
  let release = (): void => undefined;
  let holding: Promise<void> | undefined;
  await new Promise<void>((begun) => {
    holding = database.transaction(async () => {
      begun();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
  });
  cutting = true;
  for (const use of [() => database.transaction(async () => undefined), () => database.query('select 1')]) {
    const error = await use().catch((reason: unknown) => reason);
    expect([isUnavailable(error), error]).toEqual([true, expect.any(Error)]);
  }
  cutting = false;
  release();
  await holding;
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  await database.close();
});

test('of two transactions that wait for one another one begins again, and both are done', async () => {
  const database = await Database.open({ url: files.appUrl, applicationName: 'test', entities: [], poolSize: 2 });
  let holding = 0;
  let bothHold = () => {};
  const both = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  const lock = (first: number, second: number) =>
    database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [first]);
      if (++holding === 2) bothHold();
      await both;
      await tx.query('select pg_advisory_xact_lock($1)', [second]);
      return first;
    });
  try {
    expect(await Promise.all([lock(1, 2), lock(2, 1)])).toEqual([1, 2]);
    expect(holding).toBe(3);
  } finally {
    await database.close();
  }
});

test('a query beside the open transaction is an error, not a wait that never ends', async () => {
  const database = await Database.open({ url: files.appUrl, applicationName: 'test', entities: [], poolSize: 1 });
  try {
    const beside = /through its own connection/;
    await expect(database.transaction(() => database.query('select 1'))).rejects.toThrow(beside);
    await expect(database.transaction(() => database.transaction(async () => 1))).rejects.toThrow(beside);
    expect(await database.transaction((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
    expect(await database.query('select 2 as two')).toEqual([{ two: 2 }]);
  } finally {
    await database.close();
  }
});
