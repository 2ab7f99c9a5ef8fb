// SPDX-License-Identifier: MPL-2.0
// Registreret ved en fejl: what can be struck in a move-out, and until when (domain.md 13.4). What rests on something is struck
// first: the statement before the report, the report before the inspection. What striking is: libs/domain/src/strike.ts.
import type { Guard, Strike, Strikes } from '#domain';
import type { MoveOut, MoveOutFacts } from './case.js';
import { isAssessed } from './statement.js';
import { vacancyIsNotBeingSettled } from './vacancy-rent.js';

/** What landlords are told of. */
export const MOVE_OUT_RECORDS = ['moveOut', 'day', 'summons', 'inspection', 'report', 'statement', 'relet'] as const;
export type StruckInMoveOut = (typeof MOVE_OUT_RECORDS)[number] | 'assessment';

/** What rests on each: it is struck first. All of it landlords are told of. */
const BINDING: Readonly<Record<StruckInMoveOut, readonly string[]>> = {
  moveOut: ['summon', 'holdInspection', 'submitStatement', 'reportRelet'],
  day: ['holdInspection', 'submitStatement', 'reportRelet'],
  summons: ['holdInspection', 'submitStatement'],
  inspection: ['deliverReport', 'submitStatement'],
  report: ['submitStatement'],
  statement: ['dispute', 'reopen', 'registerPayment', 'registerVacancyPayment'],
  relet: ['registerVacancyPayment'],
  assessment: ['dispute', 'reopen', 'registerPayment'],
};

export const moveOutStrikes: Strikes<MoveOut, MoveOutFacts, StruckInMoveOut> = {
  what: {
    moveOut: ['report'],
    day: ['changeMoveOutDate'],
    summons: ['summon'],
    inspection: ['holdInspection'],
    report: ['deliverReport'],
    statement: ['submitStatement'],
    relet: ['reportRelet'],
    assessment: ['reviewLines'],
  },
  binds({ action }, later) {
    const what = (Object.keys(BINDING) as StruckInMoveOut[]).find((one) => moveOutStrikes.what[one].includes(action));
    return what !== undefined && BINDING[what].includes(later.action);
  },
  keeps: ({ today, terms, slas, letsMoreThanOne, nextTenancyFrom, paidElsewhereFrom, actorId }) => ({
    ...{ today, terms, slas, letsMoreThanOne, nextTenancyFrom, paidElsewhereFrom, actorId },
  }),
  // What the law takes of the lines may depend on what is struck.
  anew: { reviewLines: 'always', reportRelet: 'always', lookAgain: 'always', forgetTenant: 'always' },
  closed: ['SETTLED', 'STRUCK'],
};

type Check = Guard<MoveOut, MoveOutFacts, Strike<StruckInMoveOut>>;

/** The same words as where a statement is sent again: they tell that the assessment has begun, and nothing of it. */
const isNotAssessedYet: Check = {
  code: 'statement-is-being-assessed',
  field: 'ref',
  da: 'Kommunen er begyndt at vurdere opgørelsen. Ret den ved at gøre indsigelse, når afgørelsen er truffet.',
  en: 'The municipality has begun to assess the statement. Correct it by disputing the decision once it is made.',
  source: 'domain.md 7.2, 13.4',
  refuses: (moveOut, _, { what }) => what === 'statement' && isAssessed(moveOut),
};

/** Somebody was evicted: then somebody has moved out. Once it is not linked any more, what the landlord has reported can be struck. */
const isNotLinked: Check = {
  code: 'move-out-is-linked-to-an-eviction',
  field: 'ref',
  da: 'Sagen er knyttet til en udsættelse, som lejeren er fraflyttet ved. Annullér den i udsættelsessagen først.',
  en: 'The case is linked to an eviction by which the tenant has moved out. Strike that in the eviction case first.',
  source: 'domain.md 6.2, 13.4',
  refuses: ({ evictionRef }, _, { what }) => what === 'moveOut' && evictionRef !== null,
};

const vacancyIsNotSettled: Check = {
  ...vacancyIsNotBeingSettled,
  field: 'ref',
  refuses: (moveOut, facts, { what }) =>
    (what === 'relet' || what === 'statement') && vacancyIsNotBeingSettled.refuses(moveOut, facts, undefined as never),
};

const nothingIsProposed: Check = {
  code: 'share-is-proposed',
  field: 'ref',
  da: 'Andelen er indstillet på grundlag af vurderingen. Tag indstillingen tilbage først.',
  en: 'The share is proposed on the strength of the assessment. Withdraw the proposal first.',
  source: 'domain.md 13.4',
  refuses: ({ shareProposedBy }, _, { what }) => what === 'assessment' && shareProposedBy !== null,
};

const OF_THE_INSPECTION: readonly StruckInMoveOut[] = ['summons', 'inspection', 'report'];
const OFFICES: readonly string[] = ['landlord_admin', 'single_entry'];

const isOfTheInspection: Check = {
  code: 'record-is-not-of-the-inspection',
  field: 'what',
  da: 'Du kan annullere det, der er registreret om synet.',
  en: 'What is recorded of the inspection can be struck by you.',
  source: 'domain.md 2',
  refuses: (_, { striking }, { what }) =>
    !OF_THE_INSPECTION.includes(what) && !striking?.striker.roles.some((role) => OFFICES.includes(role)),
};

export const aloudChecks = [isOfTheInspection, isNotAssessedYet, isNotLinked, vacancyIsNotSettled] as const;
export const assessmentChecks = [nothingIsProposed] as const;
