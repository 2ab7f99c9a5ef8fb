// SPDX-License-Identifier: MPL-2.0
// Påkravsgebyr: what a formal demand may cost the tenant, by year (domain.md 5.1, 13.2). Set by hand: no year is guessed.
import type { ActingRole } from '#contracts/roles';
import { type LocalDate, type Oere, rules } from '#domain';

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
}

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
