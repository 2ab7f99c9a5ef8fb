// SPDX-License-Identifier: MPL-2.0
// The deadlines that the parties agree on (domain.md 8.2).

import { NOTHING } from '#document';
import { DEADLINES, type DeadlineCode, type DeadlineRule } from '#domain';
import type { Section } from '../wording.js';
import { COUNTED_FROM, UNIT } from '../words.js';

/** All deadlines that an agreement may set, and those of law that it names nevertheless. */
export const deadlines: Section = (_, terms, { say, agreed, count, language }) => {
  const { slas } = terms;
  const codes = (Object.keys(DEADLINES) as DeadlineCode[]).filter(
    (code) => DEADLINES[code].sla || slas?.[code] !== undefined,
  );
  const row = (code: DeadlineCode): string[] => {
    const rule: DeadlineRule = DEADLINES[code];
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
