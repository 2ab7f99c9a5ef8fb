// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Known fees in kroner (domain.md 5.1). 2024 and 2025 were not found; 2026 has one unofficial source: to be checked. */
const KNOWN = [
  [2015, 275],
  [2016, 277],
  [2017, 279],
  [2018, 281],
  [2019, 284],
  [2020, 286],
  [2021, 287],
  [2022, 291],
  [2023, 314],
  [2026, 329],
];

export class DemandFee1770000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const rows = KNOWN.map(
      // A uuid v7 of the year, so that lists are in order.
      ([year, kroner]) =>
        `('00000000-0000-7000-8000-00000000${year}', 1, 'IN_FORCE', now(), '${year}-01-01', ${Number(kroner) * 100})`,
    );
    await runner.query(`
      create table demand_fee (
        id uuid primary key,
        version int not null,
        state text not null check (state in ('IN_FORCE')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        next_due_on date,
        valid_from date not null constraint demand_fee_of_day unique,
        fee_oere int not null check (fee_oere > 0)
      );
      insert into demand_fee (id, version, state, opened_at, valid_from, fee_oere) values ${rows.join(', ')};`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
