// SPDX-License-Identifier: MPL-2.0
import { claimLatestOn, dueOn, fillText, inspectLatestOn, isInTime, type LocalDate, type Text } from '#domain';
import type { InspectionFacts } from '../line-review.js';
import type { ClaimLine, RejectCode } from '../settlement.js';
import { REASON } from './words.js';

const both = (sentence: Text, facts: Record<string, LocalDate>): Text => ({
  da: fillText(sentence.da, facts, 'da'),
  en: fillText(sentence.en, facts, 'en'),
});
const joined = (...texts: (Text | null)[]): Text => ({
  da: texts.flatMap((text) => text?.da ?? []).join(' '),
  en: texts.flatMap((text) => text?.en ?? []).join(' '),
});

/** Why a line is not accepted, with the days that it was decided on; null: nothing is rejected. */
export function reasonOf(line: ClaimLine, facts: InspectionFacts): Text | null {
  const { accepted, code } = line.review ?? {};
  return code && !accepted ? joined(REASON[code], daysOf(line, code, facts)) : null;
}

function daysOf(line: ClaimLine, code: RejectCode, facts: InspectionFacts): Text | null {
  const { letsMoreThanOne, movedOutOn, learnedOn, plannedOn, summonedOn, heldOn, reportDeliveredOn } = facts;
  if (code === 'late_inspection') return heldOn ? late(HELD, heldOn, inspectLatestOn(movedOutOn, learnedOn)) : NOT_HELD;
  if (code === 'no_summons') {
    const [inspection] = [plannedOn, heldOn].filter((on) => on !== null).toSorted();
    return summonedOn && inspection ? late(SENT, summonedOn, dueOn('SUMMONS_LATEST', inspection)) : NOT_SENT;
  }
  if (code === 'late_claim' && (heldOn || !letsMoreThanOne))
    return late(RAISED, line.raisedOn, claimLatestOn(letsMoreThanOne, movedOutOn, heldOn ?? movedOutOn));
  if (code !== 'not_in_report' || !line.inReport) return null;
  if (!reportDeliveredOn) return NOT_DELIVERED;
  return heldOn ? late(DELIVERED, reportDeliveredOn, dueOn('REPORT_LATEST', heldOn)) : null;
}

/** What was in time is rejected for something else than its days. */
const late = (sentence: Text, on: LocalDate, latest: LocalDate): Text | null =>
  isInTime(on, latest) ? null : both(sentence, { on, latest });

const NOT_HELD: Text = { da: 'Der er ikke registreret noget syn.', en: 'No inspection is recorded.' };
const NOT_SENT: Text = { da: 'Der er ikke registreret nogen indkaldelse.', en: 'No summons is recorded.' };
const NOT_DELIVERED: Text = { da: 'Der er ikke afleveret nogen rapport.', en: 'No report was delivered.' };
const HELD: Text = {
  da: 'Det blev holdt {on}; seneste dag var {latest}.',
  en: 'It was held on {on}; the latest day was {latest}.',
};
const SENT: Text = {
  da: 'Indkaldelsen blev sendt {on}; seneste dag var {latest}.',
  en: 'The summons was sent on {on}; the latest day was {latest}.',
};
const RAISED: Text = {
  da: 'Det blev rejst {on}; seneste dag var {latest}.',
  en: 'It was raised on {on}; the latest day was {latest}.',
};
const DELIVERED: Text = {
  da: 'Rapporten blev afleveret {on}; seneste dag var {latest}.',
  en: 'The report was delivered on {on}; the latest day was {latest}.',
};
