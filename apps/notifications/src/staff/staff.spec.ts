// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#domain';
import {
  type Absence,
  type Colleague,
  isNews,
  type SignedIn,
  type Staff,
  type StaffFacts,
  staffRules,
} from './staff.js';

const today = '2026-12-01';
const anna: Staff = {
  ...{ state: 'ACTIVE', staffId: 'anna', name: 'Anna Prøve', roles: ['support_worker'], teams: ['nord'] },
  ...{ mailbox: null, phone: null, absences: [], saidMailbox: null, signedInAt: new Date(1000) },
};
const bo: Colleague = { state: 'ACTIVE', staffId: 'bo', roles: ['support_worker'], absences: [] };
const facts = (more: Partial<StaffFacts> = {}): StaffFacts => ({
  ...{ today, actorId: 'anna', roles: ['support_worker'], teams: ['nord'] },
  ...more,
});

const TEAMS = ['nord', 'syd', 'oest'];
const someTeams = fc.subarray(TEAMS);

test('whatever a team leader sends, nobody gets into or out of a team that is not the leader’s', () => {
  fc.assert(
    fc.property(someTeams, someTeams, someTeams, (own, before, teams) => {
      const leader = facts({ actorId: 'leader', roles: ['team_leader'], teams: own });
      const person = { ...anna, teams: before };
      const refusal = staffRules.refusal('change', person, ['team_leader'], leader, { teams });
      const moved = TEAMS.filter((team) => before.includes(team) !== teams.includes(team));
      if (!refusal) expect(moved.every((team) => own.includes(team))).toBe(true);
      expect(staffRules.refusal('change', person, ['operator'], { ...leader, roles: ['operator'] }, { teams })).toBeUndefined(); // biome-ignore format: one line
    }),
  );
});

test('whatever is planned, changed and ended in whatever order, absences stay apart, in order, and in their window', () => {
  const day = fc.integer({ min: -40, max: 400 }).map((days) => addDays(today, days));
  const step = fc.oneof(
    fc.record({ action: fc.constant('planAbsence' as const), from: day, to: day }),
    fc.record({ action: fc.constantFrom('changeAbsence' as const, 'endAbsence' as const), at: fc.nat(3), from: day, to: day }), // biome-ignore format: one line
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let absences: Absence[] = [];
      for (const [index, { action, from, to, ...which }] of steps.entries()) {
        const absenceRef = 'at' in which ? (absences[which.at]?.absenceRef ?? 'none') : String(index);
        const input = { absenceRef, from, to, standIn: 'bo' };
        const person = { ...anna, absences };
        const known = facts({ standIn: bo, duties: [] });
        if (staffRules.refusal(action, person, known.roles, known, input)) continue;
        absences = staffRules.perform(action, person, known.roles, known, input).changes.absences!;
        for (const [place, one] of absences.entries()) {
          expect(one.from <= one.to).toBe(true);
          if (place) expect(absences[place - 1]!.to < one.from).toBe(true);
        }
      }
    }),
  );
});

describe('what a token says', () => {
  const said: SignedIn = {
    ...{ staffId: 'anna', roles: ['support_worker'], name: 'Anna Prøve', mailbox: null, issuedAt: new Date(2000) },
  };
  test.each([
    ['the same', {}, false],
    ['no name', { name: null }, false],
    ['another name', { name: 'Anna Holm' }, true],
    ['another role', { roles: ['finance'] }, true],
    ['a mailbox', { mailbox: 'a@b.dk' }, true],
    ['another role, but an older token', { roles: ['finance'], issuedAt: new Date(500) }, false],
  ] as const)('%s', (_, more, expected) => expect(isNews(anna, { ...said, ...more } as SignedIn)).toBe(expected));
  test('at the first sign-in of somebody who was announced', () =>
    expect(isNews({ ...anna, signedInAt: null }, said)).toBe(true));
});
