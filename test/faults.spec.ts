// SPDX-License-Identifier: MPL-2.0
// The rows of docs/operations/faults.md, small; `npm run faults` runs them long, and row 15, which takes minutes: here a
// consumer that hangs is proven by libs/messaging/test/messages.spec.ts.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { play, type Row, rows } from '../tools/faults/rows.ts';
import { World } from '../tools/faults/world.ts';

const outside = rows.filter(({ faultPoint }) => !faultPoint);
const inside = rows.filter(({ number, faultPoint }) => faultPoint && number !== '15');

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 120_000);
afterAll(async () => {
  await world?.stop();
});

const name = ({ number, what }: Row) => [`row ${number}: ${what}`] as const;

test.each(outside.map((row) => [...name(row), row] as const))(
  '%s',
  async (_, row) => {
    expect((await play(row, 500, 4, world)).violations).toEqual([]);
  },
  400_000,
);

test.each(inside.map((row) => [...name(row), row] as const))(
  '%s',
  async (_, row) => {
    expect((await play(row, 80, 4)).violations).toEqual([]);
  },
  400_000,
);
