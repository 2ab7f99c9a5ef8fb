// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
import { v5 as uuidv5 } from 'uuid';
import type { AgreementState, VersionTerms } from '#contracts/agreements/agreement';
import type { ContactsState } from '#contracts/agreements/contacts';
import { publicEvent, type Stage } from '#contracts/public-event';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type DeadlineCode, type LocalDate, Refusal } from '#domain';
import type { CaseKind, OutboxMessage } from '#persistence';
import { type Deadline, deadlineMessages } from './agreement.deadlines.js';
import { AgreementRow } from './agreement.entity.js';
import { agreementRules, numberIsTaken } from './agreement.js';
import type { AgreementTerms } from './agreement-terms.dto.js';
import { awaitedParties, versionInForce } from './case.js';
import type { AgreementFact } from './decisions.js';
import { ceilingOf } from './legal-basis.js';

/** The texts by version number: in force, or under negotiation. */
const texts = `(select coalesce(jsonb_object_agg(v.version ->> 'no', t.terms), '{}')
    from jsonb_array_elements(c.versions) v(version)
    join agreement_text t on t.agreement_ref = c.id and t.version_no = (v.version ->> 'no')::int
      and t.revision = (v.version ->> 'revision')::int
   where v.version ->> 'state' in ('DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'SIGNED', 'IN_FORCE'))`;

const CAME_INTO_FORCE = `('ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF', 'EXPIRED', 'TERMINATED')`;

/** What a command must know besides; see `Facts`. */
const facts = `jsonb_build_object('texts', ${texts},
  'landlord', (select jsonb_build_object('name', l.name, 'cvr', l.cvr) from landlord l where l.id = c.landlord_ref),
  'otherAllocations', (select coalesce(jsonb_agg(jsonb_build_object('agreementNo', o.agreement_no, 'state', o.state,
      'termFrom', o.term_from, 'termTo', o.term_to)), '[]')
    from agreement o where o.legal_basis = 'lbf_ch7_allocation' and o.landlord_ref = c.landlord_ref and o.id <> c.id
      and c.legal_basis = 'lbf_ch7_allocation' and o.state in ${CAME_INTO_FORCE}),
  'allocatedProperties', (select coalesce(jsonb_agg(distinct property), '[]')
    from agreement o, unnest(o.property_refs) property
   where c.legal_basis = 'lbf_57a_transitional' and o.legal_basis = 'lbf_ch7_allocation'
     and o.state in ('ACTIVE', 'NOTICE_GIVEN')),
  'tenanciesUntil', (select max(coalesce(t.ended_on, '9999-12-31')) from known_tenancies t where t.agreement_ref = c.id),
  'openClaims', (select count(*) from cover_booking b where b.agreement_ref = c.id and b.state = 'RESERVED')
    + (select count(*) from known_move_outs m where m.agreement_ref = c.id and m.settled_on is null))`;

/** What the facts say besides the day. */
export interface KnownFacts {
  texts: Readonly<Record<string, AgreementTerms>>;
}

/** For lists: no text is read. */
export const agreementKind: CaseKind<AgreementRow, AgreementFact> = {
  name: 'agreement',
  path: '/v1/agreements',
  entity: AgreementRow,
  // An agreement speaks of dwellings and parties, never of a citizen.
  auditReads: false,
  told: agreementRules.told,
  conflicts: { agreement_no_taken: () => new Refusal(numberIsTaken.code, {}, numberIsTaken) },
  messages: (row, fact, before, known) => [
    ...told(row, fact, known as KnownFacts),
    ...changedContacts(row, fact, before),
    ...changedDeadlines(row, before),
  ],
};

/** With its texts and what the rules need to know. */
export const agreementWithTexts: typeof agreementKind = { ...agreementKind, facts };

const PUBLIC_FACTS = [
  'created',
  'versionActivated',
  'noticeGiven',
  'runOff',
  'expired',
  'terminated',
  'abandoned',
  'capWarning',
  'capReached',
] as const;

const STAGES: Partial<Record<AgreementFact, Stage>> = {
  created: 'opened',
  expired: 'closed',
  terminated: 'closed',
  abandoned: 'closed',
};

function told(row: AgreementRow, fact: AgreementFact, known: KnownFacts): OutboxMessage[] {
  // What the parties say to one another while they negotiate is one word for subscribers.
  const publicFact = PUBLIC_FACTS.find((one) => one === fact) ?? 'changed';
  return [
    {
      topic: topics.agreement.name,
      key: row.id,
      type: types.agreement[publicFact],
      classification: 'public',
      body: publicEvent('agreement', agreementKind.path, row, STAGES[fact] ?? 'changed'),
    },
    {
      topic: topics.agreementInternal.name,
      key: row.id,
      type: types.agreement[fact],
      classification: 'internal',
      body: agreementState(row, known?.texts ?? {}),
    },
  ];
}

function agreementState(row: AgreementRow, known: KnownFacts['texts']): AgreementState {
  const inForce = versionInForce(row) ?? row.versions.findLast(({ state }) => state === 'SUPERSEDED');
  const terms = inForce ? known[inForce.no] : undefined;
  const awaited = awaitedParties(row);
  const slas = inForce?.told?.slas;
  return {
    agreementRef: row.id,
    landlordRef: row.landlordRef,
    agreementVersion: row.agreementVersion,
    state: row.state,
    legalBasis: row.legalBasis,
    termFrom: row.termFrom,
    termTo: row.termTo,
    dwellings: (terms?.properties ?? []).flatMap(({ dwellings }) =>
      dwellings.map(({ dwellingRef, rentOere, utilitiesOere }) => ({ dwellingRef, rentOere, utilitiesOere })),
    ),
    instalmentPolicy: inForce?.told?.instalmentPolicy ?? null,
    ...(slas && { slas }),
    versions: row.versions.flatMap((version): VersionTerms[] =>
      version.told ? [{ ...version.told, effectiveTo: version.inForceTo }] : [],
    ),
    ...(awaited.includes('municipality') && { awaitsMunicipality: true }),
    ...(awaited.includes('landlord') && { awaitsLandlord: true }),
    ...(row.notice && { endsOn: row.notice.endsOn }),
  };
}

/** Told when the agreement comes into force, and whenever either party is reached otherwise from then on. */
function changedContacts(row: AgreementRow, fact: AgreementFact, before: AgreementRow | null): OutboxMessage[] {
  const standing = ['ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF'].includes(row.state);
  const changed =
    !isDeepStrictEqual(before?.entryPoint, row.entryPoint) ||
    !isDeepStrictEqual(before?.landlordContacts, row.landlordContacts);
  if (!row.entryPoint || !(fact === 'versionActivated' || (standing && changed))) return [];
  // Without the contacts' names: a topic holds mailboxes and phones only.
  const { name: _, standInName: __, ...singleEntryPoint } = row.entryPoint;
  const body: ContactsState = {
    agreementRef: row.id,
    landlordRef: row.landlordRef,
    singleEntryPoint,
    landlordContacts: row.landlordContacts,
  };
  return [
    {
      topic: topics.contactsInternal.name,
      key: row.id,
      type: types.contacts.published,
      classification: 'internal',
      body,
    },
  ];
}

/** Days that both parties are reminded of while the agreement is in force. */
function deadlinesOf(row: AgreementRow): Deadline[] {
  const setAt = versionInForce(row)?.inForceFrom;
  if (!setAt) return [];
  const deadline = (code: DeadlineCode, dueOn: LocalDate): Deadline => ({
    deadlineRef: uuidv5(code, row.id),
    code,
    status: ['ACTIVE', 'NOTICE_GIVEN'].includes(row.state) ? 'set' : 'cancelled',
    caseKind: 'agreement',
    caseRef: row.id,
    agreementRef: row.id,
    landlordRef: row.landlordRef,
    dueOn,
    setAt,
    metOn: null,
    responsible: 'single_entry',
  });
  return [
    deadline('AGREEMENT_TERM_END', row.notice?.endsOn ?? row.termTo),
    ...(row.reviewOn ? [deadline('AGREEMENT_REVIEW', row.reviewOn)] : []),
    ...(row.legalBasis === 'lbf_ch7_allocation' ? [deadline('ALLOCATION_CEILING', ceilingOf(row.termFrom))] : []),
  ];
}

function changedDeadlines(row: AgreementRow, before: AgreementRow | null): OutboxMessage[] {
  const known = before ? deadlinesOf(before) : [];
  return deadlinesOf(row).flatMap((deadline) =>
    deadlineMessages(deadline, known.find(({ code }) => code === deadline.code) ?? null),
  );
}
