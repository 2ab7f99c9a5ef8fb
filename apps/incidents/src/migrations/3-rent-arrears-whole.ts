// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Demands, plans, payments, help and outreach of a case of missing rent; the instalment policy of an agreement. */
export class RentArrearsWhole1780000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table known_agreements add instalment_policy jsonb;
      alter table rent_arrears
        add claims jsonb not null default '[]',
        add stand_in_due_on date,
        add stand_in_since date,
        add first_contact_on date,
        add last_contact_on date,
        add failed_contacts int not null default 0,
        add demands jsonb not null default '[]',
        add plans jsonb not null default '[]',
        add plan_consent_on date,
        add payments jsonb not null default '[]',
        add help jsonb,
        add late_payment jsonb,
        add other_problems jsonb not null default '[]',
        add next_role text,
        add next_by date;
      update rent_arrears set
        claims = jsonb_build_array(
          jsonb_build_object('dueOn', rent_due_on, 'amountOere', amount_oere, 'reportedOn', reported_on)),
        payments = case when paid_on is null then '[]'
          else jsonb_build_array(jsonb_build_object('paidOn', paid_on, 'amountOere', amount_oere, 'by', 'tenant')) end,
        -- An answer came, or the stand-in is called at the next change.
        stand_in_due_on = acknowledge_due_on + 1,
        next_role = case state when 'REPORTED' then 'single_entry' when 'OUTREACH_PENDING' then 'single_entry'
          when 'OUTREACH' then assigned_to end,
        next_by = case state when 'REPORTED' then acknowledge_due_on when 'SELF_CURED' then null else outreach_due_on end;
      alter table rent_arrears
        drop constraint rent_arrears_state_check,
        add constraint rent_arrears_state_check check (state in ('REPORTED', 'OUTREACH_PENDING', 'OUTREACH',
          'OUTREACH_FAILED', 'INSTALMENT_PLAN', 'HELP_PENDING', 'HELP_GRANTED', 'SELF_CURED', 'CURED_BY_PLAN',
          'CURED_BY_HELP', 'ESCALATED_TO_EVICTION'));
      create index rent_arrears_by_agreement on rent_arrears (agreement_ref, id);
      create index rent_arrears_open_plans on rent_arrears (tenancy_ref) where state = 'INSTALMENT_PLAN';
      create index rent_arrears_by_next_day on rent_arrears (next_by, id) where next_by is not null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
