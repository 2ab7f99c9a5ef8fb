// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import { Cases, type Command, Database, Problem } from '#persistence';
import { AgreementsConfig } from '../agreements.config.js';
import type {
  Compare,
  DocumentQuery,
  DwellingView,
  ListCoveredDwellings,
  RevisionView,
  TextOfAgreement,
} from './agreement.dto.js';
import { type AgreementRow, agreementHead } from './agreement.kind.js';
import type { AgreementTerms } from './agreement-terms.dto.js';
import { lastDayOf, openVersion, versionInForce, withContacts } from './case.js';
import { compareTerms, type Difference } from './compare.js';
import { agreementDocument } from './document/agreement-document.js';
import { toHtml } from './document/html.js';
import { toPdf } from './document/pdf.js';
import type { DocumentHead } from './document/wording.js';
import type { AgreementVersion, Party } from './versions.js';

interface KeptText {
  no: number;
  revision: number;
  hash: string;
  terms: AgreementTerms;
  proposed_by: Party;
  note: string | null;
  at: Date;
}

/** How many texts a list of revisions goes back. */
const NEWEST_REVISIONS = 50;

/** Every text that was proposed, as people read, compare and sign it. */
@Injectable()
export class KeptTexts {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly settings: AgreementsConfig,
  ) {}

  /** Every text that was proposed, the newest first, with what it changed. */
  async revisions(id: string, command: Command): Promise<{ items: RevisionView[] }> {
    const row = await this.row(id, command);
    const texts = await this.texts(row, command);
    const items = texts.map((text, index) => ({
      text: `${text.no}.${text.revision}`,
      agreementVersion: text.no,
      revision: text.revision,
      hash: text.hash,
      proposedBy: text.proposed_by,
      note: text.note,
      at: text.at,
      changes: index > 0 ? compareTerms(texts[index - 1]!.terms, text.terms) : [],
    }));
    return { items: items.slice(-NEWEST_REVISIONS).toReversed() };
  }

  async text(id: string, name: string, command: Command): Promise<TextOfAgreement> {
    const { hash, terms } = await this.named(await this.row(id, command), name, command);
    return { text: name, hash, terms };
  }

  async compare(id: string, { from, to }: Compare, command: Command): Promise<{ changes: Difference[] }> {
    const row = await this.row(id, command);
    const [before, after] = [await this.named(row, from, command), await this.named(row, to, command)];
    return { changes: compareTerms(before.terms, after.terms) };
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

  /** The terms in plain words: what people sign. */
  async document(
    id: string,
    { format, language, text }: DocumentQuery,
    command: Command,
  ): Promise<{ content: string | Buffer; name: string }> {
    const row = await this.row(id, command);
    const version = openVersion(row) ?? versionInForce(row) ?? row.versions.at(-1)!;
    const kept = await this.named(row, text ?? `${version.no}.${version.revision}`, command);
    const document = agreementDocument(this.head(row, kept, command.today), kept.terms, language);
    return {
      content: format === 'pdf' ? await toPdf(document, kept.at) : toHtml(document),
      name: `${row.agreementNo.replaceAll('/', '-')}-${kept.no}.${kept.revision}.${format}`,
    };
  }

  private head(row: AgreementRow, { no, revision, hash }: KeptText, today: LocalDate): DocumentHead {
    const version = row.versions.find((one) => one.no === no)!;
    // An earlier text of a version was never approved or signed, whatever became of a later one.
    const isNewest = version.revision === revision;
    return {
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

  /** Oldest first. What the municipality wrote before it shared the draft stays its own. */
  private async texts(row: AgreementRow, { actor }: Command, name?: string): Promise<KeptText[]> {
    const { id, versions } = row;
    const [no, revision] = name?.split('.').map(Number) ?? [];
    const from = actor.landlordRef ? (versions[0]?.sharedRevision ?? 1) : 1;
    const kept = await this.database.query<KeptText>(
      `select version_no as no, revision, hash, terms, proposed_by, note, at from agreement_text
        where agreement_ref = $1 and (version_no > 1 or revision >= $2)
          and ($3::int is null or (version_no = $3 and revision = $4))
        order by version_no, revision`,
      [id, from, no ?? null, revision ?? null],
    );
    return kept.map((text) => ({ ...text, terms: withContacts(row, text.no, text.terms) }));
  }

  private async named(row: AgreementRow, name: string, command: Command): Promise<KeptText> {
    if (!/^[1-9]\d{0,4}\.[1-9]\d{0,4}$/.test(name)) throw new Problem(404, 'not-found');
    const [text] = await this.texts(row, command, name);
    if (!text) throw new Problem(404, 'not-found');
    return text;
  }
}

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
