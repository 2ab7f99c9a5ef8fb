// SPDX-License-Identifier: MPL-2.0
// The folder and a real server that speaks S3 keep the same promises.
import { randomBytes, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsV4Signer } from 'aws4fetch';
import { type S3Server, startS3 } from '../../../tools/stack/s3.ts';
import {
  type ContentStore,
  FolderStore,
  S3Store,
  type Spooled,
  StoreUnavailable,
  spooled,
  TooLarge,
} from '../src/index.js';

const folder = join(process.env.INDGANG_TEST_FOLDER!, `stores-${randomUUID()}`);
const newKey = () => randomBytes(20).toString('hex');
const opened: Spooled[] = [];
const of = async (bytes: Buffer) => {
  const content = await spooled(Readable.from([bytes]), 20_000_000);
  opened.push(content);
  return content;
};
const read = async (stream: Readable | undefined) => stream && Buffer.concat(await stream.toArray());

let server: S3Server;
const settings = () => ({ ...server, bucket: 'bilag', region: 'us-east-1' });
beforeAll(async () => {
  server = await startS3(folder);
  const { endpoint, keyId: accessKeyId, secret: secretAccessKey } = server;
  const { url, headers, method } = await new AwsV4Signer({ method: 'PUT', url: `${endpoint}/bilag`, accessKeyId, secretAccessKey, service: 's3', region: 'us-east-1' }).sign(); // biome-ignore format: one line
  expect((await fetch(url, { method, headers })).status).toBe(200);
});
afterAll(async () => {
  for (const content of opened) await content.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each<[string, () => ContentStore]>([
  ['a folder', () => new FolderStore(join(folder, 'contents'))],
  ['a bucket', () => new S3Store(settings())],
])('%s', (_, made) => {
  test('gives what it was given, until it is removed; the same again changes nothing', async () => {
    const [store, key, bytes] = [made(), newKey(), randomBytes(9_000_000)];
    expect(await store.isReady()).toBe(true);
    const content = await of(bytes);
    for (const _ of [1, 2]) {
      await store.put(key, content);
      expect((await read(await store.get(key)))!.equals(bytes)).toBe(true);
    }
    for (const _ of [1, 2]) {
      await store.remove(key);
      expect(await store.get(key)).toBeUndefined();
    }
  });

  test('is given sixteen at once', async () => {
    const [store, all] = [made(), Array.from({ length: 16 }, () => [newKey(), randomBytes(500_000)] as const)];
    await Promise.all(all.map(async ([key, bytes]) => store.put(key, await of(bytes))));
    const back = await Promise.all(all.map(async ([key, bytes]) => (await read(await store.get(key)))!.equals(bytes)));
    expect(back).toEqual(Array(16).fill(true));
  });

  test.each([
    '../../etc/passwd',
    'AB'.repeat(20),
    '',
    'a'.repeat(31),
    `${'a'.repeat(40)}/b`,
  ])('refuses the key %j', async (key) => {
    await expect(made().get(key)).rejects.toThrow('not a key');
    await expect(made().remove(key)).rejects.toThrow('not a key');
  });
});

describe.each<[string, () => ContentStore]>([
  ['a folder that is a file', () => new FolderStore(join(folder, 's3.log'))],
  ['a folder in what is no folder', () => new FolderStore(join(folder, 's3.log', 'contents'))],
  ['a bucket with the wrong secret', () => new S3Store({ ...settings(), secret: 'another' })],
  ['a bucket with an unknown key', () => new S3Store({ ...settings(), keyId: 'another' })],
  ['a bucket that is not there', () => new S3Store({ ...settings(), bucket: 'intet' })],
  ['a server that is not there', () => new S3Store({ ...settings(), endpoint: 'http://127.0.0.1:1' })],
])('%s', (_, made) => {
  test('is not ready, and takes, gives and removes nothing', async () => {
    const [store, key] = [made(), newKey()];
    expect(await store.isReady()).toBe(false);
    await expect(store.put(key, await of(Buffer.from('x')))).rejects.toThrow(StoreUnavailable);
    await expect(store.get(key)).rejects.toThrow(StoreUnavailable);
    await expect(store.remove(key)).rejects.toThrow(StoreUnavailable);
  });
});

test('a content that is cut off on its way is not there', async () => {
  const [key, cut] = [newKey(), await of(randomBytes(100_000))];
  Object.assign(cut, { size: 200_000 });
  for (const store of [new S3Store(settings()), new FolderStore(join(folder, 'contents'))]) {
    await expect(store.put(key, cut)).rejects.toThrow(StoreUnavailable);
    expect(await store.get(key)).toBeUndefined();
  }
});

test('what is left of an interrupted write goes with the content', async () => {
  const [store, key] = [new FolderStore(join(folder, 'contents')), newKey()];
  await store.put(key, await of(Buffer.from('x')));
  await writeFile(join(folder, 'contents', key.slice(0, 2), `${key}.new`), 'half');
  await store.remove(key);
  await expect(rm(join(folder, 'contents', key.slice(0, 2), `${key}.new`))).rejects.toThrow('ENOENT');
});

test('no more is spooled than may be, whatever comes', async () => {
  await expect(spooled(Readable.from([Buffer.alloc(11)]), 10)).rejects.toThrow(TooLarge);
  const endless = new Readable({ read() { this.push(Buffer.alloc(1000)); } }); // biome-ignore format: one line
  await expect(spooled(endless, 10_000)).rejects.toThrow(TooLarge);
  endless.destroy();
  const content = await spooled(Readable.from([]), 10);
  expect([content.size, (await content.bytes()).length]).toEqual([0, 0]);
  await content.close();
});
