// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000001 } from './1-initial.js';
import { Register1764000000002 } from './2-register.js';
import { Negotiation1764000000003 } from './3-negotiation.js';
import { CoverBooking1764000000004 } from './4-cover-booking.js';
import { FollowUp1764000000005 } from './5-follow-up.js';
import { EndedVersions1764000000006 } from './6-ended-versions.js';
import { ImportRows1764000000007 } from './7-import-rows.js';

export const migrations = [
  Initial1764000000001,
  Register1764000000002,
  Negotiation1764000000003,
  CoverBooking1764000000004,
  FollowUp1764000000005,
  EndedVersions1764000000006,
  ImportRows1764000000007,
];
