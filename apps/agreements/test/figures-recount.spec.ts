// SPDX-License-Identifier: MPL-2.0
// Whatever is told of cases, in whatever order and however often: a figure is the recount from what each said last.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { createTopics, eventually, type ToldFact, tellFacts, topicPrefix } from '#testing';
import { Agreements, MUNICIPALITY, must } from './service.js';

const prefix = topicPrefix();
let agreements: Agreements;
beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2026-01-15', { topicPrefix: prefix });
}, 60_000);
afterAll(async () => agreements?.stop());

const KINDS = {
  arrears: { topic: topics.rentArrearsInternal, type: types.rentArrears.changed, day: 'reportedOn' },
  complaints: { topic: topics.neighbourComplaintInternal, type: types.neighbourComplaint.changed, day: 'reportedOn' },
  evictions: { topic: topics.evictionInternal, type: types.eviction.changed, day: 'openedOn' },
} as const;
type Series = keyof typeof KINDS;
const SERIES = Object.keys(KINDS) as Series[];
const HOMES = 7;
const YESTERDAY = '2026-04-30';

const said = fc.record({
  // Most are of what happened; the others must not be counted.
  state: fc.constantFrom('REPORTED', 'MONITORING', 'DATE_SET', 'ENDED', undefined, 'STRUCK', 'DUPLICATE'),
  day: fc.constantFrom('2026-02-01', '2026-03-15', YESTERDAY, '2026-05-01'),
  isKnown: fc.nat(4).map((one) => one > 0),
  home: fc.nat(HOMES - 1),
});
const aCase = fc.record({
  series: fc.constantFrom(...SERIES),
  versions: fc.array(said, { minLength: 1, maxLength: 4 }),
  /** Which of them are told, again and again, and when. */
  told: fc.array(fc.record({ nth: fc.nat(3), at: fc.nat(1_000), isAgain: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  }),
});

async function tell(facts: readonly ToldFact[]): Promise<void> {
  await tellFacts(prefix, [...facts]);
  const ids = [...new Set(facts.map(({ id }) => id))];
  await eventually(async () =>
    expect(
      await agreements.database.query(`select 1 from inbox where message_id = any($1) and state = 'handled'`, [ids]),
    ).toHaveLength(ids.length),
  );
}

test('struck, a duplicate, told late or again: the figures are those of a recount', async () => {
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(aCase, { minLength: 25, maxLength: 45 }), async (all) => {
      agreements.on('2026-01-15');
      const agreementRef = await agreements.signed({
        dialogue: { meetingIntervalMonths: 24, steeringGroup: ['chef'] },
      });
      agreements.on('2026-05-01');
      const homes = Array.from({ length: HOMES }, () => randomUUID());
      const last = all.map(() => -1);
      const deliveries = all.flatMap(({ series, versions, told }, index) => {
        const { topic, type, day } = KINDS[series];
        const key = randomUUID();
        const first = versions.map(() => randomUUID());
        return told.map(({ nth, at, isAgain }) => {
          const no = nth % versions.length;
          const { state, day: happenedOn, isKnown, home } = versions[no]!;
          last[index] = Math.max(last[index]!, no);
          const body = {
            ...{ agreementRef: isKnown ? agreementRef : null, tenancyRef: homes[home], [day]: happenedOn },
            ...(state && { state }),
          };
          // The same message again, or what a case says anew without having changed.
          const id = isAgain ? first[no]! : randomUUID();
          return { at, fact: { topic, type, key, version: no + 1, id, body } };
        });
      });
      await tell(deliveries.toSorted((a, b) => a.at - b.at).map(({ fact }) => fact));
      const { id } = await must(agreements.post(MUNICIPALITY, 'meetings', { agreementRef, meetsOn: '2027-06-01' }));
      await must(agreements.act(MUNICIPALITY, `meetings/${id}`, 'prepare-agenda'));
      const { figures } = (await agreements.get(MUNICIPALITY, `meetings/${id}`)).body.agenda;
      for (const series of SERIES) {
        const happened = all
          .map((one, index) => ({ series: one.series, ...one.versions[last[index]!]! }))
          .filter((one) => one.series === series && one.isKnown && one.day <= YESTERDAY)
          .filter(({ state }) => state !== 'STRUCK' && state !== 'DUPLICATE');
        const value = new Set(happened.map(({ home }) => home)).size < 5 ? null : happened.length;
        counted += value ?? 0;
        expect(figures.find((one: { series: string }) => one.series === series)).toMatchObject({ value });
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(counted).toBeGreaterThan(0);
}, 60_000);
