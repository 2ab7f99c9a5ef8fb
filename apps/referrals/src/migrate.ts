// SPDX-License-Identifier: MPL-2.0
import { runMigrate } from '#persistence';
import { migrations } from './migrations/index.js';

await runMigrate('referrals', migrations);
