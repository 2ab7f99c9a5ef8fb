// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { AgreementsConfig } from './agreements.config.js';
import { AgreementsModule } from './agreements.module.js';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';
import { refusals } from './rule-books.js';

await runService('agreements', AgreementsModule, AgreementsConfig, { migrations, entities, refusals });
