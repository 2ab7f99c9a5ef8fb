// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of agreements that have ended, the version in force ended on their last day, and what was still under negotiation was
 * given up. What `versions` holds as `told` is read no more, but by the release before.
 */
export class EndedVersions1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
update agreement set versions = (
  select jsonb_agg(
    case
      when v ->> 'state' = 'IN_FORCE'
        then v || jsonb_build_object('state', 'SUPERSEDED', 'inForceTo', coalesce(notice ->> 'endsOn', term_to::text))
      when v ->> 'state' in ('DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'SIGNED') then v || '{"state": "ABANDONED"}'
      else v
    end order by place)
  from jsonb_array_elements(versions) with ordinality as one (v, place))
where state in ('RUN_OFF', 'EXPIRED', 'TERMINATED') and jsonb_array_length(versions) > 0;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
