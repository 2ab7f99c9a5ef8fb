// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getDocumentProxy } from 'unpdf';
import { CLAIM_KINDS } from '#contracts/claim-kinds';
import { type Language, showDate, showOere } from '#domain';
import { type ClaimLine, REJECT_CODES, type SettlementInput } from '../settlement.js';
import { vacancyOut } from '../vacancy-out.js';
import { EXAMPLE, line } from '../worked-example.js';
import type { CalculationView, LandlordCalculationView } from './calculation.dto.js';
import { type CalculatedCase, landlordCalculation, municipalCalculation } from './calculation.js';
import { calculationDocument } from './calculation-document.js';
import { drawCalculation } from './draw.thread.js';
import { CALCULATION_RULES } from './words.js';

const LANGUAGES: readonly Language[] = ['da', 'en'];

/** Rows 26 and 27 of the worked example, approved, with the vacancy rent of May. */
const DECIDED: CalculatedCase = {
  ...{ number: 'W-27-00012-4', agreementNumber: 'A-26-00001-7', municipality: 'Eksempel Kommune' },
  ...{ receivedOn: '2027-05-18', decisionDueOn: '2027-06-02' },
  settlement: EXAMPLE,
  inspection: {
    ...{ letsMoreThanOne: true, movedOutOn: '2027-04-14', learnedOn: '2027-04-14', wasTerminated: true },
    ...{ plannedOn: '2027-04-23', summonedOn: '2027-04-15', shorterSummonsAgreed: false },
    ...{ heldOn: '2027-04-23', reportDeliveredOn: '2027-04-23' },
  },
  cover: { askedOere: 3_237_000, status: 'reserved', refusal: null, reservedUntil: '2027-08-30' },
  ...{ decidedOn: '2027-06-01', paymentDueOn: '2027-07-01', paidOn: null },
  vacancy: {
    rent: vacancyOut({
      ...{ movedOutOn: '2027-04-14', rentChargedThrough: '2027-04-30', nextTenancyFrom: '2027-06-01' },
      ...{ paidElsewhereFrom: null, rentOere: 450_000, utilitiesOere: 60_000, includesUtilities: false, capMonths: 3 },
    })!,
    ...{ approvedOn: '2027-06-03', approvedOere: 450_000, paidOn: null },
  },
};
/** Nothing is approved yet. */
const ASSESSED: CalculatedCase = {
  ...DECIDED,
  ...{ decidedOn: null, vacancy: { ...DECIDED.vacancy!, approvedOn: null, approvedOere: null } },
};

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
const asHtml = async (view: CalculationView | LandlordCalculationView, language: Language): Promise<string> =>
  plain(Buffer.from(await drawCalculation({ view, format: 'html', language })).toString());
async function asPdf(view: CalculationView | LandlordCalculationView, language: Language): Promise<string> {
  const read = await getDocumentProxy(new Uint8Array(await drawCalculation({ view, format: 'pdf', language })));
  const pages = await Promise.all(
    Array.from({ length: read.numPages }, async (_, index) => {
      const { items } = await (await read.getPage(index + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join(' ');
    }),
  );
  return plain(pages.join(' '));
}
const textOf = (view: CalculationView | LandlordCalculationView, language: Language): string =>
  plain(JSON.stringify(calculationDocument(view, language)));

const audiences: [string, (calculated: CalculatedCase) => CalculationView | LandlordCalculationView][] = [
  ['the municipality', municipalCalculation],
  ['the landlord', landlordCalculation],
];

describe('the worked example (domain.md 11)', () => {
  /** Øre: the lines, the sums, every step, and who bears what. */
  const figures = [
    ...[450_000, 60_000, 112_000, 1_425_000, 1_680_000, 770_000, 240_000, 190_000, 1_200_000, 6_127_000, 5_937_000],
    ...[1_350_000, 2_700_000, 510_000, 2_190_000, 2_078_000, 5_315_000, 3_237_000, 3_000_000, 237_000, 0],
  ];

  test.each(
    audiences.flatMap(([name, of]) => LANGUAGES.map((language) => [name, language, of] as const)),
  )('every figure stands in page and file for %s (%s)', async (_, language, of) => {
    const money = (oere: number) => showOere(oere, language).replace('\u00a0', ' ');
    const check = `${money(5_937_000)} = ${[2_700_000, 3_000_000, 237_000].map(money).join(' + ')}`;
    for (const text of [await asHtml(of(DECIDED), language), await asPdf(of(DECIDED), language)]) {
      expect(figures.map(money).filter((amount) => !text.includes(amount))).toEqual([]);
      expect(text).toContain(check);
      for (const day of ['2027-04-14', '2027-05-18', '2027-06-01', '2027-07-01', '2027-05-31'])
        expect(text).toContain(showDate(day, language));
      for (const { text: said } of EXAMPLE.lines) expect(text).toContain(said);
      expect(text).toContain('W-27-00012-4');
    }
  });

  test('every step has its rule with its source', () => {
    const { result } = municipalCalculation(DECIDED);
    expect(result.steps.map(({ bucket, rule }) => [bucket, rule.code])).toEqual([
      ['Rn', 'default-order-uncovered-rent-first'],
      ['Rc', 'default-order-covered-rent-second'],
      ['U', 'default-order-uncovered-claims-third'],
      ['C', 'default-order-covered-claims-last'],
    ]);
    expect(result.steps[0]!.rule.source).toBe('lejeloven § 59, stk. 3; domain.md 7.3, 13.2');
    expect(landlordCalculation(DECIDED).result).toEqual(result);
  });

  test.each([
    'default',
    'covered_first',
  ] as const)('every rule that a step names has its words: %s', (securitiesOrder) => {
    const settlement = { ...EXAMPLE, terms: { ...EXAMPLE.terms, securitiesOrder } };
    const { result } = municipalCalculation({ ...DECIDED, settlement });
    const known = Object.entries(CALCULATION_RULES).map(([code, rule]) => ({ code, ...rule }));
    for (const { rule } of result.steps) expect(known).toContainEqual(rule);
  });
});

describe('what a landlord sees', () => {
  const review: fc.Arbitrary<ClaimLine['review']> = fc.option(
    fc.record({
      accepted: fc.boolean(),
      code: fc.option(fc.constantFrom(...REJECT_CODES)),
      by: fc.constantFrom('system' as const, 'municipality' as const),
    }),
  );
  const cover: fc.Arbitrary<CalculatedCase['cover']> = fc.option(
    fc.record({
      askedOere: fc.nat(),
      status: fc.constantFrom('requested', 'reserved', 'refused', 'paid'),
      refusal: fc.option(fc.constantFrom('cap-is-used-up', 'commitment-is-not-made', 'agreement-has-ended')),
      reservedUntil: fc.option(fc.constant('2027-08-30')),
    }),
  );
  const reviewed = (settlement: SettlementInput, reviews: ClaimLine['review'][]): SettlementInput => ({
    ...settlement,
    lines: settlement.lines.map((one, at) => ({ ...one, review: reviews[at]! })),
  });

  test('before it is approved: the same, whatever was reviewed, asked for, answered and computed', () => {
    const before = landlordCalculation(ASSESSED);
    const reviews = fc.array(review, { minLength: EXAMPLE.lines.length, maxLength: EXAMPLE.lines.length });
    fc.assert(
      fc.property(reviews, cover, fc.option(fc.nat()), fc.nat(), (all, asked, coverOere, totalOere) => {
        const settlement = { ...reviewed(EXAMPLE, all), coverOere };
        const vacancy = { ...ASSESSED.vacancy!, rent: { ...ASSESSED.vacancy!.rent, totalOere } };
        const paid = { paymentDueOn: '2027-07-09', paidOn: '2027-07-02' };
        expect(landlordCalculation({ ...ASSESSED, ...paid, settlement, vacancy, cover: asked })).toEqual(before);
      }),
    );
    expect(before).toMatchObject({
      stage: 'being_assessed',
      result: null,
      vacancyRent: null,
      submittedOere: 6_127_000,
    });
    expect(before.lines.map(({ amountOere, acceptedOere }) => [amountOere, acceptedOere])).toEqual(
      EXAMPLE.lines.map(({ amountOere }) => [amountOere, null]),
    );
    expect(before.missing.map(({ code }) => code)).toEqual([
      'settlement-is-decided-by-a-day',
      'vacancy-rent-is-being-assessed',
    ]);
  });

  test('before it is approved the document says when he hears, and no sum but his own', async () => {
    const html = await asHtml(landlordCalculation(ASSESSED), 'da');
    expect(html).toContain('senest 2. juni 2027');
    for (const said of ['61.270,00', '13.500,00', '27.000,00', 'painting', 'blinds']) expect(html).toContain(said);
    const never = [
      '59.370,00',
      '32.370,00',
      '30.000,00',
      '2.370,00',
      '53.150,00',
      '20.780,00',
      'rapport',
      'Godkendt',
      'Afgjort',
    ];
    for (const said of never) expect(html).not.toContain(said);
  });

  test('once approved: nothing of who reviewed it, what was asked for, or what else there is money for', () => {
    const shown = landlordCalculation(DECIDED);
    fc.assert(
      fc.property(cover, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (asked, bySystem) => {
        const by = (at: number) => (bySystem[at] ? ('system' as const) : ('municipality' as const));
        const reviews = EXAMPLE.lines.map(({ review: own }, at) => own && { ...own, by: by(at) });
        const settlement = reviewed(EXAMPLE, reviews);
        expect(landlordCalculation({ ...DECIDED, cover: asked, settlement })).toEqual(shown);
      }),
    );
    const more = (coverOere: number) => ({ ...DECIDED, settlement: { ...EXAMPLE, coverOere } });
    expect(landlordCalculation(more(9_000_000))).toEqual(landlordCalculation(more(3_237_000)));
  });

  test('page and file for the landlord hold nothing that only the municipality is told', async () => {
    const cases: CalculatedCase = {
      ...DECIDED,
      cover: { askedOere: 3_333_333, status: 'reserved', refusal: 'cap-is-used-up', reservedUntil: '2027-08-30' },
      inspection: { ...DECIDED.inspection, learnedOn: '2027-04-16' },
    };
    const only = [
      '33.333,33',
      '30. august 2027',
      '16. april 2027',
      'efter loven',
      'af kommunen',
      'Dækning efter aftalen',
    ];
    for (const draw of [asHtml, asPdf]) {
      const [mine, theirs] = [
        await draw(landlordCalculation(cases), 'da'),
        await draw(municipalCalculation(cases), 'da'),
      ];
      expect(only.filter((said) => !theirs.includes(said))).toEqual([]);
      expect(only.filter((said) => mine.includes(said))).toEqual([]);
    }
    const refused = { ...cases, cover: { ...cases.cover!, status: 'refused' as const } };
    expect(textOf(municipalCalculation(refused), 'da')).toContain('beløbet i aftalen er brugt');
    expect(textOf(landlordCalculation(refused), 'da')).not.toContain('beløbet i aftalen er brugt');
  });

  test('in a dispute there is no day to name', () => {
    const { missing } = landlordCalculation({ ...ASSESSED, decisionDueOn: null });
    expect(missing[0]).toEqual({
      code: 'settlement-is-being-assessed',
      text: {
        da: 'Kommunen behandler opgørelsen. Du får besked, når den er afgjort.',
        en: 'The municipality assesses the statement. You are told when it is decided.',
      },
    });
  });

  test('vacancy rent is decided by itself', () => {
    const vacancyOnly = landlordCalculation({ ...ASSESSED, vacancy: DECIDED.vacancy });
    expect(vacancyOnly).toMatchObject({ result: null, vacancyRent: { total: { amountOere: 450_000 } } });
    expect(landlordCalculation({ ...DECIDED, vacancy: ASSESSED.vacancy })).toMatchObject({
      vacancyRent: null,
      stage: 'decided',
    });
  });
});

describe('what is still missing', () => {
  const codes = (more: Partial<CalculatedCase>) =>
    municipalCalculation({ ...DECIDED, ...more }).missing.map(({ code }) => code);
  const open: SettlementInput = { ...EXAMPLE, coverOere: null };

  test.each<[string, Partial<CalculatedCase>, string[]]>([
    ['nothing', {}, []],
    ['no vacancy rent at all', { vacancy: null }, []],
    ['no answer', { settlement: open, decidedOn: null }, ['cover-is-not-answered', 'share-is-not-approved']],
    [
      'no question',
      { settlement: open, cover: null, decidedOn: null },
      ['cover-is-not-asked-for', 'share-is-not-approved'],
    ],
    [
      'nothing to ask for',
      { settlement: { ...open, lines: [] }, cover: null, decidedOn: null },
      ['share-is-not-approved'],
    ],
    ['vacancy without an end', { vacancy: { ...ASSESSED.vacancy!, rent: { ...ASSESSED.vacancy!.rent, through: null, months: [] } } }, ['vacancy-has-no-end', 'vacancy-rent-is-not-approved']], // biome-ignore format: a row
  ])('%s', (_, more, expected) => expect(codes(more)).toEqual(expected));

  test('lines that nobody has decided on are counted', () => {
    const settlement = { ...open, lines: EXAMPLE.lines.map((one, at) => (at < 2 ? { ...one, review: null } : one)) };
    const { missing, lines } = municipalCalculation({ ...ASSESSED, settlement, cover: null });
    expect(missing[0]).toEqual({
      code: 'lines-are-not-all-reviewed',
      text: {
        da: 'Der er krav, som ingen har taget stilling til: 2.',
        en: 'There are claims that nobody has decided on: 2.',
      },
    });
    expect(lines.slice(0, 3).map(({ acceptedOere, reviewedBy }) => [acceptedOere, reviewedBy])).toEqual([
      [null, null],
      [null, null],
      [112_000, 'municipality'],
    ]);
  });

  test('a share that is not answered is not told as one that is', () => {
    const rule = (settlement: SettlementInput) =>
      municipalCalculation({ ...ASSESSED, settlement }).result.municipalShare.rule.code;
    expect(rule(open)).toBe('share-awaits-the-cover');
    expect(rule(EXAMPLE)).toBe('share-is-the-shortfall-as-far-as-promised');
    expect(rule({ ...open, lines: [] })).toBe('share-is-the-shortfall-as-far-as-promised');
  });
});

describe('why a line is not accepted', () => {
  const reason = (
    code: (typeof REJECT_CODES)[number],
    more: Partial<CalculatedCase['inspection']> = {},
    of: Partial<ClaimLine> = {},
  ) => {
    const lines = [line({ kind: 'restoration', review: { accepted: false, code, by: 'municipality' }, ...of })];
    const inspection = { ...DECIDED.inspection, ...more };
    return municipalCalculation({ ...DECIDED, settlement: { ...EXAMPLE, lines }, inspection }).lines[0]!.rejection!.text
      .da;
  };

  test.each<[string, string, string]>([
    [
      'inspected late',
      reason('late_inspection', { heldOn: '2027-04-29' }),
      'Det blev holdt 29. april 2027; seneste dag var 28. april 2027.',
    ],
    ['not inspected', reason('late_inspection', { heldOn: null }), 'Der er ikke registreret noget syn.'],
    [
      'summoned late',
      reason('no_summons', { summonedOn: '2027-04-17' }),
      'sendt 17. april 2027; seneste dag var 16. april 2027.',
    ],
    ['not summoned', reason('no_summons', { summonedOn: null }), 'Der er ikke registreret nogen indkaldelse.'],
    [
      'claimed late',
      reason('late_claim', {}, { raisedOn: '2027-05-08' }),
      'rejst 8. maj 2027; seneste dag var 7. maj 2027.',
    ],
    [
      'claimed late, a single dwelling',
      reason('late_claim', { letsMoreThanOne: false }, { raisedOn: '2027-04-29' }),
      'seneste dag var 28. april 2027.',
    ],
    ['no report', reason('not_in_report', { reportDeliveredOn: null }), 'Der er ikke afleveret nogen rapport.'],
    [
      'a late report',
      reason('not_in_report', { reportDeliveredOn: '2027-05-08' }),
      'afleveret 8. maj 2027; seneste dag var 7. maj 2027.',
    ],
  ])('%s', (_, text, days) => expect(text).toContain(days));

  test('what was in time is told without days', () => {
    for (const code of REJECT_CODES) expect(reason(code)).not.toMatch(/\d{4}/);
  });
});

describe('words', () => {
  /** Every kind and every reason. */
  const all: CalculatedCase = {
    ...DECIDED,
    settlement: {
      ...EXAMPLE,
      lines: [
        ...CLAIM_KINDS.map((kind) => line({ kind })),
        ...REJECT_CODES.map((code) => line({ review: { accepted: false, code, by: 'system' } })),
      ],
    },
  };

  test.each(LANGUAGES)('no code is printed (%s)', (language) => {
    const text = audiences.flatMap(([, of]) => [all, ASSESSED].map((one) => textOf(of(one), language))).join('\n');
    const codes = [...REJECT_CODES, ...CLAIM_KINDS, ...Object.keys(CALCULATION_RULES), 'being_assessed'];
    expect(codes.filter((code) => /[_-]/.test(code) && text.includes(code))).toEqual([]);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|domain\.md|\{\w+\}/);
  });

  test('both languages have the same parts', () => {
    for (const [, of] of audiences)
      for (const one of [all, DECIDED, ASSESSED]) {
        const [da, en] = LANGUAGES.map((language) =>
          calculationDocument(of(one), language).sections.map(({ paragraphs, table }) => [
            paragraphs.length,
            table?.columns.length,
            table?.rows.map((row) => row.length),
          ]),
        );
        expect(en).toEqual(da);
      }
  });

  test('every row has a cell for each column, and none is left to be filled in by hand', () => {
    const lines = [line({ text: '' }), line({ text: '\u200e' })];
    const forgotten = { ...DECIDED, settlement: { ...EXAMPLE, lines } };
    for (const [, of] of audiences)
      for (const one of [all, DECIDED, ASSESSED, forgotten])
        for (const { table } of calculationDocument(of(one), 'da').sections)
          for (const row of table?.rows ?? []) {
            expect(row.length).toBe(table!.columns.length);
            expect(row).not.toContain('');
          }
  });

  test('what the landlord writes is text, and does not turn the page around', async () => {
    const lines = [line({ text: '<script>alert(1)</script>\u202e"&' })];
    const html = await asHtml(landlordCalculation({ ...DECIDED, settlement: { ...EXAMPLE, lines } }), 'da');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;');
    expect(html).not.toMatch(/<script|\u202e/);
  });

  test('200 lines: each once in the file, and the same bytes again', async () => {
    const lines = Array.from({ length: 200 }, (_, at) =>
      line({ lineRef: String(at), text: `claim-${String(at).padStart(3, '0')}` }),
    );
    const view = landlordCalculation({ ...DECIDED, settlement: { ...EXAMPLE, lines } });
    const text = await asPdf(view, 'en');
    for (const { text: said } of lines) expect(text.split(said)).toHaveLength(2);
    const [once, twice] = [
      await drawCalculation({ view, format: 'pdf', language: 'en' }),
      await drawCalculation({ view, format: 'pdf', language: 'en' }),
    ];
    expect(Buffer.compare(once, twice)).toBe(0);
  });
});
