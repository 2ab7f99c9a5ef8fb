// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, type Command, type CommandInTransaction, Database } from '#persistence';

/** What a landlord does is followed by the referral. */
@Injectable()
export class ProposalFlows {
  constructor(private readonly database: Database) {}

  /** The referral first, as everywhere: whoever withdraws it goes from it to the proposal. */
  holdingReferral(
    id: string,
    command: Command,
    act: (inside: CommandInTransaction) => Promise<Answer>,
  ): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        'select r.id from referral r where r.id = (select referral_ref from proposal where id = $1) for update',
        [id],
      );
      return await act({ ...command, tx });
    });
  }
}
