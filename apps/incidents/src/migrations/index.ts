// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000003 } from './1-initial.js';
import { DemandFee1770000000003 } from './2-demand-fee.js';
import { RentArrearsWhole1780000000003 } from './3-rent-arrears-whole.js';
import { PinnedVersion1785000000003 } from './4-pinned-version.js';
import { OneSpelling1790000000003 } from './5-one-spelling.js';
import { OneKroneOnce1795000000003 } from './6-one-krone-once.js';
import { HelpedOnce1800000000003 } from './7-helped-once.js';
import { CaseNumbers1807000000003 } from './8-numbers.js';
import { Strike1808000000003 } from './9-strike.js';
import { Search1809000000003 } from './10-search.js';
import { Assignment1810000000003 } from './11-assignment.js';
import { PausedDeadlines1811000000003 } from './12-paused-deadlines.js';
import { ForgottenLeaseNumbers1813000000003 } from './13-forgotten-lease-numbers.js';
import { NeighbourComplaint1814000000003 } from './14-neighbour-complaint.js';
import { Eviction1815000000003 } from './15-eviction.js';
import { MoveOut1816000000003 } from './16-move-out.js';
import { Attachments1817000000003 } from './17-attachments.js';
import { ForgottenDocumentation1818000000003 } from './18-forgotten-documentation.js';
import { EndedWithTenancy1819000000003 } from './19-ended-with-tenancy.js';

export const migrations = [
  Initial1764000000003,
  DemandFee1770000000003,
  RentArrearsWhole1780000000003,
  PinnedVersion1785000000003,
  OneSpelling1790000000003,
  OneKroneOnce1795000000003,
  HelpedOnce1800000000003,
  CaseNumbers1807000000003,
  Strike1808000000003,
  Search1809000000003,
  Assignment1810000000003,
  PausedDeadlines1811000000003,
  ForgottenLeaseNumbers1813000000003,
  NeighbourComplaint1814000000003,
  Eviction1815000000003,
  MoveOut1816000000003,
  Attachments1817000000003,
  ForgottenDocumentation1818000000003,
  EndedWithTenancy1819000000003,
];
