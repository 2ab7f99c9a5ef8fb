// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { MOST_COVER_OERE } from '#contracts/agreements/cover-booking';
import { DateOnly, OneOf, Optional, OrNull, Parts, Reference, Whole } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { addDays, type LocalDate, type Oere } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { ServiceLogger } from '#service';
import { AgreementFlows } from '../agreement/agreement.flows.js';
import { isVacancyRent, NO_DAYS } from '../cover-booking/cover.js';
import { CoverBookingFlows } from '../cover-booking/cover-booking.flows.js';
import { measuredDays, type Series, UNKNOWN_HOME } from '../figures/figures.js';
import { Figures } from '../figures/figures.lookup.js';

/** The state of what was registered in error, in every kind. */
const STRUCK = 'STRUCK';

/** States of what did not happen, or is counted by another case. */
const isUncounted = (state: string | undefined) => state === STRUCK || state === 'DUPLICATE';

/** Of one landlord under one agreement (the text for the steering group says "from the third on"). */
const DECLINES_THAT_COUNT = 3;

class HeardTenancy {
  @Reference() agreementRef: string;
  @Whole(1, 10_000) agreementVersionAtStart: number;
  @Reference() dwellingRef: string;
  @Reference() landlordRef: string;
  @DateOnly() startedOn: LocalDate;
  @OrNull() @DateOnly() endedOn: LocalDate | null;
  @Optional() @IsString() state?: string;
}

abstract class HeardRequest {
  @Reference() requestRef: string;
  abstract commitment: 'vacancy_rent_in' | 'vacancy_rent_out' | 'move_out_shortfall';
  @OrNull() @Reference() dwellingRef: string | null;
  @Whole(0, MOST_COVER_OERE) amountOere: Oere;
  @Optional() @Whole(0, MOST_COVER_OERE) utilitiesOere?: Oere;
  @Optional() @DateOnly() from?: LocalDate;
  @Optional() @DateOnly() through?: LocalDate;
  @OneOf(['requested', 'paid', 'withdrawn']) status: 'requested' | 'paid' | 'withdrawn';
  @Optional() @Whole(0, MOST_COVER_OERE) paidOere?: Oere;
}

class HeardMoveOutRequest extends HeardRequest {
  @OneOf(['vacancy_rent_in', 'vacancy_rent_out', 'move_out_shortfall'])
  commitment: HeardRequest['commitment'];
}

/** Nobody lives there: all that can be covered is its rent. */
class HeardVacancyRequest extends HeardRequest {
  @OneOf(['vacancy_rent_in', 'vacancy_rent_out'])
  commitment: HeardRequest['commitment'];
}

class HeardMoveOut {
  @Optional() @IsString() state?: string;
  @Reference() agreementRef: string;
  @Reference() tenancyRef: string;
  @DateOnly() movedOutOn: LocalDate;
  @Parts(() => HeardMoveOutRequest, 20) coverRequests: HeardMoveOutRequest[];
  @OrNull() @DateOnly() settledOn: LocalDate | null;
}

class HeardVacancy {
  @Reference() agreementRef: string;
  @Reference() dwellingRef: string;
  @DateOnly() availableFrom: LocalDate;
  @OrNull() @DateOnly() endedOn: LocalDate | null;
  @Parts(() => HeardVacancyRequest, 20) coverRequests: HeardVacancyRequest[];
}

class HeardReferral {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() citizenRef?: string | null;
  @DateOnly() registeredOn: LocalDate;
  @OrNull() @DateOnly() financedOn: LocalDate | null;
  @OrNull() @DateOnly() movedInOn: LocalDate | null;
}

class HeardProposal {
  @Reference() agreementRef: string;
  @Reference() referralRef: string;
  @Optional() @DateOnly() answeredOn?: LocalDate;
  @Optional() @Whole(0, 100_000) unagreedDeclines?: number;
}

class HeardRentArrears {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() tenancyRef?: string | null;
  @DateOnly() reportedOn: LocalDate;
  @Optional() @IsString() state?: string;
  @Optional() @Whole(1, 10_000) pausedDays?: number;
}

class HeardComplaint {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() tenancyRef?: string | null;
  @DateOnly() reportedOn: LocalDate;
  @Optional() @IsString() state?: string;
}

class HeardEviction {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() tenancyRef?: string | null;
  @DateOnly() openedOn: LocalDate;
  @Optional() @IsString() state?: string;
}

/**
 * What agreements hears of the other services' cases: who lives under which version, what cover is asked for, and what is
 * counted for the follow-up. Dates of others that cannot be are followed where they do no harm, such as a tenancy that ended
 * before it began: it has ended. They are not counted: the figure is kept with the reason, and the log says so. Nothing of it
 * parks the case, of which other things must still be heard.
 */
@Controller()
export class KnownCasesConsumer {
  constructor(
    private readonly agreements: AgreementFlows,
    private readonly cover: CoverBookingFlows,
    private readonly figures: Figures,
    private readonly clock: Clock,
    private readonly logger: ServiceLogger,
  ) {}

  @OnMessage(topics.tenancyInternal.name, { types: 'all', body: HeardTenancy, erased: 'tenancyErased' })
  async tenancy(message: IncomingMessage<HeardTenancy>, tx: Sql): Promise<void> {
    const { key, caseVersion, data } = message;
    const { agreementRef, agreementVersionAtStart, dwellingRef, landlordRef, startedOn, state } = data;
    // Registered in error: there is no day on which somebody lived there by it, and it is not counted.
    const endedOn = state === STRUCK ? addDays(startedOn, -1) : data.endedOn;
    const known = { agreementRef, agreementVersionAtStart, dwellingRef, landlordRef, startedOn, endedOn };
    await keepNewest(tx, 'known_tenancies', { id: key, version: caseVersion, ...known });
    await this.figures.isTenancyOf(tx, key, dwellingRef);
    await this.count(tx, message, 'tenancies', agreementRef, dwellingRef, state === STRUCK ? null : startedOn);
    await this.agreements.lookAgain(agreementRef, this.command(message, tx));
  }

  async tenancyErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_tenancies', key);
    await this.figures.forget(tx, key);
  }

  @OnMessage(topics.moveOutInternal.name, { types: 'all', body: HeardMoveOut, erased: 'moveOutErased' })
  async moveOut(message: IncomingMessage<HeardMoveOut>, tx: Sql): Promise<void> {
    const { key, caseVersion, data } = message;
    const { agreementRef, tenancyRef, movedOutOn, settledOn } = data;
    const [known] = await tx.query<{ version: string }>('select version from known_move_outs where id = $1', [key]);
    if (known && Number(known.version) >= caseVersion) return;
    const isStruck = data.state === STRUCK;
    const heard = { id: key, version: caseVersion, agreementRef, tenancyRef, settledOn, isStruck };
    await keepNewest(tx, 'known_move_outs', heard);
    // It may have become known after the agreement had ended: what is promised of it is asked of one that runs off.
    await this.agreements.lookAgain(agreementRef, this.command(message, tx));
    // Nobody moved out: what it has asked for and not paid is not needed, whatever it says of it.
    const coverRequests = data.coverRequests.map((one) =>
      isStruck && one.status === 'requested' ? { ...one, status: 'withdrawn' as const } : one,
    );
    const [lived] = await tx.query<{ dwellingRef: string }>(
      'select dwelling_ref as "dwellingRef" from known_tenancies where id = $1',
      [tenancyRef],
    );
    const vacancy = { dwellingRef: lived?.dwellingRef ?? null, vacantFrom: addDays(movedOutOn, 1) };
    await this.answer(message, { agreementRef, tenancyRef, caseKind: 'move-out' }, vacancy, coverRequests, tx);
    await this.agreements.lookAgain(agreementRef, this.command(message, tx));
  }

  async moveOutErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_move_outs', key);
  }

  @OnMessage(topics.vacancyInternal.name, { types: 'all', body: HeardVacancy, erased: 'vacancyErased' })
  async vacancy(message: IncomingMessage<HeardVacancy>, tx: Sql): Promise<void> {
    const { agreementRef, dwellingRef, availableFrom, endedOn, coverRequests } = message.data;
    await this.count(tx, message, 'vacancy_days', agreementRef, dwellingRef, endedOn, availableFrom);
    const vacancy = { dwellingRef, vacantFrom: availableFrom };
    await this.answer(message, { agreementRef, tenancyRef: null, caseKind: 'vacancy' }, vacancy, coverRequests, tx);
  }

  @OnMessage(topics.referralInternal.name, { types: 'all', body: HeardReferral, erased: 'referralErased' })
  async referral(message: IncomingMessage<HeardReferral>, tx: Sql): Promise<void> {
    const { agreementRef, registeredOn, financedOn, movedInOn } = message.data;
    // There is no home yet: each citizen is one.
    const citizenRef = message.data.citizenRef ?? message.key;
    await this.count(tx, message, 'referrals', agreementRef, citizenRef, registeredOn);
    await this.count(tx, message, 'days_to_loan', agreementRef, citizenRef, financedOn, registeredOn);
    await this.count(tx, message, 'days_to_move_in', agreementRef, citizenRef, movedInOn, registeredOn);
  }

  /** From a landlord's third on: once or twice is no habit. */
  @OnMessage(topics.proposalInternal.name, {
    types: [types.proposal.declined],
    body: HeardProposal,
    erased: 'proposalErased',
  })
  async proposal(message: IncomingMessage<HeardProposal>, tx: Sql): Promise<void> {
    const { agreementRef, referralRef, answeredOn, unagreedDeclines = 0 } = message.data;
    if (!answeredOn || unagreedDeclines < DECLINES_THAT_COUNT) return;
    await this.count(tx, message, 'unagreed_declines', agreementRef, referralRef, answeredOn);
  }

  @OnMessage(topics.rentArrearsInternal.name, { types: 'all', body: HeardRentArrears, erased: 'rentArrearsErased' })
  async rentArrears(message: IncomingMessage<HeardRentArrears>, tx: Sql): Promise<void> {
    const { agreementRef, tenancyRef, state, pausedDays } = message.data;
    const home = tenancyRef ?? UNKNOWN_HOME;
    const reportedOn = isUncounted(state) ? null : message.data.reportedOn;
    await this.count(tx, message, 'arrears', agreementRef, home, reportedOn);
    // Apart from every average: how long an answer took is told without excuses.
    const about = { id: message.key, version: message.caseVersion, agreementRef, subjectRef: home, ignored: null };
    // None in a case that is open again: what ended it was struck.
    const waited = pausedDays ? { happenedOn: reportedOn, measure: pausedDays } : { happenedOn: null, measure: null };
    await this.figures.remember(tx, { series: 'paused_days', ...about, ...waited });
  }

  @OnMessage(topics.neighbourComplaintInternal.name, { types: 'all', body: HeardComplaint, erased: 'complaintErased' })
  async complaint(message: IncomingMessage<HeardComplaint>, tx: Sql): Promise<void> {
    const { agreementRef, tenancyRef, state } = message.data;
    const reportedOn = isUncounted(state) ? null : message.data.reportedOn;
    await this.count(tx, message, 'complaints', agreementRef, tenancyRef ?? UNKNOWN_HOME, reportedOn);
  }

  @OnMessage(topics.evictionInternal.name, { types: 'all', body: HeardEviction, erased: 'evictionErased' })
  async eviction(message: IncomingMessage<HeardEviction>, tx: Sql): Promise<void> {
    const { agreementRef, tenancyRef, state } = message.data;
    const openedOn = isUncounted(state) ? null : message.data.openedOn;
    await this.count(tx, message, 'evictions', agreementRef, tenancyRef ?? UNKNOWN_HOME, openedOn);
  }

  // One for each topic: a method hears of one kind of message.
  async vacancyErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await this.figures.forget(tx, key);
  }

  async referralErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await this.figures.forget(tx, key);
  }

  async proposalErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await this.figures.forget(tx, key);
  }

  async rentArrearsErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await this.figures.forget(tx, key);
  }

  async complaintErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await this.figures.forget(tx, key);
  }

  async evictionErased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await this.figures.forget(tx, key);
  }

  /** @param vacancy which one a vacancy rent is of: whatever a request says, the caps hang on what its case is about */
  private async answer(
    message: IncomingMessage<unknown>,
    about: { agreementRef: string; tenancyRef: string | null; caseKind: string },
    vacancy: { dwellingRef: string | null; vacantFrom: LocalDate },
    requests: readonly HeardRequest[],
    tx: Sql,
  ): Promise<void> {
    const command = this.command(message, tx);
    // What is given back is free for what the same case asks for anew, in whatever order it tells them.
    const backFirst = requests.toSorted((a, b) => Number(b.status === 'withdrawn') - Number(a.status === 'withdrawn'));
    for (const { status, paidOere, utilitiesOere = 0, from, through, ...asked } of backFirst) {
      const isOfDays = from !== undefined && through !== undefined && from <= through;
      const days = isOfDays ? { coversFrom: from, coversThrough: through } : NO_DAYS;
      const where = isVacancyRent(asked.commitment) ? { ...vacancy, ...days } : { vacantFrom: null, ...NO_DAYS };
      const request = { ...asked, ...about, ...where, utilitiesOere, caseRef: message.key, cause: null };
      await this.cover.hear(request, status, paidOere ?? asked.amountOere + utilitiesOere, command);
    }
  }

  /** @param since of what lasts: its first day */
  private async count(
    tx: Sql,
    { key, caseVersion }: IncomingMessage<unknown>,
    series: Series,
    agreementRef: string | null,
    subjectRef: string,
    happenedOn: LocalDate | null,
    since?: LocalDate,
  ): Promise<void> {
    const measured = happenedOn && since ? measuredDays(since, happenedOn) : { days: null };
    const ignored = 'ignored' in measured ? measured.ignored : null;
    if (ignored)
      this.logger.warn({ caseId: key, series, outcome: ignored }, 'a figure of another service is not counted');
    const measure = 'days' in measured ? measured.days : null;
    const heard = { id: key, version: caseVersion, agreementRef, subjectRef, happenedOn, measure, ignored };
    await this.figures.remember(tx, { series, ...heard });
  }

  private command(message: IncomingMessage<unknown>, tx: Sql) {
    return messageCommand('agreements', message, this.clock, tx);
  }
}
