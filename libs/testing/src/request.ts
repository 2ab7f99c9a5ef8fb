// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { Agent, request as open } from 'node:http';
import type { DemoUserName } from '../../../tools/stack/demo-users.js';
import { undescribed } from './described.js';
import { tokenFor } from './service-environment.js';

export type User = DemoUserName;

export interface Reply {
  status: number;
  etag: string | null;
  retryAfter?: string | null;
  /** Parsed JSON; the text when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the answer as a client would
  body: any;
}

const tokens = new Map<User, Promise<string>>();
function token(user: User): Promise<string> {
  const known = tokens.get(user) ?? tokenFor(user);
  tokens.set(user, known);
  return known;
}

const agent = new Agent({ keepAlive: true });

/** The walks send tens of thousands: `fetch` takes three times as long over one. */
function exchange(url: string, method: string, headers: Record<string, string>, body?: string | Uint8Array) {
  return new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
    const sent = open(new URL(url), { agent, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode!,
          headers: new Headers(answer.headers as Record<string, string>),
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * One request as a demo user, or without a token. POSTs get a fresh Idempotency-Key unless `headers` bring one; a string
 * or bytes are sent as they are, anything else as JSON.
 * @throws Error when request and answer are not as the OpenAPI documents describe them (described.ts)
 */
export async function request(
  url: string,
  user: User | null,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const sent: Record<string, string> = {
    ...(user && { authorization: `Bearer ${await token(user)}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    ...headers,
  };
  const bytes = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
  const { status, headers: answered, text } = await exchange(url, method, sent, bytes);
  const faults = undescribed({ method, url, sent: bytes, sentType: sent['content-type'], status, headers: answered, text }); // biome-ignore format: one line
  if (faults.length) throw new Error(`${method} ${url} → ${status} is not as described:\n  ${faults.join('\n  ')}`);
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: the caller sees the text.
  }
  return { status, etag: answered.get('etag'), retryAfter: answered.get('retry-after'), body: parsed };
}
