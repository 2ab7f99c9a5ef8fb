// SPDX-License-Identifier: MPL-2.0
// Import of the municipality's people from a file of rows, over HTTP.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '#contracts/roles';
import { eventually, type Reply } from '#testing';
import { People, type Person } from './people.js';

const people = new People();
const it: Person = { sub: randomUUID(), roles: ['operator'] };
beforeAll(async () => {
  await people.start('2026-12-01');
});
afterAll(async () => {
  await people.stop();
});

const HEADER = 'Medarbejder-id;Navn;Roller;Team;E-mail;Telefon';
const send = (rows: readonly string[] | Uint8Array, query = ''): Promise<Reply> =>
  people.post(it, `/v1/staff-imports${query}`, rows instanceof Uint8Array ? rows : [HEADER, ...rows].join('\r\n'), {
    'content-type': 'text/csv',
  });
/** How it ended. */
async function imported(rows: readonly string[] | Uint8Array, query?: string): Promise<Reply['body']> {
  const { status, body } = await send(rows, query);
  expect([status, body.state]).toEqual([201, 'RECEIVED']);
  return await eventually(async () => {
    const { body: now } = await people.get(it, `/v1/staff-imports/${body.id}`);
    expect(now.state).not.toBe('RECEIVED');
    return now;
  });
}
const found = async (staffId: string) => (await people.get(it, `/v1/staff?staffId=${staffId}`)).body.items[0];
const id = () => randomUUID();

test('people are announced before they sign in; a dry run writes nothing, the same file twice changes nothing', async () => {
  const [anna, bo] = [id(), id()];
  const rows = [
    `${anna};Åse Ærø;support_worker, outreach_team;bostoette-nord bostoette-syd;aase@kommune.example;70 10 11 55`,
    `${bo};Bo Prøve;finance;;;`,
  ];
  expect(await imported(rows, '?dryRun=true')).toMatchObject({
    ...{ state: 'CHECKED', dryRun: true, rowsTotal: 2, errorCount: 0 },
    counts: { announced: 2, changed: 0, unchanged: 0 },
  });
  expect(await found(anna)).toBeUndefined();
  expect(await imported(rows)).toMatchObject({ state: 'IMPORTED', counts: { announced: 2 } });
  expect(await found(anna)).toMatchObject({
    ...{ state: 'ANNOUNCED', name: 'Åse Ærø', roles: ['support_worker', 'outreach_team'], phone: '70 10 11 55' },
    ...{ teams: ['bostoette-nord', 'bostoette-syd'], mailbox: 'aase@kommune.example', version: 1 },
  });
  expect(await imported(rows)).toMatchObject({ state: 'IMPORTED', counts: { announced: 0, changed: 0, unchanged: 2 } });
  expect(await found(anna)).toMatchObject({ version: 1 });
  const { body } = await people.get(it, `/v1/staff/${(await found(anna)).id}/history`);
  expect(body.items).toMatchObject([{ action: 'staff.open', by: 'operator' }]);
  // What was read of the file is not kept: it holds names.
  expect(await people.database.query('select 1 from staff_import_row')).toEqual([]);
});

test('who has signed in keeps name and roles of the sign-in; an empty cell leaves what is there; nobody unnamed is touched', async () => {
  const person: Person = { sub: id(), roles: ['finance'], name: 'Eva Prøve', email: 'eva@kommune.example' };
  await people.entry(person);
  const other = id();
  await imported([`${other};Ib Prøve;finance;okonomi;ib@kommune.example;`]);
  const row = `${person.sub};Eva Forkert;support_worker;okonomi;;70101155`;
  expect(await imported([row])).toMatchObject({ counts: { changed: 1 } });
  expect(await found(person.sub)).toMatchObject({
    ...{ name: 'Eva Prøve', roles: ['finance'], teams: ['okonomi'], mailbox: person.email, phone: '70101155' },
  });
  expect(await imported([row])).toMatchObject({ counts: { unchanged: 1 } });
  expect(await found(other)).toMatchObject({ state: 'ANNOUNCED', active: true, mailbox: 'ib@kommune.example' });
  expect(await imported([`${other};Ib Prøve;finance;;;`])).toMatchObject({ counts: { unchanged: 1 } });
});

test('with one fault nothing is written; each is named by row and column, and never repeated', async () => {
  const [good, gone] = [id(), id()];
  await imported([`${gone};Væk Prøve;finance;;;`]);
  await people.post(it, `/v1/staff/${(await found(gone)).id}/deactivate`);
  const faulty = await imported([
    `${good};Åse;support_worker;;;`,
    `æ;Bo;support_worker;;;`,
    `${id()};;chef;Bo Støtte;ikke-en-adresse;12`,
    `${id()};Ane 010190-1234;landlord_admin;;;`,
    `${good};Åse;support_worker;;;`,
    `${id()};Ida;finance;;;;noget`,
  ]);
  const faults = ({ errors }: Reply['body']) =>
    errors.map(({ row, column, code, otherRow }: Record<string, unknown>) => [row, column, code, otherRow]);
  expect(faulty).toMatchObject({ state: 'REJECTED', errorCount: 10, counts: null });
  expect(faults(faulty)).toEqual([
    [3, 'staff_id', 'not-a-staff-id', null],
    [4, 'mailbox', 'not-a-mailbox', null],
    [4, 'name', 'cell-is-empty', null],
    [4, 'phone', 'not-a-phone-number', null],
    [4, 'roles', 'not-a-role', null],
    [4, 'teams', 'not-a-team', null],
    [5, 'name', 'cell-is-not-text', null],
    [5, 'roles', 'not-a-role', null],
    [6, 'staff_id', 'staff-is-repeated', 2],
    [7, '', 'row-has-other-columns', null],
  ]);
  expect(JSON.stringify(faulty)).not.toMatch(/chef|010190|ikke-en-adresse/);
  expect(await found(good)).toBeUndefined();
  // Somebody who has left is not brought back by a file.
  const left = await imported([`${good};Åse;support_worker;;;`, `${gone};Væk Prøve;finance;;;`]);
  expect([left.state, faults(left)]).toEqual(['REJECTED', [[3, 'staff_id', 'person-has-left', null]]]);
  expect(await found(good)).toBeUndefined();
});

test('files as spreadsheets write them; what is none is refused at once', async () => {
  const [windows, utf16] = [id(), id()];
  const text = (staffId: string) => `staff_id\tname\troles\n${staffId}\tÆrø Åse\tfinance\n`;
  await imported(Uint8Array.from(Buffer.from(text(windows), 'latin1')));
  await imported(Uint8Array.from(Buffer.from(`\ufeff${text(utf16)}`, 'utf16le')));
  for (const staffId of [windows, utf16]) expect(await found(staffId)).toMatchObject({ name: 'Ærø Åse' });
  for (const [file, code] of [
    [Uint8Array.from([0x50, 0x4b, 0x03, 0x04]), 'file-is-a-workbook'],
    [Buffer.from('name;roles\nÅse;finance'), 'csv-column-is-missing'],
    [Buffer.from('staff_id;name;roles;cpr\n1;Åse;finance;'), 'csv-column-is-unknown'],
  ] as const)
    expect(await send(file)).toMatchObject({ status: 400, body: { errors: [{ code }] } });
});

test('two files with the same people at once: each person is announced once; all roles but municipal IT are refused', async () => {
  const ids = Array.from({ length: 40 }, id);
  const rows = ids.map((one) => `${one};Prøve;finance;;;`);
  const ended = await Promise.all([imported(rows), imported(rows.toReversed())]);
  expect(ended.map(({ counts }) => counts.announced).toSorted()).toEqual([0, 40]);
  for (const role of ['team_leader', 'single_entry', 'auditor'] as Role[])
    expect((await people.get({ sub: id(), roles: [role] }, '/v1/staff-imports')).status).toBe(403);
});
