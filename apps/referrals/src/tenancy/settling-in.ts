// SPDX-License-Identifier: MPL-2.0
// Tjekliste for indflytning: what the municipality looks after until the tenant has settled in (domain.md 4.1, 4.7). It is
// part of the tenancy, and landlords are told nothing of it.
import { addDays, dueOn, type Guard, isOutside, type LocalDate } from '#domain';

export const SETTLING_IN_ITEMS = [
  'furniture_help',
  'moving_help',
  'utilities_registered',
  'mail_address_changed',
  'household_goods',
  'neighbours_greeted',
  'landlord_contact_explained',
] as const;
export type SettlingInItem = (typeof SETTLING_IN_ITEMS)[number];

export const SETTLING_IN_OUTCOMES = ['open', 'done', 'not_needed'] as const;

export interface SettlingIn {
  code: SettlingInItem;
  outcome: (typeof SETTLING_IN_OUTCOMES)[number];
  /** The day of it; null: it is still to be done. */
  on: LocalDate | null;
}

/** What an action says of an item; `open` puts a slip right. */
export interface CheckSettlingIn extends Omit<SettlingIn, 'on'> {
  on: LocalDate;
}

/** What of a tenancy it is about. */
export interface Settling {
  startedOn: LocalDate;
  /** What was looked after; what is not in it is still to be done. */
  settlingIn: readonly SettlingIn[];
  /** The tenant has settled in. */
  settledOn: LocalDate | null;
}

interface SettlingFacts {
  today: LocalDate;
  /** Has the tenant sent a list of defects? */
  hasDefectList: boolean;
}

/** The whole list: what nobody has looked after yet is open. */
export const settlingInOf = ({ settlingIn }: Pick<Settling, 'settlingIn'>): SettlingIn[] =>
  SETTLING_IN_ITEMS.map((code) => settlingIn.find((item) => item.code === code) ?? { code, outcome: 'open', on: null });

/** Calendar days before moving in on which something may have been looked after. */
const DAYS_BEFORE = 31;

export const isCheckedByNow: Guard<Settling, SettlingFacts, CheckSettlingIn> = {
  code: 'settling-in-is-outside-its-window',
  field: 'on',
  da: 'Det kan være sket fra {earliest} til {latest}.',
  en: 'It can have been done from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ startedOn }, { today: latest }, { on }) =>
    isOutside({ earliest: addDays(startedOn, -DAYS_BEFORE), latest }, on),
};

export const tenancyHasBegun: Guard<Settling, SettlingFacts> = {
  code: 'tenant-has-not-moved-in-yet',
  da: 'Lejemålet begynder {startedOn}; indflytningen kan først afsluttes derefter.',
  en: 'The tenancy begins on {startedOn}; settling in can be finished from then on.',
  source: 'domain.md 4.1',
  refuses: ({ startedOn }, { today }) => today < startedOn && { startedOn },
};

export const furnitureHelpIsOffered: Guard<Settling, SettlingFacts> = {
  code: 'furniture-help-is-not-offered',
  da: 'Hjælp til møbler skal være ydet, eller det skal være noteret, at den ikke er nødvendig.',
  en: 'Help with furniture is to be given, or to be noted as not needed.',
  source: 'domain.md 4.1',
  refuses: (tenancy) =>
    settlingInOf(tenancy).some(({ code, outcome }) => code === 'furniture_help' && outcome === 'open'),
};

export const defectsAreListed: Guard<Settling, SettlingFacts> = {
  code: 'time-for-the-defect-list-runs',
  da: 'Lejeren kan sende en mangelliste til og med {dueOn}, og den er ikke sendt endnu.',
  en: 'The tenant may send a defect list up to and including {dueOn}, and has not sent one yet.',
  source: 'domain.md 4.1, 4.7',
  refuses({ startedOn }, { today, hasDefectList }) {
    const due = dueOn('DEFECT_LIST', startedOn);
    return !hasDefectList && today <= due && { dueOn: due };
  },
};

export const isNotSettledYet: Guard<Settling, SettlingFacts> = {
  code: 'tenant-has-settled-in-already',
  da: 'Indflytningen er allerede afsluttet.',
  en: 'The tenant has settled in already.',
  source: 'domain.md 4.1',
  refuses: ({ settledOn }) => settledOn !== null,
};

/** What is looked after again is not settled any more. */
export const checked = ({ settlingIn }: Settling, { code, outcome, on }: CheckSettlingIn) => ({
  settlingIn: [
    ...settlingIn.filter((item) => item.code !== code),
    { code, outcome, on: outcome === 'open' ? null : on },
  ],
  settledOn: null,
});
