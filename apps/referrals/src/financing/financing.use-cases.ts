// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import { type Answer, CaseStore, type Command, type CommandInTransaction, Database, type Scope } from '#persistence';
import {
  along,
  lapseConditionOf,
  openAsCondition,
} from '../administration-agreement/administration-agreement.along.js';
import { type GrantFinancing, type RefuseFinancing, type RegisterPayment, viewFor } from './financing.dto.js';
import type { FinancingRow } from './financing.entity.js';
import { financingKind } from './financing.events.js';
import * as decide from './financing.js';
import { scopeOf } from './financing.queries.js';

type Known = Omit<decide.FinancingFacts, 'today'>;
type Decided = { changes: Partial<decide.Financing>; fact: decide.FinancingFact };
type Decide = (row: FinancingRow, facts: decide.FinancingFacts) => Decided;

const CLOSED: readonly decide.Financing['state'][] = ['PAID', 'REFUSED', 'WITHDRAWN'];

@Injectable()
export class FinancingUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  /** With a condition, the agreement that the citizen is to accept is offered in the same transaction. */
  grant(id: string, input: GrantFinancing, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      let tenancyRef: string | null = null;
      const answer = await this.change(id, { ...command, tx }, (row, facts) => {
        const decided = decide.grant(row, input, command.actor.roles, facts);
        tenancyRef = row.tenancyRef; // Set by this request only: a remembered answer has offered it before.
        return decided;
      });
      if (tenancyRef && input.administrationAgreement) {
        const { monthlyAmountOere, firstPaymentOn } = input.administrationAgreement;
        const condition = { financingRef: id, tenancyRef, monthlyAmountOere, firstPaymentOn };
        await openAsCondition(this.cases, condition, { ...command, tx });
      }
      return answer;
    });
  }

  refuse(id: string, input: RefuseFinancing, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.refuse(row, input, command.actor.roles, facts));
  }

  registerPayment(id: string, payment: RegisterPayment, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.registerPayment(row, payment, command.actor.roles, facts));
  }

  registerRepayment(id: string, payment: RegisterPayment, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.registerRepayment(row, payment, command.actor.roles, facts));
  }

  async conditionMet(id: string, acceptedOn: LocalDate, command: CommandInTransaction): Promise<void> {
    await this.change(id, command, (row, facts) => decide.conditionMet(row, acceptedOn, facts), {});
  }

  async conditionDeclined(id: string, command: CommandInTransaction): Promise<void> {
    await this.change(id, command, decide.conditionDeclined, {});
  }

  /** The newest that a case of missing rent says of help that is asked for: a new case, or what changed in it. */
  async heardAsked(id: string, heard: decide.HeardArrears, command: CommandInTransaction): Promise<void> {
    const known = await this.lock(id, command);
    if (!known) {
      // A newer application takes the place of one whose withdrawal was never heard: a compacted topic may leave it out.
      const older = await command.tx.query<{ id: string }>(
        `select id from financing where case_ref = $1 and state in ('APPLIED', 'AWAITING_CONDITION') order by id`,
        [heard.caseRef],
      );
      for (const one of older) await this.heardWithdrawn(one.id, command);
      return await this.apply(id, heard, along(command, 'financing.apply', command.tx));
    }
    const news = known.state === 'APPLIED' && decide.newsOf(known, heard);
    if (!news) return;
    const follow = along(command, 'financing.follow-arrears', command.tx);
    await this.change(id, follow, (row, facts) => decide.followArrears(row, news, facts));
  }

  /** Help that was asked for and is not any more; what is paid stays paid. */
  async heardWithdrawn(id: string, command: CommandInTransaction): Promise<void> {
    const known = await this.lock(id, command);
    if (!known || CLOSED.includes(known.state)) return;
    await this.change(id, along(command, 'financing.withdraw', command.tx), decide.withdraw);
    await lapseConditionOf(this.cases, id, command);
  }

  private async lock(id: string, { tx }: CommandInTransaction): Promise<decide.Application | undefined> {
    const [known] = await tx.query<decide.Application>(
      `select state, applied_on as "appliedOn", decision_due_on as "decisionDueOn", agreement_ref as "agreementRef",
              tenancy_ref as "tenancyRef" from financing where id = $1 for update`,
      [id],
    );
    return known;
  }

  private async apply(id: string, heard: decide.HeardArrears, command: CommandInTransaction): Promise<void> {
    await this.cases.open<FinancingRow, decide.FinancingFact, Known>(
      financingKind,
      command,
      { caseRef: heard.caseRef, tenancyRef: heard.tenancyRef },
      (known) => ({
        row: { ...decide.apply(heard, { ...known, today: command.today }), closedAt: null, nextDueOn: null },
        fact: 'applied',
      }),
      () => null,
      id,
    );
  }

  /** @param scope a person who acts on another case reaches this one whatever is seen of it */
  private change(
    id: string,
    command: Command,
    decision: Decide,
    scope: Scope<FinancingRow> = scopeOf(command.actor),
  ): Promise<Answer> {
    return this.cases.change<FinancingRow, decide.FinancingFact, Known>(
      financingKind,
      id,
      command,
      scope,
      (row, known) => {
        const { changes, fact } = decision(row, { ...known, today: command.today });
        const closes = changes.state && changes.state !== row.state && CLOSED.includes(changes.state);
        return { changes: { ...changes, ...(closes && { closedAt: command.now }) }, fact };
      },
      viewFor(command),
    );
  }
}
