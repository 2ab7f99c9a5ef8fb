// SPDX-License-Identifier: MPL-2.0
import { ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsUUID, ValidateIf } from 'class-validator';
import { DateOnly, EachOnce, LeaseNumber, Part } from '#contracts/fields';
import { NEIGHBOUR_COMPLAINT_STATES } from '#contracts/incidents/neighbour-complaint';
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import type { LocalDate } from '#domain';
import { FreeText, NewOwner, OwnedQuery, Sortable, StrikeFact } from '#service';
import {
  DIALOGUE_OUTCOMES,
  EVIDENCE,
  MEASURES,
  OBSERVERS,
  REPORT_KINDS,
  TERMINATION_KINDS,
  TRIBUNAL_OUTCOMES,
} from './case.js';
import { CONDUCT, type Conduct } from './conduct.js';
import { COMPLAINT_STRUCK_ALOUD } from './registered-in-error.js';

export class ReportFurtherConduct {
  /**
   * concern: a mere feeling. complaint: something that happened on a day.
   * @example "complaint"
   */
  @IsIn(REPORT_KINDS)
  kind: (typeof REPORT_KINDS)[number];

  /**
   * Who has seen or heard it. A tenant's own report goes through the single entry point.
   * @example "neighbour"
   */
  @IsIn(OBSERVERS)
  from: (typeof OBSERVERS)[number];

  /**
   * Kinds of conduct, lejeloven § 153(1) nos 1–11 in this order; of a complaint one at least.
   * @example ["unacceptable_noise"]
   */
  @IsOptional()
  @IsArray()
  @EachOnce()
  @IsIn(CONDUCT, { each: true })
  categories?: Conduct[];

  /**
   * The day on which it happened, YYYY-MM-DD; of a complaint always.
   * @example "2026-10-12"
   */
  @IsOptional()
  @DateOnly()
  happenedOn?: LocalDate;
}

export class ReportNeighbourComplaint extends ReportFurtherConduct {
  /**
   * The tenancy, where its reference is known.
   * @example "0192f7a0-0000-7000-8000-0000000000e1"
   */
  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  /**
   * The landlord's own lease number; required where the tenancy's reference is not given. Letters, digits and . _ / -
   * @example "L-17"
   */
  @ValidateIf((report: ReportNeighbourComplaint) => report.tenancyRef == null || report.landlordReference != null)
  @LeaseNumber()
  landlordReference?: string;

  /**
   * Whose tenancy it is: for the single entry point, and only where the tenancy is not known by its reference.
   * @example "6f1f7a52-3f0c-4c5e-9d0b-1a54c0a7e101"
   */
  @IsOptional()
  @IsUUID()
  landlordRef?: string;
}

export class AssignNeighbourComplaint {
  /** Default: the tenant's support worker, or the outreach team when nobody is named. */
  @IsOptional()
  @Part(() => NewOwner)
  to?: NewOwner;
}

export class RecordDialogue {
  /**
   * The day of the dialogue or of the attempt, YYYY-MM-DD.
   * @example "2026-09-10"
   */
  @DateOnly()
  heldOn: LocalDate;

  /**
   * What came of it. The landlord sees this code at most.
   * @example "measures_agreed"
   */
  @IsIn(DIALOGUE_OUTCOMES)
  outcome: (typeof DIALOGUE_OUTCOMES)[number];

  /**
   * What was agreed, for the municipality alone.
   * @example ["mediation"]
   */
  @IsOptional()
  @IsArray()
  @EachOnce()
  @IsIn(MEASURES, { each: true })
  measures?: (typeof MEASURES)[number][];
}

/** Kinds of conduct that a letter or a breach is about. */
class OfConduct {
  /**
   * Kinds of conduct, lejeloven § 153(1).
   * @example ["unacceptable_noise"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @EachOnce()
  @IsIn(CONDUCT, { each: true })
  categories: Conduct[];
}

/** Påmindelse: in writing. A breach counts before the tribunal only where it is later than a reminder. */
export class RemindTenant extends OfConduct {
  /**
   * The date of the letter, YYYY-MM-DD.
   * @example "2026-10-13"
   */
  @DateOnly()
  sentOn: LocalDate;
}

export class RecordBreach extends OfConduct {
  /**
   * The day of the breach, YYYY-MM-DD.
   * @example "2026-11-09"
   */
  @DateOnly()
  happenedOn: LocalDate;

  /**
   * What documents it.
   * @example ["log"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @EachOnce()
  @IsIn(EVIDENCE, { each: true })
  evidence: (typeof EVIDENCE)[number][];

  /**
   * The landlord's own reference of the documentation.
   * @example "SAG-2026-44"
   */
  @IsOptional()
  @LeaseNumber()
  documentationRef?: string;
}

export class WarnTenant {
  /**
   * The date of the letter, YYYY-MM-DD.
   * @example "2026-11-11"
   */
  @DateOnly()
  sentOn: LocalDate;
}

export class FileTribunalCase {
  /**
   * The day on which the tribunal got the case, YYYY-MM-DD.
   * @example "2026-11-16"
   */
  @DateOnly()
  filedOn: LocalDate;

  /**
   * The day on which the tribunal served it on the tenant, where that is known; the reply is due 14 days after.
   * @example "2026-11-16"
   */
  @IsOptional()
  @DateOnly()
  servedOn?: LocalDate;
}

export class RecordTribunalService {
  /**
   * The day on which the tribunal served the case on the tenant, YYYY-MM-DD.
   * @example "2026-11-16"
   */
  @DateOnly()
  servedOn: LocalDate;
}

export class RecordTribunalReply {
  /**
   * The day of the tenant's reply, YYYY-MM-DD; no reply is too late to be recorded.
   * @example "2026-11-30"
   */
  @DateOnly()
  repliedOn: LocalDate;
}

export class RecordTribunalDecision {
  /**
   * The date of the decision, YYYY-MM-DD. The conditional year counts from it.
   * @example "2026-12-21"
   */
  @DateOnly()
  decidedOn: LocalDate;

  /**
   * The day on which the tenant had it, where that is known. The four weeks of the appeal count from it.
   * @example "2026-12-22"
   */
  @IsOptional()
  @DateOnly()
  notifiedOn?: LocalDate;

  /**
   * conditional: the tenancy is conditional for a year.
   * @example "conditional"
   */
  @IsIn(TRIBUNAL_OUTCOMES)
  outcome: (typeof TRIBUNAL_OUTCOMES)[number];

  /**
   * The conditions in the tribunal's words; of a conditional tenancy always, of other decisions never.
   * @example "Ingen støj mellem kl. 22 og 7."
   */
  @IsOptional()
  @FreeText(2000)
  conditions?: string;
}

export class RecordTribunalNotification {
  /**
   * The day on which the tenant had the decision, YYYY-MM-DD.
   * @example "2026-12-22"
   */
  @DateOnly()
  notifiedOn: LocalDate;
}

/** Conduct for which the lease can be ended. */
export class ReportGraveConduct extends OfConduct {
  /**
   * The day on which it happened, YYYY-MM-DD.
   * @example "2027-02-26"
   */
  @DateOnly()
  happenedOn: LocalDate;

  /**
   * Is it so serious that the tenant has to move? Only then can the lease be ended by it.
   * @example true
   */
  @IsBoolean()
  movingRequired: boolean;
}

export class TerminateAfterBreach {
  /**
   * notice: with notice (opsigelse). breach: at once (ophævelse).
   * @example "breach"
   */
  @IsIn(TERMINATION_KINDS)
  kind: (typeof TERMINATION_KINDS)[number];
}

export class StrikeInNeighbourComplaint extends StrikeFact {
  /**
   * What was recorded. With a decision its notification is struck too.
   * @example "breach"
   */
  @IsIn(COMPLAINT_STRUCK_ALOUD)
  what: (typeof COMPLAINT_STRUCK_ALOUD)[number];
}

export const COMPLAINT_STATUS = ['sent', 'received', 'acting', 'done'] as const;

/** Filters are combined; each is optional. A landlord filters by `status`, not by what only the municipality sees. */
export class ListNeighbourComplaints extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  /** sent: not answered yet. received, acting: the municipality has it. done: the case is closed. */
  @IsOptional()
  @IsIn(COMPLAINT_STATUS)
  status?: (typeof COMPLAINT_STATUS)[number];

  @IsOptional()
  @IsIn(NEIGHBOUR_COMPLAINT_STATES)
  state?: (typeof NEIGHBOUR_COMPLAINT_STATES)[number];

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  /** The landlord's own lease number. */
  @IsOptional()
  @LeaseNumber()
  landlordReference?: string;

  @IsOptional()
  @IsIn(OUTREACH_ROLES)
  assignedTo?: (typeof OUTREACH_ROLES)[number];

  /** Somebody must act before this day, YYYY-MM-DD. */
  @IsOptional()
  @DateOnly()
  dueBefore?: string;
}
