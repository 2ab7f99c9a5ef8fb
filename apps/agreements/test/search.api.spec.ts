// SPDX-License-Identifier: MPL-2.0
// Landlords, addresses and agreements found by what people type, and lists sorted as Danes read.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate } from '#persistence';
import { freshDatabase, landlords, tokenFor, type User } from '#testing';
import { migrations } from '../src/migrations/index.js';
import { Agreements, dwellingOf, LANDLORD, MUNICIPALITY, must } from './service.js';

let agreements: Agreements;
/** References by address, or by address and unit. */
const refs = new Map<string, string>();

async function property(address: string, landlordRef: string, units: readonly string[] = []): Promise<string> {
  const { id } = await must(agreements.post(MUNICIPALITY, 'properties', { landlordRef, address, dwellingCount: 24 }));
  refs.set(address, id);
  for (const unit of units) {
    const dwelling = { ...dwellingOf(1), unit, propertyRef: id };
    refs.set(`${address}, ${unit}`, (await must(agreements.post(MUNICIPALITY, 'dwellings', dwelling))).id);
  }
  return id;
}
const own = landlords.boOgBy.id;
const foreign = landlords.havnensBoliger.id;
const company = { ref: foreign, kind: 'company', cvr: '88146328', name: 'Ærøskøbing Boliger A/S', contacts: [] };

beforeAll(async () => {
  agreements = await Agreements.start('2026-01-15');
  await must(agreements.post(MUNICIPALITY, 'landlords', { ...company, letsMoreThanOne: true }));
  await property('Nørrebrogade 12 B, 5000 Odense C', own, ['st. tv.', '1. th.', '2. mf.']);
  await property('Åboulevarden 3, 8000 Aarhus C', own, ['kl.']);
  await property('Sankt Peders Stræde 112, 5000 Odense C', foreign, ['3. tv.']);
}, 60_000);
afterAll(async () => agreements?.stop());

const search = (user: User, wanted: object) => agreements.post(user, 'search', wanted);
const titles = async (words: string, user: User = MUNICIPALITY, more: object = {}): Promise<string[]> => {
  const { items } = await must(search(user, { words, ...more }));
  return items.map(({ title }: { title: string }) => title);
};

const [gade, dwelling1, groundFloor] = [
  'Nørrebrogade 12 B, 5000 Odense C',
  'Nørrebrogade 12 B, 5000 Odense C, 1. th.',
  'Nørrebrogade 12 B, 5000 Odense C, st. tv.',
];

describe('as Danes type it', () => {
  test.each([
    ['Nørrebrogade 12B 1. th.', dwelling1],
    ['nørrebrogade 12 b, 1.th', dwelling1],
    ['NOERREBROGADE 12B 1TH', dwelling1],
    ['Nørrebrogade 12 b 1 th', dwelling1],
    ['nørrebrogade 12b, 1. sal til højre', dwelling1],
    ['nørrebrogade 12b 1. sal th', dwelling1],
    ['Nørrebrogade 12B, st.tv.', groundFloor],
    ['nørrebrogade 12b st tv', groundFloor],
    ['nørrebrogade 12b stuen til venstre', groundFloor],
    ['no\u0308rrebrogade 12b st tv', groundFloor],
    ['Ｎørrebrogade 12b st. tv', groundFloor],
    ['aaboulevarden 3 kl', 'Åboulevarden 3, 8000 Aarhus C, kl.'],
    ['Åboulevarden 3 Århus kl', 'Åboulevarden 3, 8000 Aarhus C, kl.'],
    ['Sankt Peders Straede 112 3tv', 'Sankt Peders Stræde 112, 5000 Odense C, 3. tv.'],
    ['aeroeskoebing boliger', 'Ærøskøbing Boliger A/S, 88146328'],
    ['88 14 63 28', 'Ærøskøbing Boliger A/S, 88146328'],
  ])('%s', async (words, title) => expect(await titles(words)).toEqual([title]));

  test('beginnings of words, one word of each', async () => {
    expect(await titles('nør 12', MUNICIPALITY, { kinds: ['property'] })).toEqual([gade]);
    expect(await titles('sank ped', MUNICIPALITY, { kinds: ['property'] })).toEqual([
      'Sankt Peders Stræde 112, 5000 Odense C',
    ]);
    expect(await titles('rrebrogade')).toEqual([]);
    // A house without a letter is not the house with one, and 112 is not 12.
    expect(await titles('Nørrebrogade 12C')).toEqual([]);
    expect(await titles('12b', MUNICIPALITY, { kinds: ['property'] })).toEqual([gade]);
  });

  test.each([
    ['a letter too few', 'Nørebrogade 12b 1 th'],
    ['a letter too many', 'Nørrrebrogade 12b 1 th'],
    ['another letter', 'Nørrebrogadd 12b 1 th'],
    ['two that changed places', 'Nørrebrogaed 12b 1 th'],
    ['ø as o', 'Norrebrogade 12b 1 th'],
  ])('with one slip: %s', async (_, words) => {
    const { items } = await must(search(MUNICIPALITY, { words }));
    expect(items).toEqual([expect.objectContaining({ title: dwelling1, score: 1 })]);
  });

  test('a slip in a number finds nothing, nor do two slips in a word', async () => {
    expect(await titles('Nørrebrogade 21b')).toEqual([]);
    expect(await titles('88146329')).toEqual([]);
    expect(await titles('Nrebrogade')).toEqual([]);
  });

  test('words without a letter or digit find nothing', async () => {
    expect(await titles('- & %')).toEqual([]);
    expect(await titles("' | !:*", MUNICIPALITY)).toEqual([]);
  });

  test('a dwelling is found by the address that its property has now', async () => {
    const before = 'Gammelvej 1, 5000 Odense C';
    const id = await property(before, own, ['4. tv.']);
    await must(agreements.act(MUNICIPALITY, `properties/${id}`, 'change', { address: 'Nytorv 8, 5000 Odense C' }));
    expect(await titles('gammelvej')).toEqual([]);
    expect(await titles('nytorv 8 4tv')).toEqual(['Nytorv 8, 5000 Odense C, 4. tv.']);
  });
});

describe('ranking and pages', () => {
  test('what was typed whole, then whole words, then beginnings; of equals the newest first', async () => {
    const names = ['Rangvej', 'Rangvej 5', 'Rangvejen 7', 'Rangvej 6'];
    for (const name of names) await property(name, own);
    const { items } = await must(search(MUNICIPALITY, { words: 'rangvej' }));
    expect(items.map(({ title, score }: { title: string; score: number }) => [title, score])).toEqual([
      ['Rangvej', 4],
      ['Rangvej 6', 3],
      ['Rangvej 5', 3],
      ['Rangvejen 7', 2],
    ]);
  });

  test.each([
    ['sidevej', 'Sidevej'],
    ['siddevej', 'Sidevej'], // found by a slip
  ])('pages of %s hold what is opened meanwhile nowhere, and everything else once', async (words, street) => {
    if ((await titles('sidevej')).length === 0)
      for (let no = 1; no <= 7; no++) await property(`Sidevej ${no}`, no % 2 ? own : foreign);
    const seen: string[] = [];
    let after: string | undefined;
    for (let round = 0; round < 20; round++) {
      const page = await must(search(MUNICIPALITY, { words, limit: 2, after }));
      seen.push(...page.items.map(({ title }: { title: string }) => title));
      if (page.next === null) break;
      after = page.next;
      await property(`Sidevej ${100 + round} ${words}`, own); // also of another rank
    }
    expect(seen.filter((title) => /^Sidevej [1-7]$/.test(title)).toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((no) => `${street} ${no}`),
    );
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('who finds what', () => {
  test('an agreement by its number and its landlord, once it is shared', async () => {
    const agreementNo = `S-${randomUUID().slice(0, 8)}/26`;
    const id = await agreements.draft({ agreementNo });
    const [found] = (await must(search(MUNICIPALITY, { words: agreementNo }))).items;
    expect(found).toEqual({
      number: expect.stringMatching(/^A-26-/),
      ...{ kind: 'agreement', id, href: `/v1/agreements/${id}`, state: 'DRAFT', score: 4 },
      title: `${agreementNo}, Udlejer 10000009, 10000009`,
    });
    expect(await titles(agreementNo.replace(/\W/g, ' '), LANDLORD)).toEqual([]);
    await must(agreements.act(MUNICIPALITY, `agreements/${id}`, 'share-with-landlord'));
    expect(await titles(agreementNo.replace(/\W/g, ' '), LANDLORD)).toEqual([found.title]);
    expect(await titles(agreementNo, 'landlord2_admin')).toEqual([]);
    expect(await titles(agreementNo, 'social_caseworker')).toEqual([found.title]);
  });

  test('a landlord finds the own houses and no others; a role that may not open them finds none', async () => {
    expect(await titles('odense', 'landlord2_admin')).toEqual([
      'Sankt Peders Stræde 112, 5000 Odense C, 3. tv.',
      'Sankt Peders Stræde 112, 5000 Odense C',
    ]);
    expect(await titles('sankt peders', LANDLORD)).toEqual([]);
    expect(await titles('88146328', LANDLORD)).toEqual([]);
    for (const user of ['landlord_caretaker', 'support_worker', 'steering_member'] as const)
      expect([user, await titles('odense', user)]).toEqual([user, []]);
    for (const user of ['auditor', 'operator'] as const)
      expect((await search(user, { words: 'odense' })).status).toBe(403);
  });

  test('another landlord’s houses change neither what a landlord finds nor how it is ranked', async () => {
    await property('Ensvej 1', own);
    const asked = { words: 'ensvej 1', limit: 5 };
    const before = await must(search(LANDLORD, asked));
    for (const address of ['Ensvej 1', 'Ensvej', 'Ensvej 11']) await property(address, foreign, ['st. th.']);
    expect(await must(search(LANDLORD, asked))).toEqual(before);
  });

  test('by reference: the case itself and what belongs to it, whatever kind it is', async () => {
    const kindsOf = async (user: User, reference: string) => {
      const { items } = await must(search(user, { reference }));
      return items.map(({ kind }: { kind: string }) => kind).toSorted();
    };
    const id = refs.get(gade)!;
    expect(await kindsOf(MUNICIPALITY, id)).toEqual(['dwelling', 'dwelling', 'dwelling', 'property']);
    expect(await kindsOf('landlord2_admin', id)).toEqual([]);
    const both = { reference: id, words: 'st tv' };
    expect((await must(search(MUNICIPALITY, both))).items).toHaveLength(1);
    expect((await must(search(MUNICIPALITY, { ...both, kinds: ['property', 'tenancy'] }))).items).toEqual([]);
  });
});

describe('what is asked', () => {
  const faults = async (wanted: object) => {
    const { status, body } = await search(MUNICIPALITY, wanted);
    return [status, ...(body.errors ?? []).map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`)];
  };
  test.each<[object, unknown[]]>([
    [{}, [400, '/words is-length', '/words is-string']],
    [{ words: '010190-1234' }, [400, '/words civil-registration-number']],
    [{ number: '0101901234' }, [400, '/number civil-registration-number']],
    // Of whatever service's cases: one body may be sent to all of them.
    [{ words: 'R-26-00417-4' }, [400, '/words case-number-is-mistyped']],
    [{ words: 'ingensteds r 26 00417 4' }, [400, '/words case-number-is-mistyped']],
    [{ words: 'R-26-00417-3' }, [200]],
    [{ words: 'L-17 ingensteds 12 B, 5000 10000009' }, [200]],
    [{ words: 'x'.repeat(120_000) }, [400, '/words is-length']],
    [{ words: 'x', after: '5.1.landlord' }, [400, '/after matches']],
    [{ words: 'x', limit: 101 }, [400, '/limit max']],
    [{ words: 'x', kinds: ['person'] }, [400, '/kinds is-in']],
    [{ words: 'x', citizenName: 'N.N.' }, [400, '/citizenName unknown-field']],
  ])('%#', async (wanted, answer) => expect((await faults(wanted)).toSorted()).toEqual(answer.toSorted()));

  test('it is a read: without a key, nothing is remembered, and the next page has no address', async () => {
    const remembered = () => agreements.database.query('select count(*) from idempotency');
    const before = await remembered();
    const response = await fetch(`${agreements.service.url}/v1/search`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenFor(MUNICIPALITY)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ words: 'odense', limit: 1 }),
    });
    expect([response.status, response.headers.get('link'), response.headers.get('etag')]).toEqual([200, null, null]);
    expect(((await response.json()) as { next: string }).next).toMatch(/^3\./);
    expect(await remembered()).toEqual(before);
  });
});

describe('sorted lists', () => {
  const street = (name: string) => `${name} 1, 9990 Skagen`;
  const inOrder = ['Alléen', 'Zebravej', 'Ærtevej', 'Østervej', 'aabenraavej', 'Ågade'].map(street);
  const sorted = async (user: User, sort: string) => {
    const found: string[] = [];
    for (let after = ''; ; ) {
      const path = `properties?landlordRef=${foreign}&sort=${sort}&limit=2${after}`;
      const { items, next } = await must(agreements.get(user, path));
      found.push(...items.map(({ address }: { address: string }) => address));
      if (next === null) return found.filter((address) => address.endsWith('Skagen'));
      after = `&after=${next}`;
    }
  };
  beforeAll(async () => {
    for (const address of inOrder.toReversed()) await property(address, foreign);
  });

  test('by address in Danish order, either way, page by page', async () => {
    expect(await sorted(MUNICIPALITY, 'name')).toEqual(inOrder);
    expect(await sorted(MUNICIPALITY, '-name')).toEqual(inOrder.toReversed());
    expect(await sorted('landlord2_admin', 'name')).toEqual(inOrder);
  });

  test('what a list is not sorted by is refused, and what it is sorted by is named', async () => {
    const { status, body } = await agreements.get(MUNICIPALITY, 'properties?sort=day');
    expect([status, body.errors[0].pointer]).toEqual([400, '?sort']);
    expect(body.errors[0].message).toContain('name, -name');
  });

  test('nobody learns from a page where a case stands that they may not see', async () => {
    const id = refs.get(street('Zebravej'));
    expect(await must(agreements.get(LANDLORD, `properties?sort=name&after=${id}`))).toEqual({ items: [], next: null });
    expect(await must(agreements.get(LANDLORD, `properties?sort=-name&after=${id}`))).toEqual({
      items: [],
      next: null,
    });
  });
});

// Where the extension may not be installed.
test('without pg_trgm words and their beginnings are found, slips are not', async () => {
  const database = await freshDatabase('agreements', []);
  await database.query('drop extension pg_trgm');
  await migrate('agreements', database.ownerUrl, migrations);
  const other = await Agreements.start('2026-01-15', { database });
  try {
    const address = { landlordRef: own, address: 'Nørrebrogade 12 B', dwellingCount: 1 };
    await must(other.post(MUNICIPALITY, 'properties', address));
    const found = async (words: string) => (await must(other.post(MUNICIPALITY, 'search', { words }))).items.length;
    expect([await found('noerrebro 12b'), await found('Nørebrogade 12b')]).toEqual([1, 0]);
  } finally {
    await other.stop();
  }
}, 60_000);

test('a dwelling that is registered while its address is changed has the new one', async () => {
  const id = await property('Samtidigvej 1', own);
  const [changing, adding] = [new pg.Client(agreements.database.adminUrl), new pg.Client(agreements.database.adminUrl)];
  for (const client of [changing, adding]) {
    await client.connect();
    await client.query('set search_path = agreements');
  }
  await changing.query('begin');
  await changing.query(`update property set address = 'Samtidigvej 2' where id = $1`, [id]);
  const added = adding.query(
    `insert into dwelling (id, version, state, opened_at, property_ref, landlord_ref, unit, type, area_m2, rooms, rent_oere, utilities_oere)
     values (gen_random_uuid(), 1, 'ACTIVE', now(), $1, $2, 'st. tv.', 'bolig', 1, 1, 1, 1) returning property_address as address`,
    [id, own],
  );
  await changing.query('commit');
  expect((await added).rows).toEqual([{ address: 'Samtidigvej 2' }]);
  for (const client of [changing, adding]) await client.end();
});
