// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { DateOnly, Optional, OrNull, Reference, YesNo } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { MoveOutFlows } from '../move-out/move-out.flows.js';

class HeardVacancy {
  @Reference() dwellingRef: string;
  @DateOnly() availableFrom: LocalDate;
  @OrNull() @DateOnly() endedOn: LocalDate | null;
  @Optional() @IsString() state?: string;
  @Optional() @IsString() reservedBecause?: string;
  @Optional() @YesNo() paysRent?: boolean;
}

/** Of messages of before, which do not say it: where the municipality may still come to pay. Silence reserves, too. */
const MAY_PAY: readonly (string | undefined)[] = ['REPORTED', 'RESERVED', 'WITHDRAWN'];
const NEVER_PAYS: readonly (string | undefined)[] = ['RELEASED', 'STRUCK'];

/** What we remember of vacancies: the days whose rent they pay, so that no move-out asks for them too. */
@Controller()
export class KnownVacanciesConsumer {
  constructor(
    private readonly moveOuts: MoveOutFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.vacancyInternal.name, { types: 'all', body: HeardVacancy, erased: 'erased' })
  async heard(message: IncomingMessage<HeardVacancy>, tx: Sql): Promise<void> {
    const { dwellingRef, availableFrom, endedOn, state, reservedBecause, paysRent } = message.data;
    const mayPay = MAY_PAY.includes(state) || (reservedBecause !== undefined && !NEVER_PAYS.includes(state));
    const pays = paysRent ?? mayPay;
    const known = { dwellingRef, availableFrom, endedOn, pays };
    await keepNewest(tx, 'known_vacancies', { id: message.key, version: message.caseVersion, ...known });
    await this.moveOuts.dwellingHeard(dwellingRef, messageCommand('incidents', message, this.clock, tx));
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_vacancies', key);
  }
}
