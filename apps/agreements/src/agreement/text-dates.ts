// SPDX-License-Identifier: MPL-2.0
// Which days the dates of a text can have (domain.md 13.4): asked when it is proposed, and again when it is approved and
// signed.
import { addDays, addMonths, isOutside, type LocalDate, type RefusalFacts, type Text } from '#domain';
import type { AgreementTerms } from './agreement-terms.dto.js';
import { type Agreement, versionInForce } from './case.js';

/** An agreement that is written down late or early: its first day is at most so many months from today. */
const MONTHS_FROM_TODAY = 24;
/** The longest that anybody agrees on: twenty years. */
const LONGEST_MONTHS = 240;

interface DateOfText {
  field: string;
  name: Text;
  day: LocalDate | undefined;
  earliest: LocalDate;
  latest: LocalDate;
}

export const dateIsOutside = {
  code: 'date-is-outside-its-window',
  da: '{name} skal ligge fra {earliest} til {latest}.',
  en: '{name} must lie from {earliest} to {latest}.',
  source: 'domain.md 13.4',
};

/** @param agreement null: of one that is drafted now */
function datesOf(
  { term, revision, effectiveFrom }: AgreementTerms,
  agreement: Agreement | null,
  today: LocalDate,
): DateOfText[] {
  const inForce = agreement ? versionInForce(agreement) : undefined;
  const dates: DateOfText[] = [];
  // Of a later version it is that of the first.
  if (term && !inForce)
    dates.push({
      ...{
        field: 'term/from',
        name: { da: 'Aftalens første dag', en: 'The first day of the agreement' },
        day: term.from,
      },
      ...{ earliest: addMonths(today, -MONTHS_FROM_TODAY), latest: addMonths(today, MONTHS_FROM_TODAY) },
    });
  if (agreement && inForce)
    dates.push({
      ...{ field: 'effectiveFrom', name: { da: 'Versionens første dag', en: 'The first day of the version' } },
      ...{ day: effectiveFrom, earliest: addDays(inForce.effectiveFrom, 1), latest: addDays(agreement.termTo, 1) },
    });
  if (!term) return dates;
  // The last day of the agreement is that of its last version too.
  const begins = inForce && effectiveFrom && effectiveFrom > term.from ? effectiveFrom : term.from;
  return [
    ...dates,
    {
      ...{ field: 'term/to', name: { da: 'Aftalens sidste dag', en: 'The last day of the agreement' }, day: term.to },
      ...{ earliest: begins, latest: addDays(addMonths(term.from, LONGEST_MONTHS), -1) },
    },
    {
      ...{ field: 'revision/reviewDate', name: { da: 'Dagen for gennemgangen', en: 'The day of the review' } },
      ...{ day: revision?.reviewDate, earliest: term.from, latest: term.to },
    },
  ];
}

/** Those that lie outside, with the days they can have; fields as in a command, behind `at`. */
export const datesOutside = (
  terms: AgreementTerms,
  agreement: Agreement | null,
  today: LocalDate,
  at = '',
): RefusalFacts[] =>
  datesOf(terms, agreement, today).flatMap(({ field, name, day, ...window }) => {
    const found = day !== undefined && isOutside(window, day);
    return found ? [{ field: `${at}${field}`, name, ...found }] : [];
  });
