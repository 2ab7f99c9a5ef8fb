// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Items and deadlines of persons and teams. What is there already, and what the release before goes on writing, is the
 * role's: nobody in particular, no team, nobody's own act.
 */
export class SomebodysInbox1807000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notification
        add recipient_team text,
        add recipient_person text,
        -- Whose act it tells of: that person knows.
        add caused_by text;
      -- A person's and a team's are few among the role's, whose index of old finds those.
      create index notification_by_person on notification (recipient_person, id desc) where recipient_person is not null;
      create index notification_by_team on notification (recipient_team, id desc)
        where recipient_team is not null and recipient_person is null;
      alter table deadline
        add responsible_team text,
        add responsible_person text;
      create index deadline_by_person on deadline (responsible_person, id desc) where responsible_person is not null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
