// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate, Oere } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { DemandFeeView } from './demand-fee.dto.js';
import { DEMAND_FEE_STATES, type DemandFee, demandFeeRules } from './demand-fee.js';

@Entity('demand_fee')
export class DemandFeeRow implements DemandFee, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: DemandFee['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('date') validFrom: LocalDate;
  @Column('int') feeOere: Oere;
}

/** A table of this service's own: nobody else is told. The same for everybody who may ask. */
export const demandFee: Kind<DemandFeeRow, typeof demandFeeRules> = {
  name: 'demand-fee',
  da: 'Påkravsgebyr',
  en: 'demand fee',
  entity: DemandFeeRow,
  rules: demandFeeRules,
  states: DEMAND_FEE_STATES,
  closed: [],
  auditReads: false,
  scope: () => ({}),
  factsOf: ({ actor, today }) => ({ roles: actor.roles, today }),
  view: DemandFeeView.of,
  sortedBy: { day: ['c.valid_from'] },
  searched: 'not',
  /** By the constraint, not by a guard: two may be written at once. */
  conflicts: {
    demand_fee_of_day: {
      code: 'demand-fee-of-that-day-is-set',
      da: 'Der er allerede et gebyr fra den dag. Ret det i stedet.',
      en: 'There is a fee from that day already. Correct it instead.',
      source: 'domain.md 5.1',
    },
  },
};
