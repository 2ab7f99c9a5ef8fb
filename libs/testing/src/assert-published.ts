// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { closed } from '#contracts/closed-schema';
import { allEvents } from '#contracts/events';
import { allTopics } from '#contracts/topics';
import { schemaFile } from '#contracts/types';
import type { OutboxMessage } from '#persistence';

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);

/**
 * What is wrong with a message that a service wrote: its topic, type and class, and its body, judged by the committed
 * schema, closed, and by the class, which also knows what a schema cannot say.
 * @returns one sentence per fault, empty when all is well
 */
export function publishedFaults({ topic: name, key, type, classification, body }: OutboxMessage): string[] {
  const topic = allTopics.find((known) => known.name === name);
  if (!topic) return [`${name} is not in the topic list`];
  const event = allEvents.find((one) => one.type === type && one.topic.name === name);
  if (!event) return [`${type} is not a type of ${name}`];
  const faults: string[] = [];
  if (classification !== topic.classification)
    faults.push(`classified ${classification} on a ${topic.classification} topic`);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) faults.push(`the key ${key} is no uuid`);
  if (body === null)
    return topic.policy === 'compact' ? faults : [...faults, `a tombstone on ${name}, which is not compacted`];
  const path = schemaFile(type, topic.classification);
  const schemas = join(import.meta.dirname, '../../contracts/schemas');
  const read = () => closed(JSON.parse(readFileSync(join(schemas, path), 'utf8')));
  const valid = ajv.getSchema(path) ?? ajv.addSchema(read(), path).getSchema(path);
  // What Kafka carries is JSON: a Date or an undefined field must be judged as it arrives.
  const sent = JSON.parse(JSON.stringify(body));
  if (!valid?.(sent)) return [...faults, ajv.errorsText(valid?.errors, { dataVar: 'body' })];
  const byClass = validateSync(plainToInstance(event.body, sent), { whitelist: true, forbidNonWhitelisted: true });
  return [...faults, ...byClass.flatMap(({ constraints }) => Object.values(constraints ?? {}))];
}

/**
 * For each outbox row a test causes.
 * @throws Error naming the message and every fault
 */
export function assertPublished(message: OutboxMessage): void {
  const faults = publishedFaults(message);
  if (faults.length > 0)
    throw new Error(
      `${message.type} on ${message.topic} breaks its contract:\n${faults.join('\n')}\n${JSON.stringify(message.body, null, 2)}`,
    );
}
