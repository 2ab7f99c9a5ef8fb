// SPDX-License-Identifier: MPL-2.0
// Flytteopgørelse: who bears what of the accepted claims, step by step (domain.md 7.3, 13.2). Pure; whole øre, never negative.
import type { CLAIM_KINDS } from '#contracts/claim-kinds';
import { addMonths, capped, type LocalDate, type Oere, sum } from '#domain';

export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** Why a line is not accepted (domain.md 7.2). */
export const REJECT_CODES = [
  'not_in_report',
  'late_claim',
  'late_inspection',
  'no_summons',
  'fair_wear_and_tear',
  'betterment',
  'no_documentation',
  'not_covered_kind',
  'over_cap',
  'double_coverage',
] as const;
export type RejectCode = (typeof REJECT_CODES)[number];

export interface LineReview {
  accepted: boolean;
  /** Of a rejection: one code per line. */
  code: RejectCode | null;
  by: 'system' | 'municipality';
}

/** What the landlord claims, line by line: a line is accepted whole or not at all. */
export interface ClaimLine {
  lineRef: string;
  kind: ClaimKind;
  text: string;
  amountOere: Oere;
  /** Of rent and utilities, one line a month: the contractual due day, as the lease has it. */
  dueOn: LocalDate | null;
  raisedOn: LocalDate;
  inReport: boolean;
  documentationRef: string | null;
  /** Null: not decided yet. */
  review: LineReview | null;
}

export interface ClaimCoverage {
  kind: ClaimKind;
  rule: 'covered' | 'not_covered' | 'covered_first_n_months';
  months?: number;
}

export interface SettlementTerms {
  /** A kind that is not named is not covered. */
  coverage: readonly ClaimCoverage[];
  securitiesOrder: 'default' | 'covered_first';
}

export interface SettlementInput {
  lines: readonly ClaimLine[];
  depositOere: Oere;
  prepaidOere: Oere;
  /** What the landlord owes the tenant; it is used as the securities are. */
  creditOere: Oere;
  terms: SettlementTerms;
  tenancyStartedOn: LocalDate;
  movedOutOn: LocalDate;
  /** What agreements has reserved or the municipality has paid; null: not answered yet. */
  coverOere: Oere | null;
}

/** Rent and utilities that are not covered, and that are; other claims that are not covered, and that are. */
export type Bucket = 'Rn' | 'Rc' | 'U' | 'C';

export interface WaterfallStep {
  bucket: Bucket;
  dueOere: Oere;
  paidOere: Oere;
  /** Of the securities, after this step. */
  leftOere: Oere;
  unpaidOere: Oere;
  /** Code of the rule that gives the step its place. */
  rule: string;
}

export interface SettledLine {
  lineRef: string;
  acceptedOere: Oere;
  /** Whether the agreement covers such a claim, accepted or not. */
  covered: boolean;
  /** Null: not accepted. */
  bucket: Bucket | null;
}

export interface Settlement {
  acceptedOere: Oere;
  rnOere: Oere;
  rcOere: Oere;
  uOere: Oere;
  cOere: Oere;
  /** Deposit, prepaid rent and credits: one pool, so that what was paid as which changes nothing. */
  securitiesOere: Oere;
  steps: readonly WaterfallStep[];
  securitiesUsedOere: Oere;
  /** What cover is asked for: unpaid C and unpaid Rc. */
  shortfallOere: Oere;
  /** 0 while the cover is not answered. */
  municipalShareOere: Oere;
  /** What nobody else bears; while the cover is not answered, all that the securities leave. */
  tenantResidualOere: Oere;
  refundOere: Oere;
  lines: readonly SettledLine[];
}

export const isRent = (kind: ClaimKind): boolean => kind === 'rent' || kind === 'utilities_advance';

/** Rent is judged by its contractual due day, every other claim by the move-out; the months are half open (13.2). */
export function isClaimCovered(
  { kind, dueOn }: Pick<ClaimLine, 'kind' | 'dueOn'>,
  { terms, tenancyStartedOn, movedOutOn }: Pick<SettlementInput, 'terms' | 'tenancyStartedOn' | 'movedOutOn'>,
): boolean {
  const { rule, months = 0 } = terms.coverage.find((one) => one.kind === kind) ?? { rule: 'not_covered' };
  if (rule !== 'covered_first_n_months') return rule === 'covered';
  const date = isRent(kind) ? (dueOn ?? movedOutOn) : movedOutOn;
  return date < addMonths(tenancyStartedOn, months);
}

/** Which claims the securities go to first, and by which rule (13.2). */
const ORDERS: Readonly<Record<SettlementTerms['securitiesOrder'], readonly (readonly [Bucket, string])[]>> = {
  default: [
    ['Rn', 'default-order-uncovered-rent-first'],
    ['Rc', 'default-order-covered-rent-second'],
    ['U', 'default-order-uncovered-claims-third'],
    ['C', 'default-order-covered-claims-last'],
  ],
  covered_first: [
    ['C', 'covered-first-order-covered-claims-first'],
    ['Rc', 'covered-first-order-covered-rent-second'],
    ['Rn', 'covered-first-order-uncovered-rent-third'],
    ['U', 'covered-first-order-uncovered-claims-last'],
  ],
};

export function settle(input: SettlementInput): Settlement {
  const lines = input.lines.map((line): SettledLine => {
    const covered = isClaimCovered(line, input);
    if (!line.review?.accepted) return { lineRef: line.lineRef, acceptedOere: 0, covered, bucket: null };
    const bucket = isRent(line.kind) ? (covered ? 'Rc' : 'Rn') : covered ? 'C' : 'U';
    return { lineRef: line.lineRef, acceptedOere: line.amountOere, covered, bucket };
  });
  const dueOf = (wanted: Bucket): Oere =>
    sum(lines.filter(({ bucket }) => bucket === wanted).map(({ acceptedOere }) => acceptedOere));

  const securitiesOere = sum([input.depositOere, input.prepaidOere, input.creditOere]);
  let left = securitiesOere;
  const steps = ORDERS[input.terms.securitiesOrder].map(([bucket, rule]): WaterfallStep => {
    const dueOere = dueOf(bucket);
    const paidOere = Math.min(dueOere, left);
    left -= paidOere;
    return { bucket, dueOere, paidOere, leftOere: left, unpaidOere: dueOere - paidOere, rule };
  });

  const acceptedOere = sum(steps.map(({ dueOere }) => dueOere));
  const securitiesUsedOere = securitiesOere - left;
  const isBorne = ({ bucket }: WaterfallStep) => bucket === 'C' || bucket === 'Rc';
  const shortfallOere = sum(steps.filter(isBorne).map(({ unpaidOere }) => unpaidOere));
  const municipalShareOere = capped(shortfallOere, input.coverOere ?? 0);
  return {
    ...{ acceptedOere, rnOere: dueOf('Rn'), rcOere: dueOf('Rc'), uOere: dueOf('U'), cOere: dueOf('C') },
    ...{ securitiesOere, steps, securitiesUsedOere, shortfallOere, municipalShareOere },
    tenantResidualOere: acceptedOere - securitiesUsedOere - municipalShareOere,
    refundOere: left,
    lines,
  };
}
