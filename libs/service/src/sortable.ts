// SPDX-License-Identifier: MPL-2.0
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/**
 * `sort` of a list's query: what the kind says in `sortedBy` (a check compares), ascending, or descending with `-` before it.
 */
export const Sortable = (...by: readonly ('number' | 'day' | 'name' | 'due')[]) =>
  applyDecorators(ApiPropertyOptional({ description: DESCRIPTION }), IsOptional(), IsIn(wordsOf(by)));

const wordsOf = (by: readonly string[]) => by.flatMap((name) => [name, `-${name}`]);
const DESCRIPTION = 'Sorted by this, names and addresses in Danish order; `-`: from the last to the first.';
