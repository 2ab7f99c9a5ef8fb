// SPDX-License-Identifier: MPL-2.0
// What the document is, who agrees, on which basis, and whom the dwellings are for (domain.md 3.1, 3.2).

import type { Wording } from '#document';
import type { TargetGroup } from '../../agreement-terms.dto.js';
import type { Section } from '../wording.js';
import { LEGAL_BASIS, STATE } from '../words.js';

export const about: Section = ({ stateText, lastDay }, _, { say, of, day }) => ({
  heading: say('Om dokumentet', 'About this document'),
  paragraphs: [
    of(STATE[stateText].meaning),
    ...(lastDay === null || (stateText !== 'in_force' && stateText !== 'ended')
      ? []
      : stateText === 'ended'
        ? [say(`Aftalens sidste dag var ${day(lastDay)}.`, `The last day of the agreement was ${day(lastDay)}.`)]
        : [
            say(
              `Aftalen er sagt op. Dens sidste dag er ${day(lastDay)}.`,
              `Notice was given. The last day of the agreement is ${day(lastDay)}.`,
            ),
          ]),
    say(
      'Dokumentet fortæller med almindelige ord, hvad kommunen og udlejeren har aftalt. Alle beløb er i danske kroner.',
      'The document tells in plain words what the municipality and the landlord have agreed. All amounts are in Danish kroner.',
    ),
  ],
});

export const parties: Section = ({ municipality, landlord, legalBasis }, _, { say, of }) => ({
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

export const targetGroup: Section = (_, terms, tell) => {
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
