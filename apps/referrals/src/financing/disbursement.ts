// SPDX-License-Identifier: MPL-2.0
// Udbetaling: one of finance proposes, another approves, and what was paid is registered (domain.md 9.8).
import { type Guard, type LocalDate, type Oere } from '#domain';
import { isMoveKind } from './move.js';

/** What is proposed and not paid yet; of a case without one everything is null. */
export interface Disbursement {
  disbursementOere: Oere | null;
  proposedBy: string | null;
  proposedOn: LocalDate | null;
  approvedBy: string | null;
  approvedOn: LocalDate | null;
}

export const NO_DISBURSEMENT: Disbursement = {
  ...{ disbursementOere: null, proposedBy: null, proposedOn: null, approvedBy: null, approvedOn: null },
};

interface Paying extends Disbursement {
  kind: string;
  state: string;
  amountOere: Oere | null;
  paidOere: Oere;
}
type Asks<Input = never> = Guard<Paying, { actorId: string | null; today: LocalDate }, Input>;

/**
 * Of help with missing rent the decision names payee and amount, and another office pays it: four eyes already. It keeps its
 * one step.
 */
const takesTwo: Asks = {
  code: 'help-takes-no-proposal',
  da: 'Midlertidig huslejehjælp udbetales efter afgørelsen uden indstilling.',
  en: 'Temporary rent help is paid by its decision, without a proposal.',
  source: 'domain.md 9',
  refuses: ({ kind }) => !isMoveKind(kind),
};

const nothingIsProposed: Asks = {
  code: 'disbursement-is-proposed-already',
  da: 'En udbetaling er allerede indstillet. Tag indstillingen tilbage, hvis den er forkert.',
  en: 'A disbursement is proposed already. Take the proposal back if it is wrong.',
  source: 'domain.md 9',
  refuses: ({ disbursementOere }) => disbursementOere !== null,
};

const isProposed: Asks = {
  code: 'no-disbursement-is-proposed',
  da: 'Der er ikke indstillet nogen udbetaling.',
  en: 'No disbursement is proposed.',
  source: 'domain.md 9',
  refuses: ({ disbursementOere }) => disbursementOere === null,
};

const isNotApprovedYet: Asks = {
  code: 'disbursement-is-approved-already',
  da: 'Udbetalingen er allerede godkendt.',
  en: 'The disbursement is approved already.',
  source: 'domain.md 9',
  refuses: ({ approvedBy }) => approvedBy !== null,
};

const isApprovedByAnother: Asks = {
  code: 'disbursement-was-proposed-by-the-same-person',
  da: 'Den, der indstillede udbetalingen, kan ikke også godkende den.',
  en: 'Who proposed the disbursement cannot approve it too.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ proposedBy }, { actorId }) => proposedBy === actorId,
};

export const isApproved: Asks = {
  code: 'disbursement-is-not-approved',
  da: 'Udbetalingen er ikke indstillet og godkendt af en anden.',
  en: 'The disbursement is not proposed, and approved by another.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ kind, approvedBy }) => isMoveKind(kind) && approvedBy === null,
};

/** Of help with moving in that is needed no more what was approved may have left already. */
export const isPayableStill: Asks = {
  code: 'help-is-needed-no-more',
  da: 'Hjælpen er bortfaldet.',
  en: 'The help is needed no more.',
  source: 'domain.md 13.3 (5.3)',
  refuses: ({ kind, state }) => state === 'WITHDRAWN' && !isMoveKind(kind),
};

export const proposingDisbursement = [takesTwo, nothingIsProposed] as const;
export const approvingDisbursement = [isProposed, isNotApprovedYet, isApprovedByAnother] as const;
export const takingBackDisbursement = [isProposed] as const;

export const proposesNoMoreThanRemains: Asks<{ amountOere: Oere }> = {
  code: 'disbursement-is-more-than-remains',
  da: 'Der mangler at blive udbetalt {remainsOere}.',
  en: 'What remains to be paid is {remainsOere}.',
  field: 'amountOere',
  source: 'domain.md 4.4',
  refuses({ amountOere: granted, paidOere }, _, { amountOere }) {
    const remainsOere = (granted ?? 0) - paidOere;
    return amountOere > remainsOere && { remainsOere };
  },
};

export const paysNoMoreThanApproved: Asks<{ amountOere: Oere }> = {
  code: 'payment-is-more-than-approved',
  da: 'Der er godkendt {approvedOere} til udbetaling.',
  en: '{approvedOere} is approved to be paid.',
  field: 'amountOere',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ kind, disbursementOere }, _, { amountOere }) =>
    isMoveKind(kind) && amountOere > (disbursementOere ?? 0) && { approvedOere: disbursementOere ?? 0 },
};

/** What is left of the disbursement once a payment is made. */
export function afterPayment({ disbursementOere }: Disbursement, amountOere: Oere): Partial<Disbursement> {
  if (disbursementOere === null) return {};
  return amountOere === disbursementOere ? NO_DISBURSEMENT : { disbursementOere: disbursementOere - amountOere };
}

/** What is approved may have left already: it is registered or taken back. What is only proposed falls. */
export const afterWithdrawal = ({ disbursementOere, approvedBy }: Disbursement): Partial<Disbursement> =>
  disbursementOere === null || approvedBy !== null ? {} : NO_DISBURSEMENT;
