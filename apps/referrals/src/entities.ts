// SPDX-License-Identifier: MPL-2.0
import { AdministrationAgreementRow } from './administration-agreement/administration-agreement.entity.js';
import { FinancingRow } from './financing/financing.entity.js';
import { TenancyRow } from './tenancy/tenancy.entity.js';

export const entities = [TenancyRow, FinancingRow, AdministrationAgreementRow];
