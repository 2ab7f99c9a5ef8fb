// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import { CloudEvent, HTTP, Kafka } from 'cloudevents';
import type { EventAttributes } from '#persistence';
import { decodeKafka, encodeKafka, toStructured } from './cloudevents.js';

const attributes: EventAttributes = {
  specversion: '1.0',
  id: '0197b0f4-0000-7000-8000-000000000001',
  source: '/indgang/0461/incidents',
  type: 'dk.indgang.incidents.rent-arrears.opened.v1',
  subject: 'c1',
  partitionkey: 'c1',
  time: '2026-11-23T08:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'http://localhost/schemas/x.json',
  caseversion: '1',
  correlationid: 'k1',
  dataclassification: 'internal',
  authtype: 'person',
  authid: 'u1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const body = { caseRef: 'c1', note: 'æøå ☂' };
const asBuffers = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));
const raw = (
  change: (headers: Record<string, string>) => void = () => undefined,
  value: Buffer | null = Buffer.from('{}'),
) => {
  const { headers } = encodeKafka(attributes, body);
  change(headers);
  return { headers: asBuffers(headers), value };
};

const set = (name: string, value: string) => (headers: Record<string, string>) => {
  headers[name] = value;
};

describe('binary mode on Kafka', () => {
  test('the CloudEvents SDK reads what we write', () => {
    const { headers, value } = encodeKafka(attributes, body);
    const event = Kafka.toEvent({ headers, value, key: 'c1' } as never) as CloudEvent<unknown>;
    expect(event.toJSON()).toMatchObject({ ...attributes, data: body });
  });

  test('we read what the CloudEvents SDK writes', () => {
    const { headers, value } = Kafka.binary(new CloudEvent({ ...attributes, data: body }));
    expect(decodeKafka({ headers: headers as never, value: Buffer.from(JSON.stringify(value)) })).toEqual({
      attributes,
      data: body,
    });
  });

  test('headers come as Buffers, strings or lists', () => {
    const { headers, value } = encodeKafka(attributes, body);
    const lists = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, [Buffer.from(text)]]));
    for (const given of [headers, asBuffers(headers), lists])
      expect(decodeKafka({ headers: given, value: Buffer.from(value ?? '') })).toEqual({ attributes, data: body });
  });

  test('a tombstone keeps its attributes and has no data', () => {
    const { headers, value } = encodeKafka(attributes, null);
    expect(value).toBeNull();
    expect(decodeKafka({ headers, value: null })).toEqual({ attributes, data: null });
  });

  test.each([
    ['no id', raw((headers) => delete headers.ce_id)],
    ['no story on an internal topic', raw((headers) => delete headers.ce_correlationid)],
    ['no headers at all', { value: Buffer.from('{}') }],
    ['another version of the specification', raw(set('ce_specversion', '0.3'))],
    ['a control character', raw(set('ce_type', 'a\u0000b'))],
    ['an endless id', raw(set('ce_id', 'x'.repeat(300)))],
    ['an id with two blanks, which no path has', raw(set('ce_id', 'a  b'))],
    ['an id in two pieces', raw(set('ce_id', 'e\u0301'))],
    ['an id that shows nothing', raw(set('ce_id', '\u200b'))],
    ['an id that leads elsewhere', raw(set('ce_id', '..'))],
    ['an endless attribute', raw(set('ce_authid', 'x'.repeat(5000)))],
    ['no such time', raw(set('ce_time', '2026-99-99T00:00:00Z'))],
    ['no such version', raw(set('ce_caseversion', '1.5'))],
    ['another content', raw(set('content-type', 'text/plain'))],
    ['broken JSON', raw(undefined, Buffer.from('{"a":'))],
    ['broken UTF-8', raw(undefined, Buffer.from([0x22, 0xff, 0x22]))],
    ['U+0000', raw(undefined, Buffer.from('{"a":"\\u0000"}'))],
    ['half a surrogate pair', raw(undefined, Buffer.from('{"a":"\\ud800"}'))],
    ['2 MB', raw(undefined, Buffer.from(JSON.stringify('x'.repeat(2_000_000))))],
  ])('%s is a problem, not an exception', (_, message) => {
    expect(decodeKafka(message)).toEqual({ problem: expect.any(String) });
  });

  test('a public message tells neither story nor person', () => {
    const { correlationid: _, authid: __, ...others } = attributes;
    const told: EventAttributes = { ...others, dataclassification: 'public' };
    const { headers, value } = encodeKafka(told, body);
    expect(decodeKafka({ headers, value: Buffer.from(value ?? '') })).toEqual({ attributes: told, data: body });
  });

  test('a backslash before a harmless u0000 is no problem', () => {
    expect(decodeKafka(raw(undefined, Buffer.from('{"a":"\\\\u0000"}')))).toMatchObject({ data: { a: '\\u0000' } });
  });
});

test('the CloudEvents SDK reads our structured form', () => {
  const event = HTTP.toEvent({
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(toStructured(attributes, body)),
  }) as CloudEvent<unknown>;
  expect(event.toJSON()).toMatchObject({ ...attributes, data: body });
});
