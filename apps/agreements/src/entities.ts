// SPDX-License-Identifier: MPL-2.0
import { AgreementRow } from './agreement/agreement.entity.js';

export const entities = [AgreementRow];
