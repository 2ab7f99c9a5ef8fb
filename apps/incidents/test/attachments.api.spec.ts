// SPDX-License-Identifier: MPL-2.0
// What is attached to a case, through the front door: by content, once, seen by whom it may be, taken back, scanned, erased.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { request as send } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  type Reply,
  readTopic,
  request,
  staffId,
  type TestEnvironment,
  tellFacts,
  testEnv,
  tokenFor,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

/** The test file of all virus scanners, in two parts, so that none of them stops this source. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const PDF = { 'content-type': 'application/pdf' };
const TEXT = { 'content-type': 'text/plain' };
const pdf = (more: string | Buffer = randomUUID()) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(more)]);
const named = (name: string) => ({ 'file-name': encodeURIComponent(name) });

/** As clamd speaks (INSTREAM): what it was sent is clean, or it finds EICAR's test file. */
class ClamdStub {
  heard = 0;
  isBroken = false;
  private readonly server: Server = createServer((socket) => this.serve(socket));

  private serve(socket: Socket): void {
    if (this.isBroken) return void socket.destroy();
    let bytes = Buffer.alloc(0);
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        bytes = Buffer.concat([bytes, data]);
        if (bytes.length < 14 || !bytes.subarray(-4).equals(Buffer.alloc(4))) return;
        expect(bytes.subarray(0, 10).toString('latin1')).toBe('zINSTREAM\0');
        this.heard++;
        socket.end(bytes.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
      });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as { port: number }).port;
  }

  close(): void {
    this.server.close();
  }
}

const prefix = topicPrefix();
const clamd = new ClamdStub();
let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let env: TestEnvironment;
let own: string;
let tenancyRef: string;

const CASES = '/v1/rent-arrears';
const call = (user: User | null, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  request(service.url + CASES + path, user, method, body, headers);
const attach = (user: User, content: Buffer | string, headers: Record<string, string> = PDF, query = '', id = own) =>
  call(user, 'POST', `/${id}/attachments${query}`, Buffer.from(content), headers);
const listed = async (user: User, id = own): Promise<Record<string, unknown>[]> =>
  (await call(user, 'GET', `/${id}/attachments`)).body.items;
const attached = async (user: User, content: Buffer, query = '', name = 'brev.pdf'): Promise<string> => {
  const { status, body } = await attach(user, content, { ...PDF, ...named(name) }, query);
  expect([status, body.code]).toEqual([201, undefined]);
  await eventually(async () =>
    expect((await listed(user)).find(({ id }) => id === body.id)!.state).not.toBe('PENDING'),
  );
  return body.id;
};
/** As bytes, with its headers. */
const download = async (user: User, id: string) => {
  const headers = { authorization: `Bearer ${await tokenFor(user)}` };
  const answer = await fetch(`${service.url}${CASES}/${own}/attachments/${id}`, { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const codeOf = ({ status, body }: Reply) => [status, body.code];
const files = async () =>
  (await readdir(env.ATTACHMENTS_FOLDER!, { recursive: true }).catch(() => [])).filter((one) => one.includes('/'));
const auditOf = (action: string) =>
  database.query<Record<string, unknown>>('select case_id, actor_id, changes from audit_log where action = $1 order by position', [action]); // biome-ignore format: one line

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('incidents', migrations);
  const port = await clamd.listen();
  const overrides = { VIRUS_SCAN: `clamd://127.0.0.1:${port}`, MAX_FILE_BYTES: '2000000', ATTACHMENTS_PER_CASE: '12' };
  env = await testEnv('incidents', { database, topicPrefix: prefix, overrides });
  travel(env, '2026-12-01');
  await knowStaff(database);
  service = await startService(incidents, env);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
  clamd.close();
});
beforeEach(async () => {
  clamd.isBroken = false;
  tenancyRef = randomUUID();
  const report = { landlordReference: randomUUID().slice(0, 8), amountOere: 510_000, rentDueOn: '2026-08-01' };
  own = (await call('landlord_admin', 'POST', '', report)).body.id;
  await database.query(
    `update rent_arrears set tenancy_ref = $2, state = 'OUTREACH', assigned_to = 'support_worker', assigned_person = $3, acknowledged_on = '2026-12-01' where id = $1`,
    [own, tenancyRef, staffId('support_worker')],
  );
});

describe('a file', () => {
  test('is answered as it was sent, to be saved, never shown', async () => {
    const content = pdf();
    const id = await attached('landlord_admin', content, '', 'Påkrav – Åse Prøve.pdf');
    const { status, headers, bytes } = await download('single_entry', id);
    expect([status, bytes.equals(content)]).toEqual([200, true]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="bilag.pdf"; filename*=UTF-8''P%C3%A5krav%20%E2%80%93%20%C3%85se%20Pr%C3%B8ve.pdf`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const [view] = await listed('single_entry');
    expect(view).toMatchObject({
      ...{ id, name: 'Påkrav – Åse Prøve.pdf', type: 'application/pdf', sizeBytes: content.length, state: 'AVAILABLE' },
      ...{
        sha256: createHash('sha256').update(content).digest('hex'),
        attachedBy: 'landlord',
        attachedAs: ['landlord_admin'],
      },
    });
    // Where it lies tells neither case nor name.
    expect(await files()).toEqual([expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f]{40}$/)]);
  });

  test.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['of no kind that is taken', '{}', { 'content-type': 'application/json' }, 415, 'file-type-not-allowed'],
    ['of an unknown kind', 'x', { 'content-type': 'application/zip' }, 415, 'file-type-not-allowed'],
    ['that is something else than it says', 'ikke en PDF', PDF, 415, 'file-is-not-what-it-says'],
    ['of text that is none', Buffer.from([0x41, 0x00, 0x42]), TEXT, 415, 'file-is-not-what-it-says'],
    ['that is empty', '', TEXT, 400, 'file-is-empty'],
    ['that is compressed', pdf(), { ...PDF, 'content-encoding': 'gzip' }, 415, 'unsupported-content-encoding'],
    ['that is too large', pdf(Buffer.alloc(2_000_000)), PDF, 413, 'file-too-large'],
    ['that is far too large', pdf(Buffer.alloc(12_000_000)), PDF, 413, 'file-too-large'],
  ])('%s is refused', async (_, content, headers, status, code) => {
    expect(codeOf(await attach('landlord_admin', content, headers))).toEqual([status, code]);
    expect(await listed('single_entry')).toEqual([]);
  });

  test.each<[string, string]>([
    ['../../etc/passwd.pdf', 'not-a-file-name'],
    ['..', 'not-a-file-name'],
    ['C:\\brev.pdf', 'not-a-file-name'],
    ['.pdf', 'not-a-file-name'],
    ['brev\nX-A: b.pdf', 'not-a-file-name'],
    [`${'æ'.repeat(117)}.pdf`, 'not-a-file-name'],
    ['a'.repeat(2000), 'not-a-file-name'],
    ['brev.html', 'file-name-does-not-fit'],
    ['010190-1234.pdf', 'civil-registration-number'],
    ['brev\u202efdp.pdf', 'not-a-text'],
  ])('called %j is refused', async (name, code) => {
    const { status, body } = await attach('landlord_admin', pdf(), { ...PDF, ...named(name) });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: 'File-Name', code })]]);
    expect(JSON.stringify(body)).not.toContain('brev');
  });

  test('has its name in one spelling, and one by its kind where it has none', async () => {
    await attach('landlord_admin', pdf(), { ...PDF, ...named(`${'a\u030a'.repeat(50)}  x.PDF`) });
    await attach('landlord_admin', 'Kære udlejer', TEXT);
    expect((await listed('landlord_admin')).map(({ name }) => name)).toEqual([
      'bilag.txt',
      `${'\u00e5'.repeat(50)} x.PDF`,
    ]);
  });

  test('once is once: the same content is the same attachment, for each party for itself', async () => {
    const content = pdf();
    const first = await attach('landlord_admin', content);
    const again = await attach('landlord_admin', content, { ...PDF, ...named('andet.pdf') });
    expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
    const ours = await attach('single_entry', content);
    expect([ours.status, ours.body.id === first.body.id]).toEqual([201, false]);
    const many = await Promise.all(Array.from({ length: 12 }, () => attach('support_worker', pdf('samme'))));
    expect(many.map(({ status }) => status).toSorted()).toEqual([...Array(11).fill(200), 201]);
    await eventually(async () => expect(await database.query('select 1 from attachment_content where remove_after is not null')).toEqual([])); // biome-ignore format: one line
  });

  test('is in the audit log when it is attached, read and taken back, by reference alone', async () => {
    const id = await attached('landlord_admin', pdf(), '', 'aase-proeve.pdf');
    await download('single_entry', id);
    await call('landlord_admin', 'POST', `/${own}/attachments/${id}/withdraw`);
    for (const action of ['attach', 'withdraw-attachment'])
      expect((await auditOf(`rent-arrears.${action}`)).at(-1)).toMatchObject({
        case_id: own,
        changes: { attachmentRef: id },
      });
    expect((await auditOf('rent-arrears.read-attachment')).at(-1)).toMatchObject({ case_id: id, changes: null });
    const [log] = await database.query<{ text: string }>(
      'select string_agg(a::text, chr(10)) as text from audit_log a',
    );
    expect(log!.text).not.toContain('aase');
    // The case and its history are as they were.
    expect((await call('single_entry', 'GET', `/${own}`)).body.version).toBe(1);
    expect((await call('single_entry', 'GET', `/${own}/history`)).body.items).toHaveLength(1);
  });

  test('a repeated request gets the first answer, and with another file or name none', async () => {
    const [content, key] = [pdf(), { 'idempotency-key': randomUUID() }];
    const first = await attach('landlord_admin', content, { ...PDF, ...key });
    const again = await attach('landlord_admin', content, { ...PDF, ...key });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(codeOf(await attach('landlord_admin', pdf(), { ...PDF, ...key }))[1]).toBe('idempotency-key-reused');
    expect(codeOf(await attach('landlord_admin', content, { ...PDF, ...key, ...named('b.pdf') }))[0]).toBe(422);
    const twice = { ...PDF, 'idempotency-key': randomUUID() };
    const other = pdf();
    const both = await Promise.all([1, 2].map(() => attach('landlord_admin', other, twice)));
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1);
    expect(JSON.stringify(await database.query('select response from idempotency'))).not.toContain('b.pdf');
  });
});

describe('who sees what', () => {
  test('a landlord sees the own and what is shared; of anything else not that it is there', async () => {
    const hidden = await attached('support_worker', pdf());
    const shared = await attached('benefits_caseworker', pdf(), '?shareWithLandlord=true', 'aftale.pdf');
    const theirs = await attached('landlord_admin', pdf());
    expect((await listed('landlord_admin')).map(({ id }) => id)).toEqual([theirs, shared]);
    expect((await listed('team_leader')).map(({ id }) => id)).toEqual([theirs, shared, hidden]);
    const [, view] = await listed('landlord_admin');
    expect(Object.keys(view!).filter((key) => /person|As$|shared/i.test(key))).toEqual([]);
    expect(view).toMatchObject({ attachedBy: 'municipality', allowedActions: [] });
    const unknown = (await call('landlord_admin', 'GET', `/${own}/attachments/${randomUUID()}`)).body;
    for (const path of [`/${own}/attachments/${hidden}`, `/${own}/attachments/x`]) {
      const { status, body } = await call('landlord_admin', 'GET', path);
      expect([status, { ...body, traceId: '' }]).toEqual([404, { ...unknown, traceId: '' }]);
    }
    expect(codeOf(await call('landlord_admin', 'POST', `/${own}/attachments/${hidden}/withdraw`))[0]).toBe(404);
    expect(codeOf(await call('landlord_admin', 'POST', `/${own}/attachments/${shared}/withdraw`))[0]).toBe(403);
    // What the municipality has hides behind no limit and no checksum.
    for (let n = 0; n < 10; n++) expect((await attach('support_worker', pdf())).status).toBe(201);
    expect(codeOf(await attach('support_worker', pdf()))).toEqual([409, 'case-has-too-many-attachments']);
    expect((await attach('landlord_admin', pdf())).status).toBe(201);
  });

  test('whoever does not see the case sees nothing of it, and nothing is reached by way of another case', async () => {
    const id = await attached('landlord_admin', pdf());
    const other = (await call('landlord2_admin', 'POST', '', { landlordReference: 'L-2', amountOere: 1, rentDueOn: '2026-08-01' })).body.id; // biome-ignore format: one line
    for (const user of ['landlord2_admin', 'support_worker2'] as const) {
      expect((await attach(user, pdf())).status).toBe(404);
      for (const path of [`/${own}/attachments`, `/${own}/attachments/${id}`, `/${other}/attachments/${id}`])
        expect([path, (await call(user, 'GET', path)).status]).toEqual([path, 404]);
    }
    for (const user of ['finance', 'steering_member', 'auditor', 'landlord_caretaker'] as const)
      expect((await call(user, 'GET', `/${own}/attachments`)).status).toBe(403);
  });

  test('the slip: the one who attached it, the same landlord’s staff and the single entry point take it back', async () => {
    const id = await attached('support_worker', pdf(), '?shareWithLandlord=true');
    expect(codeOf(await call('benefits_caseworker', 'POST', `/${own}/attachments/${id}/withdraw`))[0]).toBe(403);
    const before = await files();
    const done = await call('support_worker', 'POST', `/${own}/attachments/${id}/withdraw`);
    expect([done.status, done.body]).toEqual([
      200,
      expect.objectContaining({ state: 'WITHDRAWN', name: null, allowedActions: [] }),
    ]);
    await eventually(async () => expect(await files()).toHaveLength(before.length - 1));
    // Again, and by somebody else: it is taken back already.
    expect((await call('single_entry', 'POST', `/${own}/attachments/${id}/withdraw`)).body.state).toBe('WITHDRAWN');
    expect(codeOf(await call('landlord_admin', 'GET', `/${own}/attachments/${id}`))[1]).toBe('attachment-is-withdrawn');
    // The same may be attached anew.
    const content = pdf();
    const first = await attached('landlord_admin', content);
    expect((await call('single_entry', 'POST', `/${own}/attachments/${first}/withdraw`)).status).toBe(200);
    await attached('landlord_admin', content);
  });
});

describe('the virus scanner', () => {
  test('until it has looked nobody reads the file; what it finds is deleted and never given away', async () => {
    clamd.isBroken = true;
    const clean = (await attach('landlord_admin', pdf())).body;
    const infected = (await attach('landlord_admin', EICAR, TEXT)).body;
    expect([clean.state, infected.state]).toEqual(['PENDING', 'PENDING']);
    await eventually(async () =>
      expect(await (await fetch(`${service.managementUrl}/metrics`)).text()).toMatch(
        /attachments_waiting\{what="scan"[^}]*\} 2/,
      ),
    );
    for (const { id } of [clean, infected])
      expect(codeOf(await call('single_entry', 'GET', `/${own}/attachments/${id}`))).toEqual([409, 'attachment-is-not-scanned-yet']); // biome-ignore format: one line
    clamd.isBroken = false;
    await eventually(async () =>
      expect((await listed('landlord_admin')).map(({ state }) => state)).toEqual(['INFECTED', 'AVAILABLE']),
    );
    expect(codeOf(await call('single_entry', 'GET', `/${own}/attachments/${infected.id}`))).toEqual([409, 'attachment-is-infected']); // biome-ignore format: one line
    expect((await download('single_entry', clean.id)).status).toBe(200);
    const key = 'select 1 from attachment_content c join attachment a on a.case_ref = c.case_ref where a.id = $1';
    await eventually(async () => expect(await database.query(key, [infected.id])).toHaveLength(1));
    expect((await auditOf('rent-arrears.find-virus-in-attachment')).at(-1)).toMatchObject({ case_id: own });
  });
});

describe('the store', () => {
  const pathOf = async (id: string) => {
    const [row] = await database.query<{ key: string }>('select content_key as key from attachment where id = $1', [
      id,
    ]);
    return join(env.ATTACHMENTS_FOLDER!, row!.key.slice(0, 2), row!.key);
  };

  test('a content that has changed, has grown or is gone is not given away', async () => {
    const id = await attached('landlord_admin', pdf());
    const path = await pathOf(id);
    const content = await readFile(path);
    for (const other of [Buffer.concat([content, content]), content.subarray(1), Buffer.from(content).fill(0, 20)]) {
      await writeFile(path, other);
      expect(codeOf(await call('single_entry', 'GET', `/${own}/attachments/${id}`))).toEqual([409, 'attachment-is-damaged']); // biome-ignore format: one line
    }
    await rm(path);
    expect(codeOf(await call('single_entry', 'GET', `/${own}/attachments/${id}`))[1]).toBe('attachment-is-damaged');
    await writeFile(path, content);
    expect((await download('single_entry', id)).bytes.equals(content)).toBe(true);
    expect(await (await fetch(`${service.managementUrl}/metrics`)).text()).toMatch(
      /failures_total\{what="damaged"[^}]*\} 4/,
    );
  });

  test('while it is away nothing is attached, read or half left; readiness says so, and all else works', async () => {
    const id = await attached('landlord_admin', pdf());
    const folder = env.ATTACHMENTS_FOLDER!;
    await rename(folder, `${folder}.away`);
    // A file stands where the folder stood.
    await writeFile(folder, '');
    try {
      for (const reply of [
        await attach('landlord_admin', pdf()),
        await call('single_entry', 'GET', `/${own}/attachments/${id}`),
      ])
        expect(codeOf(reply)).toEqual([503, 'unavailable']);
      const ready = await fetch(`${service.managementUrl}/health/ready`);
      expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ store: 'unavailable' })]);
      expect(await listed('landlord_admin')).toHaveLength(1);
      expect((await call('landlord_admin', 'POST', `/${own}/attachments/${id}/withdraw`)).status).toBe(200);
    } finally {
      await rm(folder);
      await rename(`${folder}.away`, folder);
    }
    // What was withdrawn meanwhile is removed after all, and so is what came to nothing.
    await eventually(async () =>
      expect(await database.query('select 1 from attachment_content where remove_after is not null')).toEqual([]),
    );
    const keys = (await database.query<{ key: string }>('select key from attachment_content')).map(({ key }) => key);
    expect((await files()).map((path) => path.slice(3)).toSorted()).toEqual(keys.toSorted());
  });

  test('a content that a crash left without a row is removed', async () => {
    const key = 'ab'.repeat(20);
    await mkdir(join(env.ATTACHMENTS_FOLDER!, 'ab'), { recursive: true });
    for (const name of [key, `${key}.new`]) await writeFile(join(env.ATTACHMENTS_FOLDER!, 'ab', name), 'x');
    await database.query(`insert into attachment_content (key, case_ref, remove_after) values ($1, $2, clock_timestamp())`, [key, own]); // biome-ignore format: one line
    await eventually(async () => expect((await files()).filter((path) => path.includes(key))).toEqual([]));
  });

  test('who hangs up, up or down, leaves nothing behind', async () => {
    const id = await attached('landlord_admin', pdf(Buffer.alloc(1_500_000, 1)));
    const before = await database.query('select key from attachment_content order by key');
    const address = `${service.url}${CASES}/${own}/attachments`;
    const headers = { authorization: `Bearer ${await tokenFor('landlord_admin')}` };
    const hangUp = (method: string, at: string, more: Record<string, string | number>) =>
      new Promise<void>((resolve) => {
        const sent = send(at, { method, headers: { ...headers, ...more } }, (answer) => void answer.destroy());
        sent.on('error', () => undefined).on('close', () => resolve());
        if (method === 'GET') return void sent.end();
        sent.write(Buffer.alloc(200_000), () => sent.destroy());
      });
    const upload = { ...PDF, 'idempotency-key': randomUUID(), 'content-length': 1_000_000 };
    for (let n = 0; n < 5; n++) {
      await hangUp('GET', `${address}/${id}`, {});
      await hangUp('POST', address, upload);
    }
    expect((await fetch(`${address}/${id}`, { method: 'HEAD', headers })).status).toBe(200);
    const open = async () => {
      const handles = await readdir('/proc/self/fd');
      const paths = await Promise.all(handles.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
      return paths.filter((path) => /\/indgang-[0-9a-f-]{36} |\/attachments-/.test(path));
    };
    await eventually(async () => expect(await open()).toEqual([]));
    expect(await database.query('select key from attachment_content order by key')).toEqual(before);
  });

  test('16 files of the largest size at once: nobody else waits, and memory does not grow by them', async () => {
    const content = pdf(Buffer.alloc(1_900_000, 1));
    const users: User[] = ['landlord_admin', 'single_entry', 'support_worker', 'benefits_caseworker'];
    const before = process.memoryUsage().rss;
    const all = Array.from({ length: 16 }, (_, n) => attach(users[n % 4]!, Buffer.concat([content, Buffer.from([n])])));
    expect((await call('landlord_admin', 'GET', `/${own}`)).status).toBe(200);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(Array(16).fill(201));
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  });
});

test('an erased citizen’s files go with the citizen; the receipt waits until they are gone', async () => {
  const id = await attached('landlord_admin', pdf(), '', 'Åse Prøve.pdf');
  const citizenRef = randomUUID();
  const folder = env.ATTACHMENTS_FOLDER!;
  const [{ key } = { key: '' }] = await database.query<{ key: string }>('select content_key as key from attachment where id = $1', [id]); // biome-ignore format: one line
  const receipts = async () =>
    (await readTopic(`${prefix}${topics.incidentsErasures.name}`)).filter(({ key }) => String(key) === citizenRef);
  await rename(folder, `${folder}.away`);
  await writeFile(folder, '');
  try {
    const erased = { topic: topics.citizenInternal, type: types.citizen.erased, version: 3, key: citizenRef };
    await tellFacts(prefix, [{ ...erased, body: { citizenRef, tenancyRefs: [tenancyRef] } }]);
    await eventually(async () =>
      expect(await listed('single_entry')).toEqual([
        expect.objectContaining({ id, state: 'ERASED', name: null, sha256: null, allowedActions: [] }),
      ]),
    );
    expect(codeOf(await call('single_entry', 'GET', `/${own}/attachments/${id}`))[1]).toBe('attachment-is-erased');
    expect(await database.query('select scrubbed from attachment_erasure')).toEqual([{ scrubbed: 1 }]);
    expect(await receipts()).toEqual([]);
  } finally {
    await rm(folder);
    await rename(`${folder}.away`, folder);
  }
  await eventually(async () => expect(await receipts()).toHaveLength(1));
  expect((await files()).some((path) => path.includes(key))).toBe(false);
  expect(JSON.parse(String((await receipts())[0]!.value))).toEqual({ citizenRef, scrubbed: 1 });
  expect(codeOf(await attach('landlord_admin', pdf()))).toEqual([409, 'case-takes-no-attachments']);
  await eventually(async () =>
    expect(await database.query('select 1 from attachment_content where case_ref = $1', [own])).toEqual([]),
  );
});
