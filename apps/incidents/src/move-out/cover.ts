// SPDX-License-Identifier: MPL-2.0
// The conversation with the ledger of agreements (architecture.md 8): what is asked for is part of the case's state, each
// request is answered once, and what is not needed any more goes back.
import { MOST_COVER_OERE } from '#contracts/incidents/move-out';
import type { LocalDate, Oere } from '#domain';
import type { AskedCover, Commitment, CoverAnswer, MoveOut } from './case.js';

/** So many are told: of the older ones those that have been given back are left out. */
const MOST_REQUESTS = 20;

type Asking = Pick<MoveOut, 'coverRequests'>;

/** The request that waits, is reserved or refused; undefined: none. */
export const openRequest = ({ coverRequests }: Asking, of: Commitment): AskedCover | undefined =>
  coverRequests.find(({ commitment, status }) => commitment === of && status === 'requested');

/** The request that waits, or that was paid. */
export const countingRequest = ({ coverRequests }: Asking, of: Commitment): AskedCover | undefined =>
  coverRequests.find(({ commitment, status }) => commitment === of && status !== 'withdrawn');

export const answered = (moveOut: Asking, of: Commitment, state: CoverAnswer['state']): CoverAnswer | undefined => {
  const answer = openRequest(moveOut, of)?.answer;
  return answer?.state === state ? answer : undefined;
};

export interface ToAsk {
  requestRef: string;
  commitment: Commitment;
  amountOere: Oere;
  utilitiesOere?: Oere;
  from?: LocalDate;
  through?: LocalDate;
}

/** With what had been asked for before given back. */
export function asking(moveOut: Asking, { utilitiesOere = 0, from, through, ...asked }: ToAsk): AskedCover[] {
  const bounded = (amount: Oere) => Math.min(amount, MOST_COVER_OERE);
  const request: AskedCover = {
    ...asked,
    ...{ amountOere: bounded(asked.amountOere), utilitiesOere: bounded(utilitiesOere) },
    ...{ from: from ?? null, through: through ?? null, status: 'requested', paidOere: null, answer: null },
  };
  const all = [...withdrawn(moveOut, asked.commitment), request];
  const superfluous = all
    .filter(({ status }) => status === 'withdrawn')
    .slice(0, Math.max(0, all.length - MOST_REQUESTS));
  return all.filter((one) => !superfluous.includes(one));
}

/** What was reserved goes back. */
export const withdrawn = ({ coverRequests }: Asking, ...of: Commitment[]): AskedCover[] =>
  coverRequests.map((one) =>
    of.includes(one.commitment) && one.status === 'requested' ? { ...one, status: 'withdrawn' } : one,
  );

export const hearing = ({ coverRequests }: Asking, of: Commitment, answer: CoverAnswer): AskedCover[] =>
  coverRequests.map((one) => (one.commitment === of && one.status === 'requested' ? { ...one, answer } : one));

export const paying = ({ coverRequests }: Asking, of: Commitment, paidOere: Oere): AskedCover[] =>
  coverRequests.map((one) =>
    one.commitment === of && one.status === 'requested' ? { ...one, status: 'paid', paidOere } : one,
  );
