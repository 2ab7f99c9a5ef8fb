// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { referrals } from './referrals.module.js';

await runService(referrals);
