// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type Actor, type Answer, CaseReader, CaseStore, type Command, type Scope } from '#persistence';
import type {
  ActivateAgreement,
  AgreementTerms,
  AgreementView,
  CreateAgreement,
  ListAgreements,
} from './agreement.dto.js';
import type { AgreementRow } from './agreement.entity.js';
import { agreementKind } from './agreement.events.js';
import { agreementRules } from './agreement.js';

@Injectable()
export class AgreementUseCases {
  constructor(
    private readonly store: CaseStore,
    private readonly reader: CaseReader,
  ) {}

  create(input: CreateAgreement, command: Command): Promise<Answer> {
    const { agreementNo, landlord, legalBasis, term, properties, ...rest } = input;
    const terms: AgreementTerms = {
      ...rest,
      noticeMonths: term.noticeMonths,
      properties: properties.map(({ dwellings, ...property }) => ({
        ...property,
        dwellings: dwellings.map((dwelling) => ({ dwellingRef: uuidv4(), ...dwelling })),
      })),
    };
    return this.store.open(
      agreementKind,
      command,
      {},
      () => ({
        row: {
          state: agreementRules.next('create', null, command.actor.roles, { today: command.today, term }),
          closedAt: null,
          nextDueOn: null,
          agreementNo,
          landlordRef: landlord.ref,
          landlordCvr: landlord.cvr,
          landlordName: landlord.name,
          legalBasis,
          agreementVersion: 1,
          termFrom: term.from,
          termTo: term.to,
          terms,
          signatures: [],
        },
        fact: 'created',
      }),
      viewFor(command),
    );
  }

  activate(id: string, { signatures }: ActivateAgreement, command: Command): Promise<Answer> {
    return this.store.change(
      agreementKind,
      id,
      command,
      scopeOf(command.actor),
      (agreement) => ({
        changes: {
          state: agreementRules.next('activate', agreement, command.actor.roles, { today: command.today, signatures }),
          signatures,
        },
        fact: 'versionActivated',
      }),
      viewFor(command),
    );
  }

  list({ after, limit, state }: ListAgreements, command: Command): Promise<object> {
    const scope = scopeOf(command.actor);
    return this.reader.list(agreementKind, command, scope, { state }, { after, limit }, viewFor(command));
  }

  get(id: string, command: Command): Promise<Answer> {
    return this.reader.get(agreementKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.reader.history(agreementKind, id, command, scopeOf(command.actor));
  }
}

function scopeOf({ roles, landlordRef }: Actor): Scope<AgreementRow> {
  if (roles.includes('single_entry')) return {};
  return landlordRef ? { landlordRef } : 'nothing';
}

/** The landlord does not see whom the dwellings are meant for. */
function viewFor({ actor, today }: Command): (row: AgreementRow) => AgreementView {
  return ({ terms, landlordRef, landlordCvr, landlordName, termFrom, termTo, nextDueOn: _, ...row }) => {
    const { targetGroup, noticeMonths, ...shared } = terms;
    return {
      ...row,
      ...shared,
      landlord: { ref: landlordRef, cvr: landlordCvr, name: landlordName },
      term: { from: termFrom, to: termTo, noticeMonths },
      ...(actor.roles.includes('single_entry') && { targetGroup }),
      allowedActions: agreementRules.allowed({ ...row, termFrom, termTo, terms }, actor.roles, { today }),
    };
  };
}
