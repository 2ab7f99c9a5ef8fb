// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths, type LocalDate, Refusal } from '#domain';
import {
  type Answer,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  onAnotherCase,
  Problem,
  type Sql,
} from '#persistence';
import { ServiceLogger } from '#service';
import type { CreateAgreement, ProposeChange } from './agreement.dto.js';
import { textHash } from './agreement.hash.js';
import { type AgreementRow, agreement, stillOpen } from './agreement.kind.js';
import { textOf } from './agreement.lookup.js';
import type { AgreementTerms, WholeTerms } from './agreement-terms.dto.js';
import { type Agreement, isStillUsed, type Known, lastDayOf, openVersion, partyOf, versionInForce } from './case.js';
import { chosenDwellings } from './chosen-dwellings.js';
import { withoutContacts } from './contacts.js';
import { cover, coverUntil, type Elsewhere, elsewhere, lockLimits } from './covered-dwellings.js';
import type { Proposed } from './decisions.js';
import type { Signature } from './versions.js';

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

type Locked = Pick<Agreement, 'agreementNo' | 'landlordRef' | 'legalBasis' | 'versions' | 'termTo'>;

/** New texts: made under the agreement's lock, kept with the action that proposes them; and what its end waits for. */
@Injectable()
export class AgreementFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly logger: ServiceLogger,
  ) {
    const keep = ({ row, input, command }: { row: AgreementRow; input: Proposed; command: CommandInTransaction }) =>
      keepText(row, input, command);
    cases.follow(agreement, ['create'], keep);
    cases.follow(agreement, ['proposeChange'], keep);
    cases.follow(agreement, ['startRevision'], keep);
    cases.follow(agreement, ['sign'], ({ row, command }) => this.coverSigned(row, command));
    cases.follow(agreement, ['giveNotice'], ({ row, command }) => coverUntil(command.tx, row.id, lastDayOf(row)));
    cases.lockBeforeDue(agreement, (id, command) => this.reportChangedText(id, command));
  }

  create(input: CreateAgreement, command: Command): Promise<Answer> {
    const { agreementNo, landlordRef, legalBasis, properties: chosen, ...proposed } = input;
    const about = { agreementNo, landlordRef, legalBasis };
    return this.database.transaction(async (tx) => {
      const { properties, notFound } = await lookUp(tx, landlordRef, chosen);
      const terms: AgreementTerms = {
        ...DEFAULTS,
        effectiveFrom: input.term.from,
        ...proposed,
        ...(properties && { properties }),
      };
      const text = { terms, hash: textHash(about, 1, terms) };
      const inside = { ...command, tx, known: { made: { 1: terms }, elsewhere: await elsewhereOf(tx, null, terms) } };
      return await this.cases.open(agreement, 'create', inside, { ...about, text, notFound }, { id: uuidv7() });
    });
  }

  /** The fields that are named replace those of the newest text; a text is never changed, only followed by another. */
  proposeChange(
    id: string,
    { note, properties: chosen, ...proposed }: ProposeChange,
    command: Command,
  ): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const about = await locked(tx, id);
      const open = openVersion(about);
      const { properties, notFound } = await lookUp(tx, about.landlordRef, chosen);
      const before = open && (await textOf(tx, id, open));
      const terms: AgreementTerms = {
        ...before,
        ...proposed,
        ...(properties && { properties }),
      };
      // The first version begins with the term, also where only the term is moved.
      if (open?.no === 1 && proposed.effectiveFrom === undefined) terms.effectiveFrom = terms.term!.from;
      return await this.propose(
        'proposeChange',
        id,
        about,
        open?.no ?? 0,
        terms,
        { note, before, notFound },
        { ...command, tx },
      );
    });
  }

  /** The next version begins with the text in force, and as soon as the agreed notice of changes allows. */
  startRevision(id: string, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const about = await locked(tx, id);
      const inForce = versionInForce(about);
      const was = inForce && (await textOf(tx, id, inForce));
      const terms: AgreementTerms = {
        ...withoutContacts(was ?? {}),
        effectiveFrom: earliestChange(about, command.today, was?.revision?.noticeForChangeMonths ?? 0),
        appliesToExisting: false,
      };
      return await this.propose('startRevision', id, about, about.versions.length + 1, terms, {}, { ...command, tx });
    });
  }

  /** Under the locks of the owner and the properties: of two that together are too much, the second is refused. */
  sign(id: string, input: Omit<Signature, 'party'>, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const { landlordRef, versions } = await locked(tx, id);
      const open = openVersion({ versions });
      const terms = open && (await textOf(tx, id, open));
      await lockLimits(tx, landlordRef, terms?.properties?.map(({ propertyRef }) => propertyRef) ?? []);
      return await this.cases.act(agreement, 'sign', id, { ...command, tx }, input);
    });
  }

  /** A tenancy or a claim ended: an agreement that runs off may be over now. Or it has not after all: then it runs off again. */
  async lookAgain(id: string, command: CommandInTransaction): Promise<void> {
    const [found] = await command.tx.query<{
      state: Agreement['state'];
      open: Pick<Known, 'tenanciesUntil' | 'openClaims'>;
    }>(
      `select state, ${stillOpen} as open from agreement c
        where id = $1 and state in ('RUN_OFF', 'EXPIRED', 'TERMINATED') for update`,
      [id],
    );
    if (!found) return;
    const runsOff = isStillUsed({ ...found.open, today: command.today });
    if (runsOff === (found.state === 'RUN_OFF')) return;
    const action = runsOff ? 'reopenToRunOff' : 'settleLastTenancy';
    await this.cases.act(agreement, action, id, asSystem(onAnotherCase(command)));
  }

  private async propose(
    action: 'proposeChange' | 'startRevision',
    id: string,
    about: Locked,
    versionNo: number,
    terms: AgreementTerms,
    proposed: Omit<Proposed, 'text'>,
    command: CommandInTransaction,
  ): Promise<Answer> {
    const text = { terms, hash: textHash(about, versionNo, terms) };
    const known = { made: { [versionNo]: terms }, elsewhere: await elsewhereOf(command.tx, id, terms) };
    const inside = { ...command, known };
    return await this.cases.act(agreement, action, id, inside, { ...proposed, text });
  }

  private async coverSigned({ id, versions }: AgreementRow, { tx }: CommandInTransaction): Promise<void> {
    const { no, revision, state, effectiveFrom: from } = versions.at(-1)!;
    if (state !== 'SIGNED' && state !== 'IN_FORCE') return;
    const { term } = (await textOf(tx, id, { no, revision })) as WholeTerms;
    await cover(tx, { agreementRef: id, versionNo: no, revision, from, to: term.to });
  }

  /** A text that is not what was signed comes into force on no day: somebody must be told, each day anew. */
  private async reportChangedText(id: string, { tx, today }: CommandInTransaction): Promise<true> {
    const about = await locked(tx, id);
    const open = openVersion(about);
    if (open?.state === 'SIGNED' && open.effectiveFrom <= today) {
      const terms = await textOf(tx, id, open);
      const hash = terms && textHash(about, open.no, terms);
      if ([open.hash, ...open.signatures.map((signature) => signature.hash)].some((one) => one !== hash))
        this.logger.error({ caseId: id, outcome: 'signed-text-was-changed' }, 'a signed text was changed');
    }
    return true;
  }
}

/** @throws Problem 404; whether the caller may see it is asked when the action is performed */
async function locked(tx: Sql, id: string): Promise<Locked> {
  const [found] = await tx.query<Locked>(
    `select agreement_no as "agreementNo", landlord_ref as "landlordRef", legal_basis as "legalBasis", versions,
            term_to as "termTo"
       from agreement where id = $1 for update`,
    [id],
  );
  if (!found) throw new Problem(404, 'not-found');
  return found;
}

async function elsewhereOf(tx: Sql, id: string | null, { properties }: AgreementTerms): Promise<Elsewhere> {
  const [found] = await tx.query<{ elsewhere: Elsewhere }>(
    `select ${elsewhere('$1::uuid', '$2::jsonb')} as elsewhere`,
    [id, JSON.stringify(properties ?? [])],
  );
  return found!.elsewhere;
}

async function lookUp(tx: Sql, landlordRef: string, chosen: ProposeChange['properties']) {
  const found = chosen && (await chosenDwellings(tx, landlordRef, chosen));
  return found instanceof Refusal ? { notFound: found } : { properties: found };
}

async function keepText(
  { id, versions }: AgreementRow,
  { text, note }: Proposed,
  { tx, actor, now }: CommandInTransaction,
) {
  const { no, revision } = openVersion({ versions })!;
  await tx.query(
    `insert into agreement_text (agreement_ref, version_no, revision, hash, terms, proposed_by, note, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, no, revision, text.hash, JSON.stringify(text.terms), partyOf(actor.roles), note ?? null, now],
  );
}

/** The first day that the agreed notice of changes allows, not after the term, and after the version in force has begun. */
const earliestChange = (about: Locked, today: LocalDate, months: number): LocalDate => {
  const inTerm = [addMonths(today, months), about.termTo].toSorted()[0] as LocalDate;
  const begun = versionInForce(about)?.effectiveFrom;
  return begun !== undefined && inTerm <= begun ? addDays(begun, 1) : inTerm;
};

/** What a booking, a tenancy or the agreement itself causes is nobody's doing, whoever caused it. */
export const asSystem = (command: CommandInTransaction): CommandInTransaction => ({
  ...command,
  actor: { id: 'agreements', kind: 'system', roles: ['system'] },
});
