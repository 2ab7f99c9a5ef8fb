// SPDX-License-Identifier: MPL-2.0
/**
 * Every deadline by code, and the days on which to warn (domain.md 8.2, 8.3, 13.1). A due day is the last day in time,
 * inclusive. Conservative by direction: for our own duty the earliest reading, for a right against the citizen the latest.
 */
import {
  addDays,
  addHverdage,
  addMonths,
  addWorkingDays,
  type LocalDate,
  rollToHverdagNotConstitutionDay,
  rollToWorkingDay,
} from './danish-calendar.js';
import type { Text } from './text.js';

export type DeadlineUnit = 'calendar-day' | 'hverdag' | 'working-day' | 'month';
/** `none`: the day is not moved, whatever day it is. */
export type DeadlineRoll = 'none' | 'working-day' | 'hverdag-not-5-june';

export interface DeadlineRule extends Text {
  /** What the date that is counted from is. */
  base: string;
  /** The base is first rolled to a working day. */
  rollBase?: true;
  offset: number;
  unit: DeadlineUnit;
  roll: DeadlineRoll;
  /** Working days from the warning to the due day; null: no warning. */
  dueSoonWorkingDays: number | null;
  /** An agreement may name another number of working days. */
  sla: boolean;
  /** Why it can be neither paused nor extended; null: its length is ours to decide (domain.md 8.2). */
  fixed: Text | null;
  /** § of law or section of domain.md. */
  source: string;
}

const BY_LAW: Text = { da: 'dagen følger af loven.', en: 'the law sets the day.' };
const AS_AGREED: Text = {
  da: 'dagen er aftalt og ændres i sagen selv.',
  en: 'the day was agreed and is changed in the case itself.',
};
const AT_ONCE: Text = { da: 'en sag er aldrig uden ejer.', en: 'a case is never without an owner.' };
const BEFORE_THE_RENT_GOES_ON: Text = {
  da: 'tomgangslejen løber, til udlejer har svaret.',
  en: 'the rent runs until the landlord has answered.',
};
const HAS_BEEN_EMPTY: Text = {
  da: 'udlejer har haft boligen tom og venter på pengene.',
  en: 'the landlord has kept the dwelling empty and waits for the money.',
};
const BEFORE_THE_DEMAND: Text = {
  da: 'afgørelsen skal nå lejer før påkravets frist. En sen afgørelse får en begrundelse.',
  en: 'the decision must reach the tenant before the demand expires. A late decision tells why.',
};

const rule =
  (unit: DeadlineUnit, dueSoonWorkingDays: number | null, sla = false) =>
  (
    base: string,
    offset: number,
    source: string,
    da: string,
    en: string,
    roll: DeadlineRoll = 'none',
  ): DeadlineRule => ({
    base,
    offset,
    unit,
    roll,
    dueSoonWorkingDays,
    sla,
    fixed: sla ? null : BY_LAW,
    source,
    da,
    en,
  });

const silent = rule('calendar-day', null);
/** Rules of 14 calendar days or more. */
const long = rule('calendar-day', 5);
const short = rule('calendar-day', 2);
const workingDays = rule('working-day', 2, true);
const fixedBy = (fixed: Text, of: DeadlineRule): DeadlineRule => ({ ...of, fixed });

// biome-ignore format: one rule a line reads as the table it is
export const DEADLINES = {
  RENT_DUE: silent('due date of the lease', 0, 'lejeloven § 58, stk. 4', 'Sidste rettidige betalingsdag', 'Last timely pay day', 'working-day'),
  /** The day after the 3rd hverdag is the 4th: Saturday allowed, 5 June never. */
  DEMAND_EARLIEST: { ...rule('hverdag', null)('last timely pay day', 4, 'lejeloven § 182, stk. 1, nr. 1', 'Tidligste dag for påkrav', 'Earliest day for a demand', 'hverdag-not-5-june'), rollBase: true },
  DEMAND_EXPIRY: long('day the demand reached the tenant', 14, 'lejeloven § 182, stk. 1, nr. 1, og stk. 2', 'Påkravets frist', 'Expiry of the demand', 'working-day'),
  TERMINATION_EARLIEST: silent('expiry of the demand', 1, 'lejeloven § 182, stk. 1, nr. 1', 'Tidligste dag for ophævelse', 'Earliest day for termination'),
  VACANCY_ANSWER: rule('hverdag', 2)('day the vacancy notice was received', 7, 'domain.md 3.1', 'Svar på ledig bolig', 'Answer to a vacancy notice'),
  VACANCY_CONFIRM: fixedBy(BEFORE_THE_RENT_GOES_ON, rule('working-day', 2)('day the landlord was asked', 5, 'domain.md 4.1', 'Svar på, om boligen stadig er tom', 'Answer whether the dwelling is still empty')),
  VACANCY_PAYMENT: fixedBy(HAS_BEEN_EMPTY, rule('working-day', 2)('day after the last day of the vacancy rent, or the later day it became known', 10, 'domain.md 8.1', 'Betaling af tomgangsleje', 'Payment of vacancy rent')),
  /** The citizen's own: shown as a reminder; no act of a citizen is refused by it. So are TRIBUNAL_REPLY and COURT_APPEAL. */
  DEFECT_LIST: long('tenancy start', 14, 'domain.md 4.7', 'Mangelliste efter indflytning', 'Defect list after moving in'),
  INSPECT_LATEST: long('move-out, or the later day the landlord learned of it', 14, 'lejeloven § 187', 'Seneste dag for fraflytningssyn', 'Latest day for the move-out inspection'),
  SUMMONS_LATEST: short('inspection', -7, 'lejeloven §§ 9 og 187', 'Seneste dag for indkaldelse til syn', 'Latest day for the summons to the inspection'),
  REPORT_LATEST: long('inspection', 14, 'lejeloven §§ 9 og 187', 'Seneste dag for rapporten fra synet', 'Latest day for the report of the inspection'),
  CLAIM_LATEST: long('inspection; move-out where the landlord lets a single dwelling', 14, 'lejeloven § 187', 'Seneste dag for krav om istandsættelse', 'Latest day for restoration claims'),
  TRIBUNAL_REPLY: long('day the case was served', 14, 'domain.md 6', 'Svar til Huslejenævnet', 'Reply to the rent tribunal'),
  /** Information only. */
  TRIBUNAL_DECISION: long('reply deadline', 28, 'domain.md 6', 'Huslejenævnets afgørelse ventes', 'Decision of the rent tribunal expected'),
  COURT_APPEAL: long('day the decision was notified', 28, 'domain.md 6', 'Indbringelse for boligretten', 'Appeal to the housing court'),
  CONDITIONAL_END: rule('month', 5)('day of the decision', 12, 'lejeloven § 154, stk. 1, nr. 1', 'Sidste dag af betinget lejemål', 'Last day of the conditional tenancy'),
  EVICTION_NOHELP_DECISION: long("court's notice that the eviction was carried out", 14, 'retssikkerhedsloven § 5 a', 'Afgørelse om ingen hjælp efter udsættelse', 'Decision on no help after an eviction'),
  STATEMENT_DUE: fixedBy(AS_AGREED, long('move-out, or the later day the landlord learned of it', 42, 'domain.md 13.1', 'Flytteopgørelse', 'Settlement statement')),
  SHARE_PAYMENT_DUE: fixedBy(AS_AGREED, long('decision on the settlement', 30, 'domain.md 13.1', 'Betaling af kommunens andel', "Payment of the municipality's share")),
  /** 7.4: shelter is needed on the day itself. */
  REHOUSING: short('eviction date', 0, 'serviceloven § 80', 'Midlertidigt husly', 'Temporary shelter'),
  BAILIFF_REQUEST_NOTICE: short('request to the bailiff court', 0, 'domain.md 6.2', 'Besked til kommunen om anmodning til fogedretten', 'Telling the municipality of a bailiff request'),
  /** A goal over the whole fast track. */
  KEYS_HANDED_OVER: fixedBy(AS_AGREED, short('referral', 21, 'domain.md 4.6', 'Nøgler udleveret', 'Keys handed over')),

  /** Warned of 90 and 30 calendar days before, as ALLOCATION_CEILING is (domain.md 13.1). */
  AGREEMENT_TERM_END: fixedBy(AS_AGREED, silent("last day of the agreement's term", 0, 'domain.md 3.4', 'Aftalens sidste dag', 'Last day of the agreement')),
  ALLOCATION_CEILING: silent('last day of six years of allocation', 0, 'lov om boligforhold (lov 342/2022) kap. 7', 'Sidste dag af seks års anvisningsaftale', 'Last day of six years of allocation'),
  AGREEMENT_REVIEW: fixedBy(AS_AGREED, short('review date of the agreement', 0, 'domain.md 3.2', 'Gennemgang af aftalen', 'Review of the agreement')),
  FOLLOW_UP_MEETING: fixedBy(AS_AGREED, short('day of the meeting', 0, 'domain.md 3.5', 'Opfølgningsmøde', 'Follow-up meeting')),
  ACTION_ITEM: fixedBy(AS_AGREED, short('day that was agreed', 0, 'domain.md 3.5', 'Aftalt opgave', 'Agreed action item')),

  ACKNOWLEDGE: workingDays('report', 1, 'domain.md 5.6, 8.1', 'Bekræftelse af modtagelsen', 'Acknowledgement'),
  CONTACT_ANSWER: workingDays("landlord's contact", 2, 'domain.md 8.3', 'Svar på henvendelse', 'Answer to a contact'),
  FIRST_OUTREACH: workingDays('report', 3, 'domain.md 5.6', 'Første kontakt til lejeren', 'First contact with the tenant'),
  ASSESSMENT: workingDays('referral', 3, 'domain.md 4.6', 'Vurdering af borgeren', 'Assessment of the citizen'),
  OUTLOOK_REQUEST: workingDays('assessment', 1, 'domain.md 4.6', 'Forespørgsel om finansiering', 'Asking for the financing outlook'),
  FINANCING_OUTLOOK: workingDays('question to the benefits office', 2, 'domain.md 4.6', 'Forventet finansiering', 'Financing outlook'),
  MATCH: workingDays('outlook, or the decline of a proposal', 5, 'domain.md 4.6', 'Forslag til en bolig', 'Proposing a dwelling'),
  PROPOSAL_ANSWER: workingDays('proposal', 2, 'domain.md 4.6', 'Udlejers svar på et forslag', "The landlord's answer to a proposal"),
  FINANCING_APPLICATION: workingDays("the landlord's yes", 1, 'domain.md 4.6', 'Ansøgning om finansiering', 'Applying for the financing'),
  BENEFIT_DECISION: workingDays('complete application', 5, 'domain.md 4.6', 'Afgørelse om ydelse', 'Decision on a benefit'),
  LEASE_SIGNATURE: workingDays('financing in place', 2, 'domain.md 4.6', 'Lejekontrakt', 'Signing the lease'),
  SETTLING_IN: workingDays('first day of the tenancy', 20, 'domain.md 4.1, 4.7', 'Indflytningen er på plads', 'Settling in'),
  HELP_DECISION: fixedBy(BEFORE_THE_DEMAND, workingDays('application, where no demand runs', 5, 'domain.md 5.6', 'Afgørelse om hjælp til restance', 'Decision on help with arrears')),
  FINANCING_NOTICE: workingDays('decision', 1, 'domain.md 8.1', 'Besked om finansiering', 'Notice of the financing'),
  DISBURSEMENT: workingDays('decision', 2, 'domain.md 4.6', 'Udbetaling', 'Disbursement'),
  /** At once, says the law: no agreement with a landlord makes it longer. */
  COURT_NOTIFICATION: rule('working-day', 2)("court's notification", 1, 'retssikkerhedsloven § 5 a; domain.md 8.1', 'Behandling af underretning fra fogedretten', "Handling the court's notification"),
  /** A case whose owner has left, or is away with no stand-in: the team leader gives it to another. Nothing a landlord agrees on. */
  CASE_WITHOUT_OWNER: fixedBy(AT_ONCE, rule('working-day', 2)('day the owner left, or was away without a stand-in', 1, 'domain.md 2.2', 'Ny ejer til sagen', 'A new owner for the case')),
  SETTLEMENT_DECISION: workingDays('statement received', 10, 'domain.md 8.1', 'Afgørelse om flytteopgørelse', 'Decision on the settlement'),
} as const satisfies Record<string, DeadlineRule>;

export type DeadlineCode = keyof typeof DEADLINES;
/** Working days by code, as an agreement names them. */
export type AgreedSlas = Readonly<Partial<Record<DeadlineCode, number>>>;

const counts: Record<DeadlineUnit, (date: LocalDate, n: number) => LocalDate> = {
  'calendar-day': addDays,
  hverdag: addHverdage,
  'working-day': addWorkingDays,
  month: addMonths,
};
const rolls: Record<DeadlineRoll, (date: LocalDate) => LocalDate> = {
  none: (date) => date,
  'working-day': rollToWorkingDay,
  'hverdag-not-5-june': rollToHverdagNotConstitutionDay,
};

const later = (a: LocalDate, b: LocalDate) => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate) => (a < b ? a : b);

/**
 * The day of a deadline, counted from its base: the base is day 0 whatever day it is.
 * @param agreed working days of the agreement; they replace those of an SLA, never those of law
 */
export function dueOn(code: DeadlineCode, base: LocalDate, agreed: AgreedSlas = {}): LocalDate {
  const { rollBase, offset, unit, roll, sla }: DeadlineRule = DEADLINES[code];
  const days = sla ? (agreed[code] ?? offset) : offset;
  return rolls[roll](counts[unit](rollBase ? rollToWorkingDay(base) : base, days));
}

/** A demand for several items: each may be demanded, so the latest of their days. @param due contract or pay days, at least one */
export const demandEarliestOn = (due: readonly [LocalDate, ...LocalDate[]]): LocalDate =>
  due.map((date) => dueOn('DEMAND_EARLIEST', date)).reduce(later);

/** What INSPECT_LATEST and STATEMENT_DUE count from. */
export const inspectionBase = (moveOutOn: LocalDate, learnedOn: LocalDate): LocalDate => later(moveOutOn, learnedOn);

export const inspectLatestOn = (moveOutOn: LocalDate, learnedOn: LocalDate): LocalDate =>
  dueOn('INSPECT_LATEST', inspectionBase(moveOutOn, learnedOn));

export const statementDueOn = (moveOutOn: LocalDate, learnedOn: LocalDate): LocalDate =>
  dueOn('STATEMENT_DUE', inspectionBase(moveOutOn, learnedOn));

/** A landlord who lets a single dwelling counts from the move-out, even if he inspects. */
export const claimLatestOn = (letsMoreThanOne: boolean, moveOutOn: LocalDate, inspectedOn: LocalDate): LocalDate =>
  dueOn('CLAIM_LATEST', letsMoreThanOne ? inspectedOn : moveOutOn);

/**
 * Help with arrears is decided before the demand expires: two working days before, not before the application; without a
 * demand five working days after it (domain.md 5.6). A demand that comes later may only shorten it.
 * @param demandExpiresOn null: no demand runs
 * @param setBefore the due day as it stands, where one was set
 */
export function helpDecisionDueOn(
  appliedOn: LocalDate,
  demandExpiresOn: LocalDate | null,
  setBefore: LocalDate | null = null,
  agreed: AgreedSlas = {},
): LocalDate {
  const due = demandExpiresOn
    ? later(addWorkingDays(demandExpiresOn, -2), appliedOn)
    : dueOn('HELP_DECISION', appliedOn, agreed);
  return setBefore ? earlier(due, setBefore) : due;
}

/** Ends that are warned of 90 and 30 calendar days before. */
const BEFORE_AN_END: readonly DeadlineCode[] = ['AGREEMENT_TERM_END', 'ALLOCATION_CEILING'];

/** The day to warn, never before the deadline was set; null for a code without a warning. */
export function dueSoonOn(code: DeadlineCode, due: LocalDate, setOn: LocalDate): LocalDate | null {
  if (BEFORE_AN_END.includes(code)) return later(addDays(due, -90), setOn);
  const days = DEADLINES[code].dueSoonWorkingDays;
  return days === null ? null : later(addWorkingDays(due, -days), setOn);
}

/** Demands are warned of a second time, 2 working days before; the end of a conditional year 30 calendar days before. */
export function extraNoticeOn(code: DeadlineCode, due: LocalDate, setOn: LocalDate): LocalDate | null {
  if (code === 'DEMAND_EXPIRY') return later(addWorkingDays(due, -2), setOn);
  if (code === 'CONDITIONAL_END' || BEFORE_AN_END.includes(code)) return later(addDays(due, -30), setOn);
  return null;
}

/** 1, 3 and 5 working days after: owner and stand-in, team leader, steering group. */
export const overdueStepsOn = (due: LocalDate): [LocalDate, LocalDate, LocalDate] => [
  addWorkingDays(due, 1),
  addWorkingDays(due, 3),
  addWorkingDays(due, 5),
];

/** An act on the last day is in time; it is missed from the day after. Compare the day of the act, such as the payment. */
export const isInTime = (actedOn: LocalDate, due: LocalDate): boolean => actedOn <= due;
