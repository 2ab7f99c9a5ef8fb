// SPDX-License-Identifier: MPL-2.0
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Clamd } from './virus-scan.js';

let server: Server;
let behave: (socket: Socket) => void;
let clamd: Clamd;
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clamd = new Clamd({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
});
afterAll(() => void server.close());

/** Slower than the socket: whoever hangs up does so while it is sent. */
const contentOf = (size: number) =>
  Readable.from(
    (async function* () {
      for (let at = 0; at < size; at += 65_536) {
        await new Promise((resolve) => setImmediate(resolve));
        yield Buffer.alloc(Math.min(65_536, size - at));
      }
    })(),
    { objectMode: false },
  );

test.each<[string, (socket: Socket) => void]>([
  ['hangs up', (socket) => socket.destroy()],
  ['ends without a word', (socket) => socket.end()],
  ['has heard enough', (socket) => socket.end('INSTREAM size limit exceeded. ERROR\0')],
])('of one that %s nothing is known, and nobody waits for it', async (_, so) => {
  behave = so;
  for (const size of [10, 70_000, 500_000, 70_000, 500_000, 500_000])
    await expect(clamd.isClean(contentOf(size))).rejects.toThrow();
});

test('what it has heard to the end is clean or not, as it says', async () => {
  for (const [verdict, isClean] of [
    ['stream: OK\0', true],
    ['stream: Eicar FOUND\0', false],
  ] as const) {
    behave = (socket) => {
      let tail = Buffer.alloc(0);
      socket.on('data', (data) => {
        tail = Buffer.concat([tail, data]).subarray(-4);
        if (tail.equals(Buffer.alloc(4))) socket.end(verdict);
      });
    };
    expect(await clamd.isClean(Readable.from([Buffer.from('brev')]))).toBe(isClean);
  }
});
