// SPDX-License-Identifier: MPL-2.0
// What is covered when a tenant moves out, and the securities (domain.md 3.3, 7.3, 13.2).
import { CLAIM_KINDS } from '#contracts/agreements/agreement';
import type { Wording } from '#document';
import type { Text } from '#domain';
import type { Coverage, WholeTerms } from '../../agreement-terms.dto.js';
import type { Section } from '../wording.js';
import { CLAIM } from '../words.js';

/** Rent is judged by its due day, every other claim by the move-out (domain.md 13.2). */
function coverageRule(kind: Coverage['kind'], named: Coverage | undefined, { say, months }: Wording): string {
  if (!named) return say('Dækkes ikke (er ikke nævnt i aftalen)', 'Not covered (not named in the agreement)');
  if (named.rule === 'covered') return say('Dækkes', 'Covered');
  if (named.rule === 'not_covered') return say('Dækkes ikke', 'Not covered');
  const start = months(named.months ?? 0);
  return kind === 'rent' || kind === 'utilities_advance'
    ? say(
        `Dækkes, når betalingen forfalder i lejemålets første ${start}`,
        `Covered where payment falls due in the first ${start} of the tenancy`,
      )
    : say(
        `Dækkes, når lejeren flytter i lejemålets første ${start}`,
        `Covered where the tenant moves out in the first ${start} of the tenancy`,
      );
}

/** The buckets of domain.md 13.2 in words. */
const SECURITIES: Readonly<Record<WholeTerms['securitiesOrder'], Text>> = {
  default: {
    da: 'Depositum og forudbetalt leje bruges i denne rækkefølge: først manglende husleje og aconto, som kommunen ikke dækker; så manglende husleje og aconto, som kommunen dækker; så andre krav, som kommunen ikke dækker; til sidst andre krav, som kommunen dækker.',
    en: 'Deposit and prepaid rent are used in this order: first unpaid rent and utilities that the municipality does not cover; then unpaid rent and utilities that it covers; then other claims that it does not cover; last other claims that it covers.',
  },
  covered_first: {
    da: 'Parterne har udtrykkeligt aftalt, at depositum og forudbetalt leje bruges i denne rækkefølge: først andre krav end husleje og aconto, som kommunen dækker; så manglende husleje og aconto, som kommunen dækker; så manglende husleje og aconto, som kommunen ikke dækker; til sidst andre krav, som kommunen ikke dækker.',
    en: 'The parties have expressly agreed that deposit and prepaid rent are used in this order: first claims other than rent and utilities that the municipality covers; then unpaid rent and utilities that it covers; then unpaid rent and utilities that it does not cover; last other claims that it does not cover.',
  },
};

export const moveOut: Section = (_, terms, tell) => {
  const { say, of, agreed } = tell;
  const named = terms.coverage;
  return {
    heading: say('Når en lejer flytter: hvad kommunen dækker', 'When a tenant moves out: what the municipality covers'),
    paragraphs: [
      ...agreed(
        terms.securitiesOrder,
        {
          da: 'hvad depositum og forudbetalt leje bruges til først',
          en: 'what deposit and prepaid rent are used for first',
        },
        (order) => [of(SECURITIES[order])],
      ),
      ...agreed(named, { da: 'hvilke krav kommunen dækker', en: 'which claims the municipality covers' }, () => [
        say(
          'Tabellen viser, hvilke krav mod lejeren kommunen dækker. Et krav, der ikke er nævnt i aftalen, er ikke dækket.',
          'The table shows which claims against the tenant the municipality covers. A claim that is not named in the agreement is not covered.',
        ),
      ]),
    ],
    ...(named && {
      table: {
        columns: [say('Krav', 'Claim'), say('Kommunens dækning', 'Cover by the municipality')],
        rows: CLAIM_KINDS.map((kind) => [
          of(CLAIM[kind]),
          coverageRule(
            kind,
            named.find((one) => one.kind === kind),
            tell,
          ),
        ]),
      },
    }),
  };
};

export const securities: Section = (_, terms, { say, agreed, monthsOf }) => {
  const rent = (months: number) =>
    months === 0 ? say('ingen', 'none') : say(`${monthsOf(months)} husleje`, `${monthsOf(months)} rent`);
  return {
    heading: say('Depositum og forudbetalt leje', 'Deposit and prepaid rent'),
    paragraphs: [
      ...agreed(terms.depositMonths, { da: 'depositum', en: 'the deposit' }, (months) => [
        say(`Depositum: ${rent(months)}.`, `Deposit: ${rent(months)}.`),
      ]),
      ...agreed(terms.prepaidRentMonths, { da: 'forudbetalt leje', en: 'prepaid rent' }, (months) => [
        say(`Forudbetalt leje: ${rent(months)}.`, `Prepaid rent: ${rent(months)}.`),
      ]),
      say(
        'Begge regnes af huslejen uden forbrug. Udlejeren må højst tage 3 måneders husleje af hver (lejeloven § 59).',
        "Both are counted on the rent without utilities. The landlord may take at most 3 months' rent of each (lejeloven, section 59).",
      ),
    ],
  };
};
