// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database } from '#persistence';
import { scopeOf } from '../property/property.queries.js';
import { type ChangeDwelling, type RegisterDwelling, viewFor } from './dwelling.dto.js';
import type { DwellingRow } from './dwelling.entity.js';
import { dwellingKind } from './dwelling.events.js';
import { type DwellingFacts, dwellingRules } from './dwelling.js';

@Injectable()
export class DwellingUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  /** Under the property's lock: the last free place is taken once. */
  register({ availablePattern = undefined, ...input }: RegisterDwelling, command: Command): Promise<Answer> {
    const none: DwellingFacts = { property: null };
    return this.database.transaction(async (tx) => {
      const [property = null] = await tx.query<NonNullable<DwellingFacts['property']>>(
        `select p.landlord_ref as "landlordRef", p.dwelling_count as "dwellingCount" from property p
          where p.id = $1 and p.state = 'ACTIVE' and ($2::uuid is null or p.landlord_ref = $2) for update`,
        [input.propertyRef, command.actor.landlordRef ?? null],
      );
      const [{ registered = 0 } = {}] = await tx.query<{ registered: number }>(
        `select count(*) as registered from dwelling where property_ref = $1 and state = 'ACTIVE'`,
        [input.propertyRef],
      );
      const facts: DwellingFacts = property ? { property: { ...property, registered } } : none;
      return await this.cases.open(
        dwellingKind,
        { ...command, tx },
        {},
        () => ({
          row: {
            state: dwellingRules.next('register', null, command.actor.roles, facts),
            closedAt: null,
            nextDueOn: null,
            ...input,
            availablePattern: availablePattern ?? null,
            landlordRef: facts.property!.landlordRef,
          },
          fact: 'changed',
        }),
        viewFor(command),
      );
    });
  }

  change(id: string, input: ChangeDwelling, command: Command): Promise<Answer> {
    return this.act(id, command, (dwelling) => ({
      ...input,
      state: dwellingRules.next('change', dwelling, command.actor.roles, { property: null }),
    }));
  }

  remove(id: string, command: Command): Promise<Answer> {
    return this.act(id, command, (dwelling) => ({
      state: dwellingRules.next('remove', dwelling, command.actor.roles, { property: null }),
      closedAt: command.now,
    }));
  }

  private act(id: string, command: Command, decide: (dwelling: DwellingRow) => Partial<DwellingRow>): Promise<Answer> {
    return this.cases.change(
      dwellingKind,
      id,
      command,
      scopeOf(command.actor),
      (dwelling) => ({ changes: decide(dwelling), fact: 'changed' }),
      viewFor(command),
    );
  }
}
