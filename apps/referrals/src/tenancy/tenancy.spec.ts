// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, Refusal, type Step, withoutStep } from '#domain';
import type { Tenancy, TenancyFacts } from './tenancy.js';
import { tenancyRules, tenancyStrikes } from './tenancy.js';

const facts: TenancyFacts = {
  today: '2026-12-17',
  terms: {
    ...{ state: 'ACTIVE', landlordRef: 'L', agreementVersion: 1, versions: [] },
    ...{ termFrom: '2026-01-01', termTo: '2030-12-31', dwelling: { rentOere: 450_000, utilitiesOere: 60_000 } },
  },
  ...{
    dwellingIsLet: false,
    citizenHasAnother: false,
    dwellingIsLetSince: false,
    nextStartsOn: null,
    isBuiltOn: false,
    payer: null,
  },
  hasDefectList: false,
};
const start = { agreementRef: 'A', dwellingRef: 'D', citizenRef: 'C', hasSupportWorker: true, startedOn: '2026-04-23' };

test('however often it is ended and that struck, a tenancy is as if it had never been recorded, to its start', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('end', 'strike'), { maxLength: 12 }), fc.nat({ max: 300 }), (all, days) => {
      const { changes: opened } = tenancyRules.perform('start', null, ['social_caseworker'], facts, start);
      let tenancy = opened as Tenancy;
      const step = (no: number, action: string, more: Partial<Step>): Step => ({
        ...{ ref: `S${no}`, action, by: 'me', landlordRef: null, input: null, facts: {}, was: {}, became: {} },
        ...{ strikes: null, ...more },
      });
      let steps = [step(0, 'start', { became: opened })];
      const strike = (what: 'start' | 'end', ref: string) => {
        const without = withoutStep(tenancyRules, tenancyStrikes, tenancy, facts, steps, ref)!;
        const striking = { steps, striker: { id: 'me', roles: [] }, without };
        const said = { what, ref, reason: 'wrong_date' as const };
        return tenancyRules.perform('strike', tenancy, ['social_caseworker'], { ...facts, striking }, said);
      };
      for (const action of all) {
        const before = tenancy;
        try {
          const ref = steps.findLast((one) => one.action === 'end')?.ref ?? 'S0';
          const { changes } =
            action === 'end'
              ? tenancyRules.perform('end', tenancy, ['social_caseworker'], facts, { endedOn: addDays('2026-12-17', days) }) // biome-ignore format: one line
              : strike('end', ref);
          tenancy = { ...tenancy, ...changes };
          const was = Object.fromEntries(Object.keys(changes).map((key) => [key, before[key as keyof Tenancy]]));
          const kept = { was, became: changes, strikes: action === 'strike' ? ref : null };
          steps = [...steps, step(steps.length, action, kept)];
          if (action === 'strike') expect(tenancy).toEqual(opened);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }
      expect(strike('start', 'S0')).toMatchObject({ changes: { state: 'STRUCK' }, fact: 'startCorrected' });
    }),
  );
});
