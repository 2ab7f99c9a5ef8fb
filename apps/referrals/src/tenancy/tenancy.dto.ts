// SPDX-License-Identifier: MPL-2.0
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly, LeaseNumber } from '#contracts/fields';
import { TENANCY_STATES, type TenancyState } from '#contracts/referrals/tenancy';
import type { LocalDate, Oere } from '#domain';
import type { Actor, Command, Stored } from '#persistence';
import { PageQuery, RefusedActionView, Sortable } from '#service';
import { rentPayer } from '../administration-agreement/administration-agreement.js';
import { type Start, type Tenancy, type TenancyFacts, tenancyRules } from './tenancy.js';

export class StartTenancy implements Start {
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
  @Sortable('day')
  sort?: string;

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

  static of(this: void, row: Stored<Tenancy>, facts: TenancyFacts, { actor }: Command): TenancyLandlordView {
    const { id, version, state, agreementRef, agreementVersionAtStart, dwellingRef, landlordRef, landlordReference } =
      row;
    const { startedOn, endedOn, rentOere, utilitiesOere } = row;
    return {
      ...{ id, version, state, agreementRef, agreementVersionAtStart, dwellingRef, landlordRef, landlordReference },
      ...{ startedOn, endedOn, rentOere, utilitiesOere },
      rentPaidBy: rentPaidBy(row, facts),
      ...tenancyRules.offers(row, actor.roles, facts),
    };
  }
}

/** An agreement that runs ends with the tenancy, in the same moment. */
function rentPaidBy({ endedOn }: Stored<Tenancy>, { payer }: TenancyFacts): RentPaidBy {
  if (!payer) return { by: 'tenant', from: null };
  const { rentPaidBy: by, from } = rentPayer({ ...payer, lastPaidThrough: payer.lastPaidThrough ?? endedOn });
  return { by, from };
}

/** For social services and the single entry point. */
export class TenancyMunicipalView extends TenancyLandlordView {
  citizenRef: string;
  hasSupportWorker: boolean;
  /** What was recorded although it may be a slip. `citizen-has-another-tenancy`: on the same days. */
  warnings: 'citizen-has-another-tenancy'[];

  static override of(this: void, row: Stored<Tenancy>, facts: TenancyFacts, command: Command): TenancyMunicipalView {
    const { citizenRef, hasSupportWorker } = row;
    const warnings = facts.citizenHasAnother ? (['citizen-has-another-tenancy'] as const) : [];
    return { ...TenancyLandlordView.of(row, facts, command), citizenRef, hasSupportWorker, warnings: [...warnings] };
  }
}

export const isMunicipality = ({ roles }: Actor): boolean =>
  roles.includes('social_caseworker') || roles.includes('single_entry');
