// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { incidents } from './incidents.module.js';

await runService(incidents);
