// SPDX-License-Identifier: MPL-2.0
// Indflytningssyn: landlord, tenant and municipality look at the dwelling when the tenant moves in (domain.md 4.7). A landlord
// who lets a single dwelling need not inspect: there is then no such case.
import type { MOVE_IN_INSPECTION_STATES } from '#contracts/referrals/move-in-inspection';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addDays,
  addMonths,
  differingColumns,
  dueOn,
  type Guard,
  isInTime,
  isOutside,
  type LocalDate,
  type OwnedColumns,
  type OwnerFacts,
  ownedRules,
  rules,
  type Strike,
  type StrikeFacts,
  type Strikes,
  strikeChecks,
  unowned,
} from '#domain';

/** Why nobody of the municipality was there. */
export const ABSENCE_REASONS = ['not_invited', 'invited_too_late', 'nobody_available', 'did_not_come'] as const;

/** How the tenant got the report. */
export const REPORT_DELIVERIES = ['at_inspection', 'sent'] as const;

export const CANCEL_REASONS = ['single_dwelling', 'tenancy_does_not_begin', 'planned_in_error'] as const;

/** Who takes part for the municipality: the tenant's support worker, else the outreach team (domain.md 2.2). */
export const moveInInspectionOwner = { role: 'assignedRole', by: ['support_worker', 'outreach_team'] } as const;

/** The tenant's written defects; how many, and never what: that is between tenant and landlord. */
export interface DefectList {
  receivedOn: LocalDate;
  count: number;
}

export interface MoveInInspection extends OwnedColumns {
  assignedRole: 'support_worker' | 'outreach_team';
  state: (typeof MOVE_IN_INSPECTION_STATES)[number];
  tenancyRef: string;
  agreementRef: string;
  landlordRef: string;
  dwellingRef: string;
  /** First day of the tenancy. */
  startedOn: LocalDate;
  plannedOn: LocalDate;
  /** The day on which that day was set. */
  plannedSince: LocalDate;
  /** The day on which the tenant was summoned to that day; null: not yet. */
  summonedOn: LocalDate | null;
  cancelledBecause: (typeof CANCEL_REASONS)[number] | null;
  heldOn: LocalDate | null;
  municipalityTookPart: boolean | null;
  absenceReason: (typeof ABSENCE_REASONS)[number] | null;
  reportDeliveredOn: LocalDate | null;
  reportDelivery: (typeof REPORT_DELIVERIES)[number] | null;
  /** The newest last. */
  defectLists: readonly DefectList[];
}

/** The tenancy that somebody moves in by, and whose the tenant is. */
export interface TenancyToInspect
  extends Pick<MoveInInspection, 'agreementRef' | 'landlordRef' | 'dwellingRef' | 'startedOn'> {
  assignedRole: 'support_worker' | null;
  assignedTeam: string | null;
  assignedPerson: string | null;
}

export interface MoveInInspectionFacts extends OwnerFacts, StrikeFacts<MoveInInspection> {
  /** Null: there is none, or it is another landlord's. */
  tenancy: TenancyToInspect | null;
  /** Has the tenancy another one? */
  isInspectedAlready: boolean;
}

export interface Plan extends Pick<MoveInInspection, 'tenancyRef'>, NewDay {}

export interface NewDay {
  plannedOn: LocalDate;
  summonedOn?: LocalDate;
}

export interface Hold {
  heldOn: LocalDate;
  municipalityTookPart: boolean;
  absenceReason?: (typeof ABSENCE_REASONS)[number];
}

export interface DeliverReport {
  deliveredOn: LocalDate;
  how: (typeof REPORT_DELIVERIES)[number];
}

/** What was recorded although it is late or missing: a landlord may lose claims for restoration by it. */
export const INSPECTION_WARNINGS = ['summons-is-too-late', 'tenant-was-not-summoned', 'report-is-late'] as const;

export function warningsOf(inspection: MoveInInspection): (typeof INSPECTION_WARNINGS)[number][] {
  const { plannedOn, summonedOn, heldOn, reportDeliveredOn } = inspection;
  const isLate = summonedOn !== null && !isInTime(summonedOn, dueOn('SUMMONS_LATEST', plannedOn));
  const hasLateReport =
    reportDeliveredOn !== null && heldOn !== null && !isInTime(reportDeliveredOn, dueOn('REPORT_LATEST', heldOn));
  return [
    ...(isLate ? (['summons-is-too-late'] as const) : []),
    ...(heldOn !== null && summonedOn === null ? (['tenant-was-not-summoned'] as const) : []),
    ...(hasLateReport ? (['report-is-late'] as const) : []),
  ];
}

// --- Guards ---

type Facts = MoveInInspectionFacts;
type Check<Input> = Guard<MoveInInspection, Facts, Input>;
const WINDOW = 'domain.md 13.4: every date has a window';

/** The tenancy is held while the inspection is planned, so that neither is struck meanwhile. */
export const tenancyIsThere: Guard<null, Facts> = {
  code: 'tenancy-to-inspect-is-not-known',
  field: 'tenancyRef',
  da: 'Der er intet sådant lejemål, eller det er ikke kendt her endnu.',
  en: 'There is no such tenancy, or it is not known here yet.',
  source: 'domain.md 4.7',
  refuses: (_, { tenancy }) => tenancy === null,
};

/** Held by a unique index too, for two at once. */
export const isNotInspectedYet: Guard<null, Facts> = {
  code: 'tenancy-has-an-inspection-already',
  field: 'tenancyRef',
  da: 'Lejemålet har allerede et indflytningssyn. Flyt det i stedet.',
  en: 'The tenancy has a move-in inspection already. Move it instead.',
  source: 'domain.md 4.7',
  refuses: (_, { isInspectedAlready }) => isInspectedAlready,
};

/** Calendar days before or after the first day of the tenancy. */
const DAYS_AROUND_THE_START = 31;

const isNearTheStart: Guard<MoveInInspection | null, Facts, NewDay> = {
  code: 'inspection-is-far-from-moving-in',
  field: 'plannedOn',
  da: 'Et indflytningssyn holdes omkring lejemålets første dag: fra {earliest} til {latest}.',
  en: 'A move-in inspection is held about the first day of the tenancy: from {earliest} to {latest}.',
  source: WINDOW,
  refuses(inspection, { tenancy }, { plannedOn }) {
    const startedOn = (inspection ?? tenancy)?.startedOn;
    if (startedOn === undefined) return false;
    const window = {
      earliest: addDays(startedOn, -DAYS_AROUND_THE_START),
      latest: addDays(startedOn, DAYS_AROUND_THE_START),
    };
    return isOutside(window, plannedOn);
  },
};

/** Months that a summons may lie before the inspection. */
const SUMMONED_MONTHS_BEFORE = 3;

const earlier = (a: LocalDate, b: LocalDate) => (a < b ? a : b);

/** A late one is recorded, with a warning (domain.md 13.2). */
const summonsIsDated: Guard<MoveInInspection | null, Facts, { plannedOn?: LocalDate; summonedOn?: LocalDate }> = {
  code: 'summons-is-outside-its-window',
  field: 'summonedOn',
  da: 'Lejeren kan være indkaldt fra {earliest} til {latest}.',
  en: 'The tenant can have been summoned from {earliest} to {latest}.',
  source: WINDOW,
  refuses(inspection, { today }, { plannedOn = inspection?.plannedOn, summonedOn }) {
    if (plannedOn === undefined || summonedOn === undefined) return false;
    const window = { earliest: addMonths(plannedOn, -SUMMONED_MONTHS_BEFORE), latest: earlier(today, plannedOn) };
    return isOutside(window, summonedOn);
  },
};

const isAnotherDay: Check<NewDay> = {
  code: 'inspection-is-on-that-day-already',
  field: 'plannedOn',
  da: 'Synet er allerede den dag.',
  en: 'The inspection is on that day already.',
  source: 'domain.md 4.7',
  refuses: (inspection, _, { plannedOn }) => plannedOn === inspection.plannedOn,
};

const isHeldByNow: Check<Hold> = {
  code: 'inspection-was-held-on-another-day',
  field: 'heldOn',
  da: 'Synet kan være holdt fra {earliest} til {latest}.',
  en: 'The inspection can have been held from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ startedOn }, { today: latest }, { heldOn }) =>
    isOutside({ earliest: addDays(startedOn, -DAYS_AROUND_THE_START), latest }, heldOn),
};

const absenceIsExplained: Check<Hold> = {
  code: 'absence-of-the-municipality-is-not-explained',
  field: 'absenceReason',
  da: 'Kommunen deltager i synet. Angiv, hvorfor den ikke gjorde det.',
  en: 'The municipality takes part in the inspection. Say why it did not.',
  source: 'domain.md 4.7',
  refuses: (_, __, { municipalityTookPart, absenceReason }) => !municipalityTookPart && absenceReason === undefined,
};

const presenceNeedsNoReason: Check<Hold> = {
  code: 'municipality-was-there',
  field: 'absenceReason',
  da: 'Kommunen deltog, så der er intet fravær at begrunde.',
  en: 'The municipality took part, so there is no absence to explain.',
  source: 'domain.md 4.7',
  refuses: (_, __, { municipalityTookPart, absenceReason }) => municipalityTookPart && absenceReason !== undefined,
};

const isDeliveredSince: Check<DeliverReport> = {
  code: 'report-was-delivered-on-another-day',
  field: 'deliveredOn',
  da: 'Rapporten kan være afleveret fra {earliest} til {latest}.',
  en: 'The report can have been delivered from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ heldOn }, { today: latest }, { deliveredOn }) =>
    heldOn !== null && isOutside({ earliest: heldOn, latest }, deliveredOn),
};

const isOfTheDay: Check<DeliverReport> = {
  code: 'report-at-the-inspection-is-of-its-day',
  field: 'deliveredOn',
  da: 'En rapport, der blev afleveret ved synet, er afleveret {heldOn}.',
  en: 'A report that was handed over at the inspection was delivered on {heldOn}.',
  source: 'domain.md 4.7',
  refuses: ({ heldOn }, _, { how, deliveredOn }) => how === 'at_inspection' && deliveredOn !== heldOn && { heldOn },
};

/** After the fourteen days too: no act of a citizen is refused as late (domain.md 13.1). */
const isReceivedByNow: Check<DefectList> = {
  code: 'defect-list-was-received-on-another-day',
  field: 'receivedOn',
  da: 'Mangellisten kan være modtaget fra {earliest} til {latest}.',
  en: 'The defect list can have been received from {earliest} to {latest}.',
  source: WINDOW,
  refuses: ({ startedOn }, { today: latest }, { receivedOn }) =>
    isOutside({ earliest: addDays(startedOn, -DAYS_AROUND_THE_START), latest }, receivedOn),
};

// --- Registered in error (domain.md 13.4) ---

export const INSPECTION_RECORDS = ['plan', 'summons', 'inspection', 'report', 'defectList'] as const;
type What = (typeof INSPECTION_RECORDS)[number];

export const moveInInspectionStrikes: Strikes<MoveInInspection, Facts, What> = {
  what: {
    plan: ['plan'],
    summons: ['summon'],
    inspection: ['hold'],
    report: ['deliverReport'],
    defectList: ['recordDefectList'],
  },
  // What rests on it is struck first.
  binds: ({ action }, later) =>
    (action === 'plan' && later.action === 'hold') || (action === 'hold' && later.action === 'deliverReport'),
  keeps: ({ today }) => ({ today }),
  anew: { recordDefectList: 'always', complete: 'ifAllowed' },
  closed: ['COMPLETED', 'CANCELLED', 'STRUCK'],
};

// --- The table ---

const LANDLORD = ['landlord_admin', 'single_entry'] as const;
const PRESENT = ['landlord_admin', 'landlord_caretaker', 'single_entry', 'support_worker', 'outreach_team'] as const;
const TAKES_LISTS = ['landlord_admin', 'single_entry', 'social_caseworker', 'support_worker', 'outreach_team'] as const;
const OPEN = ['PLANNED', 'HELD', 'REPORTED'] as const;

/** As the tenant's: the support worker's, else the outreach team's. */
const ownerOf = ({ assignedRole, assignedTeam, assignedPerson }: TenancyToInspect) =>
  assignedRole
    ? { ...unowned, assignedRole, assignedTeam, assignedPerson }
    : { ...unowned, assignedRole: 'outreach_team' as const };

const onDay = (
  { plannedOn, summonedOn = null }: { plannedOn: LocalDate; summonedOn?: LocalDate | null },
  f: Facts,
) => ({
  ...{ plannedOn, summonedOn },
  plannedSince: f.today,
});

export const moveInInspectionRules = rules<MoveInInspection, Facts, ActingRole>()({
  plan: {
    from: 'none',
    to: 'PLANNED',
    tells: 'scheduled',
    by: LANDLORD,
    requires: [tenancyIsThere, isNotInspectedYet],
    checks: [isNearTheStart, summonsIsDated],
    da: 'Planlæg indflytningssyn',
    en: 'Plan a move-in inspection',
    told: { da: 'Der blev planlagt syn {plannedOn}.', en: 'An inspection was planned on {plannedOn}.' },
    source: 'B5; domain.md 4.7',
    opens(facts, { tenancyRef, ...day }: Plan) {
      const { agreementRef, landlordRef, dwellingRef, startedOn } = facts.tenancy!;
      return {
        ...{ tenancyRef, agreementRef, landlordRef, dwellingRef, startedOn },
        ...ownerOf(facts.tenancy!),
        ...onDay(day, facts),
        ...{ cancelledBecause: null, heldOn: null, municipalityTookPart: null, absenceReason: null },
        ...{ reportDeliveredOn: null, reportDelivery: null, defectLists: [] },
      };
    },
  },
  summon: {
    from: ['PLANNED'],
    to: 'same',
    tells: 'changed',
    by: LANDLORD,
    checks: [summonsIsDated],
    da: 'Registrér, at lejeren er indkaldt',
    en: 'Register that the tenant is summoned',
    told: { da: 'Lejeren blev indkaldt {summonedOn}.', en: 'The tenant was summoned on {summonedOn}.' },
    source: 'domain.md 4.7, 8.2',
    changes: (_, __, { summonedOn }: { summonedOn: LocalDate }) => ({ summonedOn }),
  },
  move: {
    from: ['PLANNED'],
    to: 'same',
    tells: 'moved',
    by: LANDLORD,
    checks: [isAnotherDay, isNearTheStart, summonsIsDated],
    da: 'Flyt synet til en anden dag',
    en: 'Move the inspection to another day',
    told: { da: 'Synet blev flyttet til {plannedOn}.', en: 'The inspection was moved to {plannedOn}.' },
    source: 'domain.md 4.7',
    // Whoever was summoned to another day is not summoned to this one.
    changes: (_, facts, day: NewDay) => onDay(day, facts),
  },
  hold: {
    from: ['PLANNED'],
    to: 'HELD',
    tells: 'held',
    by: PRESENT,
    checks: [isHeldByNow, absenceIsExplained, presenceNeedsNoReason],
    da: 'Registrér, at synet er holdt',
    en: 'Register that the inspection was held',
    told: { da: 'Synet blev holdt {heldOn}.', en: 'The inspection was held on {heldOn}.' },
    source: 'B5; domain.md 4.7: the municipality takes part',
    changes: (_, __, { heldOn, municipalityTookPart, absenceReason }: Hold) => ({
      ...{ heldOn, municipalityTookPart, absenceReason: absenceReason ?? null },
    }),
  },
  deliverReport: {
    from: ['HELD'],
    to: 'REPORTED',
    tells: 'reported',
    by: LANDLORD,
    checks: [isDeliveredSince, isOfTheDay],
    da: 'Registrér, at lejeren har fået rapporten',
    en: 'Register that the tenant has the report',
    told: {
      da: 'Lejeren fik indflytningsrapporten {reportDeliveredOn}.',
      en: 'The tenant got the move-in report on {reportDeliveredOn}.',
    },
    source: 'domain.md 4.7',
    changes: (_, __, { deliveredOn: reportDeliveredOn, how: reportDelivery }: DeliverReport) => ({
      ...{ reportDeliveredOn, reportDelivery },
    }),
  },
  recordDefectList: {
    from: [...OPEN, 'COMPLETED'],
    to: 'same',
    tells: 'defectsListed',
    by: TAKES_LISTS,
    checks: [isReceivedByNow],
    da: 'Registrér lejerens mangelliste',
    en: "Record the tenant's defect list",
    told: { da: 'Lejeren sendte en mangelliste.', en: 'The tenant sent a defect list.' },
    source: 'domain.md 4.7, 13.1: never refused as late',
    changes: ({ defectLists }, _, { receivedOn, count }: DefectList) => ({
      defectLists: [...defectLists, { receivedOn, count }],
    }),
  },
  complete: {
    from: ['REPORTED'],
    to: 'COMPLETED',
    tells: 'changed',
    by: ['system'],
    due: ({ startedOn }) => addDays(dueOn('DEFECT_LIST', startedOn), 1),
    da: 'Tiden for lejerens mangelliste er gået',
    en: "The time for the tenant's defect list has passed",
    source: 'domain.md 4.7',
  },
  cancel: {
    from: ['PLANNED'],
    to: 'CANCELLED',
    tells: 'cancelled',
    by: LANDLORD,
    da: 'Aflys synet',
    en: 'Cancel the inspection',
    told: { da: 'Synet blev aflyst.', en: 'The inspection was cancelled.' },
    source: 'domain.md 4.7',
    changes: (_, __, { reason: cancelledBecause }: { reason: (typeof CANCEL_REASONS)[number] }) => ({
      cancelledBecause,
    }),
  },
  loseTenancy: {
    from: [...OPEN, 'COMPLETED'],
    to: 'CANCELLED',
    tells: 'cancelled',
    by: ['system'],
    da: 'Lejemålet var registreret ved en fejl',
    en: 'The tenancy was registered in error',
    told: { da: 'Lejemålet var registreret ved en fejl.', en: 'The tenancy was registered in error.' },
    source: 'domain.md 13.4',
    changes: () => ({ cancelledBecause: 'tenancy_does_not_begin' }),
  },
  strike: {
    from: [...OPEN, 'COMPLETED'],
    to: [...OPEN, 'COMPLETED', 'STRUCK'],
    tells: 'corrected',
    by: [...PRESENT, 'social_caseworker'],
    checks: [...strikeChecks<MoveInInspection>(moveInInspectionStrikes)],
    da: 'Annullér noget, der er registreret ved en fejl',
    en: 'Strike what was registered in error',
    told: {
      da: 'En registrering var en fejl og blev annulleret.',
      en: 'A record was made in error and was struck.',
    },
    source: 'domain.md 13.4',
    changes(before, { striking }, _: Strike<What>) {
      const { subject } = striking!.without!;
      return subject ? differingColumns(before, subject) : { state: 'STRUCK' };
    },
  },
  ...ownedRules({
    ...moveInInspectionOwner,
    also: ['single_entry', 'social_caseworker'],
    from: OPEN,
    untold: LANDLORD_ROLES,
  }),
});
