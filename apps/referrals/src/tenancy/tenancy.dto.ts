// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { Amount, DateOnly, LeaseNumber, Part, STAFF_ID, TEAM_CODE } from '#contracts/fields';
import { TENANCY_STATES, type TenancyState } from '#contracts/referrals/tenancy';
import { HAND_OVER_REASONS, type HandOverReason, type LocalDate, type Oere } from '#domain';
import { type Command, type Stored, versionFor } from '#persistence';
import { OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable, StrikeFact } from '#service';
import { rentPayer } from '../administration-agreement/administration-agreement.js';
import {
  type CheckSettlingIn,
  SETTLING_IN_ITEMS,
  SETTLING_IN_OUTCOMES,
  type SettlingIn,
  type SettlingInItem,
  settlingInOf,
} from './settling-in.js';
import {
  type Registration,
  STRIKEABLE,
  type Start,
  type Tenancy,
  type TenancyFacts,
  tenancyOwner,
  tenancyRules,
} from './tenancy.js';

/** By the landlord, of a tenant whom the municipality did not refer. */
export class RegisterTenancy implements Omit<Registration, 'citizenRef'> {
  @IsUUID()
  agreementRef: string;

  @IsUUID()
  dwellingRef: string;

  @DateOnly()
  startedOn: LocalDate;

  /** The landlord's own lease number. */
  @IsOptional()
  @LeaseNumber()
  landlordReference?: string;

  /** @example "2026-04-14" */
  @IsOptional()
  @DateOnly()
  leaseSignedOn?: LocalDate;

  /** Øre; three months of rent without utilities at most. */
  @IsOptional()
  @Amount()
  depositOere?: Oere;

  /** Øre; three months of rent without utilities at most. */
  @IsOptional()
  @Amount()
  prepaidRentOere?: Oere;
}

export class StartTenancy extends RegisterTenancy implements Omit<Start, 'referralRef'> {
  /** Opaque: who it is, only the citizen vault knows. */
  @IsUUID()
  citizenRef: string;

  /** Decides who reaches out when something goes wrong. */
  @IsBoolean()
  hasSupportWorker: boolean;

  /**
   * `staffId` of the tenant's support worker, where there is one and it is known who.
   * @example "0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0008"
   */
  @IsOptional()
  @Matches(STAFF_ID)
  supportWorker?: string;

  /**
   * Code of the team that supports the tenant: somebody of it takes it, or the support worker is one of it.
   * @example "bostoette-nord"
   */
  @IsOptional()
  @Matches(TEAM_CODE)
  supportTeam?: string;
}

export class EndTenancy {
  /** The last day. */
  @DateOnly()
  endedOn: LocalDate;
}

/** A person, a team of which somebody takes it, or a person of a team. */
export class NewSupportWorker {
  /**
   * Code of a team in which somebody is a support worker.
   * @example "bostoette-nord"
   */
  @IsOptional()
  @Matches(TEAM_CODE)
  team?: string;

  /** `staffId` of a support worker. */
  @IsOptional()
  @Matches(STAFF_ID)
  person?: string;
}

export class ChangeSupportWorker {
  @Part(() => NewSupportWorker)
  to: NewSupportWorker;

  /**
   * Why the tenant gets another one.
   * @example "workload"
   */
  @IsIn(HAND_OVER_REASONS)
  reason: HandOverReason;
}

export class EndSupport {
  /** The last day of the support; from the next day on the outreach team acts. */
  @DateOnly()
  lastDay: LocalDate;
}

export class CheckSettlingInItem implements CheckSettlingIn {
  /** @example "furniture_help" */
  @IsIn(SETTLING_IN_ITEMS)
  code: SettlingInItem;

  /**
   * `open` puts right what was noted by mistake.
   * @example "done"
   */
  @IsIn(SETTLING_IN_OUTCOMES)
  outcome: SettlingIn['outcome'];

  /** The day of it. */
  @DateOnly()
  on: LocalDate;
}

export class StrikeInTenancy extends StrikeFact {
  /**
   * What was recorded. Without its start there is no tenancy.
   * @example "end"
   */
  @IsIn(STRIKEABLE)
  what: (typeof STRIKEABLE)[number];
}

export class ListTenancies extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(TENANCY_STATES)
  state?: TenancyState['state'];
}

const ENDED_BY = ['move_out', 'municipality'] as const;

/** Who pays the rent. Nothing of why: that is between the citizen and the municipality (domain.md 4.5). */
export class RentPaidBy {
  by: 'tenant' | 'municipality';
  /** The first day for which it is so; null: from the tenancy's first day. */
  from: LocalDate | null;
}

/** What the landlord sees: the lease, and nothing of why the citizen has it. */
export class TenancyLandlordView {
  id: string;
  /** What people call the case by. */
  number: string;
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
  /** What its end was registered by: a move-out, or somebody of the municipality; null: it runs. */
  @ApiProperty({ enum: ENDED_BY, nullable: true })
  endedBy: (typeof ENDED_BY)[number] | null;
  /** Øre per month. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
  /** Null: not told. */
  leaseSignedOn: LocalDate | null;
  /** Øre. */
  depositOere: Oere | null;
  /** Øre. */
  prepaidRentOere: Oere | null;
  rentPaidBy: RentPaidBy;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Tenancy>, facts: TenancyFacts, { actor }: Command): TenancyLandlordView {
    const { id, number, state, agreementRef, agreementVersionAtStart, dwellingRef, landlordRef, landlordReference } =
      row;
    const version = versionFor(row, actor);
    const { startedOn, endedOn, rentOere, utilitiesOere } = row;
    return {
      ...{
        id,
        number,
        version,
        state,
        agreementRef,
        agreementVersionAtStart,
        dwellingRef,
        landlordRef,
        landlordReference,
      },
      ...{ startedOn, endedOn, endedBy: endedBy(row), rentOere, utilitiesOere },
      ...{ leaseSignedOn: row.leaseSignedOn, depositOere: row.depositOere, prepaidRentOere: row.prepaidRentOere },
      rentPaidBy: rentPaidBy(row, facts),
      ...tenancyRules.offers(row, actor.roles, facts),
    };
  }
}

const endedBy = ({ endedOn, moveOutRef }: Stored<Tenancy>) =>
  endedOn === null ? null : moveOutRef === null ? 'municipality' : 'move_out';

/** An agreement that runs ends with the tenancy, in the same moment. */
function rentPaidBy({ endedOn }: Stored<Tenancy>, { payer }: TenancyFacts): RentPaidBy {
  if (!payer) return { by: 'tenant', from: null };
  const { rentPaidBy: by, from } = rentPayer({ ...payer, lastPaidThrough: payer.lastPaidThrough ?? endedOn });
  return { by, from };
}

/** Who was the support worker from a day on; nobody any more, where neither person nor team is named. */
export class SupportPeriodView {
  /** `staffId`; null: whoever of the team. */
  person: string | null;
  team: string | null;
  from: LocalDate;
  /** Why it changed; `support_ended`: the tenant has none any more; null: the first. */
  reason: string | null;
}

/** An item of the settling-in checklist. */
export class SettlingInView {
  code: SettlingInItem;
  outcome: SettlingIn['outcome'];
  /** The day of it; null: it is still to be done. */
  on: LocalDate | null;
}

/** For social services, the single entry point and the tenant's support worker. */
export class TenancyMunicipalView extends TenancyLandlordView {
  citizenRef: string;
  /** Who registered it: with a citizen who was referred, by hand, or by the landlord. */
  origin: Tenancy['origin'];
  referralRef: string | null;
  hasSupportWorker: boolean;
  /** The tenant's support worker; null: there is none, or none is named yet. */
  owner: OwnerView | null;
  /** The newest last. */
  supportWorkers: SupportPeriodView[];
  /** What the municipality looks after until the tenant has settled in, all of it. */
  settlingIn: SettlingInView[];
  /** Null: the tenant has not settled in yet. */
  settledOn: LocalDate | null;
  /** What was recorded although it may be a slip. `citizen-has-another-tenancy`: on the same days. */
  warnings: 'citizen-has-another-tenancy'[];

  static override of(this: void, row: Stored<Tenancy>, facts: TenancyFacts, command: Command): TenancyMunicipalView {
    const { citizenRef, origin, referralRef, hasSupportWorker, supportWorkers, settledOn } = row;
    const warnings = facts.citizenHasAnother ? (['citizen-has-another-tenancy'] as const) : [];
    return {
      ...TenancyLandlordView.of(row, facts, command),
      ...{
        citizenRef,
        origin,
        referralRef,
        hasSupportWorker,
        owner: ownerView(tenancyOwner, row),
        supportWorkers: [...supportWorkers],
      },
      ...{ settlingIn: settlingInOf(row), settledOn },
      warnings: [...warnings],
    };
  }
}
