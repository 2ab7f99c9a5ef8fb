// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { Sql } from '#persistence';
import type { AgreementTerms, WholeTerms } from './agreement-terms.dto.js';
import { type AgreementVersion, governingVersion } from './versions.js';

/** A version that is or was in force. */
export interface VersionInForce {
  agreementRef: string;
  landlordRef: string;
  /** Of the agreement. */
  state: string;
  agreementVersion: number;
  /** The last day for which anything can be booked; null: not ended. */
  closedAt: Date | null;
  terms: WholeTerms;
}

/** The texts of agreements, for the other features of this service. */
@Injectable()
export class AgreementTexts {
  /**
   * The version in force, or the one that governs a tenancy that began under `atStart`.
   * @returns undefined: there is no such agreement, or it has never been in force
   */
  governing(sql: Sql, agreementRef: string, atStart?: number): Promise<VersionInForce | undefined> {
    return this.find(sql, agreementRef, (inForce, versions) =>
      atStart === undefined ? inForce : governingVersion(versions, atStart),
    );
  }

  private async find(
    sql: Sql,
    agreementRef: string,
    choose: (inForce: number, versions: readonly AgreementVersion[]) => number,
  ): Promise<VersionInForce | undefined> {
    const [agreement] = await sql.query<{
      state: string;
      landlord_ref: string;
      agreement_version: number;
      closed_at: Date | null;
      versions: AgreementVersion[];
    }>('select state, landlord_ref, agreement_version, closed_at, versions from agreement where id = $1', [
      agreementRef,
    ]);
    if (!agreement?.versions.some(({ inForceFrom }) => inForceFrom !== null)) return undefined;
    const { state, versions } = agreement;
    const no = choose(agreement.agreement_version, versions);
    const version = versions.find((one) => one.no === no && one.inForceFrom !== null);
    if (!version) return undefined;
    const terms = (await this.text(sql, agreementRef, no, version.revision)) as WholeTerms | undefined;
    if (!terms) return undefined;
    return {
      agreementRef,
      landlordRef: agreement.landlord_ref,
      state,
      agreementVersion: no,
      closedAt: agreement.closed_at,
      terms,
    };
  }

  /** A version that is or was in force, by its number. */
  version(sql: Sql, agreementRef: string, no: number): Promise<VersionInForce | undefined> {
    return this.find(sql, agreementRef, () => no);
  }

  /** One text as it was proposed; undefined: there is none. */
  async text(sql: Sql, agreementRef: string, versionNo: number, revision: number): Promise<AgreementTerms | undefined> {
    const [found] = await sql.query<{ terms: AgreementTerms }>(
      'select terms from agreement_text where agreement_ref = $1 and version_no = $2 and revision = $3',
      [agreementRef, versionNo, revision],
    );
    return found?.terms;
  }
}
