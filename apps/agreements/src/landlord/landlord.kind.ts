// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LandlordState } from '#contracts/agreements/landlord';
import { type CaseRow, DANISH, type Kind, type RefusalText } from '#persistence';
import { LandlordView } from './landlord.dto.js';
import { LANDLORD_STATES, type Landlord, landlordRules } from './landlord.js';

/** Its id is the landlord's reference, as in the tokens of the landlord's staff. */
@Entity('landlord')
export class LandlordRow implements Landlord, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Landlord['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('text') kind: Landlord['kind'];
  @Column('text') cvr: string | null;
  @Column('text') name: string;
  @Column('jsonb') contacts: Landlord['contacts'];
  @Column('boolean') letsMoreThanOne: boolean;
  @Column('boolean') isTold: boolean;
}

const isRegistered: RefusalText = {
  code: 'landlord-is-registered-already',
  da: 'Udlejeren er allerede i registret, med samme reference eller samme CVR-nummer.',
  en: 'The landlord is in the register already, by the same reference or the same CVR number.',
  source: 'domain.md 3.2',
};

/** A register of this service's own: others know a landlord by reference, and which duties it has. */
export const landlord: Kind<LandlordRow, typeof landlordRules> = {
  name: 'landlord',
  da: 'Udlejer',
  en: 'landlord',
  entity: LandlordRow,
  rules: landlordRules,
  states: LANDLORD_STATES,
  closed: ['CLOSED'],
  auditReads: false,
  /** Single entry: every landlord. A landlord: itself. */
  scope({ roles, landlordRef }) {
    if (landlordRef) return { id: landlordRef };
    return roles.includes('single_entry') || roles.includes('system') ? {} : 'nothing';
  },
  factsOf: () => null,
  view: LandlordView.of,
  sortedBy: { name: [`c.name ${DANISH}`] },
  searched: () => ({ words: ['c.name', 'c.cvr'], references: [] }),
  internal: ({ letsMoreThanOne }): LandlordState => ({ letsMoreThanOne }),
  // Two may be written at once.
  conflicts: { landlord_pkey: isRegistered, landlord_cvr_registered: isRegistered },
};
