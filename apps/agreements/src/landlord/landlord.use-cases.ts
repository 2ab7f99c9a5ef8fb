// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type Answer, CaseStore, type Command } from '#persistence';
import { type ChangeContacts, type ChangeLandlord, type RegisterLandlord, viewFor } from './landlord.dto.js';
import type { LandlordRow } from './landlord.entity.js';
import { landlordKind } from './landlord.events.js';
import { type Landlord, landlordRules } from './landlord.js';
import { scopeOf } from './landlord.queries.js';

@Injectable()
export class LandlordUseCases {
  constructor(private readonly cases: CaseStore) {}

  register({ ref = uuidv4(), cvr = undefined, ...input }: RegisterLandlord, command: Command): Promise<Answer> {
    return this.cases.open(
      landlordKind,
      command,
      {},
      () => ({
        row: {
          ...input,
          cvr: cvr ?? null,
          state: landlordRules.next('register', null, command.actor.roles, null),
          closedAt: null,
          nextDueOn: null,
        },
        fact: 'changed',
      }),
      viewFor(command),
      ref.toLowerCase(),
    );
  }

  change(id: string, input: ChangeLandlord, command: Command): Promise<Answer> {
    return this.act(id, command, (landlord, roles) => ({
      ...input,
      state: landlordRules.next('change', landlord, roles, null),
    }));
  }

  changeContacts(id: string, { contacts }: ChangeContacts, command: Command): Promise<Answer> {
    return this.act(id, command, (landlord, roles) => ({
      contacts,
      state: landlordRules.next('changeContacts', landlord, roles, null),
    }));
  }

  close(id: string, command: Command): Promise<Answer> {
    return this.act(id, command, (landlord, roles) => ({
      state: landlordRules.next('close', landlord, roles, null),
      closedAt: command.now,
    }));
  }

  reopen(id: string, command: Command): Promise<Answer> {
    return this.act(id, command, (landlord, roles) => ({
      state: landlordRules.next('reopen', landlord, roles, null),
      closedAt: null,
    }));
  }

  private act(
    id: string,
    command: Command,
    decide: (landlord: Landlord, roles: Command['actor']['roles']) => Partial<LandlordRow>,
  ): Promise<Answer> {
    return this.cases.change(
      landlordKind,
      id,
      command,
      scopeOf(command.actor),
      (landlord) => ({ changes: decide(landlord, command.actor.roles), fact: 'changed' }),
      viewFor(command),
    );
  }
}
