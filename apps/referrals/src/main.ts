// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';
import { ReferralsConfig } from './referrals.config.js';
import { ReferralsModule } from './referrals.module.js';
import { refusals } from './rule-books.js';

await runService('referrals', ReferralsModule, ReferralsConfig, { migrations, entities, refusals });
