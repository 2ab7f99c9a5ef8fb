// SPDX-License-Identifier: MPL-2.0
import { refusalTexts, ruleBook } from '#domain';
import { ruleBooksOf } from '#service';
import { dwellingRules, unitIsRegistered } from './dwelling/dwelling.js';
import { EXPECTATION_STATES, expectationCheckRules, isAnswered } from './expectation-check/expectation-check.js';
import { kinds } from './kinds.js';
import { isRegistered, LANDLORD_STATES, landlordRules } from './landlord/landlord.js';
import { MEETING_STATES, meetingRules } from './meeting/meeting.js';
import { MEASURE_STATES, preventiveMeasureRules } from './preventive-measure/preventive-measure.js';
import { propertyIsRegistered, propertyRules, REGISTER_STATES } from './property/property.js';
import { IMPORT_STATES, propertyImportRules } from './property-import/property-import.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  landlord: ruleBook('landlord', 'Udlejer: landlord', landlordRules, LANDLORD_STATES),
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
const others = [isRegistered, propertyIsRegistered, unitIsRegistered, isAnswered];

/** Sentences by code, for `/problems/<code>`. */
export const refusals = {
  ...refusalTexts(landlordRules, propertyRules, dwellingRules, propertyImportRules),
  ...refusalTexts(meetingRules, expectationCheckRules, preventiveMeasureRules),
  ...Object.fromEntries(others.map((refusal) => [refusal.code, refusal])),
};
