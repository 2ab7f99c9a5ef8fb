// SPDX-License-Identifier: MPL-2.0
/**
 * What a fault may not do to the conversation of cases with the ledger, checked on what both have when everything is quiet. As
 * in checker.ts, sets are compared, not counts.
 *
 * C1 each request is booked once and answered once, and the case has the answer
 * C2 the bookings are the requests: the same case, the same amount
 * C3 what is reserved and paid of a tenancy is within its cap, and nothing that was given back is missing for the next request
 * C4 withdrawn is given back, paid is confirmed with what was paid
 */
import { found, type Violation } from './checker.ts';

/** As the case told it last. */
export interface CoverAsked {
  requestRef: string;
  caseRef: string;
  amountOere: number;
  status: 'requested' | 'withdrawn' | 'paid';
  paidOere?: number;
}

/** What a case knows of a request that is not withdrawn. */
export interface CoverHeard {
  requestRef: string;
  /** Null: it knows of no answer. */
  amountOere: number | null;
}

export interface CoverBooked {
  requestRef: string;
  caseRef: string;
  tenancyRef: string;
  state: string;
  requestedOere: number;
  amountOere: number;
}

export interface CoverHistory {
  asked: readonly CoverAsked[];
  heard: readonly CoverHeard[];
  booked: readonly CoverBooked[];
  /** The ledger's first word on a request, as it lies on Kafka; the same message again has the same id. */
  answers: readonly { id: string; requestRef: string }[];
  capOere: number;
}

const IS_BACK: readonly string[] = ['RELEASED', 'REFUSED', 'EXPIRED'];

/** Empty when all four hold. */
export function coverViolations({ asked, heard, booked, answers, capOere }: CoverHistory): Violation[] {
  const bookings = new Map(booked.map((one) => [one.requestRef, one]));
  const requests = new Map(asked.map((one) => [one.requestRef, one]));
  const answered = new Map<string, Set<string>>();
  for (const { id, requestRef } of answers) answered.set(requestRef, (answered.get(requestRef) ?? new Set()).add(id));
  const used = new Map<string, number>();
  for (const { tenancyRef, state, amountOere } of booked)
    if (!IS_BACK.includes(state)) used.set(tenancyRef, (used.get(tenancyRef) ?? 0) + amountOere);
  const refs = <T extends { requestRef: string }>(of: readonly T[], isWrong: (one: T) => boolean) =>
    of.filter(isWrong).map(({ requestRef }) => requestRef);
  const isBooked = ({ requestRef }: CoverAsked) => bookings.has(requestRef);
  return [
    ...found(
      'C1',
      'asked, but not booked',
      refs(asked, (one) => !isBooked(one)),
    ),
    ...found(
      'C1',
      'booked, but never asked',
      refs(booked, ({ requestRef }) => !requests.has(requestRef)),
    ),
    ...found(
      'C1',
      'not answered exactly once',
      refs(booked, ({ requestRef }) => answered.get(requestRef)?.size !== 1),
    ),
    ...found(
      'C1',
      'the case has no answer, or another one',
      refs(heard, ({ requestRef, amountOere }) => bookings.get(requestRef)?.amountOere !== amountOere),
    ),
    ...found(
      'C2',
      'booked for another case or amount than was asked',
      refs(asked, (one) => {
        const booking = bookings.get(one.requestRef);
        return booking !== undefined && (booking.caseRef !== one.caseRef || booking.requestedOere !== one.amountOere);
      }),
    ),
    ...found(
      'C3',
      'more than the cap of a tenancy',
      [...used].filter(([, amountOere]) => amountOere > capOere).map(([tenancyRef]) => tenancyRef),
    ),
    // A case takes one request back before it makes the next: the whole cap is free for each.
    ...found(
      'C3',
      'less than the cap left',
      refs(booked, ({ requestedOere, amountOere }) => amountOere < Math.min(requestedOere, capOere)),
    ),
    ...found(
      'C4',
      'withdrawn, but not given back',
      refs(asked, (one) => one.status === 'withdrawn' && isBooked(one) && !isIn(bookings, one, IS_BACK)),
    ),
    ...found(
      'C4',
      'still asked for, but given back',
      refs(
        asked,
        (one) => one.status === 'requested' && isBooked(one) && !isIn(bookings, one, ['RESERVED', 'REFUSED']),
      ),
    ),
    ...found(
      'C4',
      'paid, but not confirmed with what was paid',
      refs(asked, (one) => one.status === 'paid' && !isConfirmed(bookings.get(one.requestRef), one)),
    ),
  ];
}

const isIn = (bookings: ReadonlyMap<string, CoverBooked>, { requestRef }: CoverAsked, states: readonly string[]) =>
  states.includes(bookings.get(requestRef)?.state ?? '');
const isConfirmed = (booking: CoverBooked | undefined, { paidOere }: CoverAsked) =>
  booking?.state === 'CONFIRMED' && booking.amountOere === paidOere;
