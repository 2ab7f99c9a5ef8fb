// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, Cases, type Command, Database } from '#persistence';
import type { ChangeProperty } from './property.dto.js';
import { property } from './property.kind.js';
import { lockedProperty } from './property.lookup.js';

/** A property is changed under the lock under which its dwellings are registered. */
@Injectable()
export class PropertyFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  change(id: string, input: ChangeProperty, command: Command): Promise<Answer> {
    return this.locked(id, command, (inside) => this.cases.act(property, 'change', id, inside, input));
  }

  remove(id: string, command: Command): Promise<Answer> {
    return this.locked(id, command, (inside) => this.cases.act(property, 'remove', id, inside));
  }

  private locked(id: string, command: Command, act: (inside: Command) => Promise<Answer>): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      await lockedProperty(tx, id, command);
      return await act({ ...command, tx });
    });
  }
}
