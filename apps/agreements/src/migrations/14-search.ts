// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DANISH, searchedByNumber1, searchedByWords1, searchFunctions1 } from '#persistence';

/** Landlords, properties, dwellings and agreements found by their words, and lists sorted by name and day. */
export class Search1813000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- A dwelling is looked for by its property's address and its own unit together, which no index over two tables can hold. Not
-- called address: in what the release before asks of both tables that would be two columns.
alter table dwelling add column property_address text;
update dwelling d set property_address = p.address from property p where p.id = d.property_ref;
alter table dwelling alter column property_address set not null;
create function dwelling_takes_address() returns trigger language plpgsql set search_path from current as $$
begin
  -- Shared: it waits for who is changing the address, and holds off who wants to, or the two would miss one another.
  select p.address into new.property_address from property p where p.id = new.property_ref for share;
  return new;
end $$;
create trigger dwelling_takes_address before insert on dwelling for each row execute function dwelling_takes_address();
create function property_gives_address() returns trigger language plpgsql set search_path from current as $$
begin
  update dwelling set property_address = new.address where property_ref = new.id;
  return null;
end $$;
create trigger property_gives_address after update of address on property for each row
  when (old.address is distinct from new.address) execute function property_gives_address();`);
    await runner.query(searchFunctions1);
    await runner.query(
      searchedByWords1('landlord', 'name', 'cvr') +
        searchedByWords1('property', 'address') +
        searchedByWords1('dwelling', 'property_address', 'unit') +
        searchedByWords1('agreement', 'agreement_no', 'landlord_name', 'landlord_cvr') +
        searchedByNumber1(
          ...['landlord', 'property', 'dwelling', 'property_import', 'agreement', 'cover_booking', 'meeting'],
          ...['action_item', 'expectation_check', 'preventive_measure'],
        ),
    );
    await runner.query(`
create index landlord_by_name on landlord (name ${DANISH}, id);
create index property_by_address on property (address ${DANISH}, id);
create index dwelling_by_address on dwelling (property_address ${DANISH}, unit ${DANISH}, id);
create index agreement_by_name on agreement (landlord_name ${DANISH}, id);
create index agreement_by_day on agreement (term_from, id);
create index cover_booking_by_day on cover_booking (booked_on, id);
create index meeting_by_day on meeting (meets_on, id);
create index action_item_by_day on action_item (due_on, id);
create index action_item_by_meeting on action_item (meeting_ref) where meeting_ref is not null;
create index expectation_check_by_day on expectation_check (given_on, id);
create index expectation_check_by_meeting on expectation_check (meeting_ref) where meeting_ref is not null;
create index preventive_measure_by_day on preventive_measure (starts_on, id);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
