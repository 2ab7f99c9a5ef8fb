// SPDX-License-Identifier: MPL-2.0
// Kommunens andel: finance proposes it, the ledger of agreements covers it, it is approved and paid; a large one by another
// person than who assessed the statement (domain.md 7.2, 9, 13.2; architecture.md 8).
import { dueOn, type Guard, isOutside, type LocalDate, type Oere } from '#domain';
import {
  type CoverAnswer,
  type MoveOut,
  type MoveOutFacts,
  type Paid,
  settlementInputOf,
  settlementOf,
} from './case.js';
import { answered, asking, hearing, openRequest, paying, withdrawn } from './cover.js';
import { settle } from './settlement.js';
import { assessedAnew, reviewedByLaw, termsFor } from './statement.js';
import { vacancyIsDone } from './vacancy-rent.js';

const OF = 'move_out_shortfall';
type Asks = Guard<MoveOut, MoveOutFacts>;

/** What the ledger covers; null: it was asked and has not answered. Nothing where nothing is asked for. */
const coverOere = (moveOut: MoveOut): Oere | null => {
  const request = openRequest(moveOut, OF);
  if (!request) return 0;
  return request.answer === null ? null : request.answer.state === 'RESERVED' ? request.answer.amountOere : 0;
};

/** As it stands: with what is covered once that is known, and what was approved once it is. */
export function settledInput(moveOut: MoveOut) {
  const { state, shareOere, shareProposedBy } = moveOut;
  if (shareOere !== null) return settlementInputOf(moveOut, shareOere);
  return settlementInputOf(moveOut, shareProposedBy !== null && state === 'COVER_ANSWERED' ? coverOere(moveOut) : null);
}

/** The arithmetic as it stands. */
export function settlementNow(moveOut: MoveOut) {
  const input = settledInput(moveOut);
  return input && settle(input);
}

/** What would be approved. */
export const proposedShareOf = (moveOut: MoveOut): Oere => settlementNow(moveOut)?.municipalShareOere ?? 0;

const isLarge = (moveOut: MoveOut, { fourEyesAboveOere }: MoveOutFacts) => proposedShareOf(moveOut) > fourEyesAboveOere;

// --- Guards ---

const coverHasNotExpired: Asks = {
  code: 'reservation-of-the-share-has-ended',
  da: 'Reservationen er ophørt; der bedes om dækning igen.',
  en: 'The reservation has ended; cover is asked for again.',
  source: 'domain.md 13.3',
  refuses(moveOut, { today }) {
    const until = answered(moveOut, OF, 'RESERVED')?.expiresOn ?? null;
    return until !== null && today > until;
  },
};

/** Money that somebody else pays by now, such as rent of days on which the dwelling is let again. */
const nothingIsCoveredTwice: Asks = {
  code: 'lines-have-changed-since-the-proposal',
  da: 'En linje er nu dækket andetsteds. Tag indstillingen tilbage, og indstil andelen igen.',
  en: 'A line is covered elsewhere by now. Withdraw the proposal, and propose the share again.',
  source: 'domain.md 13.2',
  refuses: (moveOut, facts) =>
    reviewedByLaw(moveOut, facts).some((line, no) => line.review?.accepted !== moveOut.lines[no]!.review?.accepted),
};

const isApprovedByAnother: Asks = {
  code: 'share-was-assessed-by-the-same-person',
  da: 'En andel over {aboveOere} godkendes af en anden end den, der har vurderet linjerne eller indstillet den.',
  en: 'A share above {aboveOere} is approved by another person than who assessed the lines or proposed it.',
  source: 'domain.md 7.2, 9, 13.2: four eyes on money',
  refuses: (moveOut, facts) =>
    isLarge(moveOut, facts) &&
    (moveOut.shareProposedBy === facts.actorId || moveOut.reviewedBy.includes(facts.actorId)) && {
      aboveOere: facts.fourEyesAboveOere,
    },
};

export const shareApproving = [coverHasNotExpired, nothingIsCoveredTwice, isApprovedByAnother] as const;

/** What has left cannot be taken back by what is only corrected in the register. */
export const shareIsUnpaid: Asks = {
  code: 'share-is-paid',
  da: 'Andelen er betalt; det kan ikke ændres længere.',
  en: 'The share is paid; this can no longer be changed.',
  source: 'domain.md 13.4: not once money has left',
  refuses: ({ sharePaidOn }) => sharePaidOn !== null,
};

type PaymentCheck = Guard<MoveOut, MoveOutFacts, Paid>;

/** What was paid on the strength of an approval that has fallen with its reservation, was paid before it was approved again. */
const paidSince = ({ coverRequests, shareProposedOn, shareApprovedOn }: MoveOut) =>
  coverRequests.some(
    ({ commitment, status, answer }) => commitment === OF && status === 'withdrawn' && answer?.state === 'RESERVED',
  )
    ? shareProposedOn
    : shareApprovedOn;

const wasPaidSinceApproval: PaymentCheck = {
  code: 'share-was-paid-on-another-day',
  field: 'paidOn',
  da: 'Andelen er betalt, efter at den blev godkendt: fra {earliest} til {latest}.',
  en: 'The share was paid since it was approved: from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses(moveOut, { today: latest }, { paidOn }) {
    const earliest = paidSince(moveOut);
    return earliest !== null && isOutside({ earliest, latest }, paidOn);
  },
};

const isWhatWasApproved: PaymentCheck = {
  code: 'payment-is-not-the-approved-share',
  field: 'amountOere',
  da: 'Der er godkendt {approvedOere}, hverken mere eller mindre.',
  en: '{approvedOere} is approved, no more and no less.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ shareOere }, _, { amountOere }) => amountOere !== shareOere && { approvedOere: shareOere ?? 0 },
};

export const sharePaymentChecks = [wasPaidSinceApproval, isWhatWasApproved] as const;

// --- Decisions ---

/** The last day for paying the share; null: there is nothing to pay, or it is paid. */
export const paymentDueOn = ({ state, shareApprovedOn }: MoveOut): LocalDate | null =>
  state === 'APPROVED' && shareApprovedOn ? dueOn('SHARE_PAYMENT_DUE', shareApprovedOn) : null;

const UNPROPOSED = {
  ...{ shareProposedBy: null, shareProposedOn: null, shareApprovedBy: null, shareApprovedOn: null },
  ...{ shareOere: null, secondPersonNeeded: false, settledOn: null },
} as const;

/** Nothing is proposed any more, and what was reserved for it goes back. */
export const unproposed = (moveOut: MoveOut) => ({ ...UNPROPOSED, coverRequests: withdrawn(moveOut, OF) });

/** By the terms as they are now; where the securities are enough, there is nothing to ask for. */
export function proposeShare(moveOut: MoveOut, facts: MoveOutFacts, { requestRef }: { requestRef: string }) {
  const terms = termsFor(moveOut, facts);
  const { lines, state } = assessedAnew({ ...moveOut, terms }, facts);
  // Another tenant has moved in meanwhile: a line is to be assessed anew.
  if (state !== 'REVIEWED') return { lines, state, tells: 'changed' };
  const { shortfallOere } = settlementOf({ ...moveOut, terms, lines }, null)!;
  const proposed = { terms, lines, shareProposedBy: facts.actorId, shareProposedOn: facts.today };
  if (shortfallOere === 0) return { ...proposed, state: 'COVER_ANSWERED' as const, tells: 'coverReserved' };
  const coverRequests = asking(moveOut, { requestRef, commitment: OF, amountOere: shortfallOere });
  return { ...proposed, coverRequests, state: 'AWAITING_COVER' as const, tells: 'coverRequested' };
}

export const hearCover = (moveOut: MoveOut, _: MoveOutFacts, { answer }: { answer: CoverAnswer }) => ({
  coverRequests: hearing(moveOut, OF, answer),
  tells: answer.state === 'RESERVED' ? ('coverReserved' as const) : ('coverRefused' as const),
});

/** A reservation that has ended is asked for again (13.3); what is reserved then is approved anew. */
export const askAgain = (moveOut: MoveOut, _: MoveOutFacts, { requestRef }: { requestRef: string }) => ({
  ...{ shareApprovedBy: null, shareApprovedOn: null, shareOere: null, secondPersonNeeded: false },
  coverRequests: asking(moveOut, {
    requestRef,
    commitment: OF,
    amountOere: settlementOf(moveOut, null)!.shortfallOere,
  }),
  tells: moveOut.shareApprovedOn ? ('approvalFell' as const) : ('coverRequested' as const),
});

const ended = (moveOut: MoveOut, today: LocalDate) =>
  vacancyIsDone(moveOut) ? ({ state: 'SETTLED', settledOn: today } as const) : ({ state: 'PAID' } as const);

export function approve(moveOut: MoveOut, facts: MoveOutFacts) {
  const { today, actorId } = facts;
  const shareOere = proposedShareOf(moveOut);
  const approved = {
    ...{ shareApprovedBy: actorId, shareApprovedOn: today, shareOere },
    secondPersonNeeded: isLarge(moveOut, facts),
  };
  if (shareOere > 0) return { ...approved, state: 'APPROVED' as const };
  // Nothing is to be paid: what was reserved beyond it, or refused, is closed.
  return { ...approved, coverRequests: withdrawn(moveOut, OF), ...ended(moveOut, today) };
}

export const withdrawProposal = (moveOut: MoveOut, facts: MoveOutFacts) => {
  const { lines, state } = assessedAnew(moveOut, facts);
  const tells = moveOut.shareApprovedOn ? ('approvalFell' as const) : ('changed' as const);
  return { ...unproposed(moveOut), lines, state, tells };
};

export const pay = (moveOut: MoveOut, { today }: MoveOutFacts, { paidOn, amountOere }: Paid) => ({
  sharePaidOn: paidOn,
  coverRequests: paying(moveOut, OF, amountOere),
  ...ended(moveOut, today),
});
