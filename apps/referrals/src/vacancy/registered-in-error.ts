// SPDX-License-Identifier: MPL-2.0
// Registreret ved en fejl: what can be struck in a vacancy, and until when (domain.md 13.4). What striking is:
// libs/domain/src/strike.ts.
import type { Strikes } from '#domain';
import type { Vacancy, VacancyFacts } from './case.js';

export const STRIKEABLE_IN_VACANCY = ['report', 'reservation', 'release', 'letting'] as const;
export type What = (typeof STRIKEABLE_IN_VACANCY)[number];

/** Where another party has acted on it, or money has left. What happens by time alone binds nobody. */
const BINDING: Readonly<Record<What, readonly string[]>> = {
  report: ['reserve', 'release', 'let', 'registerPayment'],
  reservation: ['release', 'let', 'letElsewhere', 'registerPayment'],
  release: ['let', 'letElsewhere', 'registerPayment'],
  letting: ['let', 'registerPayment'],
};

export const vacancyStrikes: Strikes<Vacancy, VacancyFacts, What> = {
  what: { report: ['report'], reservation: ['reserve'], release: ['release'], letting: ['letElsewhere'] },
  binds({ action }, later) {
    const what = STRIKEABLE_IN_VACANCY.find((one) => vacancyStrikes.what[one].includes(action));
    return what !== undefined && BINDING[what].includes(later.action);
  },
  keeps: ({ today, confirmDays }) => ({ today, confirmDays }),
  // Whether the notice has ended depends on what is struck.
  anew: { endNotice: 'ifAllowed' },
  closed: ['RELEASED', 'SETTLED', 'STRUCK'],
};

/** What a strike may change. What was proposed for payment is another thing: it falls. */
const COLUMNS = [
  ...(['answeredOn', 'reservedBecause', 'releasedOn', 'letOn', 'tenancyRef'] as const),
  ...(['askAgainOn', 'confirmations', 'paymentDueOn'] as const),
];

/** The case as it would have been. */
export const asWithout = (subject: Vacancy): Partial<Vacancy> =>
  Object.fromEntries(COLUMNS.map((column) => [column, subject[column]]));
