// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Actor, type CaseRow, DANISH, type Kind, type RefusalText } from '#persistence';
import { PropertyView } from './property.dto.js';
import { PROPERTY_STATES, type Property, type PropertyFacts, propertyRules } from './property.js';

@Entity('property')
export class PropertyRow implements Property, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Property['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') landlordRef: string;
  @Column('text') address: string;
  @Column('text') bfeNumber: string | null;
  @Column('uuid') bbrId: string | null;
  @Column('int') dwellingCount: number;
}

/** Single entry: everything in the register. Landlord: what is the own. */
export function registerScope({ roles, landlordRef }: Actor): { landlordRef?: string } | 'nothing' {
  if (landlordRef) return { landlordRef };
  return roles.includes('single_entry') || roles.includes('system') ? {} : 'nothing';
}

const isRegistered: RefusalText = {
  code: 'property-is-registered-already',
  da: 'Ejendommen er allerede i udlejerens register, med samme adresse eller BFE-nummer.',
  en: "The property is in the landlord's register already, by the same address or BFE number.",
  source: 'domain.md 3.2',
};

/** A register of this service's own: others know dwellings by reference, from the agreement. */
export const property: Kind<PropertyRow, typeof propertyRules, PropertyFacts> = {
  name: 'property',
  da: 'Ejendom',
  en: 'property',
  entity: PropertyRow,
  rules: propertyRules,
  states: PROPERTY_STATES,
  closed: ['REMOVED'],
  auditReads: false,
  scope: registerScope,
  facts: `jsonb_build_object(
    'landlordIsActive', exists (select from landlord l where l.id = c.landlord_ref and l.state = 'ACTIVE'),
    'registered', (select count(*) from dwelling d where d.property_ref = c.id and d.state = 'ACTIVE'))`,
  factsOf: (_, known) => known,
  view: PropertyView.of,
  sortedBy: { name: [`c.address ${DANISH}`] },
  searched: () => ({ words: ['c.address'], references: ['landlordRef'] }),
  // Two may be written at once.
  conflicts: { property_address_registered: isRegistered, property_bfe_registered: isRegistered },
};
