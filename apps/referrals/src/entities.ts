// SPDX-License-Identifier: MPL-2.0
import { TenancyRow } from './tenancy/tenancy.entity.js';

export const entities = [TenancyRow];
