// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { type Command, Problem, type Sql } from '#persistence';
import type { AgreementTerms, WholeTerms } from './agreement-terms.dto.js';
import { type AgreementVersion, governingVersion } from './versions.js';

/**
 * The agreement that something is about, if the caller may see it.
 * @throws Problem 404 for an unknown one and one outside the caller's scope alike
 */
export async function agreementOf(
  sql: Sql,
  agreementRef: string,
  { actor }: Command,
): Promise<{ landlordRef: string; since: string }> {
  const [found] = await sql.query<{ landlord_ref: string; term_from: string }>(
    'select landlord_ref, term_from from agreement where id = $1 and ($2::uuid is null or shown_to = $2)',
    [agreementRef, actor.landlordRef ?? null],
  );
  if (!found) throw new Problem(404, 'not-found');
  return { landlordRef: found.landlord_ref, since: found.term_from };
}

/** What hangs on agreements: the municipality's readers see all of it, a landlord what is under the own agreements. */
export const followUpScope = ({ actor }: Pick<Command, 'actor'>): { landlordRef?: string } | 'nothing' => {
  if (actor.landlordRef) return { landlordRef: actor.landlordRef };
  return (['single_entry', 'steering_member', 'system'] as const).some((role) => actor.roles.includes(role))
    ? {}
    : 'nothing';
};

/** A version that is or was in force. */
export interface VersionInForce {
  agreementRef: string;
  /** Of the agreement. */
  firstDay: LocalDate;
  /** Of the agreement, by its term or by notice: after it nothing more is undertaken (domain.md 13.4). */
  lastDay: LocalDate;
  landlordRef: string;
  agreementVersion: number;
  terms: WholeTerms;
}

/**
 * The version in force, or the one that governs a tenancy that began under `atStart`.
 * @returns undefined: there is no such agreement, or it has never been in force
 */
export async function versionGoverning(
  sql: Sql,
  agreementRef: string,
  atStart?: number,
): Promise<VersionInForce | undefined> {
  const [found] = await sql.query<{
    landlord_ref: string;
    first_day: LocalDate;
    last_day: LocalDate;
    agreement_version: number;
    versions: AgreementVersion[];
  }>(
    `select landlord_ref, term_from as first_day, least(term_to, (notice ->> 'endsOn')::date) as last_day, agreement_version, versions
       from agreement where id = $1`,
    [agreementRef],
  );
  if (!found) return undefined;
  const no = atStart === undefined ? found.agreement_version : governingVersion(found.versions, atStart);
  const version = found.versions.find((one) => one.no === no && one.inForceFrom !== null);
  const terms = version && ((await textOf(sql, agreementRef, version)) as WholeTerms | undefined);
  return (
    terms && {
      ...{ agreementRef, landlordRef: found.landlord_ref, firstDay: found.first_day, lastDay: found.last_day },
      ...{ agreementVersion: no, terms },
    }
  );
}

/** The newest text of a version. */
export async function textOf(
  sql: Sql,
  agreementRef: string,
  { no, revision }: Pick<AgreementVersion, 'no' | 'revision'>,
): Promise<AgreementTerms | undefined> {
  const [found] = await sql.query<{ terms: AgreementTerms }>(
    'select terms from agreement_text where agreement_ref = $1 and version_no = $2 and revision = $3',
    [agreementRef, no, revision],
  );
  return found?.terms;
}
