// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { StoredUnnumbered } from '#persistence';
import { PageQuery, type RowErrors, RowErrorView } from '#service';
import { STAFF_IMPORT_STATES, type StaffImport, type StaffImportFacts } from './staff-import.js';

export class StaffImportQuery {
  /** `true`: only check, write nothing. */
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';
}

export class ListStaffImports extends PageQuery {}

class StaffCountsView {
  /** People that the register did not have. */
  announced: number;
  changed: number;
  unchanged: number;
}

export class StaffImportView {
  id: string;
  version: number;
  /** RECEIVED until it is compared with the register and written; CHECKED a dry run without errors; REJECTED with errors, nothing written; IMPORTED. */
  @ApiProperty({ enum: STAFF_IMPORT_STATES })
  state: StaffImport['state'];
  dryRun: boolean;
  rowsTotal: number;
  errorCount: number;
  /** The first 100; all but the first 1000 are only counted. */
  errors: RowErrorView[];
  /** What was written, or would be by a dry run; null until it has ended without errors. */
  counts: StaffCountsView | null;

  static of(
    this: void,
    { id, version, state, dryRun, rowsTotal, errorCount, counts }: StoredUnnumbered<StaffImport>,
    { errors }: StaffImportFacts,
    { view }: Pick<RowErrors, 'view'>,
  ): StaffImportView {
    return { id, version, state, dryRun, rowsTotal, errorCount, errors: errors.map(view), counts };
  }
}
