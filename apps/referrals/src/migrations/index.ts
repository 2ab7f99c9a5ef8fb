// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000001 } from './1-initial.js';
import { HelpWithRent1764000000002 } from './2-help-with-rent.js';
import { Versions1785000000001 } from './3-versions.js';
import { OneTenancyPerDay1785000000002 } from './4-one-tenancy-per-day.js';
import { CaseNumbers1805000000002 } from './5-numbers.js';
import { Strike1806000000001 } from './6-strike.js';
import { Search1807000000002 } from './7-search.js';
import { Assignment1808000000001 } from './8-assignment.js';
import { PausedDeadlines1809000000002 } from './9-paused-deadlines.js';
import { CitizenVault1810000000001 } from './10-citizen-vault.js';
import { Vacancies1811000000001 } from './11-vacancies.js';
import { Referral1812000000001 } from './12-referral.js';
import { MoveInFinancing1813000000001 } from './13-move-in-financing.js';
import { MoveInInspection1814000000001 } from './14-move-in-inspection.js';
import { Rehousing1815000000001 } from './15-rehousing.js';
import { MovingOut1816000000001 } from './16-moving-out.js';
import { KnownComplaints1817000000001 } from './17-known-complaints.js';
import { OpenIncidents1818000000001 } from './18-open-incidents.js';

export const migrations = [
  Initial1764000000001,
  HelpWithRent1764000000002,
  Versions1785000000001,
  OneTenancyPerDay1785000000002,
  CaseNumbers1805000000002,
  Strike1806000000001,
  Search1807000000002,
  Assignment1808000000001,
  PausedDeadlines1809000000002,
  CitizenVault1810000000001,
  Vacancies1811000000001,
  Referral1812000000001,
  MoveInFinancing1813000000001,
  MoveInInspection1814000000001,
  Rehousing1815000000001,
  MovingOut1816000000001,
  KnownComplaints1817000000001,
  OpenIncidents1818000000001,
];
