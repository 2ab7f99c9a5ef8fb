// SPDX-License-Identifier: MPL-2.0
// Whom either party contacts (roadmap F5; domain.md 3.2).

import { NOTHING, type Wording } from '#document';
import type { Section } from '../wording.js';
import { LANDLORD_FUNCTION, WEEKDAY } from '../words.js';

/** `man-tor 09:00-15:00, fre 09:00-13:00` in words. */
const openingHours = (hours: string, { say, of }: Wording): string =>
  hours
    .replace(/[a-zæøå]{3}/g, (day) => (WEEKDAY[day] ? of(WEEKDAY[day]) : day))
    .replace(/([^\d\s])-(?=\D)/g, say('$1 til ', '$1 to '))
    .replace(/(\d\d:\d\d)-(\d\d:\d\d)/g, say('kl. $1–$2', '$1–$2'));

export const entryPoint: Section = (_, terms, tell) => {
  const { say, agreed, day } = tell;
  const entry = terms.singleEntryPoint;
  const away = ({ awayFrom, awayTo }: NonNullable<typeof entry>): string => {
    if (awayFrom != null && awayTo != null)
      return say(
        `Stedfortræderen svarer fra ${day(awayFrom)} til og med ${day(awayTo)}.`,
        `The stand-in answers from ${day(awayFrom)} until ${day(awayTo)}, both included.`,
      );
    if (awayFrom != null)
      return say(`Stedfortræderen svarer fra ${day(awayFrom)}.`, `The stand-in answers from ${day(awayFrom)}.`);
    if (awayTo != null)
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

export const landlordContacts: Section = (_, terms, { say, of, agreed }) => ({
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
