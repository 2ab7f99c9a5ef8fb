// SPDX-License-Identifier: MPL-2.0
import { DemandFeeRow } from './demand-fee/demand-fee.entity.js';
import { RentArrearsRow } from './rent-arrears/rent-arrears.entity.js';

/** Tables of this service that hold cases. */
export const entities = [RentArrearsRow, DemandFeeRow];
