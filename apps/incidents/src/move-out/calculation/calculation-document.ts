// SPDX-License-Identifier: MPL-2.0
/**
 * The settlement as people read it: every line, every step with its rule, and who bears what. It is written from a view
 * alone, so that a landlord's holds what a landlord may see. It names no person: the case number says whose it is.
 */
import {
  clean,
  type DocumentSection,
  type DocumentTable,
  NOTHING,
  Wording,
  type WrittenDocument,
  withTexts,
} from '#document';
import type { Language, LocalDate, Oere } from '#domain';
import { isRent } from '../settlement.js';
import type { CalculatedLineView, CalculationView, FigureView, LandlordCalculationView } from './calculation.dto.js';
import { ASSESSED_BY, BUCKET, CLAIM_KIND, COVER_REFUSAL } from './words.js';

type View = CalculationView | LandlordCalculationView;
type Section = (view: View, tell: Wording) => DocumentSection | null;

const isForMunicipality = (view: View): view is CalculationView => 'inspection' in view;

const theClaims: Section = (view, tell) => {
  const { say, of, day, money } = tell;
  const claim = ({ kind, text, dueOn }: CalculatedLineView): string =>
    [of(CLAIM_KIND[kind]), text, isRent(kind) && dueOn ? say(`forfald ${day(dueOn)}`, `due ${day(dueOn)}`) : '']
      .filter(Boolean)
      .join('\n');
  const isTold = view.result !== null;
  const decision = ({ acceptedOere, covered, rejection }: CalculatedLineView): string[] => [
    acceptedOere === null ? say('ikke afgjort', 'not decided') : money(acceptedOere),
    covered ? say('ja', 'yes') : say('nej', 'no'),
    rejection ? of(rejection.text) : NOTHING,
  ];
  const reviewers = isForMunicipality(view)
    ? view.lines.map(({ reviewedBy }) => [reviewedBy ? of(ASSESSED_BY[reviewedBy]) : NOTHING])
    : null;
  const total = [say('I alt', 'In all'), money(view.submittedOere)];
  const decided = view.result && [money(view.result.accepted.amountOere), NOTHING, NOTHING];
  return {
    heading: say('Kravene', 'The claims'),
    paragraphs: [
      say(
        `Udlejeren har den ${day(view.receivedOn)} sendt en opgørelse efter fraflytningen den ${day(view.movedOutOn)}.`,
        `On ${day(view.receivedOn)} the landlord sent a statement after the move-out on ${day(view.movedOutOn)}.`,
      ),
      ...(view.lines.length === 0 ? [say('Der er ingen krav.', 'There are no claims.')] : []),
    ],
    table: {
      columns: [
        say('Krav', 'Claim'),
        say('Krævet', 'Claimed'),
        ...(isTold
          ? [say('Godkendt', 'Accepted'), say('Dækket af aftalen', 'Covered'), say('Begrundelse', 'Reason')]
          : []),
        ...(reviewers ? [say('Afgjort', 'Decided')] : []),
      ],
      rows: [
        ...view.lines.map((line, at) => [
          claim(line),
          money(line.amountOere),
          ...(isTold ? decision(line) : []),
          ...(reviewers?.[at] ?? []),
        ]),
        [...total, ...(decided ?? []), ...(reviewers ? [NOTHING] : [])],
      ],
      numbers: isTold ? [1, 2] : [1],
    },
  };
};

const theSecurities: Section = ({ securities }, { say, of, money }) => ({
  heading: say('Depositum og forudbetalt leje', 'Deposit and prepaid rent'),
  paragraphs: [of(securities.total.rule.text)],
  table: {
    columns: [say('Hvad', 'What'), say('Beløb', 'Amount')],
    rows: [
      [say('Depositum', 'Deposit'), money(securities.depositOere)],
      [say('Forudbetalt leje', 'Prepaid rent'), money(securities.prepaidOere)],
      [say('Lejerens tilgodehavende', 'Owed to the tenant'), money(securities.creditOere)],
      [say('I alt', 'In all'), money(securities.total.amountOere)],
    ],
    numbers: [1],
  },
});

const theSteps: Section = ({ result }, { say, of, money }) =>
  result && {
    heading: say('Sådan er pengene brugt', 'How they were used'),
    paragraphs: [],
    table: {
      columns: [
        say('Trin', 'Step'),
        say('Regel', 'Rule'),
        say('Godkendte krav', 'Accepted claims'),
        say('Betalt heraf', 'Paid of them'),
        say('Tilbage at betale med', 'Left to pay with'),
        say('Ikke betalt', 'Unpaid'),
      ],
      rows: result.steps.map(({ bucket, rule, dueOere, paidOere, leftOere, unpaidOere }, at) => [
        `${at + 1}. ${of(BUCKET[bucket])}`,
        of(rule.text),
        ...[dueOere, paidOere, leftOere, unpaidOere].map((oere) => money(oere)),
      ]),
      numbers: [2, 3, 4, 5],
    },
  };

const theResult: Section = ({ result, paymentDueOn, paidOn }, { say, of, day, money }) => {
  if (!result) return null;
  const { accepted, shortfall, municipalShare, tenantResidual, refund, securitiesUsedOere } = result;
  const row = (name: string, { amountOere, rule }: FigureView): string[] => [name, of(rule.text), money(amountOere)];
  const check = [securitiesUsedOere, municipalShare.amountOere, tenantResidual.amountOere].map((oere) => money(oere));
  const payment = paidOn
    ? [say(`Kommunens andel blev betalt den ${day(paidOn)}.`, `The municipality paid its share on ${day(paidOn)}.`)]
    : paymentDueOn && municipalShare.amountOere > 0
      ? [
          say(
            `Kommunens andel betales senest den ${day(paymentDueOn)}.`,
            `The municipality pays its share by ${day(paymentDueOn)}.`,
          ),
        ]
      : [];
  return {
    heading: say('Hvem betaler hvad', 'Who pays what'),
    paragraphs: [
      ...payment,
      say(
        `Kontrol: ${money(accepted.amountOere)} = ${check.join(' + ')} (godkendte krav = brugt af depositum og forudbetalt leje + kommunens andel + lejerens egen del).`,
        `Check: ${money(accepted.amountOere)} = ${check.join(' + ')} (accepted claims = used of deposit and prepaid rent + the municipality's share + the tenant's own part).`,
      ),
    ],
    table: {
      columns: [say('Hvad', 'What'), say('Regel', 'Rule'), say('Beløb', 'Amount')],
      rows: [
        row(say('Godkendte krav', 'Accepted claims'), accepted),
        row(say('Dækket, men ikke betalt', 'Covered, but unpaid'), shortfall),
        row(say('Kommunens andel', "The municipality's share"), municipalShare),
        row(say('Lejerens egen del', "The tenant's own part"), tenantResidual),
        row(say('Tilbage til lejeren', 'Back to the tenant'), refund),
      ],
      numbers: [2],
    },
  };
};

const theVacancyRent: Section = ({ vacancyRent }, { say, of, day, money, number }) => {
  if (!vacancyRent) return null;
  const { from, through, months, total, capped, approvedOn, approvedOere, paidOn } = vacancyRent;
  const period = through
    ? say(`Fra ${day(from)} til og med ${day(through)}.`, `From ${day(from)} to ${day(through)}, inclusive.`)
    : say(`Fra ${day(from)}; den løber endnu.`, `From ${day(from)}; it still runs.`);
  const table: DocumentTable = {
    columns: [
      say('Fra', 'From'),
      say('Til og med', 'To'),
      say('Dage', 'Days'),
      say('Husleje', 'Rent'),
      say('Aconto for forbrug', 'Utilities on account'),
    ],
    rows: months.map((month) => [
      ...[day(month.from), day(month.to), number(month.days), money(month.rentOere), money(month.utilitiesOere)],
    ]),
    numbers: [2, 3, 4],
  };
  return {
    heading: say('Tomgangsleje efter fraflytningen', 'Vacancy rent after the move-out'),
    paragraphs: [
      of(total.rule.text),
      `${period} ${say(`I alt ${money(total.amountOere)}.`, `${money(total.amountOere)} in all.`)}`,
      ...(capped ? [say('Aftalens højeste beløb er nået.', 'The highest amount of the agreement is reached.')] : []),
      ...(approvedOn
        ? [
            say(
              `Godkendt den ${day(approvedOn)}: ${money(approvedOere ?? 0)}.`,
              `Approved on ${day(approvedOn)}: ${money(approvedOere ?? 0)}.`,
            ),
          ]
        : []),
      ...(paidOn ? [say(`Betalt den ${day(paidOn)}.`, `Paid on ${day(paidOn)}.`)] : []),
    ],
    ...(months.length > 0 && { table }),
  };
};

const theInspection: Section = (view, { say, day }) => {
  if (!isForMunicipality(view)) return null;
  const { inspection: facts } = view;
  const or = (date: LocalDate | null) => (date ? day(date) : NOTHING);
  const single = say(
    'Udlejeren udlejer kun én bolig og har ikke pligt til at holde syn. Kun fristen for krav gælder.',
    'The landlord lets a single dwelling and has no duty to inspect. Only the deadline for claims holds.',
  );
  const shorter = say(
    'Der er aftalt en kortere indkaldelse, som man kan efter en opsigelse eller ophævelse.',
    'A shorter summons was agreed, as it may be after a termination.',
  );
  return {
    heading: say('Syn og frister', 'Inspection and deadlines'),
    paragraphs: [...(facts.letsMoreThanOne ? [] : [single]), ...(facts.shorterSummonsAgreed ? [shorter] : [])],
    table: {
      columns: [say('Hvad', 'What'), say('Dag', 'Day'), say('Seneste dag', 'Latest day')],
      rows: [
        [say('Fraflytning', 'Move-out'), day(view.movedOutOn), NOTHING],
        [say('Udlejeren fik kendskab til den', 'The landlord learned of it'), day(facts.learnedOn), NOTHING],
        [say('Indkaldelse sendt', 'Summons sent'), or(facts.summonedOn), or(facts.summonsLatestOn)],
        [say('Indkaldt til syn', 'Summoned to an inspection'), or(facts.plannedOn), NOTHING],
        [say('Syn holdt', 'Inspection held'), or(facts.heldOn), or(facts.inspectLatestOn)],
        [say('Rapport afleveret', 'Report delivered'), or(facts.reportDeliveredOn), or(facts.reportLatestOn)],
        [say('Krav rejst', 'Claims raised'), NOTHING, or(facts.claimLatestOn)],
      ],
    },
  };
};

const theCover: Section = (view, { say, of, day, money }) => {
  if (!isForMunicipality(view) || !view.cover) return null;
  const { askedOere, status, coverOere, refusal, reservedUntil } = view.cover;
  const why = refusal && COVER_REFUSAL[refusal];
  const answers: Record<typeof status, (oere: Oere) => string> = {
    requested: () => say('Der er ikke svar endnu.', 'There is no answer yet.'),
    reserved: (oere) => say(`Sat af: ${money(oere)}.`, `Set aside: ${money(oere)}.`),
    refused: () =>
      say(`Der er ikke sat noget af${why ? `: ${why.da}` : ''}.`, `Nothing is set aside${why ? `: ${why.en}` : ''}.`),
    paid: (oere) => say(`Betalt: ${money(oere)}.`, `Paid: ${money(oere)}.`),
  };
  return {
    heading: say('Dækning efter aftalen', 'Cover by the agreement'),
    paragraphs: [
      say(`Der er bedt om ${money(askedOere)}.`, `${money(askedOere)} was asked for.`),
      answers[status](coverOere ?? 0),
      ...(reservedUntil && status === 'reserved'
        ? [
            of({
              da: `Pengene er sat af til og med ${day(reservedUntil)}.`,
              en: `The money is set aside until ${day(reservedUntil)}.`,
            }),
          ]
        : []),
    ],
  };
};

const whatIsMissing: Section = ({ missing }, { say, of }) =>
  missing.length === 0
    ? null
    : {
        heading: say('Det mangler endnu', 'What is still missing'),
        paragraphs: [missing.map(({ text }) => `• ${of(text)}`).join('\n')],
      };

const SECTIONS: readonly Section[] = [
  whatIsMissing,
  theClaims,
  theSecurities,
  theSteps,
  theResult,
  theVacancyRent,
  theInspection,
  theCover,
];

export function calculationDocument(view: View, language: Language): WrittenDocument {
  const tell = new Wording(language);
  const { say, day } = tell;
  const { number, agreementNumber, municipality, decidedOn } = view;
  const status = decidedOn ? say('Afgjort', 'Decided') : say('Under behandling', 'Being assessed');
  const agreement = agreementNumber ? [say(`aftale ${agreementNumber}`, `agreement ${agreementNumber}`)] : [];
  const sections = SECTIONS.flatMap((section) => section(view, tell) ?? []);
  const document: WrittenDocument = {
    language,
    title: say('Opgørelse efter fraflytning', 'Settlement after a move-out'),
    subtitle: municipality,
    status: [
      status,
      say(`sagsnummer ${number}`, `case number ${number}`),
      ...agreement,
      ...(decidedOn ? [day(decidedOn)] : []),
    ].join(' · '),
    author: municipality,
    sections: sections.map(({ heading, ...rest }, index) => ({ heading: `${index + 1}. ${heading}`, ...rest })),
    footer: `${municipality} · ${number}`,
  };
  return withTexts(document, clean);
}
