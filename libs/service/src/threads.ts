// SPDX-License-Identifier: MPL-2.0
import { extname } from 'node:path';
import type { Piscina } from 'piscina';
import { Problem } from '#persistence';
import type { ServiceLogger } from './logging.js';

/** A module whose exported functions run in a thread; what they take and return is copied (structured clone). */
export interface ThreadFile<Tasks> {
  url: string;
  /** Never set: carries the type. */
  tasks?: Tasks;
}

/** `threadFile<typeof import('./draw.thread.js')>('./draw.thread', import.meta.url)`: as compiled, or the source in tests. */
export const threadFile = <Tasks>(path: string, from: string): ThreadFile<Tasks> => ({
  url: new URL(`${path}${extname(from)}`, from).href,
});

// biome-ignore lint/suspicious/noExplicitAny: the functions of any module
type Task = (input: any) => unknown;
type TaskNames<Tasks> = { [Name in keyof Tasks]: Tasks[Name] extends Task ? Name : never }[keyof Tasks] & string;
type InputOf<T> = T extends (input: infer Input) => unknown ? Input : never;
type ResultOf<T> = T extends (input: never) => infer Result ? Awaited<Result> : never;

const THREADS = 2;
/** One caller has one thread at most; what else the caller asks for waits for it, up to this much. */
const OF_ONE_CALLER = 4;
const OF_ALL = 16;
const RETRY_SECONDS = 5;
const MOST_SECONDS = 60;
const HEAP_MIB = 512;

/**
 * For what would hold the event loop while everybody waits: drawing documents, comparing texts, reading files. Threads
 * are begun when needed, run behind what answers requests, and end when idle.
 */
export class Threads {
  private pool?: Promise<Piscina>;
  private readonly last = new Map<string, { count: number; done: Promise<unknown> }>();
  private all = 0;

  constructor(private readonly logger: Pick<ServiceLogger, 'error'>) {}

  /**
   * @param input asked for when it is the caller's turn: what waits holds nothing
   * @param caller whose turn it is, such as an actor's id
   * @param signal ends the work; the caller has gone
   * @throws Problem 429 where too much waits already, 503 where it took too long or too much memory
   */
  async run<Tasks, Name extends TaskNames<Tasks>>(
    { url }: ThreadFile<Tasks>,
    name: Name,
    input: () => Promise<InputOf<Tasks[Name]>>,
    { caller, signal }: { caller: string; signal?: AbortSignal },
  ): Promise<ResultOf<Tasks[Name]>> {
    return await this.inTurn(caller, async () => {
      const pool = await this.started();
      const tooLong = AbortSignal.timeout(MOST_SECONDS * 1000);
      try {
        const all = signal ? AbortSignal.any([signal, tooLong]) : tooLong;
        return await pool.run(await input(), { filename: url, name, signal: all });
      } catch (error) {
        if (signal?.aborted) throw new Problem(499, 'client-closed-request');
        if (!tooLong.aborted && (error as { code?: string }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
        this.logger.error({ action: name, err: error }, 'a thread took too long or too much memory');
        throw new Problem(503, 'unavailable');
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.pool)?.destroy();
  }

  /** After what the same caller asked for before. */
  private async inTurn<T>(caller: string, work: () => Promise<T>): Promise<T> {
    const mine = this.last.get(caller) ?? { count: 0, done: Promise.resolve() };
    if (mine.count >= OF_ONE_CALLER || this.all >= OF_ALL)
      throw new Problem(429, 'too-much-at-once', { retryAfterSeconds: RETRY_SECONDS });
    const result = mine.done.then(work);
    mine.done = result.catch(() => undefined);
    mine.count++;
    this.all++;
    this.last.set(caller, mine);
    try {
      return await result;
    } finally {
      this.all--;
      if (--mine.count === 0) this.last.delete(caller);
    }
  }

  private started(): Promise<Piscina> {
    // Loaded when first needed: a service that has no such work does not pay for it.
    this.pool ??= import('piscina').then(
      ({ Piscina }) =>
        new Piscina({
          ...{ minThreads: 0, maxThreads: THREADS, idleTimeout: 30_000, niceIncrement: 10 },
          resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
        }),
    );
    return this.pool;
  }
}
