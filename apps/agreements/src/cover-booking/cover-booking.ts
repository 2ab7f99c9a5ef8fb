// SPDX-License-Identifier: MPL-2.0
// Dækning: one entry of the ledger, from the request over the reservation to payment or return (domain.md 3.3, 7.3).
import type { COVER_BOOKING_STATES } from '#contracts/agreements/cover-booking';
import type { ActingRole } from '#contracts/roles';
import { addDays, type Guard, type LocalDate, type Oere, rules } from '#domain';
import type { VersionInForce } from '../agreement/agreement.lookup.js';
import type { CommitmentKind, Cover, CoverRefusal } from './cover.js';

export interface CoverBooking {
  state: (typeof COVER_BOOKING_STATES)[number];
  agreementRef: string;
  landlordRef: string;
  tenancyRef: string | null;
  /** The case that asked; a booking by hand is its own. */
  caseRef: string;
  caseKind: string;
  dwellingRef: string | null;
  commitment: CommitmentKind;
  /** The version whose terms were applied. */
  agreementVersion: number;
  /** With utilities. */
  requestedOere: Oere;
  /** Reserved or paid, with utilities; 0 when refused. What is RELEASED or EXPIRED counts no more. */
  amountOere: Oere;
  utilitiesOere: Oere;
  refusal: CoverRefusal | null;
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
  version: Pick<VersionInForce, 'landlordRef' | 'agreementVersion'> | null;
  /** Null: no tenancy was named. */
  tenancy: 'known' | 'unknown' | 'of-another-agreement' | null;
  /** Of a payment: what was reserved for it; after its reservation has ended, what the caps leave. */
  leftOere: Oere;
}

/** Who asks for what, and what the caps leave of it. */
export interface Requested
  extends Pick<CoverBooking, 'agreementRef' | 'tenancyRef' | 'caseRef' | 'caseKind' | 'dwellingRef' | 'commitment'>,
    Pick<CoverBooking, 'bookedYear' | 'requestedOere' | 'cause'> {
  cover: Pick<Cover, 'amountOere' | 'utilitiesOere' | 'refusal'>;
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

const isWithinReserved: Guard<CoverBooking, CoverBookingFacts, { amountOere: Oere }> = {
  code: 'more-than-is-reserved',
  da: 'Der er reserveret {mostOere}; mere kan ikke betales af dækningen.',
  en: '{mostOere} is reserved; no more can be paid out of the cover.',
  field: 'amountOere',
  source: 'domain.md 7.3',
  refuses: ({ amountOere: mostOere }, _, { amountOere }) => amountOere > mostOere && { mostOere },
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
  { cover: { amountOere, utilitiesOere, refusal }, ...about }: Requested,
) => ({
  ...about,
  landlordRef: version!.landlordRef,
  agreementVersion: version!.agreementVersion,
  ...{ amountOere, utilitiesOere, refusal },
  bookedOn: today,
  expiresOn: refusal ? null : addDays(today, reservationDays),
  overCapOere: 0,
});

/** What was reserved and not needed goes back. Paid after the reservation ended, it counts in the year of today. */
const paid = (booking: CoverBooking, { today, leftOere }: CoverBookingFacts, { amountOere }: { amountOere: Oere }) => ({
  amountOere,
  utilitiesOere: Math.min(booking.utilitiesOere, amountOere),
  overCapOere: Math.max(0, amountOere - leftOere),
  ...(booking.state !== 'RESERVED' && { bookedOn: today, bookedYear: Number(today.slice(0, 4)) }),
});

export const coverBookingRules = rules<CoverBooking, CoverBookingFacts, ActingRole>()({
  reserve: {
    from: 'none',
    to: 'RESERVED',
    by: ['finance', 'system'],
    requires: [agreementIsInForce, tenancyIsKnown, tenancyIsOfTheAgreement],
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
    checks: [isWithinReserved],
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
