// SPDX-License-Identifier: MPL-2.0
// How the agreement runs: follow-up, term, changes (domain.md 3.4, 3.5, 13.1).
import type { Section } from '../wording.js';

export const followUp: Section = (_, terms, { say, agreed, list, months }) => ({
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

export const term: Section = ({ versionNo }, terms, { say, agreed, day, monthsOf }) => ({
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

export const revision: Section = (_, terms, { say, agreed, day, months }) => ({
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
