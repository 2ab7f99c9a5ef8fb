// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsObject, IsOptional, IsString, IsUUID } from 'class-validator';
import { topics } from '#contracts/topics';
import { type IncomingMessage, OnMessage } from '#messaging';
import type { Sql } from '#persistence';

/** What we read of an agreement. */
export class AgreementTold {
  @IsUUID() landlordRef: string;
  @IsString() state: string;
  @IsOptional() @IsObject() slas?: Record<string, number>;
}

/** What we remember of agreements: the working days they set. */
@Controller()
export class KnownAgreementsConsumer {
  @OnMessage(topics.agreementInternal.name, { types: 'all', body: AgreementTold, erased: 'erased' })
  async changed({ key, caseVersion, data }: IncomingMessage<AgreementTold>, tx: Sql): Promise<void> {
    await tx.query(
      `insert into known_agreements as known (id, version, landlord_ref, state, slas) values ($1, $2, $3, $4, $5::jsonb)
       on conflict (id) do update set version = excluded.version, landlord_ref = excluded.landlord_ref,
         state = excluded.state, slas = excluded.slas where known.version < excluded.version`,
      [key, caseVersion, data.landlordRef, data.state, data.slas ? JSON.stringify(data.slas) : null],
    );
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await tx.query('delete from known_agreements where id = $1', [key]);
  }
}
