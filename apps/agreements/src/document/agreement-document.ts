// SPDX-License-Identifier: MPL-2.0
// The terms of an agreement in plain words, Danish and English: what people read and sign. A small model of headings,
// paragraphs and tables; document.html.ts and document.pdf.ts draw it.
import { type DeadlineCode, deadlineRules, type Language, showDate, showOere, type Text } from '#domain';
import type { AgreementTerms, WholeTerms } from '../agreement/agreement-terms.dto.js';
import * as words from './words.js';

export interface DocumentHead {
  agreementNo: string;
  municipality: string;
  /** `cvr` null: a person. */
  landlord: { name: string; cvr: string | null };
  legalBasis: keyof typeof words.LEGAL_BASES;
  versionNo: number;
  revision: number;
  /** SHA-256 of the text, hex. */
  hash: string;
  stateText: keyof typeof words.STATES;
  signatures: readonly {
    party: 'municipality' | 'landlord';
    name: string;
    role: string;
    signedOn: string;
    method: string;
  }[];
}

export interface Table {
  columns: string[];
  rows: string[][];
}

export interface Section {
  heading: string;
  paragraphs: string[];
  table?: Table;
}

export interface AgreementDocument {
  language: Language;
  title: string;
  subtitle: string;
  sections: Section[];
  /** On every page. */
  footer: string;
}

/** Chooses the sentence of a language. */
type Say = (da: string, en: string) => string;
interface Speech {
  say: Say;
  text(text: Text): string;
  date(date: string): string;
  money(oere: number): string;
  months(count: number): string;
  /** `a, b og c` */
  list(items: readonly string[]): string;
}

const speech = (language: Language): Speech => {
  const say: Say = (da, en) => (language === 'da' ? da : en);
  return {
    say,
    text: (text) => text[language],
    date: (date) => showDate(date, language),
    money: (oere) => showOere(oere, language),
    months: (count) => say(`${count} ${count === 1 ? 'måned' : 'måneder'}`, `${count} month${count === 1 ? '' : 's'}`),
    list: (items) =>
      items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${say('og', 'and')} ${items.at(-1)}`,
  };
};

/** A text of an agreement, as far as it is agreed, in plain words. */
export function agreementDocument(head: DocumentHead, terms: AgreementTerms, language: Language): AgreementDocument {
  const to = speech(language);
  const { say } = to;
  const section = <Key extends keyof WholeTerms>(
    heading: Text,
    key: Key,
    write: (value: WholeTerms[Key]) => Omit<Section, 'heading'>,
  ): Section => {
    const value = terms[key];
    const isOpen = value === undefined || (Array.isArray(value) && value.length === 0 && !MAY_BE_EMPTY.includes(key));
    return {
      heading: to.text(heading),
      ...(isOpen ? { paragraphs: [say('Dette er ikke aftalt endnu.', 'This is not agreed yet.')] } : write(value)),
    };
  };
  const sections: Section[] = [
    parties(head, to),
    section(words.HEADINGS.targetGroup, 'targetGroup', (group) => ({ paragraphs: targetGroup(group, to) })),
    section(words.HEADINGS.properties, 'properties', (properties) => dwellings(properties, to)),
    section(words.HEADINGS.quota, 'quota', (quota) => ({ paragraphs: quotaOf(quota, to) })),
    section(words.HEADINGS.rolesAndResponsibilities, 'rolesAndResponsibilities', (list) => responsibilities(list, to)),
    section(words.HEADINGS.commitments, 'commitments', (list) => ({ paragraphs: commitments(list, terms, to) })),
    section(words.HEADINGS.coverage, 'coverage', (list) => coverage(list, terms, to)),
    lease(terms, to),
    section(words.HEADINGS.instalmentPolicy, 'instalmentPolicy', (policy) => ({ paragraphs: instalments(policy, to) })),
    section(words.HEADINGS.singleEntryPoint, 'singleEntryPoint', (point) => ({ paragraphs: entryPoint(point, to) })),
    section(words.HEADINGS.landlordContacts, 'landlordContacts', (list) => contacts(list, to)),
    deadlines(terms, to),
    section(words.HEADINGS.dialogue, 'dialogue', (dialogue) => ({ paragraphs: dialogueOf(dialogue, to) })),
    section(words.HEADINGS.revision, 'revision', (revision) => ({ paragraphs: revisionOf(revision, to) })),
    section(words.HEADINGS.term, 'term', (term) => ({ paragraphs: termOf(term, head, terms, to) })),
    section(words.HEADINGS.dataSharingAnnex, 'dataSharingAnnex', (annex) => ({
      paragraphs: [
        say(
          `Hvilke oplysninger parterne deler, og hvorfor de må, står i bilaget ${annex}.`,
          `Which information the parties share, and why they may, is written in the annex ${annex}.`,
        ),
      ],
    })),
    signatures(head, to),
  ];
  return {
    language,
    title: say(`Samarbejdsaftale ${head.agreementNo}`, `Cooperation agreement ${head.agreementNo}`),
    subtitle: say(
      `Version ${head.versionNo}, tekst ${head.revision} · ${to.text(words.STATES[head.stateText])}`,
      `Version ${head.versionNo}, text ${head.revision} · ${to.text(words.STATES[head.stateText])}`,
    ),
    sections,
    footer: `${head.agreementNo} · ${head.versionNo}.${head.revision} · ${head.hash.slice(0, 12)}`,
  };
}

/** Nothing agreed here is an agreement too. */
const MAY_BE_EMPTY: readonly (keyof WholeTerms)[] = ['commitments', 'coverage'];

function parties(head: DocumentHead, to: Speech): Section {
  const { name, cvr } = head.landlord;
  const landlord = cvr ? `${name} (CVR ${cvr})` : name;
  return {
    heading: to.text(words.HEADINGS.parties),
    paragraphs: [
      to.say(
        `Aftalen er mellem ${head.municipality}, her kaldet kommunen, og ${landlord}, her kaldet udlejer.`,
        `The agreement is between ${head.municipality}, here called the municipality, and ${landlord}, here called the landlord.`,
      ),
      to.text(words.LEGAL_BASES[head.legalBasis]),
    ],
  };
}

function targetGroup(group: WholeTerms['targetGroup'], { say, money }: Speech): string[] {
  const { ageMin, ageMax } = group;
  const ages =
    ageMin !== undefined && ageMax !== undefined
      ? say(`De er mellem ${ageMin} og ${ageMax} år.`, `They are between ${ageMin} and ${ageMax} years old.`)
      : ageMin !== undefined
        ? say(`De er mindst ${ageMin} år.`, `They are at least ${ageMin} years old.`)
        : ageMax !== undefined
          ? say(`De er højst ${ageMax} år.`, `They are at most ${ageMax} years old.`)
          : '';
  return [
    say(`Boligerne er for: ${group.description}.`, `The dwellings are for: ${group.description}.`),
    ...(ages ? [ages] : []),
    ...(group.exclusions
      ? [say(`Aftalen omfatter ikke: ${group.exclusions}.`, `The agreement does not include: ${group.exclusions}.`)]
      : []),
    say(
      `De kan betale en husleje uden forbrug på mellem ${money(group.paymentCapacityMinOere)} og ${money(group.paymentCapacityMaxOere)} om måneden.`,
      `They can pay a rent without utilities of between ${money(group.paymentCapacityMinOere)} and ${money(group.paymentCapacityMaxOere)} a month.`,
    ),
  ];
}

function dwellings(properties: WholeTerms['properties'], { say, money, list }: Speech): Omit<Section, 'heading'> {
  const count = properties.reduce((all, property) => all + property.dwellings.length, 0);
  const area = (m2: number) => say(String(m2).replace('.', ','), String(m2));
  return {
    paragraphs: [
      say(`Aftalen omfatter ${count} boliger:`, `The agreement covers ${count} dwellings:`),
      ...properties.map(({ address, bfeNumber, bbrId, dwellingCount, dwellings: covered }) => {
        const numbers = [bfeNumber && `BFE ${bfeNumber}`, bbrId && `BBR ${bbrId}`].filter(Boolean);
        const place = numbers.length ? `${address} (${numbers.join(', ')})` : address;
        return say(
          `${place}: ${covered.length} af ejendommens ${dwellingCount} boliger.`,
          `${place}: ${covered.length} of the property's ${dwellingCount} dwellings.`,
        );
      }),
      ...properties.flatMap(({ dwellings: covered }) => {
        const patterns = covered.filter(({ availablePattern }) => availablePattern);
        return patterns.length
          ? [
              list(
                patterns.map(({ unit, availablePattern }) =>
                  say(
                    `${unit} bliver typisk ledig ${availablePattern}`,
                    `${unit} usually comes free ${availablePattern}`,
                  ),
                ),
              ).concat('.'),
            ]
          : [];
      }),
    ],
    table: {
      columns: [
        say('Ejendom', 'Property'),
        say('Bolig', 'Dwelling'),
        say('Type', 'Type'),
        'm²',
        say('Værelser', 'Rooms'),
        say('Husleje pr. måned', 'Rent per month'),
        say('Forbrug, aconto', 'Utilities on account'),
      ],
      rows: properties.flatMap(({ address, dwellings: covered }) =>
        covered.map(({ unit, type, areaM2, rooms, rentOere, utilitiesOere }) => [
          address,
          unit,
          type,
          area(areaM2),
          String(rooms),
          money(rentOere),
          money(utilitiesOere),
        ]),
      ),
    },
  };
}

function quotaOf({ kind, n, maxPerYear }: WholeTerms['quota'], { say }: Speech): string[] {
  const sentence = {
    every_nth: say(
      `Kommunen kan anvise lejer til hver ${n}. bolig, der bliver ledig.`,
      `The municipality may name the tenant of every ${words.ordinal(n ?? 1)} dwelling that comes free.`,
    ),
    fixed_list: say(
      'Kommunen kan anvise lejer, hver gang en af aftalens boliger bliver ledig.',
      'The municipality may name the tenant whenever one of the dwellings of the agreement comes free.',
    ),
    case_by_case: say(
      'Parterne aftaler fra gang til gang, om kommunen anviser lejer til en ledig bolig.',
      'The parties agree each time whether the municipality names the tenant of a dwelling that comes free.',
    ),
  }[kind];
  return [
    sentence,
    ...(kind !== 'every_nth' && n
      ? [say(`Det gælder højst hver ${n}. ledige bolig.`, `At most every ${words.ordinal(n)} vacant dwelling.`)]
      : []),
    ...(maxPerYear ? [say(`Højst ${maxPerYear} boliger om året.`, `At most ${maxPerYear} dwellings a year.`)] : []),
  ];
}

function responsibilities(list: WholeTerms['rolesAndResponsibilities'], { say }: Speech): Omit<Section, 'heading'> {
  return {
    paragraphs: [
      say(
        'Parterne har hver deres rolle og respekterer hinandens.',
        'Each party has its own role and respects the other.',
      ),
    ],
    table: {
      columns: [
        say('Emne', 'Topic'),
        say('Hvem gør det', 'Who does it'),
        say('Juridisk ansvar', 'Legal responsibility'),
        say('Økonomisk ansvar', 'Economic responsibility'),
      ],
      rows: list.map(({ topic, responsible, legal = '', economic = '' }) => [topic, responsible, legal, economic]),
    },
  };
}

function commitments(list: WholeTerms['commitments'], terms: AgreementTerms, to: Speech): string[] {
  const { say, money, months } = to;
  if (!list.length) return [say('Kommunen påtager sig ingen udgifter.', 'The municipality takes on no costs.')];
  return [
    ...list.map(({ kind, capMonths, capOere }) => {
      const caps = [
        ...(capMonths === undefined
          ? []
          : [
              say(
                `højst ${months(capMonths)}s husleje for hver ledig periode`,
                `at most the rent of ${months(capMonths)} for each vacancy`,
              ),
            ]),
        ...(capOere === undefined
          ? []
          : [say(`højst ${money(capOere)} for hvert lejemål`, `at most ${money(capOere)} for each tenancy`)]),
      ];
      return `${to.text(words.COMMITMENTS[kind])}${caps.length ? `, ${to.list(caps)}` : ''}.`;
    }),
    ...(terms.vacancyIncludesUtilities === undefined
      ? []
      : [
          terms.vacancyIncludesUtilities
            ? say(
                'Betaling for en ledig bolig omfatter også aconto forbrug.',
                'Payment for a vacant dwelling includes utilities on account.',
              )
            : say(
                'Betaling for en ledig bolig omfatter ikke aconto forbrug.',
                'Payment for a vacant dwelling does not include utilities on account.',
              ),
        ]),
    terms.annualBudgetCapOere != null
      ? say(
          `Til udgifter ved fraflytning betaler kommunen i alt højst ${money(terms.annualBudgetCapOere)} i et kalenderår.`,
          `For costs at move-out the municipality pays at most ${money(terms.annualBudgetCapOere)} in all in a calendar year.`,
        )
      : say('Der er intet samlet loft for et kalenderår.', 'There is no cap over all for a calendar year.'),
  ];
}

function coverage(list: WholeTerms['coverage'], terms: AgreementTerms, to: Speech): Omit<Section, 'heading'> {
  const { say, months } = to;
  const covers = {
    covered: () => say('Dækkes', 'Covered'),
    not_covered: () => say('Dækkes ikke', 'Not covered'),
    covered_first_n_months: (count = 0) =>
      say(`Dækkes i lejemålets første ${months(count)}`, `Covered in the first ${months(count)} of the tenancy`),
  };
  return {
    paragraphs: [
      say(
        'Når en lejer flytter, dækker kommunen det, som depositum og forudbetalt leje ikke rækker til, efter denne liste. Et krav, der ikke står på listen, dækkes ikke.',
        'When a tenant moves out, the municipality covers what deposit and prepaid rent do not pay for, by this list. A claim that is not on the list is not covered.',
      ),
      ...(terms.securitiesOrder ? [to.text(words.SECURITIES_ORDERS[terms.securitiesOrder])] : []),
      ...(terms.recourseAgainstTenant ? [to.text(words.RECOURSES[terms.recourseAgainstTenant])] : []),
    ],
    table: {
      columns: [say('Krav', 'Claim'), say('Dækning', 'Coverage')],
      rows: list.map(({ kind, rule, months: count }) => [to.text(words.CLAIM_KINDS[kind]), covers[rule](count)]),
    },
  };
}

function lease({ depositMonths, prepaidRentMonths, notifyOnBailiffRequest }: AgreementTerms, to: Speech): Section {
  const { say, months } = to;
  const isOpen = depositMonths === undefined || prepaidRentMonths === undefined;
  return {
    heading: to.text(words.HEADINGS.lease),
    paragraphs: [
      isOpen
        ? say('Depositum og forudbetalt leje er ikke aftalt endnu.', 'Deposit and prepaid rent are not agreed yet.')
        : say(
            `Udlejer kan i lejekontrakten kræve depositum svarende til ${months(depositMonths)}s husleje og ${months(prepaidRentMonths)}s husleje forud.`,
            `In the lease the landlord may ask for a deposit of ${months(depositMonths)}' rent and for ${months(prepaidRentMonths)}' rent in advance.`,
          ),
      ...(notifyOnBailiffRequest === undefined
        ? []
        : [
            notifyOnBailiffRequest
              ? say(
                  'Anmoder udlejer fogedretten om en udsættelse, giver udlejer kommunen besked samme dag.',
                  'When the landlord asks the bailiff court for an eviction, the landlord tells the municipality on the same day.',
                )
              : say(
                  'Udlejer har ikke pligt til at give kommunen besked om en anmodning til fogedretten.',
                  'The landlord need not tell the municipality of a request to the bailiff court.',
                ),
          ]),
    ],
  };
}

function instalments(policy: WholeTerms['instalmentPolicy'], { say, money, months }: Speech): string[] {
  if (!policy?.allowed)
    return [
      policy
        ? say('Udlejer tilbyder ikke afdragsordninger.', 'The landlord does not offer instalment plans.')
        : say(
            'Der er ikke aftalt afdragsordninger; udlejer kan ikke tilbyde en i Indgang.',
            'Instalment plans are not agreed; the landlord cannot offer one in Indgang.',
          ),
    ];
  return [
    say(
      `Udlejer kan tilbyde en lejer i restance at betale over højst ${months(policy.maxMonths)}, med mindst ${money(policy.minInstalmentOere)} ad gangen og højst ${policy.maxOpenPlans === 1 ? 'én aftale' : `${policy.maxOpenPlans} aftaler`} ad gangen for et lejemål.`,
      `The landlord may offer a tenant in arrears to pay over at most ${months(policy.maxMonths)}, with at least ${money(policy.minInstalmentOere)} at a time and at most ${policy.maxOpenPlans === 1 ? 'one plan' : `${policy.maxOpenPlans} plans`} at a time for a tenancy.`,
    ),
    policy.needsMunicipalConsent
      ? say('Kommunen skal sige ja først.', 'The municipality must consent first.')
      : say('Det kræver ikke kommunens samtykke.', 'It does not take the consent of the municipality.'),
  ];
}

function entryPoint(point: WholeTerms['singleEntryPoint'], { say, list, date }: Speech): string[] {
  const { name, mailbox, phone, openingHours, standInName, standInMailbox, standInPhone, awayFrom, awayTo } = point;
  const standIn = [standInName, standInPhone, standInMailbox].filter((part) => part !== undefined);
  return [
    say(
      `Udlejer har én indgang til kommunen for alt: ${list([name, phone, mailbox].filter((part) => part !== undefined))}.`,
      `The landlord has one entry to the municipality for everything: ${list([name, phone, mailbox].filter((part) => part !== undefined))}.`,
    ),
    say(`Der svares ${openingHours}.`, `There is an answer ${words.englishHours(openingHours)}.`),
    ...(standIn.length
      ? [say(`Ved fravær svarer ${list(standIn)}.`, `During absence the answer comes from ${list(standIn)}.`)]
      : []),
    ...(awayFrom && awayTo
      ? [say(`Fravær: ${date(awayFrom)} til ${date(awayTo)}.`, `Absence: ${date(awayFrom)} to ${date(awayTo)}.`)]
      : []),
    say(
      'Hver part kan ændre sine kontaktoplysninger uden en ny version af aftalen; de gældende står i Indgang.',
      'Either party may change its contacts without a next version of the agreement; those that hold are in Indgang.',
    ),
  ];
}

function contacts(list: WholeTerms['landlordContacts'], to: Speech): Omit<Section, 'heading'> {
  const { say } = to;
  return {
    paragraphs: [say('Kommunen når udlejer her:', 'The municipality reaches the landlord here:')],
    table: {
      columns: [say('Hvem', 'Who'), say('Postkasse', 'Mailbox'), say('Telefon', 'Phone')],
      rows: list.map(({ function: role, mailbox, phone }) => [
        to.text(words.FUNCTIONS[role] ?? { da: role, en: role }),
        mailbox,
        phone,
      ]),
    },
  };
}

function deadlines({ slas = {} }: AgreementTerms, to: Speech): Section {
  const { say } = to;
  const agreed = Object.entries(slas) as [DeadlineCode, number][];
  return {
    heading: to.text(words.HEADINGS.slas),
    paragraphs: [
      agreed.length
        ? say(
            'For disse skridt er der aftalt egne frister; ellers gælder de sædvanlige.',
            'For these steps deadlines of their own are agreed; else the usual ones hold.',
          )
        : say('De sædvanlige frister gælder.', 'The usual deadlines hold.'),
    ],
    ...(agreed.length && {
      table: {
        columns: [say('Skridt', 'Step'), say('Arbejdsdage', 'Working days')],
        rows: agreed.map(([code, days]) => [to.text(deadlineRules[code]), String(days)]),
      },
    }),
  };
}

function dialogueOf(
  { meetingIntervalMonths, steeringGroup, agendaTemplate = [] }: WholeTerms['dialogue'],
  { say, months, list }: Speech,
): string[] {
  return [
    say(
      `Parterne holder opfølgningsmøde hver ${meetingIntervalMonths === 1 ? 'måned' : months(meetingIntervalMonths).replace(/^(\d+) måneder/, '$1. måned')}.`,
      `The parties hold a follow-up meeting every ${meetingIntervalMonths === 1 ? 'month' : months(meetingIntervalMonths)}.`,
    ),
    say(`Ved mødet deltager: ${list(steeringGroup)}.`, `At the meeting take part: ${list(steeringGroup)}.`),
    ...(agendaTemplate.length
      ? [say(`Faste punkter: ${list(agendaTemplate)}.`, `Standing items: ${list(agendaTemplate)}.`)]
      : []),
  ];
}

function revisionOf(
  { reviewDate, noticeForChangeMonths }: WholeTerms['revision'],
  { say, date, months }: Speech,
): string[] {
  return [
    say(
      `Parterne ser aftalen igennem senest ${date(reviewDate)}.`,
      `The parties look the agreement through by ${date(reviewDate)}.`,
    ),
    say(
      `En ændring varsles ${months(noticeForChangeMonths)} før; begge skal skrive under på den.`,
      `A change is announced ${months(noticeForChangeMonths)} ahead; both must sign it.`,
    ),
  ];
}

function termOf(
  term: WholeTerms['term'],
  { versionNo }: DocumentHead,
  { effectiveFrom, appliesToExisting }: AgreementTerms,
  { say, date, months }: Speech,
): string[] {
  return [
    say(
      `Aftalen gælder fra ${date(term.from)} til og med ${date(term.to)}.`,
      `The agreement runs from ${date(term.from)} until ${date(term.to)}, both days included.`,
    ),
    say(
      `Hver part kan opsige den med ${months(term.noticeMonths)}s varsel.`,
      `Either party may end it with ${months(term.noticeMonths)}' notice.`,
    ),
    ...(effectiveFrom
      ? [
          say(
            `Denne version (nr. ${versionNo}) gælder fra ${date(effectiveFrom)}.`,
            `This version (no. ${versionNo}) takes effect on ${date(effectiveFrom)}.`,
          ),
        ]
      : []),
    appliesToExisting
      ? say('Den gælder også for lejemål, der er begyndt før.', 'It also holds for tenancies that began before.')
      : say(
          'Et lejemål følger den version, det er begyndt under, også når aftalen ændres eller ophører.',
          'A tenancy follows the version it began under, also when the agreement changes or ends.',
        ),
  ];
}

function signatures({ signatures: given, hash }: DocumentHead, to: Speech): Section {
  const { say, date } = to;
  const row = (party: 'municipality' | 'landlord', name: Text): string[] => {
    const signed = given.find((one) => one.party === party);
    return signed
      ? [to.text(name), signed.name, signed.role, date(signed.signedOn), signed.method]
      : [to.text(name), '', '', '', ''];
  };
  return {
    heading: to.text(words.HEADINGS.signatures),
    paragraphs: [
      say(
        'Begge parter skriver under på præcis denne tekst. Tekstens kendetegn er ens, hvis teksten er ens:',
        'Both parties sign exactly this text. Its mark is the same where the text is the same:',
      ),
      hash,
    ],
    table: {
      columns: [
        say('Part', 'Party'),
        say('Navn', 'Name'),
        say('Stilling', 'Position'),
        say('Dato', 'Date'),
        say('Måde', 'Means'),
      ],
      rows: [
        row('municipality', { da: 'Kommunen', en: 'The municipality' }),
        row('landlord', { da: 'Udlejer', en: 'The landlord' }),
      ],
    },
  };
}
