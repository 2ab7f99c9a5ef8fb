// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extractText, getDocumentProxy } from 'unpdf';
import * as lists from '#contracts/agreements/agreement';
import { addDays } from '#domain';
import type { WholeTerms } from '../agreement/agreement-terms.dto.js';
import { agreementDocument, type DocumentHead } from './agreement-document.js';
import { toHtml } from './document.html.js';
import { toPdf } from './document.pdf.js';

const head: DocumentHead = {
  agreementNo: 'A1',
  municipality: 'Eksempel Kommune',
  landlord: { name: 'Bo & By Udlejning ApS', cvr: '10000009' },
  legalBasis: 'lbf_ch7_allocation',
  versionNo: 2,
  revision: 3,
  hash: 'f2c6d8c8b1138edf6f32d54158313c7242c0b6e6ffd446eac497dfa3cf0e860a',
  stateText: 'signed',
  signatures: [{ party: 'landlord', name: 'Åse Ødegård', role: 'direktør', signedOn: '2026-01-15', method: 'MitID' }],
};

/** Every term, each with a value that its place in the text shows. */
const terms = {
  targetGroup: {
    ...{ description: 'Unge uden bolig', ageMin: 18, ageMax: 29, exclusions: 'par' },
    ...{ paymentCapacityMinOere: 350_000, paymentCapacityMaxOere: 470_000 },
  },
  properties: [
    {
      ...{
        propertyRef: 'p',
        address: 'Prøvevej 1, 5000 Odense C',
        bfeNumber: '6018543',
        bbrId: 'b',
        dwellingCount: 24,
      },
      dwellings: [
        {
          ...{ dwellingRef: 'd', unit: 'D1', type: 'lejlighed', areaM2: 41.5, rooms: 2, rentOere: 450_000 },
          ...{ utilitiesOere: 60_000, availablePattern: 'om foråret' },
        },
      ],
    },
  ],
  quota: { kind: 'every_nth', n: 4, maxPerYear: 7 },
  rolesAndResponsibilities: [{ topic: 'Restance', responsible: 'Udlejer', legal: 'jura', economic: 'penge' }],
  commitments: [{ kind: 'move_out_shortfall', capMonths: 5, capOere: 3_000_000 }],
  coverage: [{ kind: 'rent', rule: 'covered_first_n_months', months: 12 }],
  securitiesOrder: 'default',
  vacancyIncludesUtilities: false,
  annualBudgetCapOere: 90_000_000,
  recourseAgainstTenant: 'undecided',
  depositMonths: 3,
  prepaidRentMonths: 2,
  instalmentPolicy: {
    ...{ allowed: true, maxMonths: 6, minInstalmentOere: 50_000, maxOpenPlans: 1, needsMunicipalConsent: false },
  },
  notifyOnBailiffRequest: true,
  singleEntryPoint: {
    ...{ name: 'Indgangen', mailbox: 'indgang@kommune.example', phone: '+45 12345678' },
    ...{ openingHours: 'man-tor 09:00-15:00', standInName: 'Vikaren', standInMailbox: 'vikar@kommune.example' },
    ...{ standInPhone: '+45 87654321', awayFrom: '2026-03-01', awayTo: '2026-03-05' },
  },
  landlordContacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
  slas: { ACKNOWLEDGE: 2 },
  dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef'], agendaTemplate: ['siden sidst'] },
  revision: { reviewDate: '2027-02-01', noticeForChangeMonths: 4 },
  term: { from: '2026-02-01', to: '2030-01-31', noticeMonths: 6 },
  dataSharingAnnex: 'bilag-1',
  effectiveFrom: '2027-03-01',
  appliesToExisting: false,
} as unknown as WholeTerms;

/** Another value of each word of a closed list. */
const OTHER: Readonly<Record<string, string>> = {
  every_nth: 'case_by_case',
  move_out_shortfall: 'support',
  rent: 'cleaning',
  covered_first_n_months: 'covered',
  default: 'covered_first',
  undecided: 'no',
  landlord_admin: 'landlord_caretaker',
  'man-tor 09:00-15:00': 'fre 10:00-12:00',
};

const leaves = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]))
    : [path];

function changed(path: readonly (string | number)[]): WholeTerms {
  const copy = structuredClone(terms) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as typeof at;
  const key = path.at(-1)!;
  const was = at[key];
  at[key] =
    typeof was === 'number'
      ? was + 1
      : typeof was === 'boolean'
        ? !was
        : /^\d{4}-/.test(String(was))
          ? addDays(String(was), 1)
          : (OTHER[String(was)] ?? `${was}x`);
  return copy as unknown as WholeTerms;
}

const bothLanguages = ['da', 'en'] as const;
/** References are for machines: the text shows what they refer to. */
const REFERENCES = ['propertyRef', 'dwellingRef'];

describe.each(bothLanguages)('in %s', (language) => {
  const write = (of: WholeTerms) => JSON.stringify(agreementDocument(head, of, language).sections);

  test.each(leaves(terms).filter((path) => !REFERENCES.includes(String(path.at(-1)))))('%j … is written', (...path) => {
    expect(write(changed(path))).not.toBe(write(terms));
  });

  test('no word of a closed list is left as it is for machines', () => {
    const codes = Object.values(lists)
      .filter((list): list is readonly string[] & never => Array.isArray(list))
      .flat()
      .filter((code: string) => code.includes('_'));
    const all: WholeTerms = {
      ...terms,
      commitments: lists.COMMITMENTS.map((kind) => ({ kind })),
      coverage: lists.CLAIM_KINDS.map((kind, place) => ({ kind, rule: lists.COVERAGES[place % 3]!, months: 1 })),
    };
    for (const legalBasis of lists.LEGAL_BASES)
      for (const kind of lists.QUOTA_KINDS) {
        const text = JSON.stringify(
          agreementDocument({ ...head, legalBasis }, { ...all, quota: { kind, n: 4 } }, language),
        );
        expect(codes.filter((code: string) => text.includes(code))).toEqual([]);
        expect(text).not.toMatch(/undefined|NaN|ACKNOWLEDGE|landlord_/);
      }
  });

  test('what is not agreed is said to be open, and no heading is missing', () => {
    const [whole, empty] = [agreementDocument(head, terms, language), agreementDocument(head, {}, language)];
    expect(empty.sections.map(({ heading }) => heading)).toEqual(whole.sections.map(({ heading }) => heading));
    expect(JSON.stringify(empty)).not.toMatch(/undefined|NaN/);
    expect(
      empty.sections.filter(({ paragraphs }) => /ikke aftalt endnu|not agreed yet/.test(paragraphs[0] ?? '')).length,
    ).toBe(14);
  });
});

test('no instalment plan, no cap, a person as landlord', () => {
  const of = (more: object, more2: Partial<DocumentHead> = {}) =>
    JSON.stringify(agreementDocument({ ...head, ...more2 }, { ...terms, ...more }, 'da'));
  expect(of({ instalmentPolicy: null })).toContain('ikke aftalt afdragsordninger');
  expect(of({ annualBudgetCapOere: null })).toContain('intet samlet loft');
  expect(of({ annualBudgetCapOere: 0 })).toContain('højst 0,00 kr');
  expect(of({}, { landlord: { name: 'Yıldız', cvr: null } })).not.toContain('CVR');
});

describe('the page', () => {
  test('escapes what people wrote, and needs nothing from outside', () => {
    const evil = { ...terms, dataSharingAnnex: `<script>alert("1")</script>'&` };
    const page = toHtml(agreementDocument({ ...head, agreementNo: '<b>' }, evil, 'da'));
    expect(page).not.toMatch(/<script|<b>|src=|href=|@import|url\(/);
    expect(page).toContain('&#60;script&#62;');
    expect(page).toMatch(/^<!doctype html>\n<html lang="da">/);
  });
});

const textOf = async (pdf: Buffer) => {
  const proxy = await getDocumentProxy(new Uint8Array(pdf));
  const { text, totalPages } = await extractText(proxy, { mergePages: true });
  return { text: text.replace(/\s+/g, ' '), pages: totalPages };
};

describe('the PDF', () => {
  test('gives its letters back, the same text gives the same bytes, another one others', async () => {
    const document = agreementDocument(head, { ...terms, dataSharingAnnex: 'æøå ÆØÅ é ü ł ş €' }, 'da');
    const pdf = await toPdf(document);
    const { text } = await textOf(pdf);
    for (const part of ['æøå ÆØÅ é ü ł ş €', 'Åse Ødegård', 'Prøvevej 1, 5000 Odense C', head.hash, 'side 1 af'])
      expect(text).toContain(part);
    expect((await toPdf(document)).equals(pdf)).toBe(true);
    expect((await toPdf(agreementDocument(head, terms, 'da'))).equals(pdf)).toBe(false);
  });

  test('500 dwellings: none is lost over the pages, and each page names the columns again', async () => {
    const dwellings = Array.from({ length: 500 }, (_, no) => ({
      ...terms.properties[0]!.dwellings[0]!,
      unit: `B-${no}-x`,
    }));
    const many = { ...terms, properties: [{ ...terms.properties[0]!, dwellings }] };
    const { text, pages } = await textOf(await toPdf(agreementDocument(head, many, 'en')));
    expect(dwellings.filter(({ unit }) => !text.includes(unit))).toEqual([]);
    expect(pages).toBeGreaterThan(10);
    expect(text.match(/Rent per month/g)?.length).toBeGreaterThan(8);
    expect(text).toContain(`page ${pages} of ${pages}`);
  }, 30_000);

  test('whatever people write is drawn', async () => {
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
      fc.constantFrom('x'.repeat(1000), 'א'.repeat(50), '👩‍👩‍👧'.repeat(20), 'a\nb\n\nc', '\u200b', 'a '.repeat(500)),
    );
    await fc.assert(
      fc.asyncProperty(odd, odd, async (annex, topic) => {
        const of = {
          ...terms,
          dataSharingAnnex: annex,
          rolesAndResponsibilities: [{ topic, responsible: topic, legal: annex }],
        };
        expect((await toPdf(agreementDocument(head, of, 'da'))).subarray(0, 5).toString()).toBe('%PDF-');
      }),
      { numRuns: 25, seed: 20261127 },
    );
  }, 60_000);
});
