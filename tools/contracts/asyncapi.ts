// SPDX-License-Identifier: MPL-2.0
import { allEvents, type EventContract } from '#contracts/events';
import { allTopics, type Topic } from '#contracts/topics';
import { bodySchemas, type Schema } from './schemas.ts';

const UUID = { type: 'string', format: 'uuid' };
const TEXT = { type: 'string' };

/** CloudEvents 1.0 in binary mode: the attributes are Kafka headers, the record's value is the body alone. */
const headers: Schema = {
  type: 'object',
  required: [
    'ce_authid',
    'ce_authtype',
    'ce_caseversion',
    'ce_correlationid',
    'ce_dataclassification',
    'ce_dataschema',
    'ce_id',
    'ce_partitionkey',
    'ce_source',
    'ce_specversion',
    'ce_subject',
    'ce_time',
    'ce_type',
    'content-type',
  ],
  properties: {
    ce_specversion: { const: '1.0' },
    ce_id: { ...UUID, description: 'De-duplicate by it: a repeat carries the same id.' },
    ce_source: { type: 'string', pattern: '^/indgang/[0-9]{4}/[a-z]+$' },
    ce_type: TEXT,
    ce_subject: { ...UUID, description: 'The case, or the deadline on a deadlines topic; equal to the Kafka key.' },
    ce_partitionkey: UUID,
    ce_time: { type: 'string', format: 'date-time', description: 'When it happened, not when it was sent.' },
    ce_dataschema: { type: 'string', format: 'uri', description: 'The JSON Schema of the body.' },
    ce_caseversion: { type: 'string', pattern: '^[1-9][0-9]*$', description: 'The order to apply per subject.' },
    ce_correlationid: TEXT,
    ce_causationid: TEXT,
    ce_dataclassification: { enum: ['public', 'internal'] },
    ce_authtype: TEXT,
    ce_authid: { ...TEXT, description: 'An opaque id, never a name.' },
    ce_traceparent: TEXT,
    'content-type': { const: 'application/json' },
  },
};

/** `indgang.incidents.rent-arrears.internal` → `incidents_rent-arrears_internal`: channel ids may hold no dots. */
const channelId = (topic: Topic) => topic.name.replace('indgang.', '').replaceAll('.', '_');
const messageId = (event: EventContract) => event.type.split('.').slice(4).join('-');

/** The AsyncAPI 3 document of all topics. */
export function asyncApi(version: string, events = allEvents, topics = allTopics): object {
  const of = (topic: Topic) => events.filter((event) => event.topic.name === topic.name);
  const message = (event: EventContract) => ({
    name: event.type,
    title: event.type.split('.').at(-2),
    summary: event.about,
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/CloudEventHeaders' },
    payload: { $ref: `#/components/schemas/${event.body.name}` },
  });
  return {
    asyncapi: '3.0.0',
    id: 'urn:indgang',
    info: {
      title: 'Indgang: topics',
      version,
      description:
        'At least once, in order per case. De-duplicate by `ce_id`, order by `ce_caseversion`, ignore unknown types and fields.',
      license: { name: 'MPL-2.0', url: 'https://www.mozilla.org/en-US/MPL/2.0/' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        channelId(topic),
        {
          address: topic.name,
          description: topic.about,
          messages: Object.fromEntries(of(topic).map((event) => [messageId(event), message(event)])),
          bindings: {
            kafka: {
              topic: topic.name,
              partitions: topic.partitions,
              topicConfiguration: { 'cleanup.policy': [topic.policy] },
              bindingVersion: '0.5.0',
            },
          },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map((topic) => [
        `send_${channelId(topic)}`,
        {
          action: 'send',
          summary: `Written by ${topic.owner} alone.`,
          channel: { $ref: `#/channels/${channelId(topic)}` },
        },
      ]),
    ),
    components: {
      schemas: Object.assign(
        { CloudEventHeaders: headers },
        ...events.map((event) => bodySchemas(event.body, '#/components/schemas/')),
      ),
    },
  };
}
