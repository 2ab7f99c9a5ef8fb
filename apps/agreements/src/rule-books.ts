// SPDX-License-Identifier: MPL-2.0
import { AGREEMENT_STATES } from '#contracts/agreements/agreement';
import { refusalTexts, ruleBook } from '#domain';
import { agreementRules, numberIsTaken } from './agreement/agreement.js';
import { dwellingIsNotRegistered } from './agreement/chosen-dwellings.js';
import { dwellingRules, unitIsRegistered } from './dwelling/dwelling.js';
import { isRegistered, LANDLORD_STATES, landlordRules } from './landlord/landlord.js';
import { propertyIsRegistered, propertyRules, REGISTER_STATES } from './property/property.js';
import { IMPORT_STATES, propertyImportRules } from './property-import/property-import.js';

/** `docs/rules/<name>.md` by name. */
export const ruleBooks: Record<string, string> = {
  agreement: ruleBook('agreement', 'Samarbejdsaftale: agreement', agreementRules, AGREEMENT_STATES),
  landlord: ruleBook('landlord', 'Udlejer: landlord', landlordRules, LANDLORD_STATES),
  property: ruleBook('property', 'Ejendom: property', propertyRules, REGISTER_STATES),
  dwelling: ruleBook('dwelling', 'Bolig: dwelling', dwellingRules, REGISTER_STATES),
  'property-import': ruleBook(
    'property-import',
    'Indlæsning af ejendomme: property import',
    propertyImportRules,
    IMPORT_STATES,
  ),
};

/** Refusals that no rules table holds: constraints of the database, and what a lookup did not find. */
const others = [numberIsTaken, dwellingIsNotRegistered, isRegistered, propertyIsRegistered, unitIsRegistered];

/** Sentences by code, for `/problems/<code>`. */
export const refusals = {
  ...refusalTexts(agreementRules, landlordRules, propertyRules, dwellingRules, propertyImportRules),
  ...Object.fromEntries(others.map((refusal) => [refusal.code, refusal])),
};
