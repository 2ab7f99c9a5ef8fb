// SPDX-License-Identifier: MPL-2.0
// When the rent is not paid: instalment plans and the bailiff court (domain.md 3.2, 6.2).
import type { InstalmentPolicy } from '#contracts/agreements/agreement';
import type { Wording } from '#document';
import type { Section } from '../wording.js';

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

export const arrears: Section = (_, terms, tell) => {
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
