// SPDX-License-Identifier: MPL-2.0
import { claimLatestOn, dueOn, inspectLatestOn, type LocalDate } from '#domain';
import type { ClaimLine, RejectCode } from './settlement.js';

export interface InspectionFacts {
  letsMoreThanOne: boolean;
  movedOutOn: LocalDate;
  learnedOn: LocalDate;
  plannedOn: LocalDate | null;
  summonedOn: LocalDate | null;
  shorterSummonsAgreed: boolean;
  wasTerminated: boolean;
  heldOn: LocalDate | null;
  reportDeliveredOn: LocalDate | null;
}

export function lapses(line: ClaimLine, facts: InspectionFacts): RejectCode | null {
  if (line.kind !== 'restoration' && line.kind !== 'tenant_damage') return null;
  const { heldOn, reportDeliveredOn, summonedOn } = facts;
  if (!facts.letsMoreThanOne)
    return line.raisedOn > claimLatestOn(false, facts.movedOutOn, facts.movedOutOn) ? 'late_claim' : null;
  const isReported = heldOn && reportDeliveredOn && reportDeliveredOn <= dueOn('REPORT_LATEST', heldOn);
  if (!line.inReport || !isReported) return 'not_in_report';
  if (heldOn > inspectLatestOn(facts.movedOutOn, facts.learnedOn)) return 'late_inspection';
  if (!facts.shorterSummonsAgreed && (!summonedOn || summonedOn > dueOn('SUMMONS_LATEST', heldOn))) return 'no_summons';
  return line.raisedOn > claimLatestOn(true, facts.movedOutOn, heldOn) ? 'late_claim' : null;
}

export const doubleCoverage = (line: ClaimLine, { rentPayableThrough }: { rentPayableThrough: LocalDate }): boolean =>
  (line.kind === 'rent' || line.kind === 'utilities_advance') && line.dueOn !== null && line.dueOn > rentPayableThrough;
