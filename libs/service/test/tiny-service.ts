// SPDX-License-Identifier: MPL-2.0
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Part, Parts } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { Refusal } from '#domain';
import { type IncomingMessage, OnMessage } from '#messaging';
import {
  type Answer,
  CaseReader,
  type CaseRow,
  CaseStore,
  type Command,
  Problem,
  plumbingTables1,
  type Sql,
  type StoredKind,
} from '#persistence';
import { Allow, Cmd, Public, ServiceConfig, type ServiceDefinition, WholeNumber } from '../src/index.js';

/** An issuer whose keys and behaviour the test decides; counts what is fetched. */
export class TestIssuer {
  keys: Record<string, GenerateKeyPairResult> = {};
  fetches = 0;
  /** Requests of any kind, answered or not. */
  asked = 0;
  down = false;
  /** Answered in place of the key set. */
  instead?: string;
  private readonly server = createServer(async (request, response) => {
    this.asked++;
    if (this.down) return void response.writeHead(500).end();
    if (request.url === '/.well-known/openid-configuration') {
      const [jwks_uri, authorization_endpoint, token_endpoint] = ['jwks', 'auth', 'token'].map(
        (path) => `${this.url}/${path}`,
      );
      return void response.end(JSON.stringify({ issuer: this.url, jwks_uri, authorization_endpoint, token_endpoint }));
    }
    this.fetches++;
    if (this.instead !== undefined) return void response.end(this.instead);
    const jwk = async ([kid, { publicKey }]: [string, GenerateKeyPairResult]) => ({
      kid,
      ...(await exportJWK(publicKey)),
    });
    response.end(JSON.stringify({ keys: await Promise.all(Object.entries(this.keys).map(jwk)) }));
  });

  async start(): Promise<this> {
    this.keys.rsa = await generateKeyPair('RS256', { extractable: true });
    this.keys.ec = await generateKeyPair('ES256', { extractable: true });
    this.keys.ed = await generateKeyPair('EdDSA', { extractable: true });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  claims(more: JWTPayload = {}): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.url,
      aud: 'indgang',
      sub: 'person-1',
      iat: now,
      exp: now + 600,
      roles: ['single_entry'],
      ...more,
    };
  }

  async token(more: JWTPayload = {}, header: Record<string, unknown> = {}, key = this.keys.rsa): Promise<string> {
    const signer = new SignJWT(this.claims(more));
    return await signer
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt', ...header })
      .sign(key!.privateKey);
  }
}

@Entity('thing')
class Thing implements CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: string;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: string | null;
  @Column('text') name: string;
}

const thingKind: StoredKind<Thing, string> = {
  name: 'thing',
  path: '/v1/things',
  entity: Thing,
  letter: null,
  auditReads: false,
  told: () => undefined,
  isUntold: () => false,
  messages: ({ id, name, version }) => [
    {
      topic: topics.rentArrears.name,
      key: id,
      type: 'dk.indgang.incidents.rent-arrears.tried.v1',
      classification: 'public',
      body: { name, version, href: `/v1/things/${id}` },
    },
  ],
};

export class Things1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plumbingTables1);
    await runner.query(`create table thing (id uuid primary key, version int not null, state text not null,
      opened_at timestamptz not null, closed_at timestamptz, next_due_on date, name text not null)`);
  }
  async down(): Promise<void> {}
}

class Size {
  @IsInt()
  @Min(0)
  @Max(100)
  size: number;
}

class OpenThing {
  @IsString()
  @Length(1, 50)
  name: string;
  @IsOptional()
  @Parts(() => Size, 5)
  parts?: Size[];
  @IsOptional()
  @Part(() => Size)
  main?: Size;
  @IsOptional()
  @IsIn(['red', 'blue'])
  colour?: string;
  @IsOptional()
  @IsUUID()
  ref?: string;
}

class ListThings {
  @IsOptional()
  @IsUUID()
  after?: string;
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}

const held: (() => void)[] = [];
/** Ends the requests that `POST …/hold` keeps waiting. */
export const release = () => {
  for (const resolve of held.splice(0)) resolve();
};
export const holding = () => held.length;

@Allow('single_entry')
@Controller('v1/things')
class ThingController {
  constructor(
    private readonly store: CaseStore,
    private readonly reader: CaseReader,
  ) {}

  @Allow('single_entry', 'landlord_admin')
  @Post()
  async open(@Body() { name }: OpenThing, @Cmd() command: Command): Promise<Answer> {
    const row = { state: 'OPEN', closedAt: null, nextDueOn: null, name };
    return await this.store.open(
      thingKind,
      command,
      {},
      () => ({ row, fact: 'opened' }),
      (thing) => thing,
    );
  }

  @Get()
  async list(@Query() page: ListThings, @Cmd() command: Command): Promise<object> {
    return await this.reader.list(thingKind, command, {}, {}, page, (thing) => thing);
  }

  @Get(':id')
  async get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return await this.reader.get(thingKind, id, command, {}, (thing) => thing);
  }

  @Post(':id/rename')
  async rename(@Param('id') id: string, @Body() { name }: OpenThing, @Cmd() command: Command): Promise<Answer> {
    return await this.store.change(
      thingKind,
      id,
      command,
      {},
      (thing) => {
        if (name === thing.name) {
          throw new Refusal(
            'thing-has-that-name',
            { earliest: '2026-12-01' },
            { da: 'Må først {earliest}.', en: 'Not before {earliest}.' },
          );
        }
        return { changes: { name }, fact: 'renamed' };
      },
      (thing) => thing,
    );
  }

  @Post(':id/hold')
  @HttpCode(200)
  async hold(): Promise<object> {
    await new Promise<void>((resolve) => held.push(resolve));
    return { held: true };
  }

  @Allow('landlord_admin', 'steering_member')
  @Get('for/landlords')
  landlords(@Cmd() { actor }: Command): object {
    return { landlordRef: actor.landlordRef ?? null };
  }

  @Get('faults/:code')
  faults(@Param('code') code: string): object {
    if (code === 'bug') throw new TypeError('secret 010170-1234 and "a quoted value"');
    if (code === 'wrong-role') throw new Refusal('wrong-role', {}, { da: 'Nej.', en: 'No.' });
    if (code === 'database') throw Object.assign(new Error('gone'), { code: '57P01' });
    throw new Problem(409, code);
  }

  @Public()
  @Get('open/to-all')
  all(): object {
    return { open: true };
  }
}

class Heard {
  @IsString()
  name: string;
}

/** Hears the service's own messages and marks the thing as heard. */
@Controller()
class ThingConsumer {
  @OnMessage(topics.rentArrears.name, { types: 'all', body: Heard })
  async heard({ key }: IncomingMessage<Heard>, tx: Sql): Promise<void> {
    await tx.query(`update thing set state = 'HEARD' where id = $1`, [key]);
  }
}

@Module({ controllers: [ThingController, ThingConsumer] })
export class ThingsModule {}

export const thingService: ServiceDefinition = {
  name: 'incidents',
  module: ThingsModule,
  config: ServiceConfig,
  migrations: [Things1700000000000],
  kinds: [],
  entities: [Thing],
};
