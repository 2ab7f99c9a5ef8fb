// SPDX-License-Identifier: MPL-2.0
import { Refusal } from '#domain';
import type { CaseKind } from '#persistence';
import { DwellingRow } from './dwelling.entity.js';
import { dwellingRules, unitIsRegistered } from './dwelling.js';

/** A register of this service's own: others know dwellings by reference, from the agreement. */
export const dwellingKind: CaseKind<DwellingRow, 'changed'> = {
  name: 'dwelling',
  path: '/v1/dwellings',
  entity: DwellingRow,
  auditReads: false,
  conflicts: { dwelling_unit_registered: () => new Refusal(unitIsRegistered.code, {}, unitIsRegistered) },
  told: dwellingRules.told,
  messages: () => [],
};
