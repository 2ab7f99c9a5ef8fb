// SPDX-License-Identifier: MPL-2.0
import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Threads, threadFile } from '#service';
import type { DocumentAbout } from './draw.thread.js';

const DRAWING = threadFile<typeof import('./draw.thread.js')>('./draw.thread', import.meta.url);

/** Bytes of documents that are kept; those that were asked for longest ago go first. */
const MOST_BYTES = 32 * 1024 * 1024;

interface Drawing {
  content: Promise<Buffer>;
  waiting: number;
  stop: AbortController;
}

/**
 * Documents as they were drawn, known by all that they depend on: who asks again gets the same bytes, and who asks while
 * one is drawn waits for that one.
 */
@Injectable()
export class DrawnDocuments {
  private readonly kept = new Map<string, Buffer>();
  private readonly drawing = new Map<string, Drawing>();
  private bytes = 0;

  constructor(private readonly threads: Threads) {}

  /**
   * @param terms JSON of the text, read when it must be drawn
   * @throws Problem 429 where too much is drawn already
   */
  async of(
    about: DocumentAbout,
    terms: () => Promise<string>,
    { caller, signal }: { caller: string; signal: AbortSignal },
  ): Promise<Buffer> {
    const key = hash('sha256', JSON.stringify(about));
    const kept = this.kept.get(key);
    if (kept) {
      this.kept.delete(key);
      this.kept.set(key, kept);
      return kept;
    }
    const drawing = this.drawing.get(key) ?? this.begin(key, about, terms, caller);
    drawing.waiting++;
    // It is given up when nobody waits for it any more.
    const leave = () => {
      if (--drawing.waiting > 0) return;
      this.drawing.delete(key);
      drawing.stop.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await drawing.content;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private begin(key: string, about: DocumentAbout, terms: () => Promise<string>, caller: string): Drawing {
    const stop = new AbortController();
    const draw = async () => {
      try {
        const task = async () => ({ about, terms: await terms() });
        const drawn = await this.threads.run(DRAWING, 'drawDocument', task, { caller, signal: stop.signal });
        const content = Buffer.from(drawn.buffer, drawn.byteOffset, drawn.byteLength);
        this.keep(key, content);
        return content;
      } finally {
        if (this.drawing.get(key) === drawing) this.drawing.delete(key);
      }
    };
    const drawing: Drawing = { content: draw(), waiting: 0, stop };
    this.drawing.set(key, drawing);
    return drawing;
  }

  private keep(key: string, content: Buffer): void {
    this.kept.set(key, content);
    this.bytes += content.length;
    for (const [oldest, { length }] of this.kept) {
      if (this.bytes <= MOST_BYTES) break;
      this.kept.delete(oldest);
      this.bytes -= length;
    }
  }
}
