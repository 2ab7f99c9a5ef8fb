// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { addMonths, type LocalDate, Refusal } from '#domain';
import {
  type Answer,
  CaseStore,
  type Command,
  type CommandInTransaction,
  Database,
  type NewRow,
  type Sql,
  Sweeper,
} from '#persistence';
import { ServiceLogger } from '#service';
import { MeetingFlows } from '../meeting/meeting.flows.js';
import {
  type ApproveText,
  type ChangeEntryPoint,
  type ChangeLandlordContacts,
  type CreateAgreement,
  type GiveNotice,
  type ProposeChange,
  type SignText,
  viewFor,
} from './agreement.dto.js';
import type { AgreementRow } from './agreement.entity.js';
import { agreementKind, agreementWithTexts, type KnownFacts } from './agreement.events.js';
import { factsOf } from './agreement.facts.js';
import { textHash } from './agreement.hash.js';
import { type AllFacts, partyOf } from './agreement.js';
import { scopeOf } from './agreement.queries.js';
import { AgreementTexts } from './agreement.texts.js';
import type { AgreementTerms, ChosenProperty } from './agreement-terms.dto.js';
import { type CapAlert, newestTerms, openVersion, versionInForce } from './case.js';
import { chosenDwellings } from './chosen-dwellings.js';
import * as decide from './decisions.js';

/** What a text says where the parties have not said otherwise. */
const DEFAULTS: AgreementTerms = {
  securitiesOrder: 'default',
  vacancyIncludesUtilities: false,
  annualBudgetCapOere: null,
  recourseAgainstTenant: 'undecided',
  depositMonths: 3,
  prepaidRentMonths: 3,
  notifyOnBailiffRequest: true,
  slas: {},
  appliesToExisting: false,
};

type Roles = Command['actor']['roles'];
type Decision<Input> = (row: AgreementRow, roles: Roles, facts: AllFacts, input: Input) => decide.Decided;

/** In this order where several are due. */
const timeActions: Record<string, Decision<void>> = {
  'activate-version': decide.activateVersion,
  'reach-term-start': decide.reachTermStart,
  'expire-notice': decide.expireNotice,
  'end-term': decide.endTerm,
  'settle-last-tenancy': decide.settleLastTenancy,
};

@Injectable()
export class AgreementUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
    private readonly texts: AgreementTexts,
    private readonly meetings: MeetingFlows,
    private readonly logger: ServiceLogger,
    sweeper: Sweeper,
  ) {
    sweeper.add({ kind: agreementKind, runDue: (id, command) => this.passTime(id, command) });
  }

  async create(input: CreateAgreement, command: Command): Promise<Answer> {
    const { agreementNo, landlordRef, legalBasis, properties: chosen, ...proposed } = input;
    const about = { agreementNo, landlordRef, legalBasis };
    return await this.database.transaction(async (tx) => {
      const properties = chosen && (await chosenDwellings(tx, landlordRef, chosen));
      const id = uuidv7();
      let text: decide.NewText | undefined;
      const answer = await this.cases.open<AgreementRow, decide.AgreementFact, KnownFacts>(
        agreementWithTexts,
        { ...command, tx },
        { landlordRef, versions: [], propertyRefs: [], legalBasis },
        (known) => {
          const { landlord } = known as KnownFacts & Pick<AllFacts, 'landlord'>;
          // Where the landlord is unknown, so is every dwelling: only the first is worth saying.
          if (properties instanceof Refusal && landlord) throw properties;
          const terms = {
            ...DEFAULTS,
            effectiveFrom: input.term.from,
            ...proposed,
            ...(properties && !(properties instanceof Refusal) && { properties }),
          };
          text = { terms, hash: textHash(about, 1, terms) };
          const agreement = decide.create(about, text, command.actor.roles, { landlord, today: command.today });
          return {
            row: {
              ...agreement,
              closedAt: null,
              nextDueOn: null,
              landlordName: landlord!.name,
              landlordCvr: landlord!.cvr,
              shownTo: null,
              reviewOn: null,
            } as NewRow<AgreementRow>,
            fact: 'created',
          };
        },
        (row, known) => viewFor(command)(row, factsOf(row, known, command.today, text)),
        id,
      );
      // Another request with the same key may have been faster: then its agreement has its text already.
      if (text && answer.location?.endsWith(id)) await this.keepText(tx, id, 1, 1, text, command);
      return answer;
    });
  }

  shareWithLandlord(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.shareWithLandlord);
  }

  /** The fields that are named replace those of the newest text; a text is never changed, only followed by another. */
  async proposeChange(id: string, input: ProposeChange, command: Command): Promise<Answer> {
    const { note, properties: chosen, ...proposed } = input;
    return await this.changeText(
      id,
      command,
      chosen,
      (row, roles, facts, properties) => {
        const open = openVersion(row);
        const terms: AgreementTerms = {
          ...newestTerms(row, facts),
          ...proposed,
          ...(properties && { properties }),
        };
        // The first version begins with the term, also where only the term is moved.
        if (open?.no === 1 && proposed.effectiveFrom === undefined) terms.effectiveFrom = terms.term!.from;
        const text = { terms, hash: textHash(row, open?.no ?? 0, terms) };
        return { ...decide.proposeChange(row, roles, facts, text), text };
      },
      note,
    );
  }

  approve(id: string, { hash }: ApproveText, command: Command): Promise<Answer> {
    return this.change(id, command, decide.approve, { hash });
  }

  sign(id: string, input: SignText, command: Command): Promise<Answer> {
    const { hash, name, role, method, signedOn = command.today } = input;
    return this.change(id, command, decide.sign, { hash, name, role, method, signedOn });
  }

  async startRevision(id: string, command: Command): Promise<Answer> {
    return await this.changeText(id, command, undefined, (row, roles, facts) => {
      const inForce = versionInForce(row);
      const was = inForce ? facts.texts[inForce.no] : undefined;
      const terms: AgreementTerms = {
        ...was,
        effectiveFrom: earliestChange(row.termTo, command.today, was?.revision?.noticeForChangeMonths ?? 0),
        appliesToExisting: false,
      };
      const text = { terms, hash: textHash(row, row.versions.length + 1, terms) };
      return { ...decide.startRevision(row, roles, facts, text), text };
    });
  }

  abandonRevision(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.abandonRevision);
  }

  giveNotice(id: string, { endsOn }: GiveNotice, command: Command): Promise<Answer> {
    return this.change(id, command, decide.giveNotice, endsOn ? { endsOn } : {});
  }

  abandon(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.abandon);
  }

  changeEntryPoint(id: string, input: ChangeEntryPoint, command: Command): Promise<Answer> {
    return this.change(id, command, decide.changeEntryPoint, input);
  }

  changeLandlordContacts(id: string, input: ChangeLandlordContacts, command: Command): Promise<Answer> {
    return this.change(id, command, decide.changeLandlordContacts, input);
  }

  /** The ledger tells that a cap is at least 80 % used. */
  async alertOfCap(id: string, alert: Omit<CapAlert, 'on'>, command: CommandInTransaction): Promise<void> {
    const told = { ...command, action: 'agreement.alert-of-cap' };
    await this.change(id, asSystem(told), decide.alertOfCap, { ...alert, on: command.today });
  }

  /** A tenancy or a claim ended: an agreement that runs off may be over now. */
  async lookAgain(id: string, command: CommandInTransaction): Promise<void> {
    await this.unlessRefused(
      id,
      asSystem({ ...command, action: 'agreement.settle-last-tenancy' }),
      decide.settleLastTenancy,
    );
  }

  /** What time does to an agreement, one action at a time. */
  private async passTime(id: string, command: CommandInTransaction): Promise<'done'> {
    for (const [action, decision] of Object.entries(timeActions))
      if (await this.unlessRefused(id, { ...command, action: `agreement.${action}` }, decision)) return 'done';
    await command.tx.query('update agreement set next_due_on = $1::date + 1 where id = $2', [command.today, id]);
    return 'done';
  }

  /** @returns whether the rules let it happen */
  private async unlessRefused(id: string, command: CommandInTransaction, decision: Decision<void>): Promise<boolean> {
    try {
      await this.change(id, command, decision);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'signed-text-was-changed')
        this.logger.error({ caseId: id, action: command.action, outcome: error.code }, 'a signed text was changed');
      return false;
    }
  }

  private async change<Input>(id: string, command: Command, decision: Decision<Input>, input?: Input): Promise<Answer> {
    return await this.changeText(id, command, undefined, (row, roles, facts) =>
      decision(row, roles, facts, input as Input),
    );
  }

  /** Row, text and what follows in one transaction. @param chosen dwellings to look up in the register first */
  private async changeText(
    id: string,
    command: Command,
    chosen: readonly ChosenProperty[] | undefined,
    decision: (
      row: AgreementRow,
      roles: Roles,
      facts: AllFacts,
      properties: AgreementTerms['properties'],
    ) => decide.Decided & { text?: decide.NewText },
    note?: string,
  ): Promise<Answer> {
    const { actor, now, today } = command;
    const inTransaction = async (tx: Sql): Promise<Answer> => {
      const properties = chosen && (await this.chosenFor(tx, id, chosen));
      let decided: (decide.Decided & { text?: decide.NewText }) | undefined;
      const answer = await this.cases.change<AgreementRow, decide.AgreementFact, KnownFacts>(
        agreementWithTexts,
        id,
        { ...command, tx },
        scopeOf(actor),
        (row, known) => {
          if (properties instanceof Refusal) throw properties;
          decided = decision(row, actor.roles, factsOf(row, known, today), properties);
          const { changes, fact } = decided;
          const after = { ...row, ...changes };
          const isOver = ['EXPIRED', 'TERMINATED', 'ABANDONED'].includes(after.state);
          return {
            changes: {
              ...changes,
              ...(isOver && row.closedAt === null && { closedAt: now }),
              nextDueOn: decide.nextTimeActionOn(after, today),
            },
            fact,
          };
        },
        (row, known) => viewFor(command)(row, factsOf(row, known, today, decided?.text)),
      );
      if (decided?.text) {
        const versions = decided.changes.versions ?? [];
        const { no, revision } = openVersion({ versions })!;
        await this.keepText(tx, id, no, revision, decided.text, command, note);
      }
      if (decided) await this.followUp(id, decided, asSystem({ ...command, tx }));
      return answer;
    };
    return await (command.tx ? inTransaction(command.tx) : this.database.transaction(inTransaction));
  }

  /** Meetings follow the version in force, and end with the agreement. */
  private async followUp(id: string, { fact }: decide.Decided, command: CommandInTransaction): Promise<void> {
    const { tx, today } = command;
    if (['runOff', 'expired', 'terminated'].includes(fact)) await this.meetings.cancelAfter(id, today, command);
    if (fact !== 'versionActivated') return;
    const version = await this.texts.governing(tx, id);
    if (!version) throw new Error('a version without its text came into force');
    const { dialogue, term, effectiveFrom } = version.terms;
    await this.meetings.plan(
      {
        agreementRef: id,
        landlordRef: version.landlordRef,
        effectiveFrom,
        intervalMonths: dialogue.meetingIntervalMonths,
        to: term.to,
        standing: dialogue.agendaTemplate ?? [],
      },
      command,
    );
  }

  private async chosenFor(tx: Sql, id: string, chosen: readonly ChosenProperty[]) {
    const [agreement] = await tx.query<{ landlord_ref: string }>('select landlord_ref from agreement where id = $1', [
      id,
    ]);
    return agreement ? await chosenDwellings(tx, agreement.landlord_ref, chosen) : [];
  }

  private async keepText(
    tx: Sql,
    id: string,
    versionNo: number,
    revision: number,
    { terms, hash }: decide.NewText,
    { actor, now }: Command,
    note: string | null = null,
  ): Promise<void> {
    await tx.query(
      `insert into agreement_text (agreement_ref, version_no, revision, hash, terms, proposed_by, note, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, versionNo, revision, hash, JSON.stringify(terms), partyOf(actor.roles), note, now],
    );
  }
}

/** A consumer or another feature acts for the system, whoever caused it. */
const asSystem = (command: CommandInTransaction): CommandInTransaction => {
  const { idempotency: _, ifMatch: __, ...rest } = command;
  return { ...rest, actor: { id: 'agreements', kind: 'system', roles: ['system'] } };
};

/** The first day that the agreed notice of changes allows, not after the term. */
const earliestChange = (termTo: LocalDate, today: LocalDate, months: number): LocalDate =>
  [addMonths(today, months), termTo].toSorted()[0] as LocalDate;
