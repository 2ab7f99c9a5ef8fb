// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { entities } from './entities.js';
import { IncidentsConfig } from './incidents.config.js';
import { IncidentsModule } from './incidents.module.js';
import { migrations } from './migrations/index.js';
import { refusals } from './rule-books.js';

await runService('incidents', IncidentsModule, IncidentsConfig, { migrations, entities, refusals });
