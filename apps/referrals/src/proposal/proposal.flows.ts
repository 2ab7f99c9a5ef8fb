// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, type Command, type CommandInTransaction, Database } from '#persistence';

/** What a landlord does is followed by the referral. */
@Injectable()
export class ProposalFlows {
  constructor(private readonly database: Database) {}

  /**
   * Vacancy and referral first, as everywhere: whoever lets it to another goes from it to the referral, whoever withdraws that
   * from it to the proposal.
   */
  holdingReferral(
    id: string,
    command: Command,
    act: (inside: CommandInTransaction) => Promise<Answer>,
  ): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        'select v.id from vacancy v where v.id = (select vacancy_ref from proposal where id = $1) for update',
        [id],
      );
      await tx.query(
        'select r.id from referral r where r.id = (select referral_ref from proposal where id = $1) for update',
        [id],
      );
      return await act({ ...command, tx });
    });
  }
}
