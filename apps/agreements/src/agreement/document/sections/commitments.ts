// SPDX-License-Identifier: MPL-2.0
// Who does what, and what the municipality undertakes (domain.md 3.2, 3.3).
import { COMMITMENTS } from '#contracts/agreements/agreement';
import { NOTHING, type Wording } from '#document';
import type { Oere, Text } from '#domain';
import type { Commitment, WholeTerms } from '../../agreement-terms.dto.js';
import type { Section } from '../wording.js';
import { COMMITMENT } from '../words.js';

export const responsibilities: Section = (_, terms, { say, agreed }) => ({
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
    capMonths != null &&
      say(
        `højst ${monthsOf(capMonths)} husleje pr. ledig periode`,
        `at most ${monthsOf(capMonths)} rent for each vacancy`,
      ),
    capOere != null && say(`højst ${money(capOere)} pr. lejemål`, `at most ${money(capOere)} for each tenancy`),
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

export const commitments: Section = (_, terms, tell) => {
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
