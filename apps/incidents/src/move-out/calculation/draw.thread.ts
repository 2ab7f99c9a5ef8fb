// SPDX-License-Identifier: MPL-2.0
// A calculation is drawn in a thread: hundreds of lines with fonts and pages would hold the event loop.
import { toHtml, toPdf } from '#document';
import type { Language } from '#domain';
import type { CalculationView, LandlordCalculationView } from './calculation.dto.js';
import { calculationDocument } from './calculation-document.js';

export interface CalculationToDraw {
  /** As the reader may see it: the document holds nothing else. */
  view: CalculationView | LandlordCalculationView;
  format: 'html' | 'pdf';
  language: Language;
}

export async function drawCalculation({ view, format, language }: CalculationToDraw): Promise<Uint8Array> {
  const document = calculationDocument(view, language);
  return format === 'pdf'
    ? await toPdf(document, new Date(view.decidedOn ?? view.receivedOn))
    : Buffer.from(toHtml(document));
}
