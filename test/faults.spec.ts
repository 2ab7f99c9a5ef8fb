// SPDX-License-Identifier: MPL-2.0
// The rows of docs/operations/faults.md, small; `npm run faults` runs them long, and those that take minutes: here a consumer
// that hangs (row 15) is proven by libs/messaging/test/messages.spec.ts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requireBuild } from '#testing';
import { play, type Row, rows } from '../tools/faults/rows.ts';
import { World } from '../tools/faults/world.ts';

const PATIENT = 400_000;
const named = (row: Row) => [`row ${row.number}: ${row.what}`, row] as const;

let world: World;
beforeAll(async () => {
  await requireBuild();
  world = await World.start();
}, PATIENT);
afterAll(async () => {
  await world?.stop();
});

describe('what is done to the processes', () => {
  const outside = rows.filter(({ faultPoint, isOfCover }) => !faultPoint && !isOfCover);
  test.each(outside.map(named))(
    '%s',
    async (_, row) => {
      expect((await play(row, 500, 4, world)).violations).toEqual([]);
    },
    PATIENT,
  );
});

describe('what a process does to itself', () => {
  // `before_remove` and `before_offset` come straight after the second and third of these: the long run has them too.
  const points = ['after_commit', 'after_produce', 'after_apply'];
  const inside = rows.filter(
    ({ faultPoint, isOfCover }) => faultPoint && points.includes(faultPoint.name) && !faultPoint.hang && !isOfCover,
  );
  test.each(inside.map(named))(
    '%s',
    async (_, row) => {
      const { restarts, violations } = await play(row, 60, 4, world);
      expect(restarts).toBeGreaterThan(0);
      expect(violations).toEqual([]);
    },
    PATIENT,
  );
});

describe('what becomes of money that is asked for', () => {
  const ofCover = rows.filter(({ number }) => number === 'cover points' || number === 'cover relay');
  test.each(ofCover.map(named))(
    '%s',
    async (_, row) => {
      expect((await play(row, 60, 4, world)).violations).toEqual([]);
    },
    PATIENT,
  );
});
