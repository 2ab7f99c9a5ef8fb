// SPDX-License-Identifier: MPL-2.0
// Fogedretten: request, hearing, day and eviction, and the day on which the tenant left (domain.md 6.2). What the court and the
// tenant do is recorded as it was, within its window; only the request is the exercise of a right.
import { addDays, addMonths, dueOn, type Guard, isInTime, isOutside, type LocalDate } from '#domain';
import { type BailiffRequest, type Eviction, type EvictionFacts, firstDayOfEviction } from './case.js';

type Asks = Guard<Eviction, EvictionFacts>;
type Check<Input> = Guard<Eviction, EvictionFacts, Input>;
const WINDOW = 'domain.md 13.4: every date has a window';

/** The first day of its window that a fact of the court or of the tenant can have. */
const sinceTermination = (eviction: Eviction): LocalDate =>
  eviction.bailiffRequest?.filedOn ?? eviction.terminations.at(-1)?.servedOn ?? firstDayOfEviction(eviction);

/** What was recorded although it is late, missing or otherwise than was set. */
export const EVICTION_WARNINGS = [
  'bailiff-request-was-told-late',
  'bailiff-request-was-not-told',
  'evicted-on-another-day',
] as const;

export function evictionWarningsOf(eviction: Eviction): (typeof EVICTION_WARNINGS)[number][] {
  const { bailiffRequest, heldOn, evictionOn, executedOn } = eviction;
  const noticeDueOn = bailiffRequest?.noticeDueOn;
  return [
    ...(noticeDueOn && !isInTime(bailiffRequest.registeredOn, noticeDueOn)
      ? (['bailiff-request-was-told-late'] as const)
      : []),
    ...(heldOn && !bailiffRequest ? (['bailiff-request-was-not-told'] as const) : []),
    ...(executedOn && executedOn !== evictionOn ? (['evicted-on-another-day'] as const) : []),
  ];
}

// --- Guards ---

export const noRequestIsFiled: Asks = {
  code: 'bailiff-court-is-asked-already',
  da: 'Fogedretten er allerede anmodet. Træk sagen tilbage, hvis der skal begyndes forfra.',
  en: 'The bailiff court is asked already. Withdraw the case to begin anew.',
  source: 'domain.md 6.2',
  refuses: ({ bailiffRequest }) => bailiffRequest !== null,
};

export const terminationIsServed: Asks = {
  code: 'no-termination-is-served',
  da: 'Lejemålet er ikke opsagt eller ophævet i sagen endnu.',
  en: 'The lease is not terminated in this case yet.',
  source: 'domain.md 6.2',
  refuses: ({ terminations }) => terminations.length === 0,
};

const isAfterTheDayToVacate: Check<{ filedOn: LocalDate }> = {
  code: 'bailiff-request-is-too-early',
  field: 'filedOn',
  da: 'Fogedretten kan anmodes fra {earliest}, dagen efter at lejeren skulle være fraflyttet.',
  en: 'The bailiff court can be asked from {earliest}, the day after the tenant was to have moved out.',
  source: 'domain.md 6.2',
  refuses({ terminations }, _, { filedOn }) {
    const vacateBy = terminations.at(-1)?.vacateBy;
    return vacateBy !== undefined && filedOn <= vacateBy && { earliest: addDays(vacateBy, 1) };
  },
};

const isFiledByNow: Check<{ filedOn: LocalDate }> = {
  code: 'bailiff-request-is-too-late',
  field: 'filedOn',
  da: 'En anmodning til fogedretten registreres, når den er indgivet, og er fra før mødet: dateret senest {latest}.',
  en: 'A request to the bailiff court is registered once it is filed, and came before the hearing: dated {latest} at the latest.',
  source: WINDOW,
  refuses({ heldOn }, { today }, { filedOn }) {
    const latest = heldOn ?? today;
    return filedOn > latest && { latest };
  },
};

export const requestChecks = [isAfterTheDayToVacate, isFiledByNow] as const;

const happenedByNow = <Field extends string>(
  code: string,
  field: Field,
  { da, en }: { da: string; en: string },
  since: (eviction: Eviction) => LocalDate,
): Check<{ [Name in Field]: LocalDate }> => ({
  ...{ code, field, da, en, source: WINDOW },
  refuses: (eviction, { today: latest }, input) => isOutside({ earliest: since(eviction), latest }, input[field]),
});

const heldSince = (eviction: Eviction): LocalDate => eviction.heldOn ?? sinceTermination(eviction);

export const isHeldByNow = happenedByNow(
  'hearing-is-outside-its-window',
  'heldOn',
  {
    da: 'Mødet i fogedretten er holdt på en dag fra {earliest} til {latest}.',
    en: 'The hearing at the bailiff court was held on a day from {earliest} to {latest}.',
  },
  sinceTermination,
);
export const isRefusedByNow = happenedByNow(
  'refusal-is-outside-its-window',
  'refusedOn',
  {
    da: 'Fogedretten har nægtet udsættelse på en dag fra {earliest} til {latest}.',
    en: 'The bailiff court refused the eviction on a day from {earliest} to {latest}.',
  },
  heldSince,
);
export const isExecutedByNow = happenedByNow(
  'execution-is-outside-its-window',
  'executedOn',
  {
    da: 'Udsættelsen er gennemført på en dag fra {earliest} til {latest}.',
    en: 'The eviction was carried out on a day from {earliest} to {latest}.',
  },
  heldSince,
);
export const isVacatedByNow = happenedByNow(
  'vacating-is-outside-its-window',
  'vacatedOn',
  {
    da: 'Lejer er fraflyttet på en dag fra {earliest} til {latest}.',
    en: 'The tenant moved out on a day from {earliest} to {latest}.',
  },
  firstDayOfEviction,
);

/** Months ahead that a court sets a day at most. */
const MOST_MONTHS_AHEAD = 12;

export const isSetWithinReason: Check<{ evictionOn: LocalDate }> = {
  code: 'eviction-date-is-outside-its-window',
  field: 'evictionOn',
  da: 'Fogedretten sætter en dag fra {earliest}, da mødet blev holdt, til {latest}.',
  en: 'The court sets a day from {earliest}, when the hearing was held, to {latest}.',
  source: WINDOW,
  refuses: (eviction, { today }, { evictionOn }) =>
    isOutside({ earliest: heldSince(eviction), latest: addMonths(today, MOST_MONTHS_AHEAD) }, evictionOn),
};

export const isAnotherDay: Check<{ evictionOn: LocalDate }> = {
  code: 'eviction-is-set-for-that-day-already',
  field: 'evictionOn',
  da: 'Udsættelsen er allerede sat til den dag.',
  en: 'The eviction is set for that day already.',
  source: 'domain.md 6.2',
  refuses: (eviction, _, { evictionOn }) => evictionOn === eviction.evictionOn,
};

// --- Decision ---

export const requested = ({ filedOn }: { filedOn: LocalDate }, facts: EvictionFacts): BailiffRequest => ({
  filedOn,
  registeredOn: facts.today,
  // The landlord's duty is the agreement's alone: the law has it for social housing (domain.md 6.2).
  noticeDueOn: facts.notifyOnBailiffRequest ? dueOn('BAILIFF_REQUEST_NOTICE', filedOn) : null,
});
