// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HelpWithRent1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table known_rent_arrears (
  id uuid primary key,
  version int not null,
  owed_oere int
);

create table financing (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('APPLIED', 'AWAITING_CONDITION', 'GRANTED', 'PAID', 'REFUSED', 'WITHDRAWN')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  kind text not null check (kind in ('temporary_rent_help')),
  case_ref uuid not null,
  agreement_ref uuid,
  landlord_ref uuid not null,
  tenancy_ref uuid,
  applied_on date not null,
  decision_due_on date not null,
  decided_on date,
  effective_on date,
  basis text check (basis in ('81a', '81b', '81')),
  conditions jsonb,
  monthly_amount_oere int check (monthly_amount_oere > 0),
  months int check (months > 0),
  amount_oere int check (amount_oere > 0),
  pay_on date,
  repayable boolean not null,
  repayment_plan jsonb,
  refusal_reason text,
  late_reason text,
  disbursement_due_on date,
  paid_oere int not null check (paid_oere >= 0 and paid_oere <= coalesce(amount_oere, 0)),
  paid_on date,
  repaid_oere int not null check (repaid_oere >= 0 and repaid_oere <= paid_oere)
);
create index financing_by_state on financing (state, id);
create index financing_by_case on financing (case_ref, id);

create table administration_agreement (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('OFFERED', 'ACTIVE', 'DECLINED', 'REVOKED', 'ENDED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  tenancy_ref uuid not null references tenancy,
  agreement_ref uuid not null,
  landlord_ref uuid not null,
  basis text not null check (basis in ('required', 'voluntary', 'condition_of_help')),
  financing_ref uuid references financing check ((financing_ref is not null) = (basis = 'condition_of_help')),
  monthly_amount_oere int not null check (monthly_amount_oere > 0),
  payee text not null check (payee in ('landlord')),
  offered_on date not null,
  first_payment_on date not null,
  accepted_on date,
  revoked_on date,
  last_paid_through date
);
create unique index one_administration_agreement_per_tenancy on administration_agreement (tenancy_ref)
  where state in ('OFFERED', 'ACTIVE');
create index administration_agreement_by_tenancy on administration_agreement (tenancy_ref, id);
create index administration_agreement_by_state on administration_agreement (state, id);
create index administration_agreement_by_help on administration_agreement (financing_ref) where financing_ref is not null;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table administration_agreement, financing, known_rent_arrears');
  }
}
