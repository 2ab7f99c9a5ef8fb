// SPDX-License-Identifier: MPL-2.0
// What is done with whole texts, in a thread: thousands of dwellings would hold the event loop for seconds. Texts come as
// JSON, as the database gives them, and leave as bytes, so that nobody else has to take them apart.
import { toHtml, toPdf } from '#document';
import type { Language } from '#domain';
import type { AgreementTerms } from '../agreement-terms.dto.js';
import { compareTerms } from '../compare.js';
import { agreementDocument } from './agreement-document.js';
import type { DocumentHead } from './wording.js';

/** All that a document depends on besides the terms, which `head.hash` is the hash of. */
export interface DocumentAbout {
  head: DocumentHead;
  /** What the text itself does not name. */
  contacts: AgreementTerms;
  /** When the text was written. */
  at: Date;
  format: 'html' | 'pdf';
  language: Language;
}

export async function drawDocument({ about, terms }: { about: DocumentAbout; terms: string }): Promise<Uint8Array> {
  const { head, contacts, at, format, language } = about;
  const document = agreementDocument(head, { ...contacts, ...JSON.parse(terms) }, language);
  return format === 'pdf' ? await toPdf(document, at) : Buffer.from(toHtml(document));
}

/** Differences that are listed; the others are counted. */
const MOST_CHANGES = 1000;

/** @param texts terms and what they do not name, the older one first. @returns JSON of the answer */
export function compareTexts(texts: readonly [Compared, Compared]): Uint8Array {
  const [before, after] = texts.map(({ contacts, terms }) => ({ ...contacts, ...JSON.parse(terms) }));
  const changes = compareTerms(before, after);
  const more = Math.max(0, changes.length - MOST_CHANGES);
  return Buffer.from(JSON.stringify({ changes: changes.slice(0, MOST_CHANGES), more }));
}

interface Compared {
  contacts: AgreementTerms;
  terms: string;
}
