// SPDX-License-Identifier: MPL-2.0
import { AgreementRow } from './agreement/agreement.entity.js';
import { CoverBookingRow } from './cover-booking/cover-booking.entity.js';
import { MeetingRow } from './meeting/meeting.entity.js';

export const entities = [AgreementRow, CoverBookingRow, MeetingRow];
