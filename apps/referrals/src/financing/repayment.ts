// SPDX-License-Identifier: MPL-2.0
// Tilbagebetaling: what the citizen owes for help that is to be paid back, and by which instalments (aktivloven §§ 93-94).
import {
  addMonths,
  type Guard,
  type Instalment,
  isOutside,
  type LocalDate,
  monthlyPlan,
  type Oere,
  splitByAmount,
  splitIntoInstalments,
} from '#domain';

/** Who cannot pay now may begin years later; no later than this after the help was paid. */
const LATEST_AFTER_MONTHS = 60;

/** As the decision has it. A plan has a first due day and either a size or a number of instalments. */
export interface RepaymentTerms {
  required: boolean;
  instalmentOere?: Oere;
  instalments?: number;
  firstDueOn?: LocalDate;
}

interface Balance {
  repayable: boolean;
  paidOere: Oere;
  repaidOere: Oere;
}

/** What the citizen owes the municipality: what was paid out and not paid back. Before anything is paid it is nothing. */
export const receivableOere = ({ repayable, paidOere, repaidOere }: Balance): Oere =>
  repayable ? paidOere - repaidOere : 0;

/** The instalments of what is to be paid back; null: no plan was made. */
export function planOf(
  principal: Oere,
  { instalmentOere, instalments, firstDueOn }: RepaymentTerms,
): Instalment[] | null {
  if (firstDueOn == null) return null;
  const amounts =
    instalmentOere != null
      ? splitByAmount(principal, instalmentOere)
      : splitIntoInstalments(principal, instalments as number);
  return monthlyPlan(amounts, firstDueOn);
}

/** The repayment plan with what is paid of each instalment, the oldest first. */
export function bookedPlan(plan: readonly Instalment[], repaidOere: Oere): (Instalment & { paidOere: Oere })[] {
  let left = repaidOere;
  return plan.map((instalment) => {
    const paidOere = Math.min(left, instalment.amountOere);
    left -= paidOere;
    return { ...instalment, paidOere };
  });
}

export const planIsWhole: Guard<unknown, unknown, { repayment: RepaymentTerms }> = {
  code: 'repayment-plan-is-incomplete',
  da: 'En plan for tilbagebetaling har første betalingsdag og enten ratens størrelse eller antallet af rater. Uden pligt til tilbagebetaling er der ingen plan.',
  en: 'A repayment plan has a first due day and either the size of an instalment or their number. Help that need not be repaid has no plan.',
  field: 'repayment',
  source: 'aktivloven §§ 93-94; domain.md 4.4',
  refuses: (_, __, { repayment: { required, instalmentOere, instalments, firstDueOn } }) => {
    const given = [instalmentOere, instalments, firstDueOn].filter((part) => part != null).length;
    if (!required) return given > 0;
    return given > 0 && (given !== 2 || firstDueOn == null);
  },
};

export const repaymentFollowsPayment: Guard<unknown, unknown, { payOn: LocalDate; repayment: RepaymentTerms }> = {
  code: 'repayment-does-not-follow-the-payment',
  da: 'Tilbagebetalingen kan begynde fra {earliest} til {latest}.',
  en: 'Repayment can begin from {earliest} to {latest}.',
  field: 'repayment',
  source: 'aktivloven §§ 93-94; domain.md 4.4, 13.4',
  refuses: (_, __, { payOn, repayment: { firstDueOn } }) =>
    firstDueOn != null && isOutside({ earliest: payOn, latest: addMonths(payOn, LATEST_AFTER_MONTHS) }, firstDueOn),
};

export const isRepayable: Guard<Balance, unknown> = {
  code: 'help-is-not-to-be-repaid',
  da: 'Afgørelsen pålægger ikke borgeren at betale hjælpen tilbage.',
  en: 'The decision does not oblige the citizen to pay the help back.',
  source: 'aktivloven §§ 93-94; domain.md 4.4',
  refuses: ({ repayable }) => !repayable,
};

export const repaysNoMoreThanOwed: Guard<Balance, unknown, { amountOere: Oere }> = {
  code: 'repayment-is-more-than-remains',
  da: 'Der mangler at blive betalt {remainsOere} tilbage.',
  en: 'What remains to be paid back is {remainsOere}.',
  field: 'amountOere',
  source: 'aktivloven §§ 93-94; domain.md 4.4',
  refuses: (help, _, { amountOere }) => amountOere > receivableOere(help) && { remainsOere: receivableOere(help) },
};
