// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { OUTREACH_ROLES, RENT_ARREARS_STATES, type RentArrearsState } from '#contracts/incidents/rent-arrears';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import { copenhagenDate, courseOf, type HandOverReason, type LocalDate, type Oere } from '#domain';
import { type Actor, anyOf, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import { answerDeadlines } from '../answer/answer.js';
import type { IncidentsConfig } from '../incidents.config.js';
import { fromKnownTenancy, knownTenancy, tenancyAsJson } from '../known-tenancies/known-tenancy.js';
import { coveredOn, owedIn } from './account.js';
import { CLOSED, DEMAND_STATES, type Help, type RentArrears, type RentArrearsFacts } from './case.js';
import { demandNoticeRules, runningUntil } from './demand-notice.js';
import { nextStep } from './next-step.js';
import { rentArrearsStrikes } from './registered-in-error.js';
import {
  RentArrearsBenefitsView,
  RentArrearsHeaderView,
  RentArrearsLandlordView,
  RentArrearsMunicipalView,
} from './rent-arrears.dto.js';
import { rentArrearsOwner, rentArrearsRules } from './rent-arrears.js';

@Entity('rent_arrears')
export class RentArrearsRow implements RentArrears, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('int') shownVersion: number;
  @Column('text') state: RentArrears['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') landlordRef: string;
  @Column('text') landlordReference: string | null;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('jsonb') claims: RentArrears['claims'];
  @Column('int') amountOere: Oere;
  @Column('date') rentDueOn: LocalDate;
  @Column('date') payDay: LocalDate;
  @Column('date') reportedOn: LocalDate;
  /** Id of the acknowledge deadline on the deadlines topic. */
  @Column('uuid') acknowledgeDeadlineRef: string;
  @Column('date') acknowledgeDueOn: LocalDate;
  @Column('date') acknowledgedOn: LocalDate | null;
  @Column('date') standInDueOn: LocalDate;
  @Column('date') standInSince: LocalDate | null;
  @Column('date') outreachDueOn: LocalDate;
  @Column('text') assignedTo: RentArrears['assignedTo'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  @Column('date') firstContactOn: LocalDate | null;
  @Column('date') lastContactOn: LocalDate | null;
  @Column('int') failedContacts: number;
  @Column('jsonb') demands: RentArrears['demands'];
  @Column('jsonb') plans: RentArrears['plans'];
  @Column('date') planConsentOn: LocalDate | null;
  @Column('jsonb') payments: RentArrears['payments'];
  @Column('jsonb') help: RentArrears['help'];
  @Column('jsonb') latePayment: RentArrears['latePayment'];
  @Column('jsonb') otherProblems: RentArrears['otherProblems'];
  @Column('date') paidOn: LocalDate | null;
  @Column('uuid') duplicateOf: string | null;
  @Column('jsonb') duplicates: RentArrears['duplicates'];
  @Column('jsonb') deadlineCourse: RentArrears['deadlineCourse'];
  /** Who acts next and by when, to list and filter by; null once closed. */
  @Column('text') nextRole: Role | 'tenant' | null;
  @Column('date') nextBy: LocalDate | null;
}

const DAY = 'c.rent_due_on';

const casesOfTenancy = (
  which: string,
  its = 'o.tenancy_ref = t.id and o.agreement_ref is not null',
) => `coalesce((select jsonb_agg(jsonb_build_object('caseRef', o.id, 'number', o.number, 'state', o.state,
        'dueOn', (select jsonb_agg(claim -> 'dueOn') from jsonb_array_elements(o.claims) claim)) order by o.id)
      from rent_arrears o where ${its} and o.landlord_ref = c.landlord_ref and ${which}), '[]')`;

/** Whose tenancy it is, the eviction knows: the case that became one may have ended before that was known. */
const OF_ITS_EVICTION = `o.id in (select (b ->> 'caseRef')::uuid from eviction e, jsonb_array_elements(e.bases) b
        where e.tenancy_ref = t.id and e.landlord_ref = c.landlord_ref and e.state not in ('WITHDRAWN', 'STRUCK'))`;

// A demand is dated after its rent fell due, which may be two years before the first claim, so no fee of earlier years is read:
// all of them would make the read of every command dearer by half.
const facts = (today: string) => `(select jsonb_build_object(
    'tenancy', ${tenancyAsJson(today)},
    'otherCases', ${casesOfTenancy('o.closed_at is null and o.id is distinct from c.id')},
    'escalatedCases', ${casesOfTenancy(`o.state = 'ESCALATED_TO_EVICTION'`, OF_ITS_EVICTION)},
    'helpedCases', ${casesOfTenancy(`o.closed_at is not null and o.help is not null and (o.help ->> 'paidOere')::int > 0`)},
    'demandFees', coalesce((select jsonb_agg(jsonb_build_object('validFrom', f.valid_from, 'feeOere', f.fee_oere))
      from demand_fee f where f.valid_from > c.rent_due_on - 3 * 366), '[]'))
    || case when a.id is null then '{}'
       when g.terms is null then jsonb_build_object('slas', a.slas, 'policy', a.instalment_policy)
       else jsonb_build_object('slas', g.terms -> 'slas', 'policy', g.terms -> 'instalmentPolicy') end
  ${fromKnownTenancy(DAY)})`;

/** What the database tells beside the case. */
type Known = Omit<RentArrearsFacts, 'today' | 'failedContactsAllowed' | 'trivialBelowOere'>;

/** States in which help may be asked for, is asked for or has helped: what the benefits office needs to see. */
const BENEFITS_STATES = ['OUTREACH', 'OUTREACH_FAILED', 'HELP_PENDING', 'HELP_GRANTED', 'CURED_BY_HELP'] as const;

const viewFor = ({ roles, landlordRef }: Actor) => {
  if (roles.includes('single_entry')) return RentArrearsMunicipalView;
  if (landlordRef) return RentArrearsLandlordView;
  const isOutreach = OUTREACH_ROLES.some((role) => roles.includes(role));
  // The least for everybody else: a role that is new here sees no amounts until somebody decides so.
  return roles.includes('benefits_caseworker') && !isOutreach ? RentArrearsBenefitsView : RentArrearsHeaderView;
};

const HELP_STATUS = {
  asked: 'asked',
  granted: 'answered',
  refused: 'answered',
  paid: 'answered',
  withdrawn: 'withdrawn',
} as const;
const helpInside = ({ helpRef, status, appliedOn, decisionDueOn }: Help) => ({
  ...{ helpRef, status: HELP_STATUS[status], appliedOn, decisionDueOn },
});

/** Working days in all on which deadlines of the case waited; a wait ends at the latest with the case. */
const pausedDaysAt = (closedOn: LocalDate, row: RentArrearsRow): number =>
  courseOf(row, 'ACKNOWLEDGE', row.acknowledgedOn ?? closedOn).pausedDays +
  courseOf(row, 'FIRST_OUTREACH', row.firstContactOn ?? closedOn).pausedDays;

/** A tenancy reference is told only once it is the landlord's own for sure. */
function internalBody(row: RentArrearsRow): RentArrearsState {
  const demandExpiresOn = runningUntil(row);
  const owner = caseOwnerOf(rentArrearsOwner, row);
  const payOn = row.state === 'HELP_GRANTED' ? row.help?.payOn : null;
  const pausedDays = row.closedAt ? pausedDaysAt(copenhagenDate(row.closedAt), row) : 0;
  return {
    state: row.state,
    agreementRef: row.agreementRef,
    landlordRef: row.landlordRef,
    tenancyRef: row.agreementRef && row.tenancyRef,
    matched: row.agreementRef !== null,
    amountOere: row.amountOere,
    rentDueOn: row.rentDueOn,
    payDay: row.payDay,
    reportedOn: row.reportedOn,
    acknowledgeDueOn: row.acknowledgeDueOn,
    acknowledgedOn: row.acknowledgedOn,
    outreachDueOn: row.outreachDueOn,
    assignedTo: row.assignedTo,
    ...(owner && { owner }),
    paidOn: row.paidOn,
    owedOere: owedIn(row),
    ...(pausedDays > 0 && { pausedDays }),
    ...(demandExpiresOn && { demandExpiresOn }),
    ...(row.help && { help: helpInside(row.help) }),
    ...(payOn && { paymentExpectedOn: payOn }),
  };
}

/** What a landlord's view does not tell → the query key. */
const ONLY_MUNICIPAL: Readonly<Record<string, string>> = {
  state: 'state',
  assignedTo: 'assignedTo',
  nextBy: 'dueBefore',
};

const DEMAND_STATUS = {
  ISSUED: 'set',
  RUNNING: 'set',
  PAID_IN_TIME: 'met',
  EXPIRED_UNPAID: 'cancelled',
  INVALID: 'cancelled',
  WITHDRAWN: 'cancelled',
} as const;

export const rentArrears: Kind<RentArrearsRow, typeof rentArrearsRules, Known, IncidentsConfig> = {
  name: 'rent-arrears',
  da: 'Huslejerestance',
  en: 'rent arrears',
  entity: RentArrearsRow,
  rules: rentArrearsRules,
  states: RENT_ARREARS_STATES,
  closed: CLOSED,
  parts: {
    'demand-notice': {
      da: 'Påkrav i en restancesag',
      en: 'demand notice',
      rules: demandNoticeRules,
      states: DEMAND_STATES,
    },
  },
  auditReads: true,
  // A landlord may have made it of the tenant's name.
  personal: ['landlordReference'],
  /**
   * Single entry: every case. Landlord: the own ones. Support worker, outreach team and their team leader: those that are
   * theirs. Benefits office: those in which help is a question.
   */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    if (roles.includes('single_entry') || roles.includes('system')) return {};
    if (roles.includes('landlord_admin') && landlordRef) return { landlordRef };
    return anyOf<RentArrearsRow>(
      seenAsOwner(rentArrearsOwner, actor, today),
      roles.includes('benefits_caseworker') ? { state: BENEFITS_STATES } : 'nothing',
    );
  },
  owned: rentArrearsOwner,
  facts,
  factsOf: ({ today }, known, { FAILED_CONTACTS_ALLOWED, TRIVIAL_BREACH_BELOW_OERE }) => ({
    ...known,
    today,
    failedContactsAllowed: FAILED_CONTACTS_ALLOWED,
    trivialBelowOere: TRIVIAL_BREACH_BELOW_OERE,
  }),
  // One after the other per tenancy: what opens, opens again or takes a rent, and what opens a plan.
  oneAtATime: {
    report: `(select id from (${knownTenancy(DAY)}) t)`,
    matchTenancy: `(select id from (${knownTenancy(DAY)}) t)`,
    reportFurtherRent: 'case when c.agreement_ref is not null then c.tenancy_ref end',
    agreeInstalmentPlan: 'case when c.agreement_ref is not null then c.tenancy_ref end',
    strike: 'case when c.agreement_ref is not null then c.tenancy_ref end',
  },
  untoldFilters: ({ roles }) => (LANDLORD_ROLES.some((role) => roles.includes(role)) ? ONLY_MUNICIPAL : {}),
  view: (row, facts, command) => viewFor(command.actor).of(row, facts, command),
  sortedBy: { day: ['c.rent_due_on'] },
  searched(actor) {
    const view = viewFor(actor);
    return {
      words: view === RentArrearsHeaderView ? [] : ['c.landlord_reference'],
      references: [
        'tenancyRef',
        ...(view === RentArrearsBenefitsView || view === RentArrearsMunicipalView ? (['agreementRef'] as const) : []),
        ...(view === RentArrearsMunicipalView ? (['landlordRef'] as const) : []),
      ],
    };
  },
  follows(row) {
    const next = nextStep(row);
    return { nextRole: next?.role ?? null, nextBy: next?.by ?? null };
  },
  deadlines(row) {
    const worker: Role = row.assignedTo ?? 'single_entry';
    return [
      ...answerDeadlines(row, row.acknowledgeDeadlineRef),
      ...row.demands.flatMap((demand) =>
        demand.expiresOn && demand.registeredOn
          ? [
              {
                code: 'DEMAND_EXPIRY' as const,
                of: demand.demandRef,
                status: DEMAND_STATUS[demand.state],
                dueOn: demand.expiresOn,
                setOn: demand.registeredOn,
                metOn: demand.state === 'PAID_IN_TIME' ? coveredOn(row, demand) : null,
                responsible: worker,
              },
            ]
          : [],
      ),
    ];
  },
  /** All but the steps of the demand are one word for subscribers (domain.md 9.1). */
  public: ['opened', 'acknowledged', 'assigned', 'tenancyMatched', 'demandRunning', 'closed'],
  internal: internalBody,
  strikes: rentArrearsStrikes,
};
