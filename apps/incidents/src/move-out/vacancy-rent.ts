// SPDX-License-Identifier: MPL-2.0
// Tomgangsleje efter fraflytning: from the move-out to the day before somebody else moves in, on the same case as the
// settlement and independent of it (domain.md 3.3, 7.3, 13.2). The arithmetic: vacancy-out.ts.
import { addDays, addMonths, dueOn, type Guard, isOutside, type LocalDate, type Oere } from '#domain';
import { type CoverAnswer, laterDay, type MoveOut, type MoveOutFacts, type Paid } from './case.js';
import { answered, asking, countingRequest, hearing, paying, withdrawn } from './cover.js';
import { chargedThrough, isReviewed, reletFrom, reviewedByLaw, termsFor } from './statement.js';
import { vacancyOut } from './vacancy-out.js';

const OF = 'vacancy_rent_out';
type Asks = Guard<MoveOut, MoveOutFacts>;
type Known = Pick<MoveOutFacts, 'nextTenancyFrom' | 'paidElsewhereFrom'>;

export const vacancyIsDone = ({ vacancyOutcome }: MoveOut): boolean => vacancyOutcome !== 'open';

/** What the dwelling costs the municipality while it stands empty; null: nothing, or its rent is not known. */
export function vacancyRentOf(moveOut: MoveOut, known: Known) {
  const { movedOutOn, terms, statementOn } = moveOut;
  if (terms === null || statementOn === null || !terms.vacancyIsCovered || terms.rentOere === null) return null;
  return vacancyOut({
    movedOutOn,
    rentChargedThrough: chargedThrough(moveOut, known),
    nextTenancyFrom: reletFrom(moveOut, known),
    paidElsewhereFrom: known.paidElsewhereFrom,
    rentOere: terms.rentOere,
    utilitiesOere: terms.utilitiesOere ?? 0,
    includesUtilities: terms.vacancyIncludesUtilities,
    capMonths: terms.vacancyCapMonths,
  });
}

/** The last day for paying it, once it has an end and something is owed. */
export function vacancyPaymentDueOn(moveOut: MoveOut, known: Known): LocalDate | null {
  const rent = vacancyIsDone(moveOut) ? null : vacancyRentOf(moveOut, known);
  if (!rent?.through || rent.totalOere === 0) return null;
  return dueOn('VACANCY_PAYMENT', laterDay(addDays(rent.through, 1), moveOut.statementOn!));
}

// --- The dwelling is let again ---

export interface Relet {
  reletOn: LocalDate;
}

export const isLetNearby: Guard<MoveOut, MoveOutFacts, Relet> = {
  code: 'reletting-is-outside-its-window',
  field: 'reletOn',
  da: 'Den næste lejers første dag kan være fra {earliest} til {latest}.',
  en: 'The first day of the next tenant can be from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ movedOutOn }, { today }, { reletOn }) =>
    isOutside({ earliest: addDays(movedOutOn, 1), latest: addMonths(laterDay(today, movedOutOn), 12) }, reletOn),
};

/** That it is being settled, a landlord may know. */
export const vacancyIsNotBeingSettled: Asks = {
  code: 'vacancy-rent-is-being-settled',
  da: 'Tomgangslejen er ved at blive gjort op eller er afsluttet.',
  en: 'The vacancy rent is being settled, or is settled.',
  source: 'domain.md 7.3, 13.4',
  refuses: (moveOut) =>
    moveOut.statementOn !== null &&
    (moveOut.vacancyProposedBy !== null || (vacancyIsDone(moveOut) && moveOut.vacancyOutcome !== 'not_promised')),
};

const BEFORE_A_PROPOSAL: readonly MoveOut['state'][] = ['STATEMENT_RECEIVED', 'REVIEWED'];

export const isBeforeAProposal = ({ state, statementOn }: MoveOut): boolean =>
  statementOn === null || BEFORE_A_PROPOSAL.includes(state);

/** Without the rent of the lease nothing could be paid of it, nor the case ever end. */
const leaseToldSince = ({ terms: kept }: MoveOut, { terms }: MoveOutFacts) =>
  kept && kept.rentOere === null && terms && terms.rentOere !== null
    ? { terms: { ...kept, rentOere: terms.rentOere, utilitiesOere: terms.utilitiesOere } }
    : {};

/** Something is known of the dwelling by which a line may be covered elsewhere. */
export function lookAgain(moveOut: MoveOut, facts: MoveOutFacts) {
  const lease = leaseToldSince(moveOut, facts);
  if (!BEFORE_A_PROPOSAL.includes(moveOut.state)) return { ...lease, state: 'same' as const };
  const lines = reviewedByLaw({ ...moveOut, ...lease }, facts);
  return { ...lease, lines, state: isReviewed(lines) ? ('REVIEWED' as const) : ('STATEMENT_RECEIVED' as const) };
}

export const reportRelet = (moveOut: MoveOut, facts: MoveOutFacts, { reletOn }: Relet) => ({
  reletOn,
  ...lookAgain({ ...moveOut, reletOn }, facts),
});

// --- Guards of its payment ---

const SOURCE = 'domain.md 3.3, 7.3';

export const isClosedUnpaid: Asks = {
  code: 'vacancy-rent-is-not-closed-unpaid',
  da: 'Tomgangslejen er ikke afsluttet uden betaling.',
  en: 'The vacancy rent was not closed without a payment.',
  source: 'domain.md 13.4',
  refuses: ({ vacancyOutcome }) => vacancyOutcome !== 'nothing_owed' && vacancyOutcome !== 'refused',
};

const trackIsOpen: Asks = {
  code: 'vacancy-rent-is-closed',
  da: 'Tomgangslejen er afsluttet.',
  en: 'The vacancy rent is closed.',
  source: SOURCE,
  refuses: vacancyIsDone,
};

const rentIsKnown: Asks = {
  code: 'rent-of-the-lease-is-not-known',
  da: 'Lejemålets husleje kendes ikke her.',
  en: 'The rent of the lease is not known here.',
  source: SOURCE,
  refuses: ({ terms }) => terms?.rentOere == null,
};

const vacancyHasEnded: Asks = {
  code: 'vacancy-rent-has-no-end-yet',
  da: 'Boligen er ikke udlejet igen, eller dagen er ikke kommet; tomgangslejen løber stadig.',
  en: 'The dwelling is not let again, or the day has not come; the vacancy rent still runs.',
  source: 'domain.md 7.3, 13.2',
  refuses(moveOut, facts) {
    const rent = vacancyRentOf(moveOut, facts);
    return rent !== null && (rent.through === null || rent.through >= facts.today);
  },
};

const somethingIsOwed: Asks = {
  code: 'no-vacancy-rent-is-owed',
  da: 'Der skyldes ingen tomgangsleje. Afslut den i stedet.',
  en: 'No vacancy rent is owed. Close it instead.',
  source: SOURCE,
  refuses: (moveOut, facts) => !vacancyRentOf(moveOut, facts)?.totalOere,
};

const nothingIsProposed: Asks = {
  code: 'vacancy-rent-is-proposed-already',
  da: 'Tomgangslejen er allerede indstillet til betaling.',
  en: 'The vacancy rent is proposed for payment already.',
  source: SOURCE,
  refuses: ({ vacancyProposedBy }) => vacancyProposedBy !== null,
};

const isProposed: Asks = {
  code: 'no-vacancy-rent-is-proposed',
  da: 'Tomgangslejen er ikke indstillet til betaling.',
  en: 'The vacancy rent is not proposed for payment.',
  source: SOURCE,
  refuses: ({ vacancyProposedBy }) => vacancyProposedBy === null,
};

const coverIsReserved: Asks = {
  code: 'cover-of-the-vacancy-rent-is-not-reserved',
  da: 'Aftalens dækning af tomgangslejen er ikke reserveret endnu, er afvist eller er udløbet.',
  en: 'The cover of the vacancy rent is not reserved yet, was refused or has expired.',
  source: 'architecture.md 8',
  refuses(moveOut, { today }) {
    const answer = answered(moveOut, OF, 'RESERVED');
    return !answer || (answer.expiresOn !== null && today > answer.expiresOn);
  },
};

/** A next tenant or a vacancy case that is known by now. */
const daysAreAsProposed: Asks = {
  code: 'vacancy-days-have-changed-since-the-proposal',
  da: 'Tomgangens dage er nu andre. Tag indstillingen tilbage, og indstil lejen igen.',
  en: 'The days of the vacancy are others by now. Take the proposal back, and propose the rent again.',
  source: 'domain.md 13.2: no day is paid twice',
  refuses(moveOut, facts) {
    const [asked, rent] = [countingRequest(moveOut, OF), vacancyRentOf(moveOut, facts)];
    return asked?.from !== rent?.from || asked?.through !== rent?.through;
  },
};

const isApprovedByAnother: Asks = {
  code: 'vacancy-rent-was-proposed-by-the-same-person',
  da: 'Den, der indstillede tomgangslejen, kan ikke også godkende den.',
  en: 'Who proposed the vacancy rent cannot approve it too.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ vacancyProposedBy }, { actorId }) => vacancyProposedBy === actorId,
};

const isNotApprovedYet: Asks = {
  code: 'vacancy-rent-is-approved-already',
  da: 'Tomgangslejen er allerede godkendt.',
  en: 'The vacancy rent is approved already.',
  source: SOURCE,
  refuses: ({ vacancyApprovedBy }) => vacancyApprovedBy !== null,
};

const isApproved: Asks = {
  code: 'vacancy-rent-is-not-approved',
  da: 'Tomgangslejen er ikke godkendt af en anden end den, der indstillede den.',
  en: 'The vacancy rent is not approved by another than who proposed it.',
  source: 'domain.md 9: four eyes on money',
  refuses: ({ vacancyApprovedBy }) => vacancyApprovedBy === null,
};

/** Where the agreement covers it, there is a relet and something is owed, it is paid and not closed. */
const nothingIsLeftToPay: Asks = {
  code: 'vacancy-rent-is-to-be-paid',
  da: 'Der skyldes tomgangsleje, eller den løber stadig. Den kan kun afsluttes, når der intet skyldes, eller dækningen er afvist.',
  en: 'Vacancy rent is owed, or still runs. It can be closed only where nothing is owed or its cover was refused.',
  source: SOURCE,
  refuses: (moveOut, facts) => unpaidOutcome(moveOut, facts) === null,
};

function unpaidOutcome(moveOut: MoveOut, facts: MoveOutFacts): 'refused' | 'not_promised' | 'nothing_owed' | null {
  if (answered(moveOut, OF, 'REFUSED')) return 'refused';
  if (!moveOut.terms?.vacancyIsCovered) return 'not_promised';
  if (moveOut.vacancyProposedBy !== null || moveOut.terms.rentOere === null) return null;
  const rent = vacancyRentOf(moveOut, facts);
  return rent === null || (rent.through !== null && rent.totalOere === 0) ? 'nothing_owed' : null;
}

export const proposing = [trackIsOpen, nothingIsProposed, rentIsKnown, vacancyHasEnded, somethingIsOwed] as const;
export const vacancyApproving = [
  isProposed,
  isNotApprovedYet,
  coverIsReserved,
  daysAreAsProposed,
  isApprovedByAnother,
] as const;
export const takingBack = [trackIsOpen, isProposed] as const;
export const closing = [trackIsOpen, nothingIsLeftToPay] as const;
export const payingRequires = [trackIsOpen, isProposed, isApproved] as const;

/** What has left cannot be taken back by what is only corrected in the register. */
export const vacancyIsUnpaid: Asks = {
  code: 'vacancy-rent-afterwards-is-paid',
  da: 'Tomgangslejen er betalt; det kan ikke annulleres længere.',
  en: 'The vacancy rent is paid; this can no longer be struck.',
  source: 'domain.md 13.4: not once money has left',
  refuses: ({ vacancyPaidOn }) => vacancyPaidOn !== null,
};

type PaymentCheck = Guard<MoveOut, MoveOutFacts, Paid>;

const reservedOere = (moveOut: MoveOut): Oere => answered(moveOut, OF, 'RESERVED')?.amountOere ?? 0;

const wasPaidSinceApproval: PaymentCheck = {
  code: 'vacancy-rent-was-paid-on-another-day',
  field: 'paidOn',
  da: 'Tomgangslejen er betalt, efter at den blev godkendt: fra {earliest} til {latest}.',
  en: 'The vacancy rent was paid since it was approved: from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ vacancyApprovedOn }, { today }, { paidOn }) =>
    vacancyApprovedOn !== null && isOutside({ earliest: vacancyApprovedOn, latest: today }, paidOn),
};

const isWhatWasApproved: PaymentCheck = {
  code: 'payment-is-not-the-approved-vacancy-rent',
  field: 'amountOere',
  da: 'Der er godkendt {approvedOere}, hverken mere eller mindre.',
  en: '{approvedOere} is approved, no more and no less.',
  source: 'domain.md 9: four eyes on money',
  refuses: (moveOut, _, { amountOere }) =>
    amountOere !== reservedOere(moveOut) && { approvedOere: reservedOere(moveOut) },
};

export const vacancyPaymentChecks = [wasPaidSinceApproval, isWhatWasApproved] as const;

// --- Decisions ---

const UNPROPOSED = {
  ...{ vacancyProposedBy: null, vacancyProposedOn: null, vacancyApprovedBy: null, vacancyApprovedOn: null },
} as const;

const requestOf = (moveOut: MoveOut, facts: MoveOutFacts, requestRef: string) => {
  const { from, through, rentOere = 0, utilitiesOere = 0 } = vacancyRentOf(moveOut, facts) ?? {};
  const days = { ...(from && { from }), ...(through && { through }) };
  return asking(moveOut, { requestRef, commitment: OF, amountOere: rentOere, utilitiesOere, ...days });
};

export function propose(moveOut: MoveOut, facts: MoveOutFacts, { requestRef }: { requestRef: string }) {
  const terms = termsFor(moveOut, facts);
  const coverRequests = requestOf({ ...moveOut, terms }, facts, requestRef);
  return { terms, coverRequests, vacancyProposedBy: facts.actorId, vacancyProposedOn: facts.today };
}

export const hearVacancyCover = (moveOut: MoveOut, _: MoveOutFacts, { answer }: { answer: CoverAnswer }) => ({
  coverRequests: hearing(moveOut, OF, answer),
  tells: answer.state === 'RESERVED' ? ('coverReserved' as const) : ('coverRefused' as const),
});

export const askVacancyAgain = (moveOut: MoveOut, facts: MoveOutFacts, { requestRef }: { requestRef: string }) => ({
  ...{ vacancyApprovedBy: null, vacancyApprovedOn: null },
  coverRequests: requestOf(moveOut, facts, requestRef),
});

export const takeBack = (moveOut: MoveOut) => ({ ...UNPROPOSED, coverRequests: withdrawn(moveOut, OF) });

/** Where the share is done too, the case is. */
const ended = ({ state }: MoveOut, today: LocalDate) =>
  state === 'PAID' ? ({ state: 'SETTLED', settledOn: today } as const) : ({ state: 'same' } as const);

export const payVacancy = (moveOut: MoveOut, { today }: MoveOutFacts, { paidOn, amountOere }: Paid) => ({
  ...{ vacancyOutcome: 'paid' as const, vacancyPaidOn: paidOn, vacancyPaidOere: amountOere },
  coverRequests: paying(moveOut, OF, amountOere),
  ...ended(moveOut, today),
});

export function close(moveOut: MoveOut, facts: MoveOutFacts) {
  const { state, ...settled } = ended(moveOut, facts.today);
  const tells = state === 'SETTLED' ? ('closed' as const) : ('changed' as const);
  return { ...takeBack(moveOut), vacancyOutcome: unpaidOutcome(moveOut, facts)!, ...settled, state, tells };
}

export const openAgain = () => ({ vacancyOutcome: 'open' as const, settledOn: null });
