// SPDX-License-Identifier: MPL-2.0
import type { CLAIM_KINDS } from '#contracts/agreements/agreement';
import { addMonths, type LocalDate, type Oere } from '#domain';

export type ClaimKind = (typeof CLAIM_KINDS)[number];
export type RejectCode =
  | 'not_in_report'
  | 'late_claim'
  | 'late_inspection'
  | 'no_summons'
  | 'fair_wear_and_tear'
  | 'betterment'
  | 'no_documentation'
  | 'not_covered_kind'
  | 'over_cap'
  | 'double_coverage';
export interface LineReview {
  accepted: boolean;
  code: RejectCode | null;
  by: 'system' | 'municipality';
}
export interface ClaimLine {
  lineRef: string;
  kind: ClaimKind;
  text: string;
  amountOere: Oere;
  dueOn: LocalDate | null;
  raisedOn: LocalDate;
  inReport: boolean;
  documentationRef: string | null;
  review: LineReview | null;
}
export interface CoverageTerms {
  kind: ClaimKind;
  rule: 'covered' | 'not_covered' | 'covered_first_n_months';
  months?: number;
}
export interface SettlementTerms {
  coverage: readonly CoverageTerms[];
  securitiesOrder: 'default' | 'covered_first';
}
export interface SettlementInput {
  lines: readonly ClaimLine[];
  depositOere: Oere;
  prepaidOere: Oere;
  creditOere: Oere;
  terms: SettlementTerms;
  tenancyStartedOn: LocalDate;
  movedOutOn: LocalDate;
  coverOere: Oere | null;
}
type Bucket = 'Rn' | 'Rc' | 'U' | 'C';
export interface WaterfallStep {
  bucket: Bucket;
  dueOere: Oere;
  paidOere: Oere;
  leftOere: Oere;
  unpaidOere: Oere;
  rule: string;
}
export interface Settlement {
  acceptedOere: Oere;
  rnOere: Oere;
  rcOere: Oere;
  uOere: Oere;
  cOere: Oere;
  securitiesOere: Oere;
  steps: readonly WaterfallStep[];
  securitiesUsedOere: Oere;
  shortfallOere: Oere;
  municipalShareOere: Oere;
  tenantResidualOere: Oere;
  refundOere: Oere;
  lines: readonly { lineRef: string; acceptedOere: Oere; covered: boolean; bucket: Bucket | null }[];
}

export function settle({
  lines,
  terms,
  tenancyStartedOn,
  movedOutOn,
  coverOere,
  ...input
}: SettlementInput): Settlement {
  const covers = ({ kind, dueOn }: ClaimLine) => {
    const rule = terms.coverage.find((one) => one.kind === kind);
    if (rule?.rule !== 'covered_first_n_months') return rule?.rule === 'covered';
    return (dueOn ?? movedOutOn) < addMonths(tenancyStartedOn, rule.months ?? 0);
  };
  const sorted = lines.map((line) => {
    const covered = covers(line);
    const isRent = line.kind === 'rent' || line.kind === 'utilities_advance';
    const bucket: Bucket | null = !line.review?.accepted
      ? null
      : isRent
        ? covered
          ? 'Rc'
          : 'Rn'
        : covered
          ? 'C'
          : 'U';
    return { lineRef: line.lineRef, acceptedOere: bucket ? line.amountOere : 0, covered, bucket };
  });
  const of = (bucket: Bucket) => sorted.reduce((all, one) => all + (one.bucket === bucket ? one.acceptedOere : 0), 0);
  const securitiesOere = input.depositOere + input.prepaidOere + input.creditOere;
  let left = securitiesOere;
  const order: Bucket[] = terms.securitiesOrder === 'covered_first' ? ['C', 'Rc', 'Rn', 'U'] : ['Rn', 'Rc', 'U', 'C'];
  const steps = order.map((bucket) => {
    const dueOere = of(bucket);
    const paidOere = Math.min(dueOere, left);
    left -= paidOere;
    return { bucket, dueOere, paidOere, leftOere: left, unpaidOere: dueOere - paidOere, rule: bucket };
  });
  const unpaid = (bucket: Bucket) => steps.find((step) => step.bucket === bucket)!.unpaidOere;
  const acceptedOere = of('Rn') + of('Rc') + of('U') + of('C');
  const shortfallOere = unpaid('C') + unpaid('Rc');
  const municipalShareOere = Math.min(shortfallOere, coverOere ?? 0);
  const securitiesUsedOere = securitiesOere - left;
  return {
    ...{ acceptedOere, rnOere: of('Rn'), rcOere: of('Rc'), uOere: of('U'), cOere: of('C'), securitiesOere, steps },
    ...{ securitiesUsedOere, shortfallOere, municipalShareOere, lines: sorted },
    tenantResidualOere: acceptedOere - securitiesUsedOere - municipalShareOere,
    refundOere: left,
  };
}
