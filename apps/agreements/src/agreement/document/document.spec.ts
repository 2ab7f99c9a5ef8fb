// SPDX-License-Identifier: MPL-2.0
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import { getDocumentProxy } from 'unpdf';
import {
  CLAIM_KINDS,
  COMMITMENTS,
  COVERAGES,
  InstalmentPolicy,
  LEGAL_BASES,
  QUOTA_KINDS,
  RECOURSES,
  SECURITIES_ORDERS,
} from '#contracts/agreements/agreement';
import { LandlordContact } from '#contracts/agreements/contacts';
import { DECLINE_REASONS } from '#contracts/decline-reasons';
import { LANDLORD_ROLES } from '#contracts/roles';
import { toHtml, toPdf, type WrittenDocument } from '#document';
import { DEADLINES, type DeadlineCode, type Language } from '#domain';
import type { AgreementTerms, WholeTerms } from '../agreement-terms.dto.js';
import * as dto from '../agreement-terms.dto.js';
import { agreementDocument } from './agreement-document.js';
import type { DocumentHead } from './wording.js';
import { COUNTED_FROM, LANDLORD_FUNCTION, STATE } from './words.js';

const LANGUAGES: readonly Language[] = ['da', 'en'];
const HASH = createHash('sha256').update('the text').digest('hex');

const HEAD: DocumentHead = {
  number: 'A-26-00417-9',
  agreementNo: 'SA-2026-014',
  municipality: 'Ærøskøbing Kommune',
  landlord: { name: 'Søborg & Åkjær Ejendomme ApS', cvr: '12345674' },
  legalBasis: 'lbf_ch7_allocation',
  versionNo: 2,
  revision: 5,
  hash: HASH,
  stateText: 'approved',
  lastDay: null,
  signatures: [
    { party: 'municipality', name: 'Birgit Østergård', role: 'centerchef', signedOn: '2026-09-14', method: 'MitID' },
  ],
};

/** Every term is there, optional ones too. */
const TERMS: WholeTerms = {
  targetGroup: {
    description: 'Unge uden bolig, som har brug for en god start i egen bolig',
    ageMin: 18,
    ageMax: 29,
    exclusions: 'Familier med børn',
    paymentCapacityMinOere: 310000,
    paymentCapacityMaxOere: 450050,
  },
  properties: [
    {
      propertyRef: '0192f0c4-0000-7000-8000-000000000001',
      address: 'Nørregade 12, 5970 Ærøskøbing',
      bfeNumber: '5512345',
      bbrId: '0a3f50b8-1c2d-32b8-e044-0003ba298018',
      dwellingCount: 24,
      dwellings: [
        {
          dwellingRef: '0192f0c4-0000-7000-8000-000000000011',
          unit: '2. tv.',
          type: 'Lejlighed',
          areaM2: 48.5,
          rooms: 2,
          rentOere: 425000,
          utilitiesOere: 65000,
          availablePattern: 'Cirka en gang om året',
        },
        {
          dwellingRef: '0192f0c4-0000-7000-8000-000000000012',
          unit: '3. th.',
          type: 'Værelse med eget køkken',
          areaM2: 22,
          rooms: 1,
          rentOere: 312500,
          utilitiesOere: 40000,
        },
      ],
    },
  ],
  quota: { kind: 'every_nth', n: 4, maxPerYear: 6 },
  declineReasons: ['dwelling_is_not_ready', 'household_does_not_fit'],
  rolesAndResponsibilities: [
    {
      topic: 'Indflytningssyn',
      responsible: 'Udlejeren',
      legal: 'Udlejeren har ansvaret for, at synet holdes efter lejelovens § 9',
      economic: 'Hver part betaler sine egne udgifter',
    },
    { topic: 'Støtte i hverdagen', responsible: 'Kommunens bostøtteteam' },
  ],
  commitments: [
    { kind: 'vacancy_rent_in', capMonths: 3 },
    { kind: 'vacancy_rent_out', capMonths: 1 },
    { kind: 'move_out_shortfall', capOere: 3000000 },
    { kind: 'support' },
  ],
  coverage: [
    { kind: 'rent', rule: 'covered_first_n_months', months: 12 },
    { kind: 'restoration', rule: 'covered' },
    { kind: 'tenant_damage', rule: 'covered_first_n_months', months: 24 },
    { kind: 'cleaning', rule: 'not_covered' },
  ],
  securitiesOrder: 'covered_first',
  vacancyIncludesUtilities: true,
  annualBudgetCapOere: 25000000,
  recourseAgainstTenant: 'undecided',
  depositMonths: 3,
  prepaidRentMonths: 1,
  instalmentPolicy: {
    allowed: true,
    maxMonths: 10,
    minInstalmentOere: 30000,
    maxOpenPlans: 2,
    needsMunicipalConsent: true,
  },
  notifyOnBailiffRequest: true,
  singleEntryPoint: {
    name: 'Mette Holm',
    mailbox: 'denene.indgang@aeroekommune.example',
    phone: '+45 62 00 00 10',
    openingHours: 'man-tor 09:00-15:00, fre 09:00-13:00',
    standInName: 'Lars Bæk',
    standInMailbox: 'vagt@aeroekommune.example',
    standInPhone: '+45 62 00 00 11',
    awayFrom: '2026-12-21',
    awayTo: '2027-01-02',
  },
  landlordContacts: [
    { mailbox: 'udlejning@soborg.example', phone: '+45 70 00 00 20', function: 'landlord_admin' },
    { mailbox: 'drift@soborg.example', phone: '+45 70 00 00 21', function: 'landlord_caretaker' },
  ],
  slas: { CONTACT_ANSWER: 1, FIRST_OUTREACH: 4 },
  dialogue: {
    meetingIntervalMonths: 3,
    steeringGroup: ['Centerchefen', 'Udlejningschefen', 'Den ene indgang'],
    agendaTemplate: ['Siden sidst', 'Ledige boliger', 'Økonomi'],
  },
  revision: { reviewDate: '2027-10-01', noticeForChangeMonths: 2 },
  term: { from: '2026-10-01', to: '2032-09-30', noticeMonths: 6 },
  dataSharingAnnex: 'Bilag 3, dataaftale af 1. september 2026',
  effectiveFrom: '2026-10-15',
  appliesToExisting: true,
};

/** Every text of a document. */
const textsOf = ({ title, subtitle, status, sections }: WrittenDocument): string[] => [
  title,
  subtitle,
  status,
  ...sections.flatMap(({ heading, paragraphs, table }) => [
    heading,
    ...paragraphs,
    ...(table ? [table.columns, ...table.rows].flat() : []),
  ]),
];
const allText = (terms: AgreementTerms, language: Language, head = HEAD): string =>
  textsOf(agreementDocument(head, terms, language)).join('\n');

type Path = readonly (string | number)[];

/** Paths of everything that is no object. */
const leaves = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, Array.isArray(value) ? Number(key) : key]))
    : [path];

/** A copy with another value at a path; undefined takes it out. */
function changed<T>(whole: T, path: Path, change: (value: unknown) => unknown): T {
  const copy = structuredClone(whole);
  const parent = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (at, key) => at[key] as Record<string, unknown>,
      copy as Record<string, unknown>,
    );
  const last = path.at(-1) ?? '';
  const value = change(parent[last]);
  if (value === undefined && !Array.isArray(parent)) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** Another allowed value of the same field. */
function another(path: Path, value: unknown): unknown {
  const name = path.filter((key) => typeof key === 'string').join('.');
  const words: Readonly<Record<string, readonly string[]>> = {
    'quota.kind': QUOTA_KINDS,
    declineReasons: ['earlier_breach_with_the_landlord'],
    'commitments.kind': ['rehousing'],
    'coverage.kind': ['other'],
    'coverage.rule': COVERAGES,
    securitiesOrder: SECURITIES_ORDERS,
    recourseAgainstTenant: RECOURSES,
    'landlordContacts.function': LANDLORD_ROLES,
    'singleEntryPoint.openingHours': ['tir 10:00-12:00'],
  };
  const other = words[name]?.find((word) => word !== value);
  if (other) return other;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? '2031-05-17' : `${value}x`;
}

const fieldsOf = (type: new () => object): string[] => [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(type, '', false, false)
      .map(({ propertyName }) => propertyName),
  ),
];

describe('every term is told', () => {
  test('the example has every field there is', () => {
    const [property] = TERMS.properties;
    const parts: [new () => object, object | undefined][] = [
      [dto.WholeTerms, TERMS],
      [dto.TargetGroup, TERMS.targetGroup],
      [dto.AgreedProperty, property],
      [dto.AgreedDwelling, property?.dwellings[0]],
      [dto.Quota, TERMS.quota],
      [dto.Responsibility, TERMS.rolesAndResponsibilities[0]],
      [dto.Commitment, Object.assign({}, ...TERMS.commitments)],
      [dto.Coverage, Object.assign({}, ...TERMS.coverage)],
      [dto.NamedEntryPoint, TERMS.singleEntryPoint],
      [dto.Dialogue, TERMS.dialogue],
      [dto.Revision, TERMS.revision],
      [dto.Term, TERMS.term],
      [InstalmentPolicy, TERMS.instalmentPolicy ?? undefined],
      [LandlordContact, TERMS.landlordContacts[0]],
    ];
    for (const [type, part] of parts) expect(Object.keys(part ?? {}).sort()).toEqual(fieldsOf(type).sort());
  });

  /** References stand for what is told: address, unit and the rest, as agreed. */
  const told = leaves(TERMS).filter((path) => !String(path.at(-1)).endsWith('Ref'));

  test.each(LANGUAGES)('another value of a term makes another document (%s)', (language) => {
    const before = allText(TERMS, language);
    const silent = told.filter((path) => {
      const other = changed(TERMS, path, (value) => another(path, value));
      return allText(other, language) === before;
    });
    expect(silent).toEqual([]);
  });

  test.each(LANGUAGES)('a term that is taken out makes another document (%s)', (language) => {
    const before = allText(TERMS, language);
    const optional = [
      'ageMin',
      'ageMax',
      'exclusions',
      'bfeNumber',
      'bbrId',
      'availablePattern',
      'maxPerYear',
      'legal',
      'economic',
    ]
      .concat(['capMonths', 'capOere', 'name', 'standInName', 'standInMailbox', 'standInPhone', 'awayFrom', 'awayTo'])
      .concat(['agendaTemplate', ...Object.keys(TERMS.slas), ...Object.keys(TERMS)]);
    const paths = [...told, ...Object.keys(TERMS).map((key) => [key]), ['dialogue', 'agendaTemplate']].filter((path) =>
      optional.includes(String(path.at(-1))),
    );
    expect(
      paths.filter(
        (path) =>
          allText(
            changed(TERMS, path, () => undefined),
            language,
          ) === before,
      ),
    ).toEqual([]);
  });

  test('none is not the same as not agreed', () => {
    const none = { ...TERMS, annualBudgetCapOere: null, instalmentPolicy: null };
    const { annualBudgetCapOere: _, instalmentPolicy: __, ...open } = none;
    expect(allText(none, 'da')).toContain('Der er ikke aftalt et højeste beløb om året for krav ved fraflytning.');
    expect(allText(none, 'da')).toContain('Udlejeren kan ikke tilbyde dem.');
    expect(allText(open, 'da')).toContain('Ikke aftalt endnu: om der er et højeste beløb om året.');
    expect(allText(open, 'da')).toContain('Ikke aftalt endnu: om udlejeren kan tilbyde afdragsordninger.');
  });

  test('in sentences', () => {
    const da = allText(TERMS, 'da').replaceAll('\u00a0', ' ');
    for (const sentence of [
      'Udlejeren er Søborg & Åkjær Ejendomme ApS, CVR-nr. 12345674.',
      'Målgruppen kan betale en husleje fra 3.100,00 kr til 4.500,50 kr om måneden.',
      'Kommunen kan pege på lejeren til hver 4. bolig, der bliver ledig.',
      'den nye lejers lejemål begynder: højst 3 måneders husleje pr. ledig periode.',
      'højst 1 måneds husleje pr. ledig periode.',
      'ikke rækker til: højst 30.000,00 kr pr. lejemål.',
      'Dækkes, når betalingen forfalder i lejemålets første 12 måneder',
      'Dækkes, når lejeren flytter i lejemålets første 24 måneder',
      'Åbningstider: mandag til torsdag kl. 09:00–15:00, fredag kl. 09:00–13:00.',
      'Aftalen løber fra 1. oktober 2026 til og med 30. september 2032.',
      '1 arbejdsdag (aftalt)',
      '10 arbejdsdage (den sædvanlige frist)',
      HASH,
    ])
      expect(da).toContain(sentence);
    expect(allText(TERMS, 'en')).toContain('Opening hours: Monday to Thursday 09:00–15:00, Friday 09:00–13:00.');
    const named = agreementDocument(HEAD, TERMS, 'da').sections.find(({ heading }) =>
      heading.includes('flytter'),
    )?.table;
    expect(named?.rows.filter(([, rule]) => rule?.includes('ikke nævnt')).map(([kind]) => kind)).toEqual([
      'Manglende aconto for forbrug',
      'Efterbetaling for forbrug',
      'Udgifter til en udsættelse',
      'Udgifter til advokat og retssag',
      'Andre krav',
    ]);
  });

  test('a deadline of law stays, even where the agreement names it', () => {
    expect(allText({ ...TERMS, slas: { DEMAND_EXPIRY: 3 } }, 'da')).toContain(
      '14 dage: fristen kan ikke ændres ved aftale til 3',
    );
  });
});

/** Documents that between them hold every word of every list. */
const everyWord = (language: Language): WrittenDocument[] => {
  const longest = Math.max(
    LEGAL_BASES.length,
    DECLINE_REASONS.length,
    QUOTA_KINDS.length,
    COVERAGES.length,
    Object.keys(STATE).length,
  );
  return Array.from({ length: longest }, (_, i) => {
    const pick = <T>(words: readonly T[]): T => words[i % words.length] as T;
    const head: DocumentHead = {
      ...HEAD,
      legalBasis: pick(LEGAL_BASES),
      stateText: pick(Object.keys(STATE) as DocumentHead['stateText'][]),
    };
    return agreementDocument(
      head,
      {
        ...TERMS,
        quota: { kind: pick(QUOTA_KINDS), n: 3 },
        declineReasons: [pick(DECLINE_REASONS)],
        commitments: COMMITMENTS.slice(i).map((kind) => ({ kind })),
        coverage: CLAIM_KINDS.slice(i).map((kind) => ({ kind, rule: pick(COVERAGES), months: 1 })),
        securitiesOrder: pick(SECURITIES_ORDERS),
        recourseAgainstTenant: pick(RECOURSES),
        slas: Object.fromEntries(Object.keys(DEADLINES).map((code) => [code, i])),
      },
      language,
    );
  });
};

describe('words', () => {
  test.each(LANGUAGES)('no code is printed (%s)', (language) => {
    const text = everyWord(language).flatMap(textsOf).join('\n');
    const codes = [
      LEGAL_BASES,
      QUOTA_KINDS,
      DECLINE_REASONS,
      COMMITMENTS,
      CLAIM_KINDS,
      COVERAGES,
      SECURITIES_ORDERS,
      LANDLORD_ROLES,
    ]
      .flat()
      .filter((code) => code.includes('_'));
    expect([...codes, ...Object.keys(DEADLINES), 'in_force'].filter((code) => text.includes(code))).toEqual([]);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|domain\.md/);
    const single = [
      'rent',
      'covered',
      'restoration',
      'cleaning',
      'consumption',
      'compensation',
      'undecided',
      'default',
    ];
    if (language === 'da') for (const code of single) expect(text).not.toMatch(new RegExp(`\\b${code}\\b`));
  });

  test('both languages have the same parts', () => {
    const shape = (terms: AgreementTerms, language: Language) =>
      agreementDocument(HEAD, terms, language).sections.map(({ paragraphs, table }) => [
        paragraphs.length,
        table?.columns.length,
        table?.rows.length,
      ]);
    expect(shape(TERMS, 'en')).toEqual(shape(TERMS, 'da'));
    expect(shape({}, 'en')).toEqual(shape({}, 'da'));
    const [da, en] = LANGUAGES.map((language) => textsOf(agreementDocument(HEAD, TERMS, language)));
    const same = da?.filter((text) => text.length > 25 && en?.includes(text));
    // Only what the parties wrote themselves and the fingerprint is the same in both.
    const own = [...leaves(TERMS).map((path) => path.reduce<unknown>((at, key) => (at as never)[key], TERMS)), HASH];
    expect(same?.filter((text) => !own.includes(text) && text !== HEAD.landlord.name)).toEqual([]);
  });

  test('what every deadline of an agreement is counted from has Danish words', () => {
    const codes = (Object.keys(DEADLINES) as DeadlineCode[]).filter((code) => DEADLINES[code].sla);
    expect(Object.keys(COUNTED_FROM).sort()).toEqual(codes.sort());
  });

  test("every role of a landlord's people has a name", () => {
    expect(Object.keys(LANDLORD_FUNCTION).sort()).toEqual([...LANDLORD_ROLES].sort());
  });

  test('a draft with nothing filled in says what is open', async () => {
    for (const language of LANGUAGES) {
      const head: DocumentHead = { ...HEAD, stateText: 'draft', signatures: [], landlord: { name: 'Ida', cvr: null } };
      const document = agreementDocument(head, {}, language);
      const open = textsOf(document).filter((text) => /^(Ikke aftalt endnu|Not agreed yet): /.test(text));
      // One for each term but the reasons to decline, which need not be named; dwellings are asked for as properties and again
      // by themselves.
      expect(open).toHaveLength(fieldsOf(dto.WholeTerms).length - 1 + 1);
      expect(textsOf(document).join()).not.toMatch(/CVR|undefined/);
      expect(toHtml(document)).toContain(open[0]);
      expect((await toPdf(document)).length).toBeGreaterThan(1000);
    }
  });

  test('both signatures, one, none', () => {
    const rows = (signatures: DocumentHead['signatures']) =>
      agreementDocument({ ...HEAD, signatures }, TERMS, 'da').sections.at(-1)?.table?.rows;
    const [own] = HEAD.signatures;
    expect(rows([])).toEqual([
      ['Ærøskøbing Kommune', '', '', '', ''],
      ['Søborg & Åkjær Ejendomme ApS', '', '', '', ''],
    ]);
    expect(rows(HEAD.signatures)?.[0]).toEqual([
      'Ærøskøbing Kommune',
      'Birgit Østergård',
      'centerchef',
      '14. september 2026',
      'MitID',
    ]);
    expect(rows([...HEAD.signatures, ...(own ? [{ ...own, party: 'landlord' as const }] : [])])?.[1]?.[1]).toBe(
      own?.name,
    );
  });

  test('what turns the direction of writing or cannot be seen is left out', () => {
    const odd = 'A\u202eB\u2066C\u0007D\ud800E\r\nF';
    const document = agreementDocument({ ...HEAD, landlord: { name: odd, cvr: null } }, TERMS, 'da');
    expect(document.subtitle).toBe('mellem Ærøskøbing Kommune og ABCDE\nF');
    const unseen = HEAD.signatures.map((signature) => ({ ...signature, role: '\u200e' }));
    expect(agreementDocument({ ...HEAD, signatures: unseen }, TERMS, 'da').sections.at(-1)?.table?.rows[0]?.[2]).toBe(
      '–',
    );
  });
});

describe('the page', () => {
  const html = toHtml(agreementDocument(HEAD, TERMS, 'da'));

  test('stands alone: no script, nothing from elsewhere, no style attribute', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\shref=|url\(|@import|https?:|\sstyle=|\son\w+=/i);
  });

  test('can be read by a screen reader', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="da">/);
    expect(toHtml(agreementDocument(HEAD, TERMS, 'en'))).toContain('<html lang="en">');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<h2 /g)).toHaveLength(agreementDocument(HEAD, TERMS, 'da').sections.length);
    expect(html).not.toMatch(/<th(?! scope="(col|row)")[ >]/);
  });

  test('what people wrote is text, never markup', () => {
    const evil = `</style><script>alert("1")</script>'&`;
    const head: DocumentHead = {
      ...HEAD,
      agreementNo: evil,
      municipality: evil,
      landlord: { name: evil, cvr: null },
      signatures: [{ party: 'landlord', name: evil, role: evil, signedOn: '2026-09-14', method: evil }],
    };
    const terms = leaves(TERMS)
      .filter((path) => /description|address|unit|topic|legal|name|steeringGroup|Annex/i.test(path.join('.')))
      .reduce((all, path) => changed(all, path, () => evil), TERMS);
    const page = toHtml(agreementDocument(head, terms, 'da'));
    expect(page).not.toMatch(/<script|alert\("/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain('&lt;/style&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;');
  });
});

interface Piece {
  str: string;
  width: number;
  transform: number[];
}

/** The pieces of text of each page, in the order in which they were written. */
async function pagesOf(pdf: Buffer): Promise<Piece[][]> {
  const read = await getDocumentProxy(new Uint8Array(pdf));
  return Promise.all(
    Array.from({ length: read.numPages }, async (_, index) => {
      const { items } = await (await read.getPage(index + 1)).getTextContent();
      return items as Piece[];
    }),
  );
}
const joined = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ str }) => str)
    .join('')
    .replace(/\s/g, '');

describe('the PDF', () => {
  test.each(LANGUAGES)('holds every text of the document (%s)', async (language) => {
    const document = agreementDocument(HEAD, TERMS, language);
    const pages = (await pagesOf(await toPdf(document))).map(joined);
    const number = (page: number) =>
      (language === 'da' ? `side ${page} af ${pages.length}` : `page ${page} of ${pages.length}`).replace(/\s/g, '');
    const footer = document.footer.replace(/\s/g, '');
    expect(footer).toContain(HEAD.number);
    const text = pages
      .map((page, index) => {
        expect(page.endsWith(footer + number(index + 1))).toBe(true);
        return page.slice(0, -(footer + number(index + 1)).length);
      })
      .join('');
    expect(textsOf(document).filter((one) => !text.includes(one.replace(/\s/g, '')))).toEqual([]);
  });

  test('letters of Danish and of neighbours come out', async () => {
    const name = 'Æble Øster Åse æøå é ü ł ş ß € § – Ñandú Őri Жуков';
    const document = agreementDocument({ ...HEAD, landlord: { name, cvr: null } }, TERMS, 'da');
    expect(joined((await pagesOf(await toPdf(document))).flat())).toContain(name.replace(/\s/g, ''));
  });

  test('says what it is: title, language, structure', async () => {
    const pdf = await toPdf(agreementDocument(HEAD, TERMS, 'da'), new Date('2026-09-01T10:00:00Z'));
    const read = await getDocumentProxy(new Uint8Array(pdf));
    const { info } = await read.getMetadata();
    expect(info).toMatchObject({
      Title: 'Samarbejdsaftale nr. SA-2026-014',
      Author: 'Ærøskøbing Kommune',
      Language: 'da',
      CreationDate: 'D:20260901100000Z',
    });
    expect(await read.getMarkInfo()).toMatchObject({ Marked: true });
    const tree = JSON.stringify(await (await read.getPage(1)).getStructTree());
    for (const role of ['H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD']) expect(tree).toContain(`"role":"${role}"`);
  });

  test('the same document has the same bytes', async () => {
    const document = agreementDocument(HEAD, TERMS, 'da');
    const pdf = await toPdf(document);
    expect(pdf.equals(await toPdf(agreementDocument(HEAD, structuredClone(TERMS), 'da')))).toBe(true);
    expect(pdf.equals(await toPdf(document, new Date('2026-09-01T10:00:00Z')))).toBe(false);
  });

  test('500 dwellings: each once, the head of the table on every page', async () => {
    const [property] = TERMS.properties;
    const [first] = property?.dwellings ?? [];
    if (!property || !first) throw new Error('the example has a dwelling');
    const dwellings = Array.from({ length: 500 }, (_, i) => ({ ...first, unit: `Lejl.${String(i).padStart(3, '0')}` }));
    const many = { ...TERMS, properties: [{ ...property, dwellings }] };
    const pages = (await pagesOf(await toPdf(agreementDocument(HEAD, many, 'da')))).map(joined);
    for (const { unit } of dwellings) expect(pages.filter((page) => page.includes(unit))).toHaveLength(1);
    for (const page of pages.filter((one) => one.includes('Lejl.'))) expect(page).toContain('HuslejeAcontoforbrug');
    expect(pages.at(-1)).toContain(`side${pages.length}af${pages.length}`);
  });

  /** Whatever is written: it stays between the margins, and nothing throws. */
  async function staysInPlace(text: string): Promise<void> {
    const terms = leaves(TERMS)
      .filter((path) =>
        /description|exclusions|address|unit|type|topic|legal|economic|\.name|steering|agenda|Annex/.test(
          path.join('.'),
        ),
      )
      .reduce((all, path) => changed(all, path, () => text), TERMS);
    const head: DocumentHead = { ...HEAD, agreementNo: text.slice(0, 40), landlord: { name: text, cvr: null } };
    const document = agreementDocument(head, terms, 'da');
    expect(toHtml(document)).toContain('</html>');
    for (const piece of (await pagesOf(await toPdf(document))).flat()) {
      const [, , , , x = 0, y = 0] = piece.transform;
      if (piece.str.trim() === '') continue;
      expect(x).toBeGreaterThanOrEqual(59);
      expect(x + piece.width).toBeLessThanOrEqual(595.28 - 59);
      expect(y).toBeGreaterThanOrEqual(30);
      expect(y).toBeLessThanOrEqual(841.89 - 55);
    }
  }

  test.each([
    ['a long word', 'Donaudampfschifffahrt'.repeat(40)],
    ['emoji', '👨‍👩‍👧‍👦🏳️‍🌈😀'.repeat(40)],
    ['right to left', 'שלום עולם مرحبا بالعالم '.repeat(20)],
    ['many lines', 'en\n'.repeat(300)],
    ['marks upon marks', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'.repeat(30)],
    ['one space', ' '],
    ['signs of other scripts', '漢字かな交じり文 ไทย हिन्दी ગુજરાતી'.repeat(10)],
  ])('%s stays in place', async (_, text) => {
    await staysInPlace(text);
  });

  test('any text stays in place', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    );
    await fc.assert(fc.asyncProperty(text, staysInPlace), { numRuns: 15 });
  });
});
