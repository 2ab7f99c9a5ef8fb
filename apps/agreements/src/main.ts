// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { agreements } from './agreements.module.js';

await runService(agreements);
