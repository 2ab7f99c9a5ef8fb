// SPDX-License-Identifier: MPL-2.0
// Hjemmel: the sections of aktivloven that temporary help with rent may rest on, and what each of them asks for.
import type { Guard } from '#domain';
import { isMoveKind, type MoveKind } from './move.js';

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

// --- Help with moving in: §§ 81 and 85 ---

/** Sections of aktivloven that help with moving in may rest on; of § 85 its first or second subsection. */
export const MOVE_BASES = ['85_1', '85_2', '81'] as const;
export type MoveBasis = (typeof MOVE_BASES)[number];

/** What the law asks for, of citizen and spouse; no health or family data, and no free text. */
export const MOVE_CONDITIONS = [
  'move_improves_housing_or_work',
  'reasonable_single_expense',
  'changed_circumstances',
  'without_a_home',
  'on_kontanthjaelp',
  'unforeseen_reasonable_expense',
  'cannot_pay',
  'dwelling_is_suitable',
  'future_rent_is_affordable',
] as const;
export type MoveCondition = (typeof MOVE_CONDITIONS)[number];

/** What of a grant its legal basis is compared with. */
export interface MoveGrounds {
  basis: MoveBasis;
  /** What was found to hold. */
  conditions: readonly MoveCondition[];
}

/** Furniture is no moving expense, and a deposit is one (domain.md 4.4). */
export const BASES_OF: Readonly<Record<MoveKind, readonly MoveBasis[]>> = {
  deposit_loan: ['85_1', '85_2'],
  moving_help: ['85_1', '85_2'],
  establishment_help: ['81'],
};

type MoveCheck = Guard<{ kind: string }, unknown, MoveGrounds>;

const holds = ({ conditions }: MoveGrounds, ...any: MoveCondition[]) =>
  any.some((condition) => conditions.includes(condition));
const isOf85 = ({ basis }: MoveGrounds) => basis !== '81';

const basisFitsTheKind: MoveCheck = {
  code: 'basis-does-not-fit-the-help',
  da: 'Lån til depositum og flyttehjælp gives efter § 85, etableringshjælp efter § 81.',
  en: 'A deposit loan and help with the move are given under § 85, help with furnishing under § 81.',
  field: 'basis',
  source: 'aktivloven §§ 81, 85; domain.md 4.4',
  refuses: ({ kind }, _, { basis }) => isMoveKind(kind) && !BASES_OF[kind].includes(basis),
};

const citizenAndSpouseCannotPay: MoveCheck = {
  code: 'citizen-and-spouse-can-pay',
  da: 'Hjælpen kræver, at hverken borgeren eller ægtefællen selv kan betale.',
  en: 'The help takes that neither the citizen nor the spouse can pay.',
  field: 'conditions',
  source: 'aktivloven §§ 81, 85',
  refuses: (_, __, grant) => !holds(grant, 'cannot_pay'),
};

/** Who has no home improves the housing by getting one, and needs no other change, whatever the cause (domain.md 4.4). */
const moveImproves: MoveCheck = {
  code: 'move-improves-nothing',
  da: 'Hjælp efter § 85, stk. 1, kræver, at flytningen forbedrer bolig- eller erhvervsforholdene.',
  en: 'Help under § 85 (1) takes a move that improves the housing or the work situation.',
  field: 'conditions',
  source: 'aktivloven § 85, stk. 1',
  refuses: (_, __, grant) => grant.basis === '85_1' && !holds(grant, 'move_improves_housing_or_work', 'without_a_home'),
};

const subsectionOneComesFirst: MoveCheck = {
  code: 'subsection-one-holds',
  da: 'Flytningen forbedrer bolig- eller erhvervsforholdene: hjælpen gives efter § 85, stk. 1.',
  en: 'The move improves the housing or the work situation: the help is given under § 85 (1).',
  field: 'basis',
  source: 'aktivloven § 85; domain.md 4.4: subsection 1 is assessed first',
  refuses: (_, __, grant) => grant.basis === '85_2' && holds(grant, 'move_improves_housing_or_work'),
};

const singleExpenseIsReasonable: MoveCheck = {
  code: 'expense-is-not-a-reasonable-single-one',
  da: 'Hjælp efter § 85, stk. 2, kræver en rimeligt begrundet enkeltudgift.',
  en: 'Help under § 85 (2) takes a reasonable single expense.',
  field: 'conditions',
  source: 'aktivloven § 85, stk. 2',
  refuses: (_, __, grant) => grant.basis === '85_2' && !holds(grant, 'reasonable_single_expense'),
};

const somethingHasChanged: MoveCheck = {
  code: 'circumstances-of-the-move-have-not-changed',
  da: 'Hjælpen kræver ændrede forhold. Den, der er uden bolig eller får kontanthjælp, opfylder det.',
  en: 'The help takes changed circumstances. Who has no home, or gets kontanthjælp, has them.',
  field: 'conditions',
  source: 'aktivloven §§ 81 og 85, stk. 2; domain.md 4.4',
  refuses: (_, __, grant) =>
    grant.basis !== '85_1' &&
    !holds(grant, 'changed_circumstances', isOf85(grant) ? 'without_a_home' : 'on_kontanthjaelp'),
};

const furnishingIsUnforeseen: MoveCheck = {
  code: 'furnishing-is-not-unforeseen-and-reasonable',
  da: 'Hjælp efter § 81 kræver en uforudsigelig og rimeligt begrundet udgift.',
  en: 'Help under § 81 takes an expense that is unforeseen and reasonable.',
  field: 'conditions',
  source: 'aktivloven § 81',
  refuses: (_, __, grant) => grant.basis === '81' && !holds(grant, 'unforeseen_reasonable_expense'),
};

const dwellingIsSuitable: MoveCheck = {
  code: 'dwelling-is-not-suitable',
  da: 'Hjælp efter § 85 kræver, at boligen er egnet.',
  en: 'Help under § 85 takes a dwelling that is suitable.',
  field: 'conditions',
  source: 'aktivloven § 85; domain.md 4.4',
  refuses: (_, __, grant) => isOf85(grant) && !holds(grant, 'dwelling_is_suitable'),
};

const rentIsAffordable: MoveCheck = {
  code: 'future-rent-is-not-affordable',
  da: 'Hjælp efter § 85 kræver, at borgeren kan betale huslejen fremover.',
  en: 'Help under § 85 takes a rent that the citizen can pay from then on.',
  field: 'conditions',
  source: 'aktivloven § 85; domain.md 4.4',
  refuses: (_, __, grant) => isOf85(grant) && !holds(grant, 'future_rent_is_affordable'),
};

/** What the law asks for, in the order in which it is answered. */
export const LEGAL_CONDITIONS_OF_MOVE = [
  basisFitsTheKind,
  citizenAndSpouseCannotPay,
  moveImproves,
  subsectionOneComesFirst,
  singleExpenseIsReasonable,
  somethingHasChanged,
  furnishingIsUnforeseen,
  dwellingIsSuitable,
  rentIsAffordable,
] as const;
