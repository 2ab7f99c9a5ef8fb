// SPDX-License-Identifier: MPL-2.0
// The cover ledger as rows for a spreadsheet.
import type { CoverBooking } from './cover-booking.js';

const COLUMNS = [
  ...['booking', 'bogført', 'år', 'tilstand', 'forpligtelse', 'aftaleversion', 'lejemål', 'bolig', 'sag', 'sagstype'],
  ...['ønsket_kr', 'reserveret_kr', 'betalt_kr', 'heraf_forbrug_kr', 'over_loft_kr', 'udløber', 'afvist', 'årsag'],
  ...['sagsnummer', 'dækker_fra', 'dækker_til'],
];
export const ledgerHeader = COLUMNS.join(';');

/** Kroner with a decimal comma: `5429,00`. */
const kroner = (oere: number) => `${Math.trunc(oere / 100)},${String(oere % 100).padStart(2, '0')}`;

/** Quoted where it must be; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** @param isWhole with the municipality's own words and what was paid beyond its caps, which a landlord is not shown */
export const ledgerLine = (booking: CoverBooking & { id: string; number: string }, isWhole: boolean): string => {
  const { state, amountOere } = booking;
  return [
    booking.id,
    booking.bookedOn,
    booking.bookedYear,
    state,
    booking.commitment,
    booking.agreementVersion,
    booking.tenancyRef,
    booking.dwellingRef,
    booking.caseRef,
    booking.caseKind,
    kroner(booking.requestedOere),
    kroner(state === 'RESERVED' ? amountOere : 0),
    kroner(state === 'CONFIRMED' ? amountOere : 0),
    kroner(booking.utilitiesOere),
    isWhole ? kroner(booking.overCapOere) : null,
    booking.expiresOn,
    booking.refusal,
    isWhole ? booking.cause : null,
    booking.number,
    booking.coversFrom,
    booking.coversThrough,
  ]
    .map(cell)
    .join(';');
};
