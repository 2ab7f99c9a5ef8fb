// SPDX-License-Identifier: MPL-2.0
// How fetched messages are read. kafkajs reads the batches of all partitions in one go, without a limit, and lets one that
// it cannot read fail the fetch of every topic of the consumer. Here such a batch stops its own partition alone.
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip, type ZlibOptions, type ZstdOptions, zstdDecompress } from 'node:zlib';
import type { KafkaMessage } from 'kafkajs';

type WithHeaders = Extract<KafkaMessage, { headers: object }>;

/** A message as kafkajs passes it on. */
export interface FetchedMessage extends WithHeaders {
  isControlRecord: boolean;
  /** By this kafkajs leaves out what a producer has taken back. */
  batchContext: { producerId: string; inTransaction: boolean };
  /** It stands in the place of a whole batch, with the offset of the batch's last message. */
  unreadable?: UnreadableBatch;
}

/** The type of the parked message that stands for such a batch. */
export const UNREADABLE_BATCH = 'unreadable-batch';

export interface UnreadableBatch {
  firstOffset: number;
  lastOffset: number;
  /** Of its bytes: the batch at the same offsets of a topic that was made anew is another one. */
  checksum: number;
  /** Nothing of the content. */
  reason: string;
}

/** More is never ours: a batch is at most 1 MiB on its way, unless a broker is told otherwise. Bytes. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
const MAX_RECORDS = 100_000;
/** Of all messages of a batch together. */
const MAX_HEADERS = 1_000_000;

/** Kafka's record batch, magic 2, the only format since Kafka 0.11. Bytes. */
const AT = {
  length: 8,
  magic: 16,
  checksum: 17,
  attributes: 21,
  lastDelta: 23,
  firstTime: 27,
  maxTime: 35,
  producer: 43,
  count: 57,
};
const BATCH_HEAD = 61;
const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

class Unreadable extends Error {}
const DAMAGED = 'its messages are damaged';

const limit = { maxOutputLength: MAX_UNPACKED_BYTES };
const gunzipped = promisify<Buffer, ZlibOptions, Buffer>(gunzip);
const unzstd = promisify<Buffer, ZstdOptions, Buffer>(zstdDecompress);
const CODECS: readonly { name: string; unpack?: (packed: Buffer) => Buffer | Promise<Buffer> }[] = [
  { name: 'none', unpack: (plain) => plain },
  { name: 'gzip', unpack: (packed) => gunzipped(packed, limit) },
  { name: 'snappy' },
  { name: 'lz4' },
  { name: 'zstd', unpack: (packed) => unzstd(packed, limit) },
];

/**
 * The messages of one fetched partition: as many whole batches as stay within the limits together, at least one. Where a
 * batch cannot be read, a message that says so ends them.
 */
export async function readRecordSet(set: Buffer): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  let unpacked = 0;
  for (let at = 0; at + BATCH_HEAD <= set.length && unpacked < MAX_UNPACKED_BYTES; ) {
    const end = at + AT.length + 4 + set.readInt32BE(at + AT.length);
    // The broker cuts off where its answer is full: the rest comes with the next one.
    if (end > set.length || end <= at) break;
    const batch = set.subarray(at, end);
    at = end;
    try {
      const records = await unpack(batch);
      unpacked += records.length;
      // Appended one by one: a call takes no more arguments than the stack has room for.
      for (const message of readBatch(batch, records)) messages.push(message);
    } catch (error) {
      const { base, last } = offsetsOf(batch);
      const fault = error instanceof Unreadable ? error.message : DAMAGED;
      const reason = `the batch of offsets ${base} to ${last} cannot be read: ${fault}`;
      const checksum = batch.readUInt32BE(AT.checksum);
      messages.push(standIn(last, { firstOffset: base, lastOffset: last, checksum, reason }));
      break;
    }
  }
  return messages;
}

async function unpack(batch: Buffer): Promise<Buffer> {
  const magic = batch.readInt8(AT.magic);
  if (magic !== 2) throw new Unreadable(`it is written in format ${magic}, of a Kafka before 0.11`);
  const count = batch.readInt32BE(AT.count);
  if (count > MAX_RECORDS) throw new Unreadable(`it holds ${count} messages, the limit is ${MAX_RECORDS}`);
  const number = batch.readInt16BE(AT.attributes) & CODEC;
  const codec = CODECS[number];
  if (!codec?.unpack)
    throw new Unreadable(`it is compressed with ${codec?.name ?? `codec ${number}`}, which is not read`);
  const tooLarge = () => new Unreadable(`its ${codec.name} is more than ${MAX_UNPACKED_BYTES} bytes once unpacked`);
  try {
    const records = await codec.unpack(batch.subarray(BATCH_HEAD));
    if (records.length > MAX_UNPACKED_BYTES) throw tooLarge();
    return records;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : new Unreadable(`its ${codec.name} is damaged (${code})`);
  }
}

function readBatch(batch: Buffer, records: Buffer): FetchedMessage[] {
  const { base, last } = offsetsOf(batch);
  const attributes = batch.readInt16BE(AT.attributes);
  const [firstTime, maxTime] = [Number(batch.readBigInt64BE(AT.firstTime)), batch.readBigInt64BE(AT.maxTime)];
  const isControlRecord = (attributes & CONTROL) !== 0;
  const batchContext = {
    producerId: String(batch.readBigInt64BE(AT.producer)),
    inTransaction: (attributes & TRANSACTIONAL) !== 0,
  };
  const from = new Reader(records);
  const messages: FetchedMessage[] = [];
  for (let left = batch.readInt32BE(AT.count); left > 0; left--) {
    const size = from.number();
    const end = from.at + size;
    from.skip(1);
    const timeDelta = from.number();
    const offset = String(base + from.number());
    const [key, value, headers] = [from.bytes(), from.bytes(), from.headers()];
    if (from.at !== end) throw new Unreadable(DAMAGED);
    const timestamp = String(attributes & APPEND_TIME ? maxTime : firstTime + timeDelta);
    messages.push({ offset, key, value, headers, timestamp, attributes: 0, isControlRecord, batchContext });
  }
  // Compaction has taken the last ones away: without them kafkajs would ask for this batch again and again.
  if (messages.at(-1)?.offset !== String(last)) messages.push(standIn(last));
  return messages;
}

/** Kafka's variable-length fields, each within the buffer. */
class Reader {
  at = 0;
  private headersLeft = MAX_HEADERS;
  constructor(private readonly buffer: Buffer) {}

  /** Zigzag, seven bits a byte. */
  number(): number {
    let bits = 0;
    for (let place = 1; place < 2 ** 70; place *= 128) {
      const byte = this.buffer.readUInt8(this.at++);
      bits += (byte & 0x7f) * place;
      if (byte < 0x80) return bits % 2 === 0 ? bits / 2 : -(bits + 1) / 2;
    }
    throw new Unreadable(DAMAGED);
  }

  bytes(): Buffer | null {
    const length = this.number();
    if (length < 0) return null;
    const from = this.at;
    this.skip(length);
    return this.buffer.subarray(from, this.at);
  }

  /** Linear, whatever their number; a name may be any, `__proto__` too. */
  headers(): Record<string, Buffer | Buffer[]> {
    const headers: Record<string, Buffer | Buffer[]> = Object.create(null);
    const count = this.number();
    this.headersLeft -= Math.max(0, count);
    if (this.headersLeft < 0) throw new Unreadable(`it holds more than ${MAX_HEADERS} headers`);
    for (let left = count; left > 0; left--) {
      const name = String(this.bytes());
      const value = this.bytes() as Buffer;
      const before = headers[name];
      if (before === undefined) headers[name] = value;
      else if (Array.isArray(before)) before.push(value);
      else headers[name] = [before, value];
    }
    return headers;
  }

  skip(length: number): void {
    this.at += length;
    if (this.at > this.buffer.length) throw new Unreadable(DAMAGED);
  }
}

function offsetsOf(batch: Buffer) {
  const base = Number(batch.readBigInt64BE(0));
  return { base, last: base + Math.max(0, batch.readInt32BE(AT.lastDelta)) };
}

/** kafkajs passes over a control record, and shows us any other. */
const standIn = (offset: number, unreadable?: UnreadableBatch): FetchedMessage => ({
  ...{ key: null, value: null, headers: {}, timestamp: '0', attributes: 0, offset: String(offset) },
  isControlRecord: !unreadable,
  batchContext: { producerId: '-1', inTransaction: false },
  ...(unreadable && { unreadable }),
});

/** What kafkajs hands over: the record set is a length and that many bytes. */
interface KafkajsDecoder {
  readInt32(): number;
  canReadBytes(length: number): boolean;
  readBytes(length: number): Buffer;
}

// kafkajs, at one exact version, has no setting for this; every version of its fetch request takes this one module.
const kafkajs = createRequire(import.meta.url);
const place = kafkajs.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js');
kafkajs(place);
kafkajs.cache[place]!.exports = async (decoder: KafkajsDecoder): Promise<FetchedMessage[]> => {
  const size = decoder.readInt32();
  return size > 0 && decoder.canReadBytes(size) ? await readRecordSet(decoder.readBytes(size)) : [];
};
