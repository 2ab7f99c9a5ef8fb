// SPDX-License-Identifier: MPL-2.0
import { Initial1764000000001 } from './1-initial.js';

export const migrations = [Initial1764000000001];
