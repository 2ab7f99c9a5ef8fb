// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { feeOn } from './demand-fee.js';

test('the fee of a day is the newest of its year', () => {
  const fees = [
    { validFrom: '2026-07-01', feeOere: 3 },
    { validFrom: '2025-01-01', feeOere: 1 },
    { validFrom: '2026-01-01', feeOere: 2 },
  ];
  const days = ['2024-12-31', '2025-12-31', '2026-06-30', '2026-07-01', '2027-01-01'];
  expect(days.map((day) => feeOn(day, fees))).toEqual([undefined, 1, 2, 3, undefined]);
});
