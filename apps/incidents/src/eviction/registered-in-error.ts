// SPDX-License-Identifier: MPL-2.0
// Registreret ved en fejl: what can be struck in an eviction case, and until when (domain.md 13.4). What striking is:
// libs/domain/src/strike.ts.
import type { Guard, Step, Strike, Strikes } from '#domain';
import { RENT_IS_IN_AN_OPEN_CASE } from '../rent-arrears/registered-in-error.js';
import { EVICTION_CLOSED, type Eviction, type EvictionFacts } from './case.js';

/** What landlords are told of. */
export const EVICTION_STRUCK_ALOUD = [
  'conduct',
  'termination',
  'payment',
  'bailiffRequest',
  'hearing',
  'refusal',
  'date',
  'execution',
  'vacating',
  'withdrawal',
] as const;
/** What they are not (retssikkerhedsloven § 5 a). */
export const EVICTION_STRUCK_QUIETLY = ['courtNotification', 'handling', 'courtNotice', 'helpDecision'] as const;
export type StruckInEviction = (typeof EVICTION_STRUCK_ALOUD)[number] | (typeof EVICTION_STRUCK_QUIETLY)[number];

/**
 * What rests on a step: it is struck first. Of what landlords are told of, only such as they are told of too: from what may be
 * struck nobody learns that something hidden happened.
 */
const RESTS_ON_IT: Readonly<Record<string, readonly string[]>> = {
  stateConduct: ['serveTermination'],
  serveTermination: ['fileBailiffRequest', 'recordHearing'],
  registerPayment: ['withdraw'],
  fileBailiffRequest: ['recordHearing'],
  recordHearing: ['recordRefusal', 'setEvictionDate'],
  setEvictionDate: ['execute'],
  recordCourtNotification: ['takeUpHelp', 'decideHelp'],
  recordCourtNotice: ['decideHelp'],
};
const basisIn = ({ input }: Step) => (input as { basisRef?: string } | null)?.basisRef;

export const evictionStrikes: Strikes<Eviction, EvictionFacts, StruckInEviction> = {
  what: {
    conduct: ['stateConduct'],
    termination: ['serveTermination'],
    payment: ['registerPayment'],
    bailiffRequest: ['fileBailiffRequest'],
    hearing: ['recordHearing'],
    refusal: ['recordRefusal'],
    date: ['setEvictionDate'],
    execution: ['execute'],
    vacating: ['vacate'],
    withdrawal: ['withdraw'],
    courtNotification: ['recordCourtNotification'],
    handling: ['takeUpHelp'],
    courtNotice: ['recordCourtNotice'],
    helpDecision: ['decideHelp'],
  },
  binds: (struck, later) =>
    (RESTS_ON_IT[struck.action] ?? []).includes(later.action) &&
    // A termination rests on its own ground alone.
    (later.action !== 'serveTermination' || basisIn(struck) === basisIn(later)),
  keeps: ({ today, notifyOnBailiffRequest, endsAfterWeeks }) => ({ today, notifyOnBailiffRequest, endsAfterWeeks }),
  // Each adds to what the case has by then.
  anew: {
    addBasis: 'always',
    dropBasis: 'always',
    stateConduct: 'always',
    serveTermination: 'always',
    registerPayment: 'always',
    insistOnTermination: 'ifAllowed',
    fileBailiffRequest: 'always',
    recordCourtNotification: 'always',
    takeUpHelp: 'ifAllowed',
    end: 'ifAllowed',
  },
  closed: EVICTION_CLOSED,
  // The court's notice is that it was carried out.
  falls: (struck, later) => struck.action === 'execute' && later.action === 'recordCourtNotice',
};

/** Else the rent would be owed twice: it may be reported anew once an eviction is withdrawn. */
export const rentIsInNoOpenCase: Guard<Eviction, EvictionFacts, Strike> = {
  ...RENT_IS_IN_AN_OPEN_CASE,
  refuses({ state }, { rentIsIn, striking }) {
    const isClosed = (one: string) => EVICTION_CLOSED.some((closed) => closed === one);
    const after = striking?.without?.subject;
    return !!after && !!rentIsIn && isClosed(state) && !isClosed(after.state) && rentIsIn;
  },
};
