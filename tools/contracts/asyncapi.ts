// SPDX-License-Identifier: MPL-2.0
import type { Schema } from '#contracts/closed-schema';
import { allEvents, type EventContract } from '#contracts/events';
import { allTopics, RETENTION_DAYS, type Topic, topics } from '#contracts/topics';
import { bodySchemas } from './schemas.ts';

const UUID = { type: 'string', format: 'uuid' };
const TEXT = { type: 'string' };
const KAFKA = '0.5.0';
const DAY_MS = 24 * 60 * 60 * 1000;

/** CloudEvents 1.0 in binary mode: the attributes are Kafka headers, the record's value is the body alone. */
const always: Record<string, Schema> = {
  ce_specversion: { const: '1.0' },
  ce_id: { ...UUID, description: 'De-duplicate by it: a repeat carries the same id.' },
  ce_source: { type: 'string', pattern: '^/indgang/[0-9]{4}/[a-z]+$' },
  ce_type: TEXT,
  ce_subject: { ...UUID, description: 'The case, or the deadline on a deadlines topic; equal to the Kafka key.' },
  ce_partitionkey: UUID,
  ce_time: { type: 'string', format: 'date-time', description: 'When it happened, not when it was sent.' },
  ce_dataschema: {
    type: 'string',
    format: 'uri',
    description: 'Address of the JSON Schema of the body, and the `$id` of what is answered there.',
  },
  ce_caseversion: { type: 'string', pattern: '^[1-9][0-9]*$', description: 'The order to apply per subject.' },
  ce_authtype: { enum: ['person', 'service', 'system'], title: 'AuthType' },
  'content-type': { const: 'application/json' },
};

const headers = (more: Record<string, Schema>, sometimes: Record<string, Schema>): Schema => ({
  type: 'object',
  required: Object.keys({ ...always, ...more }).sort(),
  properties: { ...always, ...more, ...sometimes },
});

const HEADERS = {
  public: headers(
    { ce_dataclassification: { const: 'public' } },
    { ce_authid: { ...TEXT, description: 'Of a client or of Indgang itself; a person is not told.' } },
  ),
  internal: headers(
    {
      ce_dataclassification: { const: 'internal' },
      ce_correlationid: { ...TEXT, description: 'The same through all that one request led to.' },
      ce_authid: { ...TEXT, description: 'An opaque id, never a name.' },
    },
    {
      ce_causationid: { ...TEXT, description: '`ce_id` of the message that caused this one.' },
      ce_traceparent: { ...TEXT, description: 'W3C trace context, where the request that led to it had one.' },
    },
  ),
};

const NAMES = { public: 'PublicHeaders', internal: 'InternalHeaders' };

/** `rentArrearsInternal`: as in `topics`. */
const channelId = (topic: Topic) => Object.entries(topics).find(([, one]) => one.name === topic.name)?.[0] as string;
const messageId = (event: EventContract) => event.type.split('.').slice(4).join('-');

/**
 * An AsyncAPI 3 document.
 * @param listed the topics to describe; by default all
 */
export function asyncApi(version: string, listed: readonly Topic[] = allTopics): object {
  const events = allEvents.filter(({ topic }) => listed.some(({ name }) => name === topic.name));
  const message = (event: EventContract) => ({
    name: event.type,
    title: event.type.split('.').at(-2),
    summary: event.about,
    contentType: 'application/json',
    headers: { $ref: `#/components/schemas/${NAMES[event.classification]}` },
    payload: { $ref: `#/components/schemas/${event.body.name}` },
    bindings: { kafka: { key: { $ref: '#/components/schemas/Key' }, bindingVersion: KAFKA } },
  });
  const classes = [...new Set(listed.map(({ classification }) => classification))].sort();
  return {
    asyncapi: '3.0.0',
    id: `urn:indgang:${classes.includes('internal') ? 'all' : 'public'}`,
    info: {
      title: classes.includes('internal') ? 'Indgang: all topics' : 'Indgang: public topics',
      version,
      description:
        'At least once, in order per case. De-duplicate by `ce_id`, order by `ce_caseversion`, ignore unknown types and fields.',
      license: { name: 'MPL-2.0', url: 'https://www.mozilla.org/en-US/MPL/2.0/' },
    },
    defaultContentType: 'application/json',
    servers: {
      municipality: {
        host: '{host}:{port}',
        protocol: 'kafka-secure',
        description: 'The Kafka of one municipality: TLS, and a user of your own with a grant on each topic you read.',
        variables: {
          host: { description: 'The municipality tells it.', examples: ['kafka.indgang.example'] },
          port: { default: '9093', description: 'TLS with SASL.' },
        },
        security: Object.keys(SECURITY).map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` })),
      },
    },
    channels: Object.fromEntries(
      listed.map((topic) => [
        channelId(topic),
        {
          address: topic.name,
          title: topic.name,
          description: topic.about,
          servers: [{ $ref: '#/servers/municipality' }],
          messages: Object.fromEntries(
            events
              .filter(({ topic: { name } }) => name === topic.name)
              .map((event) => [messageId(event), message(event)]),
          ),
          bindings: {
            kafka: {
              topic: topic.name,
              partitions: topic.partitions,
              topicConfiguration: {
                'cleanup.policy': [topic.policy],
                ...(topic.policy === 'delete' && { 'retention.ms': RETENTION_DAYS * DAY_MS }),
              },
              bindingVersion: KAFKA,
            },
          },
        },
      ]),
    ),
    operations: Object.fromEntries(
      listed.map((topic) => [
        `send${channelId(topic).replace(/^./, (letter) => letter.toUpperCase())}`,
        {
          action: 'send',
          summary: `Written by ${topic.owner} alone.`,
          channel: { $ref: `#/channels/${channelId(topic)}` },
        },
      ]),
    ),
    components: {
      securitySchemes: SECURITY,
      schemas: Object.assign(
        { Key: { ...UUID, description: 'The case, or the deadline on a deadlines topic.' } },
        ...classes.map((each) => ({ [NAMES[each]]: HEADERS[each] })),
        ...events.map((event) => bodySchemas(event.body, '#/components/schemas/')),
      ),
    },
  };
}

const SECURITY = {
  scramSha512: { type: 'scramSha512', description: 'SASL/SCRAM-SHA-512 over TLS.' },
  scramSha256: { type: 'scramSha256', description: 'SASL/SCRAM-SHA-256 over TLS.' },
};

/** What other systems may subscribe to. */
export const publicTopics: readonly Topic[] = allTopics.filter(({ classification }) => classification === 'public');
