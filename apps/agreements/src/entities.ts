// SPDX-License-Identifier: MPL-2.0
import { AgreementRow } from './agreement/agreement.entity.js';
import { CoverBookingRow } from './cover-booking/cover-booking.entity.js';

export const entities = [AgreementRow, CoverBookingRow];
