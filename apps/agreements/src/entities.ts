// SPDX-License-Identifier: MPL-2.0
import { DwellingRow } from './dwelling/dwelling.entity.js';
import { ExpectationCheckRow } from './expectation-check/expectation-check.entity.js';
import { LandlordRow } from './landlord/landlord.entity.js';
import { MeetingRow } from './meeting/meeting.entity.js';
import { PreventiveMeasureRow } from './preventive-measure/preventive-measure.entity.js';
import { PropertyRow } from './property/property.entity.js';
import { PropertyImportRow } from './property-import/property-import.entity.js';

export const entities = [
  LandlordRow,
  PropertyRow,
  DwellingRow,
  PropertyImportRow,
  MeetingRow,
  ExpectationCheckRow,
  PreventiveMeasureRow,
];
