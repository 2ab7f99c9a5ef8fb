// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import type { AgreementRow } from './agreement.entity.js';
import type { KnownFacts } from './agreement.events.js';
import { textHash } from './agreement.hash.js';
import type { AllFacts } from './agreement.js';
import { openVersion } from './case.js';
import type { NewText } from './decisions.js';

/**
 * What the rules need to know of the world, as it was read with the row.
 * @param text the text that a command has just made
 */
export function factsOf(row: AgreementRow, known: KnownFacts, today: LocalDate, text?: NewText): AllFacts {
  const facts = known as KnownFacts & AllFacts;
  const open = openVersion(row);
  const texts = open && text ? { ...facts.texts, [open.no]: text.terms } : facts.texts;
  const terms = open && texts[open.no];
  const isIntact = !open || (terms !== undefined && textHash(row, open.no, terms) === open.hash);
  return { ...facts, today, texts, intact: isIntact };
}
