// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DECLINE_REASONS, type DeclineReason } from '#contracts/agreements/agreement';
import { PROPOSAL_STATES } from '#contracts/referrals/proposal';
import type { LocalDate, Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { NumberedQuery, RefusedActionView, Sortable } from '#service';
import { type Proposal, type ProposalFacts, proposalRules } from './proposal.js';

export class DeclineProposal {
  /**
   * Why. Which reasons count, the agreement says.
   * @example "dwelling_is_not_ready"
   */
  @IsIn(DECLINE_REASONS)
  reason: DeclineReason;
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
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Proposal>, facts: ProposalFacts, { actor }: Command): ProposalLandlordView {
    const { id, number, version, state, referralRef, agreementRef, landlordRef, dwellingRef } = row;
    const { householdSize, wantedMoveInOn, financingExpected, proposedOn, answerDueOn, answeredOn } = row;
    const { declinedBecause, reasonIsAgreed } = row;
    return {
      ...{ id, number, version, state, referralRef, agreementRef, landlordRef, dwellingRef },
      ...{ householdSize, wantedMoveInOn, financingExpected, proposedOn, answerDueOn, answeredOn },
      ...{ declinedBecause, reasonIsAgreed, financing: facts.financing },
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
