// SPDX-License-Identifier: MPL-2.0
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Registry } from 'prom-client';
import type { QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Topic } from '#contracts/topics';
import { createMessaging, encodeKafka, type IncomingMessage, type MessagingOptions, OnMessage } from '#messaging';
import { Database, type EventAttributes, plumbingTables1, type Sql } from '#persistence';

export class Tables1700000000000 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `${plumbingTables1} create table seen (position bigint generated always as identity, key text, n int, data jsonb)`,
    );
  }
  async down(): Promise<void> {}
}

export const topic: Topic = {
  name: 'indgang.incidents.things.internal',
  owner: 'incidents',
  classification: 'internal',
  policy: 'compact',
  partitions: 3,
  about: 'Test.',
};
export const otherTopic: Topic = { ...topic, name: 'indgang.incidents.things', policy: 'delete' };
export const TYPE = 'dk.indgang.incidents.things.changed.v1';

class Thing {
  @IsInt() n: number;
  @IsOptional() @IsString() word?: string;
}

/** What the handler shall do with certain messages, by `<key>/<n>`. */
export const behaviour = new Map<string, (tx: Sql) => Promise<unknown>>();

@Controller()
class ThingsConsumer {
  @OnMessage(topic.name, { types: [TYPE], body: Thing, erased: 'forget' })
  async changed({ key, data }: IncomingMessage<Thing>, tx: Sql): Promise<void> {
    await tx.query('insert into seen (key, n, data) values ($1, $2, $3::jsonb)', [key, data.n, JSON.stringify(data)]);
    await behaviour.get(`${key}/${data.n}`)?.(tx);
  }

  async forget({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await tx.query('delete from seen where key = $1', [key]);
  }
}

@Module({ controllers: [ThingsConsumer] })
class Things {}

@Controller()
class Twice {
  @OnMessage(topic.name, { types: 'all', body: Thing }) async one(): Promise<void> {}
  @OnMessage(topic.name, { types: 'all', body: Thing }) async two(): Promise<void> {}
}

@Module({ controllers: [Twice] })
export class TwiceModule {}

export const silent = { info() {}, warn() {}, error() {} };

/** The lines that the inbox has written about messages. */
export const messageLines: Record<string, unknown>[] = [];
const noteMessageLine = (fields: { action?: string }) => {
  if (fields.action === 'handle-message') messageLines.push(fields);
};

export async function startThings(
  url: string,
  brokers: string,
  prefix: string,
  tuning: MessagingOptions['tuning'] = {},
  module: new () => unknown = Things,
  instanceId?: string,
) {
  const database = await Database.open({ url, applicationName: 'things', entities: [] });
  const exits: number[] = [];
  const registry = new Registry();
  const messaging = createMessaging({
    service: 'things',
    database,
    config: { KAFKA_BROKERS: [brokers], TOPIC_PREFIX: prefix, ...(instanceId && { KAFKA_INSTANCE_ID: instanceId }) },
    logger: process.env.SHOW_LOG ? console : { ...silent, info: noteMessageLine },
    registry,
    exit: (code) => exits.push(code),
    tuning: { quickRetriesMs: [1, 1], retryEveryMs: 50, watchEveryMs: 200, sessionTimeoutMs: 6000, ...tuning },
  });
  const app = await NestFactory.createMicroservice(module, {
    strategy: messaging.strategy,
    logger: false,
    abortOnError: false,
  });
  await app.listen();
  await messaging.start();
  const close = async () => {
    await messaging.stop();
    await app.close();
    await database.close();
  };
  return { ...messaging, database, registry, exits, close };
}

export function attributesOf(key: string, n: number, type = TYPE): EventAttributes {
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: '/indgang/0461/incidents',
    type,
    subject: key,
    partitionkey: key,
    time: '2026-11-23T08:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'http://localhost/x.json',
    caseversion: String(n),
    correlationid: 'story',
    dataclassification: 'internal',
    authtype: 'system',
    authid: 'test',
  };
}

/** A message as another service would have sent it. */
export const message = (key: string, n: number, body: object | null = { n }, type = TYPE) => ({
  key,
  ...encodeKafka(attributesOf(key, n, type), body),
});

/** Writes an outbox row as the case store does. */
export async function say(
  sql: Sql,
  key: string,
  n: number,
  body: object | null = { n },
  on: string = topic.name,
): Promise<string> {
  const headers = attributesOf(key, n);
  await sql.query(`insert into outbox (id, topic, key, headers, body) values ($1, $2, $3, $4::jsonb, $5::jsonb)`, [
    headers.id,
    on,
    key,
    JSON.stringify(headers),
    body && JSON.stringify(body),
  ]);
  return headers.id;
}
