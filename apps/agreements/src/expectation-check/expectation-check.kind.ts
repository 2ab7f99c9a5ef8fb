// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { followUpScope } from '../agreement/agreement.lookup.js';
import { partyOf } from '../agreement/case.js';
import { itsAgreement } from '../follow-up/follow-up.lookup.js';
import { ExpectationCheckView } from './expectation-check.dto.js';
import {
  EXPECTATION_CHECK_STATES,
  type ExpectationCheck,
  type ExpectationCheckFacts,
  expectationCheckRules,
} from './expectation-check.js';

@Entity('expectation_check')
export class ExpectationCheckRow implements ExpectationCheck, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: ExpectationCheck['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') meetingRef: string | null;
  @Column('date') quarterFrom: LocalDate | null;
  @Column('text') party: ExpectationCheck['party'];
  @Column('jsonb') ratings: ExpectationCheck['ratings'];
  @Column('text') comment: string | null;
  @Column('date') givenOn: LocalDate;
}

/** It stays between the parties. */
export const expectationCheck: Kind<
  ExpectationCheckRow,
  typeof expectationCheckRules,
  Pick<ExpectationCheckFacts, 'otherHasAnswered' | 'agreement'>
> = {
  name: 'expectation-check',
  da: 'Forventningsafstemning',
  en: 'expectation check',
  entity: ExpectationCheckRow,
  rules: expectationCheckRules,
  states: EXPECTATION_CHECK_STATES,
  closed: [],
  auditReads: false,
  /** What a party may read of the other's answer, the view decides. */
  scope: (actor) => followUpScope({ actor }),
  facts: `jsonb_build_object('otherHasAnswered', exists (select from expectation_check o
    where o.agreement_ref = c.agreement_ref and o.meeting_ref is not distinct from c.meeting_ref
      and o.quarter_from is not distinct from c.quarter_from and o.party <> c.party)) || ${itsAgreement}`,
  factsOf: ({ actor, today }, known) => ({ ...known, today, by: partyOf(actor.roles) }),
  view: ExpectationCheckView.of,
  sortedBy: { day: ['c.given_on'] },
  searched: () => ({ words: [], references: ['agreementRef', 'meetingRef'] }),
  conflicts: {
    // Two may be written at once.
    expectation_check_once: {
      code: 'party-has-answered-already',
      da: 'Jeres part har allerede svaret for det møde eller kvartal. Ret svaret i stedet.',
      en: 'Your party has answered for that meeting or quarter already. Correct the answer instead.',
      source: 'domain.md 3.5',
    },
  },
};
