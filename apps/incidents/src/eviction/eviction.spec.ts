// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ActingRole } from '#contracts/roles';
import { addDays, type InputOf, Refusal, type Step, type Strike, withoutStep } from '#domain';
import type { Command } from '#persistence';
import type { Basis, Eviction, EvictionFacts, Termination } from './case.js';
import { decisionDueOn, helpIsAQuestion, unhandled } from './duty.js';
import { EvictionLandlordView, EvictionMunicipalView } from './eviction.dto.js';
import { evictionRules } from './eviction.js';
import { eviction as kind } from './eviction.kind.js';
import {
  EVICTION_STRUCK_ALOUD,
  EVICTION_STRUCK_QUIETLY,
  evictionStrikes,
  type StruckInEviction,
} from './registered-in-error.js';

const factsOn = (today: string, more: Partial<EvictionFacts> = {}): EvictionFacts => ({
  ...{ today, tenancy: null, tenancyHasAnother: false, notifyOnBailiffRequest: true, endsAfterWeeks: 8 },
  ...more,
});
const ARREARS: Basis = {
  ...{ basisRef: 'B1', kind: 'arrears', caseKind: 'rent-arrears', caseRef: 'C1', caseNumber: 'R-26-00001-9' },
  ...{ since: '2026-12-01', earliestOn: '2026-12-29', owedOere: 500, insisted: false, categories: [] },
};

type Table = typeof evictionRules.table;
type Action = Exclude<keyof Table, 'open' | 'strike' | 'strikeDuty'>;
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value ?? null)) as T;

/** A case with its steps, kept as the store keeps them. */
class Story {
  eviction = {} as Eviction;
  steps: Step[] = [];
  constructor(
    public today = '2026-12-29',
    private readonly more: Partial<EvictionFacts> = {},
  ) {
    const of = { landlordRef: 'L', landlordReference: 'L-1', tenancyRef: null, agreementRef: null };
    this.perform('open', null, 'system', { ...of, basis: ARREARS });
  }
  get facts() {
    return factsOn(this.today, this.more);
  }
  private perform(action: keyof Table, subject: Eviction | null, role: ActingRole, input: unknown, more = {}): this {
    const facts = { ...this.facts, ...more };
    const { changes } = evictionRules.perform(action, subject, [role], facts, ...((input ? [input] : []) as []));
    const became = stored(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
    const was = subject ? Object.fromEntries(Object.keys(became).map((key) => [key, subject[key as never]])) : {};
    const step = {
      ...{ ref: `S${this.steps.length}`, action, by: role, landlordRef: role === 'landlord_admin' ? 'L' : null },
      ...{ input: stored(input), facts: stored(evictionStrikes.keeps(facts)), was: stored(was), became },
      strikes: 'striking' in more ? (input as Strike).ref : null,
    };
    this.steps = [...this.steps, step];
    this.eviction = { ...(subject ?? {}), ...became } as Eviction;
    return this;
  }
  on(today: string): this {
    this.today = today;
    return this;
  }
  do<A extends Action>(action: A, role: ActingRole, ...[input]: InputOf<Table[A]>): this {
    return this.perform(action, this.eviction, role, input);
  }
  strike(step: Step): this {
    const what = (Object.keys(evictionStrikes.what) as StruckInEviction[]).find((one) =>
      evictionStrikes.what[one].includes(step.action),
    )!;
    const action = EVICTION_STRUCK_QUIETLY.some((one) => one === what) ? 'strikeDuty' : 'strike';
    const without = withoutStep(evictionRules, evictionStrikes, this.eviction, this.facts, this.steps, step.ref);
    const striking = { steps: this.steps, striker: { id: step.by, roles: ['single_entry'] }, without };
    return this.perform(
      action,
      this.eviction,
      'single_entry',
      { what, ref: step.ref, reason: 'wrong_date' },
      { striking },
    );
  }
  serve(
    servedOn = this.today,
    kindOf: Termination['kind'] = 'breach',
    basisRef = 'B1',
    vacateBy = addDays(servedOn, 7),
  ) {
    return this.do('serveTermination', 'landlord_admin', {
      ...{ terminationRef: `T${this.told}`, basisRef, kind: kindOf, servedOn, vacateBy },
    });
  }
  /** How many steps the landlord may know of. */
  get told(): number {
    return this.steps.filter(({ action }) => !('toldNotTo' in evictionRules.table[action as Action])).length;
  }
  refusal(act: () => unknown): unknown[] {
    try {
      act();
    } catch (error) {
      if (error instanceof Refusal) return [error.faults.map(({ code }) => code), error.facts];
      throw error;
    }
    throw new Error('it was allowed');
  }
}

const as = (role: ActingRole) => ({ actor: { id: 'x', kind: 'person', roles: [role] } }) as unknown as Command;
const row = ({ eviction }: Story) => ({ id: 'C', version: 1, shownVersion: 1, closedAt: null, ...eviction }) as never;
const landlordSees = (story: Story) => stored(EvictionLandlordView.of(row(story), story.facts, as('landlord_admin')));
const everything = (story: Story) =>
  stored([EvictionMunicipalView.of(row(story), story.facts, as('single_entry')), landlordSees(story), kind.deadlines!(row(story))]); // biome-ignore format: one line

describe('a termination', () => {
  test.each<[string, string, Termination['kind'], string, string]>([
    ['arrears too early', '2026-12-28', 'breach', '2027-01-04', 'termination-is-served-too-early'],
    ['arrears by notice', '2026-12-29', 'notice', '2027-03-31', 'arrears-end-a-lease-at-once'],
    ['in the future', '2026-12-31', 'breach', '2027-01-04', 'termination-lies-in-the-future'],
    ['out before it is served', '2026-12-29', 'breach', '2026-12-28', 'day-to-vacate-is-outside-its-window'],
    ['a year off', '2026-12-29', 'breach', '2028-01-05', 'day-to-vacate-is-outside-its-window'],
  ])('%s is refused', (_, servedOn, how, vacateBy, code) => {
    const story = new Story('2026-12-30');
    expect(story.refusal(() => story.serve(servedOn, how, 'B1', vacateBy))[0]).toEqual([code]);
  });

  test('by notice ends with the usual notice at the earliest: served 8 April, the 31st of July', () => {
    const story = new Story('2027-04-08');
    story.do('stateConduct', 'landlord_admin', { basisRef: 'B2', happenedOn: '2027-04-01', categories: ['danger'], movingRequired: true }); // biome-ignore format: one line
    expect(story.refusal(() => story.serve('2027-04-08', 'notice', 'B2', '2027-07-30'))).toEqual([
      ['day-to-vacate-is-outside-its-window'],
      { earliest: '2027-07-31', latest: '2028-04-08' },
    ]);
    expect(story.serve('2027-04-08', 'notice', 'B2', '2027-07-31').eviction.state).toBe('SERVED');
  });

  test.each([
    ['2026-12-29', 500, true],
    ['2026-12-30', 500, false],
    ['2026-12-29', 499, false],
  ])('served 29 December with a payment of %s of %d: paid before is %s', (paidOn, amountOere, isPaidBefore) => {
    const story = new Story('2026-12-30').do('registerPayment', 'landlord_admin', { paidOn, amountOere });
    if (!isPaidBefore) story.serve('2026-12-29');
    else expect(story.refusal(() => story.serve('2026-12-29'))[0]).toEqual(['arrears-were-paid-before']);
  });

  test('what is owed again asks nobody any more', () => {
    const story = new Story().do('registerPayment', 'landlord_admin', { paidOn: '2026-12-29', amountOere: 500 });
    expect(story.eviction.latePayment?.answer).toBe('asked');
    const basis = { ...ARREARS, basisRef: 'B2', caseRef: 'C2' };
    expect(story.do('addBasis', 'system', { basis }).eviction.latePayment).toBeNull();
    expect(story.refusal(() => story.do('addBasis', 'system', { basis }))[0]).toEqual(['basis-is-in-the-case-already']);
  });
});

/** The municipality has yet to handle or decide something. */
const isDutyPending = (eviction: Eviction) =>
  unhandled(eviction).length > 0 || (helpIsAQuestion(eviction) && eviction.helpDecision === null);

describe('the duty', () => {
  test.each<['yes' | 'no' | 'unknown', boolean, boolean]>([
    ['yes', false, true],
    ['unknown', false, true],
    ['no', true, true],
    ['no', false, false],
  ])('with children: %s, need likely: %s, help is a question: %s', (minorsInHousehold, needIsLikely, isQuestion) => {
    const story = new Story('2027-03-23').do('recordCourtNotification', 'single_entry', {
      ...{ notificationRef: 'N', receivedOn: '2027-03-23', minorsInHousehold, needIsLikely },
    });
    expect([helpIsAQuestion(story.eviction), isDutyPending(story.eviction)]).toEqual([isQuestion, true]);
    story.do('takeUpHelp', 'social_caseworker', { handledOn: '2027-03-23' });
    expect(isDutyPending(story.eviction)).toBe(isQuestion);
  });

  test('the fourteen days are not moved, whatever day they end on', () => {
    expect(decisionDueOn({ courtNoticeOn: '2027-04-14' })).toBe('2027-04-28');
    expect(decisionDueOn({ courtNoticeOn: '2026-12-12' })).toBe('2026-12-26');
  });

  test('is taken up for what had come by then', () => {
    const story = new Story('2027-03-25');
    for (const [notificationRef, receivedOn] of [['N1', '2027-03-23'], ['N2', '2027-03-25']] as const) // biome-ignore format: one line
      story.do('recordCourtNotification', 'single_entry', { notificationRef, receivedOn, minorsInHousehold: 'no', needIsLikely: false }); // biome-ignore format: one line
    story.do('takeUpHelp', 'social_caseworker', { handledOn: '2027-03-24' });
    expect(story.eviction.courtNotifications.map(({ handledOn }) => handledOn)).toEqual(['2027-03-24', null]);
  });
});

// --- Whatever happened before ---

type Act = (story: Story, amount: number) => Story;
const L = 'landlord_admin';
const told: Record<string, Act> = {
  conduct: (story, amount) => story.do('stateConduct', L, { basisRef: `K${story.told}`, happenedOn: addDays(story.today, -(amount % 3)), categories: ['danger'], movingRequired: true }), // biome-ignore format: one line
  serve: (story, amount) => story.serve(addDays(story.today, -(amount % 2)), 'breach', story.eviction.bases[amount % story.eviction.bases.length]!.basisRef), // biome-ignore format: one line
  pay: (story, amount) => story.do('registerPayment', L, { paidOn: story.today, amountOere: [100, 250, 500][amount % 3]! }), // biome-ignore format: one line
  insist: (story) => story.do('insistOnTermination', L),
  file: (story) => story.do('fileBailiffRequest', L, { filedOn: story.today }),
  hear: (story) => story.do('recordHearing', L, { heldOn: story.today }),
  set: (story, amount) => story.do('setEvictionDate', L, { evictionOn: addDays(story.today, amount % 9) }),
  execute: (story) => story.do('execute', L, { executedOn: story.today }),
  refuse: (story) => story.do('recordRefusal', L, { refusedOn: story.today, reason: 'other' }),
  vacate: (story) => story.do('vacate', L, { vacatedOn: story.today }),
  withdraw: (story) => story.do('withdraw', L, { reason: 'other' }),
};
const hidden: Record<string, Act> = {
  notify: (story, amount) => story.do('recordCourtNotification', 'single_entry', { notificationRef: `N${story.steps.length}`, receivedOn: addDays(story.today, -(amount % 4)), minorsInHousehold: 'yes', needIsLikely: false }), // biome-ignore format: one line
  takeUp: (story) => story.do('takeUpHelp', 'social_caseworker', { handledOn: story.today }),
  decide: (story) => story.do('decideHelp', 'social_caseworker', { decidedOn: story.today, outcome: 'help' }),
  notice: (story) => story.do('recordCourtNotice', 'single_entry', { noticeOn: story.today }),
};
const strikeSome =
  (all: readonly StruckInEviction[]): Act =>
  (story, amount) => {
    const actions = all.flatMap((what) => evictionStrikes.what[what]);
    const some = story.steps.filter(({ action }) => actions.includes(action));
    return some.length ? story.strike(some[amount % some.length]!) : story;
  };
const acts: Record<string, Act> = {
  ...{ ...told, ...hidden },
  // Nobody sees that it is not done.
  end: (story) => (story.eviction.state === 'EVICTED' ? story.do('end', 'system') : story),
  ...{ strike: strikeSome(EVICTION_STRUCK_ALOUD), strikeDuty: strikeSome(EVICTION_STRUCK_QUIETLY) },
};
const outcome = (story: Story, name: string, amount: number): unknown => {
  try {
    acts[name]!(story, amount);
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return [error.facts, ...error.faults.map(({ code }) => code)];
    throw error;
  }
};
const attempt = fc.record({
  name: fc.constantFrom(...Object.keys(acts), 'serve', 'file', 'hear', 'set', 'strike', 'notify'),
  days: fc.constantFrom(0, 1, 9, 56),
  amount: fc.integer({ min: 0, max: 600 }),
});

test('whatever the court told makes no difference to a landlord: neither to what is seen nor to what may be done or struck', () => {
  let differed = 0;
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 30 }), (all) => {
      const [one, quiet] = [new Story(), new Story()];
      for (const { name, days, amount } of all) {
        for (const story of [one, quiet]) story.on(addDays(story.today, days));
        const heard = outcome(one, name, amount);
        if (!(name in hidden) && name !== 'strikeDuty')
          expect([name, outcome(quiet, name, amount)]).toEqual([name, heard]);
        expect(landlordSees(one)).toEqual(landlordSees(quiet));
        if (one.eviction.state !== quiet.eviction.state) differed += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(differed).toBeGreaterThan(50);
});

test('whatever happened, the last fact struck leaves all as if it had never been recorded', () => {
  const struck = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(attempt, { maxLength: 25 }),
      fc.constantFrom(...Object.keys({ ...told, ...hidden }).filter((name) => name !== 'insist')),
      fc.integer({ min: 0, max: 600 }),
      (before, name, amount) => {
        const story = new Story();
        for (const one of before) outcome(story.on(addDays(story.today, one.days)), one.name, one.amount);
        const was = everything(story);
        if (outcome(story, name, amount) !== 'done') return;
        story.strike(story.steps.at(-1)!);
        struck.add(name);
        expect(everything(story)).toEqual(was);
      },
    ),
    { numRuns: 1200 },
  );
  expect(struck.size).toBeGreaterThan(10);
});
