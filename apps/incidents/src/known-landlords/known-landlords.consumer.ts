// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { YesNo } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

class HeardLandlord {
  @YesNo() letsMoreThanOne: boolean;
}

/** What we remember of landlords: who lets a single dwelling need not inspect when a tenant moves out. */
@Controller()
export class KnownLandlordsConsumer {
  @OnMessage(topics.landlordInternal.name, { types: 'all', body: HeardLandlord, erased: 'erased' })
  async heard({ key, caseVersion, data }: IncomingMessage<HeardLandlord>, tx: Sql): Promise<void> {
    const { letsMoreThanOne } = data;
    await keepNewest(tx, 'known_landlords', { id: key, version: caseVersion, letsMoreThanOne });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_landlords', key);
  }
}
