// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, Cases, type Command, Database } from '#persistence';
import { lockLimits } from '../agreement/covered-dwellings.js';
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
      const known: Pick<DwellingFacts, 'property'> = { property: property && { ...property, registered } };
      return await this.cases.open(dwelling, 'register', { ...command, tx, known }, { ...input, availablePattern });
    });
  }

  /** Under the lock under which agreements about the property are signed: what is removed is not signed for. */
  remove(id: string, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const [found] = await tx.query<{ propertyRef: string; landlordRef: string }>(
        'select property_ref as "propertyRef", landlord_ref as "landlordRef" from dwelling where id = $1',
        [id],
      );
      if (found) await lockLimits(tx, found.landlordRef, [found.propertyRef]);
      return await this.cases.act(dwelling, 'remove', id, { ...command, tx });
    });
  }
}
