// SPDX-License-Identifier: MPL-2.0
// What the specs of help and administration agreements share: the service without Kafka, a tenancy, an application.
import { randomUUID } from 'node:crypto';
import { type RunningService, startService } from '#service';
import {
  assertPublished,
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  request,
  type TestDatabase,
  type TestEnvironment,
  testEnv,
  travel,
  type User,
} from '#testing';
import type { Application } from '../src/financing/application.js';
import { financingRules } from '../src/financing/financing.js';
import { migrations } from '../src/migrations/index.js';
import { referrals } from '../src/referrals.module.js';

export interface Told {
  type: string;
  version: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are checked against their schemas
  body: any;
}

/** What help with missing rent knows of moving in. */
const NO_MOVE = { move: null, hasAnother: false, actorId: null };

/** A row's columns as the database names them. */
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export class Referrals {
  private constructor(
    readonly service: RunningService,
    readonly database: TestDatabase,
    private readonly env: TestEnvironment,
  ) {}

  static async start(today: string): Promise<Referrals> {
    const database = await freshDatabase('referrals', migrations);
    await knowStaff(database);
    const env = await testEnv('referrals', { database });
    travel(env, today);
    const service = await startService(referrals, env);
    return new Referrals(service, database, env);
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.database.drop();
  }

  travel(to: string): void {
    travel(this.env, to);
  }

  get(user: User, path: string): Promise<Reply> {
    return request(`${this.service.url}/v1/${path}`, user, 'GET');
  }

  /** Sends the version the user sees, unless `headers` name one. */
  async post(user: User, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Reply> {
    const [collection, id, action] = path.split('/');
    const seen = action ? await this.get(user, `${collection}/${id}`) : undefined;
    const ifMatch: Record<string, string> = seen?.etag
      ? { 'if-match': seen.etag }
      : action
        ? { 'if-match': '"1"' }
        : {};
    return request(`${this.service.url}/v1/${path}`, user, 'POST', body, { ...ifMatch, ...headers });
  }

  /** A dwelling of landlord 1 under an agreement in force. @param more of the agreement as it was heard */
  async aDwelling(
    more: { state?: string; versions?: object[] } = {},
  ): Promise<{ agreementRef: string; dwellingRef: string }> {
    const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
    const { state = 'ACTIVE', versions = [] } = more;
    await this.database.query(
      `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings, versions)
       values ($1, 1, $2, $4, 1, '2026-01-01', '2030-12-31', $3, $5)`,
      [
        ...[agreementRef, landlords.boOgBy.id],
        JSON.stringify([{ dwellingRef, rentOere: 450_000, utilitiesOere: 60_000 }]),
        ...[state, JSON.stringify(versions)],
      ],
    );
    return { agreementRef, dwellingRef };
  }

  /** A tenancy under an agreement of landlord 1. @returns its id */
  async aTenancy(): Promise<string> {
    const body = {
      ...(await this.aDwelling()),
      citizenRef: randomUUID(),
      hasSupportWorker: true,
      startedOn: '2026-04-23',
    };
    return (await this.post('social_caseworker', 'tenancies', body)).body.id;
  }

  /** An application as it stands once it was heard. @returns its id */
  async anApplication(about: Partial<Application> = {}): Promise<string> {
    const heard: Application = {
      caseRef: randomUUID(),
      agreementRef: randomUUID(),
      landlordRef: landlords.boOgBy.id,
      tenancyRef: null,
      appliedOn: '2026-12-14',
      decisionDueOn: '2026-12-23',
      ...about,
    };
    const facts = { today: heard.appliedOn, tenancyKnown: true, owedOere: 542_900, slas: null, ...NO_MOVE };
    const { changes: row } = financingRules.perform('apply', null, ['system'], facts, heard);
    const id = randomUUID();
    const all = Object.values({ id, version: 1, openedAt: new Date(), ...row });
    const values = all.map((value) => (Array.isArray(value) ? JSON.stringify(value) : value));
    const columns = ['id', 'version', 'openedAt', ...Object.keys(row)].map(snake);
    await this.database.query(
      `insert into financing (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      values,
    );
    return id;
  }

  /** What was said about a case, oldest first; everything in the outbox keeps its contract. */
  async told(topic: string, ref: string): Promise<Told[]> {
    const rows = await this.database.query<{
      topic: string;
      key: string;
      headers: { type: string; caseversion: string; dataclassification: 'public' | 'internal' };
      body: Record<string, unknown>;
    }>('select topic, key, headers, body from outbox order by position');
    for (const { topic: name, key, headers, body } of rows)
      assertPublished({ topic: name, key, type: headers.type, classification: headers.dataclassification, body });
    return rows
      .filter(({ topic: name, key, body }) => name === topic && (key === ref || body.caseRef === ref))
      .map(({ headers: { type, caseversion }, body }) => ({ type, version: Number(caseversion), body }));
  }
}

/** Row 21 of the worked example, without its condition. */
export const help = (more: object = {}) => ({
  basis: '81a',
  monthlyAmountOere: 542_900,
  months: 1,
  payOn: '2026-12-21',
  conditions: ['threatened_by_eviction_for_arrears', 'cannot_pay'],
  repayment: { required: true, instalmentOere: 200_000, firstDueOn: '2027-02-01' },
  ...more,
});
