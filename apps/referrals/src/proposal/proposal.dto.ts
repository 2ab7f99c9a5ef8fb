// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DECLINE_REASONS, type DeclineReason } from '#contracts/decline-reasons';
import { Amount, DateOnly, LeaseNumber } from '#contracts/fields';
import { PROPOSAL_STATES } from '#contracts/referrals/proposal';
import type { LocalDate, Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { NumberedQuery, RefusedActionView, Sortable } from '#service';
import { ContactView } from '../citizen/citizen.dto.js';
import { type Proposal, type ProposalFacts, proposalRules, type SignedLease } from './proposal.js';

export class DeclineProposal {
  /**
   * Why. Which reasons count, the agreement says.
   * @example "dwelling_is_not_ready"
   */
  @IsIn(DECLINE_REASONS)
  reason: DeclineReason;
}

export class RegisterLease implements SignedLease {
  /** @example "2026-04-14" */
  @DateOnly()
  signedOn: LocalDate;

  /**
   * First day of the tenancy.
   * @example "2026-04-23"
   */
  @DateOnly()
  startsOn: LocalDate;

  /**
   * Øre; three months of rent without utilities at most.
   * @example 1350000
   */
  @Amount()
  depositOere: Oere;

  /**
   * Øre; three months of rent without utilities at most.
   * @example 1350000
   */
  @Amount()
  prepaidRentOere: Oere;

  /** The landlord's own lease number. */
  @IsOptional()
  @LeaseNumber()
  landlordReference?: string;
}

export class ListProposals extends NumberedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(PROPOSAL_STATES)
  state?: Proposal['state'];

  @IsOptional()
  @IsUUID()
  dwellingRef?: string;
}

/** What a landlord is paid for deposit and prepaid rent, and when. Of how it came about nothing (domain.md 8.1, 9.3). */
export class FinancingInPlace {
  /** Øre. */
  amountOere: Oere;
  payOn: LocalDate;
}

/** All that a landlord learns of a household before the answer (domain.md 9.3): no name, nothing of why. */
export class ProposalLandlordView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: Proposal['state'];
  referralRef: string;
  agreementRef: string;
  landlordRef: string;
  dwellingRef: string;
  /** Persons. */
  householdSize: number;
  /** Null: as soon as can be. */
  wantedMoveInOn: LocalDate | null;
  /** Are deposit and prepaid rent expected to be financed? */
  financingExpected: boolean;
  /** Null: it is not in place. */
  financing: FinancingInPlace | null;
  proposedOn: LocalDate;
  /** The last day for the answer. */
  answerDueOn: LocalDate;
  answeredOn: LocalDate | null;
  declinedBecause: DeclineReason | null;
  /** Does the agreement know the reason? Null: it was not declined. */
  reasonIsAgreed: boolean | null;
  /** The last day for the lease; null: it cannot be signed yet. */
  leaseDueOn: LocalDate | null;
  leaseSignedOn: LocalDate | null;
  tenancyRef: string | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Proposal>, facts: ProposalFacts, { actor }: Command): ProposalLandlordView {
    const { id, number, version, state, referralRef, agreementRef, landlordRef, dwellingRef } = row;
    const { householdSize, wantedMoveInOn, financingExpected, proposedOn, answerDueOn, answeredOn } = row;
    const { declinedBecause, reasonIsAgreed, leaseDueOn } = row;
    return {
      ...{ id, number, version, state, referralRef, agreementRef, landlordRef, dwellingRef },
      ...{ householdSize, wantedMoveInOn, financingExpected, proposedOn, answerDueOn, answeredOn },
      ...{ declinedBecause, reasonIsAgreed, financing: facts.financing, leaseDueOn },
      ...{ leaseSignedOn: row.leaseSignedOn, tenancyRef: row.tenancyRef },
      ...proposalRules.offers(row, actor.roles, facts),
    };
  }
}

/** For the municipality. */
export class ProposalView extends ProposalLandlordView {
  vacancyRef: string;

  static override of(this: void, row: Stored<Proposal>, facts: ProposalFacts, command: Command): ProposalView {
    return { ...ProposalLandlordView.of(row, facts, command), vacancyRef: row.vacancyRef };
  }
}

/** Why a landlord is not told who a household is. */
const WITHHELD = ['not_accepted', 'no_consent', 'closed'] as const;

/** Who the tenant is, for the lease (domain.md 9.3): never an address, nor a civil registration number. */
export class ProposedTenantView {
  /** Of the proposal. */
  id: string;
  /** Null: it is not told. */
  name: string | null;
  /** Null: none is known, or it is not told. */
  contact: ContactView | null;
  /**
   * `not_accepted`: say yes first. `no_consent`: the citizen has not consented that a landlord is told; ask the one entry
   * point. `closed`: the lease is registered, or the proposal has ended. Null: it is told.
   */
  @ApiProperty({ enum: WITHHELD, nullable: true })
  withheld: (typeof WITHHELD)[number] | null;

  static withheld(id: string, withheld: (typeof WITHHELD)[number]): ProposedTenantView {
    return { id, name: null, contact: null, withheld };
  }
}
