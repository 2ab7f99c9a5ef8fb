// SPDX-License-Identifier: MPL-2.0
import { Refusal } from '#domain';
import type { CaseKind } from '#persistence';
import { PropertyRow } from './property.entity.js';
import { propertyIsRegistered, propertyRules } from './property.js';

const refused = () => new Refusal(propertyIsRegistered.code, {}, propertyIsRegistered);

/** A register of this service's own: others know dwellings by reference, from the agreement. */
export const propertyKind: CaseKind<PropertyRow, 'changed'> = {
  name: 'property',
  path: '/v1/properties',
  entity: PropertyRow,
  auditReads: false,
  facts: `jsonb_build_object(
    'landlordIsActive', exists (select from landlord l where l.id = c.landlord_ref and l.state = 'ACTIVE'),
    'registered', (select count(*) from dwelling d where d.property_ref = c.id and d.state = 'ACTIVE'))`,
  conflicts: { property_address_registered: refused, property_bfe_registered: refused },
  told: propertyRules.told,
  messages: () => [],
};
