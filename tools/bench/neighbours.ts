// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoUserName, landlords } from '../stack/demo-users.ts';
import { median, ms, type Result, ratio } from './figures.ts';
import { load } from './load.ts';
import type { Options } from './part.ts';
import { type System } from './system.ts';

/** Small requests of somebody else, evenly spaced. */
const RATE = 50;
const MOST_RATIO = 1.5;
const ROWS = 50_000;
const IMPORT_SECONDS = 10;
const DWELLINGS = 6_000;
const TEXTS = 41;

/** What somebody asks for again and again; resolves when it has been answered, however. */
interface Heavy {
  name: string;
  ask(turn: number): Promise<unknown>;
}

/**
 * What one caller asks for, and how long the next one waits meanwhile: the largest file, the largest documents, the longest
 * lists and answers. Also how long the largest file takes.
 */
export async function neighbours(system: System, { seconds, rounds, quick, say }: Options): Promise<Result[]> {
  const { port } = await system.startService('agreements');
  const client = new Client(`http://127.0.0.1:${port}/v1/`, system);
  const ours = landlords.boOgBy.id;
  for (const [ref, cvr] of [
    [ours, '10000009'],
    [landlords.havnensBoliger.id, '10000017'],
  ]) {
    const about = { kind: 'company', name: 'Udlejer', contacts: [], letsMoreThanOne: true };
    await client.must('single_entry', 'POST', 'landlords', { ref, cvr, ...about });
  }
  const small = quick ? 100 : 1;
  const agreement = await largeAgreement(system, client, DWELLINGS / small);
  const rows = ROWS / small;

  const results: Result[] = [];
  const took: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const began = performance.now();
    await client.imported('landlord_admin', file(`Runde ${round}`, rows, 4500));
    took.push((performance.now() - began) / 1000);
    say(`${rows} rows imported in ${took.at(-1)!.toFixed(1)} s`);
  }
  const middle = median(took);
  results.push({
    what: `${rows} rows imported`,
    value: `${middle.toFixed(1)} s`,
    target: `≤ ${IMPORT_SECONDS} s`,
    met: middle <= IMPORT_SECONDS,
  });
  await system.sql('vacuum analyze');

  const get = (path: string) => client.send('single_entry', 'GET', `agreements/${agreement}/${path}`);
  const text = (turn: number) => `1.${(turn % TEXTS) + 1}`;
  const heavies: Heavy[] = [
    {
      name: `import of ${rows} rows, all new`,
      ask: (turn) => client.imported('landlord_admin', file(`Ny ${turn} ${randomUUID().slice(0, 4)} A`, rows, 4500)),
    },
    {
      name: `import of ${rows} rows, other rents`,
      ask: (turn) => client.imported('landlord_admin', file('Runde 1', rows, 4501 + turn)),
    },
    {
      name: 'a million empty columns',
      ask: () => client.sendFile('landlord_admin', `adresse;bolig${';'.repeat(1_000_000)}\n`),
    },
    {
      name: `PDF of ${DWELLINGS / small} dwellings, four at once`,
      ask: (turn) => Promise.all([0, 1, 2, 3].map((one) => get(`document?format=pdf&text=${text(4 * turn + one)}`))),
    },
    {
      name: 'page of the same, four at once',
      ask: (turn) => Promise.all([0, 1, 2, 3].map((one) => get(`document?language=en&text=${text(4 * turn + one)}`))),
    },
    { name: 'what differs between two such texts', ask: (turn) => get(`compare?from=1.1&to=${text(turn)}`) },
    { name: `the ${TEXTS} texts that were proposed`, ask: () => get('revisions?limit=100') },
    {
      name: '240 kB of faults',
      ask: () =>
        client.send(
          ...(['single_entry', 'POST', `agreements/${agreement}/propose-change`] as const),
          { properties: Array.from({ length: 80_000 }, () => ({})) },
          { 'if-match': '"1"' },
        ),
    },
  ];
  const headers = { authorization: `Bearer ${await system.token('landlord2_admin')}` };
  const others = (turnSeconds: number) =>
    load({
      ...{ port, method: 'GET' as const, paths: ['/v1/properties?limit=20'], headers, connections: 8 },
      ...{ seconds: turnSeconds, rate: RATE, cycle: true },
    });
  await client.must('landlord2_admin', 'POST', 'properties', { address: 'Nabovej 1', dwellingCount: 5 });
  await others(quick ? 1 : 5);
  for (const { name, ask } of heavies) {
    const pairs: { alone: number; meanwhile: number }[] = [];
    for (let round = 1; round <= rounds; round++) {
      const { p95: alone } = await others(seconds);
      let isOver = false;
      let turn = 0;
      const asking = (async () => {
        for (; !isOver; turn++) await ask(round * 100 + turn);
      })();
      await sleep(100);
      const { p95: meanwhile } = await others(seconds);
      isOver = true;
      await asking;
      pairs.push({ alone, meanwhile });
      say(`${name}: others’ p95 ${ms(alone)} alone, ${ms(meanwhile)} meanwhile (asked ${turn} times)`);
    }
    const [alone, meanwhile] = [median(pairs.map((one) => one.alone)), median(pairs.map((one) => one.meanwhile))];
    results.push({
      what: `others’ p95 during ${name} ÷ alone`,
      value: `${ratio(meanwhile / alone)} (${ms(meanwhile)}, ${ms(alone)})`,
      target: `≤ ${MOST_RATIO}`,
      met: meanwhile / alone <= MOST_RATIO,
    });
  }
  return results;
}

/** Of a hundred dwellings a property. */
const file = (street: string, rows: number, rent: number): string =>
  [
    'adresse;antal_boliger;bolig;type;areal_m2;vaerelser;husleje;aconto;ledighed',
    ...Array.from(
      { length: rows },
      (_, no) =>
        `${street} ${Math.floor(no / 100)};100;${no % 100}. tv.;lejlighed;${40 + (no % 50)},5;2;${rent},50;600,00;om foråret`,
    ),
  ].join('\r\n');

/** @returns id of a drafted agreement, of whose texts each names so many dwellings */
async function largeAgreement(system: System, client: Client, dwellings: number): Promise<string> {
  await client.imported('landlord_admin', file('Aftalevej', dwellings, 4500));
  const chosen = await system.sql<{ propertyRef: string; dwellingRefs: string[] }>(
    `select property_ref as "propertyRef", array_agg(id) as "dwellingRefs" from agreements.dwelling group by property_ref`,
  );
  const { id } = await client.must('single_entry', 'POST', 'agreements', {
    ...{ agreementNo: 'A1', landlordRef: landlords.boOgBy.id, legalBasis: 'free_cooperation' },
    ...{ term: { from: '2027-01-01', to: '2028-12-31', noticeMonths: 6 }, properties: chosen },
  });
  // As many proposals would: each another rent.
  await system.sql(
    `insert into agreements.agreement_text (agreement_ref, version_no, revision, hash, terms, proposed_by, at)
     select agreement_ref, 1, no, encode(sha256(no::text::bytea), 'hex'),
       jsonb_set(terms, '{properties}', (select jsonb_agg(p || jsonb_build_object('dwellings',
         (select jsonb_agg(d || jsonb_build_object('rentOere', 450000 + no)) from jsonb_array_elements(p -> 'dwellings') d)))
         from jsonb_array_elements(terms -> 'properties') p)), 'landlord', now()
       from agreements.agreement_text, generate_series(2, $1) no where agreement_ref = $2`,
    [TEXTS, id],
  );
  return id;
}

class Client {
  private readonly base: string;
  private readonly system: System;

  constructor(base: string, system: System) {
    this.base = base;
    this.system = system;
  }

  async send(
    user: DemoUserName,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.system.token(user)}`,
        ...(method === 'POST' && { 'idempotency-key': randomUUID(), 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 500) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return { status: answer.status, text };
  }

  sendFile(user: DemoUserName, rows: string): Promise<{ status: number; text: string }> {
    return this.send(user, 'POST', 'property-imports', rows, { 'content-type': 'text/csv' });
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer as a client reads it
  async must(...request: Parameters<Client['send']>): Promise<any> {
    const { status, text } = await this.send(...request);
    if (status >= 300) throw new Error(`${request[1]} ${request[2]} answered ${status}: ${text}`);
    return JSON.parse(text);
  }

  /** Sends a file and waits until it is in the register. */
  async imported(user: DemoUserName, rows: string): Promise<void> {
    const { status, text } = await this.sendFile(user, rows);
    if (status !== 201) throw new Error(`the import answered ${status}: ${text}`);
    const { id } = JSON.parse(text);
    for (;;) {
      const { state, errors } = await this.must(user, 'GET', `property-imports/${id}`);
      if (state === 'IMPORTED') return;
      if (state !== 'RECEIVED') throw new Error(`the import was ${state}: ${JSON.stringify(errors)}`);
      await sleep(50);
    }
  }
}
