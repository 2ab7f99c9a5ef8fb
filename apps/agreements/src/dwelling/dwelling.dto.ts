// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { Command, Stored } from '#persistence';
import { NumberedQuery, RefusedActionView, Sortable } from '#service';
import { AgreedDwelling } from '../agreement/agreement-terms.dto.js';
import { DWELLING_STATES, type Dwelling, type DwellingFacts, dwellingRules } from './dwelling.js';

/** As in an agreement's text, which takes a dwelling over as it is here. */
export class DwellingFields extends OmitType(AgreedDwelling, ['dwellingRef']) {}

export class RegisterDwelling extends DwellingFields {
  @IsUUID()
  propertyRef: string;
}

export class ChangeDwelling extends PartialType(DwellingFields) {}

export class ListDwellings extends NumberedQuery {
  @Sortable('number', 'name')
  sort?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  @IsOptional()
  @IsUUID()
  propertyRef?: string;

  @IsOptional()
  @IsIn(DWELLING_STATES)
  state?: Dwelling['state'];
}

export class RegisteredDwellingView extends DwellingFields {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: DWELLING_STATES })
  state: Dwelling['state'];
  propertyRef: string;
  landlordRef: string;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Dwelling>, facts: DwellingFacts, { actor }: Command): RegisteredDwellingView {
    const { id, number, version, state, propertyRef, landlordRef, unit, type, areaM2, rooms, rentOere, utilitiesOere } =
      row;
    return {
      ...{ id, number, version, state, propertyRef, landlordRef, unit, type, areaM2, rooms, rentOere, utilitiesOere },
      ...(row.availablePattern !== null && { availablePattern: row.availablePattern }),
      ...dwellingRules.offers(row, actor.roles, facts),
    };
  }
}
