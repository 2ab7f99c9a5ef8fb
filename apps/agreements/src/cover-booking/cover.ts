// SPDX-License-Identifier: MPL-2.0
// What the municipality has promised to cover, and how much of it is left (domain.md 3.3, 7.3, 13.2).
import type { AgreementState, CLAIM_KINDS, COMMITMENTS } from '#contracts/agreements/agreement';
import type { COVER_REFUSALS, DaySpan } from '#contracts/agreements/cover-booking';
import { addMonths, type LocalDate, type Oere } from '#domain';
import type { WholeTerms } from '../agreement/agreement-terms.dto.js';

export type ClaimKind = (typeof CLAIM_KINDS)[number];
export type CommitmentKind = (typeof COMMITMENTS)[number];
export type CoverRefusal = (typeof COVER_REFUSALS)[number];

type Coverage = Pick<WholeTerms, 'coverage'>;

/**
 * From which day on a kind of claim is no longer covered: half open, the day of the month clamped (domain.md 13.2).
 * @returns null: always covered. The tenancy's first day: never
 */
export function coveredUntil({ coverage }: Coverage, kind: ClaimKind, tenancyStartedOn: LocalDate): LocalDate | null {
  const agreed = coverage.find((one) => one.kind === kind);
  if (agreed?.rule === 'covered') return null;
  return agreed?.rule === 'covered_first_n_months' ? addMonths(tenancyStartedOn, agreed.months ?? 0) : tenancyStartedOn;
}

/**
 * Is a claim covered? A kind that is not named is not.
 * @param dueOn the contractual due day of rent and utilities, the move-out day of every other kind
 */
export function isCovered(terms: Coverage, kind: ClaimKind, dueOn: LocalDate, tenancyStartedOn: LocalDate): boolean {
  const until = coveredUntil(terms, kind, tenancyStartedOn);
  return until === null || dueOn < until;
}

/** What a request is about: what each cap hangs on. Whatever else the caller says of it, such as its case, bounds nothing. */
export interface Request {
  agreementRef: string;
  tenancyRef: string | null;
  commitment: CommitmentKind;
  /** For vacancy rents. */
  dwellingRef: string | null;
  /** For vacancy rents: the first day of the vacancy. */
  vacantFrom: LocalDate | null;
  /** For vacancy rents: the first and last day that it is for; null: not told. */
  coversFrom: LocalDate | null;
  coversThrough: LocalDate | null;
  /** The calendar year that it is booked in. */
  bookedYear: number;
}

/** Of what is no vacancy rent, or where the days are not told. */
export const NO_DAYS = { coversFrom: null, coversThrough: null } as const;

/** What is booked already of what the caps count together; of a booking that stands: of the others. */
export interface Booked {
  /** Of the same tenancy and commitment. */
  tenancyOere: Oere;
  /** Of move-out shortfalls in the calendar year, over the whole agreement. */
  yearOere: Oere;
  /** Of the same vacancy and commitment, whoever asked: rent and utilities. */
  vacancyRentOere: Oere;
  vacancyUtilitiesOere: Oere;
  /** Those of its days that are booked for the same dwelling already, by whomever and for whichever vacancy rent. */
  coveredDays: readonly DaySpan[];
}

/** What a request is answered by. */
export interface Account {
  /** That govern it today. */
  terms: WholeTerms;
  booked: Booked;
  /** Nothing more is reserved; what is reserved or paid already is another question. */
  hasEnded?: boolean;
}

/** A cap that bounds a request, and what is used of it. */
export interface Cap {
  scope: 'vacancy' | 'tenancy' | 'year';
  /** The dwelling that is vacant, the tenancy, or the year. */
  scopeRef: string;
  /** Which part of what is asked for it bounds. */
  part: 'rent' | 'utilities' | 'all';
  capOere: Oere;
  usedOere: Oere;
  /** Thresholds that the use has reached, the highest first: what is told of a cap. */
  reached: (80 | 100)[];
}

export interface Asked {
  /** Rent of a vacancy, or shortfall at move-out. */
  amountOere: Oere;
  /** Utilities on account of a vacancy. */
  utilitiesOere: Oere;
}

export interface Cover {
  caps: Cap[];
  /** As much of what is asked as may be reserved or paid, with the utilities; 0: nothing is left, or it was not promised. */
  amountOere: Oere;
  utilitiesOere: Oere;
  refusal: CoverRefusal | null;
}

const VACANCY_RENTS: readonly CommitmentKind[] = ['vacancy_rent_in', 'vacancy_rent_out'];
export const isVacancyRent = (commitment: CommitmentKind): boolean => VACANCY_RENTS.includes(commitment);

/** For a question about the caps alone. */
export const NO_COVER: Asked = { amountOere: 0, utilitiesOere: 0 };
/** More than can be asked for: what comes back is what the caps leave. */
export const ALL: Asked = { amountOere: Number.MAX_SAFE_INTEGER, utilitiesOere: 0 };

/**
 * What the municipality covers of a request, and by which caps: what is left of each is floored at 0, and no cap is no
 * limit. The one answer that reserving, paying, correcting and telling of caps go by.
 */
export function coverOf(
  request: Request,
  { amountOere, utilitiesOere }: Asked,
  { terms, booked, hasEnded = false }: Account,
): Cover {
  if (hasEnded) return { caps: [], ...NO_COVER, refusal: 'agreement-has-ended' };
  const caps = capsOf(request, terms, booked);
  if (!caps) return { caps: [], ...NO_COVER, refusal: 'commitment-is-not-made' };
  // All of it: which part of an amount is of which day, only the case that asks knows.
  if (booked.coveredDays.length) return { caps, ...NO_COVER, refusal: 'days-are-covered-already' };
  const left = (part: Cap['part']) =>
    Math.min(
      ALL.amountOere,
      ...caps.filter((cap) => cap.part === part).map(({ capOere, usedOere }) => Math.max(0, capOere - usedOere)),
    );
  const rent = Math.min(amountOere, left('rent'));
  const isCoveredToo = isVacancyRent(request.commitment) && terms.vacancyIncludesUtilities;
  const utilities = isCoveredToo ? Math.min(utilitiesOere, left('utilities')) : 0;
  const all = Math.min(rent + utilities, left('all'));
  return {
    caps,
    amountOere: all,
    // Rent goes first.
    utilitiesOere: Math.max(0, all - rent),
    refusal: all === 0 ? 'cap-is-used-up' : null,
  };
}

/**
 * How much of a payment is utilities, where it is not said: the rent goes first, and what is more than both is rent.
 * @param asked of which something was paid
 */
export const utilitiesOf = (paidOere: Oere, { amountOere, utilitiesOere }: Asked): Oere =>
  Math.min(utilitiesOere, Math.max(0, paidOere - amountOere));

/**
 * Has an agreement ended for what is asked (domain.md 3.4)? What was promised of tenancies that began under it stands;
 * empty dwellings are no longer kept for anybody. Days through its last one it has kept them: they are paid for, however late
 * somebody asks.
 * @param leftByAnother the vacancy is left by a tenancy of another agreement, of which nothing was promised under this one
 * @param coversThrough the last day that is asked for; null: not told
 */
export function hasEndedFor(
  commitment: CommitmentKind,
  { state, lastDay }: { state: AgreementState['state']; lastDay: LocalDate },
  today: LocalDate,
  { leftByAnother = false, coversThrough = null }: { leftByAnother?: boolean; coversThrough?: LocalDate | null } = {},
): boolean {
  if (!isVacancyRent(commitment)) return false;
  if (coversThrough !== null && coversThrough <= lastDay) return false;
  if (state === 'EXPIRED' || state === 'TERMINATED') return true;
  const isOfTenancy = commitment === 'vacancy_rent_out' && !leftByAnother;
  return !isOfTenancy && (state === 'RUN_OFF' || today > lastDay);
}

/** What bounds a commitment for each tenancy, or all of it in a calendar year (domain.md 13.2); undefined: no cap. */
export function capOf(
  scope: 'tenancy' | 'year',
  commitment: CommitmentKind,
  { commitments, annualBudgetCapOere }: Pick<WholeTerms, 'commitments' | 'annualBudgetCapOere'>,
): Oere | undefined {
  if (scope === 'tenancy') return commitments.find(({ kind }) => kind === commitment)?.capOere ?? undefined;
  return commitment === 'move_out_shortfall' ? (annualBudgetCapOere ?? undefined) : undefined;
}

/** @returns undefined: nothing of the kind was promised, or not for this dwelling */
function capsOf(
  { commitment, tenancyRef, dwellingRef, bookedYear }: Request,
  terms: WholeTerms,
  booked: Booked,
): Cap[] | undefined {
  const made = terms.commitments.find(({ kind }) => kind === commitment);
  if (!made) return undefined;
  const cap = (
    scope: Cap['scope'],
    scopeRef: string,
    part: Cap['part'],
    capOere: Oere | undefined,
    usedOere: Oere,
  ): Cap[] =>
    capOere === undefined ? [] : [{ scope, scopeRef, part, capOere, usedOere, reached: reachedOf(usedOere, capOere) }];
  const capOere = capOf('tenancy', commitment, terms);
  if (!isVacancyRent(commitment))
    return tenancyRef === null
      ? undefined
      : [
          ...cap('tenancy', tenancyRef, 'all', capOere, booked.tenancyOere),
          ...cap('year', String(bookedYear), 'all', capOf('year', commitment, terms), booked.yearOere),
        ];
  const dwelling = terms.properties
    .flatMap(({ dwellings }) => dwellings)
    .find((one) => one.dwellingRef === dwellingRef);
  if (!dwelling) return undefined;
  const { vacancyRentOere, vacancyUtilitiesOere } = booked;
  const months = (monthly: Oere) => (made.capMonths == null ? undefined : made.capMonths * monthly);
  // Nobody lives there: an amount is of the vacancy too.
  return [
    ...cap('vacancy', dwelling.dwellingRef, 'all', capOere, vacancyRentOere + vacancyUtilitiesOere),
    ...cap('vacancy', dwelling.dwellingRef, 'rent', months(dwelling.rentOere), vacancyRentOere),
    ...cap('vacancy', dwelling.dwellingRef, 'utilities', months(dwelling.utilitiesOere), vacancyUtilitiesOere),
  ];
}

const reachedOf = (usedOere: Oere, capOere: Oere): (80 | 100)[] =>
  capOere === 0 ? [] : ([100, 80] as const).filter((percent) => usedOere * 100 >= capOere * percent);
