// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { type CoverHistory, coverViolations } from './cover-checker.ts';

type Draft = { -readonly [Part in keyof CoverHistory]: CoverHistory[Part] extends readonly (infer T)[] ? T[] : number };

/** One request that was withdrawn, one that was paid, one of another case that is reserved. */
function valid(): Draft {
  const about = { caseRef: 'case', amountOere: 400 };
  const booking = { caseRef: 'case', tenancyRef: 'home', requestedOere: 400 };
  return {
    asked: [
      { requestRef: 'withdrawn', status: 'withdrawn', ...about },
      { requestRef: 'paid', status: 'paid', ...about, paidOere: 300 },
      { requestRef: 'open', status: 'requested', ...about, caseRef: 'second' },
    ],
    heard: [{ requestRef: 'open', amountOere: 300 }],
    booked: [
      { requestRef: 'withdrawn', state: 'RELEASED', ...booking, amountOere: 300 },
      { requestRef: 'paid', state: 'CONFIRMED', ...booking, amountOere: 300 },
      { requestRef: 'open', state: 'RESERVED', ...booking, caseRef: 'second', tenancyRef: 'other', amountOere: 300 },
    ],
    answers: ['withdrawn', 'paid', 'open', 'open'].map((requestRef) => ({ id: `of ${requestRef}`, requestRef })),
    capOere: 300,
  };
}
const booking = (draft: Draft, ref: string) => draft.booked.find(({ requestRef }) => requestRef === ref)!;

test('a conversation in which nothing is wrong but a repeated message', () => {
  expect(coverViolations(valid())).toEqual([]);
});

test.each<[string, (draft: Draft) => unknown]>([
  ['C1 asked, but not booked', (draft) => draft.booked.pop()],
  ['C1 booked, but never asked', (draft) => draft.asked.pop()],
  ['C1 not answered exactly once', (draft) => draft.answers.shift()],
  ['C1 not answered exactly once', (draft) => draft.answers.push({ id: 'another', requestRef: 'open' })],
  ['C1 the case has no answer, or another one', (draft) => Object.assign(draft.heard[0]!, { amountOere: null })],
  ['C1 the case has no answer, or another one', (draft) => Object.assign(draft.heard[0]!, { amountOere: 400 })],
  ['C2 booked for another case or amount than was asked', (draft) => Object.assign(booking(draft, 'open'), { caseRef: 'other' })], // biome-ignore format: one line
  ['C2 booked for another case or amount than was asked', (draft) => Object.assign(booking(draft, 'open'), { requestedOere: 401 })], // biome-ignore format: one line
  ['C3 more than the cap of a tenancy', (draft) => Object.assign(draft, { capOere: 299 })],
  ['C3 more than the cap of a tenancy', (draft) => Object.assign(booking(draft, 'open'), { tenancyRef: 'home' })],
  ['C3 less than the cap left', (draft) => Object.assign(booking(draft, 'withdrawn'), { amountOere: 299 })],
  ['C4 withdrawn, but not given back', (draft) => Object.assign(booking(draft, 'withdrawn'), { state: 'RESERVED' })],
  ['C4 still asked for, but given back', (draft) => Object.assign(booking(draft, 'open'), { state: 'RELEASED' })],
  ['C4 paid, but not confirmed with what was paid', (draft) => Object.assign(booking(draft, 'paid'), { state: 'RESERVED' })], // biome-ignore format: one line
  ['C4 paid, but not confirmed with what was paid', (draft) => Object.assign(booking(draft, 'paid'), { amountOere: 301 })], // biome-ignore format: one line
])('%s', (expected, breakIt) => {
  const draft = valid();
  breakIt(draft);
  expect(coverViolations(draft).map(({ invariant, what }) => `${invariant} ${what}`)).toContain(expected);
});
