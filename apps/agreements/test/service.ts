// SPDX-License-Identifier: MPL-2.0
// The service agreements alone, and the way of an agreement from the register to its signatures, over HTTP.
import { randomUUID } from 'node:crypto';
import { type RunningService, startService } from '#service';
import {
  freshDatabase,
  landlords,
  type Reply,
  request,
  type TestDatabase,
  type TestEnvironment,
  testEnv,
  travel,
  type User,
} from '#testing';
import { agreements as agreementsService } from '../src/agreements.module.js';
import { migrations } from '../src/migrations/index.js';

export const MUNICIPALITY: User = 'single_entry';
export const LANDLORD: User = 'landlord_admin';

export class Agreements {
  private constructor(
    readonly database: TestDatabase,
    readonly env: TestEnvironment,
    public service: RunningService,
  ) {}

  static async start(
    today: string,
    options: { topicPrefix?: string; overrides?: Record<string, string>; database?: TestDatabase } = {},
  ) {
    const database = options.database ?? (await freshDatabase('agreements', migrations));
    const env = await testEnv('agreements', { ...options, database });
    travel(env, today);
    const agreements = new Agreements(database, env, await Agreements.boot(env));
    await agreements.registerLandlord(landlords.boOgBy.id, '10000009');
    return agreements;
  }

  private static boot = (env: TestEnvironment) => startService(agreementsService, env);

  /** As after a crash or a new release: the same database, another process. */
  async restart(): Promise<void> {
    await this.service.close();
    this.service = await Agreements.boot(this.env);
  }

  async stop(): Promise<void> {
    await this.service?.close();
    await this.database?.drop();
  }

  on(day: string): void {
    travel(this.env, day);
  }

  get(user: User, path: string): Promise<Reply> {
    return request(`${this.service.url}/v1/${path}`, user, 'GET');
  }

  post(user: User, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    return request(`${this.service.url}/v1/${path}`, user, 'POST', body, headers);
  }

  /** A command on a case as it is now. */
  async act(user: User, path: string, action: string, body?: object): Promise<Reply> {
    const { etag } = await this.get(user, path);
    return await this.post(user, `${path}/${action}`, body, { 'if-match': etag ?? '"1"' });
  }

  registerLandlord(ref: string, cvr: string): Promise<Reply> {
    const input = { ref, kind: 'company', cvr, name: `Udlejer ${cvr}`, contacts: [], letsMoreThanOne: true };
    return this.post(MUNICIPALITY, 'landlords', input);
  }

  /** @returns the property, and dwellings D1, D2 … of 4500.00 + 600.00 kr a month, as an agreement chooses them */
  async registerDwellings(
    count: number,
    dwellingCount: number,
    landlordRef: string = landlords.boOgBy.id,
  ): Promise<{ propertyRef: string; dwellingRefs: string[] }> {
    // A letter between the random digits and the postal code: together they could read as a civil registration number.
    const address = `Prøvevej ${randomUUID().slice(0, 8)} A, 5000 Odense C`;
    const property = await must(this.post(MUNICIPALITY, 'properties', { landlordRef, address, dwellingCount }));
    const dwellingRefs: string[] = [];
    for (let no = 1; no <= count; no++) {
      const dwelling = await must(
        this.post(MUNICIPALITY, 'dwellings', { ...dwellingOf(no), propertyRef: property.id }),
      );
      dwellingRefs.push(dwelling.id);
    }
    return { propertyRef: property.id, dwellingRefs };
  }

  /** @returns id of the draft */
  async draft(more: object = {}): Promise<string> {
    const properties = 'properties' in more ? {} : { properties: [await this.registerDwellings(2, 8)] };
    const { body, status } = await this.post(MUNICIPALITY, 'agreements', terms({ ...properties, ...more }));
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }

  /** The draft is shared. */
  async negotiated(more: object = {}): Promise<string> {
    const id = await this.draft(more);
    await must(this.act(MUNICIPALITY, `agreements/${id}`, 'share-with-landlord'));
    return id;
  }

  /** Both approve the text as it is. */
  async approveBoth(id: string): Promise<Reply['body']> {
    const { hash } = (await this.get(MUNICIPALITY, `agreements/${id}`)).body.proposal;
    await must(this.act(MUNICIPALITY, `agreements/${id}`, 'approve', { hash }));
    return await must(this.act(LANDLORD, `agreements/${id}`, 'approve', { hash }));
  }

  async signBoth(id: string, signedOn?: string): Promise<Reply['body']> {
    const { hash } = (await this.get(MUNICIPALITY, `agreements/${id}`)).body.proposal;
    const signature = { hash, ...signatory, ...(signedOn && { signedOn }) };
    await must(this.act(MUNICIPALITY, `agreements/${id}`, 'sign', signature));
    return await must(this.act(LANDLORD, `agreements/${id}`, 'sign', signature));
  }

  /** Negotiated, approved and signed by both: in force when the term has begun. */
  async signed(more: object = {}): Promise<string> {
    const id = await this.negotiated(more);
    await this.approveBoth(id);
    await this.signBoth(id);
    return id;
  }
}

export async function must(reply: Promise<Reply>): Promise<Reply['body']> {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

export const signatory = { name: 'N.N.', role: 'direktør', method: 'MitID' };

export const dwellingOf = (no: number) => ({
  unit: `D${no}`,
  type: 'lejlighed',
  areaM2: 41.5,
  rooms: 2,
  rentOere: 450_000,
  utilitiesOere: 60_000,
});

const TERM = { from: '2026-02-01', to: '2030-01-31', noticeMonths: 6 };

/** The terms of agreement A1 (domain.md 11), of an own number and without its dwellings. */
export const terms = (more: object = {}) => ({
  agreementNo: randomUUID(),
  landlordRef: landlords.boOgBy.id,
  legalBasis: 'free_cooperation',
  targetGroup: { description: 'Unge uden bolig', paymentCapacityMinOere: 350_000, paymentCapacityMaxOere: 470_000 },
  quota: { kind: 'every_nth', n: 4 },
  rolesAndResponsibilities: [{ topic: 'restance', responsible: 'udlejer' }],
  commitments: [
    { kind: 'vacancy_rent_in', capMonths: 3 },
    { kind: 'vacancy_rent_out', capMonths: 3 },
    { kind: 'move_out_shortfall', capOere: 3_000_000 },
  ],
  coverage: ['restoration', 'tenant_damage', 'cleaning', 'eviction_costs'].map((kind) => ({ kind, rule: 'covered' })),
  instalmentPolicy: {
    allowed: true,
    maxMonths: 6,
    minInstalmentOere: 50_000,
    maxOpenPlans: 1,
    needsMunicipalConsent: false,
  },
  singleEntryPoint: {
    name: 'Den ene indgang',
    mailbox: 'indgangen@kommune.example',
    phone: '+45 12345678',
    openingHours: 'man-tor 09:00-15:00',
    standInName: 'Vikaren',
    standInMailbox: 'vikar@kommune.example',
    standInPhone: '+45 87654321',
  },
  landlordContacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
  dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef'] },
  revision: { reviewDate: reviewIn(more), noticeForChangeMonths: 3 },
  term: TERM,
  dataSharingAnnex: 'bilag-1',
  ...more,
});

/** The day of the review: a year after the usual first day, or the nearest day of another term. */
const reviewIn = ({ term = TERM }: { term?: typeof TERM }) => [term.from, term.to, '2027-02-01'].toSorted()[1]!;
