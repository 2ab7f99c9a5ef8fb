// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000001 } from './1-initial.js';
import { Register1764000000002 } from './2-register.js';
import { Negotiation1764000000003 } from './3-negotiation.js';
import { CoverBooking1764000000004 } from './4-cover-booking.js';
import { FollowUp1764000000005 } from './5-follow-up.js';
import { EndedVersions1764000000006 } from './6-ended-versions.js';
import { OneSpelling1790000000001 } from './7-one-spelling.js';
import { Vacancies1790000000002 } from './8-vacancies.js';
import { OneAgreementADwelling1790000000003 } from './9-one-agreement-a-dwelling.js';
import { ShownVersion1790000000004 } from './10-shown-version.js';
import { ImportRows1790000000005 } from './11-import-rows.js';
import { BfeNumbers1790000000006 } from './12-bfe-numbers.js';
import { CaseNumbers1812000000001 } from './13-numbers.js';
import { Search1813000000001 } from './14-search.js';
import { Assignment1814000000001 } from './15-assignment.js';
import { LandlordsTold1815000000001 } from './16-landlords-told.js';
import { DaysCoveredOnce1815000000002 } from './17-days-covered-once.js';

export const migrations = [
  Initial1764000000001,
  Register1764000000002,
  Negotiation1764000000003,
  CoverBooking1764000000004,
  FollowUp1764000000005,
  EndedVersions1764000000006,
  OneSpelling1790000000001,
  Vacancies1790000000002,
  OneAgreementADwelling1790000000003,
  ShownVersion1790000000004,
  ImportRows1790000000005,
  BfeNumbers1790000000006,
  CaseNumbers1812000000001,
  Search1813000000001,
  Assignment1814000000001,
  LandlordsTold1815000000001,
  DaysCoveredOnce1815000000002,
];
