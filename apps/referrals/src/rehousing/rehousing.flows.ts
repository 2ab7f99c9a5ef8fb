// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import {
  type Answer,
  byTheRules,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  type Sql,
} from '#persistence';
import { type ReferralRow, referral } from '../referral/referral.kind.js';
import type { Heard, NamedReferral } from './rehousing.js';
import { type RehousingRow, rehousing } from './rehousing.kind.js';

/** What is heard of an eviction. */
export interface HeardEviction {
  agreementRef: string | null;
  tenancyRef: string | null;
  citizenRef: string | null;
  /** Null: no day is set. */
  evictionOn: LocalDate | null;
  /** It is called off, or has no day after all. */
  isOff: boolean;
}

/** What is known here of a tenancy, and who of social services has had its referral. */
interface OfTenancy {
  citizenRef: string;
  agreementRef: string;
  assignedTeam: string | null;
  assignedPerson: string | null;
}

/** A rehousing and what crosses it: the eviction that opens it, the referral to a new home. */
@Injectable()
export class RehousingFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {
    cases.follow(referral, ['moveIn'], ({ row, command }) => this.ofReferral(row, 'findHome', byTheRules(command)));
    cases.follow(referral, ['settle'], async ({ row, before, command }) => {
      if (row.movedInOn === null) await this.ofReferral(row, 'loseReferral', byTheRules(command));
      else if (!before?.movedInOn) await this.ofReferral(row, 'findHome', byTheRules(command));
    });
    cases.follow(referral, ['voidLease'], async ({ row, command }) => {
      await this.ofReferral(row, 'reopenHome', byTheRules(command));
      await this.ofReferral(row, 'loseReferral', byTheRules(command));
    });
    cases.follow(referral, ['reopen'], ({ row, command }) => this.ofReferral(row, 'reopenHome', byTheRules(command)));
    cases.follow(referral, ['withdraw', 'decideOutsideTargetGroup'], ({ row, command }) =>
      this.ofReferral(row, 'loseReferral', byTheRules(command)),
    );
  }

  /** Once for each eviction: what is heard again or late was left out before. */
  async hear(
    evictionRef: string,
    { isOff, evictionOn, ...told }: HeardEviction,
    command: CommandInTransaction,
  ): Promise<void> {
    const [known] = await command.tx.query<Heard & Pick<RehousingRow, 'id' | 'state'>>(
      `select id, state, agreement_ref as "agreementRef", tenancy_ref as "tenancyRef", citizen_ref as "citizenRef",
              eviction_on as "evictionOn" from rehousing where eviction_ref = $1 for update`,
      [evictionRef],
    );
    if (isOff) {
      if (known?.state === 'OPEN') await this.cases.act(rehousing, 'cancel', known.id, command);
      return;
    }
    if (evictionOn === null) return;
    const of = told.tenancyRef ? await tenancyOf(command.tx, told.tenancyRef) : undefined;
    // What was known is not forgotten because it is not told again; of a tenancy, what is known here counts.
    const heard: Heard = {
      evictionOn,
      agreementRef: of?.agreementRef ?? known?.agreementRef ?? told.agreementRef,
      tenancyRef: told.tenancyRef ?? known?.tenancyRef ?? null,
      citizenRef: of?.citizenRef ?? told.citizenRef ?? known?.citizenRef ?? null,
    };
    if (!known) {
      const { assignedTeam = null, assignedPerson = null } = of ?? {};
      await this.cases.open(rehousing, 'open', command, { ...heard, evictionRef, assignedTeam, assignedPerson });
    } else if (known.state === 'CANCELLED') await this.cases.act(rehousing, 'reopen', known.id, command, heard);
    else if (known.state === 'OPEN' && (Object.keys(heard) as (keyof Heard)[]).some((key) => heard[key] !== known[key]))
      await this.cases.act(rehousing, 'hearEviction', known.id, command, heard);
  }

  /** The referral is held: it does not end meanwhile. */
  refer(id: string, input: { referralRef: string }, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const [found = null] = await tx.query<NamedReferral & { isTaken: boolean }>(
        `select r.citizen_ref as "citizenRef", r.closed_at is null as "isOpen",
                exists (select from rehousing o where o.referral_ref = r.id and o.id <> $2) as "isTaken"
           from referral r where r.id = $1 for update`,
        [input.referralRef, id],
      );
      const known = { referral: found, referralIsTaken: found?.isTaken ?? false };
      return await this.cases.act(rehousing, 'refer', id, { ...command, tx, known }, input);
    });
  }

  private async ofReferral(
    { id: referralRef }: ReferralRow,
    action: 'findHome' | 'reopenHome' | 'loseReferral',
    command: CommandInTransaction,
  ): Promise<void> {
    const [found] = await command.tx.query<{ id: string; state: RehousingRow['state'] }>(
      'select id, state from rehousing where referral_ref = $1 for update',
      [referralRef],
    );
    const { from } = rehousing.rules.table[action];
    if (found && (from as readonly string[]).includes(found.state))
      await this.cases.act(rehousing, action, found.id, command);
  }
}

async function tenancyOf(tx: Sql, tenancyRef: string): Promise<OfTenancy | undefined> {
  const [found] = await tx.query<OfTenancy>(
    `select t.citizen_ref as "citizenRef", t.agreement_ref as "agreementRef",
            r.assigned_team as "assignedTeam", r.assigned_person as "assignedPerson"
       from tenancy t left join referral r on r.tenancy_ref = t.id where t.id = $1 and t.state <> 'STRUCK'`,
    [tenancyRef],
  );
  return found;
}
