// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import {
  Amount,
  DateOnly,
  Optional,
  OrNull,
  Part,
  Parts,
  Reference,
  Whole,
  WholeByKnownCode,
  YesNo,
} from '#contracts/fields';
import { topics } from '#contracts/topics';
import { DEADLINES, type LocalDate, type Oere } from '#domain';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

class HeardDwelling {
  @Reference() dwellingRef: string;
  @Amount() rentOere: Oere;
  @Amount() utilitiesOere: Oere;
  @Optional() @Whole(1, 50) rooms?: number;
}

class HeardQuota {
  @IsString() kind: string;
  @Optional() @Whole(1, 1000) n?: number;
  @Optional() @Whole(1, 10_000) maxPerYear?: number;
}

class HeardCommitment {
  @IsString() kind: string;
  @Optional() @Whole(1, 120) capMonths?: number;
  @Optional() @Amount() capOere?: Oere;
}

/** A version that is or was in force. */
class HeardVersion {
  @Whole(1, 10_000) agreementVersion: number;
  @DateOnly() effectiveFrom: LocalDate;
  @OrNull() @DateOnly() effectiveTo: LocalDate | null;
  @Optional() @YesNo() appliesToExisting?: boolean;
  @Optional() @Part(() => HeardQuota) quota?: HeardQuota;
  /** Reasons that this release does not know are kept: nobody can give them here. */
  @Optional() @IsString({ each: true }) declineReasons?: string[];
  @Optional() @Parts(() => HeardCommitment, 100) commitments?: HeardCommitment[];
  @Optional() @YesNo() vacancyIncludesUtilities?: boolean;
  @Optional() @Whole(0, 3) depositMonths?: number;
  @Optional() @Whole(0, 3) prepaidRentMonths?: number;
  @Optional() @WholeByKnownCode(Object.keys(DEADLINES), 0, 366) slas?: Record<string, number>;
}

/** What referrals reads of an agreement. A state it does not know is kept: it is not `ACTIVE`, and that is enough. */
class HeardAgreement {
  @Reference() landlordRef: string;
  @Whole(1, 10_000) agreementVersion: number;
  @IsString() state: string;
  @DateOnly() termFrom: LocalDate;
  @DateOnly() termTo: LocalDate;
  @Optional() @WholeByKnownCode(Object.keys(DEADLINES), 0, 366) slas?: Record<string, number>;
  @Parts(() => HeardDwelling, 10_000) dwellings: HeardDwelling[];
  /** Absent in older messages. */
  @Optional() @Parts(() => HeardVersion, 200) versions?: HeardVersion[];
}

/** Keeps the newest terms of each agreement, so that a tenancy starts without asking another service. */
@Controller()
export class KnownAgreementsConsumer {
  @OnMessage(topics.agreementInternal.name, { types: 'all', body: HeardAgreement, erased: 'erased' })
  async heard({ key, caseVersion, data }: IncomingMessage<HeardAgreement>, tx: Sql): Promise<void> {
    const {
      landlordRef,
      state,
      agreementVersion,
      termFrom,
      termTo,
      dwellings,
      slas = null,
      versions: heard = [],
    } = data;
    const versions = heard.map(({ agreementVersion: no, effectiveFrom: from, effectiveTo: to, ...version }) => ({
      ...{ no, from, to, appliesToExisting: version.appliesToExisting ?? false, slas: version.slas ?? null },
      ...{ quota: version.quota ?? null, declineReasons: version.declineReasons ?? null },
      commitments: version.commitments?.map(({ kind, capMonths, capOere }) => ({ kind, capMonths, capOere })) ?? null,
      vacancyIncludesUtilities: version.vacancyIncludesUtilities ?? null,
      ...{ depositMonths: version.depositMonths ?? null, prepaidRentMonths: version.prepaidRentMonths ?? null },
    }));
    const known = { landlordRef, state, agreementVersion, termFrom, termTo, dwellings, slas, versions };
    await keepNewest(tx, 'known_agreements', { id: key, version: caseVersion, ...known });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_agreements', key);
  }
}
