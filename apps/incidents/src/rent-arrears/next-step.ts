// SPDX-License-Identifier: MPL-2.0
// Who acts next and by when: for the municipality with the role, for the landlord in words that tell nothing of the person.
import type { Role } from '#contracts/roles';
import { dueOn, isPaused, type LocalDate, outOfItsCourse, type Text } from '#domain';
import { owedOere } from './account.js';
import type { RentArrears } from './case.js';
import { runningUntil } from './demand-notice.js';
import { nextInstalment } from './instalment-plan.js';

export interface NextStep {
  /** `tenant`: an instalment is awaited. */
  role: Role | 'tenant';
  /** The last day in time; null where no day is set. */
  by: LocalDate | null;
  text: Text;
}

const step = (role: NextStep['role'], by: LocalDate | null, da: string, en: string): NextStep => ({
  role,
  by,
  text: { da, en },
});

const ANSWERS_LATE_PAYMENT = step(
  'landlord_admin',
  null,
  'Udlejer tager stilling til den for sene betaling',
  'The landlord answers the late payment',
);
const TERMINATES = step('landlord_admin', null, 'Udlejer kan ophæve lejemålet', 'The landlord may terminate the lease');

/** A demand has expired unpaid, and no other runs. */
const mayTerminate = (arrears: RentArrears): boolean =>
  !runningUntil(arrears) && arrears.demands.some(({ state }) => state === 'EXPIRED_UNPAID');

/** Null once the case is closed. */
export function nextStep(arrears: RentArrears): NextStep | null {
  const { state, assignedTo, firstContactOn, outreachDueOn, plans, help, latePayment } = arrears;
  if (latePayment?.answer === 'asked' && owedOere(arrears) === 0) return ANSWERS_LATE_PAYMENT;
  const worker = assignedTo ?? 'single_entry';
  const expiresOn = runningUntil(arrears);
  const outreachBy = isPaused(arrears, 'FIRST_OUTREACH') ? null : outreachDueOn;
  switch (state) {
    case 'REPORTED':
      return step(
        'single_entry',
        isPaused(arrears, 'ACKNOWLEDGE') ? null : arrears.acknowledgeDueOn,
        arrears.standInSince ? 'Stedfortræderen kvitterer for meldingen' : 'Kommunen kvitterer for meldingen',
        arrears.standInSince ? 'The stand-in acknowledges the report' : 'The municipality acknowledges the report',
      );
    case 'OUTREACH_PENDING':
      return step('single_entry', outreachBy, 'Kommunen giver sagen videre', 'The municipality hands the case on');
    case 'OUTREACH':
      if (!firstContactOn) return step(worker, outreachBy, 'Kommunen kontakter lejer', 'The tenant is contacted');
      if (mayTerminate(arrears)) return TERMINATES;
      return step(worker, expiresOn, 'Kommunen finder en løsning med lejer', 'A solution is sought with the tenant');
    case 'OUTREACH_FAILED':
      return step(worker, expiresOn, 'Kommunen prøver igen at nå lejer', 'Another attempt to reach the tenant');
    case 'INSTALMENT_PLAN': {
      const plan = plans.at(-1);
      const due = plan && nextInstalment(plan, arrears)?.dueOn;
      return step('tenant', due ?? null, 'Lejer betaler næste rate', 'The tenant pays the next instalment');
    }
    case 'HELP_PENDING':
      return step(
        'benefits_caseworker',
        help?.decisionDueOn ?? null,
        'Ydelsesafdelingen afgør ansøgningen om hjælp',
        'The benefits office decides on help',
      );
    case 'HELP_GRANTED':
      return step('finance', help?.payOn ?? null, 'Kommunen betaler udlejer', 'The municipality pays the landlord');
    default:
      return null;
  }
}

/**
 * The landlord's: that something happens and when news comes, never what (domain.md 2, rule 4; 9.3). Made of what the
 * landlord may know alone: neither whether the tenant was reached nor whether help was asked for makes a difference.
 */
export function nextForLandlord(arrears: RentArrears, today: LocalDate): { by: LocalDate | null; text: Text } | null {
  const next = nextStep(arrears);
  if (!next) return null;
  if (['REPORTED', 'INSTALMENT_PLAN'].includes(arrears.state) || next === ANSWERS_LATE_PAYMENT)
    return { by: next.by, text: next.text };
  if (arrears.state === 'HELP_GRANTED')
    return { by: next.by, text: { da: 'Betaling ventes', en: 'A payment is expected' } };
  if (arrears.state !== 'OUTREACH_PENDING' && mayTerminate(arrears)) return { by: null, text: TERMINATES.text };
  const acting = { da: 'Kommunen arbejder på sagen', en: 'The municipality is acting on the case' };
  // The tenant's last day is the landlord's own knowledge; before there is one, the day by which outreach was to be begun: a
  // pause would tell that the tenant has not been reached.
  const begun = outOfItsCourse('FIRST_OUTREACH', arrears.outreachDueOn, arrears);
  return { by: runningUntil(arrears) ?? (begun >= today ? begun : null), text: acting };
}

/** The first day on which the landlord may terminate by a demand that has reached the tenant. */
export const terminationEarliestOn = (expiresOn: LocalDate): LocalDate => dueOn('TERMINATION_EARLIEST', expiresOn);
