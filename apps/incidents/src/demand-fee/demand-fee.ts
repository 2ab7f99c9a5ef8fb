// SPDX-License-Identifier: MPL-2.0
// Påkravsgebyr: what a formal demand may cost the tenant, by year (domain.md 5.1, 13.2). Set by hand: no year is guessed.
import type { ActingRole } from '#contracts/roles';
import { addMonths, type Guard, isOutside, type LocalDate, type Oere, rules } from '#domain';

export const DEMAND_FEE_STATES = ['IN_FORCE'] as const;

export interface DemandFee {
  state: (typeof DEMAND_FEE_STATES)[number];
  /** From this day to the end of its calendar year, or to the next fee of that year. */
  validFrom: LocalDate;
  feeOere: Oere;
}

export interface DemandFeeFacts {
  /** Of who asks. */
  roles: readonly ActingRole[];
  today: LocalDate;
}

/** The law's first year with a table (domain.md 5.1). */
const FIRST_YEAR = '2015';

const isOfALikelyYear: Guard<unknown, DemandFeeFacts, Pick<DemandFee, 'validFrom'>> = {
  code: 'demand-fee-is-of-an-unlikely-year',
  field: 'validFrom',
  da: 'Et gebyr kan gælde fra {earliest} til {latest}: til udgangen af næste år.',
  en: 'A fee can hold from {earliest} to {latest}: to the end of next year.',
  source: 'domain.md 13.4',
  refuses: (_, { today }, { validFrom }) => {
    const latest = `${addMonths(today, 12).slice(0, 4)}-12-31`;
    return isOutside({ earliest: `${FIRST_YEAR}-01-01`, latest }, validFrom);
  },
};

/** The fee on a day: the newest of its calendar year; no year is carried over to the next. */
export const feeOn = (day: LocalDate, fees: readonly Pick<DemandFee, 'validFrom' | 'feeOere'>[]): Oere | undefined =>
  fees
    .filter(({ validFrom }) => validFrom <= day && validFrom.slice(0, 4) === day.slice(0, 4))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]?.feeOere;

export const demandFeeRules = rules<DemandFee, DemandFeeFacts, ActingRole>()({
  set: {
    from: 'none',
    to: 'IN_FORCE',
    by: ['single_entry', 'finance'],
    checks: [isOfALikelyYear],
    da: 'Sæt påkravsgebyr',
    en: 'Set a demand fee',
    told: {
      da: 'Gebyret fra {validFrom} blev sat til {feeOere}.',
      en: 'The fee from {validFrom} was set to {feeOere}.',
    },
    source: 'domain.md 5.1',
    opens: (_, { validFrom, feeOere }: Pick<DemandFee, 'validFrom' | 'feeOere'>) => ({ validFrom, feeOere }),
  },
  correct: {
    from: ['IN_FORCE'],
    to: 'same',
    by: ['single_entry', 'finance'],
    da: 'Ret påkravsgebyr',
    en: 'Correct a demand fee',
    told: { da: 'Gebyret blev rettet til {feeOere}.', en: 'The fee was corrected to {feeOere}.' },
    source: 'domain.md 5.1',
    changes: (_, __, { feeOere }: Pick<DemandFee, 'feeOere'>) => ({ feeOere }),
  },
});
