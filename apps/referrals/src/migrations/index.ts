// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000001 } from './1-initial.js';
import { HelpWithRent1764000000002 } from './2-help-with-rent.js';
import { Versions1785000000001 } from './3-versions.js';
import { OneTenancyPerDay1785000000002 } from './4-one-tenancy-per-day.js';
import { Search1807000000002 } from './7-search.js';

export const migrations = [
  Initial1764000000001,
  HelpWithRent1764000000002,
  Versions1785000000001,
  OneTenancyPerDay1785000000002,
  Search1807000000002,
];
