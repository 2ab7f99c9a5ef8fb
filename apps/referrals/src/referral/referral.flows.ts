// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { LocalDate } from '#domain';
import {
  type Answer,
  byTheRules,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  Problem,
  refusalOf,
  type Sql,
} from '#persistence';
import { CitizenFlows } from '../citizen/citizen.flows.js';
import type { RecordConsent, Register } from '../citizen/citizen.js';
import { citizen } from '../citizen/citizen.kind.js';
import { FinancingFlows } from '../financing/financing.flows.js';
import { type FinancingRow, financing } from '../financing/financing.kind.js';
import type { SignedLease } from '../proposal/proposal.js';
import { type ProposalRow, proposal } from '../proposal/proposal.kind.js';
import { CITIZEN_IS_ERASED, type TenancyRow, tenancy } from '../tenancy/tenancy.kind.js';
import { type VacancyRow, vacancy } from '../vacancy/vacancy.kind.js';
import type { MatchedVacancy, QuotaUse, Refer } from './case.js';
import type { ReferCitizen } from './referral.dto.js';
import { type ReferralRow, referral } from './referral.kind.js';

/** What a referral brings besides. */
interface WithIt {
  registered?: Register;
  consents?: readonly RecordConsent[];
}

/** Where no citizen is named: the rule says so. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A referral and what crosses it: the vacancy that it takes, the proposal to its landlord, the tenancy that ends it. */
@Injectable()
export class ReferralFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly citizens: CitizenFlows,
    financings: FinancingFlows,
  ) {
    financings.appliesWhere((referralRef, command) => this.sees(referralRef, command));
    cases.follow(referral, ['refer'], async ({ row: { citizenRef }, input, command }) => {
      const { registered, consents = [] } = input as Refer & WithIt;
      if (!registered) await this.ofNobodyErased(citizenRef, command);
      if (registered) await cases.open(citizen, 'register', command, registered, { id: citizenRef });
      for (const consent of consents) await cases.act(citizen, 'recordConsent', citizenRef, command, consent);
    });
    cases.follow(citizen, ['erase'], ({ row: { id }, command }) => this.forget(id, byTheRules(command)));
    cases.follow(referral, ['match'], ({ row, command }) => this.propose(row, command));
    cases.follow(referral, ['citizenDeclines', 'withdraw'], async ({ before, command }) => {
      if (before?.proposalRef) await cases.act(proposal, 'lapse', before.proposalRef, byTheRules(command));
    });
    cases.follow(
      referral,
      ['citizenDeclines', 'loseDwelling', 'withdraw', 'financingRefused'],
      ({ row: { id }, command }) => financings.moveIsOff(id, command),
    );
    cases.follow(referral, ['landlordAccepts'], async ({ row: { id, appliedFor }, command }) => {
      for (const application of appliedFor)
        await financings.applyForMove({ referralRef: id, ...application, isComplete: false }, byTheRules(command));
    });
    cases.follow(financing, ['applyForMove'], async ({ row: { referralRef }, command }) => {
      if ((await this.stateOf(referralRef, command)) === 'ACCEPTED')
        await cases.act(referral, 'applyFinancing', referralRef!, byTheRules(command));
    });
    cases.follow(financing, ['grantMove', 'refuse', 'withdraw', 'withdrawMove'], ({ row, command }) =>
      this.hearDecision(row, byTheRules(command)),
    );
    cases.follow(proposal, ['accept'], async ({ row: { referralRef }, command }) => {
      await cases.act(referral, 'landlordAccepts', referralRef, byTheRules(command));
    });
    cases.follow(proposal, ['decline'], async ({ row: { referralRef }, input, command }) => {
      await cases.act(referral, 'landlordDeclines', referralRef, byTheRules(command), input);
    });
    cases.follow(referral, ['goWithoutFinancing', 'financingGranted'], async ({ row, command }) => {
      await cases.act(proposal, 'askForLease', row.proposalRef!, byTheRules(command));
    });
    cases.follow(tenancy, ['finishSettlingIn'], ({ row, command }) => this.settle(row, byTheRules(command)));
    cases.follow(referral, ['financingRefused'], async ({ before, command }) => {
      await cases.act(proposal, 'lapse', before!.proposalRef!, byTheRules(command));
    });
    cases.follow(proposal, ['registerLease'], ({ row, input, command }) =>
      this.startTenancy(row, input, byTheRules(command)),
    );
    cases.follow(tenancy, ['end', 'endByMoveOut'], ({ row, command }) => this.settle(row, byTheRules(command)));
    cases.follow(tenancy, ['reopenByMoveOut'], ({ row, command }) => this.reopenWithTenancy(row, byTheRules(command)));
    cases.follow(vacancy, ['letElsewhere', 'endNotice', 'strike'], ({ row, command }) =>
      this.loseDwelling(row, byTheRules(command)),
    );
    cases.follow(tenancy, ['start', 'register'], async ({ row, command }) => {
      if (row.origin !== 'landlord') await this.hasLease(row, byTheRules(command));
      await this.loseToTenancy(row, byTheRules(command));
    });
    cases.follow(referral, ['moveIn'], ({ row, command }) => this.settleWhereOver(row, byTheRules(command)));
    cases.follow(tenancy, ['strike'], async ({ row, input: { what }, command }) => {
      if (what === 'start') await this.reopen(row.id, byTheRules(command));
      else await this.reopenWithTenancy(row, byTheRules(command));
    });
  }

  /** A new citizen is registered with the referral, and the consents recorded: all of it or nothing. */
  async refer(input: ReferCitizen, command: Command): Promise<Answer> {
    const { citizen: isNew, consents = [], citizenRef: known, ...said } = input;
    const named = (['citizenRef', 'citizen'] as const).filter((field) => input[field] !== undefined);
    const open = (citizenRef: string, registered?: Register) => {
      const withIt = { registered, consents };
      // What the command itself brings is there as soon as the referral is; where none or two are named, that is what is said.
      const brings = {
        ...((registered || named.length !== 1) && { citizenIsKnown: true }),
        ...(consents.some(({ scope }) => scope === 'housing_referral') && { hasConsent: true }),
      };
      const refer = { ...said, citizenRef, named, person: command.actor.id, ...withIt };
      return this.cases.open(referral, 'refer', { ...command, known: brings }, refer);
    };
    if (isNew && !known) return await this.citizens.registering(isNew, command, open);
    return await open(known ?? NOBODY);
  }

  private async sees(id: string, command: Command): Promise<boolean> {
    try {
      await this.cases.row(referral, id, command);
      return true;
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 404) return false;
      throw problem;
    }
  }

  /** What is looked up is held until the end: neither the vacancy nor the agreement's quota goes to two. */
  match(id: string, { vacancyRef }: { vacancyRef: string }, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const found = await vacancyOf(tx, vacancyRef);
      const quotaUse = await quotaUseOf(tx, id, command);
      const known = { vacancy: found, quotaUse };
      return await this.cases.act(
        referral,
        'match',
        id,
        { ...command, tx, known },
        { vacancyRef, proposalRef: uuidv7() },
      );
    });
  }

  private async propose({ id: referralRef, ...row }: ReferralRow, command: CommandInTransaction): Promise<void> {
    const { agreementRef, householdSize, wantedMoveInOn } = row;
    const [found] = await command.tx.query<{ landlordRef: string; state: string; answerDueOn: LocalDate }>(
      'select landlord_ref as "landlordRef", state, answer_due_on as "answerDueOn" from vacancy where id = $1',
      [row.vacancyRef],
    );
    // To propose it is to want it: the landlord has the answer.
    if (found!.state === 'REPORTED')
      if (command.today <= found!.answerDueOn) await this.cases.act(vacancy, 'reserve', row.vacancyRef!, command);
      else await this.cases.act(vacancy, 'reserveBySilence', row.vacancyRef!, byTheRules(command));
    const about = { landlordRef: found!.landlordRef, vacancyRef: row.vacancyRef!, dwellingRef: row.dwellingRef! };
    const household = { householdSize, wantedMoveInOn, financingExpected: row.financingExpected ?? false };
    const input = { referralRef, agreementRef, ...about, ...household, rentOere: row.rentOere! };
    await this.cases.open(proposal, 'propose', byTheRules(command), input, { id: row.proposalRef! });
  }

  /** The lease is the tenancy's: it begins with who supports the citizen from the first day. */
  private async startTenancy(
    { referralRef, agreementRef, dwellingRef }: ProposalRow,
    { signedOn: leaseSignedOn, startsOn: startedOn, ...lease }: SignedLease,
    command: CommandInTransaction,
  ): Promise<void> {
    const [about] = await command.tx.query<{
      citizenRef: string;
      supportNeed: string;
      supportWorker: string | null;
      supportTeam: string | null;
    }>(
      `select citizen_ref as "citizenRef", support_need as "supportNeed", support_worker as "supportWorker", support_team as "supportTeam"
         from referral where id = $1`,
      [referralRef],
    );
    const { citizenRef, supportNeed, supportWorker, supportTeam } = about!;
    await this.cases.open(tenancy, 'start', command, {
      ...{ referralRef, agreementRef, dwellingRef, citizenRef, leaseSignedOn, startedOn, ...lease },
      hasSupportWorker: supportNeed !== 'none',
      ...(supportWorker && { supportWorker }),
      ...(supportTeam && { supportTeam }),
    });
  }

  /** The citizen's tenancy in the dwelling that the landlord accepted the citizen for, whoever registered it. */
  private async hasLease(
    { id: tenancyRef, citizenRef, dwellingRef, startedOn: startsOn }: TenancyRow,
    command: CommandInTransaction,
  ): Promise<void> {
    const [found] = await command.tx.query<{ id: string; proposalRef: string }>(
      `select id, proposal_ref as "proposalRef" from referral
        where citizen_ref = $1 and dwelling_ref = $2 and state in ('ACCEPTED', 'FINANCING_PENDING', 'LEASE_PENDING') for update`,
      [citizenRef, dwellingRef],
    );
    if (!found) return;
    await this.cases.act(referral, 'leaseSigned', found.id, command, { tenancyRef, startsOn });
    await this.cases.act(proposal, 'let', found.proposalRef, command, { tenancyRef });
  }

  /** The referral is held. */
  private async stateOf(referralRef: string | null, { tx }: CommandInTransaction): Promise<string | undefined> {
    const [found] = await tx.query<{ state: string }>('select state from referral where id = $1 for update', [
      referralRef,
    ]);
    return found?.state;
  }

  /**
   * The loan decides whether the citizen can move in; where none is applied for, all else being decided does. Moving help and
   * furniture that are refused change nothing.
   */
  private async hearDecision(
    { referralRef, proposalRef, kind, state }: FinancingRow,
    command: CommandInTransaction,
  ): Promise<void> {
    if (!referralRef || (await this.stateOf(referralRef, command)) !== 'FINANCING_PENDING') return;
    if (kind === 'deposit_loan' && state === 'REFUSED') {
      await this.cases.act(referral, 'financingRefused', referralRef, command);
      return;
    }
    const [left] = await command.tx.query<{ undecided: number; decided: number }>(
      `select count(*) filter (where state = 'APPLIED')::int as undecided,
              count(*) filter (where state <> 'APPLIED' and state <> 'WITHDRAWN')::int as decided
         from financing where referral_ref = $1 and proposal_ref = $2`,
      [referralRef, proposalRef],
    );
    const isGranted = kind === 'deposit_loan' && state === 'GRANTED';
    if (!isGranted && left!.undecided > 0) return;
    // What is applied for no more is in place for nobody: it may be applied for again, or done without.
    const isOff = state === 'WITHDRAWN' && (kind === 'deposit_loan' || left!.decided === 0);
    await this.cases.act(referral, isOff ? 'financingWithdrawn' : 'financingGranted', referralRef, command);
  }

  /** The row of the citizen is held: an erasure sees this referral, or this sees the erasure. */
  private async ofNobodyErased(citizenRef: string, { tx }: CommandInTransaction): Promise<void> {
    const [known] = await tx.query<{ state: string }>('select state from citizen where id = $1 for share', [
      citizenRef,
    ]);
    if (known?.state !== 'ERASED') return;
    const refusal = refusalOf(CITIZEN_IS_ERASED);
    throw refusal.among([refusal]);
  }

  private async forget(citizenRef: string, command: CommandInTransaction): Promise<void> {
    const ended = await command.tx.query<{ id: string }>(
      'select id from referral where citizen_ref = $1 order by id for update',
      [citizenRef],
    );
    for (const { id } of ended) await this.cases.act(referral, 'forgetCitizen', id, command);
  }

  /** One whose first day has not come is settled when it comes; unless that is the last one too, and nobody moves in. */
  private async settle({ id: tenancyRef, endedOn }: TenancyRow, command: CommandInTransaction): Promise<void> {
    const [found] = await command.tx.query<{ id: string }>(
      `select id from referral where tenancy_ref = $1 and (state = 'MOVED_IN' or (state = 'MOVE_IN_PLANNED' and starts_on = $2))
        for update`,
      [tenancyRef, endedOn],
    );
    if (found) await this.cases.act(referral, 'settle', found.id, command);
  }

  private async settleWhereOver({ id, tenancyRef }: ReferralRow, command: CommandInTransaction): Promise<void> {
    const [over] = await command.tx.query<{ id: string }>(
      `select id from tenancy where id = $1 and (state = 'ENDED' or settled_on is not null)`,
      [tenancyRef],
    );
    if (over) await this.cases.act(referral, 'settle', id, command);
  }

  /** Nobody else can move in where somebody lives, whoever registered it. */
  private async loseToTenancy({ dwellingRef }: TenancyRow, command: CommandInTransaction): Promise<void> {
    const others = await command.tx.query<{ id: string; proposalRef: string }>(
      `select id, proposal_ref as "proposalRef" from referral
        where dwelling_ref = $1 and state in ('PROPOSED', 'ACCEPTED', 'FINANCING_PENDING', 'LEASE_PENDING') order by id for update`,
      [dwellingRef],
    );
    for (const { id, proposalRef } of others) {
      await this.cases.act(referral, 'loseDwelling', id, command);
      await this.cases.act(proposal, 'lapse', proposalRef, command);
    }
  }

  /** What the municipality does not have any more cannot be proposed. */
  private async loseDwelling({ id, state }: VacancyRow, command: CommandInTransaction): Promise<void> {
    if (state === 'REPORTED' || state === 'RESERVED') return;
    const [found] = await command.tx.query<{ id: string; proposalRef: string }>(
      `select id, proposal_ref as "proposalRef" from referral where vacancy_ref = $1 and closed_at is null for update`,
      [id],
    );
    if (!found) return;
    await this.cases.act(referral, 'loseDwelling', found.id, command);
    await this.cases.act(proposal, 'lapse', found.proposalRef, command);
  }

  private async reopen(tenancyRef: string, command: CommandInTransaction): Promise<void> {
    const [found] = await this.referralOf(tenancyRef, command);
    if (!found) return;
    if (found.state === 'SETTLED' && found.isOver) {
      await this.cases.act(referral, 'voidLease', found.id, command);
      await this.cases.act(proposal, 'lapse', found.proposalRef, command);
      return;
    }
    await this.cases.act(referral, 'reopen', found.id, command);
    await this.cases.act(proposal, 'reopen', found.proposalRef, command);
  }

  /** It was the end alone that had finished it. */
  private async reopenWithTenancy({ id, settledOn }: TenancyRow, command: CommandInTransaction): Promise<void> {
    const [found] = await this.referralOf(id, command);
    if (found?.state === 'SETTLED' && !found.isOver && settledOn === null)
      await this.cases.act(referral, 'reopenWithTenancy', found.id, command);
  }

  /** The referral that led to the tenancy, held. Over: the citizen has been referred again since, or is erased. */
  private referralOf(tenancyRef: string, { tx }: CommandInTransaction) {
    return tx.query<{ id: string; proposalRef: string; state: string; isOver: boolean }>(
      `select id, proposal_ref as "proposalRef", state,
              exists (select from referral o where o.citizen_ref = r.citizen_ref and o.id <> r.id and o.closed_at is null)
                or exists (select from citizen z where z.id = r.citizen_ref and z.state = 'ERASED') as "isOver"
         from referral r where tenancy_ref = $1 for update`,
      [tenancyRef],
    );
  }
}

/** The vacancy, held; null: there is none. */
async function vacancyOf(tx: Sql, vacancyRef: string): Promise<MatchedVacancy | null> {
  const [found] = await tx.query<MatchedVacancy>(
    `select v.state, v.agreement_ref as "agreementRef", v.dwelling_ref as "dwellingRef", v.landlord_ref as "landlordRef",
            v.rent_oere as "rentOere",
            (select (d ->> 'rooms')::int from known_agreements a, jsonb_array_elements(a.dwellings) d
              where a.id = v.agreement_ref and d ->> 'dwellingRef' = v.dwelling_ref::text limit 1) as rooms,
            exists (select from referral r where r.vacancy_ref = v.id and r.closed_at is null) as "isTaken"
       from vacancy v where v.id = $1 for update of v`,
    [vacancyRef],
  );
  return found ?? null;
}

/** What of the agreement's vacancies the municipality has had, held so that two matches count one another. */
async function quotaUseOf(tx: Sql, referralRef: string, { today }: Command): Promise<QuotaUse> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('quota ' || agreement_ref::text, 0)) from referral where id = $1`,
    [referralRef],
  );
  const [found] = await tx.query<QuotaUse>(
    `select (select count(*) from vacancy v where v.agreement_ref = r.agreement_ref and v.state <> 'STRUCK')::int as vacancies,
            count(o.day)::int as used, count(o.day) filter (where o.day >= date_trunc('year', $2::date))::int as "usedThisYear"
       from referral r left join lateral (
         select p.proposed_on as day from referral p
          where p.agreement_ref = r.agreement_ref and p.vacancy_ref is not null and p.id <> r.id
         -- Let to a citizen by hand, without a proposal.
         union all select v.let_on from vacancy v
          where v.agreement_ref = r.agreement_ref and v.tenancy_ref is not null and v.state <> 'STRUCK'
            and not exists (select from referral p where p.vacancy_ref = v.id)) o on true
      where r.id = $1 group by r.id`,
    [referralRef, today],
  );
  return found ?? { vacancies: 0, used: 0, usedThisYear: 0 };
}
