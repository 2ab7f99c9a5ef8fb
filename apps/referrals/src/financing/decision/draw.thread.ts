// SPDX-License-Identifier: MPL-2.0
// A letter is drawn in a thread: fonts and pages would hold the event loop.
import { toHtml, toPdf } from '#document';
import type { Language } from '#domain';
import { type Decided, decisionDocument } from './decision-document.js';

export interface Letter {
  decided: Decided;
  format: 'html' | 'pdf';
  language: Language;
}

export async function drawDecision({ decided, format, language }: Letter): Promise<Uint8Array> {
  const document = decisionDocument(decided, language);
  return format === 'pdf' ? await toPdf(document, new Date(decided.decidedOn!)) : Buffer.from(toHtml(document));
}
