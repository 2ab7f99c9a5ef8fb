// SPDX-License-Identifier: MPL-2.0
import { createHash } from 'node:crypto';
import type { AgreementTerms } from './agreement-terms.dto.js';

/** JSON with the members of every object in order, so that the same content gives the same characters. */
const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, member]) => [name, canonical(member)]),
        )
      : value;

/** SHA-256, hex, of what the parties approve and sign: whose agreement it is, which version, and every term of it. */
export const textHash = (
  about: { agreementNo: string; landlordRef: string; legalBasis: string },
  versionNo: number,
  terms: AgreementTerms,
): string => {
  const { agreementNo, landlordRef, legalBasis } = about;
  return createHash('sha256')
    .update(JSON.stringify(canonical({ agreementNo, landlordRef, legalBasis, versionNo, terms })))
    .digest('hex');
};
