// SPDX-License-Identifier: MPL-2.0
const WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 1];

/** Eight digits with the modulus 11 check of the CVR register. */
export const isCvr = (text: unknown): boolean =>
  typeof text === 'string' &&
  /^[1-9]\d{7}$/.test(text) &&
  WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11 === 0;
