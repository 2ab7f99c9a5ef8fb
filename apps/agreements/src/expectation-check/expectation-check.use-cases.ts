// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database, Problem } from '#persistence';
import { partyOf } from '../agreement/agreement.js';
import { agreementOf } from '../agreement/agreement.lookup.js';
import { type AnswerExpectations, type CorrectExpectations, viewFor } from './expectation-check.dto.js';
import { expectationCheckKind } from './expectation-check.events.js';
import { type ExpectationFacts, expectationCheckRules, quarterOf } from './expectation-check.js';
import { scopeOf } from './expectation-check.queries.js';

@Injectable()
export class ExpectationCheckUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  /** @throws Problem 404 for an agreement, or a meeting of it, that the caller does not see */
  async answer(input: AnswerExpectations, command: Command): Promise<Answer> {
    const { agreementRef, meetingRef = null, ratings, comment = null } = input;
    const { landlordRef } = await agreementOf(this.database, agreementRef, command);
    if (meetingRef) {
      const [meeting] = await this.database.query('select 1 from meeting where id = $1 and agreement_ref = $2', [
        meetingRef,
        agreementRef,
      ]);
      if (!meeting) throw new Problem(404, 'not-found');
    }
    const party = partyOf(command.actor.roles);
    const quarterFrom = meetingRef ? null : quarterOf(command.today);
    return await this.cases.open(
      expectationCheckKind,
      command,
      { agreementRef, meetingRef, quarterFrom, party },
      (known: Pick<ExpectationFacts, 'otherHasAnswered'>) => ({
        row: {
          state: expectationCheckRules.next('answer', null, command.actor.roles, { ...known, today: command.today }),
          ...{ agreementRef, landlordRef, meetingRef, quarterFrom, party, ratings, comment },
          givenOn: command.today,
          closedAt: null,
          nextDueOn: null,
        },
        fact: 'changed',
      }),
      viewFor(command),
    );
  }

  correct(id: string, { ratings, comment = undefined }: CorrectExpectations, command: Command): Promise<Answer> {
    const by = partyOf(command.actor.roles);
    return this.cases.change(
      expectationCheckKind,
      id,
      command,
      scopeOf(command.actor),
      (check, known: Pick<ExpectationFacts, 'otherHasAnswered'>) => ({
        changes: {
          state: expectationCheckRules.next(
            'correct',
            check,
            command.actor.roles,
            { ...known, today: command.today },
            { by },
          ),
          ratings,
          comment: comment ?? null,
        },
        fact: 'changed',
      }),
      viewFor(command),
    );
  }
}
