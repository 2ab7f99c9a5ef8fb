// SPDX-License-Identifier: MPL-2.0
// Samarbejdsaftale: what the rules read of an agreement and of the world around it. The rules themselves: agreement.ts.
import type { AgreementState } from '#contracts/agreements/agreement';
import type { ActingRole } from '#contracts/roles';
import { addMonths, type LocalDate, type Oere } from '#domain';
import type { AgreementTerms } from './agreement-terms.dto.js';
import { type Contacts, contactsOf } from './contacts.js';
import type { Elsewhere } from './covered-dwellings.js';
import type { TextColumns } from './governing-text.js';
import type { AgreementVersion, Party } from './versions.js';

export interface Notice {
  givenBy: Party;
  givenOn: LocalDate;
  /** The last day. */
  endsOn: LocalDate;
}

/** That a cap is nearly or wholly used, as it was told. */
export interface CapAlert {
  /** Which cap: of one tenancy, or of one calendar year. */
  scope: 'tenancy' | 'year';
  /** The tenancy's reference or the year. */
  scopeRef: string;
  percent: 80 | 100;
  usedOere: Oere;
  capOere: Oere;
  on: LocalDate;
}

/** `TextColumns` show what the text that governs says; `Contacts` are whom the parties call today. */
export interface Agreement extends TextColumns, Contacts {
  state: AgreementState['state'];
  /** The number both parties know the agreement by. */
  agreementNo: string;
  landlordRef: string;
  /** As in the register when the agreement was drafted; null: a person. */
  landlordCvr: string | null;
  landlordName: string;
  /** The landlord once the draft is shared: what a landlord's scope asks for. */
  shownTo: string | null;
  legalBasis: AgreementState['legalBasis'];
  /** Number of the version in force; 1 before there is one. */
  agreementVersion: number;
  /** The oldest first; the last one may be under negotiation. */
  versions: readonly AgreementVersion[];
  notice: Notice | null;
  capAlerts: readonly CapAlert[];
}

/** Another allocation agreement (ch. 7) of the same landlord that is signed, or was. */
export interface OtherAllocation {
  agreementNo: string;
  termFrom: LocalDate;
  /** The last day, by all that is signed and by notice. */
  termTo: LocalDate;
}

/** What is read with the row. */
export interface Known {
  /**
   * Texts by version number: of the version that governs and of the one under negotiation; of those before, what other
   * services need, without properties.
   */
  texts: Readonly<Record<string, AgreementTerms>>;
  /** Of the agreement, as its texts are signed for. */
  about: Pick<Agreement, 'agreementNo' | 'landlordRef' | 'legalBasis'>;
  /** The version under negotiation. */
  open: Pick<AgreementVersion, 'no' | 'hash'> | null;
  landlord: { name: string; cvr: string | null } | null;
  otherAllocations: readonly OtherAllocation[];
  /** Of the text under negotiation. */
  elsewhere: Elsewhere;
  /** Properties in which an allocation agreement is in force. */
  allocatedProperties: readonly string[];
  /** Last day of the tenancy that ends last; null: there is none. A day far away: one has no end yet. */
  tenanciesUntil: LocalDate | null;
  /** Reserved cover and move-outs that are not settled. */
  openClaims: number;
}

/** What must be known from outside. */
export interface Facts extends Omit<Known, 'about' | 'open'> {
  today: LocalDate;
  /** The side of who asks. */
  by: Party;
  /** Has the text under negotiation the hash that its version says? */
  isIntact: boolean;
}

/** Side of the table that a role sits on. */
export const partyOf = (roles: readonly ActingRole[]): Party =>
  roles.includes('landlord_admin') ? 'landlord' : 'municipality';

const UNDER_NEGOTIATION: readonly AgreementVersion['state'][] = ['DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'SIGNED'];

type Versions = Pick<Agreement, 'versions'>;

/** The version that is drafted, negotiated or signed and not in force yet. */
export const openVersion = ({ versions }: Versions): AgreementVersion | undefined =>
  versions.findLast(({ state }) => UNDER_NEGOTIATION.includes(state));

/** The version in force; of an agreement that has ended, the one that was. */
export const versionInForce = ({ versions }: Versions): AgreementVersion | undefined =>
  versions.findLast(({ inForceFrom }) => inForceFrom !== null);

/** The text that is negotiated, else the one in force, with the contacts that it does not name anew. */
export const newestTerms = (agreement: Versions & Contacts, { texts }: Pick<Facts, 'texts'>): AgreementTerms => {
  const version = openVersion(agreement) ?? versionInForce(agreement) ?? agreement.versions.at(-1);
  return version ? withContacts(agreement, version.no, texts[version.no]) : {};
};

/** What a next version does not name anew of the contacts is as it is today. */
export const contactsBeside = (agreement: Contacts, versionNo: number): AgreementTerms =>
  versionNo === 1 ? {} : contactsOf(agreement);

/** A text as people read it. */
export const withContacts = (agreement: Contacts, versionNo: number, terms: AgreementTerms = {}): AgreementTerms => ({
  ...contactsBeside(agreement, versionNo),
  ...terms,
});

/** Is there a tenancy or a claim that the agreement's commitments still concern? */
export const isStillUsed = ({
  tenanciesUntil,
  openClaims,
  today,
}: Pick<Facts, 'tenanciesUntil' | 'openClaims' | 'today'>): boolean =>
  openClaims > 0 || (tenanciesUntil !== null && tenanciesUntil >= today);

/** Months of notice that either party gives by the text in force. */
export const noticeMonths = (agreement: Versions, { texts }: Pick<Facts, 'texts'>): number =>
  texts[versionInForce(agreement)?.no ?? 0]?.term?.noticeMonths ?? 0;

/** The last day after notice that is given today: the day that was asked for, else the earliest. */
export const noticeEndsOn = (agreement: Versions, facts: Facts, asked?: LocalDate): LocalDate =>
  asked ?? addMonths(facts.today, noticeMonths(agreement, facts));

/** The last day of an agreement: by its term or by notice, whichever is earlier. */
export const lastDayOf = ({ notice, termTo }: Pick<Agreement, 'notice' | 'termTo'>): LocalDate =>
  notice && notice.endsOn < termTo ? notice.endsOn : termTo;

/** The last day by all that is signed: a version that comes into force before it may end it earlier. */
export function lastDayAgreed(agreement: Agreement, { texts }: Pick<Facts, 'texts'>): LocalDate {
  const open = openVersion(agreement);
  const signed = open?.state === 'SIGNED' ? texts[open.no]?.term?.to : undefined;
  return signed !== undefined && signed < agreement.termTo ? signed : agreement.termTo;
}

/** Whose approval or signature is missing; nobody's where there is nothing to answer. */
export function awaitedParties({ versions }: Versions): Party[] {
  const open = openVersion({ versions });
  const parties: readonly Party[] = ['municipality', 'landlord'];
  if (open?.state === 'NEGOTIATING') return parties.filter((one) => !open.approvals.some(({ party }) => party === one));
  if (open?.state === 'NEGOTIATED') return parties.filter((one) => !open.signatures.some(({ party }) => party === one));
  return [];
}
