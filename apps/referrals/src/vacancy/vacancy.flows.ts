// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { byTheRules, Cases, type CommandInTransaction } from '#persistence';
import { tenancy } from '../tenancy/tenancy.kind.js';
import type { CoverAnswer } from './case.js';
import { OPEN_STATES } from './vacancy.js';
import { type VacancyRow, vacancy } from './vacancy.kind.js';
import { openRequest } from './vacancy-payment.js';

/** What the ledger says of a request, or that it keeps nothing for it any more. */
export type LedgerSays = Omit<CoverAnswer, 'state'> & { state: CoverAnswer['state'] | 'EXPIRED' | 'RELEASED' };

/** A vacancy and what crosses it: the tenancy by which it is let, the ledger that covers its rent. */
@Injectable()
export class VacancyFlows {
  constructor(private readonly cases: Cases) {
    cases.follow(tenancy, ['start', 'register'], async ({ row, command }) => {
      const { id: tenancyRef, dwellingRef, startedOn: letOn } = row;
      const isWanted = row.origin !== 'landlord';
      await this.lockDwelling(dwellingRef, command);
      // An open one, or one whose rent is not paid yet and would be for days on which somebody lives there.
      const open = await command.tx.query<{ id: string }>(
        `select id from vacancy where dwelling_ref = $1
            and (state = any($2) or (state in ('LET', 'NOTICE_ENDED') and last_day >= $3)) for update`,
        [dwellingRef, OPEN_STATES, letOn],
      );
      for (const { id } of open)
        await cases.act(vacancy, 'let', id, byTheRules(command), { tenancyRef, letOn, isWanted });
    });
    cases.follow(tenancy, ['strike'], async ({ row: { id }, input: { what }, command }) => {
      if (what !== 'start') return;
      const letByIt = await command.tx.query<{ id: string }>('select id from vacancy where tenancy_ref = $1', [id]);
      for (const one of letByIt) await cases.act(vacancy, 'reopen', one.id, byTheRules(command));
    });
  }

  /** What the ledger says of the newest request of a vacancy; of any other request, or again, it changes nothing. */
  async hearCover(id: string, requestRef: string, said: LedgerSays, command: CommandInTransaction): Promise<void> {
    const [known] = await command.tx.query<Pick<VacancyRow, 'state' | 'coverRequests'>>(
      'select state, cover_requests as "coverRequests" from vacancy where id = $1 for update',
      [id],
    );
    const request = known && openRequest(known);
    if (request?.requestRef !== requestRef || (request.answer && request.answer.version >= said.version)) return;
    const { state, ...answer } = said;
    if (state === 'RESERVED' || state === 'REFUSED')
      await this.cases.act(vacancy, 'hearCover', id, command, { answer: { ...answer, state } });
    else if (state === 'EXPIRED')
      await this.cases.act(vacancy, 'askForCoverAgain', id, command, { requestRef: uuidv7() });
    else await this.cases.act(vacancy, 'takeBackProposal', id, command);
  }

  /** As `oneAtATime` holds a report: whoever lets a dwelling sees the vacancy that is reported at that moment, or is seen. */
  private async lockDwelling(dwellingRef: string, { tx }: CommandInTransaction): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('vacancy ' || $1, 0))`, [dwellingRef]);
  }
}
