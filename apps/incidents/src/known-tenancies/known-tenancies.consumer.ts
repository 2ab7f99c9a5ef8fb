// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsBoolean, IsOptional, IsString, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import { lockMatching, RentArrearsUseCases } from '../rent-arrears/rent-arrears.use-cases.js';

/** What we read of a tenancy. */
export class TenancyTold {
  @IsUUID() agreementRef: string;
  @IsUUID() landlordRef: string;
  @IsOptional() @IsString() landlordReference?: string;
  @IsBoolean() hasSupportWorker: boolean;
  @DateOnly() startedOn: LocalDate;
  @IsOptional() @DateOnly() endedOn?: LocalDate | null;
}

/** What we remember of tenancies; cases that were reported before their tenancy was known are matched here. */
@Controller()
export class KnownTenanciesConsumer {
  constructor(
    private readonly rentArrears: RentArrearsUseCases,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.tenancyInternal.name, { types: 'all', body: TenancyTold, erased: 'erased' })
  async changed(message: IncomingMessage<TenancyTold>, tx: Sql): Promise<void> {
    const { key, caseVersion, data } = message;
    await lockMatching(tx, data.landlordRef);
    await tx.query(
      `insert into known_tenancies as known
         (id, version, agreement_ref, landlord_ref, landlord_reference, has_support_worker, started_on, ended_on)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set version = excluded.version, agreement_ref = excluded.agreement_ref,
         landlord_ref = excluded.landlord_ref, landlord_reference = excluded.landlord_reference,
         has_support_worker = excluded.has_support_worker, started_on = excluded.started_on, ended_on = excluded.ended_on
       where known.version < excluded.version`,
      [
        key,
        caseVersion,
        data.agreementRef,
        data.landlordRef,
        data.landlordReference ?? null,
        data.hasSupportWorker,
        data.startedOn,
        data.endedOn ?? null,
      ],
    );
    const waiting = await tx.query<{ id: string }>(
      `select c.id from rent_arrears c
        where c.agreement_ref is null and c.landlord_ref = $2 and c.closed_at is null
          and (c.tenancy_ref = $1 or (c.tenancy_ref is null and c.landlord_reference = $3
               and c.rent_due_on >= $4 and ($5::date is null or c.rent_due_on <= $5::date)))
        order by c.id`,
      [key, data.landlordRef, data.landlordReference ?? null, data.startedOn, data.endedOn ?? null],
    );
    for (const { id } of waiting) {
      await this.rentArrears.matchTenancy(id, {
        actor: { id: 'incidents', kind: 'system', roles: ['system'] },
        action: 'rent-arrears.match-tenancy',
        correlationId: message.correlationId,
        causationId: message.id,
        traceparent: message.traceparent,
        now: this.clock.now(),
        today: this.clock.today(),
        tx,
      });
    }
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await tx.query('delete from known_tenancies where id = $1', [key]);
  }
}
