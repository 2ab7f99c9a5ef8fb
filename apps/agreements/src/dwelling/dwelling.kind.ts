// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type CaseRow, DANISH, type Kind } from '#persistence';
import { registerScope } from '../property/property.kind.js';
import { RegisteredDwellingView } from './dwelling.dto.js';
import { DWELLING_STATES, type Dwelling, type DwellingFacts, dwellingRules } from './dwelling.js';

@Entity('dwelling')
export class DwellingRow implements Dwelling, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Dwelling['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') propertyRef: string;
  @Column('uuid') landlordRef: string;
  @Column('text') unit: string;
  @Column('text') type: string;
  @Column('double precision', { name: 'area_m2' }) areaM2: number;
  @Column('int') rooms: number;
  @Column('int') rentOere: number;
  @Column('int') utilitiesOere: number;
  @Column('text') availablePattern: string | null;
}

/** A register of this service's own: others know dwellings by reference, from the agreement. */
export const dwelling: Kind<DwellingRow, typeof dwellingRules, Partial<DwellingFacts>> = {
  name: 'dwelling',
  da: 'Bolig',
  en: 'dwelling',
  entity: DwellingRow,
  rules: dwellingRules,
  states: DWELLING_STATES,
  closed: ['REMOVED'],
  auditReads: false,
  scope: registerScope,
  facts: `jsonb_build_object('under', (select coalesce(jsonb_agg(jsonb_build_object('agreementNo', a.agreement_no,
      'to', upper(u.days) - 1) order by upper(u.days) desc), '[]')
    from covered_dwelling u join agreement a on a.id = u.agreement_ref where u.dwelling_ref = c.id))`,
  factsOf: ({ today }, { property = null, under = [] }) => ({ today, property, under }),
  view: RegisteredDwellingView.of,
  sortedBy: { name: [`c.property_address ${DANISH}`, `c.unit ${DANISH}`] },
  /** `property_address`: of its property, whose view tells it; the database keeps it here too. */
  searched: () => ({ words: ['c.property_address', 'c.unit'], references: ['propertyRef', 'landlordRef'] }),
  // Two may be written at once.
  conflicts: {
    dwelling_unit_registered: {
      code: 'dwelling-is-registered-already',
      da: 'Der er allerede en bolig med den betegnelse i ejendommen.',
      en: 'There is a dwelling of that name in the property already.',
      source: 'domain.md 3.2',
    },
  },
};
