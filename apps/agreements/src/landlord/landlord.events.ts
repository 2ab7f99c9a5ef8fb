// SPDX-License-Identifier: MPL-2.0
import { Refusal } from '#domain';
import type { CaseKind } from '#persistence';
import { LandlordRow } from './landlord.entity.js';
import { isRegistered, landlordRules } from './landlord.js';

const refused = () => new Refusal(isRegistered.code, {}, isRegistered);

/** A register of this service's own: others know a landlord by reference alone. */
export const landlordKind: CaseKind<LandlordRow, 'changed'> = {
  name: 'landlord',
  path: '/v1/landlords',
  entity: LandlordRow,
  auditReads: false,
  conflicts: { landlord_pkey: refused, landlord_cvr_registered: refused },
  told: landlordRules.told,
  messages: () => [],
};
