// SPDX-License-Identifier: MPL-2.0
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Looks at contents before anybody else does. */
export interface VirusScan {
  /** @throws Error where it cannot be said: the scanner is away, or does not take the content */
  isClean(content: Readable): Promise<boolean>;
}

const SILENCE_MS = 60_000;

async function* chunksOf(content: Readable, allSent: () => void): AsyncGenerator<Buffer | string> {
  yield 'zINSTREAM\0';
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield Buffer.concat([length, chunk]);
  }
  allSent();
  yield Buffer.alloc(4);
}

/** ClamAV's daemon by its own protocol over TCP (clamd(8), INSTREAM): chunks with their length before them, an empty one last. */
export class Clamd implements VirusScan {
  constructor(private readonly address: { host: string; port: number }) {}

  async isClean(content: Readable): Promise<boolean> {
    const socket = connect(this.address);
    try {
      const answer = new Promise<string>((resolve, reject) => {
        let text = '';
        const heard = () => resolve(text.replace(/\0.*$/s, '').trim());
        socket.on('data', (data) => {
          text += data.toString('latin1');
          if (!text.includes('\0')) return;
          heard();
          socket.destroy(); // what is not sent yet, it does not want
        });
        socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('clamd is silent')));
        socket.on('error', reject).on('end', heard).on('close', heard);
      });
      // It may answer and hang up before it has heard all; that something is clean it can say only then.
      let isAllSent = false;
      const allSent = () => {
        isAllSent = true;
      };
      // Not waited for: into a socket that the other side has ended it may go on for ever. What cannot be sent is not answered.
      pipeline(chunksOf(content, allSent), socket, { end: false }).catch((error) => socket.destroy(error));
      const said = await answer;
      if (said === 'stream: OK' && isAllSent) return true;
      if (said.endsWith(' FOUND')) return false;
      throw new Error('clamd gave no verdict');
    } finally {
      socket.destroy();
      content.destroy();
    }
  }
}
