// SPDX-License-Identifier: MPL-2.0
// Flytteopgørelse: what a landlord claims, what the law takes of it at once, and how the rest is assessed line by line
// (domain.md 7.1–7.3, 13.2). The arithmetic of it: settlement.ts.
import { MOST_COVER_OERE } from '#contracts/incidents/move-out';
import {
  addDays,
  addMonths,
  daysInMonth,
  dueOn,
  type Guard,
  isOutside,
  type LocalDate,
  type Oere,
  partsOf,
  type RefusalFacts,
} from '#domain';
import { earlierDay, inspectionOf, type MoveOut, type MoveOutFacts, type StatementLine } from './case.js';
import { countingRequest } from './cover.js';
import { doubleCoverage, lapses, mayReject, rentClaimedThrough, rentPayableThrough } from './line-review.js';
import { type ClaimKind, isRent, type LineReview, type RejectCode } from './settlement.js';

type Known = Pick<MoveOutFacts, 'nextTenancyFrom'>;

/** A line as the landlord writes it. */
export interface ClaimedLine {
  kind: ClaimKind;
  text: string;
  amountOere: Oere;
  dueOn?: LocalDate;
  raisedOn?: LocalDate;
  /** Of restoration and damage; of others it makes no difference. */
  inReport?: boolean;
  documentationRef?: string;
}

export interface SubmitStatement {
  lines: readonly ClaimedLine[];
  depositOere?: Oere;
  prepaidOere?: Oere;
  creditOere?: Oere;
  rentChargedThrough?: LocalDate;
}

/** With a reference for each line, made by us. */
export interface SubmittedStatement extends SubmitStatement {
  lineRefs: readonly string[];
}

type Check<Input> = Guard<MoveOut, MoveOutFacts, Input>;
type Asks = Guard<MoveOut, MoveOutFacts>;
const WINDOW = 'domain.md 13.4: every date has a window';
const isOfRent = ({ kind }: Pick<ClaimedLine, 'kind'>) => isRent(kind);

/** The month that a line of rent is for: the one of its due day. */
const monthOf = (day: LocalDate) => day.slice(0, 7);
const endOfMonth = (day: LocalDate): LocalDate => {
  const { year, month } = partsOf(day);
  return `${monthOf(day)}-${daysInMonth(year, month)}` as LocalDate;
};

// --- May a statement be submitted? ---

export const termsAreKnown: Asks = {
  code: 'terms-of-the-move-out-are-not-known-yet',
  da: 'Aftalens vilkår er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The terms of the agreement are not known here yet. Try again in a moment.',
  source: 'architecture.md 8',
  refuses: ({ terms: kept }, { terms }) => terms === null && kept === null,
};

export const tenantHasMovedOut: Asks = {
  code: 'tenant-has-not-moved-out-yet',
  da: 'Lejeren fraflytter først {movedOutOn}.',
  en: 'The tenant moves out on {movedOutOn} only.',
  source: 'domain.md 7.2',
  refuses: ({ movedOutOn }, { today }) => movedOutOn > today && { movedOutOn },
};

const ASSESSED_FROM: readonly MoveOut['state'][] = [
  'AWAITING_COVER',
  'COVER_ANSWERED',
  'APPROVED',
  'PAID',
  'SETTLED',
  'DISPUTED',
];

/** That it has begun, a landlord may know; not how a line fares. */
export const isAssessed = ({ state, reviewedBy }: MoveOut): boolean =>
  reviewedBy.length > 0 || ASSESSED_FROM.includes(state);

export const isNotAssessedYet: Asks = {
  code: 'statement-is-being-assessed',
  da: 'Kommunen er begyndt at vurdere opgørelsen. Ret den ved at gøre indsigelse, når afgørelsen er truffet.',
  en: 'The municipality has begun to assess the statement. Correct it by disputing the decision once it is made.',
  source: 'domain.md 7.2, 13.4',
  refuses: (moveOut) => moveOut.statementOn !== null && isAssessed(moveOut),
};

// --- Is what it says right? ---

const eachLine =
  (
    why: (
      line: ClaimedLine,
      at: number,
      all: readonly ClaimedLine[],
      moveOut: MoveOut,
      facts: MoveOutFacts,
    ) => boolean | RefusalFacts,
    field: string,
  ): Check<SubmitStatement>['refuses'] =>
  (moveOut, facts, { lines }) =>
    lines.flatMap((line, at) => {
      const no = why(line, at, lines, moveOut, facts);
      return no === false ? [] : [{ ...(no === true ? {} : no), field: `lines/${at}/${field}` }];
    });

const rentNamesItsDay: Check<SubmitStatement> = {
  code: 'rent-line-names-no-due-day',
  field: 'lines',
  da: 'Angiv den dag, huslejen eller acontobetalingen forfaldt: én linje for hver måned.',
  en: 'Say on which day the rent or the utilities fell due: one line a month.',
  source: 'domain.md 13.2',
  refuses: eachLine((line) => isOfRent(line) && line.dueOn === undefined, 'dueOn'),
};

const onlyRentFallsDue: Check<SubmitStatement> = {
  code: 'only-rent-has-a-due-day',
  field: 'lines',
  da: 'Kun husleje og aconto har en forfaldsdag.',
  en: 'Only rent and utilities have a due day.',
  source: 'domain.md 13.2',
  refuses: eachLine((line) => !isOfRent(line) && line.dueOn !== undefined, 'dueOn'),
};

const rentFellDueNearby: Check<SubmitStatement> = {
  code: 'rent-line-is-outside-its-window',
  field: 'lines',
  da: 'Husleje i opgørelsen er forfaldet fra {earliest} til {latest}.',
  en: 'Rent in the statement fell due from {earliest} to {latest}.',
  source: WINDOW,
  refuses: eachLine(
    ({ dueOn: day }, _, __, { startedOn, movedOutOn }) =>
      day !== undefined && isOutside({ earliest: addDays(startedOn, -31), latest: addMonths(movedOutOn, 12) }, day),
    'dueOn',
  ),
};

/** One krone counts once (domain.md 13.4). */
const monthIsClaimedOnce: Check<SubmitStatement> = {
  code: 'month-is-in-two-lines',
  field: 'lines',
  da: 'Samme måned står i to linjer af samme slags.',
  en: 'The same month is in two lines of the same kind.',
  source: 'domain.md 13.2, 13.4',
  refuses: eachLine(
    (line, at, all) =>
      isOfRent(line) &&
      line.dueOn !== undefined &&
      all.some(
        (other, no) =>
          no < at &&
          other.kind === line.kind &&
          other.dueOn !== undefined &&
          monthOf(other.dueOn) === monthOf(line.dueOn!),
      ),
    'dueOn',
  ),
};

const wasRaisedNearby: Check<SubmitStatement> = {
  code: 'claim-was-raised-outside-its-window',
  field: 'lines',
  da: 'Kravet kan være rejst fra {earliest} til {latest}.',
  en: 'The claim can have been raised from {earliest} to {latest}.',
  source: WINDOW,
  refuses: eachLine(
    ({ raisedOn }, _, __, { movedOutOn }, { today: latest }) =>
      raisedOn !== undefined &&
      isOutside({ earliest: earlierDay(addMonths(movedOutOn, -1), latest), latest }, raisedOn),
    'raisedOn',
  ),
};

const isWithinReason: Check<SubmitStatement> = {
  code: 'statement-is-too-large',
  field: 'lines',
  da: 'En opgørelse kan højst være på {mostOere}.',
  en: 'A statement can be of {mostOere} at most.',
  source: 'a limit of the system',
  refuses: (_, __, { lines }) =>
    lines.reduce((all, { amountOere }) => all + amountOere, 0) > MOST_COVER_OERE && { mostOere: MOST_COVER_OERE },
};

const securityIs = (
  name: 'depositOere' | 'prepaidOere',
  what: { code: string; da: string; en: string },
): [Check<SubmitStatement>, Check<SubmitStatement>] => [
  {
    code: `${what.code}-is-not-known`,
    field: name,
    da: `${what.da} kendes ikke fra lejekontrakten. Angiv det.`,
    en: `The ${what.en} is not known from the lease. State it.`,
    source: 'domain.md 7.3',
    refuses: (_, { tenancy }, said) => tenancy?.[name] == null && said[name] === undefined,
  },
  {
    code: `${what.code}-differs-from-the-lease`,
    field: name,
    da: `${what.da} er efter lejekontrakten {leaseOere}.`,
    en: `The ${what.en} is {leaseOere} by the lease.`,
    source: 'domain.md 7.3',
    refuses: (_, { tenancy }, said) =>
      tenancy?.[name] != null &&
      said[name] !== undefined &&
      said[name] !== tenancy[name] && { leaseOere: tenancy[name] },
  },
];

const rentWasChargedNearby: Check<SubmitStatement> = {
  code: 'rent-charged-through-is-outside-its-window',
  field: 'rentChargedThrough',
  da: 'Huslejen kan være opkrævet til og med en dag fra {earliest} til {latest}.',
  en: 'Rent can have been charged through a day from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ startedOn: earliest, movedOutOn }, _, { rentChargedThrough }) =>
    rentChargedThrough !== undefined && isOutside({ earliest, latest: addMonths(movedOutOn, 12) }, rentChargedThrough),
};

export const statementChecks = [
  ...[rentNamesItsDay, onlyRentFallsDue, rentFellDueNearby, monthIsClaimedOnce, wasRaisedNearby, isWithinReason],
  ...securityIs('depositOere', { code: 'deposit', da: 'Depositum', en: 'deposit' }),
  ...securityIs('prepaidOere', { code: 'prepaid-rent', da: 'Forudbetalt leje', en: 'prepaid rent' }),
  rentWasChargedNearby,
] as const;

// --- What the law takes ---

/** The last day for which rent counts; never a day on which somebody else lives there (13.2). */
const payableThrough = (moveOut: MoveOut, facts: Known): LocalDate => {
  const { movedOutOn, noticeOn, learnedOn } = moveOut;
  return rentPayableThrough(movedOutOn, noticeOn ?? learnedOn, reletFrom(moveOut, facts));
};

/** First day of the vacancy rent that is asked for or paid: its days are nobody else's. */
const vacancyFrom = (moveOut: MoveOut) => countingRequest(moveOut, 'vacancy_rent_out')?.from ?? null;

function takenByLaw(line: StatementLine, moveOut: MoveOut, facts: MoveOutFacts): RejectCode | null {
  const from = vacancyFrom(moveOut);
  const isPaidAsVacancy =
    line.kind === 'rent' && line.dueOn !== null && from !== null && endOfMonth(line.dueOn) >= from;
  const { rentOere, utilitiesOere } = moveOut.terms!;
  const monthlyOere =
    rentOere !== null && utilitiesOere !== null ? { rent: rentOere, utilities: utilitiesOere } : undefined;
  const payable = { rentPayableThrough: payableThrough(moveOut, facts), ...(monthlyOere && { monthlyOere }) };
  if (isPaidAsVacancy || doubleCoverage(line, payable)) return 'double_coverage';
  // What the parties agree on, or the tribunal decides, stands above what would lapse.
  return line.decidedBy === null ? lapses(line, inspectionOf(moveOut)) : null;
}

/** The lines with what the law takes; what it had taken, and does not any more, is to be assessed. */
export const reviewedByLaw = (moveOut: MoveOut, facts: MoveOutFacts): StatementLine[] =>
  moveOut.lines.map((line) => {
    const code = takenByLaw(line, moveOut, facts);
    if (code) return { ...line, review: { accepted: false, code, by: 'system' } };
    return line.review?.by === 'system' ? { ...line, review: null } : line;
  });

export const isReviewed = (lines: readonly StatementLine[]): boolean => lines.every(({ review }) => review !== null);

/** The last day for which rent is charged, by what the landlord says and by the lines of rent that are not rejected. */
export function chargedThrough(moveOut: MoveOut, facts: Known): LocalDate | null {
  const claimed = rentClaimedThrough(moveOut.lines, payableThrough(moveOut, facts));
  return (
    [moveOut.rentChargedThrough, claimed]
      .filter((day) => day !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

/** First day on which somebody else lives there, under an agreement or not; null: nobody yet. */
export const reletFrom = ({ reletOn }: MoveOut, { nextTenancyFrom }: Known): LocalDate | null =>
  reletOn && nextTenancyFrom ? earlierDay(reletOn, nextTenancyFrom) : (reletOn ?? nextTenancyFrom);

// --- Decisions ---

/** Terms as they are now; of what is proposed or paid they stay. */
export function termsFor(moveOut: MoveOut, { terms }: MoveOutFacts) {
  const isHeld = moveOut.coverRequests.some(({ status }) => status !== 'withdrawn') || moveOut.shareProposedBy !== null;
  return (isHeld ? moveOut.terms : (terms ?? moveOut.terms))!;
}

export function submitStatement(moveOut: MoveOut, facts: MoveOutFacts, said: SubmittedStatement) {
  const { today, tenancy, letsMoreThanOne, slas } = facts;
  const lines = said.lines.map(
    ({ dueOn: day = null, raisedOn, inReport = false, documentationRef = null, ...line }, at): StatementLine => ({
      ...{ ...line, lineRef: said.lineRefs[at]!, dueOn: day, inReport, documentationRef },
      raisedOn: raisedOn ?? moveOut.reportDeliveredOn ?? today,
      ...{ review: null, decidedBy: null },
    }),
  );
  const statement = {
    statementOn: today,
    depositOere: tenancy?.depositOere ?? said.depositOere!,
    prepaidOere: tenancy?.prepaidOere ?? said.prepaidOere!,
    creditOere: said.creditOere ?? 0,
    rentChargedThrough: said.rentChargedThrough ?? null,
    terms: termsFor(moveOut, facts),
    letsMoreThanOne,
    decisionDueOn: dueOn('SETTLEMENT_DECISION', today, slas ?? {}),
    reviewedBy: [],
  };
  const reviewed = reviewedByLaw({ ...moveOut, ...statement, lines }, facts);
  return {
    ...statement,
    lines: reviewed,
    vacancyOutcome: statement.terms.vacancyIsCovered ? ('open' as const) : ('not_promised' as const),
    state: isReviewed(reviewed) ? ('REVIEWED' as const) : ('STATEMENT_RECEIVED' as const),
  };
}

// --- Assessment ---

export interface DecidedLine {
  lineRef: string;
  accepted: boolean;
  code?: RejectCode;
}
export interface DecidedLines {
  lines: readonly DecidedLine[];
}

/** Which lapse by law, or by the reviewer's own decision where it is cleaning (domain.md 13.2). */
const LAPSING: readonly ClaimKind[] = ['restoration', 'tenant_damage', 'cleaning'];
const LAPSE_CODES: readonly RejectCode[] = ['not_in_report', 'late_inspection', 'no_summons', 'late_claim'];
const eachDecision =
  (
    why: (decided: DecidedLine, line: StatementLine | undefined, moveOut: MoveOut) => boolean,
    field: string,
  ): Check<DecidedLines>['refuses'] =>
  (moveOut, _, { lines }) =>
    lines.flatMap((decided, at) => {
      const line = moveOut.lines.find(({ lineRef }) => lineRef === decided.lineRef);
      return why(decided, line, moveOut) ? [{ field: `lines/${at}/${field}` }] : [];
    });

const lineIsKnown: Check<DecidedLines> = {
  code: 'line-is-not-in-the-statement',
  field: 'lines',
  da: 'Opgørelsen har ingen sådan linje.',
  en: 'The statement has no such line.',
  source: 'domain.md 7.2',
  refuses: eachDecision((_, line) => line === undefined, 'lineRef'),
};

const lawHasNotTakenIt: Check<DecidedLines> = {
  code: 'line-has-lapsed-by-law',
  field: 'lines',
  da: 'Linjen er bortfaldet efter loven eller er dækket andetsteds. Den kan ikke vurderes.',
  en: 'The line has lapsed by law or is covered elsewhere. It cannot be assessed.',
  source: 'lejeloven § 187; domain.md 13.2',
  refuses: eachDecision((_, line) => line?.review?.by === 'system', 'lineRef'),
};

const rejectionNamesACode: Check<DecidedLines> = {
  code: 'rejection-names-no-code',
  field: 'lines',
  da: 'Angiv, hvorfor linjen afvises.',
  en: 'Say why the line is rejected.',
  source: 'domain.md 7.2',
  refuses: eachDecision(({ accepted, code }) => !accepted && code === undefined, 'code'),
};

const acceptanceNamesNone: Check<DecidedLines> = {
  code: 'acceptance-names-a-code',
  field: 'lines',
  da: 'En linje, der godkendes, har ingen afvisningsgrund.',
  en: 'A line that is accepted has no reason for a rejection.',
  source: 'domain.md 7.2',
  refuses: eachDecision(({ accepted, code }) => accepted && code !== undefined, 'code'),
};

const codeFitsTheKind: Check<DecidedLines> = {
  code: 'reason-does-not-fit-the-claim',
  field: 'lines',
  da: 'Den grund gælder kun istandsættelse, skade og rengøring.',
  en: 'That reason is for restoration, damage and cleaning only.',
  source: 'domain.md 13.2',
  refuses: eachDecision(
    ({ code }, line) =>
      code !== undefined && line !== undefined && LAPSE_CODES.includes(code) && !LAPSING.includes(line.kind),
    'code',
  ),
};

const codeFitsTheLandlord: Check<DecidedLines> = {
  code: 'reason-is-not-for-a-single-dwelling',
  field: 'lines',
  da: 'En udlejer med én bolig skal hverken indkalde, holde syn eller skrive rapport.',
  en: 'A landlord who lets a single dwelling need neither summon nor inspect nor report.',
  source: 'domain.md 13.1',
  refuses: eachDecision(
    ({ code }, _, { letsMoreThanOne }) => code !== undefined && !mayReject(code, { letsMoreThanOne }),
    'code',
  ),
};

/** Of an agreement and of the tribunal too. */
export const decisionChecks = [
  lineIsKnown,
  rejectionNamesACode,
  acceptanceNamesNone,
  codeFitsTheKind,
  codeFitsTheLandlord,
] as const;
export const reviewChecks = [...decisionChecks, lawHasNotTakenIt] as const;

function decide(moveOut: MoveOut, facts: MoveOutFacts, { lines }: DecidedLines, decidedBy: StatementLine['decidedBy']) {
  const decided = moveOut.lines.map((line): StatementLine => {
    const decision = lines.find(({ lineRef }) => lineRef === line.lineRef);
    if (!decision) return line;
    const review: LineReview = { accepted: decision.accepted, code: decision.code ?? null, by: 'municipality' };
    return { ...line, review, decidedBy: decidedBy ?? line.decidedBy };
  });
  const reviewedBy = [...new Set([...moveOut.reviewedBy, facts.actorId])];
  return { lines: reviewedByLaw({ ...moveOut, lines: decided }, facts), reviewedBy };
}

export function reviewLines(moveOut: MoveOut, facts: MoveOutFacts, said: DecidedLines) {
  const decided = decide(moveOut, facts, said, null);
  return { ...decided, state: isReviewed(decided.lines) ? ('REVIEWED' as const) : ('STATEMENT_RECEIVED' as const) };
}

/** What the parties agree on or the tribunal decides. */
export const decideOutside =
  (decidedBy: 'agreement' | 'tribunal') =>
  (moveOut: MoveOut, facts: MoveOutFacts, { lines }: DecidedLines) => ({
    ...assessedAnew({ ...moveOut, ...decide(moveOut, facts, { lines }, decidedBy) }, facts),
    decisionDueOn: dueOn('SETTLEMENT_DECISION', facts.today, facts.slas ?? {}),
    dispute: null,
  });

/** As it stands once nothing is proposed and nothing disputed. */
export function assessedAnew(moveOut: MoveOut, facts: MoveOutFacts) {
  const lines = reviewedByLaw(moveOut, facts);
  const state = isReviewed(lines) ? ('REVIEWED' as const) : ('STATEMENT_RECEIVED' as const);
  return { lines, reviewedBy: moveOut.reviewedBy, state };
}
