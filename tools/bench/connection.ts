// SPDX-License-Identifier: MPL-2.0
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
  milliseconds: number;
}

/**
 * One keep-alive HTTP connection, one request at a time, that does no more than a measurement needs: the client shares
 * its cores with what it measures.
 */
export class Connection {
  private readonly socket: Socket;
  private received: Buffer[] = [];
  private bytes = 0;
  /** Bytes of the whole answer, once its head is there. */
  private expected = 0;
  private head = '';
  private headBytes = 0;
  private began = 0;
  private settle?: { resolve(answer: Answer): void; reject(error: Error): void };

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (data) => this.read(data));
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('the connection was closed')));
  }

  /** @param text the whole request as it goes over the wire */
  send(text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.began = performance.now();
      if (this.socket.closed) this.fail(new Error('the connection is closed'));
      else this.socket.write(text);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private fail(error: Error): void {
    this.settle?.reject(error);
    this.settle = undefined;
  }

  private read(data: Buffer): void {
    this.received.push(data);
    this.bytes += data.length;
    if (!this.expected) {
      const all = this.received.length > 1 ? Buffer.concat(this.received) : data;
      const end = all.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.head = all.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.head)?.[1];
      if (length === undefined) {
        this.fail(new Error(`an answer without Content-Length:\n${this.head}`));
        return;
      }
      this.headBytes = end + 4;
      this.expected = this.headBytes + Number(length);
    }
    if (this.bytes < this.expected) return;
    const milliseconds = performance.now() - this.began;
    const all = this.received.length > 1 ? Buffer.concat(this.received) : this.received[0]!;
    const answer = {
      status: Number(this.head.slice(9, 12)),
      body: all.toString('utf8', this.headBytes, this.expected),
      milliseconds,
    };
    this.received = [];
    this.bytes = 0;
    this.expected = 0;
    const settle = this.settle;
    this.settle = undefined;
    settle?.resolve(answer);
  }
}

/** A request as it goes over the wire. */
export function requestText(
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): string {
  const all = {
    host: '127.0.0.1',
    ...headers,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(method === 'POST' && { 'content-length': String(Buffer.byteLength(body ?? '')) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}
