// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Command, Database, Problem } from '#persistence';
import type { NamedEntryPoint } from '../agreement/agreement-terms.dto.js';
import { AgreementsConfig } from '../agreements.config.js';
import type { EntryPointQuery, EntryPointView } from './entry-point.dto.js';
import { isOpen } from './opening-hours.js';

const timeInCopenhagen = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
});

@Injectable()
export class EntryPoint {
  constructor(
    private readonly database: Database,
    private readonly settings: AgreementsConfig,
  ) {}

  /** @throws Problem 404 where the caller has no agreement with an entry point */
  async now({ agreementRef }: EntryPointQuery, { actor, now, today }: Command): Promise<EntryPointView> {
    const [found] = await this.database.query<{ id: string; agreement_no: string; entry_point: NamedEntryPoint }>(
      `select id, agreement_no, entry_point from agreement
        where entry_point is not null and ($1::uuid is null or id = $1) and ($2::uuid is null or shown_to = $2)
          and state not in ('EXPIRED', 'TERMINATED', 'ABANDONED')
        order by state in ('ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF') desc, term_from desc, id desc limit 1`,
      [agreementRef ?? null, actor.landlordRef ?? null],
    );
    if (!found) throw new Problem(404, 'not-found');
    const { name, mailbox, phone, openingHours, awayFrom, awayTo, ...standIn } = found.entry_point;
    const contact = { name: name ?? null, mailbox, phone };
    const other = {
      name: standIn.standInName ?? null,
      mailbox: standIn.standInMailbox ?? null,
      phone: standIn.standInPhone ?? null,
    };
    const hasOther = Boolean(other.mailbox ?? other.phone);
    // Whoever is called can be reached: without a stand-in it is the contact, away or not.
    const isAway = hasOther && awayFrom !== undefined && awayTo !== undefined && awayFrom <= today && today <= awayTo;
    return {
      agreementRef: found.id,
      agreementNo: found.agreement_no,
      municipality: this.settings.MUNICIPALITY_NAME,
      answers: isAway ? 'stand-in' : 'contact',
      call: isAway ? other : contact,
      openingHours,
      isOpen: isOpen(openingHours, today, timeInCopenhagen.format(now)),
      otherwise: isAway ? contact : hasOther ? other : null,
      awayTo: isAway ? awayTo : null,
    };
  }
}
