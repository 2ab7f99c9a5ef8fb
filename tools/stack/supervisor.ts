// SPDX-License-Identifier: MPL-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, type ChildOptions, type Exit, startChild, stopLeftover } from './child.ts';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 1_000;
/** A process that lasted this long was well; its next pause is the shortest again. */
const STABLE_MS = 10_000;

export interface Supervised {
  readonly name: string;
  /** SIGTERM, and SIGKILL for a process that is not gone after 12 s (a service takes at most 10 s). */
  stop(): Promise<void>;
}

/** Runs a process for as long as the launcher lives; restarts it when it ends, after a pause that doubles, and says so. */
export async function supervise(name: string, options: ChildOptions, say: (line: string) => void): Promise<Supervised> {
  await stopLeftover(options.pidFile, 'SIGKILL');
  const stopped = new AbortController();
  let child: Child;
  let pause = SHORTEST_PAUSE_MS;
  const run = () => {
    const began = Date.now();
    child = startChild(options);
    void child.exited.then(async (exit) => {
      if (stopped.signal.aborted) return;
      if (Date.now() - began > STABLE_MS) pause = SHORTEST_PAUSE_MS;
      say(`${name} ended (${describe(exit)}); it starts again in ${pause / 1000} s; see ${options.log}`);
      await sleep(pause, undefined, { signal: stopped.signal }).catch(() => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (!stopped.signal.aborted) run();
    });
  };
  run();
  return {
    name,
    async stop() {
      stopped.abort();
      await child.stop('SIGTERM', 12_000);
    },
  };
}

const describe = ({ code, signal }: Exit): string => signal ?? `code ${code}`;
