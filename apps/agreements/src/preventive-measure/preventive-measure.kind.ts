// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { followUpScope } from '../agreement/agreement.lookup.js';
import type { FollowUpFacts } from '../follow-up/follow-up.js';
import { itsAgreement } from '../follow-up/follow-up.lookup.js';
import { PreventiveMeasureView } from './preventive-measure.dto.js';
import { PREVENTIVE_MEASURE_STATES, type PreventiveMeasure, preventiveMeasureRules } from './preventive-measure.js';

@Entity('preventive_measure')
export class PreventiveMeasureRow implements PreventiveMeasure, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: PreventiveMeasure['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('text') what: string;
  @Column('text') reason: PreventiveMeasure['reason'];
  @Column('text') party: PreventiveMeasure['party'];
  @Column('date') startsOn: LocalDate;
  @Column('date') endsOn: LocalDate | null;
  @Column('text') effect: PreventiveMeasure['effect'];
}

/** It stays between the parties. */
export const preventiveMeasure: Kind<
  PreventiveMeasureRow,
  typeof preventiveMeasureRules,
  Pick<FollowUpFacts, 'agreement'>
> = {
  name: 'preventive-measure',
  da: 'Forebyggende tiltag',
  en: 'preventive measure',
  entity: PreventiveMeasureRow,
  rules: preventiveMeasureRules,
  states: PREVENTIVE_MEASURE_STATES,
  closed: ['ENDED'],
  auditReads: false,
  scope: (actor) => followUpScope({ actor }),
  facts: itsAgreement,
  factsOf: ({ today }, { agreement }) => ({ today, agreement }),
  view: PreventiveMeasureView.of,
  sortedBy: { day: ['c.starts_on'] },
  searched: () => ({ words: [], references: ['agreementRef'] }),
};
