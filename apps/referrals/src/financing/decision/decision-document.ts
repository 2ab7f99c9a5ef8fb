// SPDX-License-Identifier: MPL-2.0
/**
 * The decision as the citizen reads it: what was applied for, what was decided and why, what is paid and paid back, and how
 * to complain. It names nobody: the case number says whose it is.
 */
import { type DocumentSection, type DocumentTable, NOTHING, Wording, type WrittenDocument } from '#document';
import type { Language } from '#domain';
import type { Financing } from '../financing.js';
import { FOUND, HELP, ITEM, LATE_BUT_GIVEN, LAW, LAW_OF_KIND, TO, WHY_DEARER, WHY_NEEDED, WHY_NOT } from './words.js';

/** What of a case its decision tells. */
export type Decided = Pick<
  Financing,
  | 'kind'
  | 'state'
  | 'appliedOn'
  | 'decidedOn'
  | 'basis'
  | 'conditions'
  | 'amounts'
  | 'amountOere'
  | 'monthlyAmountOere'
  | 'months'
  | 'payee'
  | 'payOn'
  | 'repayable'
  | 'repaymentPlan'
  | 'refusalReason'
  | 'lateApplicationAcceptedBecause'
> & { number: string; municipality: string };

type Section = (decided: Decided, tell: Wording) => DocumentSection | null;

const isRefused = ({ refusalReason }: Decided) => refusalReason !== null;

const theDecision: Section = (decided, { say, of, day, money }) => {
  const { kind, appliedOn, decidedOn, amountOere, payee, payOn, state } = decided;
  const asked = say(
    `Du søgte den ${day(appliedOn)} om ${of(HELP[kind])}.`,
    `You applied on ${day(appliedOn)} for ${of(HELP[kind])}.`,
  );
  const answer = isRefused(decided)
    ? [say(`Kommunen har den ${day(decidedOn!)} givet afslag.`, `The municipality refused it on ${day(decidedOn!)}.`)]
    : [
        say(
          `Kommunen har den ${day(decidedOn!)} bevilget ${money(amountOere!)}.`,
          `The municipality granted ${money(amountOere!)} on ${day(decidedOn!)}.`,
        ),
        say(
          `Beløbet udbetales ${of(TO[payee])} den ${day(payOn!)}.`,
          `The amount is paid ${of(TO[payee])} on ${day(payOn!)}.`,
        ),
      ];
  const condition = say(
    'Hjælpen er betinget af, at du accepterer en administrationsaftale, så kommunen betaler din husleje. Der udbetales ikke noget, før du har accepteret den.',
    'The help is given on condition that you accept an administration agreement, by which the municipality pays your rent. Nothing is paid before you have accepted it.',
  );
  return {
    heading: say('Afgørelsen', 'The decision'),
    paragraphs: [asked, ...answer, ...(state === 'AWAITING_CONDITION' ? [condition] : [])],
  };
};

const theReasons: Section = (decided, { say, of }) => {
  const { kind, basis, conditions, refusalReason, lateApplicationAcceptedBecause: late } = decided;
  const law = of(basis && !isRefused(decided) ? LAW[basis] : LAW_OF_KIND[kind]);
  const grounds = refusalReason ? [WHY_NOT[refusalReason]] : (conditions ?? []).map((condition) => FOUND[condition]);
  return {
    heading: say('Begrundelse', 'Reasons'),
    paragraphs: [
      say(`Afgørelsen er truffet efter ${law}.`, `The decision was made under ${law}.`),
      ...(refusalReason
        ? [say('Loven giver ikke adgang til hjælpen, fordi:', 'The law does not allow the help, since:')]
        : [say('Kommunen lægger vægt på, at:', 'The municipality finds that:')]),
      grounds.map((ground) => `• ${of(ground)}`).join('\n'),
      ...(late
        ? [
            say(
              `Lejekontrakten var underskrevet, da du søgte (lov om aktiv socialpolitik § 88). Hjælpen gives alligevel, fordi ${of(LATE_BUT_GIVEN[late])}.`,
              `The lease was signed when you applied (the act on active social policy, § 88). The help is given nevertheless, since ${of(LATE_BUT_GIVEN[late])}.`,
            ),
          ]
        : []),
    ],
  };
};

function amountsOf({ amounts, monthlyAmountOere, months }: Decided, tell: Wording): DocumentTable {
  const { say, of, money } = tell;
  const amount = say('Beløb', 'Amount');
  const { deposit, offers, items } = amounts ?? {};
  if (deposit)
    return {
      columns: [say('Til', 'For'), amount],
      rows: [
        [say('depositum', 'deposit'), money(deposit.depositOere)],
        [say('forudbetalt leje', 'prepaid rent'), money(deposit.prepaidOere)],
      ],
      numbers: [1],
    };
  if (offers)
    return {
      columns: [say('Tilbud', 'Offer'), amount],
      rows: offers.map(({ amountOere }, at) => [say(`tilbud ${at + 1}`, `offer ${at + 1}`), money(amountOere)]),
      numbers: [1],
    };
  if (items)
    return {
      columns: [say('Til', 'For'), say('Antal', 'Number'), say('Bemærkning', 'Remark'), amount],
      rows: items.map(({ item, pieces, amountOere, neededBecause, dearerBecause }) => [
        of(ITEM[item]),
        tell.number(pieces),
        [
          ...(neededBecause ? [of(WHY_NEEDED[neededBecause])] : []),
          ...(dearerBecause ? [of(WHY_DEARER[dearerBecause])] : []),
        ].join('; ') || NOTHING,
        money(amountOere),
      ]),
      numbers: [1, 3],
    };
  return {
    columns: [say('Pr. måned', 'Per month'), say('Måneder', 'Months')],
    rows: [[money(monthlyAmountOere!), tell.number(months!)]],
    numbers: [0, 1],
  };
}

const theAmounts: Section = (decided, tell) => {
  if (isRefused(decided)) return null;
  const cheapest = tell.say('Det billigste af tilbuddene er bevilget.', 'The cheapest of the offers is granted.');
  return {
    heading: tell.say('Beløb', 'Amounts'),
    paragraphs: [
      tell.say(`I alt ${tell.money(decided.amountOere!)}.`, `${tell.money(decided.amountOere!)} in all.`),
      ...(decided.amounts?.offers ? [cheapest] : []),
    ],
    table: amountsOf(decided, tell),
  };
};

const theRepayment: Section = (decided, { say, money, day }) => {
  if (isRefused(decided)) return null;
  const heading = say('Tilbagebetaling', 'Paying back');
  if (!decided.repayable)
    return { heading, paragraphs: [say('Du skal ikke betale hjælpen tilbage.', 'You need not pay the help back.')] };
  const duty = say(
    'Du skal betale hjælpen tilbage (lov om aktiv socialpolitik §§ 93 og 94).',
    'You have to pay the help back (the act on active social policy, §§ 93 and 94).',
  );
  const { repaymentPlan: plan } = decided;
  if (!plan)
    return {
      heading,
      paragraphs: [
        duty,
        say('Du får besked om, hvordan og hvornår du skal betale.', 'You will be told how and when you have to pay.'),
      ],
    };
  return {
    heading,
    paragraphs: [duty],
    table: {
      columns: [say('Rate', 'Instalment'), say('Betales senest', 'To be paid by'), say('Beløb', 'Amount')],
      rows: plan.map(({ no, dueOn, amountOere }) => [String(no), day(dueOn), money(amountOere)]),
      numbers: [0, 2],
    },
  };
};

const howToComplain: Section = (_, { say }) => ({
  heading: say('Sådan klager du', 'How to complain'),
  paragraphs: [
    say(
      'Er du ikke enig, kan du klage til kommunen, mundtligt eller skriftligt. Kommunen skal have din klage senest 4 uger efter, at du har fået denne afgørelse. Oplys sagsnummeret.',
      'If you do not agree, you can complain to the municipality, orally or in writing. The municipality must have your complaint within 4 weeks of the day on which you got this decision. Give the case number.',
    ),
    say(
      'Kommunen ser først på afgørelsen igen. Giver kommunen dig ikke medhold i det hele, sender kommunen klagen videre til Ankestyrelsen, som afgør den (retssikkerhedsloven §§ 60 og 66).',
      'The municipality first looks at the decision again. Where it does not agree with you in everything, it sends the complaint on to Ankestyrelsen, which decides on it (retssikkerhedsloven §§ 60 and 66).',
    ),
  ],
});

const SECTIONS: readonly Section[] = [theDecision, theReasons, theAmounts, theRepayment, howToComplain];

export function decisionDocument(decided: Decided, language: Language): WrittenDocument {
  const tell = new Wording(language);
  const { say, of, day } = tell;
  const { kind, number, municipality, decidedOn } = decided;
  const status = isRefused(decided) ? say('Afslag', 'Refused') : say('Bevilget', 'Granted');
  return {
    language,
    title: say(`Afgørelse om ${of(HELP[kind])}`, `Decision on ${of(HELP[kind])}`),
    subtitle: municipality,
    status: [status, say(`sagsnummer ${number}`, `case number ${number}`), day(decidedOn!)].join(' · '),
    author: municipality,
    sections: SECTIONS.flatMap((section) => section(decided, tell) ?? []),
    footer: `${municipality} · ${number}`,
  };
}
