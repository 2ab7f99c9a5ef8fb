// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { readRecordSet } from './record-set.js';

/** Zigzag, seven bits a byte. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** A batch of one message with so many headers, each without a name and a value. */
function batchWith(headers: number): Buffer {
  const none = varint(-1);
  const fields = [Buffer.alloc(1), varint(0), varint(0), none, none, varint(headers)];
  const record = Buffer.concat([...fields, Buffer.alloc(2 * headers, Buffer.concat([varint(0), none]))]);
  const head = Buffer.alloc(61);
  head.writeInt8(2, 16);
  head.writeUInt32BE(0xdeadbeef, 17);
  head.writeInt32BE(1, 57);
  const batch = Buffer.concat([head, varint(record.length), record]);
  batch.writeInt32BE(batch.length - 12, 8);
  return batch;
}

test('a batch of more headers than anybody sends stops its partition instead of the process', async () => {
  const [read] = await readRecordSet(batchWith(1000));
  expect(read).toMatchObject({ offset: '0', isControlRecord: false });
  expect(read).not.toHaveProperty('unreadable');
  const [stopped] = await readRecordSet(batchWith(1_000_001));
  expect(stopped).toMatchObject({
    unreadable: { firstOffset: 0, lastOffset: 0, checksum: 0xdeadbeef, reason: expect.stringMatching(/headers/) },
  });
});
