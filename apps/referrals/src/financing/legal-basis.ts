// SPDX-License-Identifier: MPL-2.0
// Hjemmel: the sections of aktivloven that temporary help with rent may rest on, and what each of them asks for.
import type { Guard } from '#domain';

/** Sections of aktivloven that temporary help may rest on. */
export const HELP_BASES = ['81a', '81b', '81'] as const;
export type HelpBasis = (typeof HELP_BASES)[number];

/** What the law asks for, as the caseworker found it; no health or family data, and no free text. */
export const HELP_CONDITIONS = [
  'threatened_by_eviction_for_arrears',
  'cannot_pay',
  'under_30',
  'on_kontanthjaelp',
  'on_uddannelseshjaelp',
  'on_revalidering',
  'exposed_housing_situation',
  'no_cheaper_home',
  'changed_circumstances',
  'unforeseen_reasonable_expense',
] as const;
export type HelpCondition = (typeof HELP_CONDITIONS)[number];

/** What of a grant its legal basis is compared with. */
export interface Grounds {
  basis: HelpBasis;
  /** What was found to hold. */
  conditions: readonly HelpCondition[];
  months: number;
  /** What the help is conditioned on. */
  administrationAgreement?: object;
}

type Check = Guard<unknown, unknown, Grounds>;

const found = ({ conditions }: Grounds, ...any: HelpCondition[]) =>
  any.some((condition) => conditions.includes(condition));

const evictionThreatens: Check = {
  code: 'eviction-does-not-threaten',
  da: 'Hjælp efter § 81 a kræver, at lejeren er truet af udsættelse på grund af restance.',
  en: 'Help under § 81 a takes a tenant who is threatened by eviction because of arrears.',
  field: 'conditions',
  source: 'aktivloven § 81 a',
  refuses: (_, __, grant) => grant.basis === '81a' && !found(grant, 'threatened_by_eviction_for_arrears'),
};

const citizenCannotPay: Check = {
  code: 'citizen-can-pay',
  da: 'Hjælp efter § 81 og § 81 a kræver, at borgeren ikke selv kan betale.',
  en: 'Help under § 81 and § 81 a takes a citizen who cannot pay.',
  field: 'conditions',
  source: 'aktivloven §§ 81, 81 a',
  refuses: (_, __, grant) => grant.basis !== '81b' && !found(grant, 'cannot_pay'),
};

const citizenIsUnder30: Check = {
  code: 'citizen-is-not-under-30',
  da: 'Hjælp efter § 81 b kræver, at borgeren er under 30 år.',
  en: 'Help under § 81 b takes a citizen under 30.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) => grant.basis === '81b' && !found(grant, 'under_30'),
};

const citizenHasBenefit: Check = {
  code: 'citizen-has-none-of-the-benefits',
  da: 'Hjælp efter § 81 b kræver, at borgeren får kontanthjælp, uddannelseshjælp eller revalideringsydelse.',
  en: 'Help under § 81 b takes a citizen on kontanthjælp, uddannelseshjælp or revalidering.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) =>
    grant.basis === '81b' && !found(grant, 'on_kontanthjaelp', 'on_uddannelseshjaelp', 'on_revalidering'),
};

const housingIsExposed: Check = {
  code: 'housing-situation-is-not-exposed',
  da: 'Hjælp efter § 81 b kræver en udsat boligsituation.',
  en: 'Help under § 81 b takes an exposed housing situation.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) => grant.basis === '81b' && !found(grant, 'exposed_housing_situation'),
};

const noCheaperHome: Check = {
  code: 'cheaper-home-can-be-offered',
  da: 'Hjælp efter § 81 b kræver, at kommunen ikke kan tilbyde en billigere bolig.',
  en: 'Help under § 81 b takes that the municipality cannot offer a cheaper home.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) => grant.basis === '81b' && !found(grant, 'no_cheaper_home'),
};

const circumstancesChanged: Check = {
  code: 'circumstances-have-not-changed',
  da: 'Hjælp efter § 81 kræver ændrede forhold.',
  en: 'Help under § 81 takes changed circumstances.',
  field: 'conditions',
  source: 'aktivloven § 81; domain.md 4.4',
  refuses: (_, __, grant) => grant.basis === '81' && !found(grant, 'changed_circumstances'),
};

const expenseIsReasonable: Check = {
  code: 'expense-is-not-unforeseen-and-reasonable',
  da: 'Hjælp efter § 81 kræver en uforudsigelig og rimeligt begrundet udgift.',
  en: 'Help under § 81 takes an expense that is unforeseen and reasonable.',
  field: 'conditions',
  source: 'aktivloven § 81; domain.md 4.4',
  refuses: (_, __, grant) => grant.basis === '81' && !found(grant, 'unforeseen_reasonable_expense'),
};

const MOST_MONTHS_81B = 6;

const lastsAtMostSixMonths: Check = {
  code: 'help-is-longer-than-six-months',
  da: 'Hjælp efter § 81 b kan gives i højst {most} måneder.',
  en: 'Help under § 81 b is given for {most} months at most.',
  field: 'months',
  source: 'aktivloven § 81 b',
  refuses: (_, __, { basis, months }) => basis === '81b' && months > MOST_MONTHS_81B && { most: MOST_MONTHS_81B },
};

export const mayBeConditioned: Check = {
  code: 'basis-allows-no-condition',
  da: 'Kun hjælp efter § 81 a og § 81 b kan gives på betingelse af en administrationsaftale.',
  en: 'Only help under § 81 a and § 81 b may be conditioned on an administration agreement.',
  field: 'administrationAgreement',
  source: 'aktivloven §§ 81 a, 81 b; domain.md 4.5',
  refuses: (_, __, { basis, administrationAgreement }) => basis === '81' && !!administrationAgreement,
};

/** What the law asks for, in the order in which it is answered. */
export const LEGAL_CONDITIONS = [
  evictionThreatens,
  citizenCannotPay,
  citizenIsUnder30,
  citizenHasBenefit,
  housingIsExposed,
  noCheaperHome,
  circumstancesChanged,
  expenseIsReasonable,
  lastsAtMostSixMonths,
] as const;
