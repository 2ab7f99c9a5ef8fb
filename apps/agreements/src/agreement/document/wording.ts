// SPDX-License-Identifier: MPL-2.0
// What a section of the document is told of.
import type { LEGAL_BASES } from '#contracts/agreements/agreement';
import type { DocumentSection, Wording } from '#document';
import type { LocalDate } from '#domain';
import type { AgreementTerms } from '../agreement-terms.dto.js';
import type { Signature } from '../versions.js';
import type { StateText } from './words.js';

/** What is known of a text besides its terms. */
export interface DocumentHead {
  /** What people call the case by. */
  number: string;
  agreementNo: string;
  municipality: string;
  landlord: { name: string; cvr: string | null };
  legalBasis: (typeof LEGAL_BASES)[number];
  versionNo: number;
  /** Number of the text within its version. */
  revision: number;
  /** SHA-256 of the text, hex. */
  hash: string;
  stateText: StateText;
  /** Of an agreement that was given notice or has ended: its last day. */
  lastDay: LocalDate | null;
  signatures: Pick<Signature, 'party' | 'name' | 'role' | 'signedOn' | 'method'>[];
}

export type Section = (head: DocumentHead, terms: AgreementTerms, tell: Wording) => DocumentSection;
