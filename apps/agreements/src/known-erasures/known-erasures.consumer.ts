// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { CaseStore, Clock, type Sql } from '#persistence';
import { Figures } from '../figures/figures.lookup.js';

class HeardErasure {
  @Reference() citizenRef: string;
}

/** A citizen is erased: figures count what happened, of nobody. */
@Controller()
export class KnownErasuresConsumer {
  constructor(
    private readonly store: CaseStore,
    private readonly figures: Figures,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.citizenInternal.name, { types: [types.citizen.erased], body: HeardErasure })
  async heard(message: IncomingMessage<HeardErasure>, tx: Sql): Promise<void> {
    const command = messageCommand('agreements', message, this.clock, tx);
    const { citizenRef } = message.data;
    const scrubbed = await this.figures.forgetCitizen(tx, citizenRef);
    await this.store.tell(
      {
        topic: topics.agreementsErasures.name,
        key: citizenRef,
        type: types.agreementsErasures.done,
        classification: 'internal',
        body: { citizenRef, scrubbed },
      },
      message.caseVersion,
      command,
    );
  }
}
