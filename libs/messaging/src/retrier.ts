// SPDX-License-Identifier: MPL-2.0
import type { Inbox } from './inbox.js';
import type { Logger } from './kafka.js';

/** A job that is done again and again: one round at a time, its errors logged once per outage. */
export class Repeated {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private stopped = false;
  private failing = false;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly round: (isStopped: () => boolean) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  start(firstAfterMs = this.everyMs): void {
    this.timer = setTimeout(() => {
      this.running = this.once().finally(() => {
        if (!this.stopped) this.start();
      });
    }, firstAfterMs);
  }

  /** Lets the round at hand end. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async once(): Promise<void> {
    try {
      await this.round(() => this.stopped);
      this.failing = false;
    } catch (error) {
      if (!this.failing)
        this.logger.warn({ action: this.name, err: error }, `${this.name} could not run; it tries again`);
      this.failing = true;
    }
  }
}

/** Tries failed messages again when they are due, each key in its order. Several processes may do so at once. */
export const createRetrier = (inbox: Inbox, everyMs: number, logger: Logger) =>
  new Repeated(
    'retry-messages',
    everyMs,
    async (isStopped) => {
      while (!isStopped() && (await inbox.retryOne()));
    },
    logger,
  );
