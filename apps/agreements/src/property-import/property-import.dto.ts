// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { Stored } from '#persistence';
import { NumberedQuery, type RowErrors, RowErrorView, Sortable } from '#service';
import { PROPERTY_IMPORT_STATES, type PropertyImport, type PropertyImportFacts } from './property-import.js';

export class ImportQuery {
  /** Required of the municipality; a landlord's own is the only one allowed. */
  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  /** `true`: only check, write nothing. */
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';
}

export class ListImports extends NumberedQuery {
  @Sortable('number')
  sort?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;
}

class CountsOfKind {
  created: number;
  changed: number;
  unchanged: number;
}

class CountsView {
  properties: CountsOfKind;
  dwellings: CountsOfKind;
}

export class PropertyImportView {
  id: string;
  /** What people call the case by. */
  number: string;
  version: number;
  /** RECEIVED until it is checked against the register and written; CHECKED a dry run without errors; REJECTED with errors, nothing written; IMPORTED. */
  @ApiProperty({ enum: PROPERTY_IMPORT_STATES })
  state: PropertyImport['state'];
  landlordRef: string;
  dryRun: boolean;
  rowsTotal: number;
  /** How many were read: all. */
  rowsChecked: number;
  errorCount: number;
  /** The first 100; all but the first 1000 are only counted. */
  errors: RowErrorView[];
  /** What was written, or would be by a dry run; null until it has ended without errors. */
  counts: CountsView | null;

  static of(
    this: void,
    row: Stored<PropertyImport>,
    { errors }: PropertyImportFacts,
    { view }: Pick<RowErrors, 'view'>,
  ): PropertyImportView {
    const { id, number, version, state, landlordRef, dryRun, rowsTotal, rowsChecked, errorCount, counts } = row;
    return {
      ...{ id, number, version, state, landlordRef, dryRun, rowsTotal, rowsChecked, errorCount },
      errors: errors.map(view),
      counts,
    };
  }
}
