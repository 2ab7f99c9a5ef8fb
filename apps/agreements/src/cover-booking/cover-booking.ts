// SPDX-License-Identifier: MPL-2.0
// Dækning: one entry of the ledger, from the request over the reservation to payment or return (domain.md 3.3, 7.3).
import type { COVER_BOOKING_STATES, DaySpan } from '#contracts/agreements/cover-booking';
import type { ActingRole } from '#contracts/roles';
import { addDays, addMonths, type Guard, isOutside, type LocalDate, type Oere, rules } from '#domain';
import type { VersionInForce } from '../agreement/agreement.lookup.js';
import {
  type Account,
  type Booked,
  type CommitmentKind,
  type Cover,
  type CoverRefusal,
  coverOf,
  utilitiesOf,
} from './cover.js';

/** The kind of case of what no other service asks for. */
export const BY_HAND = 'by-hand';

export interface CoverBooking {
  state: (typeof COVER_BOOKING_STATES)[number];
  agreementRef: string;
  landlordRef: string;
  tenancyRef: string | null;
  /** The case that asked; a booking by hand is its own. No cap hangs on it. */
  caseRef: string;
  caseKind: string;
  dwellingRef: string | null;
  /** Of vacancy rents: the first day of the vacancy that they are of. */
  vacantFrom: LocalDate | null;
  /** Of vacancy rents: the days that it is for, which no other booking is for; null: not told. */
  coversFrom: LocalDate | null;
  coversThrough: LocalDate | null;
  commitment: CommitmentKind;
  /** The version whose terms were applied. */
  agreementVersion: number;
  /** With utilities. */
  requestedOere: Oere;
  /** Reserved or paid, with utilities; 0 when refused. What is RELEASED or EXPIRED counts no more. */
  amountOere: Oere;
  utilitiesOere: Oere;
  refusal: CoverRefusal | null;
  /** Of the refusal: the days that were booked already. */
  coveredDays: readonly DaySpan[] | null;
  /** The day that decides the year of the annual cap. */
  bookedOn: LocalDate;
  bookedYear: number;
  /** Last day of the reservation. */
  expiresOn: LocalDate | null;
  /** Paid beyond the caps: recorded, since it happened (domain.md 13.3). */
  overCapOere: Oere;
  /** Why, of a booking by hand. */
  cause: string | null;
}

export interface CoverBookingFacts {
  today: LocalDate;
  /** Days that a reservation waits. */
  reservationDays: number;
  /** Of a request: whose terms are applied; null: the agreement has never been in force. */
  version: Pick<VersionInForce, 'landlordRef' | 'agreementVersion' | 'firstDay' | 'lastDay'> | null;
  /** Null: no tenancy was named. */
  tenancy: 'known' | 'unknown' | 'of-another-agreement' | null;
  /** The days that somebody names of a vacancy, and whether a tenancy ran in the dwelling meanwhile; null: none is named. */
  vacancy: { named: readonly NamedDay[]; isLet: boolean } | null;
  /** Of a payment or its correction. */
  payment: Payment | null;
}

/** A day of a vacancy, by the field that names it. */
export interface NamedDay {
  field: 'vacantFrom' | 'coversFrom' | 'coversThrough';
  day: LocalDate;
}

/** What the ledger makes of a payment on the day it is booked. */
export interface Payment
  extends Pick<CoverBooking, 'utilitiesOere' | 'overCapOere' | 'agreementVersion' | 'bookedOn' | 'bookedYear'> {
  /** What the caps leave for it beside the other bookings, by the terms of today. */
  leftOere: Oere;
  /** Those of its days that others are for. */
  coveredDays: readonly DaySpan[];
  /** Of a payment after the reservation has ended: the agreement has ended too, nothing is reserved anew. */
  hasEnded: boolean;
}

/** What was paid, with utilities; which part they are, where it is said. */
export interface Paid {
  amountOere: Oere;
  utilitiesOere?: Oere;
}

export const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));

export type PayableBooking = Pick<
  CoverBooking,
  'agreementRef' | 'tenancyRef' | 'commitment' | 'dwellingRef' | 'vacantFrom' | 'bookedOn' | 'bookedYear' | 'state'
> &
  Pick<
    CoverBooking,
    'coversFrom' | 'coversThrough' | 'agreementVersion' | 'expiresOn' | 'amountOere' | 'utilitiesOere'
  >;

/** Is it reserved or paid as it stands? A reservation whose last day has passed is not, swept or not. */
const stands = ({ state, expiresOn }: PayableBooking, today: LocalDate) =>
  state === 'CONFIRMED' || (state === 'RESERVED' && (expiresOn === null || today <= expiresOn));

/** As it is paid today: what does not stand is reserved anew, in the year of today (domain.md 13.2). */
export const bookedAnew = (booking: PayableBooking, today: LocalDate): PayableBooking =>
  stands(booking, today) ? booking : { ...booking, bookedOn: today, bookedYear: yearOf(today) };

/**
 * Holds what is paid against the caps of today, beside what else is booked.
 * @param paidBeside of the others, what was paid: what they have only reserved has not used a cap up
 */
export function paymentOf(
  booking: PayableBooking,
  paid: Paid,
  today: LocalDate,
  { version, booked, paidBeside, hasEnded }: PaymentAccount,
): Payment {
  const request = bookedAnew(booking, today);
  const reserved = { amountOere: booking.amountOere - booking.utilitiesOere, utilitiesOere: booking.utilitiesOere };
  const utilitiesOere = Math.min(paid.amountOere, paid.utilitiesOere ?? utilitiesOf(paid.amountOere, reserved));
  const coveredBeside = (others: Booked): Oere => {
    const asked = { amountOere: paid.amountOere - utilitiesOere, utilitiesOere };
    return version ? coverOf(request, asked, { terms: version.terms, booked: others }).amountOere : 0;
  };
  return {
    leftOere: coveredBeside(booked),
    hasEnded: hasEnded && !stands(booking, today),
    coveredDays: booked.coveredDays,
    utilitiesOere,
    overCapOere: paid.amountOere - coveredBeside(paidBeside),
    agreementVersion: version?.agreementVersion ?? booking.agreementVersion,
    bookedOn: request.bookedOn,
    bookedYear: request.bookedYear,
  };
}

interface PaymentAccount extends Required<Omit<Account, 'terms'>> {
  version: Pick<VersionInForce, 'terms' | 'agreementVersion'> | undefined;
  paidBeside: Booked;
}

/** Who asks for what, and what the caps leave of it. */
export interface Requested
  extends Pick<CoverBooking, 'agreementRef' | 'tenancyRef' | 'caseRef' | 'caseKind' | 'dwellingRef' | 'vacantFrom'>,
    Pick<CoverBooking, 'coversFrom' | 'coversThrough' | 'commitment' | 'bookedYear' | 'requestedOere' | 'cause'> {
  cover: Pick<Cover, 'amountOere' | 'utilitiesOere' | 'refusal'>;
  /** Those of its days that are booked already. */
  coveredDays: readonly DaySpan[];
}

const agreementIsInForce: Guard<null, CoverBookingFacts> = {
  code: 'agreement-has-not-been-in-force',
  da: 'Aftalen har ikke været i kraft; der er intet at dække efter.',
  en: 'The agreement has not been in force; there is nothing to cover by.',
  source: 'domain.md 3.3',
  refuses: (_, { version }) => version === null,
};

const tenancyIsKnown: Guard<null, CoverBookingFacts> = {
  code: 'tenancy-not-known-yet',
  da: 'Lejemålet er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The tenancy is not known here yet. Try again in a moment.',
  source: 'domain.md 3.4',
  refuses: (_, { tenancy }) => tenancy === 'unknown',
};

const tenancyIsOfTheAgreement: Guard<null, CoverBookingFacts> = {
  code: 'tenancy-is-under-another-agreement',
  da: 'Lejemålet hører under en anden aftale.',
  en: 'The tenancy is under another agreement.',
  source: 'domain.md 3.4',
  refuses: (_, { tenancy }) => tenancy === 'of-another-agreement',
};

/** Months that a day of a vacancy may lie back, and ahead. */
const VACANCY_WINDOW = { back: 24, ahead: 12 };

/** Within the agreement too: what stands empty before it or after it is not kept for anybody under it. */
const vacancyIsNear: Guard<null, CoverBookingFacts, Pick<Requested, 'commitment'>> = {
  code: 'vacancy-is-far-away',
  da: 'Tomgangen skal ligge mellem {earliest} og {latest}.',
  en: 'The vacancy must lie between {earliest} and {latest}.',
  field: 'vacantFrom',
  source: 'domain.md 13.4',
  refuses(_, { today, vacancy, version }, { commitment }) {
    if (!vacancy || !version) return false;
    const back = addMonths(today, -VACANCY_WINDOW.back);
    const ahead = addMonths(today, VACANCY_WINDOW.ahead);
    // What a tenancy leaves is covered after the end too; of the agreement that has ended the ledger says so.
    const end = commitment === 'vacancy_rent_in' && version.lastDay >= today ? version.lastDay : ahead;
    const window = {
      earliest: back > version.firstDay ? back : version.firstDay,
      latest: ahead < end ? ahead : end,
    };
    return vacancy.named.filter(({ day }) => isOutside(window, day)).map(({ field }) => ({ field, ...window }));
  },
};

const dwellingIsEmpty: Guard<null, CoverBookingFacts, unknown> = {
  code: 'dwelling-was-let',
  da: 'Boligen var udlejet den dag eller i de dage. Angiv dage, hvor den stod tom.',
  en: 'The dwelling was let on that day, or on some of those days. Name days on which it stood empty.',
  field: 'vacantFrom',
  source: 'domain.md 13.4',
  refuses: (_, { vacancy }) => vacancy?.isLet === true && { field: vacancy.named[0]!.field },
};

const daysAreInOrder: Guard<null, CoverBookingFacts, Pick<Requested, 'coversFrom' | 'coversThrough'>> = {
  code: 'last-day-is-before-the-first',
  da: 'Den sidste dag, der dækkes, kan tidligst være den første, {earliest}.',
  en: 'The last day that is covered can be the first one at the earliest, {earliest}.',
  field: 'coversThrough',
  source: 'domain.md 13.4',
  refuses: (_, __, { coversFrom: earliest, coversThrough }) =>
    earliest !== null && coversThrough !== null && coversThrough < earliest && { earliest },
};

/** Once: what a case says of it later would be another amount, and the first one would stand. */
const isPaidByHand: Guard<CoverBooking, CoverBookingFacts> = {
  code: 'case-tells-what-it-pays',
  da: 'En sag har bedt om dækningen og melder selv, hvad den betaler. Registrér betalingen i sagen.',
  en: 'A case has asked for the cover and tells itself what it pays. Register the payment in the case.',
  source: 'domain.md 2.1, 13.4: one krone counts once',
  refuses: ({ caseKind }) => caseKind !== BY_HAND,
};

const isWithinReserved: Guard<CoverBooking, CoverBookingFacts, Paid> = {
  code: 'more-than-is-reserved',
  da: 'Der er reserveret {mostOere}; mere kan ikke betales af dækningen.',
  en: '{mostOere} is reserved; no more can be paid out of the cover.',
  field: 'amountOere',
  source: 'domain.md 7.3',
  refuses: ({ amountOere: mostOere }, _, { amountOere }) => amountOere > mostOere && { mostOere },
};

const isWithinRequested: Guard<CoverBooking, CoverBookingFacts, Paid> = {
  code: 'more-than-was-asked-for',
  da: 'Der blev bedt om {mostOere}; mere kan ikke være betalt af dækningen.',
  en: '{mostOere} was asked for; no more can have been paid out of the cover.',
  field: 'amountOere',
  source: 'domain.md 7.3',
  refuses({ requestedOere, amountOere: was }, _, { amountOere }) {
    const mostOere = Math.max(requestedOere, was);
    return amountOere > mostOere && { mostOere };
  },
};

/** Held under the lock of the dwelling. What was paid beside it is put right by less, or by giving the other one back. */
const daysAreFree: Guard<CoverBooking, CoverBookingFacts, Paid> = {
  code: 'days-are-covered-already',
  da: 'Dagene fra {from} til {through} er dækket af en anden bogføring; ingen dag dækkes to gange.',
  en: 'The days from {from} to {through} are covered by another booking; no day is covered twice.',
  source: 'domain.md 7.3: no day is paid twice',
  refuses: (booking, { payment }, paid) =>
    !isLessThan(booking, payment!, paid) && payment!.coveredDays.map(({ from, through }) => ({ from, through })),
};

/** Paid already: less of it can always be put right. Rent and utilities have caps of their own. */
const isLessThan = (
  { state, amountOere: was, utilitiesOere: wasUtilities }: CoverBooking,
  { utilitiesOere }: Payment,
  { amountOere }: Paid,
): boolean =>
  state === 'CONFIRMED' && utilitiesOere <= wasUtilities && amountOere - utilitiesOere <= was - wasUtilities;

/** Only finance pays and corrects: whoever may not see what is used of the budget is not told what is left of it. */
const capsLeaveIt: Guard<CoverBooking, CoverBookingFacts, Paid> = {
  code: 'caps-leave-less',
  da: 'Lofterne levner {leftOere} i dag; mere kan ikke betales af dækningen.',
  en: 'The caps leave {leftOere} today; no more can be paid out of the cover.',
  field: 'amountOere',
  source: 'domain.md 13.2, 13.3',
  refuses(booking, { payment }, paid) {
    const { hasEnded, leftOere, coveredDays } = payment!;
    const isAsked = !hasEnded && !coveredDays.length && !isLessThan(booking, payment!, paid);
    return isAsked && paid.amountOere > leftOere && { leftOere };
  },
};

const canBeReservedAnew: Guard<CoverBooking, CoverBookingFacts, Paid> = {
  code: 'reservation-cannot-be-renewed',
  da: 'Reservationen er udløbet, og aftalen er ophørt; der kan ikke reserveres igen.',
  en: 'The reservation has expired, and the agreement has ended; nothing can be reserved anew.',
  source: 'domain.md 3.4',
  refuses: (_, { payment }) => payment!.hasEnded,
};

const utilitiesArePart: Guard<CoverBooking, CoverBookingFacts, Paid> = {
  code: 'utilities-exceed-payment',
  da: 'Forbruget kan højst være hele det betalte, {mostOere}.',
  en: 'The utilities can be all that was paid at most, {mostOere}.',
  field: 'utilitiesOere',
  source: 'domain.md 13.2',
  refuses: (_, __, { amountOere: mostOere, utilitiesOere = 0 }) => utilitiesOere > mostOere && { mostOere },
};

const hasExpired: Guard<CoverBooking, CoverBookingFacts> = {
  code: 'reservation-still-runs',
  da: 'Reservationen løber til {latest}.',
  en: 'The reservation runs until {latest}.',
  source: 'architecture.md 8',
  refuses: ({ expiresOn }, { today }) => expiresOn !== null && today <= expiresOn && { latest: expiresOn },
};

const booked = (
  { today, reservationDays, version }: CoverBookingFacts,
  { cover: { amountOere, utilitiesOere, refusal }, coveredDays, ...about }: Requested,
) => ({
  ...about,
  coveredDays: refusal === 'days-are-covered-already' ? coveredDays : null,
  landlordRef: version!.landlordRef,
  agreementVersion: version!.agreementVersion,
  ...{ amountOere, utilitiesOere, refusal },
  bookedOn: today,
  expiresOn: refusal ? null : addDays(today, reservationDays),
  overCapOere: 0,
});

/** What was reserved and not needed goes back. */
const paid = (_: CoverBooking, { payment }: CoverBookingFacts, { amountOere }: Paid) => {
  const { leftOere: __, hasEnded: ___, coveredDays: ____, ...booked } = payment!;
  return { amountOere, ...booked };
};

export const coverBookingRules = rules<CoverBooking, CoverBookingFacts, ActingRole>()({
  reserve: {
    from: 'none',
    to: 'RESERVED',
    by: ['finance', 'system'],
    requires: [agreementIsInForce, tenancyIsKnown, tenancyIsOfTheAgreement],
    checks: [vacancyIsNear, dwellingIsEmpty, daysAreInOrder],
    da: 'Reservér dækning',
    en: 'Reserve cover',
    told: { da: 'Der blev bedt om dækning.', en: 'Cover was asked for.' },
    source: 'U3; domain.md 3.3, 7.3',
    tells: 'reserved',
    opens: booked,
  },
  refuse: {
    from: 'none',
    to: 'REFUSED',
    by: ['system'],
    requires: [agreementIsInForce, tenancyIsKnown, tenancyIsOfTheAgreement],
    checks: [vacancyIsNear, dwellingIsEmpty, daysAreInOrder],
    da: 'Afvis dækning',
    en: 'Refuse cover',
    told: { da: 'Der var intet at dække med.', en: 'There was nothing to cover with.' },
    source: 'U3; domain.md 3.3, 7.3',
    tells: 'refused',
    opens: booked,
  },
  confirm: {
    from: ['RESERVED', 'EXPIRED'],
    to: 'CONFIRMED',
    by: ['finance'],
    requires: [isPaidByHand],
    checks: [isWithinReserved, daysAreFree, capsLeaveIt, canBeReservedAnew, utilitiesArePart],
    da: 'Bekræft, at dækningen er betalt',
    en: 'Confirm that the cover was paid',
    told: { da: 'Dækningen blev betalt.', en: 'The cover was paid.' },
    source: 'U3; domain.md 7.3',
    tells: 'confirmed',
    changes: paid,
  },
  recordPaid: {
    from: ['RESERVED', 'EXPIRED', 'RELEASED', 'REFUSED'],
    to: 'CONFIRMED',
    by: ['system'],
    da: 'Notér, at sagen har betalt',
    en: 'Record that the case has paid',
    told: { da: 'Dækningen blev betalt.', en: 'The cover was paid.' },
    source: 'domain.md 13.3',
    tells: 'confirmed',
    changes: paid,
  },
  correct: {
    from: ['CONFIRMED'],
    to: 'same',
    by: ['finance'],
    checks: [isWithinRequested, daysAreFree, capsLeaveIt, utilitiesArePart],
    da: 'Ret, hvad der er betalt',
    en: 'Correct what was paid',
    told: { da: 'Det betalte beløb blev rettet.', en: 'The amount that was paid was corrected.' },
    source: 'domain.md 13.4',
    tells: 'corrected',
    changes: paid,
  },
  release: {
    from: ['RESERVED'],
    to: 'RELEASED',
    by: ['finance', 'system'],
    da: 'Giv reservationen tilbage',
    en: 'Give the reservation back',
    told: { da: 'Reservationen blev givet tilbage.', en: 'The reservation was given back.' },
    source: 'architecture.md 8',
    tells: 'released',
  },
  expire: {
    from: ['RESERVED'],
    to: 'EXPIRED',
    by: ['system'],
    requires: [hasExpired],
    da: 'Reservationen udløber',
    en: 'The reservation expires',
    told: { da: 'Reservationen udløb.', en: 'The reservation expired.' },
    source: 'architecture.md 8; domain.md 13.2',
    tells: 'expired',
    due: ({ expiresOn }) => expiresOn && addDays(expiresOn, 1),
  },
});
