// SPDX-License-Identifier: MPL-2.0
import { partialDeepStrictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type DemoUserName, demoUsers } from './demo-users.ts';

/** What the story (story.ts) is played with: the public HTTP APIs, as the demo users, the clock, and nothing else. */
export interface StoryContext {
  /** `http://127.0.0.1:<port>` of each service. */
  readonly urls: Readonly<Record<ServiceName, string>>;
  token(user: DemoUserName): Promise<string>;
  /** Moves the services' clock to a day, or back to `now`. */
  travel(to: LocalDate | 'now'): void;
  /** One line for the terminal, after each step. */
  say(line: string): void;
  /** Before each command: whoever plays the story may kill who is to take it. */
  sending?(url: string): void;
  /** How long something may take to come, milliseconds; a minute by default. */
  readonly patienceMs?: number;
  /** `A1` unless the story is played again in the same system. */
  readonly agreementNo?: string;
}

interface Reply {
  status: number;
  etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the story reads what the public APIs answer, as any client would
  body: any;
}

/** The tools of a chapter: every request is one that any client could make. */
export class Telling {
  private readonly followed = new Set<string>();

  private readonly context: StoryContext;

  constructor(context: StoryContext) {
    this.context = context;
  }

  say(line: string): void {
    this.context.say(line);
  }

  /** What a person did, with the login that it takes to do it again. */
  did(user: DemoUserName, what: string): void {
    this.say(`${demoUsers[user].name} (${user}) ${what}`);
  }

  /**
   * The day that the next steps happen on. Days pass at once here: a deadline that was met must have been heard of first,
   * or it would fall due in between.
   */
  async on(day: LocalDate): Promise<void> {
    for (const caseRef of this.followed)
      await this.waitFor(`the deadlines of ${caseRef} before ${day} to be met`, async () => {
        const url = this.url('notifications', `/v1/deadlines?limit=100&caseRef=${caseRef}`);
        const { body } = await this.must('single_entry', 'GET', url);
        const isOpen = ({ state, dueOn }: { state: string; dueOn: LocalDate }) =>
          dueOn < day && !['MET', 'CANCELLED'].includes(state);
        return body.items.some(isOpen) ? undefined : true;
      });
    this.context.travel(day);
    this.context.say(`— ${day}`);
  }

  /** A case whose deadlines the story meets. */
  follow(caseRef: string): void {
    this.followed.add(caseRef);
  }

  /** What is left of its deadlines is nobody's here to meet, such as the citizen's own. */
  leave(caseRef: string): void {
    this.followed.delete(caseRef);
  }

  url(service: ServiceName, path: string): string {
    return this.context.urls[service] + path;
  }

  /** A service that is away for a moment is asked again with the same Idempotency-Key: nothing happens twice. */
  async call(
    user: DemoUserName,
    method: 'GET' | 'POST',
    url: string,
    body?: object,
    etag?: string | null,
  ): Promise<Reply> {
    const request = {
      method,
      headers: {
        authorization: `Bearer ${await this.context.token(user)}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(etag && { 'if-match': etag }),
      },
      ...(body && { body: JSON.stringify(body) }),
    };
    if (method === 'POST') this.context.sending?.(url);
    return await this.waitFor(`an answer to ${method} ${url}`, async () => {
      try {
        const response = await fetch(url, request);
        if (response.status === 503) return undefined;
        return { status: response.status, etag: response.headers.get('etag'), body: await response.json() };
      } catch {
        return undefined;
      }
    });
  }

  /** A page as text. */
  async page(user: DemoUserName, url: string): Promise<string> {
    const headers = { authorization: `Bearer ${await this.context.token(user)}` };
    return await this.waitFor(`the page ${url}`, async () => {
      try {
        const response = await fetch(url, { headers });
        return response.ok ? await response.text() : undefined;
      } catch {
        return undefined;
      }
    });
  }

  async must(...request: Parameters<Telling['call']>): Promise<Reply> {
    const reply = await this.call(...request);
    if (reply.status >= 300)
      throw new Error(`${request[1]} ${request[2]} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply;
  }

  /** Acts on a case as it is now; somebody or something else may change it in the same moment. */
  async act(user: DemoUserName, path: string, action: string, body?: object): Promise<Reply['body']> {
    for (;;) {
      const { etag } = await this.must(user, 'GET', path);
      const reply = await this.call(user, 'POST', `${path}/${action}`, body, etag);
      if (reply.status === 412) continue;
      if (reply.status >= 300)
        throw new Error(`${action} by ${user} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
      return reply.body;
    }
  }

  /** It is refused, with this code and these facts. */
  async refused(
    user: DemoUserName,
    path: string,
    action: string,
    body: object | undefined,
    code: string,
    facts?: object,
  ) {
    const { etag } = await this.must(user, 'GET', path);
    const reply = await this.call(user, 'POST', `${path}/${action}`, body, etag);
    this.holds(`${action} of ${user} is refused`, reply, { status: 409, body: { code, ...(facts && { facts }) } });
    this.did(user, `was refused: ${reply.body.detail}`);
  }

  /** @throws AssertionError where `actual` does not hold what is expected */
  holds(what: string, actual: unknown, expected: object): void {
    partialDeepStrictEqual(actual, expected, `the story does not come out: ${what}\n${JSON.stringify(actual)}`);
  }

  async waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const patienceMs = this.context.patienceMs ?? 60_000;
    const end = Date.now() + patienceMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The case once it is so for this user. */
  async becomes(user: DemoUserName, url: string, expected: object): Promise<Reply['body']> {
    let last: unknown;
    try {
      return await this.waitFor(`${url} to become ${JSON.stringify(expected)}`, async () => {
        const { status, body } = await this.call(user, 'GET', url);
        last = body;
        if (status !== 200) return undefined;
        try {
          this.holds(url, body, expected);
          return body;
        } catch {
          return undefined;
        }
      });
    } catch (error) {
      throw new Error(`${(error as Error).message}; it is ${JSON.stringify(last)}`);
    }
  }

  async hears(user: DemoUserName, subject: string, caseRef: string, dueOn?: LocalDate): Promise<void> {
    const item = await this.waitFor(`${subject} in the inbox of ${user}`, async () => {
      const { body } = await this.must(
        user,
        'GET',
        this.url('notifications', `/v1/inbox?limit=100&caseRef=${caseRef}`),
      );
      return body.items.find((one: { subject: string }) => one.subject === subject);
    });
    if (dueOn) this.holds(`${subject} names the day`, item, { dueOn });
    this.did(user, `heard "${item.text.en}"${item.dueOn ? ` (${item.dueOn})` : ''}`);
  }
}
