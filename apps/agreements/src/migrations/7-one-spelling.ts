// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foldedFunction1 } from '#persistence';

/**
 * What is in the register once is there once in any spelling. Of rows that are two by their spelling alone, the older holds
 * the place; the others stay as they are, are marked, and are left out: people may have signed for them.
 */
export class OneSpelling1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(foldedFunction1);
    await runner.query(`
alter table property add column kept_double boolean not null default false;
alter table dwelling add column kept_double boolean not null default false;
alter table agreement add column kept_double boolean not null default false;

update property p set kept_double = true where p.state = 'ACTIVE' and exists (
  select from property o where o.landlord_ref = p.landlord_ref and o.state = 'ACTIVE' and o.id < p.id
     and (folded(o.address) = folded(p.address) or ltrim(o.bfe_number, '0') = ltrim(p.bfe_number, '0')));
update dwelling d set kept_double = true where d.state = 'ACTIVE' and exists (
  select from dwelling o where o.property_ref = d.property_ref and o.state = 'ACTIVE' and o.id < d.id
     and folded(o.unit) = folded(d.unit));
update agreement a set kept_double = true where exists (
  select from agreement o where o.id < a.id and folded(o.agreement_no) = folded(a.agreement_no));

drop index property_address_registered, property_bfe_registered, dwelling_unit_registered;
create unique index property_address_registered on property (landlord_ref, folded(address))
  where state = 'ACTIVE' and not kept_double;
create unique index property_bfe_registered on property (landlord_ref, ltrim(bfe_number, '0'))
  where state = 'ACTIVE' and not kept_double;
create unique index dwelling_unit_registered on dwelling (property_ref, folded(unit))
  where state = 'ACTIVE' and not kept_double;
alter table agreement drop constraint agreement_no_taken;
create unique index agreement_no_taken on agreement (folded(agreement_no)) where not kept_double;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
