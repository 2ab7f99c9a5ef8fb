// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { DateOnly, LeaseNumber } from '#contracts/fields';
import type { Actor } from '#persistence';
import { PageQuery } from '#service';
import type { RentArrearsRow } from './rent-arrears.entity.js';
import { type Facts, RENT_ARREARS_STATES, rentArrears } from './rent-arrears.js';

export class ReportRentArrears {
  /** The tenancy, when the landlord knows its reference. */
  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  /** The landlord's own lease number; required when the tenancy's reference is not given. Letters, digits and . _ / - */
  @ValidateIf((report: ReportRentArrears) => report.tenancyRef == null || report.landlordReference != null)
  @LeaseNumber()
  landlordReference?: string;

  /** What is missing, in øre. */
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  amountOere: number;

  /** The due day by contract, YYYY-MM-DD. */
  @DateOnly()
  rentDueOn: string;
}

export class ConfirmTenantPaid {
  /** The day of the payment, YYYY-MM-DD. */
  @DateOnly()
  paidOn: string;

  /** What was paid in all, in øre. */
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  amountOere: number;
}

export class ListRentArrears extends PageQuery {
  @IsOptional()
  @IsIn(RENT_ARREARS_STATES)
  state?: (typeof RENT_ARREARS_STATES)[number];
}

/** For support worker and outreach team: the incident's header, no amount (domain.md 2). */
export class RentArrearsHeaderView {
  id: string;
  /** For `If-Match`. */
  version: number;
  state: string;
  tenancyRef: string | null;
  rentDueOn: string;
  reportedOn: string;
  outreachDueOn: string;
  assignedTo: string | null;
  allowedActions: string[];

  static of(row: RentArrearsRow, allowedActions: string[]): RentArrearsHeaderView {
    const { id, version, state, tenancyRef, rentDueOn, reportedOn, outreachDueOn, assignedTo } = row;
    return { id, version, state, tenancyRef, rentDueOn, reportedOn, outreachDueOn, assignedTo, allowedActions };
  }
}

/** For the single entry point. */
export class RentArrearsMunicipalView extends RentArrearsHeaderView {
  agreementRef: string | null;
  landlordRef: string;
  landlordReference: string | null;
  matched: boolean;
  amountOere: number;
  payDay: string;
  acknowledgeDueOn: string;
  acknowledgedOn: string | null;
  paidOn: string | null;

  static override of(row: RentArrearsRow, allowedActions: string[]): RentArrearsMunicipalView {
    const {
      agreementRef,
      landlordRef,
      landlordReference,
      amountOere,
      payDay,
      acknowledgeDueOn,
      acknowledgedOn,
      paidOn,
    } = row;
    return {
      ...RentArrearsHeaderView.of(row, allowedActions),
      agreementRef,
      landlordRef,
      landlordReference,
      matched: agreementRef !== null,
      amountOere,
      payDay,
      acknowledgeDueOn,
      acknowledgedOn,
      paidOn,
    };
  }
}

const STATUS_OF = { REPORTED: 'sent', OUTREACH_PENDING: 'received', OUTREACH: 'acting', SELF_CURED: 'done' } as const;

/** For the landlord: the own claim, that something happens, and by when the next news comes (domain.md 9.3). */
export class RentArrearsLandlordView {
  id: string;
  /** For `If-Match`. */
  version: number;
  tenancyRef: string | null;
  landlordReference: string | null;
  matched: boolean;
  amountOere: number;
  rentDueOn: string;
  payDay: string;
  reportedOn: string;
  /** sent, received, acting or done */
  status: string;
  hearNextBy: string | null;
  paidOn: string | null;
  allowedActions: string[];

  static of(row: RentArrearsRow, allowedActions: string[]): RentArrearsLandlordView {
    const {
      id,
      version,
      tenancyRef,
      landlordReference,
      agreementRef,
      amountOere,
      rentDueOn,
      payDay,
      reportedOn,
      paidOn,
    } = row;
    const nextNews = {
      REPORTED: row.acknowledgeDueOn,
      OUTREACH_PENDING: row.outreachDueOn,
      OUTREACH: null,
      SELF_CURED: null,
    };
    return {
      id,
      version,
      tenancyRef,
      landlordReference,
      matched: agreementRef !== null,
      amountOere,
      rentDueOn,
      payDay,
      reportedOn,
      status: STATUS_OF[row.state],
      hearNextBy: nextNews[row.state],
      paidOn,
      allowedActions,
    };
  }
}

/** The view for an actor's role. */
export function viewFor(actor: Actor, row: RentArrearsRow, facts: Facts): object {
  // What a guard would ask of a command not made yet is taken as met: the table alone decides what is offered.
  const offered = { ...facts, payment: { paidOn: facts.today, amountOere: row.amountOere } };
  const allowed = rentArrears.offers(row, actor.roles, offered).allowedActions;
  if (actor.roles.includes('single_entry')) return RentArrearsMunicipalView.of(row, allowed);
  if (actor.landlordRef) return RentArrearsLandlordView.of(row, allowed);
  return RentArrearsHeaderView.of(row, allowed);
}
