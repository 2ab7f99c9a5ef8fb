// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Form, Whole } from '#contracts/fields';
import type { Command, Stored } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, Sortable } from '#service';
import { PROPERTY_STATES, type Property, type PropertyFacts, propertyRules } from './property.js';

/** Of zeros alone it is what systems write where they have none. */
const BFE_NUMBER = /^(?!0+$)[0-9]{1,10}$/;

class PropertyFields {
  /** @example "Prøvevej 1, 5000 Odense C" */
  @FreeText(200)
  address: string;

  /**
   * Number in BFE, the register of real property.
   * @example "6018543"
   */
  @IsOptional()
  @Form(BFE_NUMBER)
  bfeNumber?: string;

  /** Id in BBR, the register of buildings and dwellings. */
  @IsOptional()
  @IsUUID()
  bbrId?: string;

  /**
   * All dwellings of the property, registered or not.
   * @example 24
   */
  @Whole(1, 10_000)
  dwellingCount: number;
}

export class RegisterProperty extends PropertyFields {
  /** Required of the municipality; a landlord's own is the only one allowed. */
  @ApiProperty({ required: false, 'x-depends-on': ['roles of the caller'] } as never)
  @IsOptional()
  @IsUUID()
  landlordRef?: string;
}

export class ChangeProperty extends PartialType(PropertyFields) {}

export class ListProperties extends NumberedQuery {
  @Sortable('number', 'name')
  sort?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  @IsOptional()
  @IsIn(PROPERTY_STATES)
  state?: Property['state'];
}

export class PropertyView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: PROPERTY_STATES })
  state: Property['state'];
  landlordRef: string;
  address: string;
  bfeNumber: string | null;
  bbrId: string | null;
  /** All dwellings of the property. */
  dwellingCount: number;
  /** Those in the register. */
  registered: number;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Property>, facts: PropertyFacts, { actor }: Command): PropertyView {
    const { id, number, version, state, landlordRef, address, bfeNumber, bbrId, dwellingCount } = row;
    return {
      ...{ id, number, version, state, landlordRef, address, bfeNumber, bbrId, dwellingCount },
      registered: facts.registered,
      ...propertyRules.offers(row, actor.roles, facts),
    };
  }
}
