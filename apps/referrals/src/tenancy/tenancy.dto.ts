// SPDX-License-Identifier: MPL-2.0
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly, LeaseNumber } from '#contracts/fields';
import { TENANCY_STATES, type TenancyState } from '#contracts/referrals/tenancy';
import type { LocalDate, Oere } from '#domain';
import type { Actor } from '#persistence';
import { type Offers, PageQuery, RefusedActionView } from '#service';
import { rentPayer } from '../administration-agreement/administration-agreement.js';
import type { TenancyRow } from './tenancy.entity.js';
import { type KnownOfTenancy, type KnownPayer, tenancyRules } from './tenancy.js';

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

/** Who pays the rent. Nothing of why: that is between the citizen and the municipality (domain.md 4.5). */
export class RentPaidBy {
  by: 'tenant' | 'municipality';
  /** The first day for which it is so; null: from the tenancy's first day. */
  from: LocalDate | null;
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
  rentPaidBy: RentPaidBy;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(row: TenancyRow, payer: KnownPayer | null, offers: Offers): TenancyLandlordView {
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
      rentPaidBy: rentPaidBy(payer),
      ...offers,
    };
  }
}

function rentPaidBy(payer: KnownPayer | null): RentPaidBy {
  if (!payer) return { by: 'tenant', from: null };
  const { rentPaidBy: by, from } = rentPayer(payer);
  return { by, from };
}

/** For social services and the single entry point. */
export class TenancyMunicipalView extends TenancyLandlordView {
  citizenRef: string;
  hasSupportWorker: boolean;

  static override of(row: TenancyRow, payer: KnownPayer | null, offers: Offers): TenancyMunicipalView {
    const { citizenRef, hasSupportWorker } = row;
    return { ...TenancyLandlordView.of(row, payer, offers), citizenRef, hasSupportWorker };
  }
}

export const isMunicipality = ({ roles }: Actor): boolean =>
  roles.includes('social_caseworker') || roles.includes('single_entry');

/** The view for an actor's role. */
export const viewFor =
  (actor: Actor) =>
  (row: TenancyRow, { terms, payer }: KnownOfTenancy) => {
    const view = isMunicipality(actor) ? TenancyMunicipalView : TenancyLandlordView;
    return view.of(row, payer, tenancyRules.offers(row, actor.roles, { terms }));
  };
