// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type Answer, CaseStore, type Command } from '#persistence';
import { type ActivateAgreement, type AgreementTerms, type CreateAgreement, viewFor } from './agreement.dto.js';
import { agreementKind } from './agreement.events.js';
import { agreementRules } from './agreement.js';
import { scopeOf } from './agreement.queries.js';

@Injectable()
export class AgreementUseCases {
  constructor(private readonly cases: CaseStore) {}

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
    return this.cases.open(
      agreementKind,
      command,
      {},
      () => ({
        row: {
          state: agreementRules.next('create', null, command.actor.roles, command, { term }),
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
    return this.cases.change(
      agreementKind,
      id,
      command,
      scopeOf(command.actor),
      (agreement) => ({
        changes: {
          state: agreementRules.next('activate', agreement, command.actor.roles, command, { signatures }),
          signatures,
        },
        fact: 'versionActivated',
      }),
      viewFor(command),
    );
  }
}
