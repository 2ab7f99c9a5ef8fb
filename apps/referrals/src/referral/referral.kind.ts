// SPDX-License-Identifier: MPL-2.0

import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v5 as uuidv5 } from 'uuid';
import { REFERRAL_STATES, type ReferralState } from '#contracts/referrals/referral';
import { courseOf, dueOn, type HandOverReason, type LocalDate, type Oere } from '#domain';
import { anyOf, type CaseDeadline, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import type { ReferralsConfig } from '../referrals.config.js';
import { CITIZEN_IS_ERASED } from '../tenancy/tenancy.kind.js';
import type { ReferralStage } from './case.js';
import { type Referral, type ReferralFacts, referralOwner } from './case.js';
import { isNotTaken } from './match.js';
import { ReferralBenefitsView, ReferralHeaderView, ReferralView } from './referral.dto.js';
import { citizenHasNoOther, referralRules } from './referral.js';
import { STEPS } from './stages.js';

@Entity('referral')
export class ReferralRow implements Referral, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Referral['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') citizenRef: string;
  @Column('text') grounds: Referral['grounds'];
  @Column('date') referredOn: LocalDate;
  @Column('int') householdSize: number;
  @Column('date') wantedMoveInOn: LocalDate | null;
  @Column('jsonb') stages: readonly ReferralStage[];
  /** Of the stage that it is in: what lists are sorted by. */
  @Column('date') stageSince: LocalDate;
  @Column('date') stageDueOn: LocalDate | null;
  @Column('jsonb') documents: Referral['documents'];
  @Column('jsonb') appliedFor: Referral['appliedFor'];
  @Column('jsonb') characteristics: Referral['characteristics'];
  @Column('text') supportNeed: Referral['supportNeed'];
  @Column('int') paymentCapacityOere: Oere | null;
  @Column('date') assessedOn: LocalDate | null;
  @Column('text') supportWorker: string | null;
  @Column('text') supportTeam: string | null;
  @Column('text') rejectedBecause: Referral['rejectedBecause'];
  @Column('text') complaintGuidance: Referral['complaintGuidance'];
  @Column('date') outlookOn: LocalDate | null;
  @Column('boolean') financingExpected: boolean | null;
  @Column('text') administrationOutlook: Referral['administrationOutlook'];
  @Column('uuid') proposalRef: string | null;
  @Column('uuid') vacancyRef: string | null;
  @Column('uuid') dwellingRef: string | null;
  @Column('int') rentOere: Oere | null;
  @Column('date') proposedOn: LocalDate | null;
  @Column('jsonb') declines: Referral['declines'];
  @Column('date') acceptedOn: LocalDate | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('date') financedOn: LocalDate | null;
  @Column('date') startsOn: LocalDate | null;
  @Column('date') movedInOn: LocalDate | null;
  @Column('text') withdrawnBecause: Referral['withdrawnBecause'];
  @Column('int') shownVersion: number;
  @Column('text') assignedRole: Referral['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('jsonb') deadlineCourse: Referral['deadlineCourse'];
}

/** What the agreement says of a case, alias `c`, by the version in force. */
export const agreedTerms = `(select jsonb_build_object('state', a.state, 'landlordRef', a.landlord_ref,
    'slas', coalesce(v -> 'slas', a.slas), 'quota', v -> 'quota', 'declineReasons', v -> 'declineReasons')
  from known_agreements a
    left join lateral (select x as v from jsonb_array_elements(a.versions) x where (x ->> 'no')::int = a.agreement_version) y on true
  where a.id = c.agreement_ref)`;

/** By when help with the move is to be decided, of a case, alias `c`; the day of what is paused is nobody's. */
const decisionDueOn = `(select min(f.decision_due_on) from financing f
  where f.referral_ref = c.id and f.state = 'APPLIED' and not jsonb_path_exists(f.deadline_course,
    '$[*] ? (@.code == "BENEFIT_DECISION" && @.kind == "pause" && @.endedOn == null)'))`;

type Known = Pick<
  ReferralFacts,
  'decisionDueOn' | 'citizenIsKnown' | 'hasConsent' | 'otherReferral' | 'vacancy' | 'quotaUse' | 'staff'
> & {
  terms: (NonNullable<ReferralFacts['terms']> & Pick<ReferralFacts, 'slas'>) | null;
};

export const referral: Kind<ReferralRow, typeof referralRules, Known, ReferralsConfig> = {
  name: 'referral',
  da: 'Boligindstilling',
  en: 'referral',
  entity: ReferralRow,
  rules: referralRules,
  states: REFERRAL_STATES,
  closed: ['SETTLED', 'REJECTED', 'WITHDRAWN'],
  auditReads: true,
  // The log outlives the citizen.
  personal: [
    ...(['supportWorker', 'characteristics', 'supportNeed', 'paymentCapacityOere'] as const),
    ...(['rejectedBecause', 'administrationOutlook', 'documents'] as const),
  ],
  /**
   * Social services and their team leader: their own and their teams'. Single entry: the header of every one. Benefits
   * office: those that wait for its outlook or may still get another. Landlords: none, they have the proposal.
   */
  scope(actor, today) {
    const { roles } = actor;
    if (roles.includes('single_entry') || roles.includes('system')) return {};
    return anyOf<ReferralRow>(
      seenAsOwner(referralOwner, actor, today),
      roles.includes('benefits_caseworker') ? { state: ['FINANCING_CHECK', 'READY_TO_MATCH'] } : 'nothing',
    );
  },
  owned: referralOwner,
  facts: `jsonb_build_object('terms', ${agreedTerms}, 'decisionDueOn', ${decisionDueOn},
    'citizenIsKnown', exists (select 1 from citizen z where z.id = c.citizen_ref and z.state = 'KNOWN'),
    'hasConsent', exists (select 1 from citizen z, jsonb_array_elements(z.consents) k where z.id = c.citizen_ref
      and k ->> 'scope' = 'housing_referral' and k ->> 'endedOn' is null),
    'otherReferral', (select o.number from referral o where o.citizen_ref = c.citizen_ref and o.closed_at is null
      and o.id is distinct from c.id limit 1))`,
  factsOf: ({ today }, known, settings) => ({
    ...known,
    ...{ today, slas: known.terms?.slas ?? null },
    ...{
      personsPerRoom: settings.PERSONS_PER_ROOM,
      fewestEvictions: settings.EVICTIONS_FOR_REQUIRED_ADMINISTRATION,
    },
  }),
  view(row, facts, command) {
    const { roles } = command.actor;
    if (roles.includes('social_caseworker')) return ReferralView.of(row, facts, command);
    // Who also leads a team sees by these roles what is not the team's, and of it no more than they show.
    if (roles.includes('benefits_caseworker')) return ReferralBenefitsView.of(row, facts, command);
    const isLeader = roles.includes('team_leader') && !roles.includes('single_entry');
    return (isLeader ? ReferralView : ReferralHeaderView).of(row, facts, command);
  },
  sortedBy: {
    day: ['c.referred_on'],
    due: [`coalesce(case c.state when 'FINANCING_PENDING' then ${decisionDueOn} else c.stage_due_on end, 'infinity')`],
  },
  /** Not by its citizen: citizens are found in the vault. */
  searched: ({ roles }) => ({
    words: [],
    references: [
      'agreementRef',
      ...(roles.includes('social_caseworker') ? (['dwellingRef', 'proposalRef'] as const) : []),
    ],
  }),
  follows({ stages }) {
    const { since, dueOn: due } = stages.at(-1)!;
    return { stageSince: since, stageDueOn: due };
  },
  deadlines(row) {
    const keys: CaseDeadline = {
      code: 'KEYS_HANDED_OVER',
      status: row.movedInOn ? 'met' : 'set',
      dueOn: dueOn('KEYS_HANDED_OVER', row.referredOn),
      setOn: row.referredOn,
      metOn: row.movedInOn,
      responsible: 'social_caseworker',
    };
    return [keys, ...row.stages.flatMap((stage, place) => deadlineOf(row, stage, place))];
  },
  public: ['registered', 'proposed', 'accepted', 'closed'],
  internal(row): ReferralState {
    const owner = caseOwnerOf(referralOwner, row);
    return {
      ...{ referralRef: row.id, agreementRef: row.agreementRef, citizenRef: row.citizenRef, state: row.state },
      registeredOn: row.referredOn,
      ...(row.stageDueOn !== null && { dueOn: row.stageDueOn }),
      financedOn: row.financedOn,
      movedInOn: row.movedInOn,
      ...(owner && { owner }),
    };
  },
  refusals: [CITIZEN_IS_ERASED],
  conflicts: { one_referral_per_citizen: citizenHasNoOther, one_referral_per_vacancy: isNotTaken },
};

/** Each stage has its own, so that a dwelling that is looked for a second time has a day of its own. */
function deadlineOf(
  row: ReferralRow,
  { state, since, dueOn: due, leftOn }: ReferralStage,
  place: number,
): CaseDeadline[] {
  const step = STEPS[state];
  if (!due || !step || step.isElsewhere) return [];
  const isLast = place === row.stages.length - 1;
  // What it asked for was not done where the referral ended instead.
  const isMet = leftOn !== null && !(place === row.stages.length - 2 && row.closedAt && row.state !== 'SETTLED');
  return [
    {
      code: step.code,
      of: uuidv5(`${state} ${place}`, row.id),
      status: isMet ? 'met' : leftOn ? 'cancelled' : 'set',
      dueOn: due,
      setOn: since,
      metOn: isMet ? leftOn : null,
      responsible: step.role,
      ...(isLast && courseOf(row, step.code, null)),
    },
  ];
}
