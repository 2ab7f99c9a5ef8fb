// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import { Cases, type Command, Database, Problem } from '#persistence';
import { Threads, threadFile } from '#service';
import { AgreementsConfig } from '../agreements.config.js';
import type {
  Compare,
  DocumentQuery,
  DwellingView,
  ListCoveredDwellings,
  ListRevisions,
  RevisionView,
} from './agreement.dto.js';
import { type AgreementRow, agreementHead } from './agreement.kind.js';
import { contactsBeside, lastDayOf, openVersion, versionInForce } from './case.js';
import { DrawnDocuments } from './document/drawn-documents.js';
import type { DocumentHead } from './document/wording.js';
import type { AgreementVersion, Party } from './versions.js';

/** A text without its terms, which may be megabytes. */
interface KeptText {
  no: number;
  revision: number;
  hash: string;
  proposed_by: Party;
  note: string | null;
  at: Date;
}

const COMPARING = threadFile<typeof import('./document/draw.thread.js')>('./document/draw.thread', import.meta.url);

/** Every text that was proposed, as people read, compare and sign it. */
@Injectable()
export class KeptTexts {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly settings: AgreementsConfig,
    private readonly documents: DrawnDocuments,
    private readonly threads: Threads,
  ) {}

  /** Every text that was proposed, the newest first, without its terms. */
  async revisions(
    id: string,
    { after, limit }: ListRevisions,
    command: Command,
  ): Promise<{ items: RevisionView[]; next: string | null }> {
    const row = await this.row(id, command);
    const size = Number(limit);
    const [no, revision] = after?.split('.').map(Number) ?? [];
    const found = await this.database.query<KeptText & { before: string | null }>(
      `select * from (select ${COLUMNS},
           lag(version_no || '.' || revision) over (order by version_no, revision) as before
         from agreement_text where ${VISIBLE}) t
        where $3::int is null or (no, revision) < ($3, $4::int)
        order by no desc, revision desc limit $5`,
      [id, firstSeen(row, command), no ?? null, revision ?? null, size + 1],
    );
    const items = found.slice(0, size).map(
      (text): RevisionView => ({
        text: nameOf(text),
        before: text.before,
        agreementVersion: text.no,
        revision: text.revision,
        hash: text.hash,
        proposedBy: text.proposed_by,
        note: text.note,
        at: text.at,
      }),
    );
    return { items, next: found.length > size ? items.at(-1)!.text : null };
  }

  /** @returns JSON: what is megabytes is not taken apart and put together again */
  async text(id: string, name: string, command: Command): Promise<string> {
    const row = await this.row(id, command);
    const { no, revision } = await this.named(row, name, command);
    const [found] = await this.database.query<{ answer: string }>(
      `select jsonb_build_object('text', $4::text, 'hash', hash, 'terms', $5::jsonb || terms)::text as answer
         from agreement_text where agreement_ref = $1 and version_no = $2 and revision = $3`,
      [id, no, revision, name, JSON.stringify(contactsBeside(row, no))],
    );
    return found!.answer;
  }

  /** @returns JSON. @throws Problem 429 where too much is compared already */
  async compare(id: string, { from, to }: Compare, command: Command, signal: AbortSignal): Promise<Buffer> {
    const row = await this.row(id, command);
    const [before, after] = [await this.named(row, from, command), await this.named(row, to, command)];
    const side = async (kept: KeptText) => ({
      contacts: contactsBeside(row, kept.no),
      terms: await this.terms(row, kept),
    });
    const sides = async () => [await side(before), await side(after)] as const;
    return Buffer.from(await this.threads.run(COMPARING, 'compareTexts', sides, { caller: command.actor.id, signal }));
  }

  /** A page of the dwellings that the text in force covers; before there is one, the text under negotiation. */
  async dwellings(
    id: string,
    { after, limit }: ListCoveredDwellings,
    command: Command,
  ): Promise<{ items: DwellingView[]; next: string | null }> {
    const row = await this.row(id, command);
    const version = versionInForce(row) ?? openVersion(row);
    const size = Number(limit);
    const found = await this.database.query<{ dwelling: DwellingView }>(
      `select d.dwelling || jsonb_build_object('propertyRef', p.property -> 'propertyRef', 'address', p.property -> 'address') as dwelling
         from agreement_text t, jsonb_array_elements(t.terms -> 'properties') p(property),
              jsonb_array_elements(p.property -> 'dwellings') d(dwelling)
        where t.agreement_ref = $1 and t.version_no = $2 and t.revision = $3
          and ($4::text is null or d.dwelling ->> 'dwellingRef' > $4)
        order by d.dwelling ->> 'dwellingRef' limit $5`,
      [id, version?.no ?? 0, version?.revision ?? 0, after ?? null, size + 1],
    );
    const items = found.slice(0, size).map(({ dwelling }) => dwelling);
    return { items, next: found.length > size ? items.at(-1)!.dwellingRef : null };
  }

  /**
   * The terms in plain words: what people sign.
   * @throws Problem 429 where too much is drawn already
   */
  async document(
    id: string,
    { format, language, text }: DocumentQuery,
    command: Command,
    signal: AbortSignal,
  ): Promise<{ content: Buffer; name: string }> {
    const row = await this.row(id, command);
    const version = openVersion(row) ?? versionInForce(row) ?? row.versions.at(-1)!;
    const kept = await this.named(row, text ?? `${version.no}.${version.revision}`, command);
    const about = {
      head: this.head(row, kept, command.today),
      contacts: contactsBeside(row, kept.no),
      ...{ at: kept.at, format, language },
    };
    const caller = { caller: command.actor.id, signal };
    return {
      content: await this.documents.of(about, () => this.terms(row, kept), caller),
      name: `${row.agreementNo.replaceAll('/', '-')}-${nameOf(kept)}.${format}`,
    };
  }

  private head(row: AgreementRow, { no, revision, hash }: KeptText, today: LocalDate): DocumentHead {
    const version = row.versions.find((one) => one.no === no)!;
    // An earlier text of a version was never approved or signed, whatever became of a later one.
    const isNewest = version.revision === revision;
    return {
      number: row.number,
      agreementNo: row.agreementNo,
      municipality: this.settings.MUNICIPALITY_NAME,
      landlord: { name: row.landlordName, cvr: row.landlordCvr },
      legalBasis: row.legalBasis,
      versionNo: no,
      revision,
      hash,
      stateText: isNewest ? stateTextOf(version, row, today) : 'draft',
      lastDay: row.notice || lastDayOf(row) < today ? lastDayOf(row) : null,
      signatures: isNewest ? version.signatures : [],
    };
  }

  /** The agreement itself, in the caller's scope. @throws Problem 404 */
  private row(id: string, command: Command): Promise<AgreementRow> {
    return this.cases.row(agreementHead, id, command);
  }

  /** @throws Problem 404, also for what the municipality wrote before it shared the draft */
  private async named(row: AgreementRow, name: string, command: Command): Promise<KeptText> {
    if (!/^[1-9]\d{0,4}\.[1-9]\d{0,4}$/.test(name)) throw new Problem(404, 'not-found');
    const [text] = await this.database.query<KeptText>(
      `select ${COLUMNS} from agreement_text where ${VISIBLE} and version_no = $3 and revision = $4`,
      [row.id, firstSeen(row, command), ...name.split('.').map(Number)],
    );
    if (!text) throw new Problem(404, 'not-found');
    return text;
  }

  /** As JSON. */
  private async terms({ id }: AgreementRow, { no, revision }: KeptText): Promise<string> {
    const [text] = await this.database.query<{ terms: string }>(
      `select terms::text as terms from agreement_text where agreement_ref = $1 and version_no = $2 and revision = $3`,
      [id, no, revision],
    );
    return text!.terms;
  }
}

const COLUMNS = 'version_no as no, revision, hash, proposed_by, note, at';
/** What the municipality wrote before it shared the draft stays its own. */
const VISIBLE = 'agreement_ref = $1 and (version_no > 1 or revision >= $2)';
const firstSeen = ({ versions }: AgreementRow, { actor }: Command) =>
  actor.landlordRef ? (versions[0]?.sharedRevision ?? 1) : 1;

const nameOf = ({ no, revision }: Pick<KeptText, 'no' | 'revision'>) => `${no}.${revision}`;

/** What was in force when the agreement ended has ended with it, on the day after the last one. */
const stateTextOf = (
  version: AgreementVersion,
  agreement: AgreementRow,
  today: LocalDate,
): DocumentHead['stateText'] =>
  version === versionInForce(agreement) && lastDayOf(agreement) < today ? 'ended' : STATE_TEXTS[version.state];

const STATE_TEXTS: Record<AgreementVersion['state'], DocumentHead['stateText']> = {
  DRAFT: 'draft',
  NEGOTIATING: 'draft',
  NEGOTIATED: 'approved',
  SIGNED: 'signed',
  IN_FORCE: 'in_force',
  SUPERSEDED: 'superseded',
  ABANDONED: 'draft',
};
