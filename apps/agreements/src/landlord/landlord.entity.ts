// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow } from '#persistence';
import type { Landlord } from './landlord.js';

/** Its id is the landlord's reference, as in the tokens of the landlord's staff. */
@Entity('landlord')
export class LandlordRow implements Landlord, CaseRow {
  @PrimaryColumn('uuid') id: string;
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
}
