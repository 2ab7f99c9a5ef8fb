// SPDX-License-Identifier: MPL-2.0
import { RentArrearsRow } from './rent-arrears/rent-arrears.entity.js';

/** Tables of this service that hold cases. */
export const entities = [RentArrearsRow];
