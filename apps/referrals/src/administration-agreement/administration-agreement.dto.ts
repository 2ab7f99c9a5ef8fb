// SPDX-License-Identifier: MPL-2.0
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import type { LocalDate, Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable } from '#service';
import {
  ADMINISTRATION_AGREEMENT_STATES,
  type AdministrationAgreement,
  type AdministrationAgreementFacts,
  administrationAgreementOwner,
  administrationAgreementRules,
  OFFER_BASES,
  type Offer,
  type Revocation,
} from './administration-agreement.js';

export class OfferAdministrationAgreement implements Offer {
  /**
   * A tenancy that runs.
   * @example "0192f7a0-0000-7000-8000-0000000000c1"
   */
  @IsUUID()
  tenancyRef: string;

  /**
   * `required` takes earlier trouble paying rent and several evictions because of it.
   * @example "voluntary"
   */
  @IsIn(OFFER_BASES)
  basis: (typeof OFFER_BASES)[number];

  /**
   * Øre per month, paid to the landlord.
   * @example 510000
   */
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  monthlyAmountOere: Oere;

  /**
   * The first day for which the municipality pays, YYYY-MM-DD, today or later.
   * @example "2027-01-01"
   */
  @DateOnly()
  firstPaymentOn: LocalDate;

  /** For `required`: has the citizen had trouble paying rent? Looked at, not kept. @example false */
  @IsOptional()
  @IsBoolean()
  paymentTrouble?: boolean;

  /** For `required`: how many evictions it led to. Looked at, not kept. @example 0 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  evictionsDueToArrears?: number;
}

export class AcceptAdministrationAgreement {
  /**
   * The day the citizen accepted, YYYY-MM-DD, today or earlier.
   * @example "2026-12-18"
   */
  @DateOnly()
  acceptedOn: LocalDate;
}

export class RevokeAdministrationAgreement implements Revocation {
  /**
   * The last day for which the municipality pays, YYYY-MM-DD, today or later.
   * @example "2027-03-31"
   */
  @DateOnly()
  lastPaidThrough: LocalDate;

  /**
   * The day the citizen revoked it, YYYY-MM-DD; absent: today.
   * @example "2027-03-15"
   */
  @IsOptional()
  @DateOnly()
  revokedOn?: LocalDate;
}

export class EndAdministrationAgreement {
  /**
   * The last day for which the municipality pays, YYYY-MM-DD, today or later.
   * @example "2027-03-31"
   */
  @DateOnly()
  lastPaidThrough: LocalDate;
}

export class ListAdministrationAgreements extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(ADMINISTRATION_AGREEMENT_STATES)
  state?: AdministrationAgreement['state'];

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;
}

/** For finance: whom to pay what, from when and until when. Nothing of why. */
export class AdministrationAgreementPaymentView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: AdministrationAgreement['state'];
  tenancyRef: string;
  agreementRef: string;
  landlordRef: string;
  payee: 'landlord';
  /** Øre per month. */
  monthlyAmountOere: Oere;
  /** The first day for which the municipality pays. */
  firstPaymentOn: LocalDate;
  /** The last day for which the municipality pays; null: until further notice. */
  lastPaidThrough: LocalDate | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(
    this: void,
    row: Stored<AdministrationAgreement>,
    facts: AdministrationAgreementFacts,
    { actor }: Command,
  ): AdministrationAgreementPaymentView {
    const { id, number, version, state, tenancyRef, agreementRef, landlordRef, payee } = row;
    const { monthlyAmountOere, firstPaymentOn, lastPaidThrough } = row;
    return {
      ...{ id, number, version, state, tenancyRef, agreementRef, landlordRef, payee },
      ...{ monthlyAmountOere, firstPaymentOn, lastPaidThrough },
      ...administrationAgreementRules.offers(row, actor.roles, facts),
    };
  }
}

/** For social services and the benefits office. */
export class AdministrationAgreementView extends AdministrationAgreementPaymentView {
  basis: 'required' | 'voluntary' | 'condition_of_help';
  /** The help that it is a condition of. */
  financingRef: string | null;
  offeredOn: LocalDate;
  acceptedOn: LocalDate | null;
  /** The day the citizen took it back. */
  revokedOn: LocalDate | null;
  owner: OwnerView | null;

  static override of(
    this: void,
    row: Stored<AdministrationAgreement>,
    facts: AdministrationAgreementFacts,
    command: Command,
  ): AdministrationAgreementView {
    const { basis, financingRef, offeredOn, acceptedOn, revokedOn } = row;
    const payment = AdministrationAgreementPaymentView.of(row, facts, command);
    return {
      ...payment,
      basis,
      financingRef,
      offeredOn,
      acceptedOn,
      revokedOn,
      owner: ownerView(administrationAgreementOwner, row),
    };
  }
}
