// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Amount, Optional, OrNull, Part, Parts, Reference, Whole, WholeByKnownCode, YesNo } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { DEADLINES } from '#domain';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

class HeardPolicy {
  @YesNo() allowed: boolean;
  @Whole(1, 120) maxMonths: number;
  @Amount() minInstalmentOere: number;
  @Whole(0, 100) maxOpenPlans: number;
  @YesNo() needsMunicipalConsent: boolean;
}

class HeardCommitment {
  @IsString() kind: string;
  @Optional() @Whole(1, 120) capMonths?: number;
}

class HeardCoverage {
  @IsString() kind: string;
  @IsString() rule: string;
  @Optional() @Whole(1, 120) months?: number;
}

/** A version that is or was in force. */
class HeardVersion {
  @Whole(1, 10_000) agreementVersion: number;
  @YesNo() appliesToExisting: boolean;
  @Optional() @WholeByKnownCode(Object.keys(DEADLINES), 0, 366) slas?: Record<string, number>;
  @OrNull() @Part(() => HeardPolicy) instalmentPolicy: HeardPolicy | null;
  /** What follows is absent in older messages. */
  @Optional() @Parts(() => HeardCommitment, 100) commitments?: HeardCommitment[];
  @Optional() @Parts(() => HeardCoverage, 100) coverage?: HeardCoverage[];
  @Optional() @IsString() securitiesOrder?: string;
  @Optional() @YesNo() vacancyIncludesUtilities?: boolean;
  @Optional() @YesNo() notifyOnBailiffRequest?: boolean;
}

class HeardAgreement {
  @Reference() landlordRef: string;
  @IsString() state: string;
  @Optional() @WholeByKnownCode(Object.keys(DEADLINES), 0, 366) slas?: Record<string, number>;
  /** `null`: no plan may be offered. */
  @OrNull() @Part(() => HeardPolicy) instalmentPolicy: HeardPolicy | null;
  /** Absent in older messages: then the newest terms hold for all tenancies. */
  @Optional() @Parts(() => HeardVersion, 200) versions?: HeardVersion[];
}

/** What we remember of agreements, version by version: the working days they set, the plans they allow, what they cover at move-out. */
@Controller()
export class KnownAgreementsConsumer {
  @OnMessage(topics.agreementInternal.name, { types: 'all', body: HeardAgreement, erased: 'erased' })
  async heard({ key, caseVersion, data }: IncomingMessage<HeardAgreement>, tx: Sql): Promise<void> {
    const { landlordRef, state, slas = null, instalmentPolicy, versions = [] } = data;
    const kept = versions.map(({ agreementVersion, appliesToExisting, ...version }) => ({
      ...{ agreementVersion, appliesToExisting },
      ...{ slas: version.slas ?? null, instalmentPolicy: version.instalmentPolicy },
      commitments: version.commitments?.map(({ kind, capMonths }) => ({ kind, capMonths })) ?? null,
      coverage: version.coverage?.map(({ kind, rule, months }) => ({ kind, rule, months })) ?? null,
      ...{
        securitiesOrder: version.securitiesOrder ?? null,
        vacancyIncludesUtilities: version.vacancyIncludesUtilities ?? null,
      },
      notifyOnBailiffRequest: version.notifyOnBailiffRequest ?? false,
    }));
    const known = { landlordRef, state, slas, instalmentPolicy, versions: kept };
    await keepNewest(tx, 'known_agreements', { id: key, version: caseVersion, ...known });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_agreements', key);
  }
}
