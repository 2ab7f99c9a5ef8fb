// SPDX-License-Identifier: MPL-2.0
import { IsOptional, Matches } from 'class-validator';
import { ShownText } from './views.dto.js';

export class RowErrorsQuery {
  /** Errors of later rows than this one. */
  @IsOptional()
  @Matches(/^[0-9]{1,6}$/)
  afterRow: string = '0';
}

/** What is wrong with one cell; its content is not repeated. */
export class RowErrorView {
  /** As in the file: the header is row 1. */
  row: number;
  /** Empty: the whole row. */
  column: string;
  /** The earlier row that it contradicts. */
  otherRow: number | null;
  code: string;
  text: ShownText;
}
