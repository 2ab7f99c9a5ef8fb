// SPDX-License-Identifier: MPL-2.0
// Who acts next and by when: for the municipality with the role, for the landlord in words that tell nothing of the person.
import type { Role } from '#contracts/roles';
import type { LocalDate, Text } from '#domain';
import { type Eviction, evictionShownAs } from './case.js';
import { decisionDueOn, handlingDueOn, helpIsAQuestion, unhandled } from './duty.js';
import { endsALease } from './termination.js';

export interface EvictionStep {
  /** `tenant`, `court`: their step is awaited. */
  role: Role | 'tenant' | 'court';
  /** The last day in time; null where no day is set. */
  by: LocalDate | null;
  text: Text;
}

const step = (role: EvictionStep['role'], by: LocalDate | null, da: string, en: string): EvictionStep => ({
  ...{ role, by },
  text: { da, en },
});

/** As the landlord knows it: nothing of it depends on what the court has told the municipality. Null once the case is closed. */
export function evictionStepForLandlord(eviction: Eviction): EvictionStep | null {
  const { bases, terminations, evictionOn, latePayment } = eviction;
  if (latePayment?.answer === 'asked')
    return step('landlord_admin', null, 'Udlejer tager stilling til betalingen', 'The landlord answers the payment');
  switch (evictionShownAs(eviction)) {
    case 'OPENED':
      return bases.some(endsALease)
        ? step('landlord_admin', null, 'Udlejer opsiger eller ophæver lejemålet', 'The landlord terminates the lease')
        : step('landlord_admin', null, 'Udlejer angiver et lovligt grundlag', 'The landlord states a lawful ground');
    case 'SERVED':
      return step('tenant', terminations.at(-1)!.vacateBy, 'Lejer skal være fraflyttet', 'The tenant is to move out');
    case 'BAILIFF_REQUESTED':
      return step('court', null, 'Mødet i fogedretten afventes', 'The hearing at the bailiff court is awaited');
    case 'HEARING_HELD':
      return step('court', null, 'Fogedretten sætter en dag', 'The bailiff court sets a day');
    case 'DATE_SET':
      return step('court', evictionOn, 'Udsættelsen', 'The eviction');
    case 'EVICTED':
      return step('single_entry', null, 'Kommunen afslutter sagen', 'The municipality ends the case');
    default:
      return null;
  }
}

/** For those who see the household: the municipality's own duty comes first, and outlives the case. */
export function evictionStep(eviction: Eviction): EvictionStep | null {
  const next = evictionStepForLandlord(eviction);
  if (!next && eviction.state !== 'ENDED') return null;
  const [waiting] = unhandled(eviction).map(handlingDueOn).toSorted();
  if (waiting)
    return step('social_caseworker', waiting, 'Spørgsmålet om hjælp tages op', 'The question of help is taken up');
  if (eviction.executedOn !== null && helpIsAQuestion(eviction) && eviction.helpDecision === null)
    return step('social_caseworker', decisionDueOn(eviction), 'Hjælp til borgeren afgøres', 'Help is decided on');
  return next;
}
