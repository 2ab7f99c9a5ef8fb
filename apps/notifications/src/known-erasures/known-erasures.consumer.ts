// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { CaseStore, Clock, type Sql } from '#persistence';

class HeardErasure {
  @Reference() citizenRef: string;
}

/** A citizen is erased. Items and deadlines speak of cases by reference alone: there is nothing to take away, and that is told. */
@Controller()
export class KnownErasuresConsumer {
  constructor(
    private readonly store: CaseStore,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.citizenInternal.name, { types: [types.citizen.erased], body: HeardErasure })
  async heard(message: IncomingMessage<HeardErasure>, tx: Sql): Promise<void> {
    const command = messageCommand('notifications', message, this.clock, tx);
    const { citizenRef } = message.data;
    const scrubbed = 0;
    await this.store.tell(
      {
        topic: topics.notificationsErasures.name,
        key: citizenRef,
        type: types.notificationsErasures.done,
        classification: 'internal',
        body: { citizenRef, scrubbed },
      },
      message.caseVersion,
      command,
    );
  }
}
