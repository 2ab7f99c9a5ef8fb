// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { addDays, type LocalDate, type Oere } from '#domain';
import {
  type Answer,
  CaseStore,
  type Command,
  type CommandInTransaction,
  Database,
  type Sql,
  Sweeper,
} from '#persistence';
import { AgreementTexts, type VersionInForce } from '../agreement/agreement.texts.js';
import { AgreementUseCases } from '../agreement/agreement.use-cases.js';
import { AgreementsConfig } from '../agreements.config.js';
import { type About, usedOf } from './booked.lookup.js';
import { type Asked, type CapUse, reachedPercents, reservable } from './cover.js';
import { type ConfirmCover, type ReserveCover, viewFor } from './cover-booking.dto.js';
import type { CoverBookingRow } from './cover-booking.entity.js';
import { type CoverBookingFact, coverBookingKind } from './cover-booking.events.js';
import { type CoverBooking, coverBookingRules, type RequestFacts } from './cover-booking.js';
import { scopeOf } from './cover-booking.queries.js';

/** Who asks for what. */
export interface CoverRequest extends Asked {
  requestRef: string;
  agreementRef: string;
  tenancyRef: string | null;
  caseRef: string;
  caseKind: string;
  cause: string | null;
}

type Roles = Command['actor']['roles'];

/** A request that cannot be answered before something else has been heard: the message waits for its next try. */
export class NotKnownYet extends Error {}

@Injectable()
export class CoverBookingUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
    private readonly texts: AgreementTexts,
    private readonly agreements: AgreementUseCases,
    private readonly settings: AgreementsConfig,
    sweeper: Sweeper,
  ) {
    sweeper.add({ kind: coverBookingKind, runDue: (id, command) => this.expire(id, command) });
  }

  /** Cover agreed by hand, or for what no service asks for. */
  reserve(input: ReserveCover, command: Command): Promise<Answer> {
    const requestRef = uuidv7();
    const { tenancyRef = null, dwellingRef = null, utilitiesOere = 0, caseRef = requestRef, ...asked } = input;
    const request = { ...asked, requestRef, tenancyRef, dwellingRef, utilitiesOere, caseRef, caseKind: 'by-hand' };
    return this.database.transaction((tx) => this.book(request, { ...command, tx }));
  }

  confirm(id: string, { amountOere }: ConfirmCover, command: Command): Promise<Answer> {
    return this.database.transaction((tx) =>
      this.pay(id, amountOere, { ...command, tx }, (booking, roles) =>
        coverBookingRules.next('confirm', booking, roles, factsOf(command.today), { amountOere }),
      ),
    );
  }

  release(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (booking, roles) => ({
      changes: {
        state: coverBookingRules.next('release', booking, roles, factsOf(command.today)),
        closedAt: command.now,
        nextDueOn: null,
      },
      fact: 'released',
    }));
  }

  /**
   * What another service's case asks for. Each request is booked once; what it says later is followed, in whatever order it
   * is heard: paid is recorded, withdrawn gives the reservation back.
   * @throws NotKnownYet before the agreement or the tenancy is known
   */
  async hear(
    request: CoverRequest,
    status: 'requested' | 'paid' | 'withdrawn',
    paidOere: Oere,
    command: CommandInTransaction,
  ): Promise<void> {
    const act = (action: string) => ({ ...command, action: `cover-booking.${action}` });
    const find = () =>
      command.tx.query<{ state: CoverBooking['state'] }>('select state from cover_booking where id = $1', [
        request.requestRef,
      ]);
    let [known] = await find();
    if (!known && status !== 'withdrawn') {
      await this.book(request, act('open'));
      [known] = await find();
    }
    if (status === 'paid' && known?.state !== 'CONFIRMED')
      await this.pay(request.requestRef, paidOere, act('record-paid'), (booking, roles) =>
        coverBookingRules.next('recordPaid', booking, roles, factsOf(command.today)),
      );
    else if (status === 'withdrawn' && known?.state === 'RESERVED')
      await this.release(request.requestRef, act('release'));
  }

  private async book(request: CoverRequest, command: CommandInTransaction): Promise<Answer> {
    const { tx, today, actor } = command;
    const [tenancy] = request.tenancyRef
      ? await tx.query<{ agreement_ref: string; agreement_version_at_start: number }>(
          'select agreement_ref, agreement_version_at_start from known_tenancies where id = $1',
          [request.tenancyRef],
        )
      : [];
    const version = await this.texts.governing(tx, request.agreementRef, tenancy?.agreement_version_at_start);
    const facts: RequestFacts = {
      agreementIsInForce: version !== undefined,
      tenancy: !request.tenancyRef
        ? null
        : !tenancy
          ? 'unknown'
          : tenancy.agreement_ref === request.agreementRef
            ? 'known'
            : 'of-another-agreement',
    };
    if (actor.kind === 'system' && (!version || facts.tenancy === 'unknown'))
      throw new NotKnownYet(version ? 'the tenancy is not known yet' : 'the agreement is not known to be in force yet');
    const bookedYear = Number(today.slice(0, 4));
    await lockAccount(tx, request.agreementRef);
    const used = await usedOf(tx, request, bookedYear);
    const answer = await this.cases.open(
      coverBookingKind,
      command,
      {},
      () => {
        // The first refusal of a rule ends it; one of the ledger is an entry of its own.
        const refused = coverBookingRules.refusal('reserve', null, actor.roles, { ...factsOf(today), ...facts });
        if (refused || !version) throw refused ?? new Error('an agreement without a version was let through');
        const { amountOere, utilitiesOere, refusal } = reservable(request, version.terms, used);
        const action = refusal ? 'refuse' : 'reserve';
        const expiresOn = refusal ? null : addDays(today, this.settings.COVER_RESERVATION_DAYS);
        return {
          row: {
            // It is the ledger that refuses, whoever asks.
            state: coverBookingRules.next(action, null, refusal ? ['system'] : actor.roles, {
              ...factsOf(today),
              ...facts,
            }),
            closedAt: refusal ? command.now : null,
            nextDueOn: expiresOn && addDays(expiresOn, 1),
            agreementRef: request.agreementRef,
            landlordRef: version.landlordRef,
            tenancyRef: request.tenancyRef,
            caseRef: request.caseRef,
            caseKind: request.caseKind,
            dwellingRef: request.dwellingRef,
            commitment: request.commitment,
            agreementVersion: version.agreementVersion,
            requestedOere: request.amountOere + request.utilitiesOere,
            ...{ amountOere, utilitiesOere, refusal, expiresOn, bookedYear },
            bookedOn: today,
            overCapOere: 0,
            cause: request.cause,
          },
          fact: refusal ? 'refused' : 'reserved',
        };
      },
      viewFor(command),
      request.requestRef,
    );
    // Another request with the same key may have been faster: it has told already.
    if (version && answer.location?.endsWith(request.requestRef))
      await this.tellOfCaps(request, version, bookedYear, command);
    return answer;
  }

  /** Paid: what was reserved and not needed goes back. Paid after the reservation ended, it counts in the year of today. */
  private async pay(
    id: string,
    paidOere: Oere,
    command: CommandInTransaction,
    next: (booking: CoverBooking, roles: Roles) => CoverBooking['state'],
  ): Promise<Answer> {
    const { tx, today, now } = command;
    const [booking] = await tx.query<{
      agreement_ref: string;
      tenancy_ref: string | null;
      agreement_version: number;
      commitment: CoverBooking['commitment'];
      case_ref: string;
      dwelling_ref: string | null;
      state: CoverBooking['state'];
      amount_oere: number;
    }>(
      `select agreement_ref, tenancy_ref, agreement_version, commitment, case_ref, dwelling_ref, state, amount_oere
         from cover_booking where id = $1 for update`,
      [id],
    );
    const request = booking && {
      agreementRef: booking.agreement_ref,
      tenancyRef: booking.tenancy_ref,
      commitment: booking.commitment,
      caseRef: booking.case_ref,
      dwellingRef: booking.dwelling_ref,
    };
    const year = Number(today.slice(0, 4));
    let leftOere = booking?.amount_oere ?? 0;
    const version = request && (await this.texts.version(tx, request.agreementRef, booking.agreement_version));
    if (request) await lockAccount(tx, request.agreementRef);
    const isRunning = booking?.state === 'RESERVED';
    if (request && version && !isRunning) {
      const asked = { ...request, amountOere: paidOere, utilitiesOere: 0 };
      leftOere = reservable(asked, version.terms, await usedOf(tx, request, year)).amountOere;
    }
    const answer = await this.change(id, command, (row, roles) => ({
      changes: {
        state: next(row, roles),
        amountOere: paidOere,
        utilitiesOere: Math.min(row.utilitiesOere, paidOere),
        overCapOere: Math.max(0, paidOere - leftOere),
        ...(!isRunning && { bookedOn: today, bookedYear: year }),
        closedAt: now,
        nextDueOn: null,
      },
      fact: 'confirmed',
    }));
    if (request && version) await this.tellOfCaps(request, version, year, command);
    return answer;
  }

  private async expire(id: string, command: CommandInTransaction): Promise<'done'> {
    const action = { ...command, action: 'cover-booking.expire' };
    await this.change(id, action, (booking, roles) => ({
      changes: {
        state: coverBookingRules.next('expire', booking, roles, factsOf(command.today)),
        closedAt: command.now,
        nextDueOn: null,
      },
      fact: 'expired',
    }));
    return 'done';
  }

  private async change(
    id: string,
    command: Command,
    decide: (row: CoverBookingRow, roles: Roles) => { changes: Partial<CoverBookingRow>; fact: CoverBookingFact },
  ): Promise<Answer> {
    const run = async (tx: Sql) => {
      const inside = { ...command, tx };
      const answer = await this.cases.change(
        coverBookingKind,
        id,
        inside,
        scopeOf(command.actor),
        (row) => decide(row, command.actor.roles),
        viewFor(command),
      );
      // A claim less may have been the last one of an agreement that runs off.
      const [booking] = await tx.query<{ agreement_ref: string }>(
        `select b.agreement_ref from cover_booking b join agreement a on a.id = b.agreement_ref
          where b.id = $1 and a.state = 'RUN_OFF'`,
        [id],
      );
      if (booking) await this.agreements.lookAgain(booking.agreement_ref, inside);
      return answer;
    };
    return await (command.tx ? run(command.tx) : this.database.transaction(run));
  }

  /** Each threshold of each cap is told once; where two are reached at once, the higher one. */
  private async tellOfCaps(
    request: About,
    { terms }: VersionInForce,
    year: number,
    command: CommandInTransaction,
  ): Promise<void> {
    const { tx, now } = command;
    const used = await usedOf(tx, request, year);
    const capOere = terms.commitments.find(({ kind }) => kind === request.commitment)?.capOere;
    const uses: CapUse[] = [
      ...(capOere !== undefined && request.tenancyRef
        ? [{ scope: 'tenancy' as const, scopeRef: request.tenancyRef, usedOere: used.tenancyOere, capOere }]
        : []),
      ...(terms.annualBudgetCapOere !== null && request.commitment === 'move_out_shortfall'
        ? [
            {
              ...{ scope: 'year' as const, scopeRef: String(year) },
              ...{ usedOere: used.yearOere, capOere: terms.annualBudgetCapOere },
            },
          ]
        : []),
    ];
    for (const use of uses) {
      const fresh = await tx.query<{ percent: 80 | 100 }>(
        `insert into cap_alert (agreement_ref, scope, scope_ref, commitment, percent, at)
         select $1, $2, $3, $4, percent, $6 from unnest($5::int[]) percent
         on conflict do nothing returning percent`,
        [request.agreementRef, use.scope, use.scopeRef, request.commitment, reachedPercents(use), now],
      );
      const percent = Math.max(0, ...fresh.map((one) => one.percent));
      if (percent === 80 || percent === 100)
        await this.agreements.alertOfCap(request.agreementRef, { ...use, percent }, command);
    }
  }
}

const factsOf = (today: LocalDate) => ({ today, agreementIsInForce: true, tenancy: null });

/** One at a time per agreement: what is left of a cap is read and booked under this lock. */
async function lockAccount(tx: Sql, agreementRef: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [agreementRef]);
}
