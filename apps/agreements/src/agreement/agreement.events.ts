// SPDX-License-Identifier: MPL-2.0
import type { AgreementState } from '#contracts/agreements/agreement';
import type { ContactsState } from '#contracts/agreements/contacts';
import { publicEvent, type Stage } from '#contracts/public-event';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { Refusal } from '#domain';
import type { CaseKind, OutboxMessage } from '#persistence';
import { AgreementRow } from './agreement.entity.js';
import { agreementRules, numberIsTaken } from './agreement.js';

export type AgreementFact = 'created' | 'versionActivated';

const stages: Record<AgreementFact, Stage> = { created: 'opened', versionActivated: 'changed' };

export const agreementKind: CaseKind<AgreementRow, AgreementFact> = {
  name: 'agreement',
  path: '/v1/agreements',
  entity: AgreementRow,
  // An agreement speaks of dwellings and parties, never of a citizen.
  auditReads: false,
  told: agreementRules.told,
  conflicts: { agreement_no_taken: () => new Refusal(numberIsTaken.code, {}, numberIsTaken) },
  messages(row, fact) {
    const type = types.agreement[fact];
    const messages: OutboxMessage[] = [
      {
        topic: topics.agreement.name,
        key: row.id,
        type,
        classification: 'public',
        body: publicEvent('agreement', agreementKind.path, row, stages[fact]),
      },
      {
        topic: topics.agreementInternal.name,
        key: row.id,
        type,
        classification: 'internal',
        body: agreementState(row),
      },
    ];
    if (fact === 'versionActivated') {
      messages.push({
        topic: topics.contactsInternal.name,
        key: row.id,
        type: types.contacts.published,
        classification: 'internal',
        body: contactsState(row),
      });
    }
    return messages;
  },
};

function agreementState({ id, terms, ...row }: AgreementRow): AgreementState {
  return {
    agreementRef: id,
    landlordRef: row.landlordRef,
    agreementVersion: row.agreementVersion,
    state: row.state,
    legalBasis: row.legalBasis,
    termFrom: row.termFrom,
    termTo: row.termTo,
    dwellings: terms.properties.flatMap(({ dwellings }) =>
      dwellings.map(({ dwellingRef, rentOere, utilitiesOere }) => ({ dwellingRef, rentOere, utilitiesOere })),
    ),
    instalmentPolicy: terms.instalmentPolicy,
    ...(terms.slas && { slas: terms.slas }),
  };
}

/** Without the contact's name: a topic holds mailboxes and phones only. */
function contactsState({ id, landlordRef, terms }: AgreementRow): ContactsState {
  const { name: _, ...singleEntryPoint } = terms.singleEntryPoint;
  return { agreementRef: id, landlordRef, singleEntryPoint, landlordContacts: terms.landlordContacts };
}
