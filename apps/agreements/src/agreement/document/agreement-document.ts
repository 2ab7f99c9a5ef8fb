// SPDX-License-Identifier: MPL-2.0
/**
 * The terms of an agreement in plain words: what the two parties read and sign (domain.md 3.1–3.3, 3.5, 7.3, 13.2). Every
 * term is told in both languages, and what a draft leaves open is called open.
 */
import { CLAIM_KINDS, COMMITMENTS, type InstalmentPolicy, type LEGAL_BASES } from '#contracts/agreements/agreement';
import {
  type DeadlineCode,
  type DeadlineRule,
  deadlineRules,
  type Language,
  type LocalDate,
  type Oere,
  showDate,
  showOere,
  type Text,
} from '#domain';
import type { AgreementTerms, Commitment, Coverage, Quota, TargetGroup, WholeTerms } from '../agreement-terms.dto.js';
import type { Signature } from '../versions.js';
import {
  CLAIM,
  COMMITMENT,
  COUNTED_FROM,
  LANDLORD_FUNCTION,
  LEGAL_BASIS,
  STATE,
  type StateText,
  UNIT,
  WEEKDAY,
} from './words.js';

/** What is known of a text besides its terms. */
export interface DocumentHead {
  agreementNo: string;
  municipality: string;
  landlord: { name: string; cvr: string | null };
  legalBasis: (typeof LEGAL_BASES)[number];
  versionNo: number;
  /** Number of the text within its version. */
  revision: number;
  /** SHA-256 of the text, hex. */
  hash: string;
  stateText: StateText;
  signatures: Pick<Signature, 'party' | 'name' | 'role' | 'signedOn' | 'method'>[];
}

export interface DocumentTable {
  columns: string[];
  /** An empty cell is there to be filled in by hand. */
  rows: string[][];
  /** Columns of numbers, from 0: set to the right. */
  numbers?: number[];
}

export interface DocumentSection {
  heading: string;
  /** A line break inside a paragraph is kept. */
  paragraphs: string[];
  /** After the paragraphs. */
  table?: DocumentTable;
}

export interface AgreementDocument {
  language: Language;
  title: string;
  subtitle: string;
  /** Version, number of the text and where it stands. */
  status: string;
  author: string;
  sections: DocumentSection[];
  /** For the foot of every page. */
  footer: string;
}

/** What stands in a cell where there is nothing to tell. */
const NOTHING = '–';
const SHORT_HASH = 12;

/** @param terms of a draft may lack fields */
export function agreementDocument(head: DocumentHead, terms: AgreementTerms, language: Language): AgreementDocument {
  const tell = new Wording(language);
  const { say } = tell;
  const text = say(
    `version ${head.versionNo}, tekst nr. ${head.revision}`,
    `version ${head.versionNo}, text no. ${head.revision}`,
  );
  const sections = SECTIONS.map((section, index) => {
    const { heading, ...rest } = section(head, terms, tell);
    return { heading: `${index + 1}. ${heading}`, ...rest };
  });
  const document: AgreementDocument = {
    language,
    title: say(`Samarbejdsaftale nr. ${head.agreementNo}`, `Cooperation agreement no. ${head.agreementNo}`),
    subtitle: say(
      `mellem ${head.municipality} og ${head.landlord.name}`,
      `between ${head.municipality} and ${head.landlord.name}`,
    ),
    status: `${text.slice(0, 1).toUpperCase()}${text.slice(1)} · ${STATE[head.stateText].name[language]}`,
    author: head.municipality,
    sections,
    footer: say(
      `Samarbejdsaftale nr. ${head.agreementNo} · ${text} · fingeraftryk ${head.hash.slice(0, SHORT_HASH)}`,
      `Cooperation agreement no. ${head.agreementNo} · ${text} · fingerprint ${head.hash.slice(0, SHORT_HASH)}`,
    ),
  };
  return withTexts(document, clean);
}

type Section = (head: DocumentHead, terms: AgreementTerms, tell: Wording) => DocumentSection;

/** How one language says numbers, days and lists. */
class Wording {
  constructor(readonly language: Language) {}

  say = (da: string, en: string): string => (this.language === 'da' ? da : en);
  of = (text: Text): string => text[this.language];
  /** Amount and currency stay on one line. */
  money = (oere: Oere): string => showOere(oere, this.language).replace(' ', '\u00a0');
  day = (date: LocalDate): string => showDate(date, this.language);
  months = (count: number): string => this.count(count, UNIT.month);
  /** `3 måneders` rent or notice */
  monthsOf = (count: number): string =>
    count === 1 ? this.say('1 måneds', "1 month's") : this.say(`${count} måneders`, `${count} months'`);
  count = (count: number, unit: { da: [string, string]; en: [string, string] }): string =>
    `${count} ${unit[this.language][count === 1 ? 0 : 1]}`;
  number = (value: number): string =>
    new Intl.NumberFormat(this.say('da-DK', 'en-GB'), { maximumFractionDigits: 2 }).format(value);
  /** `a, b og c` */
  list = (items: readonly string[]): string =>
    new Intl.ListFormat(this.say('da-DK', 'en-GB'), { type: 'conjunction' }).format(items);

  /** Tells a term, or that it is open. @param what is open, in few words */
  agreed = <T>(term: T | undefined, what: Text, tell: (term: T) => string[]): string[] =>
    term === undefined ? [this.say(`Ikke aftalt endnu: ${what.da}.`, `Not agreed yet: ${what.en}.`)] : tell(term);
}

const about: Section = ({ stateText }, _, { say, of }) => ({
  heading: say('Om dokumentet', 'About this document'),
  paragraphs: [
    of(STATE[stateText].meaning),
    say(
      'Dokumentet fortæller med almindelige ord, hvad kommunen og udlejeren har aftalt. Alle beløb er i danske kroner.',
      'The document tells in plain words what the municipality and the landlord have agreed. All amounts are in Danish kroner.',
    ),
  ],
});

const parties: Section = ({ municipality, landlord, legalBasis }, _, { say, of }) => ({
  heading: say('Parterne og aftalens grundlag', 'The parties and the basis of the agreement'),
  paragraphs: [
    say(`Kommunen er ${municipality}.`, `The municipality is ${municipality}.`),
    landlord.cvr === null
      ? say(`Udlejeren er ${landlord.name}.`, `The landlord is ${landlord.name}.`)
      : say(
          `Udlejeren er ${landlord.name}, CVR-nr. ${landlord.cvr}.`,
          `The landlord is ${landlord.name}, CVR no. ${landlord.cvr}.`,
        ),
    say(`Grundlag: ${LEGAL_BASIS[legalBasis].name.da}.`, `Basis: ${LEGAL_BASIS[legalBasis].name.en}.`),
    of(LEGAL_BASIS[legalBasis].meaning),
  ],
});

const ages = ({ ageMin, ageMax }: TargetGroup, { say }: Wording): string => {
  if (ageMin !== undefined && ageMax !== undefined)
    return say(
      `Alder: fra ${ageMin} til og med ${ageMax} år.`,
      `Age: from ${ageMin} to ${ageMax} years, both included.`,
    );
  if (ageMin !== undefined) return say(`Alder: fra ${ageMin} år.`, `Age: from ${ageMin} years.`);
  if (ageMax !== undefined) return say(`Alder: til og med ${ageMax} år.`, `Age: up to ${ageMax} years, included.`);
  return say('Der er ikke aftalt en aldersgrænse.', 'No age limit is agreed.');
};

const targetGroup: Section = (_, terms, tell) => {
  const { say, money, agreed } = tell;
  return {
    heading: say('Målgruppen', 'Whom the agreement is for'),
    paragraphs: agreed(
      terms.targetGroup,
      {
        da: 'hvem boligerne er til, og hvilken husleje de kan betale',
        en: 'whom the dwellings are for, and what rent they can carry',
      },
      (group) => [
        say(`Boligerne er til: ${group.description}`, `The dwellings are for: ${group.description}`),
        ages(group, tell),
        group.exclusions === undefined
          ? say('Ingen er undtaget fra målgruppen.', 'Nobody is excepted from the group.')
          : say(`Boligerne er ikke til: ${group.exclusions}`, `The dwellings are not for: ${group.exclusions}`),
        say(
          `Målgruppen kan betale en husleje fra ${money(group.paymentCapacityMinOere)} til ${money(group.paymentCapacityMaxOere)} om måneden. Betaling for forbrug (varme, vand og lignende) kommer oveni.`,
          `The group can carry a rent from ${money(group.paymentCapacityMinOere)} to ${money(group.paymentCapacityMaxOere)} a month. Payment for utilities (heating, water and the like) comes on top.`,
        ),
      ],
    ),
  };
};

const propertiesOpen: Text = {
  da: 'hvilke ejendomme og boliger aftalen omfatter',
  en: 'which properties and dwellings are covered',
};

const properties: Section = (_, terms, { say, agreed }) => ({
  heading: say('Ejendommene', 'The properties'),
  paragraphs: agreed(terms.properties, propertiesOpen, (list) => [
    say(
      `Aftalen omfatter ${list.flatMap(({ dwellings }) => dwellings).length} af boligerne i ${list.length === 1 ? 'denne ejendom' : `disse ${list.length} ejendomme`}. BFE-nummeret er ejendommens nummer i det offentlige ejendomsregister, BBR-id'et dens kendetegn i bygnings- og boligregistret.`,
      `The agreement covers ${list.flatMap(({ dwellings }) => dwellings).length} of the dwellings in ${list.length === 1 ? 'this property' : `these ${list.length} properties`}. The BFE number is the property's number in the public register of real property, the BBR id its mark in the register of buildings and dwellings.`,
    ),
  ]),
  ...(terms.properties?.length && {
    table: {
      columns: [
        say('Adresse', 'Address'),
        say('BFE-nummer', 'BFE number'),
        say('BBR-id', 'BBR id'),
        say('Boliger i ejendommen', 'Dwellings in the property'),
        say('Heraf i aftalen', 'Of these in the agreement'),
      ],
      rows: terms.properties.map(({ address, bfeNumber, bbrId, dwellingCount, dwellings }) => [
        address,
        bfeNumber ?? NOTHING,
        bbrId ?? NOTHING,
        String(dwellingCount),
        String(dwellings.length),
      ]),
      numbers: [3, 4],
    },
  }),
});

const dwellings: Section = (_, terms, { say, agreed, money, number }) => {
  const all = terms.properties?.flatMap(({ address, dwellings }) =>
    dwellings.map((dwelling) => ({ address, ...dwelling })),
  );
  return {
    heading: say('Boligerne', 'The dwellings'),
    paragraphs: agreed(all, propertiesOpen, () => [
      say(
        'Husleje og aconto er, som de var, da boligerne blev skrevet ind i aftalen. Begge er pr. måned; huslejen er uden forbrug.',
        'Rent and utilities on account are as they were when the dwellings were written into the agreement. Both are per month; the rent is without utilities.',
      ),
    ]),
    ...(all?.length && {
      table: {
        columns: [
          say('Adresse', 'Address'),
          say('Bolig', 'Unit'),
          say('Type', 'Type'),
          'm²',
          say('Værelser', 'Rooms'),
          say('Husleje', 'Rent'),
          say('Aconto forbrug', 'Utilities'),
          say('Bliver ledig', 'Comes free'),
        ],
        rows: all.map(({ address, unit, type, areaM2, rooms, rentOere, utilitiesOere, availablePattern }) => [
          address,
          unit,
          type,
          number(areaM2),
          String(rooms),
          money(rentOere),
          money(utilitiesOere),
          availablePattern ?? NOTHING,
        ]),
        numbers: [3, 4, 5, 6],
      },
    }),
  };
};

const quotaSentence = ({ kind, n }: Quota, { say }: Wording): string => {
  if (kind === 'fixed_list')
    return say(
      'Kommunen kan pege på lejeren, hver gang en af de boliger, der er skrevet ind i aftalen, bliver ledig.',
      'The municipality may point out the tenant each time one of the dwellings written into the agreement becomes vacant.',
    );
  if (kind === 'case_by_case')
    return say(
      'Parterne aftaler fra gang til gang, om kommunen kan pege på lejeren til en ledig bolig.',
      'The parties agree each time whether the municipality may point out the tenant for a vacant dwelling.',
    );
  return n === 1
    ? say(
        'Kommunen kan pege på lejeren til hver ledig bolig.',
        'The municipality may point out the tenant for each vacant dwelling.',
      )
    : say(
        `Kommunen kan pege på lejeren til hver ${n}. bolig, der bliver ledig.`,
        `The municipality may point out the tenant for one in every ${n} dwellings that become vacant.`,
      );
};

const quota: Section = (_, terms, tell) => {
  const { say, agreed } = tell;
  return {
    heading: say('Hvilke ledige boliger kommunen kan bruge', 'Which vacant dwellings the municipality may fill'),
    paragraphs: agreed(
      terms.quota,
      {
        da: 'hvor mange af de ledige boliger kommunen kan bruge',
        en: 'how many of the vacant dwellings the municipality may fill',
      },
      (agreedQuota) => [
        quotaSentence(agreedQuota, tell),
        agreedQuota.maxPerYear === undefined
          ? say(
              'Der er ikke aftalt et højeste antal boliger om året.',
              'No highest number of dwellings per year is agreed.',
            )
          : say(
              `Højst ${agreedQuota.maxPerYear} ${agreedQuota.maxPerYear === 1 ? 'bolig' : 'boliger'} om året.`,
              `At most ${agreedQuota.maxPerYear} ${agreedQuota.maxPerYear === 1 ? 'dwelling' : 'dwellings'} per year.`,
            ),
      ],
    ),
  };
};

const responsibilities: Section = (_, terms, { say, agreed }) => ({
  heading: say('Hvem gør hvad, og hvem har ansvaret', 'Who does what, and who answers for it'),
  paragraphs: agreed(
    terms.rolesAndResponsibilities,
    { da: 'fordelingen af roller og ansvar', en: 'roles and responsibilities' },
    () => [
      say(
        'Tabellen viser for hvert emne, hvem der gør arbejdet, og hvem der har ansvaret efter loven og for økonomien.',
        'For each topic the table shows who does the work, and who answers for it in law and in money.',
      ),
    ],
  ),
  ...(terms.rolesAndResponsibilities?.length && {
    table: {
      columns: [
        say('Emne', 'Topic'),
        say('Ansvarlig', 'Responsible'),
        say('Juridisk ansvar', 'Responsibility in law'),
        say('Økonomisk ansvar', 'Responsibility in money'),
      ],
      rows: terms.rolesAndResponsibilities.map(({ topic, responsible, legal, economic }) => [
        topic,
        responsible,
        legal ?? NOTHING,
        economic ?? NOTHING,
      ]),
    },
  }),
});

/** What is paid for and how much at most; help that is no money has no cap unless one is named. */
function commitmentSentence({ kind, capMonths, capOere }: Commitment, { say, of, money, monthsOf }: Wording): string {
  const caps = [
    capMonths !== undefined &&
      say(
        `højst ${monthsOf(capMonths)} husleje pr. ledig periode`,
        `at most ${monthsOf(capMonths)} rent for each vacancy`,
      ),
    capOere !== undefined && say(`højst ${money(capOere)} pr. lejemål`, `at most ${money(capOere)} for each tenancy`),
  ].filter((cap) => cap !== false);
  const isMoney = kind !== 'support' && kind !== 'rehousing';
  const limit =
    caps.length > 0
      ? `: ${caps.join(say(' og ', ' and '))}.`
      : isMoney
        ? say('. Der er ikke aftalt en øvre grænse.', '. No upper limit is agreed.')
        : '.';
  return `${of(COMMITMENT[kind].promise)}${limit}`;
}

const commitments: Section = (_, terms, tell) => {
  const { say, of, agreed, list } = tell;
  return {
    heading: say('Det lover kommunen', 'What the municipality promises'),
    paragraphs: [
      ...agreed(
        terms.commitments,
        { da: 'hvad kommunen forpligter sig til', en: 'what the municipality undertakes' },
        (promised) => {
          const missing = COMMITMENTS.filter((kind) => !promised.some((one) => one.kind === kind));
          return [
            ...promised.map((one) => commitmentSentence(one, tell)),
            ...(missing.length > 0
              ? [
                  say(
                    `Kommunen har ikke lovet: ${list(missing.map((kind) => COMMITMENT[kind].short.da))}.`,
                    `The municipality has not promised: ${list(missing.map((kind) => COMMITMENT[kind].short.en))}.`,
                  ),
                ]
              : []),
          ];
        },
      ),
      ...agreed(
        terms.vacancyIncludesUtilities,
        {
          da: 'om tomgangsleje også omfatter aconto for forbrug',
          en: 'whether vacancy rent includes utilities on account',
        },
        (included) => [
          included
            ? say('Tomgangsleje omfatter også aconto for forbrug.', 'Vacancy rent includes the utilities on account.')
            : say(
                'Tomgangsleje omfatter ikke aconto for forbrug.',
                'Vacancy rent does not include the utilities on account.',
              ),
        ],
      ),
      ...agreed(
        terms.annualBudgetCapOere,
        { da: 'om der er et højeste beløb om året', en: 'whether there is a highest amount per year' },
        (cap) => [annualCap(cap, tell)],
      ),
      ...agreed(
        terms.recourseAgainstTenant,
        {
          da: 'om kommunen kan kræve sine penge tilbage fra lejeren',
          en: 'whether the municipality may claim its money from the tenant',
        },
        (recourse) => [of(RECOURSE[recourse])],
      ),
    ],
  };
};

const annualCap = (cap: Oere | null, { say, money }: Wording): string =>
  cap === null
    ? say(
        'Der er ikke aftalt et højeste beløb om året for krav ved fraflytning.',
        'No highest amount per year is agreed for claims at move-out.',
      )
    : say(
        `For krav ved fraflytning betaler kommunen i alt højst ${money(cap)} pr. kalenderår. Beløbet tæller i det år, hvor kommunen sætter pengene af. Det, der ikke bruges, flyttes ikke til næste år.`,
        `For claims at move-out the municipality pays at most ${money(cap)} in all per calendar year. An amount counts in the year in which the municipality sets it aside. What is not used is not carried over.`,
      );

const RECOURSE: Readonly<Record<WholeTerms['recourseAgainstTenant'], Text>> = {
  yes: {
    da: 'Kommunen kan kræve det, den har betalt, tilbage fra lejeren.',
    en: 'The municipality may claim from the tenant what it has paid.',
  },
  no: {
    da: 'Kommunen kan ikke kræve det, den har betalt, tilbage fra lejeren.',
    en: 'The municipality may not claim from the tenant what it has paid.',
  },
  undecided: {
    da: 'Parterne har ikke taget stilling til, om kommunen kan kræve det, den har betalt, tilbage fra lejeren.',
    en: 'The parties have not decided whether the municipality may claim from the tenant what it has paid.',
  },
};

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

const moveOut: Section = (_, terms, tell) => {
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

const securities: Section = (_, terms, { say, agreed, monthsOf }) => {
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

const instalmentSentences = (policy: InstalmentPolicy | null, { say, months, money }: Wording): string[] =>
  policy?.allowed
    ? [
        say(
          `Udlejeren kan tilbyde en lejer, der mangler at betale husleje, en afdragsordning på højst ${months(policy.maxMonths)}.`,
          `The landlord may offer a tenant in arrears with the rent an instalment plan of at most ${months(policy.maxMonths)}.`,
        ),
        say(
          `Hvert afdrag er mindst ${money(policy.minInstalmentOere)}; kun det sidste kan være mindre.`,
          `Each instalment is at least ${money(policy.minInstalmentOere)}; only the last may be smaller.`,
        ),
        say(
          `Et lejemål kan højst have ${policy.maxOpenPlans} ${policy.maxOpenPlans === 1 ? 'åben afdragsordning' : 'åbne afdragsordninger'} ad gangen.`,
          `A tenancy may have at most ${policy.maxOpenPlans} open ${policy.maxOpenPlans === 1 ? 'plan' : 'plans'} at a time.`,
        ),
        policy.needsMunicipalConsent
          ? say('Kommunen skal sige ja, før ordningen gælder.', 'The municipality must consent before a plan holds.')
          : say('Kommunen behøver ikke sige ja til ordningen.', 'The municipality need not consent to a plan.'),
      ]
    : [
        policy === null
          ? say(
              'Afdragsordninger er ikke en del af aftalen: Udlejeren kan ikke tilbyde dem.',
              'Instalment plans are no part of the agreement: the landlord may not offer any.',
            )
          : say(
              'Parterne har aftalt, at udlejeren ikke kan tilbyde afdragsordninger.',
              'The parties have agreed that the landlord may not offer instalment plans.',
            ),
      ];

const arrears: Section = (_, terms, tell) => {
  const { say, agreed } = tell;
  return {
    heading: say('Når huslejen ikke bliver betalt', 'When the rent is not paid'),
    paragraphs: [
      ...agreed(
        terms.instalmentPolicy,
        { da: 'om udlejeren kan tilbyde afdragsordninger', en: 'whether the landlord may offer instalment plans' },
        (policy) => instalmentSentences(policy, tell),
      ),
      ...agreed(
        terms.notifyOnBailiffRequest,
        {
          da: 'om kommunen får besked, når fogedretten bliver bedt om hjælp',
          en: 'whether the municipality is told when the bailiff court is asked',
        },
        (notify) => [
          notify
            ? say(
                'Beder udlejeren fogedretten om at sætte en lejer ud, får kommunen besked samme dag.',
                'Where the landlord asks the bailiff court to evict a tenant, the municipality is told on the same day.',
              )
            : say(
                'Udlejeren skal ikke give kommunen besked, når fogedretten bliver bedt om at sætte en lejer ud.',
                'The landlord need not tell the municipality when the bailiff court is asked to evict a tenant.',
              ),
        ],
      ),
    ],
  };
};

/** `man-tor 09:00-15:00, fre 09:00-13:00` in words. */
const openingHours = (hours: string, { say, of }: Wording): string =>
  hours
    .replace(/[a-zæøå]{3}/g, (day) => (WEEKDAY[day] ? of(WEEKDAY[day]) : day))
    .replace(/([^\d\s])-(?=\D)/g, say('$1 til ', '$1 to '))
    .replace(/(\d\d:\d\d)-(\d\d:\d\d)/g, say('kl. $1–$2', '$1–$2'));

const entryPoint: Section = (_, terms, tell) => {
  const { say, agreed, day } = tell;
  const entry = terms.singleEntryPoint;
  const away = ({ awayFrom, awayTo }: NonNullable<typeof entry>): string => {
    if (awayFrom !== undefined && awayTo !== undefined)
      return say(
        `Stedfortræderen svarer fra ${day(awayFrom)} til og med ${day(awayTo)}.`,
        `The stand-in answers from ${day(awayFrom)} until ${day(awayTo)}, both included.`,
      );
    if (awayFrom !== undefined)
      return say(`Stedfortræderen svarer fra ${day(awayFrom)}.`, `The stand-in answers from ${day(awayFrom)}.`);
    if (awayTo !== undefined)
      return say(
        `Stedfortræderen svarer til og med ${day(awayTo)}.`,
        `The stand-in answers until ${day(awayTo)}, included.`,
      );
    return say(
      'Stedfortræderen svarer, når den ene indgang er væk.',
      'The stand-in answers when the one entry is away.',
    );
  };
  return {
    heading: say('Den ene indgang til kommunen', 'The one entry to the municipality'),
    paragraphs: agreed(
      entry,
      { da: 'hvem udlejeren skal kontakte i kommunen', en: 'whom the landlord contacts in the municipality' },
      (point) => [
        say(
          'Udlejeren bruger én indgang til alt: spørgsmål, ledige boliger, manglende husleje, klager og bekymringer.',
          'The landlord uses one entry for everything: questions, vacant dwellings, unpaid rent, complaints and worries.',
        ),
        say(
          `Åbningstider: ${openingHours(point.openingHours, tell)}.`,
          `Opening hours: ${openingHours(point.openingHours, tell)}.`,
        ),
        away(point),
      ],
    ),
    ...(entry && {
      table: {
        columns: [say('Hvem', 'Who'), say('Navn', 'Name'), say('E-mail', 'E-mail'), say('Telefon', 'Telephone')],
        rows: [
          [say('Den ene indgang', 'The one entry'), entry.name ?? NOTHING, entry.mailbox, entry.phone],
          [
            say('Stedfortræder', 'Stand-in'),
            entry.standInName ?? NOTHING,
            entry.standInMailbox ?? NOTHING,
            entry.standInPhone ?? NOTHING,
          ],
        ],
      },
    }),
  };
};

const landlordContacts: Section = (_, terms, { say, of, agreed }) => ({
  heading: say('Udlejerens kontakter', "The landlord's contacts"),
  paragraphs: agreed(
    terms.landlordContacts,
    { da: 'hvem kommunen skal kontakte hos udlejeren', en: 'whom the municipality contacts at the landlord' },
    () => [say('Kommunen kontakter udlejeren her.', 'The municipality contacts the landlord here.')],
  ),
  ...(terms.landlordContacts?.length && {
    table: {
      columns: [say('Hvem', 'Who'), say('E-mail', 'E-mail'), say('Telefon', 'Telephone')],
      rows: terms.landlordContacts.map((contact) => {
        const function_ = LANDLORD_FUNCTION[contact.function];
        return [function_ ? of(function_) : NOTHING, contact.mailbox, contact.phone];
      }),
    },
  }),
});

/** All deadlines that an agreement may set, and those of law that it names nevertheless. */
const deadlines: Section = (_, terms, { say, agreed, count, language }) => {
  const { slas } = terms;
  const codes = (Object.keys(deadlineRules) as DeadlineCode[]).filter(
    (code) => deadlineRules[code].sla || slas?.[code] !== undefined,
  );
  const row = (code: DeadlineCode): string[] => {
    const rule: DeadlineRule = deadlineRules[code];
    const agreedDays = slas?.[code];
    const usual = count(rule.offset, UNIT[rule.unit]);
    const days =
      agreedDays === undefined
        ? say(`${usual} (den sædvanlige frist)`, `${usual} (the usual deadline)`)
        : rule.sla
          ? say(
              `${count(agreedDays, UNIT['working-day'])} (aftalt)`,
              `${count(agreedDays, UNIT['working-day'])} (agreed)`,
            )
          : say(
              `${usual}: fristen kan ikke ændres ved aftale til ${agreedDays}`,
              `${usual}: an agreement cannot change it to ${agreedDays}`,
            );
    return [rule[language], say(COUNTED_FROM[code] ?? NOTHING, COUNTED_FROM[code] ? rule.base : NOTHING), days];
  };
  return {
    heading: say('Frister', 'Deadlines'),
    paragraphs: agreed(
      slas,
      { da: 'om andre frister end de sædvanlige', en: 'deadlines other than the usual ones' },
      () => [
        say(
          'Så hurtigt svarer og handler parterne. Arbejdsdage er mandag til fredag, dog ikke helligdage og grundlovsdag. Frister i loven gælder altid.',
          'This is how fast the parties answer and act. Working days are Monday to Friday except public holidays and 5 June. Deadlines of law always hold.',
        ),
      ],
    ),
    ...(slas && {
      table: {
        columns: [
          say('Frist', 'Deadline'),
          say('Regnes fra', 'Counted from'),
          say('Senest efter', 'At the latest after'),
        ],
        rows: codes.map(row),
      },
    }),
  };
};

const followUp: Section = (_, terms, { say, agreed, list, months }) => ({
  heading: say('Opfølgning og dialog', 'Follow-up and dialogue'),
  paragraphs: agreed(
    terms.dialogue,
    { da: 'hvor tit parterne mødes, og hvem der er med', en: 'how often the parties meet, and who takes part' },
    ({ meetingIntervalMonths, steeringGroup, agendaTemplate }) => [
      say(
        `Parterne holder opfølgningsmøde ${meetingIntervalMonths === 1 ? 'hver måned' : `hver ${meetingIntervalMonths}. måned`}. Det første er ${months(meetingIntervalMonths)} efter, at aftalen er trådt i kraft. Falder dagen på en fridag, holdes mødet den næste arbejdsdag.`,
        `The parties hold a follow-up meeting every ${meetingIntervalMonths === 1 ? 'month' : `${meetingIntervalMonths} months`}. The first is ${months(meetingIntervalMonths)} after the agreement took effect. Where that day is no working day, it is the next one.`,
      ),
      say(`Med i følgegruppen: ${list(steeringGroup)}.`, `In the steering group: ${list(steeringGroup)}.`),
      agendaTemplate?.length
        ? say(`Fast dagsorden: ${list(agendaTemplate)}.`, `Standing agenda: ${list(agendaTemplate)}.`)
        : say('Der er ikke aftalt en fast dagsorden.', 'No standing agenda is agreed.'),
    ],
  ),
});

const term: Section = ({ versionNo }, terms, { say, agreed, day, monthsOf }) => ({
  heading: say('Hvor længe aftalen gælder', 'How long the agreement runs'),
  paragraphs: [
    ...agreed(
      terms.term,
      { da: 'hvor længe aftalen løber', en: 'how long the agreement runs' },
      ({ from, to, noticeMonths }) => [
        say(
          `Aftalen løber fra ${day(from)} til og med ${day(to)}.`,
          `The agreement runs from ${day(from)} until ${day(to)}, both included.`,
        ),
        noticeMonths === 0
          ? say('Hver af parterne kan opsige den uden varsel.', 'Either party may end it without notice.')
          : say(
              `Hver af parterne kan opsige den med ${monthsOf(noticeMonths)} varsel.`,
              `Either party may end it with ${monthsOf(noticeMonths)} notice.`,
            ),
      ],
    ),
    ...agreed(
      terms.effectiveFrom,
      { da: 'fra hvilken dag teksten gælder', en: 'from which day the text holds' },
      (from) => [say(`Version ${versionNo} gælder fra ${day(from)}.`, `Version ${versionNo} holds from ${day(from)}.`)],
    ),
    ...(versionNo === 1
      ? [
          say(
            'Den gælder for de lejemål, der begynder, mens den er i kraft.',
            'It holds for the tenancies that begin while it is in force.',
          ),
        ]
      : agreed(
          terms.appliesToExisting,
          {
            da: 'om versionen også gælder for de lejemål, der allerede findes',
            en: 'whether the version holds for existing tenancies too',
          },
          (existing) => [
            existing
              ? say(
                  'Den gælder også for lejemål, der begyndte under en tidligere version.',
                  'It also holds for tenancies that began under an earlier version.',
                )
              : say(
                  'Den gælder kun for lejemål, der begynder, mens den er i kraft. Lejemål, der begyndte under en tidligere version, følger fortsat den.',
                  'It holds only for tenancies that begin while it is in force. Tenancies that began under an earlier version still follow that one.',
                ),
          ],
        )),
    say(
      'Når aftalen slutter, gælder kommunens løfter fortsat for de lejemål, der er begyndt inden da.',
      "When the agreement ends, the municipality's promises go on for the tenancies that began before.",
    ),
  ],
});

const revision: Section = (_, terms, { say, agreed, day, months }) => ({
  heading: say('Ændringer', 'Changes'),
  paragraphs: agreed(
    terms.revision,
    { da: 'hvornår parterne ser aftalen igennem', en: 'when the parties look at the agreement again' },
    ({ reviewDate, noticeForChangeMonths }) => [
      say(
        `Parterne ser aftalen igennem sammen senest ${day(reviewDate)}.`,
        `The parties look at the agreement together by ${day(reviewDate)}.`,
      ),
      noticeForChangeMonths === 0
        ? say(
            'Den, der ønsker en ændring, kan foreslå den når som helst.',
            'Who wants a change may propose it at any time.',
          )
        : say(
            `Den, der ønsker en ændring, giver den anden besked mindst ${months(noticeForChangeMonths)} før den skal gælde.`,
            `Who wants a change tells the other at least ${months(noticeForChangeMonths)} before it is to hold.`,
          ),
      say(
        'En ændring gælder først, når begge parter har skrevet under på en ny version.',
        'A change holds only when both parties have signed a new version.',
      ),
    ],
  ),
});

const dataSharing: Section = (_, terms, { say, agreed }) => ({
  heading: say('Oplysninger om lejere', 'Information on tenants'),
  paragraphs: agreed(
    terms.dataSharingAnnex,
    { da: 'hvilke oplysninger parterne deler', en: 'what information the parties share' },
    (annex) => [
      say(
        `Hvilke oplysninger parterne må dele med hinanden, står i dette bilag: ${annex}`,
        `What information the parties may share is written in this annex: ${annex}`,
      ),
    ],
  ),
});

const signatures: Section = ({ municipality, landlord, hash, signatures: given }, _, { say, day }) => {
  const sides = [
    { party: 'municipality', name: municipality },
    { party: 'landlord', name: landlord.name },
  ] as const;
  return {
    heading: say('Underskrifter', 'Signatures'),
    paragraphs: [
      say(
        'Parterne skriver under på den samme tekst. Her er tekstens fingeraftryk (SHA-256). Står det samme fingeraftryk i begge parters eksemplar, er alt, hvad de har aftalt, det samme.',
        "The parties sign the same text. Here is the text's fingerprint (SHA-256). Where the copies of both parties show the same fingerprint, all that they have agreed is the same.",
      ),
      hash,
    ],
    table: {
      columns: [
        say('For', 'For'),
        say('Navn', 'Name'),
        say('Stilling', 'Position'),
        say('Dato', 'Date'),
        say('Underskrift', 'Signature'),
      ],
      rows: sides.flatMap(({ party, name }) => {
        const own = given.filter((signature) => signature.party === party);
        return own.length > 0
          ? own.map((signature) => [name, signature.name, signature.role, day(signature.signedOn), signature.method])
          : [[name, '', '', '', '']];
      }),
    },
  };
};

const SECTIONS: readonly Section[] = [
  about,
  parties,
  targetGroup,
  properties,
  dwellings,
  quota,
  responsibilities,
  commitments,
  moveOut,
  securities,
  arrears,
  entryPoint,
  landlordContacts,
  deadlines,
  followUp,
  term,
  revision,
  dataSharing,
  signatures,
];

/**
 * Without what could make a text look other than it reads: control characters, lone halves of a character, and the
 * marks that turn the direction of writing.
 */
const clean = (text: string): string => {
  const seen = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  // Only what is empty by itself is filled in by hand.
  return seen === '' && text !== '' ? NOTHING : seen;
};

/** The document with every text changed. */
export const withTexts = (document: AgreementDocument, change: (text: string) => string): AgreementDocument =>
  JSON.parse(JSON.stringify(document), (_, value: unknown) => (typeof value === 'string' ? change(value) : value));
