// SPDX-License-Identifier: MPL-2.0
// What was read of a file against the landlord's register: set by set, in one transaction.
import { type Cases, type CommandInTransaction, isDataRefused, type Sql } from '#persistence';
import { dwelling } from '../../dwelling/dwelling.kind.js';
import { property } from '../../property/property.kind.js';
import type { Counts } from '../property-import.js';
import type { ReadRows } from './read.thread.js';
import type { RowError } from './rows.js';

/** Keeps what was read until the import ends. */
export async function keepRows(tx: Sql, id: string, { properties, dwellings }: ReadRows): Promise<void> {
  for (const part of properties)
    await tx.query(
      `insert into property_import_property (import_ref, row, id, address, bfe_number, bbr_id, dwelling_count)
       select $1, r.* from jsonb_to_recordset($2::jsonb) as r(row int, id uuid, address text, "bfeNumber" text, "bbrId" uuid,
         "dwellingCount" int)`,
      [id, part],
    );
  for (const part of dwellings)
    await tx.query(
      `insert into property_import_dwelling (import_ref, row, property_row, id, unit, type, area_m2, rooms, rent_oere,
         utilities_oere, available_pattern)
       select $1, r.* from jsonb_to_recordset($2::jsonb) as r(row int, "propertyRow" int, id uuid, unit text, type text,
         "areaM2" float8, rooms int, "rentOere" int, "utilitiesOere" int, "availablePattern" text)`,
      [id, part],
    );
}

export async function forgetRows(tx: Sql, id: string): Promise<void> {
  for (const table of ['property_import_dwelling', 'property_import_property', 'property_import_file'])
    await tx.query(`delete from ${table} where import_ref = $1`, [id]);
}

/**
 * Locks the landlord's properties and finds those that the file names: by BFE number and by address, which must be one and
 * the same. Of those, the dwellings. What the file does not name stays as it is.
 * @returns what of the file contradicts the register
 */
export const findInRegister = (tx: Sql, id: string, landlordRef: string): Promise<RowError[]> =>
  inSets(tx, () => find(tx, id, landlordRef));

async function find(tx: Sql, id: string, landlordRef: string): Promise<RowError[]> {
  const [landlord] = await tx.query(`select 1 from landlord where id = $1 and state = 'ACTIVE'`, [landlordRef]);
  if (!landlord) return [{ row: 1, column: '', code: 'landlord-is-not-registered' }];
  await tx.query(
    `select count(*) from (select 1 from property where landlord_ref = $1 and state = 'ACTIVE' for update) locked`,
    [landlordRef],
  );
  const errors = await tx.query<RowError>(
    `select n.row, case when a.id is null then 'bfe_number' when b.id is null then 'bfe_number' else 'address' end as "column",
            case when a.id is null then 'bfe-number-belongs-to-another' else 'address-belongs-to-another' end as code
       from property_import_property n ${IN_REGISTER}
      where n.import_ref = $1 and (b.id <> a.id or (a.id is null and b.id is not null)
         or (b.id is null and n.bfe_number is not null and a.bfe_number is not null))
      order by n.row`,
    [id, landlordRef],
  );
  if (errors.length) return errors;
  await tx.query(
    `update property_import_property p set id = a.id, is_registered = true, bfe_number = coalesce(n.bfe_number, a.bfe_number),
            bbr_id = coalesce(n.bbr_id, a.bbr_id)
       from property_import_property n ${IN_REGISTER}
      where n.import_ref = $1 and p.import_ref = n.import_ref and p.row = n.row and a.id is not null`,
    [id, landlordRef],
  );
  const twice = await tx.query<RowError>(
    `select row, 'address' as "column", 'property-is-there-twice' as code, first as "otherRow"
       from (select row, min(row) over (partition by id) as first from property_import_property where import_ref = $1) p
      where row > first order by row`,
    [id],
  );
  if (twice.length) return twice;
  await tx.query(
    // By property and unit at once: a name such as 1. tv. alone is that of thousands.
    `with named as materialized (
       select n.row, p.id as property_ref, folded(n.unit) as unit
         from property_import_dwelling n join property_import_property p on p.import_ref = $1 and p.row = n.property_row
        where n.import_ref = $1 and p.is_registered
     )
     update property_import_dwelling n set id = d.id, is_registered = true from named, dwelling d
      where n.import_ref = $1 and n.row = named.row and d.property_ref = named.property_ref and folded(d.unit) = named.unit
        and d.landlord_ref = $2 and ${holdsItsPlace('d')}`,
    [id, landlordRef],
  );
  return [];
}

/** As in the unique indexes: there is one at most. */
const holdsItsPlace = (alias: string) => `${alias}.state = 'ACTIVE' and not ${alias}.kept_double`;
/** `b` by BFE number, `a` by address. */
const IN_REGISTER = `
  left join property b on b.landlord_ref = $2 and ltrim(b.bfe_number, '0') = n.bfe_number and ${holdsItsPlace('b')}
  left join property a on a.landlord_ref = $2 and folded(a.address) = folded(n.address) and ${holdsItsPlace('a')}`;

/**
 * PostgreSQL knows little of tables that were filled a moment ago, and would compare each row with each.
 */
async function inSets<T>(tx: Sql, ask: () => Promise<T>): Promise<T> {
  await tx.query('set local enable_nestloop = off');
  const found = await ask();
  await tx.query('set local enable_nestloop = on');
  return found;
}

const OF_PROPERTY = ['address', 'bfe_number', 'bbr_id', 'dwelling_count'];
const OF_DWELLING = ['type', 'area_m2', 'rooms', 'rent_oere', 'utilities_oere', 'available_pattern'];
/** Rows of one statement. */
const ROWS_AT_ONCE = 2000;
/** Of what the database refuses. */
const MOST_REFUSED = 100;

/** Writes the file's rows as one would by hand: each is a case that is opened or changed, with its entry in the audit log. */
export class RegisterWriter {
  readonly counts: Counts = {
    properties: { created: 0, changed: 0, unchanged: 0 },
    dwellings: { created: 0, changed: 0, unchanged: 0 },
  };
  private readonly refused: RowError[] = [];

  constructor(
    private readonly cases: Cases,
    /** Of whoever sent the file. */
    private readonly command: CommandInTransaction,
    private readonly about: { id: string; landlordRef: string; lastRow: number },
  ) {}

  /** @returns what the register cannot take, by row; then the transaction must not be kept */
  async write(): Promise<RowError[]> {
    const { tx } = this.command;
    // The tables grow from part to part: a plan of the first is wrong for the last.
    await tx.query('set local plan_cache_mode = force_custom_plan');
    const { id, landlordRef, lastRow } = this.about;
    for (let from = 1; from <= lastRow; from += ROWS_AT_ONCE) await this.some(from, from + ROWS_AT_ONCE - 1);
    if (this.refused.length) return this.refused;
    return await inSets(tx, () =>
      tx.query<RowError>(
        `select p.row, 'dwelling_count' as "column", 'property-has-no-more-dwellings' as code
           from property_import_property p join dwelling d on d.property_ref = p.id and d.state = 'ACTIVE'
          where p.import_ref = $1 and d.landlord_ref = $2
          group by p.row, p.dwelling_count having count(*) > p.dwelling_count order by p.row`,
        [id, landlordRef],
      ),
    );
  }

  /** Rows `from` to `to`; where the database refuses them, halves of them, until it is clear which. */
  private async some(from: number, to: number): Promise<void> {
    const { tx } = this.command;
    if (this.refused.length >= MOST_REFUSED) return;
    await tx.query('savepoint some_rows');
    try {
      await this.properties(from, to);
      await this.dwellings(from, to);
    } catch (error) {
      if (!isDataRefused(error)) throw error;
      await tx.query('rollback to savepoint some_rows');
      if (from === to) this.refused.push({ row: from, column: '', code: 'register-refuses' });
      else {
        const middle = Math.floor((from + to) / 2);
        await this.some(from, middle);
        await this.some(middle + 1, to);
      }
    }
    await tx.query('release savepoint some_rows');
  }

  private async properties(from: number, to: number): Promise<void> {
    const columns = OF_PROPERTY.map((column) => `n.${column}`).join(', ');
    const rows = (isRegistered: boolean) =>
      `from property_import_property n where n.import_ref = $1 and n.row between $2 and $3
         and n.is_registered = ${isRegistered}`;
    const { id, landlordRef } = this.about;
    const created = await this.cases.openAll(property, 'register', this.command, {
      columns: ['landlord_ref', ...OF_PROPERTY],
      text: `select n.id, $4::uuid as landlord_ref, ${columns} ${rows(false)}`,
      values: [id, from, to, landlordRef],
    });
    const changed = await this.cases.actOnAll(property, 'change', this.command, {
      columns: OF_PROPERTY,
      text: `select n.id, ${columns} ${rows(true)}`,
      values: [id, from, to],
    });
    await this.count('properties', 'property_import_property', { from, to, created, changed });
  }

  private async dwellings(from: number, to: number): Promise<void> {
    const columns = OF_DWELLING.map((column) => `n.${column}`).join(', ');
    const rows = (isRegistered: boolean) =>
      `from property_import_dwelling n where n.import_ref = $1 and n.row between $2 and $3
         and n.is_registered = ${isRegistered}`;
    const { id, landlordRef } = this.about;
    const changed = await this.cases.actOnAll(dwelling, 'change', this.command, {
      columns: OF_DWELLING,
      text: `select n.id, ${columns} ${rows(true)}`,
      values: [id, from, to],
    });
    const ofProperty =
      '(select p.id from property_import_property p where p.import_ref = $1 and p.row = n.property_row)';
    const created = await this.cases.openAll(dwelling, 'register', this.command, {
      columns: ['property_ref', 'landlord_ref', 'unit', ...OF_DWELLING],
      text: `select n.id, ${ofProperty} as property_ref, $4::uuid as landlord_ref, n.unit, ${columns} ${rows(false)}`,
      values: [id, from, to, landlordRef],
    });
    await this.count('dwellings', 'property_import_dwelling', { from, to, created, changed });
  }

  private async count(
    what: keyof Counts,
    table: string,
    { from, to, created, changed }: { from: number; to: number; created: number; changed: number },
  ): Promise<void> {
    const [{ all = 0 } = {}] = await this.command.tx.query<{ all: number }>(
      `select count(*) as all from ${table} where import_ref = $1 and row between $2 and $3`,
      [this.about.id, from, to],
    );
    const counts = this.counts[what];
    counts.created += created;
    counts.changed += changed;
    counts.unchanged += all - created - changed;
  }
}
