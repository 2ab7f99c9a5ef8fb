// SPDX-License-Identifier: MPL-2.0
import { AgreementRow } from './agreement/agreement.entity.js';
import { CoverBookingRow } from './cover-booking/cover-booking.entity.js';
import { DwellingRow } from './dwelling/dwelling.entity.js';
import { ExpectationCheckRow } from './expectation-check/expectation-check.entity.js';
import { MeetingRow } from './meeting/meeting.entity.js';
import { PreventiveMeasureRow } from './preventive-measure/preventive-measure.entity.js';
import { PropertyRow } from './property/property.entity.js';
import { PropertyImportRow } from './property-import/property-import.entity.js';

export const entities = [
  PropertyRow,
  DwellingRow,
  PropertyImportRow,
  AgreementRow,
  CoverBookingRow,
  MeetingRow,
  ExpectationCheckRow,
  PreventiveMeasureRow,
];
