// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, ownedColumns1, searchedByNumber1 } from '#persistence';

/** An evicted tenant gets shelter and a new home. */
export class Rehousing1815000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The newest version heard of each eviction: what comes late or again changes nothing.
create table known_evictions (id uuid primary key, version bigint not null);

create table rehousing (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('OPEN', 'CLOSED', 'CANCELLED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  eviction_ref uuid not null,
  agreement_ref uuid,
  -- As the eviction tells it: it may not be known here.
  tenancy_ref uuid,
  citizen_ref uuid,
  heard_on date not null,
  eviction_on date not null,
  shelter jsonb not null,
  home jsonb not null,
  referral_ref uuid references referral,
  assigned_role text not null
);
create unique index one_rehousing_per_eviction on rehousing (eviction_ref);
create unique index one_rehousing_per_referral on rehousing (referral_ref) where referral_ref is not null;
create index rehousing_by_state on rehousing (state, id);
create index rehousing_by_day on rehousing (eviction_on, id);
create index rehousing_by_agreement on rehousing (agreement_ref, id) where agreement_ref is not null;
create index rehousing_by_tenancy on rehousing (tenancy_ref) where tenancy_ref is not null;
create index rehousing_by_citizen on rehousing (citizen_ref) where citizen_ref is not null;
${ownedColumns1('rehousing')}
`);
    await runner.query(numbered1('rehousing', 'X') + searchedByNumber1('rehousing'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
