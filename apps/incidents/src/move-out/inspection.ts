// SPDX-License-Identifier: MPL-2.0
// Fra fraflytning til rapport: what may be wrong with the move-out itself, its summons, its inspection and its report, and what
// is warned of (lejeloven § 187; domain.md 7.1, 13.1). What is late is recorded; the claims that lapse by it: line-review.ts.
import {
  addDays,
  addMonths,
  dueOn,
  type Guard,
  inspectLatestOn,
  isInTime,
  isOutside,
  type LocalDate,
  unowned,
} from '#domain';
import {
  type ABSENCE_REASONS,
  earlierDay,
  isTerminated,
  laterDay,
  type MOVE_OUT_KINDS,
  type MoveOut,
  type MoveOutFacts,
  type REPORT_DELIVERIES,
  type TenancyLeft,
} from './case.js';

type Check<Input> = Guard<MoveOut, MoveOutFacts, Input>;
type OpenCheck<Input> = Guard<null, MoveOutFacts, Input>;
const WINDOW = 'domain.md 13.4: every date has a window';

// --- The move-out ---

export interface ReportedMoveOut {
  tenancyRef: string;
  kind: Exclude<(typeof MOVE_OUT_KINDS)[number], 'evicted'>;
  noticeOn?: LocalDate;
  movedOutOn: LocalDate;
  learnedOn?: LocalDate;
}

/** A move-out that an eviction has led to. */
export interface OfEviction {
  tenancyRef: string;
  kind: MoveOut['kind'];
  movedOutOn: LocalDate;
  evictionRef: string;
  evictionNumber: string;
  /** The day on which the lease was terminated: what the tenant owes of rent counts from it. */
  terminatedOn?: LocalDate;
  /** Whose the eviction is; default: the tenancy's support worker, else the outreach team. */
  owner?: Pick<MoveOut, 'assignedRole' | 'assignedTeam' | 'assignedPerson'>;
}

export const tenancyToLeaveIsKnown: Guard<null, MoveOutFacts> = {
  code: 'tenancy-to-move-out-is-not-known',
  field: 'tenancyRef',
  da: 'Der er intet sådant lejemål under en aftale, eller det er ikke kendt her endnu.',
  en: 'There is no such tenancy under an agreement, or it is not known here yet.',
  source: 'domain.md 7.2',
  refuses: (_, { tenancy }) => tenancy === null,
};

/** Held by a unique index too, for two at once. */
export const isNotMovedOutYet: Guard<null, MoveOutFacts> = {
  code: 'tenancy-has-a-move-out-already',
  field: 'tenancyRef',
  da: 'Lejemålet har allerede en fraflytningssag.',
  en: 'The tenancy has a move-out already.',
  source: 'domain.md 7.2',
  refuses: (_, { otherMoveOut }) => otherMoveOut !== null && { ...otherMoveOut },
};

const MONTHS_BACK = 24;
const MONTHS_AHEAD = 12;

const isNearby = (startedOn: LocalDate, today: LocalDate, movedOutOn: LocalDate) =>
  isOutside(
    { earliest: laterDay(startedOn, addMonths(today, -MONTHS_BACK)), latest: addMonths(today, MONTHS_AHEAD) },
    movedOutOn,
  );

const MOVES_OUT_NEARBY = {
  code: 'move-out-is-outside-its-window',
  field: 'movedOutOn',
  da: 'Lejeren kan være eller blive fraflyttet fra {earliest} til {latest}.',
  en: 'The tenant can have moved out, or move out, from {earliest} to {latest}.',
  source: WINDOW,
};

export const movesOutNearby: OpenCheck<Pick<ReportedMoveOut, 'movedOutOn'>> = {
  ...MOVES_OUT_NEARBY,
  refuses: (_, { tenancy, today }, { movedOutOn }) =>
    tenancy !== null && isNearby(tenancy.startedOn, today, movedOutOn),
};

export const movesOutNearbyInstead: Check<Pick<ReportedMoveOut, 'movedOutOn'>> = {
  ...MOVES_OUT_NEARBY,
  // Before somebody else lives there, as the landlord has reported it.
  refuses({ startedOn, reletOn }, { today }, { movedOutOn }) {
    const isFar = isNearby(startedOn, today, movedOutOn);
    if (isFar || reletOn === null || movedOutOn < reletOn) return isFar;
    return { earliest: startedOn, latest: addDays(reletOn, -1) };
  },
};

export const noticeWasGivenBefore: OpenCheck<ReportedMoveOut> = {
  code: 'notice-was-given-on-another-day',
  field: 'noticeOn',
  da: 'Lejeren kan have sagt op fra {earliest} til {latest}.',
  en: 'The tenant can have given notice from {earliest} to {latest}.',
  source: WINDOW,
  refuses: (_, { tenancy, today }, { noticeOn, movedOutOn }) =>
    tenancy !== null &&
    noticeOn !== undefined &&
    isOutside({ earliest: tenancy.startedOn, latest: earlierDay(today, movedOutOn) }, noticeOn),
};

/** The days of the inspection count from it: who hears of a move-out reports it within half a year. */
export const landlordLearnedOfIt: OpenCheck<ReportedMoveOut> = {
  code: 'landlord-learned-of-it-on-another-day',
  field: 'learnedOn',
  da: 'I kan have fået kendskab til fraflytningen fra {earliest} til {latest}.',
  en: 'You can have learned of the move-out from {earliest} to {latest}.',
  source: WINDOW,
  refuses: (_, { tenancy, today }, { learnedOn }) =>
    tenancy !== null &&
    learnedOn !== undefined &&
    isOutside({ earliest: laterDay(tenancy.startedOn, addMonths(today, -MONTHS_BACK)), latest: today }, learnedOn),
};

export const isOnAnotherDay: Check<Pick<ReportedMoveOut, 'movedOutOn'>> = {
  code: 'move-out-is-on-that-day-already',
  field: 'movedOutOn',
  da: 'Fraflytningen er allerede den dag.',
  en: 'The move-out is on that day already.',
  source: 'domain.md 7.2',
  refuses: (moveOut, _, { movedOutOn }) => movedOutOn === moveOut.movedOutOn,
};

export const isNoEviction: Guard<MoveOut, MoveOutFacts> = {
  code: 'move-out-is-of-an-eviction',
  da: 'Dagen følger af udsættelsessagen. Ret den dér.',
  en: 'The day follows from the eviction case. Correct it there.',
  source: 'domain.md 6.2',
  refuses: ({ evictionRef }, { isOpenedByEviction }) => evictionRef !== null && isOpenedByEviction,
};

/** What is recorded in the move-out is struck before what it came from. */
export const nothingRestsOnTheEviction: Guard<MoveOut, MoveOutFacts> = {
  code: 'move-out-rests-on-the-eviction',
  da: 'Der er registreret indkaldelse, syn eller opgørelse i fraflytningssagen. Annullér det dér først.',
  en: 'A summons, an inspection or a statement is recorded in the move-out. Strike it there first.',
  source: 'domain.md 13.4',
  refuses: ({ state }) => state !== 'MOVE_OUT_KNOWN',
};

/** As the tenant's: the support worker's where one is named, else the outreach team's. */
const ownerOf = ({ supportWorker: assignedPerson, supportTeam: assignedTeam }: TenancyLeft) =>
  assignedPerson !== null || assignedTeam !== null
    ? { ...unowned, assignedRole: 'support_worker' as const, assignedPerson, assignedTeam }
    : { ...unowned, assignedRole: 'outreach_team' as const };

const NOTHING_YET = {
  ...{ plannedOn: null, summonedOn: null, shorterSummonsAgreed: false },
  ...{ heldOn: null, municipalityTookPart: null, absenceReason: null, tenantTookPart: null },
  ...{ reportDeliveredOn: null, reportDelivery: null },
  ...{ statementOn: null, lines: [], depositOere: 0, prepaidOere: 0, creditOere: 0, rentChargedThrough: null },
  ...{ terms: null, reviewedBy: [], decisionDueOn: null, dispute: null },
  ...{ shareProposedBy: null, shareProposedOn: null, shareApprovedBy: null, shareApprovedOn: null },
  ...{ shareOere: null, secondPersonNeeded: false, sharePaidOn: null },
  ...{ vacancyOutcome: 'open', reletOn: null, vacancyProposedBy: null, vacancyProposedOn: null },
  ...{ vacancyApprovedBy: null, vacancyApprovedOn: null, vacancyPaidOn: null, vacancyPaidOere: null },
  ...{ coverRequests: [], settledOn: null },
} as const satisfies Partial<MoveOut>;

const opened = ({ tenancy, today: knownOn, letsMoreThanOne }: MoveOutFacts) => {
  const { agreementRef, landlordRef, dwellingRef, startedOn } = tenancy!;
  return {
    ...NOTHING_YET,
    ...ownerOf(tenancy!),
    agreementRef,
    landlordRef,
    dwellingRef,
    startedOn,
    knownOn,
    letsMoreThanOne,
  };
};

export const reportMoveOut = (
  facts: MoveOutFacts,
  { tenancyRef, kind, noticeOn, movedOutOn, learnedOn }: ReportedMoveOut,
) => ({
  ...opened(facts),
  ...{ tenancyRef, kind, noticeOn: noticeOn ?? null, movedOutOn, learnedOn: learnedOn ?? facts.today },
  ...{ wasTerminated: false, evictionRef: null, evictionNumber: null },
});

export const openForEviction = (facts: MoveOutFacts, { tenancyRef, kind, movedOutOn, ...eviction }: OfEviction) => ({
  ...opened(facts),
  ...eviction.owner,
  ...{ tenancyRef, kind, noticeOn: eviction.terminatedOn ?? null, movedOutOn, learnedOn: movedOutOn },
  ...{ wasTerminated: true, evictionRef: eviction.evictionRef, evictionNumber: eviction.evictionNumber },
});

// --- Summons, inspection, report ---

/** Days before the move-out on which an empty dwelling may be inspected. */
const DAYS_BEFORE = 31;
const SUMMONED_MONTHS_BEFORE = 3;
const INSPECTED_MONTHS_AFTER = 6;

export interface Summons {
  inspectionOn: LocalDate;
  summonedOn: LocalDate;
  shorterSummonsAgreed?: boolean;
}

export const isNearTheMoveOut: Check<Summons> = {
  code: 'inspection-is-far-from-the-move-out',
  field: 'inspectionOn',
  da: 'Et fraflytningssyn holdes fra {earliest} til {latest}.',
  en: 'A move-out inspection is held from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ movedOutOn }, { today }, { inspectionOn }) =>
    isOutside(
      {
        earliest: addDays(movedOutOn, -DAYS_BEFORE),
        latest: addMonths(laterDay(movedOutOn, today), INSPECTED_MONTHS_AFTER),
      },
      inspectionOn,
    ),
};

/** A late one is recorded, with a warning (domain.md 13.2). */
export const summonsWasSent: Check<Summons> = {
  code: 'move-out-summons-is-outside-its-window',
  field: 'summonedOn',
  da: 'Lejeren kan være indkaldt fra {earliest} til {latest}.',
  en: 'The tenant can have been summoned from {earliest} to {latest}.',
  source: WINDOW,
  refuses: (_, { today }, { inspectionOn, summonedOn }) =>
    isOutside(
      { earliest: addMonths(inspectionOn, -SUMMONED_MONTHS_BEFORE), latest: earlierDay(today, inspectionOn) },
      summonedOn,
    ),
};

export const mayBeShorter: Check<Summons> = {
  code: 'shorter-summons-needs-a-termination',
  field: 'shorterSummonsAgreed',
  da: 'Kortere varsel kan kun aftales, når lejemålet er opsagt eller ophævet.',
  en: 'A shorter summons can be agreed only where notice was given or the lease was terminated.',
  source: 'lejeloven § 187; domain.md 7.1, 13.2',
  refuses: (moveOut, _, { shorterSummonsAgreed = false }) => shorterSummonsAgreed && !isTerminated(moveOut),
};

export interface Hold {
  heldOn: LocalDate;
  municipalityTookPart: boolean;
  absenceReason?: (typeof ABSENCE_REASONS)[number];
  tenantTookPart: boolean;
}

export const wasHeldByNow: Check<Hold> = {
  code: 'move-out-inspection-was-held-on-another-day',
  field: 'heldOn',
  da: 'Synet kan være holdt fra {earliest} til {latest}.',
  en: 'The inspection can have been held from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ movedOutOn }, { today: latest }, { heldOn }) =>
    isOutside({ earliest: addDays(movedOutOn, -DAYS_BEFORE), latest }, heldOn),
};

export const absenceIsExplained: Check<Hold> = {
  code: 'absence-from-the-inspection-is-not-explained',
  field: 'absenceReason',
  da: 'Kommunen deltager i fraflytningssynet. Angiv, hvorfor den ikke gjorde det.',
  en: 'The municipality takes part in the move-out inspection. Say why it did not.',
  source: 'domain.md 7.2',
  refuses: (_, __, { municipalityTookPart, absenceReason }) => !municipalityTookPart && absenceReason === undefined,
};

export const presenceNeedsNoReason: Check<Hold> = {
  code: 'municipality-was-at-the-inspection',
  field: 'absenceReason',
  da: 'Kommunen deltog, så der er intet fravær at begrunde.',
  en: 'The municipality took part, so there is no absence to explain.',
  source: 'domain.md 7.2',
  refuses: (_, __, { municipalityTookPart, absenceReason }) => municipalityTookPart && absenceReason !== undefined,
};

export interface DeliverReport {
  deliveredOn: LocalDate;
  how: (typeof REPORT_DELIVERIES)[number];
}

export const wasDeliveredSince: Check<DeliverReport> = {
  code: 'move-out-report-was-delivered-on-another-day',
  field: 'deliveredOn',
  da: 'Rapporten kan være afleveret fra {earliest} til {latest}.',
  en: 'The report can have been delivered from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ heldOn }, { today: latest }, { deliveredOn }) =>
    heldOn !== null && isOutside({ earliest: heldOn, latest }, deliveredOn),
};

export const isOfItsDay: Check<DeliverReport> = {
  code: 'move-out-report-at-the-inspection-is-of-its-day',
  field: 'deliveredOn',
  da: 'En rapport, der blev afleveret ved synet, er afleveret {heldOn}.',
  en: 'A report that was handed over at the inspection was delivered on {heldOn}.',
  source: 'domain.md 7.1',
  refuses: ({ heldOn }, _, { how, deliveredOn }) => how === 'at_inspection' && deliveredOn !== heldOn && { heldOn },
};

// --- What is warned of ---

export const MOVE_OUT_WARNINGS = [
  ...(['inspection-is-late', 'inspection-was-not-held', 'summons-is-late', 'tenant-was-not-summoned'] as const),
  ...(['report-is-late', 'report-was-not-delivered'] as const),
] as const;
type Warning = (typeof MOVE_OUT_WARNINGS)[number];

/** What was recorded although it is late or missing: claims for restoration may be lost by it. */
export function warningsOf(moveOut: MoveOut): Warning[] {
  const { letsMoreThanOne, movedOutOn, learnedOn, plannedOn, summonedOn, shorterSummonsAgreed } = moveOut;
  const { heldOn, reportDeliveredOn, statementOn } = moveOut;
  if (!letsMoreThanOne) return [];
  const inspectedOn = heldOn ?? plannedOn;
  const isSummonedLate =
    summonedOn !== null && inspectedOn !== null && !isInTime(summonedOn, dueOn('SUMMONS_LATEST', inspectedOn));
  const found: Partial<Record<Warning, boolean>> = {
    'inspection-is-late': inspectedOn !== null && !isInTime(inspectedOn, inspectLatestOn(movedOutOn, learnedOn)),
    'inspection-was-not-held': statementOn !== null && heldOn === null,
    'summons-is-late': isSummonedLate && !shorterSummonsAgreed,
    'tenant-was-not-summoned': heldOn !== null && summonedOn === null,
    'report-is-late':
      heldOn !== null && reportDeliveredOn !== null && !isInTime(reportDeliveredOn, dueOn('REPORT_LATEST', heldOn)),
    'report-was-not-delivered': statementOn !== null && heldOn !== null && reportDeliveredOn === null,
  };
  return MOVE_OUT_WARNINGS.filter((warning) => found[warning]);
}
