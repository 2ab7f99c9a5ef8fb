// SPDX-License-Identifier: MPL-2.0
// Samarbejdsaftale: what the rules read of an agreement and of the world around it. The rules themselves: agreement.ts.
import type { AgreementState } from '#contracts/agreements/agreement';
import type { LocalDate, Oere } from '#domain';
import type { AgreementTerms, NamedEntryPoint, WholeTerms } from './agreement-terms.dto.js';
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

export interface Agreement {
  state: AgreementState['state'];
  agreementNo: string;
  landlordRef: string;
  legalBasis: AgreementState['legalBasis'];
  /** Number of the version in force; 1 before there is one. */
  agreementVersion: number;
  /** The oldest first; the last one may be under negotiation. */
  versions: readonly AgreementVersion[];
  termFrom: LocalDate;
  /** The last day. */
  termTo: LocalDate;
  /** Whom the landlord calls today; follows the text until it is in force, then it is changed by itself. */
  entryPoint: NamedEntryPoint | null;
  landlordContacts: WholeTerms['landlordContacts'];
  notice: Notice | null;
  capAlerts: readonly CapAlert[];
}

/** Another allocation agreement (ch. 7) of the same landlord that came into force. */
export interface OtherAllocation {
  agreementNo: string;
  state: AgreementState['state'];
  termFrom: LocalDate;
  termTo: LocalDate;
}

/** What must be known from outside. */
export interface Facts {
  today: LocalDate;
  /** Texts by version number: of the version in force and of the one under negotiation. */
  texts: Readonly<Record<string, AgreementTerms>>;
  /** Is the hash of each of these texts what its version says? */
  intact: boolean;
  otherAllocations: readonly OtherAllocation[];
  /** Properties in which an allocation agreement is in force. */
  allocatedProperties: readonly string[];
  /** Last day of the tenancy that ends last; null: there is none. A day far away: one has no end yet. */
  tenanciesUntil: LocalDate | null;
  /** Reserved cover and move-outs that are not settled. */
  openClaims: number;
}

const UNDER_NEGOTIATION: readonly AgreementVersion['state'][] = ['DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'SIGNED'];

type Versions = Pick<Agreement, 'versions'>;

/** The version that is drafted, negotiated or signed and not in force yet. */
export const openVersion = ({ versions }: Versions): AgreementVersion | undefined =>
  versions.findLast(({ state }) => UNDER_NEGOTIATION.includes(state));

export const versionInForce = ({ versions }: Versions): AgreementVersion | undefined =>
  versions.find(({ state }) => state === 'IN_FORCE');

/** The text that is negotiated, else the one in force. */
export const newestTerms = (agreement: Versions, { texts }: Pick<Facts, 'texts'>): AgreementTerms => {
  const version = openVersion(agreement) ?? versionInForce(agreement) ?? agreement.versions.at(-1);
  return (version && texts[version.no]) ?? {};
};

/** Whose approval or signature is missing; nobody's where there is nothing to answer. */
export function awaitedParties({ versions }: Versions): Party[] {
  const open = openVersion({ versions });
  const parties: readonly Party[] = ['municipality', 'landlord'];
  if (open?.state === 'NEGOTIATING') return parties.filter((one) => !open.approvals.some(({ party }) => party === one));
  if (open?.state === 'NEGOTIATED') return parties.filter((one) => !open.signatures.some(({ party }) => party === one));
  return [];
}
