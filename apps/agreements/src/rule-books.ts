// SPDX-License-Identifier: MPL-2.0
import { AGREEMENT_STATES } from '#contracts/agreements/agreement';
import { COVER_BOOKING_STATES } from '#contracts/agreements/cover-booking';
import { refusalTexts, ruleBook } from '#domain';
import { ruleBooksOf } from '#service';
import { agreementRules, numberIsTaken } from './agreement/agreement.js';
import { dwellingIsNotRegistered } from './agreement/chosen-dwellings.js';
import { coverBookingRules } from './cover-booking/cover-booking.js';
import { kinds } from './kinds.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  agreement: ruleBook('agreement', 'Samarbejdsaftale: agreement', agreementRules, AGREEMENT_STATES),
  'cover-booking': ruleBook('cover-booking', 'Dækning: cover booking', coverBookingRules, COVER_BOOKING_STATES),
  ...ruleBooksOf(kinds),
};

/** Refusals that no rules table holds: constraints of the database, and what a lookup did not find. */
const others = [numberIsTaken, dwellingIsNotRegistered];

/** Sentences by code, for `/problems/<code>`. */
export const refusals = {
  ...refusalTexts(agreementRules, coverBookingRules),
  ...Object.fromEntries(others.map((refusal) => [refusal.code, refusal])),
};
