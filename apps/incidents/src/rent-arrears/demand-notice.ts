// SPDX-License-Identifier: MPL-2.0
// Påkrav: the formal demand of lejeloven § 182, the only step that can end a lease for arrears (domain.md 5.1, 5.2, 13).
import type { ActingRole } from '#contracts/roles';
import {
  addDays,
  addMonths,
  demandEarliestOn,
  dueOn,
  type Guard,
  isOutside,
  type LocalDate,
  type Oere,
  rules,
  sum,
} from '#domain';
import { feeOn } from '../demand-fee/demand-fee.js';
import {
  type Asked,
  askedBy,
  type Books,
  claimLeftOere,
  claimOf,
  claimsNamedBy,
  earlierFees,
  feeLeftOere,
  isCovered,
} from './account.js';
import {
  type DEMAND_CHANNELS,
  type DemandLine,
  type DemandNotice,
  OBLIGATORY_KINDS,
  type RentArrears,
  type RentArrearsFacts,
} from './case.js';

/** A demand as the landlord sends it. */
export interface DemandAsIssued {
  issuedOn: LocalDate;
  channel: (typeof DEMAND_CHANNELS)[number];
  /** Does it say in so many words that the lease can be terminated? */
  statesTerminationRisk: boolean;
  lines: readonly DemandLine[];
  /** 0: no fee is taken. */
  feeOere: Oere;
  totalOere: Oere;
  /** The deadline that the letter names, if it names one. */
  printedDeadline?: LocalDate;
}

// --- Table: the course of one demand, beside that of the case ---

export const demandNoticeRules = rules<Pick<DemandNotice, 'state'>, null, ActingRole>()({
  issue: {
    from: 'none',
    to: 'ISSUED',
    by: ['landlord_admin'],
    da: 'Påkravet afgives',
    en: 'The demand is issued',
    source: 'lejeloven § 182; domain.md 5.2',
  },
  deliver: {
    from: ['ISSUED'],
    to: ['RUNNING', 'INVALID'],
    by: ['landlord_admin'],
    da: 'Påkravet når lejeren; nævner det en for tidlig frist, er det ugyldigt',
    en: 'The demand reaches the tenant; naming too early a deadline makes it invalid',
    source: 'lejeloven § 182, stk. 1, nr. 1',
    changes: (_, __, { namesTooEarlyADay }: { namesTooEarlyADay: boolean }) => ({
      state: namesTooEarlyADay ? 'INVALID' : 'RUNNING',
    }),
  },
  payInTime: {
    from: ['ISSUED', 'RUNNING', 'EXPIRED_UNPAID'],
    to: 'PAID_IN_TIME',
    by: ['system'],
    da: 'Betalt senest på fristens sidste dag, uanset hvornår det bliver oplyst, eller før den begyndte',
    en: 'Paid on the last day at the latest, whenever that is told, or before it began',
    source: 'lejeloven § 182, stk. 1, nr. 1; domain.md 13.3, 13.4',
  },
  expire: {
    from: ['RUNNING'],
    to: 'EXPIRED_UNPAID',
    by: ['system'],
    da: 'Fristen er udløbet',
    en: 'It has expired',
    source: 'lejeloven § 182, stk. 1, nr. 1',
  },
  withdraw: {
    from: ['ISSUED', 'RUNNING', 'EXPIRED_UNPAID'],
    to: 'WITHDRAWN',
    by: ['landlord_admin', 'system'],
    da: 'Påkravet trækkes tilbage, også ved en afdragsordning',
    en: 'The demand is withdrawn, by an instalment plan too',
    source: 'domain.md 13.2',
  },
  invalidate: {
    from: ['ISSUED', 'RUNNING', 'EXPIRED_UNPAID'],
    to: 'INVALID',
    by: ['system'],
    da: 'Grundlaget for påkravet er faldet bort',
    en: 'The ground of the demand has fallen away',
    source: 'domain.md 13.2',
  },
});

/** The demand one step on; throws the Refusal. */
const step = (demand: DemandNotice, action: 'payInTime' | 'expire' | 'withdraw' | 'invalidate'): DemandNotice => ({
  ...demand,
  state: demandNoticeRules.perform(action, demand, ['system'], null).changes.state,
});
const may = (demand: DemandNotice, action: 'payInTime' | 'expire' | 'withdraw' | 'invalidate') =>
  !demandNoticeRules.refusal(action, demand, ['system'], null);

// --- Guards ---

const SECTION_182 = 'lejeloven § 182, stk. 1, nr. 1, og stk. 2';
type Check<Input> = Guard<RentArrears, RentArrearsFacts, Input>;

/**
 * The latest day of its items: of claims by their due day, of an earlier fee by the last day on which that was to be paid,
 * after a broken plan also by the missed instalment (domain.md 13.1, 13.2, 13.4).
 */
export function earliestDemandOn(arrears: RentArrears, lines: readonly DemandLine[]): LocalDate {
  const { rentDueOn, plans } = arrears;
  const missed = plans.at(-1)?.missedOn;
  const days = lines.flatMap((line) => {
    const day = claimOf(arrears, line);
    if (line.kind !== 'demand_fee') return [day];
    return [day, ...earlierFees(arrears, day).flatMap(({ expiresOn }) => expiresOn ?? [])];
  });
  const [first = rentDueOn, ...others] = [...days, ...(missed ? [missed] : [])];
  return demandEarliestOn([first, ...others]);
}

const isWritten: Check<DemandAsIssued> = {
  code: 'demand-is-not-written',
  field: 'channel',
  da: 'Et påkrav skal være skriftligt.',
  en: 'A demand must be in writing.',
  source: SECTION_182,
  refuses: (_, __, { channel }) => channel === 'oral',
};

const isNotTooEarly: Check<DemandAsIssued> = {
  code: 'demand-is-too-early',
  field: 'issuedOn',
  da: 'Påkrav kan tidligst afgives {earliest}.',
  en: 'A demand may be issued on {earliest} at the earliest.',
  source: SECTION_182,
  refuses: (arrears, _, { issuedOn, lines }) => {
    const earliest = earliestDemandOn(arrears, lines);
    return issuedOn < earliest && { earliest };
  },
};

const isNotInTheFuture: Check<DemandAsIssued> = {
  code: 'demand-lies-in-the-future',
  field: 'issuedOn',
  da: 'Et påkrav registreres, når det er afgivet, dateret senest {latest}.',
  en: 'A demand is registered once it is issued, dated {latest} at the latest.',
  source: 'domain.md 5.1; ADR 22',
  refuses: (_, { today }, { issuedOn }) => issuedOn > today && { latest: today },
};

const warnsOfTermination: Check<DemandAsIssued> = {
  code: 'demand-does-not-warn-of-termination',
  field: 'statesTerminationRisk',
  da: 'Påkravet skal udtrykkeligt angive, at lejeforholdet kan ophæves, hvis der ikke betales inden fristen.',
  en: 'The demand must say in so many words that the lease can be terminated unless it is paid in time.',
  source: SECTION_182,
  refuses: (_, __, { statesTerminationRisk }) => !statesTerminationRisk,
};

const addsUp: Check<DemandAsIssued> = {
  code: 'demand-does-not-add-up',
  field: 'totalOere',
  da: 'Linjerne og gebyret giver {sumOere}.',
  en: 'Lines and fee come to {sumOere}.',
  source: 'domain.md 5.2',
  refuses: (_, __, { lines, feeOere, totalOere }) => {
    const sumOere = sum([...lines.map(({ amountOere }) => amountOere), feeOere]);
    return totalOere !== sumOere && { sumOere };
  },
};

const holdsNoForeignClaim: Check<DemandAsIssued> = {
  code: 'demand-holds-a-foreign-claim',
  field: 'lines',
  da: 'Et påkrav må kun omfatte pligtige pengeydelser; her er også: {foreign}.',
  en: 'A demand may be for obligatory payments only; here are also: {foreign}.',
  source: SECTION_182,
  refuses: (_, __, { lines }) => {
    const foreign = lines.map(({ kind }) => kind).filter((kind) => !OBLIGATORY_KINDS.includes(kind as never));
    return foreign.length > 0 && { foreign };
  },
};

const holdsNoDisputedClaim: Check<DemandAsIssued> = {
  code: 'demand-holds-a-disputed-claim',
  field: 'lines',
  da: 'Et påkrav må ikke omfatte krav, som lejeren bestrider.',
  en: 'A demand may not hold claims that the tenant disputes.',
  source: 'domain.md 5.2',
  refuses: (_, __, { lines }) => lines.some(({ disputed }) => disputed === true),
};

const namesItsClaims: Check<DemandAsIssued> = {
  code: 'demand-line-names-no-due-day',
  field: 'lines',
  da: 'Sagen har flere krav: hver linje skal nævne forfaldsdagen for sit, {reported}.',
  en: 'The case has several claims: each line must name the due day of its own, {reported}.',
  source: 'domain.md 13.4',
  refuses: ({ claims }, __, { lines }) =>
    claims.length > 1 &&
    lines.some(({ dueOn: day }) => day === undefined) && { reported: claims.map(({ dueOn: day }) => day) },
};

const isReported: Check<DemandAsIssued> = {
  code: 'demand-is-for-rent-that-was-not-reported',
  field: 'lines',
  da: 'Påkravet må kun omfatte husleje, der er meldt i sagen: forfald {reported}. Meld først den øvrige.',
  en: 'The demand may be for rent reported in this case only: due {reported}. Report the other rent first.',
  source: 'domain.md 5.2; ADR 22',
  refuses: ({ claims }, __, { lines }) => {
    const reported = claims.map(({ dueOn: day }) => day);
    return lines.some(({ dueOn: day }) => day !== undefined && !reported.includes(day)) && { reported };
  },
};

/** Of each claim, and of the earlier fees for each: what its lines ask beyond what is left. */
const tooMuch = (arrears: RentArrears, lines: readonly DemandLine[], isFee: boolean) => {
  // Of a line that names no claim of the case, that is the fault.
  const reported = arrears.claims.map(({ dueOn: day }) => day);
  const isNamed = ({ dueOn: day }: DemandLine) => (day ? reported.includes(day) : reported.length === 1);
  const asked = lines.filter((line) => (line.kind === 'demand_fee') === isFee && isNamed(line));
  return claimsNamedBy(arrears, { lines: asked }).flatMap((day) => {
    const own = asked.filter((line) => claimOf(arrears, line) === day);
    const owed = isFee ? feeLeftOere(arrears, day) : claimLeftOere(arrears, day);
    return sum(own.map(({ amountOere }) => amountOere)) > owed ? [{ dueOn: day, owedOere: owed }] : [];
  });
};

const isOwed: Check<DemandAsIssued> = {
  code: 'demand-exceeds-what-is-owed',
  field: 'lines',
  da: 'Af huslejen med forfald {dueOn} skyldes {owedOere}; påkravets linjer for den må ikke være mere.',
  en: 'Of the rent due {dueOn}, {owedOere} is owed; the lines of the demand for it may not exceed that.',
  source: 'domain.md 5.2, 13.4',
  refuses: (arrears, __, { lines }) => tooMuch(arrears, lines, false),
};

const feesAreOwed: Check<DemandAsIssued> = {
  code: 'demand-exceeds-earlier-fees',
  field: 'lines',
  da: 'Af gebyrer for tidligere påkrav om huslejen med forfald {dueOn} skyldes {owedOere}; der kan ikke kræves mere.',
  en: 'Of the fees of earlier demands for the rent due {dueOn}, {owedOere} is owed; no more can be demanded.',
  source: 'domain.md 5.2, 13.4',
  refuses: (arrears, __, { lines }) => tooMuch(arrears, lines, true),
};

const noOtherDemandRuns: Check<DemandAsIssued> = {
  code: 'claim-is-demanded-already',
  field: 'lines',
  da: 'Der er allerede et påkrav i gang om huslejen med forfald {dueOn}. Træk det tilbage, eller vent, til det udløber.',
  en: 'A demand for the rent due {dueOn} runs already. Withdraw it, or wait until it has expired.',
  source: 'domain.md 13.4',
  refuses: (arrears, { today }, { lines }) => {
    const running = arrears.demands
      .filter(({ state, expiresOn }) => state === 'ISSUED' || (state === 'RUNNING' && expiresOn! >= today))
      .flatMap((demand) => claimsNamedBy(arrears, demand));
    return claimsNamedBy(arrears, { lines })
      .filter((day) => running.includes(day))
      .map((day) => ({ dueOn: day }));
  },
};

const printsALikelyDay: Check<DemandAsIssued> = {
  code: 'printed-deadline-is-unlikely',
  field: 'printedDeadline',
  da: 'En frist i et påkrav ligger fra {earliest} til {latest}.',
  en: 'The deadline that a demand names lies from {earliest} to {latest}.',
  source: 'domain.md 13.4',
  refuses: (_, __, { issuedOn, printedDeadline: day }) =>
    day !== undefined && isOutside({ earliest: issuedOn, latest: addMonths(issuedOn, 3) }, day),
};

const feeIsKnown: Check<DemandAsIssued> = {
  code: 'demand-fee-of-the-year-is-not-set',
  field: 'feeOere',
  da: 'Påkravsgebyret for {year} er ikke sat. Bed kommunen sætte det, eller afgiv påkravet uden gebyr.',
  en: 'The demand fee of {year} is not set. Ask the municipality to set it, or issue the demand without a fee.',
  source: 'domain.md 5.1',
  refuses: (_, { demandFees }, { feeOere, issuedOn }) =>
    feeOere > 0 && feeOn(issuedOn, demandFees) === undefined && { year: issuedOn.slice(0, 4) },
};

const feeIsTheRate: Check<DemandAsIssued> = {
  code: 'demand-fee-is-not-the-rate',
  field: 'feeOere',
  da: 'Påkravsgebyret er {rateOere}.',
  en: 'The demand fee is {rateOere}.',
  source: 'domain.md 5.1',
  refuses: (_, { demandFees }, { feeOere, issuedOn }) => {
    const rateOere = feeOn(issuedOn, demandFees);
    return feeOere > 0 && rateOere !== undefined && feeOere !== rateOere && { rateOere };
  },
};

export const demandChecks = [
  isWritten,
  isNotTooEarly,
  isNotInTheFuture,
  warnsOfTermination,
  addsUp,
  holdsNoForeignClaim,
  holdsNoDisputedClaim,
  namesItsClaims,
  isReported,
  isOwed,
  feesAreOwed,
  noOtherDemandRuns,
  printsALikelyDay,
  feeIsKnown,
  feeIsTheRate,
] as const;

export interface RegisterDelivery {
  demandRef: string;
  deliveredOn: LocalDate;
  proofRef?: string;
}

const demandOf = ({ demands }: RentArrears, { demandRef }: { demandRef: string }) =>
  demands.find((demand) => demand.demandRef === demandRef);

const waitsForDelivery: Check<RegisterDelivery> = {
  code: 'demand-is-not-waiting-for-delivery',
  field: 'demandRef',
  da: 'Sagen har ikke et afgivet påkrav med den reference, som venter på at nå frem.',
  en: 'The case has no issued demand of that reference that waits to be delivered.',
  source: 'domain.md 5.3',
  refuses: (arrears, _, input) => demandOf(arrears, input)?.state !== 'ISSUED',
};

const isDeliveredAfterIssue: Check<RegisterDelivery> = {
  code: 'demand-is-delivered-before-it-was-issued',
  field: 'deliveredOn',
  da: 'Påkravet er afgivet {earliest} og kan tidligst være nået frem den dag.',
  en: 'The demand was issued on {earliest} and cannot have arrived before that day.',
  source: SECTION_182,
  refuses: (arrears, _, input) => {
    const issuedOn = demandOf(arrears, input)?.issuedOn;
    return issuedOn !== undefined && input.deliveredOn < issuedOn && { earliest: issuedOn };
  },
};

const deliveryHasHappened: Check<RegisterDelivery> = {
  code: 'delivery-lies-in-the-future',
  field: 'deliveredOn',
  da: 'En aflevering kan registreres, når den er sket, dateret senest {latest}.',
  en: 'A delivery can be registered once it has happened, dated {latest} at the latest.',
  source: 'domain.md 13.1',
  refuses: (_, { today }, { deliveredOn }) => deliveredOn > today && { latest: today },
};

export const deliveryChecks = [waitsForDelivery, isDeliveredAfterIssue, deliveryHasHappened] as const;

export const aDemandIs = (...states: DemandNotice['state'][]): Guard<RentArrears, RentArrearsFacts> => ({
  code: `no-demand-is-${states.join('-or-').toLowerCase().replaceAll('_', '-')}`,
  da: `Sagen har intet påkrav, som er ${states.map((state) => STATE_NAMES[state].da).join(' eller ')}.`,
  en: `The case has no demand that is ${states.map((state) => STATE_NAMES[state].en).join(' or ')}.`,
  source: 'domain.md 5.3',
  refuses: ({ demands }) => !demands.some(({ state }) => states.includes(state)),
});

export const STATE_NAMES = {
  ISSUED: { da: 'afgivet', en: 'issued' },
  RUNNING: { da: 'i gang', en: 'running' },
  PAID_IN_TIME: { da: 'betalt i tide', en: 'paid in time' },
  EXPIRED_UNPAID: { da: 'udløbet ubetalt', en: 'expired unpaid' },
  INVALID: { da: 'ugyldigt', en: 'invalid' },
  WITHDRAWN: { da: 'trukket tilbage', en: 'withdrawn' },
} as const;

export const isWithdrawable: Check<{ demandRef: string }> = {
  code: 'demand-cannot-be-withdrawn',
  field: 'demandRef',
  da: 'Sagen har ikke et påkrav med den reference, som kan trækkes tilbage.',
  en: 'The case has no demand of that reference that can be withdrawn.',
  source: 'domain.md 5.3',
  refuses: (arrears, _, input) => {
    const demand = demandOf(arrears, input);
    return !demand || !may(demand, 'withdraw');
  },
};

/** Ended unpaid, whether the sweeper has been there yet or not. */
const hasExpired = ({ state, expiresOn }: DemandNotice, today: LocalDate) =>
  state === 'EXPIRED_UNPAID' || (state === 'RUNNING' && expiresOn! < today);

export const demandHasRunOut: Guard<RentArrears, RentArrearsFacts> = {
  code: 'no-demand-has-run-out',
  da: 'Intet påkrav er løbet ud endnu.',
  en: 'No demand has run out yet.',
  source: SECTION_182,
  refuses: ({ demands }, { today }) =>
    !demands.some(({ state, expiresOn }) => state === 'RUNNING' && expiresOn! < today),
};

/**
 * By which the lease may be terminated, now or later: its date and its amounts are lawful, also for one that was issued
 * before each line had to name its claim.
 */
const isSound = (arrears: RentArrears, demand: DemandNotice): boolean =>
  claimsNamedBy(arrears, demand).every((day) => {
    const own = demand.lines.filter((line) => line.kind !== 'demand_fee' && claimOf(arrears, line) === day);
    const claim = arrears.claims.find((one) => one.dueOn === day);
    const isLawful = demand.issuedOn >= dueOn('DEMAND_EARLIEST', day);
    return isLawful && sum(own.map(({ amountOere }) => amountOere)) <= (claim?.amountOere ?? 0);
  });

const endsTheLease = (arrears: RentArrears, today: LocalDate): DemandNotice[] =>
  arrears.demands.filter(
    (demand) => (hasExpired(demand, today) || demand.state === 'RUNNING') && isSound(arrears, demand),
  );

export const demandHasExpired: Guard<RentArrears, RentArrearsFacts> = {
  code: 'no-demand-has-expired-unpaid',
  da: 'Lejemålet kan først ophæves, når et gyldigt påkrav er udløbet uden betaling.',
  en: 'The lease can be terminated only after a valid demand has expired unpaid.',
  source: SECTION_182,
  refuses: (arrears, { today }) => endsTheLease(arrears, today).length === 0,
};

export const terminationIsNotTooEarly: Guard<RentArrears, RentArrearsFacts> = {
  code: 'termination-is-too-early',
  da: 'Lejemålet kan tidligst ophæves {earliest}.',
  en: 'The lease can be terminated on {earliest} at the earliest.',
  source: SECTION_182,
  refuses: (arrears, { today }) => {
    const days = endsTheLease(arrears, today).map(({ expiresOn }) => dueOn('TERMINATION_EARLIEST', expiresOn!));
    const earliest = days.toSorted()[0];
    return earliest !== undefined && today < earliest && { earliest };
  },
};

/** Of an expired demand, without fees: what is unpaid. A late payment leaves the right, so then it is what was demanded. */
const unpaidOere = (arrears: RentArrears, demand: DemandNotice): Oere =>
  sum(
    askedBy(arrears, demand).flatMap(({ isFee, askedOere, missingOere }: Asked) =>
      isFee ? [] : [arrears.latePayment ? askedOere : missingOere],
    ),
  );

type OfBreach = Pick<RentArrearsFacts, 'today' | 'trivialBelowOere'>;

/** Demands by which the lease may end: expired, sound and not trivial (domain.md 13.3). */
export const gravelyUnpaid = (arrears: RentArrears, { today, trivialBelowOere }: OfBreach): DemandNotice[] =>
  endsTheLease(arrears, today).filter(
    (demand) => hasExpired(demand, today) && unpaidOere(arrears, demand) >= trivialBelowOere,
  );

export const breachIsNotTrivial: Guard<RentArrears, RentArrearsFacts> = {
  code: 'breach-is-trivial',
  da: 'Et påkrav på mindre end {leastOere} uden gebyr er for lidt til at ophæve lejemålet.',
  en: 'A demand of less than {leastOere} without fees is too little to terminate the lease.',
  source: 'lejeloven § 182; domain.md 5.1',
  refuses: (arrears, facts) => gravelyUnpaid(arrears, facts).length === 0 && { leastOere: facts.trivialBelowOere },
};

// --- Decisions ---

export function newDemand(demandRef: string, arrears: RentArrears, input: DemandAsIssued): DemandNotice {
  const { issuedOn, channel, feeOere, totalOere, printedDeadline = null } = input;
  return {
    demandRef,
    state: demandNoticeRules.perform('issue', null, ['landlord_admin'], null).changes.state,
    issuedOn,
    channel,
    lines: input.lines.map((line) => ({ ...line, dueOn: claimOf(arrears, line) })),
    paymentsBefore: arrears.payments.length,
    feeOere,
    totalOere,
    printedDeadline,
    deliveredOn: null,
    proofRef: null,
    registeredOn: null,
    expiresOn: null,
    // One landlord association says: letter only (domain.md 5.2).
    warnings: channel === 'email' || channel === 'sms' ? ['channel-may-not-count'] : [],
  };
}

/**
 * The 14 days begin: the day of delivery is day 0, the last day rolls to an ordinary weekday. A letter that names an
 * earlier day is invalid; to one that names a later day the landlord is bound.
 */
export function deliverDemand(
  demand: DemandNotice,
  { deliveredOn, proofRef }: RegisterDelivery,
  today: LocalDate,
): DemandNotice {
  const lawful = dueOn('DEMAND_EXPIRY', deliveredOn);
  const { printedDeadline, warnings } = demand;
  const namesTooEarlyADay = printedDeadline !== null && printedDeadline < lawful;
  const { state } = demandNoticeRules.perform('deliver', demand, ['landlord_admin'], null, {
    namesTooEarlyADay,
  }).changes;
  const delivered: DemandNotice = { ...demand, state, deliveredOn, proofRef: proofRef ?? null, registeredOn: today };
  if (namesTooEarlyADay) return delivered;
  return {
    ...delivered,
    expiresOn: printedDeadline ?? lawful,
    warnings: proofRef ? warnings : [...warnings, 'delivery-is-not-proved'],
  };
}

export const withdrawDemands = (demands: readonly DemandNotice[], demandRef?: string): DemandNotice[] =>
  demands.map((demand) =>
    may(demand, 'withdraw') && (demandRef === undefined || demand.demandRef === demandRef)
      ? step(demand, 'withdraw')
      : demand,
  );

export const invalidateDemands = (demands: readonly DemandNotice[]): DemandNotice[] =>
  demands.map((demand) => (may(demand, 'invalidate') ? step(demand, 'invalidate') : demand));

export const expireDemands = (demands: readonly DemandNotice[], today: LocalDate): DemandNotice[] =>
  demands.map((demand) => (demand.state === 'RUNNING' && demand.expiresOn! < today ? step(demand, 'expire') : demand));

/**
 * Demands of which every line and the fee are covered by payments made on their last day at the latest; one whose days
 * have not begun, by any payment.
 */
export const settleDemands = (books: Books): DemandNotice[] =>
  books.demands.map((demand) =>
    may(demand, 'payInTime') && isCovered(books, demand, demand.expiresOn ?? undefined)
      ? step(demand, 'payInTime')
      : demand,
  );

/** The last day of the demand that runs, the earliest of several. */
export const runningUntil = ({ demands }: Pick<RentArrears, 'demands'>): LocalDate | null =>
  demands.flatMap(({ state, expiresOn }) => (state === 'RUNNING' && expiresOn ? [expiresOn] : [])).toSorted()[0] ??
  null;

/** The day after it: unpaid it has run out. */
export const runsOutOn = (arrears: Pick<RentArrears, 'demands'>): LocalDate | null => {
  const lastDay = runningUntil(arrears);
  return lastDay && addDays(lastDay, 1);
};

export const hasUnpaidExpired = ({ demands }: Pick<RentArrears, 'demands'>, today: LocalDate): boolean =>
  demands.some((demand) => hasExpired(demand, today));
