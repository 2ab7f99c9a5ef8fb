// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { LocalDate, Oere } from '#domain';
import { type Answer, Cases, type Command, type CommandInTransaction, Database, type Sql } from '#persistence';
import { AgreementFlows, asSystem } from '../agreement/agreement.flows.js';
import { agreement } from '../agreement/agreement.kind.js';
import { versionGoverning, versionNumbered } from '../agreement/agreement.lookup.js';
import { type Asked, coverOf, NO_COVER, type Request } from './cover.js';
import type { ReserveCover } from './cover-booking.dto.js';
import type { CoverBooking } from './cover-booking.js';
import { type CoverBookingRow, coverBooking, type LookedUp } from './cover-booking.kind.js';
import { bookedOf } from './cover-booking.lookup.js';

/** Who asks for what. */
export interface RequestedCover extends Asked, Omit<Request, 'bookedYear'> {
  requestRef: string;
  caseKind: string;
  cause: string | null;
}

/** A request that cannot be answered before something else has been heard: the message waits for its next try. */
export class NotKnownYet extends Error {}

@Injectable()
export class CoverBookingFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    agreements: AgreementFlows,
  ) {
    // A claim less may have been the last one of an agreement that runs off.
    cases.follow(coverBooking, ['confirm', 'recordPaid', 'release', 'expire'], ({ row, command }) =>
      agreements.lookAgain(row.agreementRef, command),
    );
    cases.follow(coverBooking, ['reserve', 'refuse', 'confirm', 'recordPaid'], ({ row, command }) =>
      this.tellOfCaps(row, command),
    );
  }

  /** Cover agreed by hand, or for what no service asks for. */
  reserve(input: ReserveCover, command: Command): Promise<Answer> {
    const requestRef = uuidv7();
    const { tenancyRef = null, dwellingRef = null, utilitiesOere = 0, caseRef = requestRef, ...asked } = input;
    const request = { ...asked, requestRef, tenancyRef, dwellingRef, utilitiesOere, caseRef, caseKind: 'by-hand' };
    return this.database.transaction((tx) => this.book(request, { ...command, tx }));
  }

  /**
   * What another service's case asks for. Each request is booked once; what it says later is followed, in whatever order it
   * is heard: paid is recorded, withdrawn gives the reservation back.
   * @throws NotKnownYet before the agreement or the tenancy is known
   */
  async hear(
    request: RequestedCover,
    status: 'requested' | 'paid' | 'withdrawn',
    paidOere: Oere,
    command: CommandInTransaction,
  ): Promise<void> {
    const { requestRef } = request;
    const find = () =>
      command.tx.query<{ state: CoverBooking['state'] }>('select state from cover_booking where id = $1', [requestRef]);
    let [known] = await find();
    if (!known && status !== 'withdrawn') {
      await this.book(request, command);
      [known] = await find();
    }
    if (status === 'paid' && known?.state !== 'CONFIRMED')
      await this.pay('recordPaid', requestRef, { amountOere: paidOere }, command);
    else if (status === 'withdrawn' && known?.state === 'RESERVED')
      await this.cases.act(coverBooking, 'release', requestRef, command);
  }

  confirm(id: string, { amountOere }: { amountOere: Oere }, command: Command): Promise<Answer> {
    return this.database.transaction((tx) => this.pay('confirm', id, { amountOere }, { ...command, tx }));
  }

  private async book(request: RequestedCover, command: CommandInTransaction): Promise<Answer> {
    const { tx, today, actor } = command;
    const { requestRef, amountOere, utilitiesOere, ...about } = request;
    const [tenancy] = request.tenancyRef
      ? await tx.query<{ agreement_ref: string; agreement_version_at_start: number }>(
          'select agreement_ref, agreement_version_at_start from known_tenancies where id = $1',
          [request.tenancyRef],
        )
      : [];
    const version = await versionGoverning(tx, request.agreementRef, tenancy?.agreement_version_at_start);
    const known: LookedUp = {
      version: version ?? null,
      tenancy: !request.tenancyRef
        ? null
        : !tenancy
          ? 'unknown'
          : tenancy.agreement_ref === request.agreementRef
            ? 'known'
            : 'of-another-agreement',
    };
    if (actor.kind === 'system' && (!version || known.tenancy === 'unknown'))
      throw new NotKnownYet(version ? 'the tenancy is not known yet' : 'the agreement is not known to be in force yet');
    await lockAccount(tx, request.agreementRef);
    const bookedYear = yearOf(today);
    const asked = { ...about, bookedYear };
    const booked = await bookedOf(tx, asked);
    // Without a version the rule refuses, whatever is asked for.
    const cover = version ? coverOf(asked, request, version.terms, booked) : { ...NO_COVER, refusal: null };
    // It is the ledger that refuses, whoever asks.
    const inside = { ...command, known, ...(cover.refusal && { as: ['system'] as const }) };
    return await this.cases.open(
      coverBooking,
      cover.refusal ? 'refuse' : 'reserve',
      inside,
      {
        ...asked,
        requestedOere: amountOere + utilitiesOere,
        cover,
      },
      { id: requestRef },
    );
  }

  private async pay(
    action: 'confirm' | 'recordPaid',
    id: string,
    input: { amountOere: Oere },
    command: CommandInTransaction,
  ): Promise<Answer> {
    const { tx, today } = command;
    const [booking] = await tx.query<
      Omit<Request, 'bookedYear'> & Pick<CoverBooking, 'state' | 'amountOere'> & { no: number }
    >(
      `select agreement_ref as "agreementRef", tenancy_ref as "tenancyRef", commitment, case_ref as "caseRef",
              dwelling_ref as "dwellingRef", state, amount_oere as "amountOere", agreement_version as no
         from cover_booking where id = $1 for update`,
      [id],
    );
    let leftOere = booking?.amountOere ?? 0;
    if (booking) await lockAccount(tx, booking.agreementRef);
    if (booking && booking.state !== 'RESERVED') {
      const version = await versionNumbered(tx, booking.agreementRef, booking.no);
      const request = { ...booking, bookedYear: yearOf(today) };
      const asked = { amountOere: input.amountOere, utilitiesOere: 0 };
      if (version) leftOere = coverOf(request, asked, version.terms, await bookedOf(tx, request)).amountOere;
    }
    const known: LookedUp = { leftOere };
    return await this.cases.act(coverBooking, action, id, { ...command, known }, input);
  }

  /** Each threshold of each cap is told once; where two are reached at once, the higher one. */
  private async tellOfCaps(booking: CoverBookingRow, command: CommandInTransaction): Promise<void> {
    const { tx, now } = command;
    const { agreementRef, commitment } = booking;
    const version = await versionNumbered(tx, agreementRef, booking.agreementVersion);
    if (!version) return;
    const { caps } = coverOf(booking, NO_COVER, version.terms, await bookedOf(tx, booking));
    for (const { scope, scopeRef, usedOere, capOere, reached } of caps) {
      if (scope === 'vacancy' || scopeRef === null) continue;
      const fresh = await tx.query<{ percent: 80 | 100 }>(
        `insert into cap_alert (agreement_ref, scope, scope_ref, commitment, percent, at)
         select $1, $2, $3, $4, percent, $6 from unnest($5::int[]) percent
         on conflict do nothing returning percent`,
        [agreementRef, scope, scopeRef, commitment, reached, now],
      );
      const percent = reached.find((one) => fresh.some((told) => told.percent === one));
      if (!percent) continue;
      const alert = { scope, scopeRef, percent, usedOere, capOere };
      await this.cases.act(agreement, 'alertOfCap', agreementRef, asSystem(command), alert);
    }
  }
}

const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));

/** One at a time per agreement: what is left of a cap is read and booked under this lock. */
async function lockAccount(tx: Sql, agreementRef: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [agreementRef]);
}
