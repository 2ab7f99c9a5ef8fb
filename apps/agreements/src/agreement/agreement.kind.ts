// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AGREEMENT_STATES, type AgreementState } from '#contracts/agreements/agreement';
import type { ContactsState } from '#contracts/agreements/contacts';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { DeadlineCode, LocalDate } from '#domain';
import { type CaseDeadline, type CaseRow, DANISH, type Kind, type OutboxMessage } from '#persistence';
import { AgreementLandlordView, AgreementMunicipalView, AgreementSummaryView } from './agreement.dto.js';
import { textHash } from './agreement.hash.js';
import { agreementRules } from './agreement.js';
import { type Agreement, awaitedParties, type Facts, type Known, lastDayOf, partyOf, versionInForce } from './case.js';
import { dwellingIsNotRegistered } from './chosen-dwellings.js';
import { elsewhere, NOTHING_ELSEWHERE } from './covered-dwellings.js';
import { type NewText, termsInside } from './governing-text.js';
import { ceilingOf } from './legal-basis.js';
import { seesCaps } from './sees-caps.js';

/** The texts of an agreement are in `agreement_text`: a list of agreements reads none of them. */
@Entity('agreement')
export class AgreementRow implements Agreement, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('int') shownVersion: number;
  @Column('text') state: AgreementState['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  @Column('text') agreementNo: string;
  @Column('uuid') landlordRef: string;
  @Column('text') landlordCvr: string | null;
  @Column('text') landlordName: string;
  @Column('uuid') shownTo: string | null;
  @Column('text') legalBasis: AgreementState['legalBasis'];
  @Column('int') agreementVersion: number;
  @Column('jsonb') versions: Agreement['versions'];
  @Column('date') termFrom: LocalDate;
  @Column('date') termTo: LocalDate;
  @Column('date') reviewOn: LocalDate | null;
  @Column('jsonb') entryPoint: Agreement['entryPoint'];
  @Column('jsonb') landlordContacts: Agreement['landlordContacts'];
  @Column('uuid', { array: true }) propertyRefs: readonly string[];
  @Column('int') dwellings: number;
  @Column('jsonb') notice: Agreement['notice'];
  @Column('jsonb') capAlerts: Agreement['capAlerts'];
}

/** States of a version under negotiation; there is at most one such. */
const OPEN = `('DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'SIGNED')`;

const texts = `(select coalesce(jsonb_object_agg(v.no::text, case when v.is_open or v.no = c.agreement_version
      then t.terms else t.terms - 'properties' end), '{}')
    from (select (v ->> 'no')::int as no, (v ->> 'revision')::int as revision,
                 v ->> 'state' in ${OPEN} as is_open,
                 v ->> 'inForceFrom' is not null as is_known
            from jsonb_array_elements(c.versions) v) v
    join agreement_text t on t.agreement_ref = c.id and t.version_no = v.no and t.revision = v.revision
   where v.is_open or v.is_known)`;

const SIGNED_ONCE = `('SIGNED', 'ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF', 'EXPIRED', 'TERMINATED')`;

const openText = `(select t.terms from jsonb_array_elements(c.versions) v
    join agreement_text t on t.agreement_ref = c.id and t.version_no = (v ->> 'no')::int and t.revision = (v ->> 'revision')::int
   where v ->> 'state' in ${OPEN} limit 1)`;

/** What is still open under an agreement: jsonb over its columns, alias `c`. */
export const stillOpen = `jsonb_build_object(
  'tenanciesUntil', (select max(coalesce(t.ended_on, '9999-12-31')) from known_tenancies t
    where t.agreement_ref = c.id and (t.ended_on is null or t.ended_on >= t.started_on)),
  'openClaims', (select count(*) from cover_booking b where b.agreement_ref = c.id and b.state = 'RESERVED')
    + (select count(*) from known_move_outs m where m.agreement_ref = c.id and m.settled_on is null and not m.is_struck))`;

const MUNICIPAL_READERS = ['single_entry', 'system', 'social_caseworker', 'steering_member', 'finance'] as const;

/** Told when the agreement comes into force, and whenever either party is reached otherwise from then on. */
function contactsMessages(row: AgreementRow, fact: string, before: AgreementRow | null): OutboxMessage[] {
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

/** Texts that a flow has just made, by version number: part of the answer before they are kept. */
export interface Made {
  made?: Readonly<Record<string, NewText['terms']>>;
}

export const agreement: Kind<AgreementRow, typeof agreementRules, Known & Made> = {
  name: 'agreement',
  da: 'Samarbejdsaftale',
  en: 'agreement',
  entity: AgreementRow,
  rules: agreementRules,
  states: AGREEMENT_STATES,
  closed: ['EXPIRED', 'TERMINATED', 'ABANDONED'],
  // Its alerts speak of the money of one tenancy.
  auditReads: true,
  /** Landlord: the own agreements, from the day the draft is shared. The municipality's readers: every agreement. */
  scope({ roles, landlordRef }) {
    if (landlordRef) return { shownTo: landlordRef };
    return MUNICIPAL_READERS.some((role) => roles.includes(role)) ? {} : 'nothing';
  },
  facts: `jsonb_build_object('texts', ${texts},
  'about', jsonb_build_object('agreementNo', c.agreement_no, 'landlordRef', c.landlord_ref, 'legalBasis', c.legal_basis),
  'open', (select v from jsonb_array_elements(c.versions) v where v ->> 'state' in ${OPEN} limit 1),
  'landlord', (select jsonb_build_object('name', l.name, 'cvr', l.cvr) from landlord l where l.id = c.landlord_ref),
  'otherAllocations', (select coalesce(jsonb_agg(jsonb_build_object('agreementNo', o.agreement_no, 'termFrom', o.term_from,
      'termTo', coalesce((select max(upper(u.days)) - 1 from covered_dwelling u where u.agreement_ref = o.id),
        least(o.term_to, (o.notice ->> 'endsOn')::date)))), '[]')
    from agreement o where o.legal_basis = 'lbf_ch7_allocation' and o.landlord_ref = c.landlord_ref
      and o.id is distinct from c.id and c.legal_basis = 'lbf_ch7_allocation' and o.state in ${SIGNED_ONCE}),
  'elsewhere', ${elsewhere('c.id', `${openText} -> 'properties'`)},
  'allocatedProperties', (select coalesce(jsonb_agg(distinct property), '[]')
    from agreement o, unnest(o.property_refs) property
   where c.legal_basis = 'lbf_57a_transitional' and o.legal_basis = 'lbf_ch7_allocation'
     and o.state in ('ACTIVE', 'NOTICE_GIVEN'))) || ${stillOpen}`,
  factsOf({ actor, today }, { made, about, open, ...known }): Facts {
    const text = open && known.texts[open.no];
    return {
      ...known,
      texts: { ...known.texts, ...made },
      today,
      by: partyOf(actor.roles),
      isIntact: !open || (text !== undefined && text !== null && textHash(about, open.no, text) === open.hash),
    };
  },
  view: (row, facts, command) =>
    (seesCaps(command.actor) ? AgreementMunicipalView : AgreementLandlordView).of(row, facts, command),
  sortedBy: { day: ['c.term_from'], name: [`c.landlord_name ${DANISH}`] },
  searched: () => ({
    words: ['c.agreement_no', 'c.landlord_name', 'c.landlord_cvr'],
    references: ['landlordRef'],
    as: agreementHead,
  }),
  /** Days that both parties are reminded of while the agreement is in force. */
  deadlines(row) {
    const setOn = versionInForce(row)?.inForceFrom;
    if (!setOn) return [];
    const deadline = (code: DeadlineCode, dueOn: LocalDate): CaseDeadline => ({
      code,
      status: ['ACTIVE', 'NOTICE_GIVEN'].includes(row.state) ? 'set' : 'cancelled',
      dueOn,
      setOn,
      metOn: null,
      responsible: 'single_entry',
    });
    return [
      deadline('AGREEMENT_TERM_END', lastDayOf(row)),
      ...(row.reviewOn ? [deadline('AGREEMENT_REVIEW', row.reviewOn)] : []),
      ...(row.legalBasis === 'lbf_ch7_allocation' ? [deadline('ALLOCATION_CEILING', ceilingOf(row.termFrom))] : []),
    ];
  },
  // What the parties say to one another while they negotiate is one word for subscribers.
  public: [
    'created',
    'versionActivated',
    'noticeGiven',
    'runOff',
    'expired',
    'terminated',
    'abandoned',
    'capWarning',
    'capReached',
  ],
  internal(row, _, known): AgreementState {
    const awaited = awaitedParties(row);
    return {
      agreementRef: row.id,
      landlordRef: row.landlordRef,
      agreementVersion: row.agreementVersion,
      state: row.state,
      legalBasis: row.legalBasis,
      termFrom: row.termFrom,
      termTo: row.termTo,
      ...termsInside(row.versions, known.texts),
      ...(awaited.includes('municipality') && { awaitsMunicipality: true }),
      ...(awaited.includes('landlord') && { awaitsLandlord: true }),
      ...(row.notice && { endsOn: row.notice.endsOn }),
    };
  },
  messages: contactsMessages,
  // Refused by the constraint, not by a guard: two may be written at once.
  conflicts: {
    agreement_no_taken: {
      code: 'agreement-no-is-taken',
      da: 'Der findes allerede en aftale med det nummer.',
      en: 'There is an agreement with that number already.',
      source: 'domain.md 3.2',
    },
  },
  refusals: [dwellingIsNotRegistered],
};

/** Without what is read besides its row: for lists, and for what needs no text of it. */
export const agreementHead: Kind<AgreementRow, typeof agreementRules> = {
  ...agreement,
  // Of dwellings and parties alone: nothing of a citizen.
  auditReads: false,
  facts: undefined,
  factsOf: ({ actor, today }): Facts => ({
    texts: {},
    landlord: null,
    otherAllocations: [],
    elsewhere: NOTHING_ELSEWHERE,
    allocatedProperties: [],
    tenanciesUntil: null,
    openClaims: 0,
    today,
    by: partyOf(actor.roles),
    // No text is read: what only a text could refuse counts as allowed.
    isIntact: true,
  }),
  view: AgreementSummaryView.of,
};
