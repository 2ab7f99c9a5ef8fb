// SPDX-License-Identifier: MPL-2.0
// The versions of an agreement: which one a tenancy is bound by (domain.md 3.4).
import type { LocalDate } from '#domain';
import type { Named } from './contacts.js';

export const PARTIES = ['municipality', 'landlord'] as const;
export type Party = (typeof PARTIES)[number];

export interface Signature {
  party: Party;
  /** Of the person who signed. */
  name: string;
  /** Of that person, such as `direktør`. */
  role: string;
  signedOn: LocalDate;
  /** Such as `MitID` or `papir`. */
  method: string;
  /** Of the text that was signed. */
  hash: string;
}

export const VERSION_STATES = [
  'DRAFT',
  'NEGOTIATING',
  'NEGOTIATED',
  'SIGNED',
  'IN_FORCE',
  // A later version took its place, or the agreement ended.
  'SUPERSEDED',
  'ABANDONED',
] as const;

/** One version as the agreement's row keeps it; its text is the revision `revision` in `agreement_text`. */
export interface AgreementVersion {
  /** 1, 2, 3 … */
  no: number;
  state: (typeof VERSION_STATES)[number];
  /** Number of the newest text of this version, from 1. */
  revision: number;
  /** SHA-256 of that text. */
  hash: string;
  effectiveFrom: LocalDate;
  appliesToExisting: boolean;
  /** Who has approved exactly this text. */
  approvals: { party: Party; approvedOn: LocalDate }[];
  signatures: Signature[];
  /** First day in force. */
  inForceFrom: LocalDate | null;
  /** Last day in force; null while it is, or never was. */
  inForceTo: LocalDate | null;
  /**
   * Its text names contacts only where they become others with it. Texts of next versions that earlier releases began
   * repeat those of the version before.
   */
  contactsBeside?: true;
  /** The contacts that its text names others for, as they were when it was proposed. */
  replaces?: Named;
  /** The first text that the landlord was shown; what the municipality wrote before stays its own. Version 1 only. */
  sharedRevision?: number;
}

/**
 * The version that a tenancy is settled by: the one it began under, unless a later one that came into force says that it
 * holds for existing tenancies too (domain.md 3.4).
 * @param atStart number of the version in force when the tenancy began
 */
export const governingVersion = (
  versions: readonly Pick<AgreementVersion, 'no' | 'inForceFrom' | 'appliesToExisting'>[],
  atStart: number,
): number =>
  versions.reduce(
    (governing, { no, inForceFrom, appliesToExisting }) =>
      inForceFrom !== null && appliesToExisting && no > governing ? no : governing,
    atStart,
  );
