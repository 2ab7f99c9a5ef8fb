// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of a deadline as subscribers count them: who must act is no public news. */
export class ShownDeadlines1809000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deadline add shown_version int not null default 1;
      update deadline set shown_version = version;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
