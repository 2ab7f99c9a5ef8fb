// SPDX-License-Identifier: MPL-2.0
// Uenighed om opgørelsen: landlord or tenant disputes lines; it ends by what they agree on, by the rent tribunal's decision, or
// is withdrawn (domain.md 7.2, 13.3).
import { addMonths, type Guard, isOutside, type LocalDate } from '#domain';
import type { Dispute, MoveOut, MoveOutFacts } from './case.js';
import { unproposed } from './share.js';
import { assessedAnew, type DecidedLines, decisionDueAfter } from './statement.js';

type Asks = Guard<MoveOut, MoveOutFacts>;
type Check<Input> = Guard<MoveOut, MoveOutFacts, Input>;
const SOURCE = 'domain.md 7.2, 13.3';

export type RaiseDispute = Pick<Dispute, 'by' | 'lineRefs' | 'reason'>;

/** Until it is told, a landlord learns nothing of how the lines fare, not even by what may be done. */
export const decisionIsThere: Asks = {
  code: 'decision-on-the-statement-is-not-made-yet',
  da: 'Der er ikke truffet en afgørelse om opgørelsen endnu.',
  en: 'No decision on the statement is made yet.',
  source: SOURCE,
  refuses: ({ state, shareApprovedOn }, { isLandlord }) =>
    state === 'STATEMENT_RECEIVED' || (isLandlord && shareApprovedOn === null),
};

const MONTHS_AFTERWARDS = 12;

export const isNotTooLate: Asks = {
  code: 'dispute-comes-too-late',
  da: 'Der kunne gøres indsigelse til og med {latest}.',
  en: 'The settlement could be disputed through {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses({ settledOn }, { today }) {
    const latest = settledOn && addMonths(settledOn, MONTHS_AFTERWARDS);
    return latest !== null && today > latest && { latest };
  },
};

export const isOnesOwn: Check<RaiseDispute> = {
  code: 'dispute-is-not-the-landlords-own',
  field: 'by',
  da: 'Lejerens indsigelse registreres af den ene indgang.',
  en: "The tenant's dispute is recorded by the single entry point.",
  source: SOURCE,
  refuses: (_, { isLandlord }, { by }) => isLandlord && by !== 'landlord',
};

export const linesAreKnown: Check<RaiseDispute> = {
  code: 'disputed-line-is-not-in-the-statement',
  field: 'lineRefs',
  da: 'Opgørelsen har ingen sådan linje.',
  en: 'The statement has no such line.',
  source: SOURCE,
  refuses: ({ lines }, _, { lineRefs }) =>
    lineRefs.flatMap((ref, at) => (lines.some(({ lineRef }) => lineRef === ref) ? [] : [{ field: `lineRefs/${at}` }])),
};

export const isOnesOwnToWithdraw: Asks = {
  code: 'dispute-is-the-tenants',
  da: 'Indsigelsen er lejerens.',
  en: 'The dispute is the tenant’s.',
  source: SOURCE,
  refuses: ({ dispute }, { isLandlord }) => isLandlord && dispute?.by !== 'landlord',
};

export interface Decided extends DecidedLines {
  decidedOn: LocalDate;
}

export const wasDecidedSince: Check<Decided> = {
  code: 'dispute-was-decided-on-another-day',
  field: 'decidedOn',
  da: 'Uenigheden kan være afgjort fra {earliest} til {latest}.',
  en: 'The dispute can have been decided from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ dispute }, { today: latest }, { decidedOn }) =>
    dispute !== null && isOutside({ earliest: dispute.since, latest }, decidedOn),
};

/** What was proposed falls, and its reservation goes back. */
export const raise = (moveOut: MoveOut, { today: since }: MoveOutFacts, { by, lineRefs, reason }: RaiseDispute) => ({
  ...unproposed(moveOut),
  dispute: { by, since, lineRefs, reason, afterDecision: moveOut.shareApprovedOn !== null },
});

export const withdrawDispute = (moveOut: MoveOut, facts: MoveOutFacts) => ({
  ...assessedAnew(moveOut, facts),
  decisionDueOn: decisionDueAfter(facts),
  dispute: null,
});
