// SPDX-License-Identifier: MPL-2.0

import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v5 as uuidv5 } from 'uuid';
import { type CoverRequest, VACANCY_STATES, type VacancyState } from '#contracts/referrals/vacancy';
import { addDays, type LocalDate, type Oere } from '#domain';
import type { CaseDeadline, CaseRow, Kind } from '#persistence';
import type { ReferralsConfig } from '../referrals.config.js';
import { later, openQuestion, type Vacancy, type VacancyFacts } from './case.js';
import { isNotReportedYet } from './guards.js';
import { vacancyStrikes } from './registered-in-error.js';
import { VacancyLandlordView, VacancyMunicipalView } from './vacancy.dto.js';
import { OPEN_STATES, vacancyRules } from './vacancy.js';
import { paysRent } from './vacancy-payment.js';
import { lastRentDay } from './vacancy-rent.js';

@Entity('vacancy')
export class VacancyRow implements Vacancy, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: Vacancy['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('int') agreementVersion: number;
  @Column('uuid') dwellingRef: string;
  @Column('uuid') landlordRef: string;
  @Column('date') availableFrom: LocalDate;
  @Column('date') noticeReceivedOn: LocalDate;
  @Column('int') rentOere: Oere;
  @Column('int') utilitiesOere: Oere;
  @Column('boolean') isCovered: boolean;
  @Column('boolean') includesUtilities: boolean;
  @Column('int') capMonths: number | null;
  @Column('int') capOere: Oere | null;
  @Column('date') answerDueOn: LocalDate;
  @Column('date') answeredOn: LocalDate | null;
  @Column('text') reservedBecause: Vacancy['reservedBecause'];
  @Column('date') releasedOn: LocalDate | null;
  @Column('date') letOn: LocalDate | null;
  @Column('uuid') tenancyRef: string | null;
  /** The last day that belongs to it; null: it goes on. No day belongs to two vacancies of a dwelling. */
  @Column('date') lastDay: LocalDate | null;
  @Column('date') askAgainOn: LocalDate;
  @Column('jsonb') confirmations: Vacancy['confirmations'];
  @Column('date') paymentDueOn: LocalDate | null;
  @Column('text') proposedBy: string | null;
  @Column('date') proposedOn: LocalDate | null;
  @Column('text') approvedBy: string | null;
  @Column('date') approvedOn: LocalDate | null;
  @Column('jsonb') coverRequests: Vacancy['coverRequests'];
  @Column('date') paidOn: LocalDate | null;
  @Column('int') paidOere: Oere | null;
}

type Known = Pick<VacancyFacts, 'terms' | 'dwellingIsLet' | 'isReportedAlready' | 'isProposed'>;

const isOpen = ({ state }: Vacancy) => (OPEN_STATES as readonly string[]).includes(state);

const lastDayOf = (row: Vacancy): LocalDate | null => lastRentDay(row) ?? (row.letOn && addDays(row.letOn, -1));

/** The day on which the dwelling stood empty for the municipality no longer; never before the first. */
function endedOn(row: Vacancy): LocalDate | null {
  if (isOpen(row) || row.state === 'STRUCK') return null;
  const last = lastDayOf(row);
  const end = row.letOn ?? (last ? addDays(last, 1) : row.releasedOn);
  return end && later(end, row.availableFrom);
}

const told = (row: VacancyRow): VacancyState => {
  const { agreementRef, landlordRef, dwellingRef, availableFrom, state, answerDueOn, paymentDueOn } = row;
  const question = openQuestion(row);
  return {
    ...{ agreementRef, landlordRef, dwellingRef, availableFrom, state, answerDueOn },
    endedOn: endedOn(row),
    coverRequests: row.coverRequests.map(
      ({ requestRef, amountOere, utilitiesOere, from, through, status, paidOere }): CoverRequest => ({
        ...{ requestRef, commitment: 'vacancy_rent_in', dwellingRef, amountOere, status },
        ...(utilitiesOere > 0 && { utilitiesOere }),
        ...(from && through && { from, through }),
        ...(paidOere !== undefined && { paidOere }),
      }),
    ),
    paysRent: paysRent(row),
    ...(row.reservedBecause && { reservedBecause: row.reservedBecause }),
    ...(row.letOn && { letBy: row.tenancyRef ? 'municipality' : 'landlord' }),
    ...(question && isOpen(row) && { confirmDueOn: question.dueOn }),
    ...(paymentDueOn && !row.closedAt && { paymentDueOn }),
  };
};

export const vacancy: Kind<VacancyRow, typeof vacancyRules, Known, ReferralsConfig> = {
  name: 'vacancy',
  da: 'Tomgang',
  en: 'vacancy',
  entity: VacancyRow,
  rules: vacancyRules,
  states: VACANCY_STATES,
  closed: ['RELEASED', 'SETTLED', 'STRUCK'],
  // By the tenancy that follows it is somebody's.
  auditReads: true,
  personal: ['proposedBy', 'approvedBy'],
  /** Single entry, social services and finance: every vacancy. Landlord: those of the own dwellings. */
  scope({ roles, landlordRef }) {
    if (landlordRef) return { landlordRef };
    const readers = ['single_entry', 'social_caseworker', 'finance', 'system'] as const;
    return readers.some((role) => roles.includes(role)) ? {} : 'nothing';
  },
  facts: `jsonb_build_object('terms', (select jsonb_build_object('state', a.state, 'landlordRef', a.landlord_ref,
      'agreementVersion', a.agreement_version, 'versions', a.versions, 'termFrom', a.term_from, 'termTo', a.term_to,
      'dwelling', (select d from jsonb_array_elements(a.dwellings) d where d->>'dwellingRef' = c.dwelling_ref::text limit 1))
    from known_agreements a where a.id = c.agreement_ref),
    'dwellingIsLet', exists (select 1 from tenancy t where t.dwelling_ref = c.dwelling_ref and t.state <> 'STRUCK'
      and coalesce(t.ended_on, 'infinity') >= c.available_from),
    'isProposed', exists (select 1 from referral r where r.vacancy_ref = c.id and r.closed_at is null),
    'isReportedAlready', exists (select 1 from vacancy o where o.dwelling_ref = c.dwelling_ref and o.id is distinct from c.id
      and o.state not in ('RELEASED', 'STRUCK')
      and (o.state in ('REPORTED', 'RESERVED', 'WITHDRAWN') or o.last_day is null or o.last_day >= c.available_from)))`,
  /** Of another landlord's agreement a landlord learns no more than of one that nobody knows. */
  factsOf: ({ today, actor: { id: actorId, landlordRef } }, known, { VACANCY_CONFIRM_DAYS: confirmDays }) => ({
    ...known,
    terms: landlordRef && known.terms?.landlordRef !== landlordRef ? null : known.terms,
    ...{ today, actorId, isLandlord: landlordRef !== undefined, confirmDays },
  }),
  view: (row, facts, command) =>
    (command.actor.landlordRef ? VacancyLandlordView : VacancyMunicipalView).of(row, facts, command),
  // With what else asks about a dwelling and its tenancies: see vacancy.flows.ts.
  oneAtATime: { report: 'c.dwelling_ref' },
  sortedBy: { day: ['c.available_from'] },
  searched: () => ({ words: [], references: ['agreementRef', 'dwellingRef', 'landlordRef'] }),
  follows: (row) => ({ lastDay: lastDayOf(row) }),
  deadlines(row) {
    const { answerDueOn, answeredOn, noticeReceivedOn, paymentDueOn, paidOn } = row;
    const last = lastRentDay(row);
    const answer: CaseDeadline = {
      code: 'VACANCY_ANSWER',
      status: answeredOn ? 'met' : row.state === 'REPORTED' ? 'set' : 'cancelled',
      dueOn: answerDueOn,
      setOn: noticeReceivedOn,
      metOn: answeredOn,
      responsible: 'single_entry',
    };
    const questions = row.confirmations.map(
      ({ askedOn, dueOn, confirmedOn }): CaseDeadline => ({
        code: 'VACANCY_CONFIRM',
        of: uuidv5(askedOn, row.id),
        status: confirmedOn ? 'met' : isOpen(row) ? 'set' : 'cancelled',
        dueOn,
        setOn: askedOn,
        metOn: confirmedOn,
        responsible: 'landlord_admin',
      }),
    );
    if (!paymentDueOn || !last) return [answer, ...questions];
    const payment: CaseDeadline = {
      code: 'VACANCY_PAYMENT',
      status: paidOn ? 'met' : 'set',
      dueOn: paymentDueOn,
      setOn: addDays(last, 1),
      metOn: paidOn,
      responsible: 'finance',
    };
    return [answer, ...questions, payment];
  },
  public: ['reported', 'reserved', 'released', 'let'],
  internal: told,
  strikes: vacancyStrikes,
  conflicts: {
    one_open_vacancy_of_a_dwelling: isNotReportedYet,
    vacancies_of_a_dwelling_do_not_overlap: isNotReportedYet,
  },
};
