// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000003 } from './1-initial.js';
import { DemandFee1770000000003 } from './2-demand-fee.js';
import { RentArrearsWhole1780000000003 } from './3-rent-arrears-whole.js';
import { PinnedVersion1785000000003 } from './4-pinned-version.js';
import { OneSpelling1790000000003 } from './5-one-spelling.js';
import { OneKroneOnce1795000000003 } from './6-one-krone-once.js';
import { Search1809000000003 } from './9-search.js';

export const migrations = [
  Initial1764000000003,
  DemandFee1770000000003,
  RentArrearsWhole1780000000003,
  PinnedVersion1785000000003,
  OneSpelling1790000000003,
  OneKroneOnce1795000000003,
  Search1809000000003,
];
