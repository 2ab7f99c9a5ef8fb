// SPDX-License-Identifier: MPL-2.0
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCivilRegistrationNumber } from '#domain';
import { nameWords, PARTS, type Person } from '../person.js';
import {
  decrypt,
  encrypt,
  fingerprintKey,
  indexValue,
  KeysFromFile,
  readVaultKeys,
  type VaultKeys,
} from './key-ring.js';
import { type SealedPerson, Vault } from './vault.js';

const key = (id: string) => ({ id, key: randomBytes(32).toString('base64') });
const keysOf = (file: object): VaultKeys => {
  const read = readVaultKeys(JSON.stringify(file));
  if ('faults' in read) throw new Error(read.faults.join());
  return read;
};
const vaultOf = (file: object) => new Vault(new KeysFromFile(() => keysOf(file)));

const before = { wrapping: [key('2025')], index: [key('2025')] };
const during = { wrapping: [key('2026'), ...before.wrapping], index: [key('2026'), ...before.index] };
const after = { wrapping: during.wrapping.slice(0, 1), index: during.index.slice(0, 1) };

const person: Person = {
  cpr: '0101901234',
  name: 'Åse Prøve',
  address: { text: 'Prøvevej 1', protected: true },
  contact: { phone: '70 10 11 55' },
  household: null,
};
const citizen = async (vault: Vault, id = randomUUID()) => {
  const wrapped = await vault.newKey(id);
  const sealed = { ...(await vault.seal(id, wrapped, person)) } as SealedPerson;
  return { id, row: { ...wrapped, ...sealed } };
};

describe('what is locked', () => {
  test('opens to what it was, part by part, and is not legible', async () => {
    const vault = vaultOf(before);
    const { id, row } = await citizen(vault);
    expect(await vault.open(id, row, PARTS)).toEqual(person);
    expect(await vault.open(id, row, ['name'])).toEqual({ name: person.name });
    const bytes = Buffer.concat(PARTS.flatMap((part) => row[part] ?? []));
    for (const text of [person.cpr, 'Prøve', '70 10']) expect(bytes.includes(text)).toBe(false);
  });

  test('twice the same is not the same', async () => {
    const vault = vaultOf(before);
    const { id, row } = await citizen(vault);
    const again = await vault.seal(id, row, person);
    expect(again.cpr).not.toEqual(row.cpr);
  });

  test('opens nowhere else: not for another citizen, another part, another key', async () => {
    const vault = vaultOf(before);
    const [one, other] = [await citizen(vault), await citizen(vault)];
    const opens = (id: string, row: typeof one.row, part: 'cpr' | 'name') =>
      vault.open(id, row, [part]).then(
        () => true,
        () => false,
      );
    expect(await opens(one.id, one.row, 'cpr')).toBe(true);
    expect(await opens(one.id, { ...one.row, cpr: other.row.cpr }, 'cpr')).toBe(false);
    expect(await opens(one.id, { ...one.row, name: one.row.cpr }, 'name')).toBe(false);
    expect(await opens(other.id, one.row, 'cpr')).toBe(false);
    expect(await opens(one.id, { ...one.row, dataKey: other.row.dataKey }, 'cpr')).toBe(false);
    expect(await opens(one.id, { ...one.row, dataKeyId: other.row.dataKeyId }, 'cpr')).toBe(false);
    const { dataKey, dataKeyId, wrappedBy } = other.row;
    expect(await opens(one.id, { ...one.row, dataKey, dataKeyId, wrappedBy }, 'cpr')).toBe(false);
    expect(await opens(one.id, { ...one.row, dataKey: null }, 'cpr')).toBe(false);
  });

  test('any byte that was changed is noticed', () => {
    const [secret, text] = [randomBytes(32), Buffer.from('0101901234')];
    const bytes = encrypt(secret, text, 'a');
    expect(decrypt(secret, bytes, 'a')).toEqual(text);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ by;
        expect(() => decrypt(secret, changed, 'a')).toThrow();
      }),
    );
    for (let length = 0; length < bytes.length; length++)
      expect(() => decrypt(secret, bytes.subarray(0, length), 'a')).toThrow();
    expect(() => decrypt(secret, bytes, 'b')).toThrow();
    expect(() => decrypt(randomBytes(32), bytes, 'a')).toThrow();
  });
});

describe('a change of keys', () => {
  test('what was locked before opens during it, and after it only what was locked anew', async () => {
    const { id, row } = await citizen(vaultOf(before));
    expect(await vaultOf(during).open(id, row, PARTS)).toEqual(person);
    const anew = { ...row, ...(await vaultOf(during).rewrapped(id, row)) };
    expect(anew).toMatchObject({ wrappedBy: '2026', dataKeyId: row.dataKeyId });
    expect(await vaultOf(after).open(id, anew, PARTS)).toEqual(person);
    await expect(vaultOf(after).open(id, row, PARTS)).rejects.toThrow('no wrapping key 2025');
  });

  test('who writes before, during and after it meets the others by a value', () => {
    const values = (file: object) =>
      vaultOf(file)
        .indexOf(person)
        .map(({ value }) => value.toString('hex'));
    const shared = (one: object, other: object) => values(one).filter((value) => values(other).includes(value)).length;
    expect([shared(before, during), shared(during, after), shared(before, after)]).toEqual([3, 3, 0]);
  });

  test('requests are told apart alike before and during it', () => {
    const behind = { wrapping: during.wrapping.toReversed(), index: during.index.toReversed() };
    for (const file of [behind, during]) expect(fingerprintKey(keysOf(file))).toEqual(fingerprintKey(keysOf(before)));
    expect(fingerprintKey(keysOf(after))).not.toEqual(fingerprintKey(keysOf(before)));
  });
});

describe('the file of keys', () => {
  test.each([
    ['', ['must be JSON']],
    ['null', ['"wrapping"', '"index"']],
    ['[]', ['"wrapping"', '"index"']],
    [JSON.stringify({ wrapping: [], index: {} }), ['"wrapping"', '"index"']],
    [
      JSON.stringify({ wrapping: [null, { id: 'A b', key: 'AA==' }], index: [{ id: 7, key: 7 }] }),
      ['wrapping[0].id', 'wrapping[0].key', 'wrapping[1].id', 'wrapping[1].key', 'index[0].id', 'index[0].key'],
    ],
    [
      JSON.stringify({ wrapping: [before.wrapping[0], before.wrapping[0]], index: before.index }),
      ['[1].id', '[1].key'],
    ],
    [JSON.stringify({ wrapping: before.wrapping, index: before.wrapping }), ['index[0].key']],
  ])('every fault is named, and no key: case %#', (text, named) => {
    const read = readVaultKeys(text);
    if (!('faults' in read)) throw new Error('there is no fault');
    expect(read.faults).toEqual(named.map((name) => expect.stringContaining(name)));
    for (const { key: secret } of [...before.wrapping, ...before.index])
      expect(read.faults.join()).not.toContain(secret);
  });
});

test.each([
  ['Åse Prøve-Holm', ['aase', 'proeve', 'holm']],
  ['AASE   PROEVE', ['aase', 'proeve']],
  ['Åse', ['aase']],
  ["José d'Æble Jose", ['jose', 'd', 'aeble']],
  ['李 小龙', ['李', '小龙']],
  ['–', []],
])('the words of %s', (name, words) => expect(nameWords(name)).toEqual(words));

describe('a civil registration number', () => {
  test.each([
    ['0101901234', '1990-01-01'],
    ['010190-1234', '1990-01-01'],
    ['01 01 90 1234', '1990-01-01'],
    ['010190 – 1234', undefined],
    ['290200-4000', '2000-02-29'],
    ['290201-4000', undefined],
    ['290200-3000', undefined],
    ['311258-5000', '1858-12-31'],
    ['610190-1234', undefined],
    ['010190123', undefined],
    ['01019012345', undefined],
    ['-010190-1234', undefined],
    ['', undefined],
  ])('%s: born %s', (typed, bornOn) => expect(readCivilRegistrationNumber(typed)?.bornOn).toBe(bornOn));
});

test('a value of the index tells nothing without its key, and no word is taken for a number', () => {
  const [one, other] = [randomBytes(32), randomBytes(32)];
  expect(indexValue(one, 'cpr 0101901234')).toEqual(indexValue(one, 'cpr 0101901234'));
  expect(indexValue(one, 'cpr 0101901234')).not.toEqual(indexValue(other, 'cpr 0101901234'));
  expect(indexValue(one, 'cpr 0101901234')).not.toEqual(indexValue(one, 'name 0101901234'));
});
