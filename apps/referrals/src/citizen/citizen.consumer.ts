// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Reference, Whole } from '#contracts/fields';
import { type ServiceName, topics } from '#contracts/topics';
import { type IncomingMessage, OnMessage } from '#messaging';
import type { Sql } from '#persistence';

class HeardReceipt {
  @Reference() citizenRef: string;
  @Whole(0, 1_000_000) scrubbed: number;
}

/** What the other services have forgotten of an erased citizen: the first time each of them told. */
@Controller()
export class CitizenConsumer {
  @OnMessage(topics.agreementsErasures.name, { types: 'all', body: HeardReceipt })
  agreements(message: IncomingMessage<HeardReceipt>, tx: Sql): Promise<void> {
    return this.keep('agreements', message, tx);
  }

  @OnMessage(topics.incidentsErasures.name, { types: 'all', body: HeardReceipt })
  incidents(message: IncomingMessage<HeardReceipt>, tx: Sql): Promise<void> {
    return this.keep('incidents', message, tx);
  }

  @OnMessage(topics.notificationsErasures.name, { types: 'all', body: HeardReceipt })
  notifications(message: IncomingMessage<HeardReceipt>, tx: Sql): Promise<void> {
    return this.keep('notifications', message, tx);
  }

  private async keep(service: ServiceName, { time, data }: IncomingMessage<HeardReceipt>, tx: Sql): Promise<void> {
    await tx.query(
      `insert into erasure_receipt (citizen_id, service, done_at, scrubbed)
       select id, $2, $3, $4 from citizen where id = $1 and state = 'ERASED' on conflict do nothing`,
      [data.citizenRef, service, time, data.scrubbed],
    );
  }
}
