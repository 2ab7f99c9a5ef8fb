// SPDX-License-Identifier: MPL-2.0
// Who acts next and by when: for the municipality with the role, for the landlord in words that tell nothing of the person.
import type { Role } from '#contracts/roles';
import { isPaused, type LocalDate, outOfItsCourse, type Text } from '#domain';
import { CLOSED_COMPLAINT, type NeighbourComplaint } from './case.js';
import { conditionalUntilOf, decisionExpectedOnOf, newestOf } from './tribunal-case.js';

export interface NextInComplaint {
  role: Role | 'tribunal';
  /** The last day in time; null where no day is set. */
  by: LocalDate | null;
  text: Text;
}

const step = (role: NextInComplaint['role'], by: LocalDate | null, da: string, en: string): NextInComplaint => ({
  role,
  by,
  text: { da, en },
});
const MAY_GO_ON: Text = {
  da: 'Udlejer kan advare lejer eller gå til Huslejenævnet',
  en: 'The landlord may warn the tenant or go to the rent tribunal',
};
const MAY_TERMINATE: Text = { da: 'Udlejer kan opsige eller ophæve lejemålet', en: 'The landlord may end the lease' };
const AWAITS_TRIBUNAL: Text = { da: 'Huslejenævnets afgørelse ventes', en: 'The rent tribunal’s decision is expected' };
const IS_CONDITIONAL: Text = { da: 'Lejemålet er betinget', en: 'The tenancy is conditional' };

export const complaintIsClosed = ({ state }: Pick<NeighbourComplaint, 'state'>): boolean =>
  CLOSED_COMPLAINT.some((closed) => closed === state);

/** What the landlord himself has brought about; undefined: nothing that he waits for. */
function ofTheLandlord(complaint: NeighbourComplaint): NextInComplaint | undefined {
  const newest = newestOf(complaint);
  switch (complaint.state) {
    case 'REPEATED':
      return { role: 'landlord_admin', by: null, text: MAY_GO_ON };
    case 'TRIBUNAL_PENDING':
      return { role: 'tribunal', by: newest ? decisionExpectedOnOf(newest) : null, text: AWAITS_TRIBUNAL };
    case 'CONDITIONAL':
      return { role: 'landlord_admin', by: newest ? conditionalUntilOf(newest) : null, text: IS_CONDITIONAL };
    case 'BREACHED':
      return { role: 'landlord_admin', by: null, text: MAY_TERMINATE };
    default:
      return undefined;
  }
}

/** Null once the case is closed. */
export function nextInComplaint(complaint: NeighbourComplaint): NextInComplaint | null {
  if (complaintIsClosed(complaint)) return null;
  const { acknowledgedOn, acknowledgeDueOn, standInSince, assignedTo, firstContactOn, outreachDueOn } = complaint;
  const outreachBy = isPaused(complaint, 'FIRST_OUTREACH') ? null : outreachDueOn;
  if (!acknowledgedOn)
    return step(
      'single_entry',
      isPaused(complaint, 'ACKNOWLEDGE') ? null : acknowledgeDueOn,
      standInSince ? 'Stedfortræderen kvitterer for meldingen' : 'Kommunen kvitterer for meldingen',
      standInSince ? 'The stand-in acknowledges the report' : 'The municipality acknowledges the report',
    );
  if (!assignedTo)
    return step('single_entry', outreachBy, 'Kommunen giver sagen videre', 'The municipality hands the case on');
  if (!firstContactOn) return step(assignedTo, outreachBy, 'Kommunen kontakter lejer', 'The tenant is contacted');
  return (
    ofTheLandlord(complaint) ??
    (complaint.state === 'OUTREACH'
      ? step(assignedTo, null, 'Kommunen finder en løsning med lejer', 'A solution is sought with the tenant')
      : step(assignedTo, null, 'Kommunen følger, om der er ro', 'The municipality watches whether it stays quiet'))
  );
}

/**
 * The landlord's: that something happens and when news comes, never what (domain.md 2, rule 4; 9.3). Made of what the
 * landlord may know alone: whether the tenant was reached, and what came through the single entry point, make no difference.
 */
export function nextInComplaintForLandlord(
  complaint: NeighbourComplaint,
  today: LocalDate,
): { by: LocalDate | null; text: Text } | null {
  if (complaintIsClosed(complaint)) return null;
  const { acknowledgedOn, outreachDueOn } = complaint;
  const own = ofTheLandlord(complaint);
  if (own) return { by: own.by, text: own.text };
  if (!acknowledgedOn) {
    const { by, text } = nextInComplaint(complaint)!;
    return { by, text };
  }
  // The day by which outreach was to be begun: a pause would tell that the tenant has not been reached.
  const begun = outOfItsCourse('FIRST_OUTREACH', outreachDueOn, complaint);
  return {
    by: begun >= today ? begun : null,
    text: { da: 'Kommunen arbejder på sagen', en: 'The municipality is acting on the case' },
  };
}
