// SPDX-License-Identifier: MPL-2.0
import type { Migration } from '#persistence';
import { Initial1764000000004 } from './1-initial.js';
import { WhoHearsWhat1780000000004 } from './2-who-hears-what.js';
import { DeadlinesOfOurOwn1795000000004 } from './3-deadlines-of-our-own.js';
import { Search1805000000004 } from './5-search.js';
import { Staff1806000000004 } from './6-staff.js';
import { SomebodysInbox1807000000004 } from './7-somebodys-inbox.js';
import { PausedDeadlines1808000000004 } from './8-paused-deadlines.js';
import { ShownDeadlines1809000000004 } from './9-shown-deadlines.js';

export const migrations: Migration[] = [
  Initial1764000000004,
  WhoHearsWhat1780000000004,
  DeadlinesOfOurOwn1795000000004,
  Search1805000000004,
  Staff1806000000004,
  SomebodysInbox1807000000004,
  PausedDeadlines1808000000004,
  ShownDeadlines1809000000004,
];
