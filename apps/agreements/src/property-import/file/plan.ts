// SPDX-License-Identifier: MPL-2.0
import { v7 as uuidv7 } from 'uuid';
import { folded } from '#domain';
import type { Sql } from '#persistence';
import type { Counts } from '../property-import.js';
import { bfeKey, type ImportRow, propertyKey, type RowError } from './rows.js';

interface PropertyRecord {
  id: string;
  address: string;
  bfe_number: string | null;
  bbr_id: string | null;
  dwelling_count: number;
}

interface DwellingRecord {
  id: string;
  property_ref: string;
  unit: string;
  type: string;
  area_m2: number;
  rooms: number;
  rent_oere: number;
  utilities_oere: number;
  available_pattern: string | null;
}

/** What an import changes in the register. */
export interface Plan {
  errors: RowError[];
  counts: Counts;
  newProperties: PropertyRecord[];
  changedProperties: PropertyRecord[];
  newDwellings: DwellingRecord[];
  changedDwellings: DwellingRecord[];
}

const differs = <T extends object>(before: T, after: T) =>
  (Object.keys(after) as (keyof T)[]).some((column) => before[column] !== after[column]);

/**
 * Compares the file with the landlord's register: a property is known by its BFE number, else by its address; a dwelling by
 * its unit in the property. What the file does not name stays as it is. Locks the landlord's properties.
 */
export async function planOf(
  tx: Sql,
  landlordRef: string,
  rows: readonly (ImportRow & { row: number })[],
): Promise<Plan> {
  const known = await tx.query<PropertyRecord>(
    `select id, address, bfe_number, bbr_id, dwelling_count from property
      where landlord_ref = $1 and state = 'ACTIVE' for update`,
    [landlordRef],
  );
  const units = await tx.query<DwellingRecord>(
    `select id, property_ref, unit, type, area_m2, rooms, rent_oere, utilities_oere, available_pattern from dwelling
      where landlord_ref = $1 and state = 'ACTIVE'`,
    [landlordRef],
  );
  const byBfe = new Map(known.flatMap((one) => (one.bfe_number ? [[bfeKey(one.bfe_number), one] as const] : [])));
  const byAddress = new Map(known.map((one) => [folded(one.address), one]));
  const byUnit = new Map(units.map((one) => [`${one.property_ref} ${folded(one.unit)}`, one]));
  const registered = new Map<string, number>();
  for (const { property_ref } of units) registered.set(property_ref, (registered.get(property_ref) ?? 0) + 1);

  const plan: Plan = {
    errors: [],
    counts: {
      properties: { created: 0, changed: 0, unchanged: 0 },
      dwellings: { created: 0, changed: 0, unchanged: 0 },
    },
    newProperties: [],
    changedProperties: [],
    newDwellings: [],
    changedDwellings: [],
  };
  const properties = new Map<string, { id: string; row: number; dwellingCount: number }>();
  for (const row of rows) {
    const key = propertyKey(row);
    let property = properties.get(key);
    if (!property) {
      const atAddress = byAddress.get(folded(row.address));
      const found = (row.bfeNumber ? byBfe.get(bfeKey(row.bfeNumber)) : undefined) ?? atAddress;
      if (atAddress && found && atAddress.id !== found.id)
        plan.errors.push({ row: row.row, column: 'address', code: 'address-belongs-to-another' });
      else if (found?.bfe_number && row.bfeNumber && bfeKey(found.bfe_number) !== bfeKey(row.bfeNumber))
        plan.errors.push({ row: row.row, column: 'bfe_number', code: 'address-belongs-to-another' });
      const record: PropertyRecord = {
        id: found?.id ?? uuidv7(),
        address: row.address,
        bfe_number: row.bfeNumber ?? found?.bfe_number ?? null,
        bbr_id: row.bbrId ?? found?.bbr_id ?? null,
        dwelling_count: row.dwellingCount,
      };
      if (!found) plan.newProperties.push(record);
      else if (differs(found, record)) plan.changedProperties.push(record);
      else plan.counts.properties.unchanged++;
      property = { id: record.id, row: row.row, dwellingCount: row.dwellingCount };
      properties.set(key, property);
    }
    const before = byUnit.get(`${property.id} ${folded(row.unit)}`);
    const record: DwellingRecord = {
      id: before?.id ?? uuidv7(),
      property_ref: property.id,
      unit: row.unit,
      type: row.type,
      area_m2: row.areaM2,
      rooms: row.rooms,
      rent_oere: row.rentOere,
      utilities_oere: row.utilitiesOere,
      available_pattern: row.availablePattern,
    };
    if (!before) {
      plan.newDwellings.push(record);
      registered.set(property.id, (registered.get(property.id) ?? 0) + 1);
    } else if (differs(before, record)) plan.changedDwellings.push(record);
    else plan.counts.dwellings.unchanged++;
  }
  for (const { id, row, dwellingCount } of properties.values())
    if ((registered.get(id) ?? 0) > dwellingCount)
      plan.errors.push({ row, column: 'dwelling_count', code: 'property-has-no-more-dwellings' });
  plan.counts.properties.created = plan.newProperties.length;
  plan.counts.properties.changed = plan.changedProperties.length;
  plan.counts.dwellings.created = plan.newDwellings.length;
  plan.counts.dwellings.changed = plan.changedDwellings.length;
  return plan;
}

const OF_PROPERTY = 'id uuid, address text, bfe_number text, bbr_id uuid, dwelling_count int';
const OF_DWELLING =
  'id uuid, property_ref uuid, unit text, type text, area_m2 float8, rooms int, rent_oere int, utilities_oere int, available_pattern text';

/** Writes all of a plan, set by set: thousands of rows are four statements. */
export async function writePlan(tx: Sql, plan: Plan, landlordRef: string, now: Date): Promise<void> {
  const run = async (text: string, records: readonly object[], values: unknown[] = []) => {
    if (records.length) await tx.query(text, [JSON.stringify(records), ...values]);
  };
  await run(
    `insert into property (id, version, state, opened_at, landlord_ref, address, bfe_number, bbr_id, dwelling_count)
     select n.id, 1, 'ACTIVE', $3::timestamptz, $2::uuid, n.address, n.bfe_number, n.bbr_id, n.dwelling_count
       from jsonb_to_recordset($1::jsonb) as n(${OF_PROPERTY})`,
    plan.newProperties,
    [landlordRef, now],
  );
  await run(
    `update property p set version = p.version + 1, address = n.address, bfe_number = n.bfe_number, bbr_id = n.bbr_id,
       dwelling_count = n.dwelling_count from jsonb_to_recordset($1::jsonb) as n(${OF_PROPERTY}) where p.id = n.id`,
    plan.changedProperties,
  );
  await run(
    `insert into dwelling (id, version, state, opened_at, landlord_ref, property_ref, unit, type, area_m2, rooms, rent_oere,
       utilities_oere, available_pattern)
     select n.id, 1, 'ACTIVE', $3::timestamptz, $2::uuid, n.property_ref, n.unit, n.type, n.area_m2, n.rooms, n.rent_oere,
       n.utilities_oere, n.available_pattern from jsonb_to_recordset($1::jsonb) as n(${OF_DWELLING})`,
    plan.newDwellings,
    [landlordRef, now],
  );
  await run(
    `update dwelling d set version = d.version + 1, type = n.type, area_m2 = n.area_m2, rooms = n.rooms,
       rent_oere = n.rent_oere, utilities_oere = n.utilities_oere, available_pattern = n.available_pattern
       from jsonb_to_recordset($1::jsonb) as n(${OF_DWELLING}) where d.id = n.id`,
    plan.changedDwellings,
  );
}
