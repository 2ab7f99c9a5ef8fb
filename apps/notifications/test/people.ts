// SPDX-License-Identifier: MPL-2.0
// People of the municipality with names of their own, signed in at an issuer of the test: what demo users, one for each role,
// cannot show.
import type { Role } from '#contracts/roles';
import { type RunningService, startService } from '#service';
import { createTopics, freshDatabase, type Reply, request, type TestDatabase, type TestEnvironment, testEnv, topicPrefix, travel } from '#testing'; // biome-ignore format: one line
import { TestIssuer } from '../../../libs/service/test/tiny-service.js';
import { migrations } from '../src/migrations/index.js';
import { notifications } from '../src/notifications.module.js';

export interface Person {
  sub: string;
  roles: readonly Role[];
  name?: string;
  email?: string;
  landlord?: string;
}

export class People {
  readonly prefix = topicPrefix();
  private readonly issuer = new TestIssuer();
  private readonly tokens = new Map<string, Promise<string>>();
  database: TestDatabase;
  env: TestEnvironment;
  service: RunningService;

  async start(today: string, overrides: Record<string, string> = {}): Promise<this> {
    await Promise.all([createTopics(this.prefix), this.issuer.start()]);
    this.database = await freshDatabase('notifications', migrations);
    this.env = await testEnv('notifications', {
      database: this.database,
      topicPrefix: this.prefix,
      overrides: { OIDC_ISSUER: this.issuer.url, ...overrides },
    });
    travel(this.env, today);
    this.service = await startService(notifications, this.env);
    return this;
  }

  async stop(): Promise<void> {
    await this.service?.close();
    this.issuer.stop();
  }

  /** @param issuedAgo seconds; a later token says how things are now */
  async as(person: Person, issuedAgo = 0): Promise<{ authorization: string }> {
    const key = JSON.stringify([person, issuedAgo]);
    const iat = Math.floor(Date.now() / 1000) - issuedAgo;
    const token = this.tokens.get(key) ?? this.issuer.token({ ...person, iat });
    this.tokens.set(key, token);
    return { authorization: `Bearer ${await token}` };
  }

  async get(person: Person, path: string, issuedAgo?: number): Promise<Reply> {
    return await request(this.service.url + path, null, 'GET', undefined, await this.as(person, issuedAgo));
  }

  async post(person: Person, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const onCase = /\/[0-9a-f-]{36}\//.test(path);
    return await request(this.service.url + path, null, 'POST', body, {
      ...(await this.as(person)),
      ...(onCase && { 'if-match': '*' }),
      ...headers,
    });
  }

  /** The person's own entry; the first call makes it. */
  async entry(person: Person): Promise<Reply['body']> {
    return (await this.get(person, '/v1/staff/me')).body;
  }

  /** Each of them has signed in and is in these teams. @returns ids of their entries */
  async introduce(by: Person, teams: readonly (readonly [Person, readonly string[]])[]): Promise<string[]> {
    const ids: string[] = [];
    for (const [person, codes] of teams) {
      const { id } = await this.entry(person);
      if (codes.length) await this.post(by, `/v1/staff/${id}/change`, { teams: codes });
      ids.push(id);
    }
    return ids;
  }
}
