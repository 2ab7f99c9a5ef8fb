// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, ValidateIf } from 'class-validator';
import type { Command } from '#persistence';
import { PageQuery, RefusedActionView } from '#service';
import { AgreedDwelling } from '../agreement/agreement-terms.dto.js';
import { REGISTER_STATES, type RegisterState } from '../property/property.js';
import type { DwellingRow } from './dwelling.entity.js';
import { dwellingRules } from './dwelling.js';

/** As in an agreement's text, which takes a dwelling over as it is here. */
export class DwellingFields extends OmitType(AgreedDwelling, ['dwellingRef']) {}

export class RegisterDwelling extends DwellingFields {
  @IsUUID()
  propertyRef: string;
}

export class ChangeDwelling extends PartialType(DwellingFields, { skipNullProperties: false }) {}

export class ListDwellings extends PageQuery {
  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  @IsOptional()
  @IsUUID()
  propertyRef?: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsIn(REGISTER_STATES)
  state?: RegisterState;
}

export class RegisteredDwellingView extends DwellingFields {
  id: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: REGISTER_STATES })
  state: RegisterState;
  propertyRef: string;
  landlordRef: string;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];
}

export const viewFor =
  ({ actor }: Command) =>
  (row: DwellingRow): RegisteredDwellingView => {
    const { id, version, state, propertyRef, landlordRef, unit, type, areaM2, rooms, rentOere, utilitiesOere } = row;
    return {
      ...{ id, version, state, propertyRef, landlordRef, unit, type, areaM2, rooms, rentOere, utilitiesOere },
      ...(row.availablePattern !== null && { availablePattern: row.availablePattern }),
      ...dwellingRules.offers(row, actor.roles, { property: null }),
    };
  };
