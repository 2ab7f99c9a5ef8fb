// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, Cases, type Command, type CommandInTransaction, Database } from '#persistence';
import { runningConsent } from '../citizen/citizen.js';
import type { CitizenRow } from '../citizen/citizen.kind.js';
import { Vault } from '../citizen/vault/vault.js';
import { ProposedTenantView } from './proposal.dto.js';
import { proposal } from './proposal.kind.js';

/** What a landlord does is followed by the referral. */
@Injectable()
export class ProposalFlows {
  constructor(
    private readonly database: Database,
    private readonly cases: Cases,
    private readonly vault: Vault,
  ) {}

  /**
   * Vacancy and referral first, as everywhere: whoever lets it to another goes from it to the referral, whoever withdraws that
   * from it to the proposal.
   */
  holdingVacancyAndReferral(
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

  /**
   * Who the tenant is: once the landlord has said yes, while the citizen's consent runs, until the lease is registered. It is
   * written to the audit log of the citizen. @throws Problem 404 for another landlord
   */
  async tenant(id: string, command: Command): Promise<ProposedTenantView> {
    const { state, referralRef } = await this.cases.row(proposal, id, command);
    if (state === 'PROPOSED') return ProposedTenantView.withheld(id, 'not_accepted');
    if (state !== 'ACCEPTED' && state !== 'LEASE_PENDING') return ProposedTenantView.withheld(id, 'closed');
    return await this.cases.look({ ...command, purpose: 'lease' }, async (tx) => {
      const [row] = await tx.query<CitizenRow>(
        `select c.id, c.consents, c.data_key as "dataKey", c.data_key_id as "dataKeyId", c.wrapped_by as "wrappedBy",
                c.cpr, c.name, c.address, c.contact, c.household
           from citizen c join referral r on r.citizen_ref = c.id where r.id = $1 and c.state = 'KNOWN'`,
        [referralRef],
      );
      if (!row || !runningConsent(row, 'show_name_to_landlord'))
        return { answer: ProposedTenantView.withheld(id, 'no_consent'), about: [] };
      const { name, contact } = await this.vault.open(row.id, row, ['name', 'contact']);
      return { answer: { id, name, contact, withheld: null }, about: [row.id] };
    });
  }
}
