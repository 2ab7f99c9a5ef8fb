// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database, Problem } from '#persistence';
import { type ChangeProperty, type RegisterProperty, viewFor } from './property.dto.js';
import { propertyKind } from './property.events.js';
import { type PropertyFacts, propertyRules } from './property.js';
import { scopeOf } from './property.queries.js';

/** @throws Problem 400 where the municipality does not say whose, 404 where a landlord names another one */
export function ownerOf(landlordRef: string | undefined, { actor }: Command): string {
  const owner = landlordRef?.toLowerCase() ?? actor.landlordRef;
  if (!owner)
    throw new Problem(400, 'invalid-request', {}, [{ pointer: '/landlordRef', code: 'required', message: '' }]);
  if (actor.landlordRef && owner !== actor.landlordRef) throw new Problem(404, 'not-found');
  return owner;
}

@Injectable()
export class PropertyUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  register(input: RegisterProperty, command: Command): Promise<Answer> {
    const { address, bfeNumber = null, bbrId = null, dwellingCount } = input;
    const landlordRef = ownerOf(input.landlordRef, command);
    return this.cases.open(
      propertyKind,
      command,
      { landlordRef },
      (facts: PropertyFacts) => ({
        row: {
          state: propertyRules.next('register', null, command.actor.roles, facts),
          closedAt: null,
          nextDueOn: null,
          ...{ landlordRef, address, bfeNumber, bbrId, dwellingCount },
        },
        fact: 'changed',
      }),
      viewFor(command),
    );
  }

  /** In a transaction, which locks the property: dwellings are registered under the same lock. */
  change(id: string, input: ChangeProperty, command: Command): Promise<Answer> {
    return this.database.transaction((tx) =>
      this.cases.change(
        propertyKind,
        id,
        { ...command, tx },
        scopeOf(command.actor),
        (property, facts: PropertyFacts) => ({
          changes: {
            ...input,
            state: propertyRules.next('change', property, command.actor.roles, facts, input),
          },
          fact: 'changed',
        }),
        viewFor(command),
      ),
    );
  }

  remove(id: string, command: Command): Promise<Answer> {
    return this.database.transaction((tx) =>
      this.cases.change(
        propertyKind,
        id,
        { ...command, tx },
        scopeOf(command.actor),
        (property, facts: PropertyFacts) => ({
          changes: {
            state: propertyRules.next('remove', property, command.actor.roles, facts),
            closedAt: command.now,
          },
          fact: 'changed',
        }),
        viewFor(command),
      ),
    );
  }
}
