// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, Cases, type Command, Database } from '#persistence';
import { lockedProperty } from '../property/property.lookup.js';
import type { RegisterDwelling } from './dwelling.dto.js';
import type { DwellingFacts } from './dwelling.js';
import { dwelling } from './dwelling.kind.js';

@Injectable()
export class DwellingFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  /** Under the property's lock: the last free place is taken once. */
  register({ availablePattern = null!, ...input }: RegisterDwelling, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const property = await lockedProperty(tx, input.propertyRef, command);
      const [{ registered = 0 } = {}] = await tx.query<{ registered: number }>(
        `select count(*) as registered from dwelling where property_ref = $1 and state = 'ACTIVE'`,
        [input.propertyRef],
      );
      const known: DwellingFacts = { property: property && { ...property, registered } };
      return await this.cases.open(dwelling, 'register', { ...command, tx, known }, { ...input, availablePattern });
    });
  }
}
