// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database, type Decision, type Sql } from '#persistence';
import { FinancingUseCases } from '../financing/financing.use-cases.js';
import { along } from './administration-agreement.along.js';
import {
  type AcceptAdministrationAgreement,
  type EndAdministrationAgreement,
  type OfferAdministrationAgreement,
  type RevokeAdministrationAgreement,
  viewFor,
} from './administration-agreement.dto.js';
import type { AdministrationAgreementRow } from './administration-agreement.entity.js';
import { administrationAgreementKind } from './administration-agreement.events.js';
import * as decide from './administration-agreement.js';
import { scopeOf } from './administration-agreement.queries.js';

type Known = Omit<decide.AdministrationFacts, 'today'>;

@Injectable()
export class AdministrationAgreementUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
    private readonly financing: FinancingUseCases,
  ) {}

  offer(input: OfferAdministrationAgreement, command: Command): Promise<Answer> {
    const { tenancyRef } = input;
    return this.cases.open(
      administrationAgreementKind,
      command,
      { tenancyRef },
      (known: Known) => ({
        row: {
          ...decide.offer(input, command.actor.roles, { ...known, today: command.today }),
          closedAt: null,
          nextDueOn: null,
        },
        fact: 'offered',
      }),
      viewFor(command),
    );
  }

  /** Accepted as a condition of help, the help takes effect with it. */
  accept(id: string, { acceptedOn }: AcceptAdministrationAgreement, command: Command): Promise<Answer> {
    return this.answerOfCitizen(
      id,
      command,
      (row, facts) => decide.accept(row, acceptedOn, command.actor.roles, facts),
      (financingRef, tx) =>
        this.financing.conditionMet(financingRef, acceptedOn, along(command, 'financing.condition-met', tx)),
    );
  }

  /** Declined as a condition of help, the help is refused with it. */
  decline(id: string, command: Command): Promise<Answer> {
    return this.answerOfCitizen(
      id,
      command,
      (row, facts) => decide.decline(row, command.actor.roles, facts),
      (financingRef, tx) =>
        this.financing.conditionDeclined(financingRef, along(command, 'financing.condition-declined', tx)),
    );
  }

  revoke(id: string, input: RevokeAdministrationAgreement, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.revoke(row, input, command.actor.roles, facts));
  }

  end(id: string, { lastPaidThrough }: EndAdministrationAgreement, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.end(row, lastPaidThrough, command.actor.roles, facts));
  }

  private answerOfCitizen(
    id: string,
    command: Command,
    decision: (row: AdministrationAgreementRow, facts: decide.AdministrationFacts) => Decided,
    forHelp: (financingRef: string, tx: Sql) => Promise<void>,
  ): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      // The help first, as everywhere: whoever withdraws it goes from it to the agreement.
      await tx.query(
        `select f.id from financing f where f.id = (select financing_ref from administration_agreement where id = $1)
          for update`,
        [id],
      );
      let financingRef: string | null = null;
      const answer = await this.change(id, { ...command, tx }, (row, facts) => {
        const decided = decision(row, facts);
        financingRef = row.financingRef; // Set by this request only: a remembered answer has done it before.
        return decided;
      });
      if (financingRef) await forHelp(financingRef, tx);
      return answer;
    });
  }

  private change(
    id: string,
    command: Command,
    decision: (row: AdministrationAgreementRow, facts: decide.AdministrationFacts) => Decided,
  ): Promise<Answer> {
    return this.cases.change<AdministrationAgreementRow, decide.AdministrationFact, Known>(
      administrationAgreementKind,
      id,
      command,
      scopeOf(command.actor),
      (row, known) => {
        const { changes, fact } = decision(row, { ...known, today: command.today });
        return { changes: { ...changes, ...(fact !== 'started' && { closedAt: command.now }) }, fact };
      },
      viewFor(command),
    );
  }
}

type Decided = Decision<AdministrationAgreementRow, decide.AdministrationFact>;
