// SPDX-License-Identifier: MPL-2.0
// Udbetaling af tomgangsleje: one of finance proposes, the ledger of agreements reserves cover, another one approves, and the
// payment is registered (domain.md 3.3, 9.8; architecture.md 8).
import { MOST_COVER_OERE } from '#contracts/referrals/vacancy';
import { addDays, dueOn, type Guard, isOutside, type LocalDate, type Oere } from '#domain';
import {
  type AskedCover,
  type CoverAnswer,
  later,
  type Vacancy,
  type VacancyFacts,
  type VacancyPayment,
} from './case.js';
import { daysPaidFor, lastRentDay, type VacancyRent, vacancyRent } from './vacancy-rent.js';

/** So many are told: the older ones have been given back. */
const MOST_REQUESTS = 20;

export const UNPAID: VacancyPayment = {
  ...{ proposedBy: null, proposedOn: null, approvedBy: null, approvedOn: null, coverRequests: [] },
  ...{ paidOn: null, paidOere: null },
};

/** What the vacancy has cost up to a day, or in all once its rent has an end; null: nothing is owed. */
export function rentOf(vacancy: Vacancy, upTo: LocalDate): (VacancyRent & { through: LocalDate }) | null {
  if (vacancy.reservedBecause === null) return null;
  const through = lastRentDay(vacancy) ?? upTo;
  return { ...vacancyRent(vacancy, vacancy.availableFrom, through), through };
}

/** What the end of the rent leads to: something is to be paid, or nothing is. */
export function ending(vacancy: Vacancy, state: 'LET' | 'NOTICE_ENDED', today: LocalDate) {
  const rent = rentOf(vacancy, today);
  return rent?.totalOere
    ? { state, paymentDueOn: dueOn('VACANCY_PAYMENT', later(today, addDays(rent.through, 1))) }
    : ({ state: 'SETTLED', paymentDueOn: null } as const);
}

/** May the rent come to be paid by this vacancy, or was it? Where not, its days are free for whoever else has promised them. */
export function paysRent({ state, isCovered, reservedBecause, paidOn }: Vacancy): boolean {
  if (state === 'SETTLED') return paidOn !== null;
  if (state === 'RELEASED' || state === 'STRUCK') return false;
  return isCovered && (state === 'REPORTED' || reservedBecause !== null);
}

/** The request that waits, is reserved or refused; undefined: none. */
export const openRequest = ({ coverRequests }: Pick<VacancyPayment, 'coverRequests'>): AskedCover | undefined =>
  coverRequests.find(({ status }) => status === 'requested');

const answered = (vacancy: Vacancy, state: CoverAnswer['state']): CoverAnswer | undefined => {
  const answer = openRequest(vacancy)?.answer;
  return answer?.state === state ? answer : undefined;
};

/** What may be paid, once it is reserved. */
export const reservedOere = (vacancy: Vacancy): Oere => answered(vacancy, 'RESERVED')?.amountOere ?? 0;

// --- Guards ---

type Asks = Guard<Vacancy, VacancyFacts>;

const rentHasEnded: Asks = {
  code: 'vacancy-rent-still-runs',
  da: 'Tomgangslejen løber til og med {through}; den kan betales derefter.',
  en: 'The vacancy rent runs up to and including {through}; it can be paid after that.',
  source: 'domain.md 13.2',
  refuses(vacancy, { today }) {
    const through = lastRentDay(vacancy);
    return through !== null && through >= today && { through };
  },
};

const nothingIsProposed: Asks = {
  code: 'payment-is-proposed-already',
  da: 'Betalingen er allerede indstillet. Tag indstillingen tilbage, hvis den er forkert.',
  en: 'The payment is proposed already. Take the proposal back if it is wrong.',
  source: 'domain.md 9',
  refuses: ({ proposedBy }) => proposedBy !== null,
};

const isProposed: Asks = {
  code: 'no-payment-is-proposed',
  da: 'Der er ikke indstillet nogen betaling.',
  en: 'No payment is proposed.',
  source: 'domain.md 9',
  refuses: ({ proposedBy }) => proposedBy === null,
};

const coverIsReserved: Asks = {
  code: 'cover-is-not-reserved',
  da: 'Aftalens dækning er ikke reserveret endnu, er afvist eller er udløbet.',
  en: 'The cover of the agreement is not reserved yet, was refused or has expired.',
  source: 'architecture.md 8',
  refuses(vacancy, { today }) {
    const answer = answered(vacancy, 'RESERVED');
    return !answer || (answer.expiresOn !== null && today > answer.expiresOn);
  },
};

const coverIsRefused: Asks = {
  code: 'cover-is-not-refused',
  da: 'Sagen kan kun afsluttes uden betaling, når aftalens dækning er afvist.',
  en: 'The case can be closed without a payment only where the cover of the agreement was refused.',
  source: 'domain.md 3.3',
  refuses: (vacancy) => !answered(vacancy, 'REFUSED'),
};

const isApprovedByAnother: Asks = {
  code: 'payment-was-proposed-by-the-same-person',
  da: 'Den, der indstillede betalingen, kan ikke også godkende den.',
  en: 'Who proposed the payment cannot approve it too.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ proposedBy }, { actorId }) => proposedBy === actorId,
};

const isNotApprovedYet: Asks = {
  code: 'payment-is-approved-already',
  da: 'Betalingen er allerede godkendt.',
  en: 'The payment is approved already.',
  source: 'domain.md 9',
  refuses: ({ approvedBy }) => approvedBy !== null,
};

const isApproved: Asks = {
  code: 'payment-is-not-approved',
  da: 'Betalingen er ikke godkendt af en anden end den, der indstillede den.',
  en: 'The payment is not approved by another than who proposed it.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ approvedBy }) => approvedBy === null,
};

export const proposing = [rentHasEnded, nothingIsProposed] as const;
export const approving = [isProposed, isNotApprovedYet, coverIsReserved, isApprovedByAnother] as const;
export const paying = [isProposed, isApproved] as const;
export const takingBack = [isProposed] as const;
export const closingUnpaid = [isProposed, coverIsRefused] as const;

/** What has left cannot be taken back by what is only corrected in the register. */
export const rentIsUnpaid: Asks = {
  code: 'vacancy-rent-is-paid',
  da: 'Tomgangslejen er betalt; det kan ikke annulleres længere.',
  en: 'The vacancy rent is paid; this can no longer be struck.',
  source: 'domain.md 13.4: not once money has left',
  refuses: ({ paidOn }) => paidOn !== null,
};

export interface Paid {
  paidOn: LocalDate;
  amountOere: Oere;
}
type PaymentCheck = Guard<Vacancy, VacancyFacts, Paid>;

const wasPaidSinceApproval: PaymentCheck = {
  code: 'payment-is-not-between-approval-and-today',
  da: 'Betalingen er sket, efter at den blev godkendt: fra {earliest} til {latest}.',
  en: 'The payment has happened since it was approved: from {earliest} to {latest}.',
  field: 'paidOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ approvedOn }, { today }, { paidOn }) =>
    approvedOn !== null && isOutside({ earliest: approvedOn, latest: today }, paidOn),
};

const isWhatWasApproved: PaymentCheck = {
  code: 'payment-is-not-the-approved-amount',
  da: 'Der er godkendt {approvedOere}, hverken mere eller mindre.',
  en: '{approvedOere} is approved, no more and no less.',
  field: 'amountOere',
  source: 'domain.md 9: four eyes on money',
  refuses: (vacancy, _, { amountOere }) =>
    amountOere !== reservedOere(vacancy) && { approvedOere: reservedOere(vacancy) },
};

export const paymentChecks = [wasPaidSinceApproval, isWhatWasApproved] as const;

// --- Decisions ---

const bounded = (amount: Oere) => Math.min(amount, MOST_COVER_OERE);

const askedAnew = (vacancy: Vacancy, requestRef: string, today: LocalDate): AskedCover => {
  const { rentOere = 0, utilitiesOere = 0, lines = [] } = rentOf(vacancy, today) ?? {};
  const amounts = { amountOere: bounded(rentOere), utilitiesOere: bounded(utilitiesOere) };
  return { requestRef, ...amounts, ...daysPaidFor(lines), status: 'requested', answer: null };
};

const withdrawn = ({ coverRequests }: VacancyPayment): AskedCover[] =>
  coverRequests.map((one) => (one.status === 'requested' ? { ...one, status: 'withdrawn' } : one));

/** Nothing is proposed any more, and what was reserved for it goes back. */
export const withoutProposal = (vacancy: Vacancy) => ({
  ...{ proposedBy: null, proposedOn: null, approvedBy: null, approvedOn: null },
  coverRequests: withdrawn(vacancy),
});

export const propose = (
  vacancy: Vacancy,
  { today, actorId }: VacancyFacts,
  { requestRef }: { requestRef: string },
) => ({
  proposedBy: actorId,
  proposedOn: today,
  coverRequests: [...vacancy.coverRequests, askedAnew(vacancy, requestRef, today)].slice(-MOST_REQUESTS),
});

export const hear = ({ coverRequests }: Vacancy, _: VacancyFacts, { answer }: { answer: CoverAnswer }) => ({
  coverRequests: coverRequests.map((one) => (one.status === 'requested' ? { ...one, answer } : one)),
});

/** A reservation that has ended is asked for again (13.3); what is reserved then is approved anew. */
export const askAgain = (vacancy: Vacancy, { today }: VacancyFacts, { requestRef }: { requestRef: string }) => ({
  approvedBy: null,
  approvedOn: null,
  coverRequests: [...withdrawn(vacancy), askedAnew(vacancy, requestRef, today)].slice(-MOST_REQUESTS),
});

export const pay = ({ coverRequests }: Vacancy, _: VacancyFacts, { paidOn, amountOere: paidOere }: Paid) => ({
  ...{ paidOn, paidOere },
  coverRequests: coverRequests.map(
    (one): AskedCover => (one.status === 'requested' ? { ...one, status: 'paid', paidOere } : one),
  ),
});
