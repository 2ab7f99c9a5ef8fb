// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type LocalDate } from '#domain';
import { type Chain, FEWEST, type Figure, type Happening, nextFigure, publishedValue, type Series } from './figures.js';

const DAY = '2026-02-01';
const happening = (subject: number, measure: number | null = null, happenedOn = DAY): Happening => ({
  subjectRef: String(subject),
  happenedOn,
  measure,
});
const each = (subjects: number[], measure: (subject: number) => number | null = () => null) =>
  subjects.map((subject) => happening(subject, measure(subject)));
const start: Chain = { from: DAY, total: null };

describe('one figure', () => {
  test('fewer than five cases are not shown, five are', () => {
    expect(publishedValue('arrears', [])).toBeNull();
    expect(publishedValue('arrears', each([1, 2, 3, 4]))).toBeNull();
    expect(publishedValue('arrears', each([1, 2, 3, 4, 5]))).toBe(5);
  });

  test('five payments for one tenancy are one case', () => {
    const amounts = [1, 2, 3, 4, 5];
    expect(publishedValue('money_paid_oere', [...amounts.map((amount) => happening(1, amount))])).toBeNull();
    expect(publishedValue('money_paid_oere', [...each(amounts, () => 100), happening(1, 50)])).toBe(550);
  });

  test('what cannot be is left out, and the others make the figure', () => {
    const all = [...each([1, 2, 3, 4, 5], () => 10), happening(6, -9), happening(7)];
    expect(nextFigure('vacancy_days', start, all, '2026-05-01')).toMatchObject({
      ...{ figure: { value: 10 }, counted: { length: 5 } },
    });
    expect(nextFigure('vacancy_days', start, all.slice(1), '2026-05-01').figure.value).toBeNull();
  });

  test('an average is rounded half up', () => {
    const average = (subjects: number[], threes: number) =>
      publishedValue(
        'days_to_loan',
        each(subjects, (subject) => (subject > threes ? 3 : 2)),
      );
    expect(average([1, 2, 3, 4, 5], 4)).toBe(2);
    expect(average([1, 2, 3, 4, 5, 6], 3)).toBe(3);
  });
});

describe('a chain of figures', () => {
  test('a withheld span stays open and is published with the next; the total is of what was published', () => {
    const first = nextFigure('arrears', start, each([1, 2, 3, 4]), '2026-05-01');
    const withheld = { series: 'arrears', from: DAY, to: '2026-04-30', value: null, total: null };
    expect(first).toEqual({ figure: withheld, counted: [], chain: start });
    const second = nextFigure('arrears', first.chain, each([1, 2, 3, 4, 5, 6]), '2026-08-03');
    expect(second.figure).toEqual({ ...withheld, to: '2026-08-02', value: 6, total: 6 });
    const third = nextFigure('arrears', second.chain, each([7, 8]), '2026-11-02');
    expect(third.figure).toEqual({ ...withheld, from: '2026-08-03', to: '2026-11-01', value: null, total: 6 });
    const fourth = nextFigure('arrears', third.chain, each([7, 8, 9, 10, 11]), '2027-02-01');
    expect(fourth.figure).toMatchObject({ from: '2026-08-03', to: '2027-01-31', value: 5, total: 11 });
  });

  test('a case of the day of the agenda waits for the next, and a second agenda of that day publishes nothing', () => {
    const five = each([1, 2, 3, 4, 5]);
    const today = { ...happening(6), happenedOn: '2026-05-01' };
    const first = nextFigure('arrears', start, [...five, today], '2026-05-01');
    expect(first).toMatchObject({ figure: { value: 5, to: '2026-04-30' }, chain: { from: '2026-05-01' } });
    const again = nextFigure('arrears', first.chain, [today, ...each([7, 8, 9, 10])], '2026-05-01');
    expect(again).toMatchObject({ figure: { from: '2026-05-01', value: null, total: 5 }, counted: [] });
  });

  test('an average has no total', () => {
    const five = each([1, 2, 3, 4, 5], () => 10);
    expect(nextFigure('days_to_loan', start, five, '2026-05-01').figure).toMatchObject({ value: 10, total: null });
  });
});

interface Case extends Happening {
  id: number;
  heardOn: LocalDate;
}

/** Cases that happen on any day and are heard of then or later, some several times of the same subject. */
const cases = fc
  .array(fc.tuple(fc.nat(700), fc.nat(120), fc.nat(30), fc.nat(99_999)), { maxLength: 80 })
  .map((drawn): Case[] =>
    drawn.map(([day, delay, subject, measure], id) => ({
      id,
      subjectRef: String(subject),
      happenedOn: addDays(DAY, day),
      heardOn: addDays(DAY, day + delay),
      measure,
    })),
  );
const agendaDays = fc
  .array(fc.integer({ min: 1, max: 900 }), { maxLength: 25 })
  .map((days) => days.toSorted((a, b) => a - b).map((day) => addDays(DAY, day)));

/** Agenda by agenda, as the service does it. */
function publishAll(series: Series, all: readonly Case[], days: readonly LocalDate[]) {
  let chain = start;
  const counted = new Set<number>();
  const agendas: { figure: Figure; behind: readonly Case[] }[] = [];
  for (const today of days) {
    const waiting = all.filter(({ id, heardOn }) => heardOn <= today && !counted.has(id));
    const next = nextFigure(series, chain, waiting, today);
    for (const { id } of next.counted) {
      expect(counted.has(id)).toBe(false);
      counted.add(id);
    }
    chain = next.chain;
    agendas.push({ figure: next.figure, behind: next.counted });
  }
  return { agendas, counted };
}

describe('whatever is added and subtracted', () => {
  test('numbers of cases: no sum, total or difference of published ones is between one and four', () => {
    fc.assert(
      fc.property(cases, agendaDays, (drawn, days) => {
        // A case is one subject here: what is counted are cases.
        const all = drawn.map((one) => ({ ...one, subjectRef: String(one.id) }));
        const { agendas } = publishAll('arrears', all, days);
        const totals = [0, ...agendas.map(({ figure }) => figure.total ?? 0)];
        const fits = (count: number) => count === 0 || count >= FEWEST;
        // Every run of figures, from one agenda to another, and what is left of it without a shorter run in it.
        const runs = (first: number, last: number) =>
          totals.slice(first, last + 1).flatMap((a, index) => totals.slice(first + index, last + 1).map((b) => b - a));
        for (const [first, early] of totals.entries())
          for (const [last, late] of totals.entries()) {
            if (last < first) continue;
            expect(fits(late - early)).toBe(true);
            expect(runs(first, last).every((within) => fits(late - early - within))).toBe(true);
          }
        expect(totals.at(-1)).toBe(agendas.reduce((sum, { figure }) => sum + (figure.value ?? 0), 0));
      }),
    );
  });

  test.each([
    'days_to_loan',
    'money_paid_oere',
  ] as const)('%s: behind each published figure are five subjects, and none shares a case with another', (series) => {
    fc.assert(
      fc.property(cases, agendaDays, (all, days) => {
        const { agendas } = publishAll(series, all, days);
        for (const { figure, behind } of agendas) {
          const subjects = new Set(behind.map(({ subjectRef }) => subjectRef)).size;
          expect(figure.value === null ? subjects === 0 : subjects >= FEWEST).toBe(true);
        }
      }),
    );
  });

  test('published spans follow one another without a gap or an overlap, and no case is lost', () => {
    fc.assert(
      fc.property(cases, agendaDays, (all, days) => {
        const { agendas, counted } = publishAll('arrears', all, days);
        let from = DAY;
        for (const { figure, behind } of agendas) {
          expect(figure.from).toBe(from);
          expect(behind.every(({ happenedOn }) => happenedOn <= figure.to)).toBe(true);
          if (figure.value !== null) from = addDays(figure.to, 1);
        }
        // One more agenda after everything was heard, unless what waits is less than a figure.
        const waiting = all.filter(({ id }) => !counted.has(id));
        const end = publishAll('arrears', waiting, [addDays(DAY, 2000)]).agendas[0];
        const left = new Set(waiting.map(({ subjectRef }) => subjectRef)).size;
        expect(end?.behind.length).toBe(left >= FEWEST ? waiting.length : 0);
      }),
    );
  });
});
