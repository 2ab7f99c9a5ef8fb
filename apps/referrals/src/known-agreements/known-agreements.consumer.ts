// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Amount, DateOnly, Parts, Reference, Whole } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate, Oere } from '#domain';
import { type IncomingMessage, OnMessage } from '#messaging';
import type { Sql } from '#persistence';

class HeardDwelling {
  @Reference() dwellingRef: string;
  @Amount() rentOere: Oere;
  @Amount() utilitiesOere: Oere;
}

/** What referrals reads of an agreement. A state it does not know is kept: it is not `ACTIVE`, and that is enough. */
class HeardAgreement {
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @Whole(1, 10_000) agreementVersion: number;
  @IsString() state: string;
  @DateOnly() termFrom: LocalDate;
  @DateOnly() termTo: LocalDate;
  @Parts(() => HeardDwelling, 10_000) dwellings: HeardDwelling[];
}

/** Keeps the newest terms of each agreement, so that a tenancy starts without asking another service. */
@Controller()
export class KnownAgreementsConsumer {
  @OnMessage(topics.agreementInternal.name, { types: 'all', body: HeardAgreement })
  async heard({ caseVersion, data }: IncomingMessage<HeardAgreement>, tx: Sql): Promise<void> {
    await tx.query(
      `insert into known_agreements as known
              (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update
          set version = excluded.version, landlord_ref = excluded.landlord_ref, state = excluded.state,
              agreement_version = excluded.agreement_version, term_from = excluded.term_from,
              term_to = excluded.term_to, dwellings = excluded.dwellings
        where known.version < excluded.version`,
      [
        data.agreementRef,
        caseVersion,
        data.landlordRef,
        data.state,
        data.agreementVersion,
        data.termFrom,
        data.termTo,
        JSON.stringify(data.dwellings),
      ],
    );
  }
}
