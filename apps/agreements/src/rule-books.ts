// SPDX-License-Identifier: MPL-2.0
import { AGREEMENT_STATES } from '#contracts/agreements/agreement';
import { COVER_BOOKING_STATES } from '#contracts/agreements/cover-booking';
import { refusalTexts, ruleBook } from '#domain';
import { ruleBooksOf } from '#service';
import { agreementRules, numberIsTaken } from './agreement/agreement.js';
import { dwellingIsNotRegistered } from './agreement/chosen-dwellings.js';
import { coverBookingRules } from './cover-booking/cover-booking.js';
import { dwellingRules, unitIsRegistered } from './dwelling/dwelling.js';
import { EXPECTATION_STATES, expectationCheckRules, isAnswered } from './expectation-check/expectation-check.js';
import { kinds } from './kinds.js';
import { MEETING_STATES, meetingRules } from './meeting/meeting.js';
import { MEASURE_STATES, preventiveMeasureRules } from './preventive-measure/preventive-measure.js';
import { propertyIsRegistered, propertyRules, REGISTER_STATES } from './property/property.js';
import { IMPORT_STATES, propertyImportRules } from './property-import/property-import.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  agreement: ruleBook('agreement', 'Samarbejdsaftale: agreement', agreementRules, AGREEMENT_STATES),
  'cover-booking': ruleBook('cover-booking', 'Dækning: cover booking', coverBookingRules, COVER_BOOKING_STATES),
  property: ruleBook('property', 'Ejendom: property', propertyRules, REGISTER_STATES),
  dwelling: ruleBook('dwelling', 'Bolig: dwelling', dwellingRules, REGISTER_STATES),
  meeting: ruleBook('meeting', 'Opfølgningsmøde: meeting', meetingRules, MEETING_STATES),
  ...ruleBooksOf(kinds),
  'expectation-check': ruleBook(
    'expectation-check',
    'Forventningsafstemning: expectation check',
    expectationCheckRules,
    EXPECTATION_STATES,
  ),
  'preventive-measure': ruleBook(
    'preventive-measure',
    'Forebyggende tiltag: preventive measure',
    preventiveMeasureRules,
    MEASURE_STATES,
  ),
  'property-import': ruleBook(
    'property-import',
    'Indlæsning af ejendomme: property import',
    propertyImportRules,
    IMPORT_STATES,
  ),
};

/** Refusals that no rules table holds: constraints of the database, and what a lookup did not find. */
const others = [
  numberIsTaken,
  dwellingIsNotRegistered,
  propertyIsRegistered,
  unitIsRegistered,
  isAnswered,
];

/** Sentences by code, for `/problems/<code>`. */
export const refusals = {
  ...refusalTexts(agreementRules, coverBookingRules, propertyRules, dwellingRules, propertyImportRules),
  ...refusalTexts(meetingRules, expectationCheckRules, preventiveMeasureRules),
  ...Object.fromEntries(others.map((refusal) => [refusal.code, refusal])),
};
