// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, ValidateBy, ValidateIf } from 'class-validator';
import { LandlordContact } from '#contracts/agreements/contacts';
import { Parts, YesNo } from '#contracts/fields';
import type { Command, Stored } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, Sortable } from '#service';
import { isCvr } from './cvr.js';
import { LANDLORD_KINDS, LANDLORD_STATES, type Landlord, landlordRules } from './landlord.js';

export class RegisterLandlord {
  /** Reference that the sign-in gives the landlord's staff (claim `landlord`); a new one is made when it is missing. */
  @IsOptional()
  @IsUUID()
  ref?: string;

  @IsIn(LANDLORD_KINDS)
  kind: Landlord['kind'];

  /**
   * CVR number, 8 digits that pass modulus 11; required for a company, not allowed for a person.
   * @example "10000009"
   */
  @ValidateIf(({ kind, cvr }: RegisterLandlord) => kind === 'company' || cvr !== undefined)
  @ValidateBy(
    {
      name: 'isCvr',
      validator: {
        validate: (value, of) => (of?.object as RegisterLandlord).kind !== 'person' && isCvr(value),
        defaultMessage: () => '$property must be a CVR number: 8 digits that pass modulus 11; a person has none',
      },
    },
    {
      context: {
        code: 'not-a-cvr-number',
        da: 'CVR-nummeret skal have 8 cifre, der opfylder modulus 11; en person har intet.',
        en: 'The CVR number must have 8 digits that pass modulus 11; a person has none.',
      },
    },
  )
  cvr?: string;

  @FreeText(200)
  name: string;

  @Parts(() => LandlordContact, 50)
  contacts: LandlordContact[];

  /** Does the landlord let more than one dwelling? Duties to inspect follow from it. */
  @YesNo()
  letsMoreThanOne: boolean;
}

export class ChangeLandlord {
  @IsOptional()
  @FreeText(200)
  name?: string;

  @IsOptional()
  @YesNo()
  letsMoreThanOne?: boolean;

  @IsOptional()
  @Parts(() => LandlordContact, 50)
  contacts?: LandlordContact[];
}

export class ChangeContacts {
  @Parts(() => LandlordContact, 50)
  contacts: LandlordContact[];
}

export class ListLandlords extends NumberedQuery {
  @Sortable('number', 'name')
  sort?: string;

  @IsOptional()
  @IsIn(LANDLORD_STATES)
  state?: Landlord['state'];
}

export class LandlordView {
  /** The landlord's reference. */
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: LANDLORD_STATES })
  state: Landlord['state'];
  @ApiProperty({ enum: LANDLORD_KINDS })
  kind: Landlord['kind'];
  cvr: string | null;
  name: string;
  contacts: LandlordContact[];
  letsMoreThanOne: boolean;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Landlord>, _: null, { actor }: Command): LandlordView {
    const { id, number, version, state, kind, cvr, name, contacts, letsMoreThanOne } = row;
    return {
      ...{ id, number, version, state, kind, cvr, name, contacts: [...contacts], letsMoreThanOne },
      ...landlordRules.offers(row, actor.roles, null),
    };
  }
}
