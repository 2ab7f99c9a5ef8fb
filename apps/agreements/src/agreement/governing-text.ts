// SPDX-License-Identifier: MPL-2.0
// What follows from a text: the columns that lists and other rules read, and what the other services are told. Kept
// nowhere by hand.
import type { AgreementState, VersionTerms } from '#contracts/agreements/agreement';
import type { LocalDate } from '#domain';
import type { AgreementTerms, WholeTerms } from './agreement-terms.dto.js';
import type { AgreementVersion } from './versions.js';

/** A text with its hash, ready to be kept. */
export interface NewText {
  terms: AgreementTerms;
  hash: string;
}

/** Of the text that governs: the one in force; before there is one, the newest. */
export interface TextColumns {
  termFrom: LocalDate;
  /** The last day. */
  termTo: LocalDate;
  /** The day by which the parties look at the agreement again; null: not agreed yet. */
  reviewOn: LocalDate | null;
  propertyRefs: readonly string[];
  /** How many. */
  dwellings: number;
}

/** @param terms with its term, which the first draft has already */
export const columnsOf = ({ term, revision, properties = [] }: AgreementTerms): TextColumns => ({
  termFrom: term!.from,
  termTo: term!.to,
  reviewOn: revision?.reviewDate ?? null,
  propertyRefs: properties.map(({ propertyRef }) => propertyRef),
  dwellings: properties.reduce((all, { dwellings }) => all + dwellings.length, 0),
});

/** What the other services need of the texts of an agreement: of the one that governs now, and of each that did. */
export function termsInside(
  versions: readonly AgreementVersion[],
  texts: Readonly<Record<string, AgreementTerms>>,
): Pick<AgreementState, 'dwellings' | 'instalmentPolicy' | 'slas' | 'versions'> {
  const known = versions.filter(({ inForceFrom }) => inForceFrom !== null);
  const governing = known.at(-1);
  const terms = governing && (texts[governing.no] as WholeTerms | undefined);
  return {
    dwellings: (terms?.properties ?? []).flatMap(({ dwellings }) =>
      dwellings.map(({ dwellingRef, rentOere, utilitiesOere, rooms }) => ({
        dwellingRef,
        rentOere,
        utilitiesOere,
        rooms,
      })),
    ),
    instalmentPolicy: terms?.instalmentPolicy ?? null,
    ...(terms && { slas: terms.slas }),
    versions: known.map((version) => versionTerms(version, texts[version.no] as WholeTerms)),
  };
}

const versionTerms = (
  { no, effectiveFrom, inForceTo, appliesToExisting }: AgreementVersion,
  terms: WholeTerms,
): VersionTerms => ({
  agreementVersion: no,
  effectiveFrom,
  effectiveTo: inForceTo,
  appliesToExisting,
  quota: terms.quota,
  ...(terms.declineReasons && { declineReasons: terms.declineReasons }),
  commitments: terms.commitments,
  coverage: terms.coverage,
  securitiesOrder: terms.securitiesOrder,
  vacancyIncludesUtilities: terms.vacancyIncludesUtilities,
  annualBudgetCapOere: terms.annualBudgetCapOere,
  recourseAgainstTenant: terms.recourseAgainstTenant,
  depositMonths: terms.depositMonths,
  prepaidRentMonths: terms.prepaidRentMonths,
  instalmentPolicy: terms.instalmentPolicy,
  notifyOnBailiffRequest: terms.notifyOnBailiffRequest,
  paymentCapacityMaxOere: terms.targetGroup.paymentCapacityMaxOere,
  slas: terms.slas,
});
