// SPDX-License-Identifier: MPL-2.0
// The client, a process of its own: sends what it is given over keep-alive connections and says how long it took.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Answer, Connection, requestText } from './connection.ts';
import { type Percentiles, percentiles } from './figures.ts';

export interface Turn {
  port: number;
  method: 'GET' | 'POST';
  /** One request each, in this order; a POST gets a fresh Idempotency-Key. */
  paths: string[];
  headers: Record<string, string>;
  body?: string;
  /** One for each path, instead of `body`. */
  bodies?: string[];
  connections: number;
  seconds: number;
  /** Requests per second, evenly spaced, whatever the answers do; undefined: the next as soon as one is answered. */
  rate?: number;
  /** Begin again when the paths are used up; otherwise the turn ends. */
  cycle?: boolean;
}

export interface Load extends Percentiles {
  perSecond: number;
  seconds: number;
  /** Paths that were used up. */
  used: number;
  /** CPU time of the client, milliseconds. */
  clientCpuMs: number;
}

/** Plays one turn in a new process. @throws Error at the first answer that is not 2xx */
export async function load(turn: Turn): Promise<Load> {
  const child = fork(fileURLToPath(import.meta.url), [], { execArgv: [], serialization: 'advanced' });
  try {
    return await new Promise<Load>((resolve, reject) => {
      child.once('message', (message: { load?: Load; error?: string }) => {
        if (message.load) resolve(message.load);
        else reject(new Error(message.error));
      });
      child.once('exit', (code) => reject(new Error(`the client ended with code ${code}`)));
      child.send(turn);
    });
  } finally {
    child.kill('SIGKILL');
  }
}

async function play(turn: Turn): Promise<Load> {
  const { port, method, paths, headers, body, bodies, seconds, rate, cycle } = turn;
  const connections = Array.from({ length: turn.connections }, () => new Connection(port));
  const latencies: number[] = [];
  let next = 0;
  const text = () => {
    const place = next++ % paths.length;
    const path = paths[place]!;
    const key = method === 'POST' ? { ...headers, 'idempotency-key': randomUUID() } : headers;
    return requestText(method, path, key, bodies?.[place] ?? body);
  };
  const check = ({ status, body: answered }: Answer) => {
    if (status < 200 || status > 299) throw new Error(`${method} ${paths[0]} answered ${status}: ${answered}`);
  };
  const isOver = () => performance.now() >= end || (!cycle && next >= paths.length);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const end = began + seconds * 1000;

  const closedLoop = async (connection: Connection) => {
    while (!isOver()) {
      const answer = await connection.send(text());
      check(answer);
      latencies.push(answer.milliseconds);
    }
  };
  /** A latency counts from when the request was due: waiting for a free connection is part of it. */
  const openLoop = async () => {
    const idle = [...connections];
    const due: number[] = [];
    const open = new Set<Promise<void>>();
    let failure: unknown;
    const dispatch = () => {
      while (due.length && idle.length) {
        const [at, connection] = [due.shift()!, idle.pop()!];
        const one = connection
          .send(text())
          .then((answer) => {
            check(answer);
            latencies.push(performance.now() - at);
            idle.push(connection);
            dispatch();
          })
          .catch((error) => {
            failure ??= error;
          })
          .finally(() => open.delete(one));
        open.add(one);
      }
    };
    const enough = Math.min(rate! * seconds, cycle ? Number.POSITIVE_INFINITY : paths.length);
    for (let sent = 0; sent < enough && !failure; await sleep(1))
      for (const now = performance.now(); sent < enough && began + (sent * 1000) / rate! <= now; dispatch())
        due.push(began + (sent++ * 1000) / rate!);
    while (open.size) await Promise.all(open);
    if (failure) throw failure;
  };

  await (rate ? openLoop() : Promise.all(connections.map(closedLoop)));
  const took = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const connection of connections) connection.close();
  const { count, ...shares } = percentiles(latencies);
  return {
    ...shares,
    count,
    perSecond: count / took,
    seconds: took,
    used: next,
    clientCpuMs: (user + system) / 1000,
  };
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url))
  process.once('message', (turn: Turn) => {
    play(turn).then(
      (done) => process.send!({ load: done }),
      (error: Error) => process.send!({ error: error.message }),
    );
  });
