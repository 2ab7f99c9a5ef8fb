// SPDX-License-Identifier: MPL-2.0
import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsString, Length } from 'class-validator';

/**
 * What people write in their own words, in one or more lines: 1 to `most` characters. What no text may hold is looked at in
 * every text that comes in (json-body.ts).
 * @param options.each the field is a list of at most 50 such texts
 */
export const FreeText = (most: number, { each = false } = {}) =>
  applyDecorators(...(each ? [IsArray(), ArrayMaxSize(50)] : []), IsString({ each }), Length(1, most, { each }));
