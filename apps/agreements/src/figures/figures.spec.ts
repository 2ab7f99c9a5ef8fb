// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST, type Happening, publishedValue } from './figures.js';

const happening = (subject: number, measure: number | null = null): Happening => ({
  subjectRef: String(subject),
  measure,
});

describe('figures', () => {
  test('fewer than five cases are not shown, five are', () => {
    const four = [1, 2, 3, 4].map((subject) => happening(subject));
    expect(publishedValue('arrears', [])).toBeNull();
    expect(publishedValue('arrears', four)).toBeNull();
    expect(publishedValue('arrears', [...four, happening(5)])).toBe(5);
  });

  test('five payments for one tenancy are one case', () => {
    expect(
      publishedValue(
        'money_paid_oere',
        [1, 2, 3, 4, 5].map((amount) => happening(1, amount)),
      ),
    ).toBeNull();
    expect(
      publishedValue(
        'money_paid_oere',
        [1, 2, 3, 4, 5].map((amount) => happening(amount, 100)),
      ),
    ).toBe(500);
  });

  test('an average is rounded half up', () => {
    expect(
      publishedValue(
        'days_to_loan',
        [1, 2, 3, 4, 5].map((subject) => happening(subject, subject === 5 ? 3 : 2)),
      ),
    ).toBe(2);
    expect(
      publishedValue(
        'days_to_loan',
        [1, 2, 3, 4, 5, 6].map((subject) => happening(subject, subject > 3 ? 3 : 2)),
      ),
    ).toBe(3);
  });

  /**
   * Meeting by meeting as the service does it: what is published is marked and never counted again, what is withheld waits
   * for the next meeting. Whatever published numbers a reader adds or subtracts, what is left are whole published figures.
   */
  test('no sum or difference of published numbers is between one and four', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 40 }), (arrivals) => {
        let waiting: Happening[] = [];
        let next = 0;
        const totals = [0];
        for (const count of arrivals) {
          waiting = waiting.concat(Array.from({ length: count }, () => happening(next++)));
          const value = publishedValue('arrears', waiting);
          if (value !== null) waiting = [];
          totals.push((totals.at(-1) ?? 0) + (value ?? 0));
        }
        for (const [index, early] of totals.entries())
          for (const late of totals.slice(index)) expect(late - early === 0 || late - early >= FEWEST).toBe(true);
        // Nothing is lost: what is not published yet is less than a figure.
        expect((totals.at(-1) ?? 0) + waiting.length).toBe(next);
        expect(waiting.length).toBeLessThan(FEWEST);
      }),
    );
  });
});
