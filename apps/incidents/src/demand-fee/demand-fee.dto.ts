// SPDX-License-Identifier: MPL-2.0
import { DateOnly, Whole } from '#contracts/fields';
import type { StoredUnnumbered } from '#persistence';
import { PageQuery, RefusedActionView, Sortable } from '#service';
import { type DemandFee, type DemandFeeFacts, demandFeeRules } from './demand-fee.js';

/** Ten thousand kroner: more is a slip of the keyboard. */
const MOST_OERE = 1_000_000;

export class SetDemandFee {
  /**
   * The first day, YYYY-MM-DD; the fee holds to the end of that year, or to a later one of the same year.
   * @example "2027-01-01"
   */
  @DateOnly()
  validFrom: string;

  /**
   * Øre.
   * @example 33500
   */
  @Whole(1, MOST_OERE)
  feeOere: number;
}

export class CorrectDemandFee {
  /**
   * Øre. Demands that were issued keep the fee they bear.
   * @example 33500
   */
  @Whole(1, MOST_OERE)
  feeOere: number;
}

export class ListDemandFees extends PageQuery {
  @Sortable('day')
  sort?: string;
}

export class DemandFeeView {
  id: string;
  /** For `If-Match`. */
  version: number;
  validFrom: string;
  /** Øre. */
  feeOere: number;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: StoredUnnumbered<DemandFee>, facts: DemandFeeFacts): DemandFeeView {
    const { id, version, validFrom, feeOere } = row;
    return { id, version, validFrom, feeOere, ...demandFeeRules.offers(row, facts.roles, facts) };
  }
}
