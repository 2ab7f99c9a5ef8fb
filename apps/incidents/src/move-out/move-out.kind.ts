// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MOVE_OUT_STATES, type MoveOutState } from '#contracts/incidents/move-out';
import { LANDLORD_ROLES } from '#contracts/roles';
import {
  claimLatestOn,
  dueOn,
  type HandOverReason,
  inspectLatestOn,
  type LocalDate,
  type Oere,
  statementDueOn,
} from '#domain';
import { type Actor, anyOf, type CaseDeadline, type CaseRow, caseOwnerOf, type Kind, seenAsOwner } from '#persistence';
import type { IncidentsConfig } from '../incidents.config.js';
import { type MoveOut, type MoveOutTerms, moveOutOwner, type TenancyLeft } from './case.js';
import { isNotMovedOutYet } from './inspection.js';
import {
  MoveOutCaretakerView,
  MoveOutFinanceView,
  MoveOutHeaderView,
  MoveOutLandlordView,
  MoveOutMunicipalView,
} from './move-out.dto.js';
import { MOVE_OUT_CLOSED, moveOutRules } from './move-out.js';
import { moveOutStrikes } from './registered-in-error.js';
import type { ClaimCoverage } from './settlement.js';
import { paymentDueOn } from './share.js';
import { reletFrom } from './statement.js';
import { vacancyIsDone, vacancyPaymentDueOn } from './vacancy-rent.js';

@Entity('move_out')
export class MoveOutRow implements MoveOut, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('int') shownVersion: number;
  @Column('text') state: MoveOut['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') tenancyRef: string;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') dwellingRef: string | null;
  @Column('date') startedOn: LocalDate;
  @Column('text') kind: MoveOut['kind'];
  @Column('boolean') wasTerminated: boolean;
  @Column('uuid') evictionRef: string | null;
  @Column('text') evictionNumber: string | null;
  @Column('date') noticeOn: LocalDate | null;
  @Column('date') movedOutOn: LocalDate;
  @Column('date') learnedOn: LocalDate;
  @Column('date') knownOn: LocalDate;
  @Column('boolean') letsMoreThanOne: boolean;
  @Column('date') plannedOn: LocalDate | null;
  @Column('date') summonedOn: LocalDate | null;
  @Column('boolean') shorterSummonsAgreed: boolean;
  @Column('date') heldOn: LocalDate | null;
  @Column('boolean') municipalityTookPart: boolean | null;
  @Column('text') absenceReason: MoveOut['absenceReason'];
  @Column('boolean') tenantTookPart: boolean | null;
  @Column('date') reportDeliveredOn: LocalDate | null;
  @Column('text') reportDelivery: MoveOut['reportDelivery'];
  @Column('date') statementOn: LocalDate | null;
  @Column('jsonb') lines: MoveOut['lines'];
  @Column('int') depositOere: Oere;
  @Column('int') prepaidOere: Oere;
  @Column('int') creditOere: Oere;
  @Column('date') rentChargedThrough: LocalDate | null;
  @Column('jsonb') terms: MoveOut['terms'];
  @Column('jsonb') reviewedBy: MoveOut['reviewedBy'];
  @Column('date') decisionDueOn: LocalDate | null;
  @Column('jsonb') dispute: MoveOut['dispute'];
  @Column('text') shareProposedBy: string | null;
  @Column('date') shareProposedOn: LocalDate | null;
  @Column('text') shareApprovedBy: string | null;
  @Column('date') shareApprovedOn: LocalDate | null;
  @Column('int') shareOere: Oere | null;
  @Column('boolean') secondPersonNeeded: boolean;
  @Column('date') sharePaidOn: LocalDate | null;
  @Column('text') vacancyOutcome: MoveOut['vacancyOutcome'];
  @Column('date') reletOn: LocalDate | null;
  @Column('text') vacancyProposedBy: string | null;
  @Column('date') vacancyProposedOn: LocalDate | null;
  @Column('text') vacancyApprovedBy: string | null;
  @Column('date') vacancyApprovedOn: LocalDate | null;
  @Column('date') vacancyPaidOn: LocalDate | null;
  @Column('int') vacancyPaidOere: Oere | null;
  @Column('jsonb') coverRequests: MoveOut['coverRequests'];
  @Column('date') settledOn: LocalDate | null;
  @Column('text') assignedRole: MoveOut['assignedRole'];
  @Column('text') assignedTeam: string | null;
  @Column('text') assignedPerson: string | null;
  @Column('text') handOverReason: HandOverReason | null;
  @Column('date') ownerMissingSince: LocalDate | null;
  @Column('date') ownerFoundOn: LocalDate | null;
  /** What was known of the dwelling when the case was last looked at; the money is computed by what is known at the time. */
  @Column('date') nextTenancyFrom: LocalDate | null;
  @Column('date') paidElsewhereFrom: LocalDate | null;
  @Column('date') vacancyPaymentDueOn: LocalDate | null;
}

/**
 * First day of the next tenancy of a dwelling, and of what a vacancy case pays, as they are known now. The next one may have
 * begun before the day that is told of the move-out: somebody lives there all the same.
 */
export const knownOfDwelling = (dwelling: string, tenancy: string, startedOn: string, movedOutOn: string) => `
  (select min(n.started_on) from known_tenancies n where n.dwelling_ref = ${dwelling} and n.id <> ${tenancy} and not n.struck
     and n.started_on > ${startedOn}) as next_tenancy_from,
  (select min(v.available_from) from known_vacancies v where v.dwelling_ref = ${dwelling} and v.pays
     and v.available_from > ${startedOn} and coalesce(v.ended_on, 'infinity') > ${movedOutOn}) as paid_elsewhere_from`;

const facts = `(select jsonb_build_object(
    'tenancy', case when t.id is null then null else jsonb_build_object('agreementRef', t.agreement_ref,
      'landlordRef', t.landlord_ref, 'dwellingRef', t.dwelling_ref, 'startedOn', t.started_on,
      'supportWorker', t.support_worker, 'supportTeam', t.support_team,
      'rentOere', t.rent_oere, 'utilitiesOere', t.utilities_oere, 'depositOere', t.deposit_oere, 'prepaidOere', t.prepaid_rent_oere) end,
    'isOpenedByEviction', exists (select from case_step s where s.case_id = c.id and s.version = 1 and s.action = 'openForEviction'),
    'otherMoveOut', (select jsonb_build_object('caseRef', o.id, 'number', o.number) from move_out o
      where o.tenancy_ref = c.tenancy_ref and o.id is distinct from c.id and o.state <> 'STRUCK'),
    'version', coalesce(governing_version(a.versions, t.agreement_version_at_start), a.versions -> -1), 'slas', a.slas,
    'letsMoreThanOne', coalesce((select l.lets_more_than_one from known_landlords l where l.id = t.landlord_ref), true),
    'nextTenancyFrom', d.next_tenancy_from, 'paidElsewhereFrom', d.paid_elsewhere_from)
  from (select 1) one left join known_tenancies t on t.id = c.tenancy_ref and not t.struck
    left join known_agreements a on a.id = t.agreement_ref
    left join lateral (select ${knownOfDwelling('coalesce(c.dwelling_ref, t.dwelling_ref)', 'c.tenancy_ref', 'coalesce(c.started_on, t.started_on)', 'c.moved_out_on')}) d on true)`;

interface KnownVersion {
  slas?: Record<string, number> | null;
  commitments?: { kind: string; capMonths?: number | null }[] | null;
  coverage?: ClaimCoverage[] | null;
  securitiesOrder?: MoveOutTerms['securitiesOrder'] | null;
  vacancyIncludesUtilities?: boolean | null;
}
type Lease = Pick<MoveOutTerms, 'rentOere' | 'utilitiesOere'>;
/** What the database tells beside the case. */
interface Known {
  tenancy: (TenancyLeft & Lease) | null;
  isOpenedByEviction: boolean;
  otherMoveOut: { caseRef: string; number: string } | null;
  version: KnownVersion | null;
  slas: Record<string, number> | null;
  letsMoreThanOne: boolean;
  nextTenancyFrom: LocalDate | null;
  paidElsewhereFrom: LocalDate | null;
}

/** Null: the version is not known, or was told before it said what is covered. */
function termsOf(version: KnownVersion | null, lease: Lease | null): MoveOutTerms | null {
  if (!version?.coverage || !version.commitments) return null;
  const vacancy = version.commitments.find(({ kind }) => kind === 'vacancy_rent_out');
  return {
    coverage: version.coverage,
    securitiesOrder: version.securitiesOrder ?? 'default',
    vacancyIsCovered: vacancy !== undefined,
    vacancyIncludesUtilities: version.vacancyIncludesUtilities ?? false,
    vacancyCapMonths: vacancy?.capMonths ?? null,
    rentOere: lease?.rentOere ?? null,
    utilitiesOere: lease?.utilitiesOere ?? null,
  };
}

const viewFor = ({ roles, landlordRef }: Actor) => {
  if (landlordRef) return roles.includes('landlord_admin') ? MoveOutLandlordView : MoveOutCaretakerView;
  if (roles.includes('single_entry')) return MoveOutMunicipalView;
  return roles.includes('finance') ? MoveOutFinanceView : MoveOutHeaderView;
};

const isLandlord = ({ roles }: Actor) => LANDLORD_ROLES.some((role) => roles.includes(role));

const told = (row: MoveOutRow): MoveOutState => {
  const { state, agreementRef, landlordRef, tenancyRef, movedOutOn, settledOn, plannedOn, decisionDueOn } = row;
  const owner = caseOwnerOf(moveOutOwner, row);
  const [payBy, isOpen] = [paymentDueOn(row), !row.closedAt];
  return {
    ...{ state, agreementRef, landlordRef, tenancyRef, movedOutOn, settledOn },
    coverRequests: row.coverRequests.map(
      ({ requestRef, commitment, amountOere, utilitiesOere, from, through, status, paidOere }) => ({
        ...{ requestRef, commitment, amountOere, status },
        dwellingRef: commitment === 'vacancy_rent_out' ? row.dwellingRef : null,
        ...(utilitiesOere > 0 && { utilitiesOere }),
        ...(from && through && { from, through }),
        ...(paidOere !== null && { paidOere }),
      }),
    ),
    ...(owner && { owner }),
    ...(plannedOn && { plannedOn }),
    ...(decisionDueOn && isOpen && row.shareApprovedOn === null && { decisionDueOn }),
    ...(payBy && { paymentDueOn: payBy }),
    ...(isOpen && row.statementOn && !vacancyIsDone(row) && reletFrom(row, row) === null && { reletAsked: true }),
  };
};

export const moveOut: Kind<MoveOutRow, typeof moveOutRules, Known, IncidentsConfig> = {
  name: 'move-out',
  da: 'Fraflytning',
  en: 'move-out',
  entity: MoveOutRow,
  rules: moveOutRules,
  states: MOVE_OUT_STATES,
  closed: MOVE_OUT_CLOSED,
  auditReads: true,
  // A landlord's lines may name somebody; the others are people of the staff.
  personal: ['lines', 'reviewedBy', 'shareProposedBy', 'shareApprovedBy', 'vacancyProposedBy', 'vacancyApprovedBy'],
  /** Single entry and finance: every one. Landlord and caretaker: the own ones. Outreach and their team leader: what is theirs. */
  scope(actor, today) {
    const { roles, landlordRef } = actor;
    if (landlordRef) return { landlordRef };
    const seesAll = ['single_entry', 'finance', 'system'] as const;
    return seesAll.some((role) => roles.includes(role)) ? {} : anyOf(seenAsOwner(moveOutOwner, actor, today));
  },
  owned: moveOutOwner,
  facts,
  /** Of another landlord's tenancy a landlord learns no more than of one that nobody knows. */
  factsOf({ today, actor }, { tenancy, version, slas, otherMoveOut, ...known }, { FOUR_EYES_ABOVE_OERE }) {
    const isForeign = actor.landlordRef !== undefined && tenancy?.landlordRef !== actor.landlordRef;
    return {
      ...known,
      ...{ today, actorId: actor.id, isLandlord: isLandlord(actor), fourEyesAboveOere: FOUR_EYES_ABOVE_OERE },
      tenancy: isForeign ? null : tenancy,
      otherMoveOut: isForeign ? null : otherMoveOut,
      terms: termsOf(version, tenancy),
      slas: version?.slas ?? slas,
    };
  },
  view: (row, known, command) => viewFor(command.actor).of(row, known, command),
  // How far the assessment has come, landlords are not told.
  untoldFilters: (actor): Record<string, string> => (isLandlord(actor) ? { state: 'state' } : {}),
  // What is known of the dwelling is heard by its own lock: see move-out.flows.ts.
  sortedBy: { day: ['c.moved_out_on'] },
  searched: () => ({ words: [], references: ['tenancyRef', 'agreementRef', 'landlordRef'] }),
  follows: (row, { nextTenancyFrom, paidElsewhereFrom }) => ({
    ...{ nextTenancyFrom, paidElsewhereFrom },
    vacancyPaymentDueOn: vacancyIsDone(row)
      ? row.vacancyPaymentDueOn
      : vacancyPaymentDueOn(row, { nextTenancyFrom, paidElsewhereFrom }),
  }),
  deadlines: deadlinesOf,
  public: [
    'opened',
    'inspectionScheduled',
    'inspectionHeld',
    'settlementReceived',
    'settlementApproved',
    'settlementPaid',
    'closed',
  ],
  internal: told,
  strikes: moveOutStrikes,
  conflicts: { one_move_out_per_tenancy: isNotMovedOutYet },
};

function deadlinesOf(row: MoveOutRow): CaseDeadline[] {
  const { movedOutOn, learnedOn, knownOn, letsMoreThanOne, plannedOn, summonedOn, heldOn, reportDeliveredOn } = row;
  const {
    statementOn,
    decisionDueOn,
    shareApprovedOn,
    sharePaidOn,
    vacancyPaymentDueOn: vacancyDueOn,
    vacancyPaidOn,
  } = row;
  // With the statement the time for the inspection and its report is over.
  const until = (metOn: LocalDate | null) => (metOn ? 'met' : statementOn ? 'cancelled' : 'set');
  const of = (
    code: CaseDeadline['code'],
    responsible: CaseDeadline['responsible'],
    due: LocalDate,
    setOn: LocalDate,
    metOn: LocalDate | null,
    status: CaseDeadline['status'] = metOn ? 'met' : 'set',
  ): CaseDeadline => ({ code, status, dueOn: due, setOn, metOn, responsible });
  const inspectBy = inspectLatestOn(movedOutOn, learnedOn);
  const summonBy = dueOn('SUMMONS_LATEST', heldOn ?? plannedOn ?? inspectBy);
  const claimFrom = letsMoreThanOne ? heldOn : movedOutOn;
  return [
    ...(letsMoreThanOne
      ? [
          of('INSPECT_LATEST', 'landlord_admin', inspectBy, knownOn, heldOn, until(heldOn)),
          of(
            'SUMMONS_LATEST',
            'landlord_admin',
            summonBy,
            knownOn,
            summonedOn,
            summonedOn ? 'met' : heldOn || statementOn ? 'cancelled' : 'set',
          ),
        ]
      : []),
    ...(letsMoreThanOne && heldOn
      ? [
          of(
            'REPORT_LATEST',
            'landlord_admin',
            dueOn('REPORT_LATEST', heldOn),
            heldOn,
            reportDeliveredOn,
            until(reportDeliveredOn),
          ),
        ]
      : []),
    // What the report holds is claimed by it.
    ...(claimFrom
      ? [
          of(
            'CLAIM_LATEST',
            'landlord_admin',
            claimLatestOn(letsMoreThanOne, movedOutOn, claimFrom),
            claimFrom,
            (letsMoreThanOne ? reportDeliveredOn : null) ?? statementOn,
          ),
        ]
      : []),
    of('STATEMENT_DUE', 'landlord_admin', statementDueOn(movedOutOn, learnedOn), knownOn, statementOn),
    ...(statementOn && decisionDueOn
      ? [
          of(
            'SETTLEMENT_DECISION',
            'finance',
            decisionDueOn,
            statementOn,
            shareApprovedOn,
            shareApprovedOn ? 'met' : row.state === 'DISPUTED' ? 'cancelled' : 'set',
          ),
        ]
      : []),
    ...(shareApprovedOn && row.shareOere
      ? [of('SHARE_PAYMENT_DUE', 'finance', dueOn('SHARE_PAYMENT_DUE', shareApprovedOn), shareApprovedOn, sharePaidOn)]
      : []),
    ...(vacancyDueOn && statementOn
      ? [
          of(
            'VACANCY_PAYMENT',
            'finance',
            vacancyDueOn,
            statementOn,
            vacancyPaidOn,
            vacancyPaidOn ? 'met' : vacancyIsDone(row) ? 'cancelled' : 'set',
          ),
        ]
      : []),
    // A day that had passed when it was set reminds nobody: the case warns of it.
  ].filter(({ dueOn: due, setOn }) => due >= setOn);
}
