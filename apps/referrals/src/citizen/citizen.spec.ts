// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, Refusal } from '#domain';
import {
  CITIZEN_STATES,
  type Citizen,
  type CitizenFacts,
  CONSENT_SCOPES,
  citizenRules,
  runningConsent,
} from './citizen.js';

const facts: CitizenFacts = { today: '2026-12-01', openCases: [] };
const bytes = Buffer.from('locked');
const citizen: Citizen = {
  state: 'KNOWN',
  ...{ dataKey: bytes, dataKeyId: 'K', wrappedBy: '2026' },
  ...{ cpr: bytes, name: bytes, address: bytes, contact: null, household: null },
  ...{ hasProtectedAddress: true, consents: [], erasedOn: null },
};
const said = { sealed: {}, index: [] };
const consent = { scope: 'tell_court', textVersion: '1', givenOn: '2026-11-01', medium: 'paper' } as const;
const after = (subject: Citizen, changes: Partial<Citizen>): Citizen => ({ ...subject, ...changes });
const recorded = (subject: Citizen, input = consent) =>
  after(subject, citizenRules.perform('recordConsent', subject, ['social_caseworker'], facts, input).changes);
const ended = (subject: Citizen, ending: 'revoked_by_citizen' | 'recorded_in_error', endedOn = '2026-11-15') =>
  after(
    subject,
    citizenRules.perform('endConsent', subject, ['support_worker'], facts, { scope: 'tell_court', endedOn, ending })
      .changes,
  );

test('who may do what in which state', () => {
  const cells = citizenRules.matrix(CITIZEN_STATES).filter(({ to }) => to);
  expect(cells.map(({ state, action, role, to }) => `${state} ${action} ${role} → ${to}`)).toEqual([
    'none register social_caseworker → KNOWN',
    'KNOWN change social_caseworker → KNOWN',
    'KNOWN recordConsent social_caseworker → KNOWN',
    'KNOWN recordConsent support_worker → KNOWN',
    'KNOWN endConsent social_caseworker → KNOWN',
    'KNOWN endConsent support_worker → KNOWN',
    'KNOWN erase social_caseworker → ERASED',
  ]);
});

test('nobody is registered before the day of birth', () => {
  const refusal = (bornOn: string) =>
    citizenRules.refusal('change', citizen, ['social_caseworker'], facts, { ...said, bornOn })?.code;
  expect([refusal('2026-12-01'), refusal('2026-12-02')]).toEqual([undefined, 'citizen-is-not-born-yet']);
});

test('an address is protected or not as it was said last', () => {
  const change = (hasProtectedAddress?: boolean) =>
    citizenRules.perform('change', citizen, ['social_caseworker'], facts, {
      ...said,
      ...(hasProtectedAddress !== undefined && { hasProtectedAddress }),
    }).changes.hasProtectedAddress;
  expect([change(), change(false), change(true)]).toEqual([true, false, true]);
});

describe('consent', () => {
  const refused = (subject: Citizen, givenOn: string) =>
    citizenRules.refusal('recordConsent', subject, ['social_caseworker'], facts, { ...consent, givenOn });

  test.each([
    ['2025-11-30', { earliest: '2025-12-01', latest: '2026-12-01' }],
    ['2025-12-01', undefined],
    ['2026-12-01', undefined],
    ['2026-12-02', { earliest: '2025-12-01', latest: '2026-12-01' }],
  ])('given on %s', (givenOn, window) => expect(refused(citizen, givenOn)?.facts).toEqual(window));

  test('one at a time of a scope; of another scope it may stand beside it', () => {
    expect(refused(recorded(citizen), '2026-11-02')).toMatchObject({
      code: 'consent-runs-already',
      facts: { givenOn: '2026-11-01' },
    });
    const both = citizenRules.perform('recordConsent', recorded(citizen), ['social_caseworker'], facts, {
      ...consent,
      scope: 'contact_landlord',
    });
    expect(both.changes.consents).toHaveLength(2);
  });

  test('what was taken back is given again no earlier; what was an error may have been given at any time', () => {
    expect(refused(ended(recorded(citizen), 'revoked_by_citizen'), '2026-11-14')?.facts.earliest).toBe('2026-11-15');
    expect(refused(ended(recorded(citizen), 'revoked_by_citizen'), '2026-11-15')).toBeUndefined();
    expect(refused(ended(recorded(citizen), 'recorded_in_error'), '2026-01-01')).toBeUndefined();
  });

  test.each(['2026-10-31', '2026-12-02'])('it does not end on %s', (endedOn) =>
    expect(() => ended(recorded(citizen), 'revoked_by_citizen', endedOn)).toThrow('consent-ends-outside-its-window'));

  test('where there is none, none ends, and only that is said', () => {
    const refusal = citizenRules.refusal('endConsent', citizen, ['social_caseworker'], facts, {
      ...{ scope: 'tell_court', endedOn: '2020-01-01', ending: 'revoked_by_citizen' },
    });
    expect(refusal?.faults.map(({ code, field }) => [code, field])).toEqual([['no-such-consent', 'scope']]);
  });

  test('whatever is recorded and ended, at most one of a scope runs, and nothing of the list is lost', () => {
    const step = fc.record({
      action: fc.constantFrom('recordConsent', 'endConsent'),
      scope: fc.constantFrom(...CONSENT_SCOPES),
      day: fc.integer({ min: -400, max: 5 }).map((days) => addDays(facts.today, days)),
      ending: fc.constantFrom('revoked_by_citizen', 'recorded_in_error'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let subject = citizen;
        for (const { action, scope, day, ending } of steps) {
          const before = subject;
          try {
            const { changes } =
              action === 'recordConsent'
                ? citizenRules.perform(action, subject, ['social_caseworker'], facts, {
                    ...consent,
                    scope,
                    givenOn: day,
                  })
                : citizenRules.perform('endConsent', subject, ['social_caseworker'], facts, {
                    scope,
                    endedOn: day,
                    ending,
                  });
            subject = after(subject, changes);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
          expect(subject.consents.length).toBeGreaterThanOrEqual(before.consents.length);
          for (const one of CONSENT_SCOPES) {
            const running = subject.consents.filter((consented) => consented.scope === one && !consented.endedOn);
            expect(running.length).toBeLessThanOrEqual(1);
            expect(runningConsent(subject, one)).toBe(running[0]);
          }
        }
      }),
    );
  });
});

test('nobody is erased whose cases are open; then nothing of the person is left', () => {
  const open = { ...facts, openCases: ['K-26-00001-2', 'H-26-00002-3'] };
  expect(citizenRules.refusal('erase', citizen, ['social_caseworker'], open)).toMatchObject({
    code: 'citizen-has-open-cases',
    facts: { cases: open.openCases },
    text: { da: 'Borgeren har sager, der ikke er afsluttet: K-26-00001-2, H-26-00002-3.' },
  });
  const { changes } = citizenRules.perform('erase', recorded(citizen), ['social_caseworker'], facts);
  expect(after(citizen, changes)).toEqual({
    state: 'ERASED',
    ...{ dataKey: null, dataKeyId: null, wrappedBy: null },
    ...{ cpr: null, name: null, address: null, contact: null, household: null },
    ...{ hasProtectedAddress: false, consents: [], erasedOn: '2026-12-01' },
  });
});
