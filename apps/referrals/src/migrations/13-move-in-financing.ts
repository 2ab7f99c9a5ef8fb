// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Loans and help with moving in, paid under four eyes. */
export class MoveInFinancing1813000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table financing drop constraint financing_kind_check;
alter table financing drop constraint financing_basis_check;
alter table financing
  alter column case_ref drop not null,
  alter column decision_due_on drop not null,
  add column referral_ref uuid references referral,
  add column proposal_ref uuid,
  add column vacancy_ref uuid references vacancy,
  add column complete_on date,
  add column amounts jsonb,
  add column payee text not null default 'landlord' check (payee in ('landlord', 'citizen', 'supplier')),
  add column late_application_accepted_because text,
  add column disbursement_oere int check (disbursement_oere > 0),
  add column proposed_by text,
  add column proposed_on date,
  add column approved_by text check (approved_by <> proposed_by),
  add column approved_on date,
  add check (kind in ('temporary_rent_help', 'deposit_loan', 'moving_help', 'establishment_help')),
  add check (basis in ('81a', '81b', '81', '85_1', '85_2')),
  add check ((kind = 'temporary_rent_help') = (case_ref is not null) and (case_ref is null) = (referral_ref is not null)),
  add check (referral_ref is null or ((complete_on is null) = (decision_due_on is null)
    and vacancy_ref is not null and proposal_ref is not null)),
  add check (referral_ref is not null or decision_due_on is not null),
  add check ((disbursement_oere is null) = (proposed_by is null) and (approved_by is null or proposed_by is not null)),
  add check (disbursement_oere is null or disbursement_oere <= amount_oere - paid_oere),
  add check (referral_ref is null or amount_oere is null or (amounts is not null and basis is not null));
create unique index one_application_of_a_kind on financing (referral_ref, kind) where closed_at is null;
create unique index one_loan_for_a_dwelling on financing (referral_ref, vacancy_ref)
  where kind = 'deposit_loan' and state not in ('REFUSED', 'WITHDRAWN');
create index financing_by_referral on financing (referral_ref, id) where referral_ref is not null;
create index financing_by_proposal on financing (proposal_ref) where proposal_ref is not null;
create index financing_by_vacancy on financing (vacancy_ref) where vacancy_ref is not null;
create index financing_owed on financing (kind) where repayable and paid_oere > repaid_oere;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
