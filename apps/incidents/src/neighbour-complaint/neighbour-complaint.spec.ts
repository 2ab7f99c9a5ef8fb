// SPDX-License-Identifier: MPL-2.0
// Complaints by the rules alone: § 153 by number, the days of the tribunal, and chance histories from which a fact is struck.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ActingRole } from '#contracts/roles';
import { addDays, type LocalDate, Refusal, type Step, type Strike, withoutStep } from '#domain';
import type { NeighbourComplaint, NeighbourComplaintFacts, TribunalCase } from './case.js';
import { CONDUCT, numberOf } from './conduct.js';
import { neighbourComplaintRules as complaintRules } from './neighbour-complaint.js';
import { type StruckInComplaint, neighbourComplaintStrikes as strikes } from './registered-in-error.js';
import { conditionalUntilOf, mayBeFiled, unfoundedOf } from './tribunal-case.js';

test('§ 153, stk. 1, by its numbers: unacceptable noise is no 5, other noise no 9', () => {
  expect(CONDUCT.map(numberOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(CONDUCT.filter((conduct) => [5, 9, 11].includes(numberOf(conduct)))).toEqual([
    ...(['unacceptable_noise', 'other_noise', 'other'] as const),
  ]);
});

const decided = (decidedOn: LocalDate, more: Partial<TribunalCase> = {}): TribunalCase => ({
  ...{ tribunalRef: 'T', filedOn: decidedOn, servedOn: null, serviceToldOn: null, repliedOn: null },
  decision: { decidedOn, outcome: 'conditional', notifiedOn: null, verifiedOn: null },
  ...more,
});

test.each([
  ['2026-12-21', '2027-12-21'],
  ['2028-02-29', '2029-02-28'],
  ['2027-02-28', '2028-02-28'],
])('decided %s, conditional until %s, that day included', (decidedOn, until) => {
  expect(conditionalUntilOf(decided(decidedOn))).toBe(until);
});

const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-09-01', days));

test('a case may be filed by a breach strictly after a reminder, after the last decision, and on or before the filing', () => {
  fc.assert(
    fc.property(day, day, day, fc.option(day), (sentOn, happenedOn, filedOn, decidedOn) => {
      const of = {
        reminders: [{ reminderRef: 'R', sentOn, categories: [] }],
        breaches: [{ breachRef: 'B', happenedOn, categories: [], evidence: [], documentationRef: null }],
        tribunals: decidedOn ? [decided(decidedOn)] : [],
      };
      const expected = sentOn < happenedOn && happenedOn <= filedOn && (!decidedOn || happenedOn > decidedOn);
      expect(mayBeFiled(of, filedOn)).toBe(expected);
    }),
  );
});

// --- Chance histories ---

const factsOn = (today: LocalDate): NeighbourComplaintFacts => ({
  today,
  tenancy: null,
  slas: null,
  ...{ otherCases: [], waitingCases: [] },
  isLandlord: false,
  quietDays: 5,
  breachToldWithinDays: 28,
});
const NOISE = { categories: ['unacceptable_noise'] as const };
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value ?? null)) as T;

interface Act {
  action: keyof typeof complaintRules.table;
  role: ActingRole;
  input?: object;
}
/** What somebody may do on a day; `no` makes its references its own. */
const acts: ((today: LocalDate, no: number, back: number) => Act)[] = [
  (happenedOn, no, back) => ({
    ...{ action: 'reportFurther', role: back % 2 ? 'single_entry' : 'landlord_admin' },
    input: {
      reportRef: `r${no}`,
      kind: 'complaint',
      from: 'neighbour',
      happenedOn,
      isLandlords: back % 2 === 0,
      ...NOISE,
    },
  }),
  () => ({ action: 'assign', role: 'single_entry', input: {} }),
  (heldOn, _, back) => ({
    ...{ action: 'recordDialogue', role: 'outreach_team' },
    input: { heldOn, outcome: back % 3 ? 'contacted' : 'not_reached' },
  }),
  (today, no, back) => ({
    ...{ action: 'remindTenant', role: 'landlord_admin' },
    input: { reminderRef: `m${no}`, sentOn: addDays(today, -back), ...NOISE },
  }),
  (today, no, back) => ({
    ...{ action: 'recordBreach', role: 'landlord_admin' },
    input: { breachRef: `b${no}`, happenedOn: addDays(today, -back), evidence: ['log'], ...NOISE },
  }),
  (sentOn, no) => ({ action: 'warnTenant', role: 'landlord_admin', input: { warningRef: `w${no}`, sentOn } }),
  (filedOn, no) => ({ action: 'fileTribunalCase', role: 'landlord_admin', input: { tribunalRef: `t${no}`, filedOn } }),
  (servedOn) => ({ action: 'recordTribunalService', role: 'landlord_admin', input: { servedOn } }),
  (decidedOn, _, back) => ({
    ...{ action: 'recordTribunalDecision', role: 'landlord_admin' },
    input:
      back % 3 === 0 ? { decidedOn, outcome: 'conditional', conditions: 'Ro.' } : { decidedOn, outcome: 'warning' },
  }),
  (notifiedOn) => ({ action: 'recordTribunalNotification', role: 'single_entry', input: { notifiedOn } }),
  () => ({ action: 'verifyTribunalDecision', role: 'single_entry' }),
  (happenedOn, no) => ({
    ...{ action: 'reportConditionBreach', role: 'landlord_admin' },
    input: { breachRef: `c${no}`, happenedOn, movingRequired: true, ...NOISE },
  }),
  () => ({ action: 'resolve', role: 'system' }),
];

/** A case with its steps, kept as the store keeps them. */
class Story {
  complaint: NeighbourComplaint;
  steps: Step[] = [];
  constructor() {
    const input = {
      ...{ reportRef: 'r', kind: 'concern', from: 'landlord', categories: [], isLandlords: true, namesLandlord: false },
      ...{ landlordRef: 'L', landlordReference: 'L-1', tenancyRef: null },
    };
    this.complaint = {} as NeighbourComplaint;
    this.perform({ action: 'report', role: 'landlord_admin', input }, '2026-09-01', null);
  }
  private perform(
    { action, role, input }: Act,
    today: LocalDate,
    subject: NeighbourComplaint | null,
    striking?: object,
  ) {
    const facts = { ...factsOn(today), ...striking };
    const { changes } = complaintRules.perform(action, subject, [role], facts, ...((input ? [input] : []) as []));
    const became = stored(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
    const was = subject ? Object.fromEntries(Object.keys(became).map((key) => [key, subject[key as never]])) : {};
    const step = {
      ...{ ref: `S${this.steps.length}`, action, by: role, landlordRef: 'L', input: stored(input) },
      ...{ facts: stored(strikes.keeps(facts)), was: stored(was), became },
      strikes: striking ? (input as Strike).ref : null,
    };
    this.steps = [...this.steps, step];
    this.complaint = { ...subject, ...became } as NeighbourComplaint;
  }
  /** @returns whether the rules let it happen */
  try(act: Act, today: LocalDate): boolean {
    try {
      this.perform(act, today, this.complaint);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }
  strike(ref: string, today: LocalDate): boolean {
    const action = this.steps.find((step) => step.ref === ref)!.action;
    const [what] = Object.entries(strikes.what).find(([, actions]) => actions.includes(action))! as [
      StruckInComplaint,
      unknown,
    ];
    const striker = { id: 'E', roles: ['single_entry'] };
    const without = withoutStep(complaintRules as never, strikes, this.complaint, factsOn(today), this.steps, ref);
    const name = what === 'dialogue' ? 'strikeDialogue' : 'strike';
    try {
      const act = { action: name, role: 'single_entry', input: { what, ref, reason: 'wrong_date' } } as const;
      this.perform(act, today, this.complaint, { striking: { steps: this.steps, striker, without } });
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }
}

const history = fc.array(
  fc.record({ act: fc.integer({ min: 0, max: acts.length - 1 }), later: fc.nat({ max: 4 }), back: fc.nat({ max: 5 }) }),
  { minLength: 4, maxLength: 16 },
);
/** @param said whether the act of that number is told */
function told(of: { act: number; later: number; back: number }[], said: (no: number) => boolean = () => true) {
  const story = new Story();
  let today = '2026-09-01';
  const happened: { no: number; ref: string; act: Act }[] = [];
  let isWhole = true;
  for (const [no, { act: which, later, back }] of of.entries()) {
    today = addDays(today, later);
    const act = acts[which]!(today, no, back);
    if (!said(no)) continue;
    if (story.try(act, today)) happened.push({ no, ref: story.steps.at(-1)!.ref, act });
    else isWhole = false;
  }
  return { story, happened, today, isWhole };
}

describe('chance histories', () => {
  test('without a fact that is struck the case is what it would be had it never been recorded', () => {
    let compared = 0;
    fc.assert(
      fc.property(history, fc.nat(), (of, pick) => {
        const { story, happened, today } = told(of);
        const strikeable = happened.filter(({ act }) =>
          Object.values(strikes.what).some((all) => all.includes(act.action)),
        );
        fc.pre(strikeable.length > 0);
        const struck = strikeable[pick % strikeable.length]!;
        const before = story.complaint;
        if (!story.strike(struck.ref, today)) {
          expect(story.complaint).toBe(before);
          return;
        }
        const fallen = story.steps.filter((step) =>
          strikes.falls?.(story.steps.find(({ ref }) => ref === struck.ref)!, step),
        );
        const left = happened.filter(({ ref }) => ref !== struck.ref && !fallen.some((step) => step.ref === ref));
        const anew = told(of, (no) => left.some((one) => one.no === no));
        // What follows by time falls away where its rule refuses it; of the rest each must be allowed without the fact too.
        fc.pre(left.every(({ no, act }) => act.role === 'system' || anew.happened.some((one) => one.no === no)));
        compared += 1;
        expect(story.complaint).toEqual(anew.story.complaint);
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  test('no tribunal case is ever left without a breach in spite of a reminder', () => {
    let filed = 0;
    fc.assert(
      fc.property(history, fc.nat(), (of, pick) => {
        const { story, happened, today } = told(of);
        filed += story.complaint.tribunals.length;
        for (const { ref, act } of [...happened].reverse().slice(0, 1 + (pick % 4)))
          if (Object.values(strikes.what).some((all) => all.includes(act.action))) story.strike(ref, today);
        expect(unfoundedOf(story.complaint)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
    expect(filed).toBeGreaterThan(20);
  });

  test('what came through the single entry point changes nothing that the landlord counts', () => {
    fc.assert(
      fc.property(history, (of) => {
        const { story } = told(of);
        const { toldIf } = complaintRules.table.reportFurther;
        for (const step of story.steps.filter(({ action }) => action === 'reportFurther')) {
          const { isLandlords } = step.input as { isLandlords: boolean };
          expect(toldIf(step.was as never, step.became as never)).toBe(isLandlords);
        }
      }),
      { numRuns: 50 },
    );
  });
});
