// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addWorkingDays,
  courseOf,
  DEADLINES,
  type DeadlineCode,
  type DeadlineRule,
  type LocalDate,
  outOfItsCourse,
  pausing,
  rules,
  type WithDeadlineCourse,
  workingDaysBetween,
} from './index.js';

interface Matter extends WithDeadlineCourse {
  state: 'OPEN';
  contactBy: LocalDate;
  isMet?: boolean;
}

const matterRules = rules<Matter, { today: LocalDate }, 'clerk' | 'system'>()({
  ...pausing<Matter, { today: LocalDate }, 'clerk' | 'system'>({
    from: ['OPEN'],
    by: ['clerk'],
    runsTo: ({ contactBy, isMet }, code) => (code === 'FIRST_OUTREACH' && !isMet ? contactBy : null),
    later: ({ contactBy }, _, days) => ({ contactBy: addWorkingDays(contactBy, days) }),
  }),
});
type Action = keyof (typeof matterRules)['table'];

/** Due on Friday 7 August 2026. */
const matter: Matter = { state: 'OPEN', contactBy: '2026-08-07', deadlineCourse: [] };
const act = (before: Matter, action: Action, today: LocalDate, input?: object): Matter => {
  const by = action === 'endPauses' ? 'system' : 'clerk';
  return {
    ...before,
    ...matterRules.perform(action, before, [by], { today }, ...((input ? [input] : []) as [])).changes,
  };
};
const code = 'FIRST_OUTREACH';
const pause = (before: Matter, today: LocalDate, until: LocalDate, more: object = {}) =>
  act(before, 'pauseDeadline', today, { code, reason: 'citizen_is_away', until, ...more });

describe('a deadline that waits', () => {
  test('its last day comes later by the working days that it waited', () => {
    const paused = pause(matter, '2026-08-05', '2026-09-01');
    expect(paused).toMatchObject({ contactBy: '2026-08-07', deadlineCourse: [{ endedOn: null, dueAfter: null }] });
    expect(courseOf(paused, code, null)).toEqual({ pausedOn: '2026-08-05', pausedDays: 0 });
    // Wednesday, Thursday, Friday and Monday: four.
    const resumed = act(paused, 'resumeDeadline', '2026-08-11', { code });
    expect(resumed.contactBy).toBe('2026-08-13');
    expect(resumed.deadlineCourse).toEqual([
      {
        ...{ code, kind: 'pause', reason: 'citizen_is_away', on: '2026-08-05', until: '2026-09-01' },
        ...{ endedOn: '2026-08-11', workingDays: 4, dueBefore: '2026-08-07', dueAfter: '2026-08-13' },
      },
    ]);
    expect(courseOf(resumed, code, null)).toEqual({ pausedOn: null, pausedDays: 4 });
  });

  test('runs again by itself on the day that was said, and on no other', () => {
    const paused = pause(matter, '2026-08-05', '2026-08-11');
    expect(matterRules.dueOn(paused)).toBe('2026-08-11');
    expect(matterRules.dueAction(paused, '2026-08-10', { today: '2026-08-10' })).toBeUndefined();
    expect(matterRules.dueAction(paused, '2026-08-11', { today: '2026-08-11' })).toBe('endPauses');
    expect(act(paused, 'endPauses', '2026-08-11')).toMatchObject({ contactBy: '2026-08-13' });
  });

  test('that time comes to late has waited until the day that was said', () => {
    const paused = pause(matter, '2026-08-05', '2026-08-11');
    const onTime = act(paused, 'endPauses', '2026-08-11');
    expect(act(paused, 'endPauses', '2026-08-14')).toEqual(onTime);
    expect(act(paused, 'resumeDeadline', '2026-08-14', { code })).toEqual(onTime);
  });

  test('that is met meanwhile has waited until then; should what met it be struck, its last day is in its course', () => {
    const met = { ...pause(matter, '2026-08-05', '2026-08-11'), isMet: true };
    const ended = act(met, 'endPauses', '2026-08-11');
    for (const one of [met, ended])
      expect(courseOf(one, code, '2026-08-07')).toEqual({ pausedOn: null, pausedDays: 2 });
    expect(ended).toMatchObject({ contactBy: '2026-08-13' });
    expect(courseOf(ended, code, null)).toEqual({ pausedOn: null, pausedDays: 4 });
    expect(courseOf(ended, code, '2026-08-04')).toEqual({ pausedOn: null, pausedDays: 0 });
  });

  test('that is counted anew meanwhile: its course tells the day from which it goes on', () => {
    const paused = { ...pause(matter, '2026-08-05', '2026-08-11'), contactBy: '2026-08-18' };
    expect(act(paused, 'endPauses', '2026-08-11')).toMatchObject({
      ...{ contactBy: '2026-08-24', deadlineCourse: [{ dueBefore: '2026-08-18', dueAfter: '2026-08-24' }] },
    });
  });

  test('over Christmas, until a holiday and beyond its last day: no day off counts', () => {
    const due = { ...matter, contactBy: '2026-12-28' };
    // 22, 23 and 24 December; of 25 to 27 December none is a working day.
    expect(act(pause(due, '2026-12-22', '2026-12-25'), 'endPauses', '2026-12-25')).toMatchObject({
      ...{ contactBy: '2026-12-31', deadlineCourse: [{ workingDays: 3, endedOn: '2026-12-25' }] },
    });
  });

  test('whatever it waits and is extended by, no working day is lost or won', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days));
    fc.assert(
      fc.property(
        day,
        fc.nat(10),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 20 }),
        (on, left, waits, more) => {
          const due = addWorkingDays(on, left);
          const until = addDays(on, waits);
          const running = { ...matter, contactBy: due };
          const resumed = act(pause(running, on, until), 'endPauses', until);
          expect(resumed.contactBy).toBe(addWorkingDays(due, workingDaysBetween(on, until)));
          if (resumed.contactBy < until) return;
          const extended = act(resumed, 'extendDeadline', until, {
            code,
            reason: 'awaits_information',
            workingDays: more,
          });
          expect(extended.contactBy).toBe(addWorkingDays(resumed.contactBy, more));
        },
      ),
    );
  });
});

test('what a deadline was before anything was done to it is known whatever day it was, a Saturday too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days)),
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 20 })), { maxLength: 4 }),
      (day, steps) => {
        let now: Matter = { ...matter, contactBy: day };
        for (const [waits, days] of steps) {
          const today = now.contactBy;
          now = waits
            ? act(pause(now, today, addDays(today, days)), 'endPauses', addDays(today, days))
            : act(now, 'extendDeadline', today, { code, reason: 'citizen_is_away', workingDays: days });
          expect(outOfItsCourse(code, now.contactBy, now)).toBe(day);
        }
        const lasts = pause(now, now.contactBy, addDays(now.contactBy, 3));
        expect(outOfItsCourse(code, lasts.contactBy, lasts)).toBe(day);
      },
    ),
  );
});

describe('refused', () => {
  const paused = pause(matter, '2026-08-05', '2026-09-01');
  test.each([
    ['the law’s', 'deadline-is-not-ours-to-move', matter, 'pauseDeadline', '2026-08-05', { code: 'DEMAND_EXPIRY' }],
    ['the law’s', 'deadline-is-not-ours-to-move', matter, 'extendDeadline', '2026-08-05', { code: 'HELP_DECISION' }],
    ['one that does not run', 'deadline-does-not-run', matter, 'pauseDeadline', '2026-08-05', { code: 'DISBURSEMENT' }],
    ['one that has passed', 'deadline-has-passed', matter, 'pauseDeadline', '2026-08-08', {}],
    ['one that has passed', 'deadline-has-passed', matter, 'extendDeadline', '2026-08-08', {}],
    ['twice', 'no-deadline-of-ours-runs', paused, 'pauseDeadline', '2026-08-06', {}],
    ['while it waits', 'no-deadline-of-ours-runs', paused, 'extendDeadline', '2026-08-06', {}],
    [
      'another than the one that waits',
      'deadline-is-not-paused',
      paused,
      'resumeDeadline',
      '2026-08-06',
      { code: 'DISBURSEMENT' },
    ],
    ['until today', 'pause-ends-outside-its-window', matter, 'pauseDeadline', '2026-08-05', { until: '2026-08-05' }],
    [
      'for four months',
      'pause-ends-outside-its-window',
      matter,
      'pauseDeadline',
      '2026-08-05',
      { until: '2026-12-05' },
    ],
    ['what does not wait', 'no-deadline-is-paused', matter, 'resumeDeadline', '2026-08-05', {}],
  ] as const)('%s: %s', (_, refusal, before, action, today, more) => {
    const input = { code, reason: 'awaits_information', until: '2026-08-20', workingDays: 2, ...more };
    expect(() => act(before, action, today, input)).toThrow(expect.objectContaining({ code: refusal }));
  });

  test('each code says whether its length is ours, and those of law never are', () => {
    const ours = Object.entries<DeadlineRule>(DEADLINES).filter(([, { fixed }]) => fixed === null);
    expect(ours.every(([, { sla, source }]) => sla && !source.includes('lov'))).toBe(true);
    expect(ours.map(([name]) => name as DeadlineCode)).toEqual([
      ...['ACKNOWLEDGE', 'CONTACT_ANSWER', 'FIRST_OUTREACH', 'ASSESSMENT', 'OUTLOOK_REQUEST', 'FINANCING_OUTLOOK'],
      ...['MATCH', 'PROPOSAL_ANSWER', 'FINANCING_APPLICATION', 'BENEFIT_DECISION', 'LEASE_SIGNATURE', 'SETTLING_IN'],
      ...['FINANCING_NOTICE', 'DISBURSEMENT', 'SETTLEMENT_DECISION'],
    ]);
  });
});
