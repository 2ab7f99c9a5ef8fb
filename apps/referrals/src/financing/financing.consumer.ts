// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Amount, DateOnly, Optional, OrNull, Part, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { helpDecisionDueOn, type LocalDate, type Oere } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { FinancingFlows } from './financing.flows.js';

class HeardHelp {
  @Reference() helpRef: string;
  /** A status we do not know is none of ours to act on. */
  @IsString() status: string;
  @DateOnly() appliedOn: LocalDate;
  /** Absent in older messages. */
  @Optional() @DateOnly() decisionDueOn?: LocalDate;
}

/** States in which a case of missing rent has ended; one that we do not know is taken for open. */
const ENDED: readonly string[] = [
  ...['SELF_CURED', 'CURED_BY_PLAN', 'CURED_BY_HELP', 'ESCALATED_TO_EVICTION', 'DUPLICATE', 'STRUCK'],
];

class HeardOwner {
  @IsString() role: string;
  @Optional() @IsString() team?: string;
  @Optional() @IsString() person?: string;
}

/** What referrals reads of a case of missing rent. */
class HeardRentArrears {
  @OrNull() @Reference() agreementRef: string | null;
  @Reference() landlordRef: string;
  @OrNull() @Reference() tenancyRef: string | null;
  @Optional() @Amount() owedOere?: Oere;
  @Optional() @DateOnly() demandExpiresOn?: LocalDate;
  @Optional() @Part(() => HeardHelp) help?: HeardHelp;
  @IsString() state: string;
  /** Whose the case is; absent: nobody's yet. */
  @Optional() @Part(() => HeardOwner) owner?: HeardOwner;
}

/**
 * Opens and withdraws applications for help as the cases of missing rent ask for it. The newest version heard of each is
 * kept, so that what comes late or again changes nothing. Of a case that never asked for help only whose it is, and whether it
 * is open: who visits the tenant may see who that is (the citizen vault).
 */
@Controller()
export class FinancingConsumer {
  constructor(
    private readonly flows: FinancingFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.rentArrearsInternal.name, { types: 'all', body: HeardRentArrears, erased: 'erased' })
  async heard(message: IncomingMessage<HeardRentArrears>, tx: Sql): Promise<void> {
    const { key, caseVersion, data } = message;
    const { help, agreementRef, landlordRef, tenancyRef, owedOere = null, demandExpiresOn = null } = data;
    if (tenancyRef) await this.keepOwner(message, tenancyRef, tx);
    if (!help) return;
    const [known] = await tx.query<{ version: number }>('select version from known_rent_arrears where id = $1', [key]);
    if (known && known.version >= caseVersion) return;
    await keepNewest(tx, 'known_rent_arrears', { id: key, version: caseVersion, owedOere });

    const command = messageCommand('referrals', message, this.clock, tx);
    const { helpRef, appliedOn, decisionDueOn = helpDecisionDueOn(appliedOn, demandExpiresOn) } = help;
    if (help.status === 'asked') {
      const heard = { caseRef: key, agreementRef, landlordRef, tenancyRef, appliedOn, decisionDueOn };
      await this.flows.heardAsked(helpRef, heard, command);
    } else if (help.status === 'withdrawn') await this.flows.heardWithdrawn(helpRef, command);
  }

  private async keepOwner(message: IncomingMessage<HeardRentArrears>, tenancyRef: string, tx: Sql): Promise<void> {
    const { key, caseVersion, time, data } = message;
    const { role = null, team = null, person = null } = data.owner ?? {};
    await keepNewest(tx, 'known_arrears', {
      ...{ id: key, version: caseVersion, tenancyRef },
      ...{
        assignedRole: role,
        assignedTeam: team,
        assignedPerson: person,
        closedAt: ENDED.includes(data.state) ? time.toISOString() : null,
      },
    });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_arrears', key);
    await forget(tx, 'known_rent_arrears', key);
  }
}
