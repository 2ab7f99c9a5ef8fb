// SPDX-License-Identifier: MPL-2.0
// Landlords, properties and dwellings, and their import from a file of rows, over HTTP.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { folded } from '#domain';
import { eventually, landlords, type Reply, type User } from '#testing';
import { Agreements, dwellingOf, LANDLORD, MUNICIPALITY, must, terms } from './service.js';

let agreements: Agreements;
beforeAll(async () => {
  agreements = await Agreements.start('2026-01-15');
}, 60_000);
afterAll(async () => agreements?.stop());

const company = (more: object = {}) => ({
  ...{ kind: 'company', cvr: '88146328', name: 'Havnens Boliger A/S', contacts: [], letsMoreThanOne: true },
  ...more,
});
const faults = ({ body }: Reply) =>
  body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`);

describe('landlords', () => {
  test('a company by its CVR number, a person without one; each once', async () => {
    expect(faults(await agreements.post(MUNICIPALITY, 'landlords', company({ cvr: '88146329' })))).toEqual([
      '/cvr not-a-cvr-number',
    ]);
    const { cvr: _, ...person } = company({ kind: 'person', name: 'Yıldız Ødegård', letsMoreThanOne: false });
    expect(faults(await agreements.post(MUNICIPALITY, 'landlords', { ...person, kind: 'company' }))).toEqual([
      '/cvr not-a-cvr-number',
    ]);
    expect(faults(await agreements.post(MUNICIPALITY, 'landlords', { ...person, cvr: '88146328' }))).toHaveLength(1);
    const first = await agreements.post(MUNICIPALITY, 'landlords', company({ ref: landlords.havnensBoliger.id }));
    expect(first).toMatchObject({ status: 201, body: { id: landlords.havnensBoliger.id, state: 'ACTIVE' } });
    expect((await agreements.post(MUNICIPALITY, 'landlords', company())).body.code).toBe(
      'landlord-is-registered-already',
    );
    const own = await agreements.post(MUNICIPALITY, 'landlords', person);
    expect(own).toMatchObject({ status: 201, body: { kind: 'person', cvr: null, letsMoreThanOne: false } });
    expect(faults(await agreements.post(MUNICIPALITY, 'landlords', { ...person, name: 'A 010190-1234' }))).toEqual([
      '/name civil-registration-number',
    ]);
  });

  test('a landlord sees itself and changes its contacts; the municipality changes the rest', async () => {
    const path = `landlords/${landlords.boOgBy.id}`;
    const contacts = [{ mailbox: 'drift@udlejer.example', phone: '12345678', function: 'landlord_caretaker' }];
    expect(await must(agreements.act(LANDLORD, path, 'change-contacts', { contacts }))).toMatchObject({ contacts });
    expect((await agreements.act(LANDLORD, path, 'change', { name: 'x' })).status).toBe(403);
    expect((await agreements.get('landlord2_admin', path)).status).toBe(404);
    expect(await must(agreements.act(MUNICIPALITY, path, 'change', { letsMoreThanOne: false }))).toMatchObject({
      ...{ contacts, letsMoreThanOne: false },
    });
  });

  test('a closed landlord gets no new property until it is opened again', async () => {
    const { body } = await agreements.post(MUNICIPALITY, 'landlords', company({ kind: 'person', cvr: undefined }));
    const property = { landlordRef: body.id, address: 'Lukket 1', dwellingCount: 1 };
    await must(agreements.act(MUNICIPALITY, `landlords/${body.id}`, 'close'));
    expect((await agreements.post(MUNICIPALITY, 'properties', property)).body.code).toBe('landlord-is-not-registered');
    await must(agreements.act(MUNICIPALITY, `landlords/${body.id}`, 'reopen'));
    expect((await agreements.post(MUNICIPALITY, 'properties', property)).status).toBe(201);
  });
});

describe('properties and dwellings', () => {
  test('a landlord registers its own; another one’s answer as unknown ones', async () => {
    const own = await must(agreements.post(LANDLORD, 'properties', { address: 'Egen 1', dwellingCount: 2 }));
    expect(own.landlordRef).toBe(landlords.boOgBy.id);
    const foreign = { address: 'Fremmed 1', dwellingCount: 2, landlordRef: landlords.havnensBoliger.id };
    expect((await agreements.post(LANDLORD, 'properties', foreign)).status).toBe(404);
    expect(faults(await agreements.post(MUNICIPALITY, 'properties', { address: 'Uden 1', dwellingCount: 2 }))).toEqual([
      '/landlordRef required',
    ]);
    const dwelling = { ...dwellingOf(1), propertyRef: own.id };
    for (const propertyRef of [own.id, randomUUID()])
      expect((await agreements.post('landlord2_admin', 'dwellings', { ...dwelling, propertyRef })).body).toMatchObject({
        code: 'property-is-not-registered',
      });
    const { id } = await must(agreements.post(LANDLORD, 'dwellings', dwelling));
    expect((await agreements.post(LANDLORD, 'dwellings', dwelling)).body.code).toBe('dwelling-is-registered-already');
    expect((await agreements.get('landlord2_admin', `dwellings/${id}`)).status).toBe(404);
    expect(await must(agreements.act(LANDLORD, `dwellings/${id}`, 'change', { rentOere: 1 }))).toMatchObject({
      ...{ rentOere: 1, areaM2: 41.5, unit: 'D1' },
    });
    expect((await agreements.act(LANDLORD, `properties/${own.id}`, 'remove')).body.code).toBe('property-has-dwellings');
    await must(agreements.act(LANDLORD, `dwellings/${id}`, 'remove'));
    expect((await agreements.post(LANDLORD, 'dwellings', dwelling)).status).toBe(201);
  });

  test('in another spelling is the same property, dwelling and agreement', async () => {
    const address = 'Æblevej 7, 5000 Ørbæk É';
    const own = await must(agreements.post(LANDLORD, 'properties', { address, bfeNumber: '70012', dwellingCount: 9 }));
    const spellings = [address.normalize('NFD'), address.toUpperCase(), `  ${address.replaceAll(' ', ' \u00a0\t')}`];
    for (const typed of [...spellings, address.replace('7', '\uff17')])
      expect((await agreements.post(LANDLORD, 'properties', { address: typed, dwellingCount: 9 })).body.code).toBe(
        'property-is-registered-already',
      );
    const zeros = { address: 'Et andet sted 1', bfeNumber: '0000070012', dwellingCount: 9 };
    expect((await agreements.post(LANDLORD, 'properties', zeros)).body.code).toBe('property-is-registered-already');
    const dwelling = { ...dwellingOf(1), unit: '2. ÅBEN', propertyRef: own.id };
    await must(agreements.post(LANDLORD, 'dwellings', dwelling));
    for (const unit of ['2. åben', '2.\u00a0ÅBEN'.normalize('NFD')])
      expect((await agreements.post(LANDLORD, 'dwellings', { ...dwelling, unit })).body.code).toBe(
        'dwelling-is-registered-already',
      );
    const number = `Q-${randomUUID().slice(0, 8)}a`;
    await agreements.draft({ agreementNo: number });
    expect(
      (await agreements.post(MUNICIPALITY, 'agreements', terms({ agreementNo: number.toUpperCase() }))).body.code,
    ).toBe('agreement-no-is-taken');
  });

  test('a request that is repeated in another spelling is the same request', async () => {
    const input = { landlordRef: landlords.boOgBy.id, address: 'Gentaget Å 1', dwellingCount: 2 };
    const key = { 'idempotency-key': randomUUID() };
    const first = await agreements.post(MUNICIPALITY, 'properties', input, key);
    const typed = { ...input, landlordRef: input.landlordRef.toUpperCase(), address: ' Gentaget\u00a0A\u030a 1' };
    expect(first.status).toBe(201);
    expect(await agreements.post(MUNICIPALITY, 'properties', typed, key)).toEqual(first);
  });

  test('the database and the import tell the same spellings apart', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aAæÆøØåÅéÉüÜÿŸšŠλΛ1７ ﬁ½.,\u00a0\u0301\t'), maxLength: 20 });
    const texts = fc.sample(letters, { numRuns: 300, seed: 7 });
    const [row] = await agreements.database.query<{ found: string[] }>(
      'select array_agg(folded(t) order by n) as found from unnest($1::text[]) with ordinality as one (t, n)',
      [texts],
    );
    expect(row?.found).toEqual(texts.map(folded));
  });

  test('no more dwellings than the property has, also in the same moment', async () => {
    const { id } = await must(agreements.post(LANDLORD, 'properties', { address: 'Trang 1', dwellingCount: 3 }));
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, no) =>
        agreements.post(LANDLORD, 'dwellings', { ...dwellingOf(no), propertyRef: id }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(replies.find(({ status }) => status !== 201)?.body).toMatchObject({
      ...{ code: 'property-has-no-more-dwellings', facts: { dwellingCount: 3 } },
    });
    expect((await agreements.act(LANDLORD, `properties/${id}`, 'change', { dwellingCount: 2 })).body).toMatchObject({
      ...{ code: 'property-has-more-dwellings-registered', facts: { atLeast: 3 } },
    });
  });

  test('a property is not made smaller than what is being registered in that moment', async () => {
    const { id } = await must(agreements.post(LANDLORD, 'properties', { address: 'Samtidig 1', dwellingCount: 2 }));
    const { etag } = await agreements.get(LANDLORD, `properties/${id}`);
    const other = new pg.Client(agreements.database.adminUrl);
    await other.connect();
    try {
      await other.query('begin; set search_path = agreements');
      await other.query('select 1 from property where id = $1 for update', [id]);
      await other.query(
        `insert into dwelling (id, version, state, opened_at, property_ref, landlord_ref, unit, type, area_m2, rooms,
           rent_oere, utilities_oere)
         select gen_random_uuid(), 1, 'ACTIVE', now(), $1, $2, unit, 'bolig', 40, 1, 1, 1 from unnest('{A,B}'::text[]) unit`,
        [id, landlords.boOgBy.id],
      );
      const change = agreements.post(
        LANDLORD,
        `properties/${id}/change`,
        { dwellingCount: 1 },
        { 'if-match': etag ?? '' },
      );
      await eventually(async () =>
        expect(
          await agreements.database.query(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          ),
        ).toHaveLength(1),
      );
      await other.query('commit');
      expect(await change).toMatchObject({ status: 409, body: { facts: { atLeast: 2 } } });
    } finally {
      await other.end();
    }
  });

  test('what was signed stays as it was signed', async () => {
    const chosen = await agreements.registerDwellings(2, 8);
    const id = await agreements.negotiated({ properties: [chosen] });
    await must(agreements.act(LANDLORD, `dwellings/${chosen.dwellingRefs[0]}`, 'change', { rentOere: 999_900 }));
    const rents = async () =>
      (await agreements.get(LANDLORD, `agreements/${id}`)).body.proposal.terms.properties[0].dwellings.map(
        ({ rentOere }: { rentOere: number }) => rentOere,
      );
    expect(await rents()).toEqual([450_000, 450_000]);
    await must(agreements.act(LANDLORD, `agreements/${id}`, 'propose-change', { properties: [chosen] }));
    expect(await rents()).toEqual([999_900, 450_000]);
  });
});

describe('import', () => {
  const HEADER = 'adresse;bfe_nummer;antal_boliger;bolig;type;areal_m2;vaerelser;husleje;aconto;ledighed';
  const send = (
    rows: string | string[] | Uint8Array,
    query = '',
    user: User = LANDLORD,
    headers: Record<string, string> = {},
  ) =>
    agreements.post(user, `property-imports${query}`, Array.isArray(rows) ? [HEADER, ...rows].join('\r\n') : rows, {
      ...{ 'content-type': 'text/csv; charset=utf-8' },
      ...headers,
    });
  const see = async (id: string) => (await agreements.get(LANDLORD, `property-imports/${id}`)).body;
  const ended = async (reply: Promise<Reply> | Reply) => {
    const { id } = await must(Promise.resolve(reply));
    return await eventually(async () => {
      const body = await see(id);
      expect(body.state).not.toBe('RECEIVED');
      return body;
    });
  };
  const row = (address: string, unit: string, rent = '4500,00') =>
    `${address};;10;${unit};lejlighed;41,5;2;${rent};600;"om foråret; sjældent"`;

  test('Danish rows are read exactly; the same again changes nothing, other rents change', async () => {
    const rows = [row('Nygade 1', '1. tv.', '4.500,50'), row('Nygade 1', '1. th.'), row('Nygade 3', 'st.')];
    const dry = await ended(send(`\uFEFF${[HEADER, ...rows].join('\n')}`, '?dryRun=true'));
    const all = {
      properties: { created: 2, changed: 0, unchanged: 0 },
      dwellings: { created: 3, changed: 0, unchanged: 0 },
    };
    expect(dry).toMatchObject({ state: 'CHECKED', rowsTotal: 3, rowsChecked: 3, errorCount: 0, counts: all });
    const found = async () =>
      await agreements.database.query(
        `select p.address, d.unit, d.rent_oere, d.utilities_oere, d.area_m2, d.available_pattern, d.version
           from dwelling d join property p on p.id = d.property_ref where p.address like 'Nygade%' order by 1, 2`,
      );
    expect(await found()).toEqual([]);
    expect(await ended(send(rows))).toMatchObject({ state: 'IMPORTED', counts: all });
    expect(await found()).toMatchObject([
      { address: 'Nygade 1', unit: '1. th.', rent_oere: 450_000 },
      {
        ...{ address: 'Nygade 1', unit: '1. tv.', rent_oere: 450_050, utilities_oere: 60_000, area_m2: 41.5 },
        ...{ available_pattern: 'om foråret; sjældent', version: 1 },
      },
      { address: 'Nygade 3' },
    ]);
    const again = await ended(send([row('Nygade 1', '1. tv.', '4.500,50'), row('Nygade 1', '1. th.', '5000')]));
    expect(again.counts).toEqual({
      properties: { created: 0, changed: 0, unchanged: 1 },
      dwellings: { created: 0, changed: 1, unchanged: 1 },
    });
  });

  test('English names, commas and dots', async () => {
    const file =
      'unit,type,area_m2,rooms,rent,utilities_advance,address,dwelling_count\nA,bolig,50.25,1,1000.5,0,Engade 1,1';
    expect(await ended(send(file))).toMatchObject({ state: 'IMPORTED', counts: { dwellings: { created: 1 } } });
    const [dwelling] = await agreements.database.query(
      `select rent_oere, area_m2 from dwelling d join property p on p.id = d.property_ref where address = 'Engade 1'`,
    );
    expect(dwelling).toEqual({ rent_oere: 100_050, area_m2: 50.25 });
  });

  test('all or nothing: every error by row and column, without the content', async () => {
    const secret = '010190-1234';
    const rows = [
      row('Fejlvej 1', '1'),
      row('Fejlvej 1', '1'),
      row('Fejlvej 1', secret),
      row('Fejlvej 1', '', 'abc'),
      '',
      'Fejlvej 1;;11;2;lejlighed;41,555;0;-1;1e3;',
      'Fejlvej 1;10;for få',
    ];
    const body = await ended(send(rows));
    expect(body).toMatchObject({ state: 'REJECTED', errorCount: 15, counts: null, rowsChecked: 6 });
    expect(body.errors.map(({ row: no, column, code }: Record<string, string>) => `${no} ${column} ${code}`)).toEqual([
      '3 unit unit-is-repeated',
      '4 unit cell-is-not-text',
      '5 rent not-an-amount',
      '5 unit cell-is-empty',
      '7 area_m2 not-a-number',
      '7 rent not-an-amount',
      '7 rooms not-a-whole-number',
      '7 utilities_advance not-an-amount',
      '8 area_m2 cell-is-empty',
      '8 dwelling_count not-a-whole-number',
      '8 rent cell-is-empty',
      '8 rooms cell-is-empty',
      '8 type cell-is-empty',
      '8 unit cell-is-empty',
      '8 utilities_advance cell-is-empty',
    ]);
    expect(body.errors[0].otherRow).toBe(2);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(await agreements.database.query(`select 1 from property where address = 'Fejlvej 1'`)).toEqual([]);
    const later = (await agreements.get(LANDLORD, `property-imports/${body.id}/errors?afterRow=5`)).body;
    expect(later.items.map((error: { row: number }) => error.row)).toEqual([7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8]);
    expect(later.nextRow).toBeNull();
    const many = await ended(send(['Fuldvej 1;;1;a;b;10;1;1;1;', 'Fuldvej 1;;1;b;b;10;1;1;1;']));
    expect(many).toMatchObject({ state: 'REJECTED', errors: [{ row: 2, code: 'property-has-no-more-dwellings' }] });
  });

  test.each<[string, string | Uint8Array]>([
    ['csv-column-is-missing', 'adresse;bolig\na;b'],
    ['csv-column-is-repeated', `${HEADER};bolig\n`],
    ['csv-column-is-unknown', `${HEADER};cpr\n`],
    ['csv-has-no-rows', HEADER],
    ['csv-has-no-rows', `sep=;\r\n${HEADER}\r\n;;;;;;;;;\r\n`],
    ['csv-is-malformed', `${HEADER}\n"a;b`],
    ['csv-has-too-many-columns', `${HEADER}${';'.repeat(1_000_000)}\n`],
    ['csv-has-too-many-columns', `${HEADER}${';x'.repeat(1_000_000)}\n`],
    ['csv-has-too-many-columns', `${HEADER}\n${','.repeat(1_000_000)}`],
    ['csv-has-too-many-columns', `${HEADER}\n${'a;'.repeat(1_000_000)}`],
    ['file-is-a-workbook', Buffer.from('504b0304140006000800', 'hex')],
    ['file-is-a-workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['file-is-no-text', Buffer.from(`${HEADER}\nÆble\0vej`)],
    ['file-mixes-encodings', Buffer.concat([Buffer.from(`${HEADER}\nSøvej`), Buffer.from('\nØvej', 'latin1')])],
    ['file-mixes-encodings', Buffer.from(`${HEADER}\nÆblevej\nSø`).subarray(0, -1)],
  ])('a file that is none is refused at once, in few words: %s', async (code, file) => {
    const { status, body } = await send(file);
    expect({ status, codes: body.errors?.map((error: { code: string }) => error.code) }).toEqual({
      ...{ status: 400, codes: [code] },
    });
    expect(JSON.stringify(body).length).toBeLessThan(2000);
  });

  test('what is too large, or sent elsewhere, is refused before it is read', async () => {
    const csv = { 'content-type': 'text/csv' };
    const large = `${HEADER}\n${'x'.repeat(9 * 1024 * 1024)}`;
    expect((await agreements.post(LANDLORD, 'property-imports', large, csv)).status).toBe(413);
    expect((await agreements.post(LANDLORD, 'property-imports', { a: 1 })).status).toBe(415);
    for (const type of ['text/csv', 'application/vnd.ms-excel', 'text/plain'])
      expect((await agreements.post(LANDLORD, 'properties', 'a;b\n1;2', { 'content-type': type })).status).toBe(415);
    expect((await send([row('Anden 1', '1')], `?landlordRef=${landlords.havnensBoliger.id}`)).status).toBe(404);
    expect((await send([row('Anden 1', '1')], '', MUNICIPALITY)).status).toBe(400);
  });

  /** Bytes of each character in a code page of one byte. */
  const inCodePage = (encoding: string, text: string) => {
    const page = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    return Uint8Array.from(text, (character) => page.indexOf(character));
  };
  const DOS = { æ: 0x91, ø: 0x9b, å: 0x86, Æ: 0x92, Ø: 0x9d, Å: 0x8f, é: 0x82, ü: 0x81, '²': 0xfd, '\u00a0': 0xff };
  const inDos = (text: string) =>
    Uint8Array.from(text, (character) => DOS[character as keyof typeof DOS] ?? character.charCodeAt(0));
  const utf16 = (text: string, bigEndian: boolean) => {
    const bytes = Buffer.from(text, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  const table = (delimiter: string, end: string, begin = '') =>
    `${begin}${[
      ['Adresse', 'Antal boliger', 'Bolig', 'Type', 'Areal m²', 'Værelser', 'Husleje', 'Aconto', '', ''],
      ['"Æblevej 1, 5000 Odense Ø"', '2', '1. tv.', 'lejlighed', '"41,5"', '2', '"4.500,50"', '600'],
      [
        '"Æblevej 1, 5000 Odense Ø"',
        '"2,0"',
        '1. th.',
        '"lejlighed\nmed altan"',
        '52',
        '3',
        '"kr. 5\u00a0100,00"',
        '"0,-"',
        '',
      ],
    ]
      .map((cells) => cells.join(delimiter))
      .join(end)}${end}`;
  test.each<[string, string, string | Uint8Array]>([
    ['Excel, CSV UTF-8', 'text/csv', table(';', '\r\n', '\uFEFF')],
    ['Excel on Windows', 'application/vnd.ms-excel', inCodePage('windows-1252', table(';', '\r\n'))],
    ['Excel, MS-DOS', 'text/csv', inDos(`${table(';', '\r\n')}\u001a`)],
    [
      'a sheet of accounts',
      'text/csv',
      table(';', '\r\n').replace(';600', ';" kr.  -   "').replace('"0,-"', '"-   kr. "'),
    ],
    ['Excel on a Mac', 'text/csv', inCodePage('macintosh', table(';', '\r').replace('m²', 'm2'))],
    ['Excel, Unicode text', 'text/plain', utf16(table('\t', '\r\n', '\uFEFF'), false)],
    ['UTF-16, the other way round', 'application/octet-stream', utf16(table('\t', '\r\n', '\uFEFF'), true)],
    ['UTF-16 without a mark', 'text/csv', utf16(table(';', '\n'), false)],
    ['LibreOffice', 'text/csv; charset=windows-1252', table(',', '\n')],
    ['with sep=', 'application/csv', table(';', '\r\n', 'sep=;\r\n')],
    ['with sep= and one that is not looked for', 'text/csv', table('|', '\n', '"sep=|"\n')],
    ['a header from one system, rows from another', 'text/csv', table(';', '\n').replace('\n', '\r\n')],
    ['decomposed letters, an empty row first', 'text/csv', `\r\n${table(';', '\r\n')}`.normalize('NFD')],
  ])('files as they are written: %s', async (_, type, file) => {
    const dry = await ended(send(file, '?dryRun=true', LANDLORD, { 'content-type': type }));
    expect(dry).toMatchObject({
      ...{ state: 'CHECKED', errors: [] },
      counts: { properties: { created: 1 }, dwellings: { created: 2 } },
    });
  });

  test.each<[string, (text: string) => Uint8Array]>([
    ['Windows', (text) => inCodePage('windows-1252', text)],
    ['a Mac', (text) => inCodePage('macintosh', text)],
    ['MS-DOS', inDos],
  ])('a name is the same name in the letters of %s, whichever they are', async (_, encoded) => {
    const names = ['Åvej', 'Ærø', 'Øster Allé', 'Bådsmandsstræde', 'Café Å', 'Müllers Gård', 'Sønder Ålø'];
    for (const name of names) {
      const address = `${name} ${randomUUID().slice(0, 4)} B`;
      await ended(send(encoded([HEADER, row(address, 'st.')].join('\r\n'))));
      expect(await agreements.database.query('select 1 from property where address = $1', [address])).toHaveLength(1);
    }
  });

  test('a file of Windows is read as it was meant', async () => {
    await ended(send(inCodePage('windows-1252', table(';', '\r\n'))));
    expect(
      await agreements.database.query(
        `select p.address, d.unit, d.type, d.area_m2, d.rooms, d.rent_oere, d.utilities_oere
           from dwelling d join property p on p.id = d.property_ref where p.address like 'Æblevej 1,%' order by d.unit`,
      ),
    ).toEqual([
      {
        ...{ address: 'Æblevej 1, 5000 Odense Ø', unit: '1. th.', type: 'lejlighed med altan', area_m2: 52, rooms: 3 },
        ...{ rent_oere: 510_000, utilities_oere: 0 },
      },
      {
        ...{ address: 'Æblevej 1, 5000 Odense Ø', unit: '1. tv.', type: 'lejlighed', area_m2: 41.5, rooms: 2 },
        ...{ rent_oere: 450_050, utilities_oere: 60_000 },
      },
    ]);
    // The same in other spellings is the same: nothing is made twice.
    const again = await ended(send(table(';', '\r\n').replaceAll('Æblevej', 'ÆBLEVEJ ').replace('1. tv.', '1. TV.')));
    expect(again.counts).toEqual({
      properties: { created: 0, changed: 1, unchanged: 0 },
      dwellings: { created: 0, changed: 0, unchanged: 2 },
    });
  });

  test('what would be two of one, or one of two, is refused with both rows named', async () => {
    const of = (address: string, bfe: string, unit: string) => `${address};${bfe};10;${unit};lejlighed;41;2;4500;600;`;
    expect(await ended(send([of('Delt 1', '900001', 'A'), of('Delt 2', '', 'A')]))).toMatchObject({
      state: 'IMPORTED',
    });
    const errorsOf = async (rows: string[]) => {
      const { state, errors, counts } = await ended(send(rows));
      expect({ state, counts }).toEqual({ state: 'REJECTED', counts: null });
      return errors.map(
        ({ row: no, otherRow, column, code }: Record<string, unknown>) => `${no} ${otherRow} ${column} ${code}`,
      );
    };
    // In the file.
    expect(await errorsOf([of('Delt 5', '900005', 'A'), of('Delt 6', '900005', 'B')])).toEqual([
      '3 2 address property-differs',
    ]);
    expect(await errorsOf([of('Delt 5', '900005', 'A'), of('DELT  5', '', 'a')])).toEqual([
      ...['3 2 bfe_number property-differs', '3 2 unit unit-is-repeated'],
    ]);
    // Against the register, whose property it would otherwise become.
    expect(await errorsOf([of('Delt 7', '900001', 'A')])).toEqual(['2 null bfe_number bfe-number-belongs-to-another']);
    expect(await errorsOf([of('Delt 1', '900009', 'A')])).toEqual(['2 null bfe_number address-belongs-to-another']);
    expect(await errorsOf([of('Delt 2', '0900001', 'A')])).toEqual(['2 null address address-belongs-to-another']);
    expect(await errorsOf([of('Delt 1', '', 'A'), of('Delt 7', '900001', 'A')])).toEqual([
      '3 null bfe_number bfe-number-belongs-to-another',
    ]);
    // Zeros before a number say nothing, zeros alone are none; and what the file leaves out stays.
    expect(await ended(send([of('Delt 8', '0', 'A'), of('Delt 9', '000', 'A')]))).toMatchObject({ state: 'IMPORTED' });
    expect((await ended(send([of('Delt 8', '0', 'A'), of('Delt 1', '0', 'A')]))).counts.properties.unchanged).toBe(2);
    expect((await ended(send([of('delt 1', '00900001', 'A')]))).counts.properties.changed).toBe(1);
    expect((await ended(send([of('delt 1', '', 'A')]))).counts.properties.unchanged).toBe(1);
  });

  test('what the database refuses is the error of a row, and the import ends', async () => {
    // Somebody registers the same while the file is written: seen by nobody before the constraint.
    await agreements.database.query(
      `create function refuse_unit() returns trigger language plpgsql as $$ begin
         if new.unit in ('U3', 'U7') then raise exception 'taken' using errcode = 'unique_violation'; end if; return new;
       end $$`,
    );
    await agreements.database.query(
      'create trigger refuse_unit before insert on dwelling for each row execute function refuse_unit()',
    );
    try {
      const rows = Array.from({ length: 9 }, (_, no) => row('Nægtet 1', `U${no}`));
      expect(await ended(send(rows))).toMatchObject({
        ...{ state: 'REJECTED', errorCount: 2 },
        errors: [
          { row: 5, code: 'register-refuses' },
          { row: 9, code: 'register-refuses' },
        ],
      });
      expect(await agreements.database.query(`select 1 from property where address = 'Nægtet 1'`)).toEqual([]);
    } finally {
      await agreements.database.query('drop function refuse_unit cascade');
    }
  });

  test('what a file changes is in the history as if it had been changed by hand', async () => {
    const before = await ended(
      send([row('Husket 1', 'A'), row('Husket 1', 'B')], `?landlordRef=${landlords.boOgBy.id}`, MUNICIPALITY),
    );
    expect(before.state).toBe('IMPORTED');
    await ended(send([row('Husket 1', 'A', '5000'), row('Husket 1', 'B')]));
    const [{ id }] = (await agreements.database.query<{ id: string }>(
      `select d.id from dwelling d join property p on p.id = d.property_ref where p.address = 'Husket 1' and d.unit = 'A'`,
    )) as [{ id: string }];
    await must(agreements.act(LANDLORD, `dwellings/${id}`, 'change', { rentOere: 510_000 }));
    const { items } = (await agreements.get(LANDLORD, `dwellings/${id}/history`)).body;
    expect(items).toMatchObject([
      { action: 'dwelling.open', by: 'municipality', version: 1, text: { da: 'Boligen blev registreret.' } },
      { action: 'dwelling.change', by: 'landlord_admin', version: 2, text: { da: 'Boligen blev rettet.' } },
      { action: 'dwelling.change', by: 'landlord_admin', version: 3, text: { da: 'Boligen blev rettet.' } },
    ]);
    const entries = await agreements.database.query<{ actor_id: string; changes: object; role: string }>(
      'select actor_id, role, changes from audit_log where case_id = $1 and changes is not null order by position',
      [id],
    );
    // As by hand, by the same person: what differed, and nothing else.
    expect(entries[1]).toMatchObject({ actor_id: entries[2]!.actor_id, changes: { rentOere: 500_000 } });
    expect(Object.keys(entries[1]!.changes)).toEqual(['rentOere']);
    expect(entries[2]!.changes).toMatchObject({ rentOere: 510_000 });
    const [opened] = await agreements.database.query<{ keys: string[] }>(
      `select array(select jsonb_object_keys(changes) order by 1) as keys from audit_log where action = 'dwelling.open'
        and purpose = action limit 1`,
    );
    expect(Object.keys(entries[0]!.changes).toSorted()).toEqual(opened!.keys);
  });

  test('10 000 rows go on after the process was stopped, and are written once', async () => {
    const rows = Array.from({ length: 10_000 }, (_, no) => {
      const [block, unit] = [Math.floor(no / 100), no % 100];
      return `Storvej ${block};;100;${unit};lejlighed;41,5;2;4500,00;600,00;`;
    });
    const key = { 'idempotency-key': randomUUID() };
    const first = await send(rows, '', LANDLORD, key);
    expect(first).toMatchObject({ status: 201, body: { state: 'RECEIVED', rowsTotal: 10_000, rowsChecked: 10_000 } });
    await agreements.restart();
    // The client that never saw the answer asks again: it is the same import.
    expect((await send(rows, '', LANDLORD, key)).body.id).toBe(first.body.id);
    const body = await ended(Promise.resolve(first));
    expect(body).toMatchObject({
      ...{ state: 'IMPORTED', rowsChecked: 10_000 },
      counts: { properties: { created: 100 }, dwellings: { created: 10_000 } },
    });
    const [written] = await agreements.database.query(
      `select count(*)::int as dwellings, (select count(*)::int from property_import_dwelling) as kept
         from dwelling d join property p on p.id = d.property_ref where address like 'Storvej%'`,
    );
    expect(written).toEqual({ dwellings: 10_000, kept: 0 });
    const counts = async (of: string[]) => (await ended(send(of))).counts;
    expect(await counts(rows)).toEqual({
      properties: { created: 0, changed: 0, unchanged: 100 },
      dwellings: { created: 0, changed: 0, unchanged: 10_000 },
    });
    // As many others, and other rents for all: PostgreSQL plans for tables of which it knows nothing yet.
    expect(await counts(rows.map((one) => one.replace('4500,00', '4600,00')))).toMatchObject({
      dwellings: { created: 0, changed: 10_000, unchanged: 0 },
    });
  }, 60_000);

  test('whatever is sent as a file is answered, never with a fault of ours', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', ';', ',', '\n', '4500,00', '=1+1', '\u0000'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 11 }), { maxLength: 4 }),
        fc.boolean(),
        async (table, headed) => {
          const text = [...(headed ? [HEADER] : []), ...table.map((cells) => cells.join(';'))].join('\n');
          const { status, body } = await send(text, '?dryRun=true');
          expect([201, 400, 415]).toContain(status);
          if (status === 201) await ended({ status, body, etag: null });
        },
      ),
      { numRuns: 60, seed: 20261127 },
    );
  }, 60_000);
});
