// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsObject, IsOptional, IsString } from 'class-validator';
import { Amount, OrNull, Part, Reference, Whole, YesNo } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

class HeardPolicy {
  @YesNo() allowed: boolean;
  @Whole(1, 120) maxMonths: number;
  @Amount() minInstalmentOere: number;
  @Whole(0, 100) maxOpenPlans: number;
  @YesNo() needsMunicipalConsent: boolean;
}

class HeardAgreement {
  @Reference() landlordRef: string;
  @IsString() state: string;
  @IsOptional() @IsObject() slas?: Record<string, number>;
  /** `null`: no plan may be offered. */
  @OrNull() @Part(() => HeardPolicy) instalmentPolicy: HeardPolicy | null;
}

/** What we remember of agreements: the working days they set, and the instalment plans they allow. */
@Controller()
export class KnownAgreementsConsumer {
  @OnMessage(topics.agreementInternal.name, { types: 'all', body: HeardAgreement, erased: 'erased' })
  async heard({ key, caseVersion, data }: IncomingMessage<HeardAgreement>, tx: Sql): Promise<void> {
    const { landlordRef, state, slas = null, instalmentPolicy } = data;
    const known = { landlordRef, state, slas, instalmentPolicy };
    await keepNewest(tx, 'known_agreements', { id: key, version: caseVersion, ...known });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_agreements', key);
  }
}
