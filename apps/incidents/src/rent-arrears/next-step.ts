// SPDX-License-Identifier: MPL-2.0
// Who acts next and by when: for the municipality with the role, for the landlord in words that tell nothing of the person.
import type { Role } from '#contracts/roles';
import { dueOn, type LocalDate, type Text } from '#domain';
import { owedOere, type RentArrears } from './case.js';
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

/** Null once the case is closed. */
export function nextStep(arrears: RentArrears): NextStep | null {
  const { state, assignedTo, firstContactOn, outreachDueOn, plans, payments, help, latePayment, demands } = arrears;
  if (latePayment?.answer === 'asked' && owedOere(arrears) === 0)
    return step(
      'landlord_admin',
      null,
      'Udlejer tager stilling til den for sene betaling',
      'The landlord answers the late payment',
    );
  const worker = assignedTo ?? 'single_entry';
  const expiresOn = runningUntil(arrears);
  switch (state) {
    case 'REPORTED':
      return step(
        'single_entry',
        arrears.acknowledgeDueOn,
        arrears.standInSince ? 'Stedfortræderen kvitterer for meldingen' : 'Kommunen kvitterer for meldingen',
        arrears.standInSince ? 'The stand-in acknowledges the report' : 'The municipality acknowledges the report',
      );
    case 'OUTREACH_PENDING':
      return step('single_entry', outreachDueOn, 'Kommunen giver sagen videre', 'The municipality hands the case on');
    case 'OUTREACH':
      if (!firstContactOn) return step(worker, outreachDueOn, 'Kommunen kontakter lejer', 'The tenant is contacted');
      if (!expiresOn && demands.some((demand) => demand.state === 'EXPIRED_UNPAID'))
        return step('landlord_admin', null, 'Udlejer kan ophæve lejemålet', 'The landlord may terminate the lease');
      return step(worker, expiresOn, 'Kommunen finder en løsning med lejer', 'A solution is sought with the tenant');
    case 'OUTREACH_FAILED':
      return step(worker, expiresOn, 'Kommunen prøver igen at nå lejer', 'Another attempt to reach the tenant');
    case 'INSTALMENT_PLAN': {
      const plan = plans.at(-1);
      const due = plan && nextInstalment(plan, payments)?.dueOn;
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

/** The landlord's: that something happens and when news comes, never what (domain.md 2, rule 4). */
export function nextForLandlord(arrears: RentArrears): { by: LocalDate | null; text: Text } | null {
  const next = nextStep(arrears);
  if (!next) return null;
  const { role, by, text } = next;
  switch (arrears.state) {
    case 'REPORTED':
    case 'INSTALMENT_PLAN':
      return { by, text };
    case 'HELP_GRANTED':
      return { by, text: { da: 'Betaling ventes', en: 'A payment is expected' } };
    default: {
      if (role === 'landlord_admin') return { by, text };
      const acting = { da: 'Kommunen arbejder på sagen', en: 'The municipality is acting on the case' };
      // The tenant's last day is the landlord's own knowledge; what the municipality works towards is not.
      return { by: arrears.firstContactOn ? runningUntil(arrears) : arrears.outreachDueOn, text: acting };
    }
  }
}

/** The first day on which the landlord may terminate by a demand that has reached the tenant. */
export const terminationEarliestOn = (expiresOn: LocalDate): LocalDate => dueOn('TERMINATION_EARLIEST', expiresOn);
