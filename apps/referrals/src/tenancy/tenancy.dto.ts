// SPDX-License-Identifier: MPL-2.0
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly, LeaseNumber } from '#contracts/fields';
import { TENANCY_STATES, type TenancyState } from '#contracts/referrals/tenancy';
import type { LocalDate, Oere } from '#domain';
import type { Actor } from '#persistence';
import { type Offers, PageQuery, RefusedActionView } from '#service';
import type { TenancyRow } from './tenancy.entity.js';
import { type KnownTerms, tenancyRules } from './tenancy.js';

export class StartTenancy {
  @IsUUID()
  agreementRef: string;

  @IsUUID()
  dwellingRef: string;

  /** Opaque: who it is, only the citizen vault knows. */
  @IsUUID()
  citizenRef: string;

  /** Decides who reaches out when something goes wrong. */
  @IsBoolean()
  hasSupportWorker: boolean;

  @DateOnly()
  startedOn: LocalDate;

  /** The landlord's own lease number. */
  @IsOptional()
  @LeaseNumber()
  landlordReference?: string;
}

export class EndTenancy {
  /** The last day. */
  @DateOnly()
  endedOn: LocalDate;
}

export class ListTenancies extends PageQuery {
  @IsOptional()
  @IsIn(TENANCY_STATES)
  state?: TenancyState['state'];
}

/** What the landlord sees: the lease, and nothing of why the citizen has it. */
export class TenancyLandlordView {
  id: string;
  /** For `If-Match`. */
  version: number;
  state: TenancyState['state'];
  agreementRef: string;
  agreementVersionAtStart: number;
  dwellingRef: string;
  landlordRef: string;
  landlordReference: string | null;
  startedOn: LocalDate;
  /** The last day. */
  endedOn: LocalDate | null;
  /** Øre per month. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(row: TenancyRow, offers: Offers): TenancyLandlordView {
    const { id, version, state, agreementRef, agreementVersionAtStart, dwellingRef, landlordRef, landlordReference } =
      row;
    const { startedOn, endedOn, rentOere, utilitiesOere } = row;
    return {
      id,
      version,
      state,
      agreementRef,
      agreementVersionAtStart,
      dwellingRef,
      landlordRef,
      landlordReference,
      startedOn,
      endedOn,
      rentOere,
      utilitiesOere,
      ...offers,
    };
  }
}

/** For social services and the single entry point. */
export class TenancyMunicipalView extends TenancyLandlordView {
  citizenRef: string;
  hasSupportWorker: boolean;

  static override of(row: TenancyRow, offers: Offers): TenancyMunicipalView {
    const { citizenRef, hasSupportWorker } = row;
    return { ...TenancyLandlordView.of(row, offers), citizenRef, hasSupportWorker };
  }
}

export const isMunicipality = ({ roles }: Actor): boolean =>
  roles.includes('social_caseworker') || roles.includes('single_entry');

/** The view for an actor's role. */
export const viewFor = (actor: Actor) => (row: TenancyRow, terms: KnownTerms | null) => {
  const view = isMunicipality(actor) ? TenancyMunicipalView : TenancyLandlordView;
  return view.of(row, tenancyRules.offers(row, actor.roles, { terms }));
};
