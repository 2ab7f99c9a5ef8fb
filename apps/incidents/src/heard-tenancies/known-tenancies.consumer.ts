// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import {
  Amount,
  DateOnly,
  Form,
  Optional,
  OrNull,
  Reference,
  STAFF_ID,
  TEAM_CODE,
  Whole,
  YesNo,
} from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate, Oere } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { EvictionFlows } from '../eviction/eviction.flows.js';
import { TenancyFlows } from '../known-tenancies/tenancies.flows.js';
import { MoveOutFlows } from '../move-out/move-out.flows.js';

class HeardTenancy {
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @IsOptional() @IsString() landlordReference?: string;
  @IsOptional() @Whole(1, 10_000) agreementVersionAtStart?: number;
  @YesNo() hasSupportWorker: boolean;
  @Optional() @Form(STAFF_ID) supportWorker?: string;
  @Optional() @Form(TEAM_CODE) supportTeam?: string;
  @DateOnly() startedOn: LocalDate;
  @OrNull() @DateOnly() endedOn: LocalDate | null;
  @IsOptional() @IsString() state?: string;
  /** What follows is absent in older messages. */
  @Optional() @Reference() dwellingRef?: string;
  @Optional() @Amount() rentOere?: Oere;
  @Optional() @Amount() utilitiesOere?: Oere;
  @Optional() @Amount() depositOere?: Oere;
  @Optional() @Amount() prepaidRentOere?: Oere;
}

/** What we remember of tenancies; cases that were reported before their tenancy was known are matched here, and move-outs hear who is next. */
@Controller()
export class KnownTenanciesConsumer {
  constructor(
    private readonly tenancies: TenancyFlows,
    private readonly evictions: EvictionFlows,
    private readonly moveOuts: MoveOutFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.tenancyInternal.name, { types: 'all', body: HeardTenancy, erased: 'erased' })
  async heard(message: IncomingMessage<HeardTenancy>, tx: Sql): Promise<void> {
    const { key, caseVersion, data } = message;
    const { agreementRef, agreementVersionAtStart = null, landlordRef, landlordReference = null, ...rest } = data;
    const { dwellingRef = null, rentOere = null, utilitiesOere = null } = rest;
    const { depositOere = null, prepaidRentOere = null } = rest;
    const { hasSupportWorker, supportWorker = null, supportTeam = null, startedOn, endedOn } = rest;
    const known = {
      ...{ agreementRef, agreementVersionAtStart, landlordRef, landlordReference },
      ...{ hasSupportWorker, supportWorker, supportTeam, startedOn, endedOn },
      ...{ dwellingRef, rentOere, utilitiesOere, depositOere, prepaidRentOere },
      // Registered in error: there is no such tenancy.
      struck: data.state === 'STRUCK',
    };
    const command = messageCommand('incidents', message, this.clock, tx);
    await this.tenancies.matchReports(landlordRef, command, () =>
      keepNewest(tx, 'known_tenancies', { id: key, version: caseVersion, ...known }),
    );
    if (known.struck) {
      await this.tenancies.tenancyStruck(key, command);
      await this.evictions.tenancyStruck(key, command);
      await this.moveOuts.tenancyStruck(key, command);
    } else await this.evictions.tenancyKnown(landlordRef, command);
    await this.moveOuts.dwellingHeard(dwellingRef, command);
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_tenancies', key);
  }
}
