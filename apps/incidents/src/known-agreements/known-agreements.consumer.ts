// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsObject, IsOptional, IsString } from 'class-validator';
import { Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

class HeardAgreement {
  @Reference() landlordRef: string;
  @IsString() state: string;
  @IsOptional() @IsObject() slas?: Record<string, number>;
}

/** What we remember of agreements: the working days they set. */
@Controller()
export class KnownAgreementsConsumer {
  @OnMessage(topics.agreementInternal.name, { types: 'all', body: HeardAgreement, erased: 'erased' })
  async heard({ key, caseVersion, data }: IncomingMessage<HeardAgreement>, tx: Sql): Promise<void> {
    const { landlordRef, state, slas = null } = data;
    await keepNewest(tx, 'known_agreements', { id: key, version: caseVersion, landlordRef, state, slas });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_agreements', key);
  }
}
