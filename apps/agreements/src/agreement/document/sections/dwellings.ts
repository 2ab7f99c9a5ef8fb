// SPDX-License-Identifier: MPL-2.0
// Which properties and dwellings, and how many of the vacant ones (domain.md 3.2).
import type { DeclineReason } from '#contracts/decline-reasons';
import { NOTHING, type Wording } from '#document';
import type { Text } from '#domain';
import type { Quota } from '../../agreement-terms.dto.js';
import type { Section } from '../wording.js';
import { DECLINE } from '../words.js';

const propertiesOpen: Text = {
  da: 'hvilke ejendomme og boliger aftalen omfatter',
  en: 'which properties and dwellings are covered',
};

export const properties: Section = (_, terms, { say, agreed }) => ({
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

export const dwellings: Section = (_, terms, { say, agreed, money, number }) => {
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

/** Texts of before do not speak of it. */
const declineSentence = (reasons: readonly DeclineReason[] | undefined, { say, list, of }: Wording): string[] =>
  reasons?.length
    ? [
        say(
          `Udlejeren kan sige nej til en husstand, som kommunen foreslår, af disse grunde: ${list(reasons.map((reason) => of(DECLINE[reason])))}.`,
          `The landlord may decline a household that the municipality proposes for these reasons: ${list(reasons.map((reason) => of(DECLINE[reason])))}.`,
        ),
      ]
    : [];

export const quota: Section = (_, terms, tell) => {
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
        ...declineSentence(terms.declineReasons, tell),
      ],
    ),
  };
};
