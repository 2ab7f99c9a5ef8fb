// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { NEIGHBOUR_COMPLAINT_STATES, type NeighbourComplaintState } from '#contracts/incidents/neighbour-complaint';
import { LANDLORD_ROLES } from '#contracts/roles';
import type { HandOverReason, LocalDate } from '#domain';
import { type Actor, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import { answerDeadlines } from '../answer/answer.js';
import type { IncidentsConfig } from '../incidents.config.js';
import { fromKnownTenancy, knownTenancy, tenancyAsJson } from '../known-tenancies/known-tenancy.js';
import { CLOSED_COMPLAINT, type NeighbourComplaint, type NeighbourComplaintFacts } from './case.js';
import { type NextInComplaint, nextInComplaint } from './complaint-next-step.js';
import { TENANCY_HAS_AN_OPEN_CASE } from './guards.js';
import { neighbourComplaintOwner, neighbourComplaintRules } from './neighbour-complaint.js';
import { neighbourComplaintStrikes } from './registered-in-error.js';
import { conditionalUntilOf, newestOf, pendingOf, replyDueOnOf, tribunalDeadlines } from './tribunal-case.js';
import {
  NeighbourComplaintHeaderView,
  NeighbourComplaintLandlordView,
  NeighbourComplaintMunicipalView,
} from './views.dto.js';

@Entity('neighbour_complaint')
export class NeighbourComplaintRow implements NeighbourComplaint, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('int') shownVersion: number;
  @Column('text') state: NeighbourComplaint['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') landlordRef: string;
  @Column('boolean') isLandlords: boolean;
  @Column('text') landlordReference: string | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('date') happenedOn: LocalDate;
  @Column('jsonb') reports: NeighbourComplaint['reports'];
  @Column('date') reportedOn: LocalDate;
  @Column('date') acknowledgeDueOn: LocalDate;
  @Column('date') acknowledgedOn: LocalDate | null;
  @Column('date') standInDueOn: LocalDate;
  @Column('date') standInSince: LocalDate | null;
  @Column('date') outreachDueOn: LocalDate;
  @Column('text') assignedTo: NeighbourComplaint['assignedTo'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('date') firstContactOn: LocalDate | null;
  @Column('jsonb') dialogues: NeighbourComplaint['dialogues'];
  @Column('date') quietUntil: LocalDate | null;
  @Column('jsonb') reminders: NeighbourComplaint['reminders'];
  @Column('jsonb') breaches: NeighbourComplaint['breaches'];
  @Column('jsonb') warnings: NeighbourComplaint['warnings'];
  @Column('jsonb') tribunals: NeighbourComplaint['tribunals'];
  @Column('text') conditions: string | null;
  @Column('jsonb') conditionBreach: NeighbourComplaint['conditionBreach'];
  @Column('jsonb') seriousConduct: NeighbourComplaint['seriousConduct'];
  @Column('text') endedBy: NeighbourComplaint['endedBy'];
  @Column('uuid') duplicateOf: string | null;
  @Column('jsonb') duplicates: NeighbourComplaint['duplicates'];
  @Column('jsonb') deadlineCourse: NeighbourComplaint['deadlineCourse'];
  /** Who acts next and by when, to list and filter by; null once closed. */
  @Column('text') nextRole: NextInComplaint['role'] | null;
  @Column('date') nextBy: LocalDate | null;
}

/** SQL of the day by which a lease number finds its tenancy. */
export const CONDUCT_DAY = 'c.happened_on';
/** Whose home it is: the tenancy's, or what the landlord calls it while that is not known. As the generated column. */
const HOME = `coalesce((select t.id::text from (${knownTenancy(CONDUCT_DAY)}) t), c.home, home_of(c.agreement_ref, c.tenancy_ref, c.landlord_ref, c.landlord_reference))`;

/** Open cases of a home. @param home SQL */
const openCasesOf = (
  home: string,
) => `coalesce((select jsonb_agg(jsonb_build_object('caseRef', o.id, 'number', o.number,
      'isLandlords', o.is_landlords, 'isAtTribunal', o.tribunals <> '[]') order by o.id)
    from neighbour_complaint o where o.closed_at is null and o.id is distinct from c.id and o.home = ${home}), '[]')`;

const facts = (today: string) => `(select jsonb_build_object('tenancy', ${tenancyAsJson(today)},
    'otherCases', ${openCasesOf('coalesce(t.id::text, c.home, home_of(c.agreement_ref, c.tenancy_ref, c.landlord_ref, c.landlord_reference))')},
    'waitingCases', case when c.agreement_ref is null then '[]' else ${openCasesOf('home_of(null, null, c.landlord_ref, c.landlord_reference)')} end)
    || case when a.id is null then '{}' else jsonb_build_object('slas', coalesce(g.terms -> 'slas', a.slas)) end
  ${fromKnownTenancy(CONDUCT_DAY)})`;

/** What the database tells beside the case. */
type Known = Pick<NeighbourComplaintFacts, 'tenancy' | 'slas' | 'otherCases' | 'waitingCases' | 'landlordOfTenancy'>;

const isLandlord = ({ roles }: Actor) => LANDLORD_ROLES.some((role) => roles.includes(role));

const viewFor = (actor: Actor) => {
  if (actor.roles.includes('single_entry')) return NeighbourComplaintMunicipalView;
  return actor.landlordRef ? NeighbourComplaintLandlordView : NeighbourComplaintHeaderView;
};

/** What a landlord's view does not tell → the query key. */
const ONLY_MUNICIPAL_OF_COMPLAINTS: Readonly<Record<string, string>> = {
  ...{ state: 'state', assignedTo: 'assignedTo', nextBy: 'dueBefore', agreementRef: 'agreementRef' },
};

/** A tenancy reference is told only once it is the landlord's own for sure. */
function told(row: NeighbourComplaintRow): NeighbourComplaintState {
  const { state, agreementRef, tenancyRef, reportedOn, acknowledgeDueOn, outreachDueOn, assignedTo, landlordRef } = row;
  const owner = caseOwnerOf(neighbourComplaintOwner, row);
  const [newest, pending] = [newestOf(row), pendingOf(row)];
  const replyDueOn = pending && replyDueOnOf(pending);
  const conditionalUntil = newest && conditionalUntilOf(newest);
  return {
    ...{ state, agreementRef, reportedOn, acknowledgeDueOn, outreachDueOn },
    ...(agreementRef && tenancyRef && { tenancyRef }),
    ...(row.isLandlords && { landlordRef }),
    ...(assignedTo && { assignedTo }),
    ...(owner && { owner }),
    ...(replyDueOn && { replyDueOn }),
    ...(conditionalUntil && { conditionalUntil }),
  };
}

export const neighbourComplaint: Kind<NeighbourComplaintRow, typeof neighbourComplaintRules, Known, IncidentsConfig> = {
  name: 'neighbour-complaint',
  da: 'Naboklage',
  en: 'neighbour complaint',
  entity: NeighbourComplaintRow,
  rules: neighbourComplaintRules,
  states: NEIGHBOUR_COMPLAINT_STATES,
  closed: CLOSED_COMPLAINT,
  auditReads: true,
  // A landlord may have made a number of the tenant's name, that of a breach's documentation too; conditions are in the tribunal's own words.
  personal: ['landlordReference', 'conditions', 'breaches'],
  isLandlords: (row) => row.isLandlords,
  /**
   * Single entry: every case. Landlord and caretaker: the own ones that they know of. Support worker, outreach team and their
   * team leader: those that are theirs.
   */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    if (roles.includes('single_entry') || roles.includes('system')) return {};
    if (isLandlord(actor)) return landlordRef ? { landlordRef, isLandlords: true } : 'nothing';
    return seenAsOwner(neighbourComplaintOwner, actor, today);
  },
  owned: neighbourComplaintOwner,
  facts,
  factsOf: ({ today, actor }, known, { QUIET_DAYS, CONDITION_BREACH_TOLD_WITHIN_DAYS }) => ({
    ...{ ...known, slas: known.slas ?? null, today, isLandlord: isLandlord(actor) },
    ...{ quietDays: QUIET_DAYS, breachToldWithinDays: CONDITION_BREACH_TOLD_WITHIN_DAYS },
  }),
  // One after the other per home: what opens a case, or opens it again.
  oneAtATime: {
    report: HOME,
    carryOn: HOME,
    matchTenancy: HOME,
    resolve: 'c.home',
    endConditionalYear: 'c.home',
    reportConditionBreach: 'c.home',
    strike: 'c.home',
    strikeDialogue: 'c.home',
  },
  untoldFilters: (actor) => (isLandlord(actor) ? ONLY_MUNICIPAL_OF_COMPLAINTS : {}),
  view: (row, known, command) => viewFor(command.actor).of(row, known, command),
  sortedBy: { day: ['c.reported_on'] },
  searched(actor) {
    const view = viewFor(actor);
    const isWhole = view === NeighbourComplaintMunicipalView;
    return {
      words: view === NeighbourComplaintHeaderView ? [] : ['c.landlord_reference'],
      references: ['tenancyRef', ...(isWhole ? (['agreementRef', 'landlordRef'] as const) : [])],
    };
  },
  follows(row) {
    const next = nextInComplaint(row);
    return { nextRole: next?.role ?? null, nextBy: next?.by ?? null };
  },
  deadlines: (row) => [
    ...answerDeadlines(row),
    ...row.tribunals.flatMap((tribunal) => tribunalDeadlines(row, tribunal, row.assignedTo ?? 'single_entry')),
  ],
  public: ['opened', 'tribunalFiled', 'tribunalDecided', 'escalated', 'closed'],
  internal: told,
  conflicts: { neighbour_complaint_one_open_of_a_home: TENANCY_HAS_AN_OPEN_CASE },
  strikes: neighbourComplaintStrikes,
};
