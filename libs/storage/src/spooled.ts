// SPDX-License-Identifier: MPL-2.0
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** More than the most has come. */
export class TooLarge extends Error {}

const CHUNK = 64 * 1024;
/** How much more of what is too large is read and thrown away, so that whoever sends it reads the answer. */
const DRAINED = 4;

/**
 * A content on disk while it is worked on, so that many at once need no memory. The file has lost its name before anything is
 * written to it: when this process ends, however it ends, it is gone.
 */
export class Spooled {
  constructor(
    private readonly handle: FileHandle,
    readonly size: number,
    /** Hexadecimal. */
    readonly sha256: string,
  ) {}

  /** From its beginning, as often as wanted. */
  stream(): Readable {
    return Readable.from(this.chunks(), { objectMode: false });
  }

  async bytes(): Promise<Buffer> {
    const all: Buffer[] = [];
    for await (const chunk of this.chunks()) all.push(chunk);
    return Buffer.concat(all);
  }

  /** Not `createReadStream`: its handle is closed only once every such stream is. */
  private async *chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < this.size; ) {
      const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
      if (bytesRead === 0) throw new Error('a spooled content became shorter');
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  /** It may be closed more than once. */
  async close(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }
}

/** @throws TooLarge after reading on for a while, and what the source throws */
export async function spooled(source: Readable, most: number): Promise<Spooled> {
  const path = join(tmpdir(), `indgang-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    const hash = createHash('sha256');
    let size = 0;
    // A request whose stream is destroyed cannot be answered any more.
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > DRAINED * most) break;
      if (size > most) continue;
      hash.update(chunk);
      await handle.write(chunk);
    }
    if (size > most) throw new TooLarge();
    return new Spooled(handle, size, hash.digest('hex'));
  } catch (error) {
    await handle.close();
    throw error;
  }
}
