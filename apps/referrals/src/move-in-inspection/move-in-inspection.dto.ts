// SPDX-License-Identifier: MPL-2.0
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly, Whole } from '#contracts/fields';
import { MOVE_IN_INSPECTION_STATES } from '#contracts/referrals/move-in-inspection';
import { dueOn, type LocalDate } from '#domain';
import { type Command, type Stored, versionFor } from '#persistence';
import { OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable, StrikeFact } from '#service';
import {
  ABSENCE_REASONS,
  CANCEL_REASONS,
  type DefectList,
  type DeliverReport,
  type Hold,
  INSPECTION_RECORDS,
  INSPECTION_WARNINGS,
  type MoveInInspection,
  type MoveInInspectionFacts,
  moveInInspectionOwner,
  moveInInspectionRules,
  type NewDay,
  type Plan,
  REPORT_DELIVERIES,
  warningsOf,
} from './move-in-inspection.js';

/** Another day. */
export class MoveInspection implements NewDay {
  /** The day of the inspection: at most 31 days from the first day of the tenancy. */
  @DateOnly()
  plannedOn: LocalDate;

  /** The day on which the tenant was summoned to it, at least seven days before; later is recorded with a warning. */
  @IsOptional()
  @DateOnly()
  summonedOn?: LocalDate;
}

export class PlanInspection extends MoveInspection implements Plan {
  @IsUUID()
  tenancyRef: string;
}

export class SummonTenant {
  /** The day on which the tenant was summoned, at least seven days before; later is recorded with a warning. */
  @DateOnly()
  summonedOn: LocalDate;
}

export class CancelInspection {
  /**
   * Why. A landlord who lets a single dwelling need not inspect.
   * @example "planned_in_error"
   */
  @IsIn(CANCEL_REASONS)
  reason: (typeof CANCEL_REASONS)[number];
}

export class HoldInspection implements Hold {
  @DateOnly()
  heldOn: LocalDate;

  @IsBoolean()
  municipalityTookPart: boolean;

  /**
   * Why the municipality did not; then it is asked for.
   * @example "nobody_available"
   */
  @IsOptional()
  @IsIn(ABSENCE_REASONS)
  absenceReason?: Hold['absenceReason'];
}

export class DeliverInspectionReport implements DeliverReport {
  /** At the inspection or at most fourteen days after it; later is recorded with a warning. */
  @DateOnly()
  deliveredOn: LocalDate;

  /** @example "at_inspection" */
  @IsIn(REPORT_DELIVERIES)
  how: DeliverReport['how'];
}

export class RecordDefectList implements DefectList {
  @DateOnly()
  receivedOn: LocalDate;

  /**
   * How many defects it names.
   * @example 3
   */
  @Whole(1, 1000)
  count: number;
}

export class StrikeInInspection extends StrikeFact {
  /**
   * What was recorded. Without its plan there is no inspection.
   * @example "defectList"
   */
  @IsIn(INSPECTION_RECORDS)
  what: (typeof INSPECTION_RECORDS)[number];
}

export class ListMoveInInspections extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(MOVE_IN_INSPECTION_STATES)
  state?: MoveInInspection['state'];

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;
}

/** A list of defects that the tenant sent. */
export class DefectListView {
  receivedOn: LocalDate;
  /** How many defects it names. */
  count: number;
}

/** For the landlord and the caretaker. */
export class MoveInInspectionLandlordView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: MoveInInspection['state'];
  tenancyRef: string;
  agreementRef: string;
  landlordRef: string;
  dwellingRef: string;
  plannedOn: LocalDate;
  /** Null: the tenant is not summoned to that day yet. */
  summonedOn: LocalDate | null;
  /** The last day for the summons. */
  summonsDueOn: LocalDate;
  cancelledBecause: MoveInInspection['cancelledBecause'];
  heldOn: LocalDate | null;
  /** Null: it is not held yet. */
  municipalityTookPart: boolean | null;
  absenceReason: MoveInInspection['absenceReason'];
  /** The last day for the report; null: the inspection is not held yet. */
  reportDueOn: LocalDate | null;
  reportDeliveredOn: LocalDate | null;
  reportDelivery: MoveInInspection['reportDelivery'];
  /** The last day for the tenant's defect list. A later one is recorded all the same. */
  defectListDueOn: LocalDate;
  defectLists: DefectListView[];
  /** What was recorded although it is late or missing: claims for restoration may be lost by it. */
  warnings: (typeof INSPECTION_WARNINGS)[number][];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(
    this: void,
    row: Stored<MoveInInspection>,
    facts: MoveInInspectionFacts,
    { actor }: Command,
  ): MoveInInspectionLandlordView {
    const { id, number, state, tenancyRef, agreementRef, landlordRef, dwellingRef, plannedOn, summonedOn } = row;
    const { cancelledBecause, heldOn, municipalityTookPart, absenceReason } = row;
    const { reportDeliveredOn, reportDelivery, startedOn } = row;
    return {
      ...{ id, number, version: versionFor(row, actor), state, tenancyRef, agreementRef, landlordRef, dwellingRef },
      ...{ plannedOn, summonedOn, summonsDueOn: dueOn('SUMMONS_LATEST', plannedOn), cancelledBecause },
      ...{ heldOn, municipalityTookPart, absenceReason, reportDueOn: heldOn && dueOn('REPORT_LATEST', heldOn) },
      ...{ reportDeliveredOn, reportDelivery, defectListDueOn: dueOn('DEFECT_LIST', startedOn) },
      ...{ defectLists: [...row.defectLists], warnings: warningsOf(row) },
      ...moveInInspectionRules.offers(row, actor.roles, facts),
    };
  }
}

/** For the municipality: whose it is, too. */
export class MoveInInspectionView extends MoveInInspectionLandlordView {
  owner: OwnerView | null;

  static override of(
    this: void,
    row: Stored<MoveInInspection>,
    facts: MoveInInspectionFacts,
    command: Command,
  ): MoveInInspectionView {
    return {
      ...MoveInInspectionLandlordView.of(row, facts, command),
      owner: ownerView(moveInInspectionOwner, row),
    };
  }
}
