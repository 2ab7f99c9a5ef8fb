// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import {
  type Answer,
  byTheRules,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  Problem,
} from '#persistence';
import { Threads, threadFile } from '#service';
import { administrationAgreement } from '../administration-agreement/administration-agreement.kind.js';
import { ReferralsConfig } from '../referrals.config.js';
import { type Application, newsOf } from './application.js';
import type { Decided } from './decision/decision-document.js';
import type { DecisionQuery, Receivable, Receivables } from './financing.dto.js';
import type { Financing } from './financing.js';
import { financing } from './financing.kind.js';
import type { ApplyForMove } from './move.js';

const DRAWING = threadFile<typeof import('./decision/draw.thread.js')>('./decision/draw.thread', import.meta.url);

/**
 * Help and what crosses it: the case of missing rent or the referral that asks for it, the administration agreement that it
 * may take.
 */
@Injectable()
export class FinancingFlows {
  private isInSight: (referralRef: string, command: Command) => Promise<boolean> = () => Promise.resolve(true);

  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly settings: ReferralsConfig,
    private readonly threads: Threads,
  ) {
    cases.follow(financing, ['grant'], async ({ row: { id, tenancyRef }, input, command }) => {
      const condition = input.administrationAgreement;
      if (!condition) return;
      const offer = { financingRef: id, tenancyRef: tenancyRef!, ...condition };
      await cases.open(administrationAgreement, 'offerAsCondition', byTheRules(command), offer);
    });
    cases.follow(administrationAgreement, ['accept'], async ({ row: { financingRef }, input, command }) => {
      if (financingRef) await cases.act(financing, 'conditionMet', financingRef, byTheRules(command), input);
    });
    cases.follow(administrationAgreement, ['decline'], async ({ row: { financingRef }, command }) => {
      if (financingRef) await cases.act(financing, 'conditionDeclined', financingRef, byTheRules(command));
    });
    cases.follow(financing, ['withdraw'], ({ row: { id }, command }) => this.lapseConditionOf(id, byTheRules(command)));
  }

  /** The referral is held meanwhile: one that is withdrawn at the same moment takes the application with it. */
  async applyForMove(input: ApplyForMove, caused: Command): Promise<Answer> {
    // Of a referral out of sight social services learn no more than of one that there is not.
    const isSeen = await this.seesReferral(input.referralRef, caused);
    const command = isSeen ? caused : { ...caused, known: { ...caused.known, move: null, hasAnother: false } };
    const apply = async (inside: CommandInTransaction) => {
      await inside.tx.query('select id from referral where id = $1 for update', [input.referralRef]);
      return await this.cases.open(financing, 'applyForMove', inside, input);
    };
    return command.tx
      ? await apply(command as CommandInTransaction)
      : await this.database.transaction((tx) => apply({ ...command, tx }));
  }

  /** Told by who knows referrals: is one in the sight of who asks? */
  appliesWhere(isInSight: (referralRef: string, command: Command) => Promise<boolean>): void {
    this.isInSight = isInSight;
  }

  /** The benefits office decides for all of them; social services apply for their own and their teams'. */
  private async seesReferral(referralRef: string, command: Command): Promise<boolean> {
    if (command.as || command.actor.roles.includes('benefits_caseworker')) return true;
    return await this.isInSight(referralRef, command);
  }

  /** The referral first, as everywhere: whoever withdraws it goes from it to the help. */
  holdingReferral(
    id: string,
    command: Command,
    act: (inside: CommandInTransaction) => Promise<Answer>,
  ): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        'select r.id from referral r where r.id = (select referral_ref from financing where id = $1) for update',
        [id],
      );
      return await act({ ...command, tx });
    });
  }

  /** The citizen does not get the dwelling: what was applied for is not needed, what is paid stays paid. */
  async moveIsOff(referralRef: string, command: CommandInTransaction): Promise<void> {
    const open = await command.tx.query<{ id: string }>(
      'select id from financing where referral_ref = $1 and closed_at is null order by id for update',
      [referralRef],
    );
    for (const { id } of open) await this.cases.act(financing, 'withdraw', id, byTheRules(command));
  }

  /** @throws Problem 404 also while nothing is decided, 429 where too much is drawn already */
  async decision(
    id: string,
    { format, language }: DecisionQuery,
    command: Command,
    signal: AbortSignal,
  ): Promise<{ content: Buffer; name: string }> {
    const row = await this.cases.row(financing, id, command);
    if (!row.decidedOn) throw new Problem(404, 'not-found');
    const decided: Decided = { ...row, municipality: this.settings.MUNICIPALITY_NAME };
    const letter = async () => ({ decided, format, language });
    const drawn = await this.threads.run(DRAWING, 'drawDecision', letter, { caller: command.actor.id, signal });
    const content = Buffer.from(drawn.buffer, drawn.byteOffset, drawn.byteLength);
    return { content, name: `${row.number}.${format}` };
  }

  /** Sums over all cases: they name nobody. */
  async receivables(): Promise<Receivables> {
    const items = await this.database.query<Receivable>(
      `select kind, count(*)::int as cases, sum(paid_oere - repaid_oere)::float8 as "receivableOere"
         from financing where repayable and paid_oere > repaid_oere group by kind order by kind`,
    );
    return { items, totalOere: items.reduce((total, { receivableOere }) => total + receivableOere, 0) };
  }

  /** The newest that a case of missing rent says of help that is asked for: a new case, or what changed in it. */
  async heardAsked(id: string, heard: Application, command: CommandInTransaction): Promise<void> {
    const known = await this.lock(id, command);
    if (!known) {
      // A newer application takes the place of one whose withdrawal was never heard: a compacted topic may leave it out.
      const older = await command.tx.query<{ id: string }>(
        `select id from financing where case_ref = $1 and state in ('APPLIED', 'AWAITING_CONDITION') order by id`,
        [heard.caseRef],
      );
      for (const one of older) await this.heardWithdrawn(one.id, command);
      await this.cases.open(financing, 'apply', command, heard, { id });
      return;
    }
    const news = known.state === 'APPLIED' && newsOf(known, heard);
    if (news) await this.cases.act(financing, 'followArrears', id, command, news);
  }

  /** Help that was asked for and is not any more; what is paid stays paid. */
  async heardWithdrawn(id: string, command: CommandInTransaction): Promise<void> {
    const known = await this.lock(id, command);
    if (known && !financing.closed.includes(known.state)) await this.cases.act(financing, 'withdraw', id, command);
  }

  /** The help is no longer needed: what was offered as its condition is off the table. */
  private async lapseConditionOf(financingRef: string, command: CommandInTransaction): Promise<void> {
    const offers = await command.tx.query<{ id: string }>(
      `select id from administration_agreement where financing_ref = $1 and state = 'OFFERED'`,
      [financingRef],
    );
    for (const { id } of offers) await this.cases.act(administrationAgreement, 'lapse', id, command);
  }

  private async lock(id: string, { tx }: CommandInTransaction) {
    const [known] = await tx.query<Omit<Application, 'caseRef' | 'landlordRef'> & Pick<Financing, 'state'>>(
      `select state, applied_on as "appliedOn", decision_due_on as "decisionDueOn", agreement_ref as "agreementRef",
              tenancy_ref as "tenancyRef" from financing where id = $1 for update`,
      [id],
    );
    return known;
  }
}
