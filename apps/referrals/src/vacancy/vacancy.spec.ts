// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type LocalDate, Refusal, type Step, withoutStep } from '#domain';
import type { Vacancy, VacancyFacts } from './case.js';
import { STRIKEABLE_IN_VACANCY, vacancyStrikes } from './registered-in-error.js';
import { vacancyRules } from './vacancy.js';
import { paysRent } from './vacancy-payment.js';
import { lastRentDay } from './vacancy-rent.js';

const TODAY = '2026-03-27';
const facts = (today: LocalDate, actorId = 'finance'): VacancyFacts => ({
  ...{
    today,
    actorId,
    isLandlord: false,
    confirmDays: 30,
    dwellingIsLet: false,
    isReportedAlready: false,
    isProposed: false,
  },
  terms: {
    ...{ state: 'ACTIVE', landlordRef: 'L', agreementVersion: 1, termFrom: '2026-01-01', termTo: '2030-12-31' },
    versions: [{ no: 1, from: '2026-01-01', to: null, commitments: [{ kind: 'vacancy_rent_in', capMonths: 3 }] }],
    dwelling: { rentOere: 450_000, utilitiesOere: 60_000 },
  },
});
const report = { agreementRef: 'A', dwellingRef: 'D', availableFrom: '2026-04-01' };

/** A case of its own, with its steps, on which time and people act. */
class Course {
  vacancy = vacancyRules.perform('report', null, ['single_entry'], facts(TODAY), report).changes as Vacancy;
  steps: Step[] = [this.step('report', this.vacancy, {}, report)];
  today = TODAY;

  private step(
    action: string,
    became: object,
    was: Record<string, unknown>,
    input: unknown,
    strikes: string | null = null,
  ): Step {
    const ref = `S${this.steps?.length ?? 0}`;
    return {
      ...{ ref, action, by: 'me', landlordRef: null, input, was, became: { ...became }, strikes },
      facts: vacancyStrikes.keeps(facts(this.today)),
    };
  }

  /** @returns the code of the refusal, if it was refused */
  act(
    action: keyof typeof vacancyRules.table,
    input?: object,
    actorId?: string,
    more: object = {},
  ): string | undefined {
    try {
      const before = this.vacancy;
      const known = { ...facts(this.today, actorId), ...more };
      const decide = vacancyRules.perform as (...asked: unknown[]) => { changes: Partial<Vacancy> };
      const { changes } = decide(action, before, vacancyRules.by(action), known, ...(input ? [input] : []));
      const was = Object.fromEntries(Object.keys(changes).map((key) => [key, before[key as keyof Vacancy]]));
      this.vacancy = { ...before, ...changes };
      this.steps.push(this.step(action, changes, was, input ?? null, (input as { ref?: string })?.ref ?? null));
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    }
  }

  strike(what: (typeof STRIKEABLE_IN_VACANCY)[number]): string | undefined {
    const struck = this.steps.findLast(({ action }) => vacancyStrikes.what[what].includes(action));
    if (!struck) return 'nothing';
    const { ref } = struck;
    const without = withoutStep(vacancyRules, vacancyStrikes, this.vacancy, facts(this.today), this.steps, ref);
    const striking = { steps: this.steps, striker: { id: 'me', roles: ['single_entry'] }, without };
    return this.act('strike', { what, ref, reason: 'wrong_date' }, 'me', { striking });
  }

  pass(days: number): void {
    for (let no = 0; no < days; no++) {
      this.today = addDays(this.today, 1);
      const due = () => vacancyRules.dueAction(this.vacancy, this.today, facts(this.today));
      for (let action = due(); action; action = due()) expect(this.act(action)).toBeUndefined();
    }
  }
}

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 60 }) }),
    fc.record({
      do: fc.constantFrom(
        'reserve',
        'release',
        'confirm',
        'reopen',
        'takeBackProposal',
        'approvePayment',
        'closeUnpaid',
      ),
      by: fc.constantFrom('finance', 'finance2'),
    }),
    fc.record({ do: fc.constantFrom('let', 'letElsewhere'), in: fc.integer({ min: -20, max: 40 }) }),
    fc.record({
      do: fc.constantFrom('proposePayment', 'askForCoverAgain'),
      by: fc.constantFrom('finance', 'finance2'),
    }),
    fc.record({ do: fc.constant('hearCover' as const), state: fc.constantFrom('RESERVED', 'REFUSED') }),
    fc.record({ do: fc.constant('registerPayment' as const) }),
    fc.record({ do: fc.constant('strike' as const), what: fc.constantFrom(...STRIKEABLE_IN_VACANCY) }),
  ),
  { maxLength: 25 },
);

test('whatever happens in whatever order, money, days and state agree, and nobody pays what the same person proposed', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const course = new Course();
      let requests = 0;
      for (const step of all) {
        const { vacancy, today } = course;
        if (step.do === 'pass') course.pass(step.days);
        else if (step.do === 'strike') course.strike(step.what);
        else if (step.do === 'let') course.act('let', { tenancyRef: 'T', letOn: addDays(today, step.in) });
        else if (step.do === 'letElsewhere') course.act('letElsewhere', { letOn: addDays(today, step.in) });
        else if (step.do === 'proposePayment' || step.do === 'askForCoverAgain') {
          if (step.do === 'proposePayment' || vacancy.proposedBy !== null)
            course.act(step.do, { requestRef: `R${requests++}` }, step.by);
        } else if (step.do === 'hearCover') {
          const request = vacancy.coverRequests.find(({ status }) => status === 'requested');
          const amountOere = step.state === 'RESERVED' ? (request?.amountOere ?? 0) : 0;
          const answer = { version: 1, state: step.state, amountOere, refusal: null, expiresOn: null };
          if (request) course.act('hearCover', { answer });
        } else if (step.do === 'registerPayment') {
          const [{ answer } = { answer: null }] = vacancy.coverRequests.filter(({ status }) => status === 'requested');
          if (answer) course.act('registerPayment', { paidOn: today, amountOere: answer.amountOere });
        } else if ('by' in step) course.act(step.do as 'reserve', undefined, step.by);

        const now = course.vacancy;
        const last = lastRentDay(now);
        const isPayable = now.state === 'LET' || now.state === 'NOTICE_ENDED';
        expect(now.coverRequests.filter(({ status }) => status === 'requested').length).toBe(now.proposedBy && !now.paidOn ? 1 : 0); // biome-ignore format: one line
        if (now.approvedBy) expect(now.approvedBy).not.toBe(now.proposedBy);
        if (now.paidOn) expect([now.state, now.approvedBy !== null]).toEqual(['SETTLED', true]);
        if (now.proposedBy && !now.paidOn) expect(isPayable).toBe(true);
        if (isPayable) expect([last === null, now.paymentDueOn === null]).toEqual([false, false]);
        if (now.state === 'REPORTED' || now.state === 'RELEASED') expect(now.reservedBecause).toBeNull();
        // Its days are a move-out's, once it is sure that they are not paid here.
        const isOver = ['RELEASED', 'SETTLED', 'STRUCK'].includes(now.state);
        expect(paysRent(now)).toBe(
          isOver ? now.paidOn !== null : now.state === 'REPORTED' || now.reservedBecause !== null,
        );
        expect(paysRent({ ...now, isCovered: false })).toBe(now.paidOn !== null);
        if (now.state === 'RESERVED' || now.state === 'WITHDRAWN') {
          expect([now.reservedBecause === null, now.letOn, now.paymentDueOn]).toEqual([false, null, null]);
          expect(now.releasedOn !== null).toBe(now.state === 'WITHDRAWN');
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('what is struck at once leaves the case as it was', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: -20, max: 40 }), (all, days) => {
      const course = new Course();
      for (const step of all) {
        if (step.do === 'pass') course.pass(step.days);
        if (step.do === 'reserve' || step.do === 'release') course.act(step.do);
      }
      const before = course.vacancy;
      for (const [what, act] of [
        ['reservation', () => course.act('reserve')],
        ['release', () => course.act('release')],
        ['letting', () => course.act('letElsewhere', { letOn: addDays(course.today, days) })],
      ] as const)
        if (!act()) {
          expect(course.strike(what)).toBeUndefined();
          expect(course.vacancy).toEqual(before);
        }
    }),
  );
});
