// SPDX-License-Identifier: MPL-2.0
import { Transform } from 'class-transformer';

/**
 * A whole number that arrives as text, in a query or a setting: `0` or digits without a leading zero. Anything else is kept
 * and so refused by `@IsInt`: `Number` reads `1e2`, `0x10` and ` 5` too.
 */
export const WholeNumber = () =>
  Transform(({ value }) => (typeof value === 'string' && /^(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : value));
