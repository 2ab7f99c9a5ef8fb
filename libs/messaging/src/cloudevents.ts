// SPDX-License-Identifier: MPL-2.0
import { validate as isUuid } from 'uuid';
import { spelled, textFault } from '#domain';
import type { EventAttributes } from '#persistence';

type HeaderValue = Buffer | string | (Buffer | string)[] | undefined;

/** A message as a Kafka client hands it over. */
export interface RawMessage {
  key: Buffer | null;
  value: Buffer | null;
  headers?: Record<string, HeaderValue>;
  offset: string;
}

/** What a message says; `data` is null for a tombstone. */
export interface Envelope {
  attributes: EventAttributes;
  data: unknown;
}

/** Bodies beyond this are never ours: the HTTP API takes 256 kB, Kafka 1 MiB unless told otherwise. Bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

const REQUIRED = ['specversion', 'id', 'source', 'type', 'time', 'caseversion'] as const;
const MAX_ATTRIBUTE_LENGTH = 1024;
/** CloudEvents 1.0, 3.1: at most 20 small letters and digits. */
const ATTRIBUTE_HEADER = /^ce_[a-z0-9]{1,20}$/;
/** Must fit a B-tree entry of PostgreSQL beside other columns. */
const MAX_ID_LENGTH = 255;
// biome-ignore lint/suspicious/noControlCharactersInRegex: CloudEvents 1.0, 3.1: attributes hold no control characters
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** JSON escapes that jsonb cannot hold: U+0000 and unpaired surrogates (JSON.stringify escapes only those). */
const NOT_STORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;
/** What is left of a JSON text without the backslashes that are escaped themselves. */
const withoutBackslashes = (json: string) => json.replaceAll('\\\\', '');

/** CloudEvents 1.0 Kafka binding, binary mode: attributes as `ce_*` headers, the body is the data. */
export function encodeKafka(attributes: EventAttributes, body: unknown) {
  const { datacontenttype, ...others } = attributes;
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(others)) if (value !== undefined) headers[`ce_${name}`] = String(value);
  return { headers, value: body === null ? null : JSON.stringify(body) };
}

/**
 * Reads a message in binary mode. Never throws: whatever arrives is either an envelope or a problem, a sentence without
 * the message's content.
 */
export function decodeKafka({
  value,
  headers = {},
}: Pick<RawMessage, 'value' | 'headers'>): Envelope | { problem: string } {
  const attributes: Record<string, string> = { datacontenttype: text(headers['content-type']) ?? 'application/json' };
  for (const [name, given] of Object.entries(headers)) {
    if (!name.startsWith('ce_')) continue;
    const attribute = text(given);
    if (attribute === undefined) continue;
    if (attribute.length > MAX_ATTRIBUTE_LENGTH || CONTROL.test(attribute) || /\p{Surrogate}/u.test(attribute)) {
      return { problem: `${ATTRIBUTE_HEADER.test(name) ? `header ${name}` : 'a header'} is malformed` };
    }
    attributes[name.slice(3)] = uuidSpelled(attribute);
  }
  const isPublic = attributes.dataclassification === 'public';
  const missing = [...REQUIRED, ...(isPublic ? [] : ['correlationid'])].filter((name) => !attributes[name]);
  if (missing.length) return { problem: `missing ${missing.map((name) => `ce_${name}`).join(', ')}` };
  if (attributes.specversion !== '1.0') return { problem: 'ce_specversion is not 1.0' };
  if (attributes.id!.length > MAX_ID_LENGTH) return { problem: `ce_id is longer than ${MAX_ID_LENGTH} characters` };
  if (!isAddressable(attributes.id!)) return { problem: 'ce_id is malformed' };
  if (!/^\d{1,9}$/.test(attributes.caseversion!)) return { problem: 'ce_caseversion is not a whole number' };
  if (!/^\d{4}-\d\d-\d\dT/.test(attributes.time!) || Number.isNaN(Date.parse(attributes.time!))) {
    return { problem: 'ce_time is not a time' };
  }
  if (!/^application\/(.+\+)?json\s*(;|$)/i.test(attributes.datacontenttype!)) {
    return { problem: 'content-type is not JSON' };
  }
  const envelope = { attributes: attributes as unknown as EventAttributes, data: null };
  if (value === null) return envelope;
  if (value.length > MAX_BODY_BYTES)
    return { problem: `the body has ${value.length} bytes, the limit is ${MAX_BODY_BYTES}` };
  try {
    const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
    if (NOT_STORABLE.test(withoutBackslashes(JSON.stringify(data))))
      return { problem: 'the body holds U+0000 or half a surrogate pair' };
    return { ...envelope, data };
  } catch {
    return { problem: 'the body is not JSON in UTF-8' };
  }
}

/** CloudEvents 1.0 JSON format, for webhooks and the feed; without `data` for a tombstone. */
export function toStructured(attributes: EventAttributes, data: unknown): Record<string, unknown> {
  return { ...attributes, ...(data !== null && { data }) };
}

/** An operator names a parked message in a path, where every text is in its one spelling and dots lead elsewhere. */
const isAddressable = (id: string): boolean =>
  spelled(id) === id && textFault(id) !== 'not-a-text' && id !== '.' && id !== '..';

/** A uuid in small letters, as everywhere; an id of another form stays as it is. */
export const uuidSpelled = (text: string): string => (isUuid(text) ? text.toLowerCase() : text);

/** Clients and proxies give Buffers, strings or, for a repeated header, lists of them. */
function text(value: HeaderValue): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  return one?.toString();
}
