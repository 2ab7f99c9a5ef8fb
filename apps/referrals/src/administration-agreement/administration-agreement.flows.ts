// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, Cases, type Command, type CommandInTransaction, Database } from '#persistence';
import type { AcceptAdministrationAgreement } from './administration-agreement.dto.js';
import { administrationAgreement } from './administration-agreement.kind.js';

/** The citizen's answer, which decides the help that the agreement is a condition of. */
@Injectable()
export class AdministrationAgreementFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  accept(id: string, input: AcceptAdministrationAgreement, command: Command): Promise<Answer> {
    return this.withHelpLocked(id, command, (inside) =>
      this.cases.act(administrationAgreement, 'accept', id, inside, input),
    );
  }

  decline(id: string, command: Command): Promise<Answer> {
    return this.withHelpLocked(id, command, (inside) => this.cases.act(administrationAgreement, 'decline', id, inside));
  }

  /** The help first, as everywhere: whoever withdraws it goes from it to the agreement. */
  private withHelpLocked(id: string, command: Command, act: (inside: CommandInTransaction) => Promise<Answer>) {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `select f.id from financing f where f.id = (select financing_ref from administration_agreement where id = $1)
          for update`,
        [id],
      );
      return await act({ ...command, tx });
    });
  }
}
