// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { DaySpan } from '#contracts/agreements/cover-booking';
import type { LocalDate, Oere } from '#domain';
import { type Answer, Cases, type Command, type CommandInTransaction, Database } from '#persistence';
import { AgreementFlows, asSystem } from '../agreement/agreement.flows.js';
import { agreement } from '../agreement/agreement.kind.js';
import { type Asked, coverOf, isVacancyRent, NO_COVER, NO_DAYS, utilitiesOf } from './cover.js';
import type { ReserveCover } from './cover-booking.dto.js';
import {
  BY_HAND,
  bookedAnew,
  type CoverBooking,
  type NamedDay,
  type Paid,
  type PayableBooking,
  type Payment,
  paymentOf,
  yearOf,
} from './cover-booking.js';
import { type CoverBookingRow, coverBooking, type LookedUp } from './cover-booking.kind.js';
import { accountOf, bookedOf, lockAccount, vacancyOf } from './cover-booking.lookup.js';

/** Who asks for what. */
export interface RequestedCover
  extends Asked,
    Pick<CoverBooking, 'agreementRef' | 'tenancyRef' | 'commitment' | 'dwellingRef' | 'vacantFrom'>,
    Pick<CoverBooking, 'coversFrom' | 'coversThrough'>,
    Pick<CoverBooking, 'caseRef' | 'caseKind' | 'cause'> {
  requestRef: string;
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
    cases.follow(coverBooking, ['reserve', 'refuse', 'confirm', 'recordPaid', 'correct'], ({ row, command }) =>
      this.tellOfCaps(row, command),
    );
  }

  /** Cover agreed by hand, or for what no service asks for. */
  reserve({ vacantFrom, coversFrom, coversThrough, ...input }: ReserveCover, command: Command): Promise<Answer> {
    const requestRef = uuidv7();
    const { tenancyRef = null, dwellingRef = null, utilitiesOere = 0, caseRef = requestRef, ...asked } = input;
    const about = { ...asked, requestRef, tenancyRef, dwellingRef, utilitiesOere, caseRef, caseKind: BY_HAND };
    return this.database.transaction(async (tx) => {
      const inside = { ...command, tx };
      if (!isVacancyRent(asked.commitment) || !dwellingRef)
        return await this.book({ ...about, vacantFrom: null, ...NO_DAYS }, inside);
      const named = namedDays({ vacantFrom, coversFrom, coversThrough }, command.today);
      const { vacantFrom: from, isLet } = await vacancyOf(tx, dwellingRef, spanOf(named));
      const days = coversFrom && coversThrough ? { coversFrom, coversThrough } : NO_DAYS;
      return await this.book({ ...about, vacantFrom: from, ...days }, inside, { vacancy: { named, isLet } });
    });
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
    if (status === 'paid' && known?.state !== 'CONFIRMED') {
      const paid = { amountOere: paidOere, utilitiesOere: utilitiesOf(paidOere, request) };
      await this.pay('recordPaid', requestRef, paid, command);
    } else if (status === 'withdrawn' && known?.state === 'RESERVED')
      await this.cases.act(coverBooking, 'release', requestRef, command);
  }

  confirm(id: string, paid: Paid, command: Command): Promise<Answer> {
    return this.database.transaction((tx) => this.pay('confirm', id, paid, { ...command, tx }));
  }

  correct(id: string, paid: Paid, command: Command): Promise<Answer> {
    return this.database.transaction((tx) => this.pay('correct', id, paid, { ...command, tx }));
  }

  private async book(request: RequestedCover, command: CommandInTransaction, more: LookedUp = {}): Promise<Answer> {
    const { tx, today, actor } = command;
    const { requestRef, amountOere, utilitiesOere, ...about } = request;
    const asked = { ...about, bookedYear: yearOf(today) };
    await lockAccount(tx, asked);
    const { version, tenancy, ...account } = await accountOf(tx, asked, today);
    if (actor.kind === 'system' && (!version || tenancy === 'unknown'))
      throw new NotKnownYet(version ? 'the tenancy is not known yet' : 'the agreement is not known to be in force yet');
    // Without a version the rule refuses, whatever is asked for.
    const cover = version
      ? coverOf(asked, request, { ...account, terms: version.terms })
      : { ...NO_COVER, refusal: null };
    const { coveredDays } = account.booked;
    const known: LookedUp = { version: version ?? null, tenancy, ...more };
    // It is the ledger that refuses, whoever asks.
    const inside = { ...command, known, ...(cover.refusal && { as: ['system'] as const }) };
    const requested = { ...asked, requestedOere: amountOere + utilitiesOere, cover, coveredDays };
    return await this.cases.open(coverBooking, cover.refusal ? 'refuse' : 'reserve', inside, requested, {
      id: requestRef,
    });
  }

  /**
   * What is paid is held against the caps as they are on the day, by the terms that govern then. A reservation that has
   * ended, swept or not, is made anew in the year of today.
   */
  private async pay(
    action: 'confirm' | 'recordPaid' | 'correct',
    id: string,
    paid: Paid,
    command: CommandInTransaction,
  ): Promise<Answer> {
    const { tx, today } = command;
    // The account first, as where it is booked: a message may book one request and follow another.
    const [about] = await tx.query<Pick<CoverBooking, 'agreementRef' | 'commitment' | 'dwellingRef'>>(
      `select agreement_ref as "agreementRef", commitment, dwelling_ref as "dwellingRef" from cover_booking where id = $1`,
      [id],
    );
    if (about) await lockAccount(tx, about);
    const [booking] = await tx.query<PayableBooking & { id: string }>(
      `select id, agreement_ref as "agreementRef", tenancy_ref as "tenancyRef", commitment, dwelling_ref as "dwellingRef",
              coalesce(vacant_from, booked_on) as "vacantFrom", covers_from as "coversFrom",
              covers_through as "coversThrough", booked_on as "bookedOn", booked_year as "bookedYear",
              agreement_version as "agreementVersion", expires_on as "expiresOn", state, amount_oere as "amountOere",
              utilities_oere as "utilitiesOere"
         from cover_booking where id = $1 for update`,
      [id],
    );
    let payment: Payment | null = null;
    if (booking) {
      const request = bookedAnew(booking, today);
      const { version, ...account } = await accountOf(tx, request, today, id);
      const paidBeside = await bookedOf(tx, request, today, id, ['CONFIRMED']);
      payment = paymentOf(booking, paid, today, { ...account, version, paidBeside });
    }
    return await this.cases.act(coverBooking, action, id, { ...command, known: { payment } }, paid);
  }

  /** Each threshold of each cap is told once; where two are reached at once, the higher one. */
  private async tellOfCaps(booking: CoverBookingRow, command: CommandInTransaction): Promise<void> {
    const { tx, now, today } = command;
    const { agreementRef, commitment } = booking;
    const { version, booked } = await accountOf(tx, booking, today);
    if (!version) return;
    const { caps } = coverOf(booking, NO_COVER, { terms: version.terms, booked });
    for (const { scope, scopeRef, usedOere, capOere, reached } of caps) {
      if (scope === 'vacancy') continue;
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

/** Days of a vacancy that somebody names; where none is named, it is today that the dwelling stands empty. */
function namedDays(given: Partial<Record<NamedDay['field'], LocalDate>>, today: LocalDate): [NamedDay, ...NamedDay[]] {
  const fields = ['vacantFrom', 'coversFrom', 'coversThrough'] as const;
  const [first, ...others] = fields.flatMap((field) => (given[field] ? [{ field, day: given[field] }] : []));
  return first ? [first, ...others] : [{ field: 'vacantFrom', day: today }];
}

const spanOf = (named: readonly NamedDay[]): DaySpan => {
  const days = named.map(({ day }) => day).toSorted();
  return { from: days[0]!, through: days.at(-1)! };
};
