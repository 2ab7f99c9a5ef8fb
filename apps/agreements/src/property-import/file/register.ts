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
 * the same. What the file does not name stays as it is.
 * @returns what of the file contradicts the register
 */
export async function findProperties(tx: Sql, id: string, landlordRef: string): Promise<RowError[]> {
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
  return await tx.query<RowError>(
    `select row, 'address' as "column", 'property-is-there-twice' as code, first as "otherRow"
       from (select row, min(row) over (partition by id) as first from property_import_property where import_ref = $1) p
      where row > first order by row`,
    [id],
  );
}

/** As in the unique indexes, by which each is found. */
const HOLDS_ITS_PLACE = "state = 'ACTIVE' and not kept_double";
/** `b` by BFE number, `a` by address. */
const IN_REGISTER = `
  left join lateral (select id from property where landlord_ref = $2 and ${HOLDS_ITS_PLACE}
    and ltrim(bfe_number, '0') = n.bfe_number limit 1) b on true
  left join lateral (select id, bfe_number, bbr_id from property where landlord_ref = $2 and ${HOLDS_ITS_PLACE}
    and folded(address) = folded(n.address) limit 1) a on true`;

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
    const { id, lastRow } = this.about;
    for (let from = 1; from <= lastRow; from += ROWS_AT_ONCE) await this.some(from, from + ROWS_AT_ONCE - 1);
    if (this.refused.length) return this.refused;
    return await tx.query<RowError>(
      `select row, 'dwelling_count' as "column", 'property-has-no-more-dwellings' as code
         from property_import_property p
        where import_ref = $1 and dwelling_count <
          (select count(*) from dwelling d where d.property_ref = p.id and d.state = 'ACTIVE') order by row`,
      [id],
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
    const rows = `from property_import_dwelling n
        join property_import_property p on p.import_ref = n.import_ref and p.row = n.property_row
        left join dwelling d on d.property_ref = p.id and folded(d.unit) = folded(n.unit)
          and d.state = 'ACTIVE' and not d.kept_double
       where n.import_ref = $1 and n.row between $2 and $3`;
    const { id, landlordRef } = this.about;
    const changed = await this.cases.actOnAll(dwelling, 'change', this.command, {
      columns: OF_DWELLING,
      text: `select d.id, ${columns} ${rows} and d.id is not null`,
      values: [id, from, to],
    });
    const created = await this.cases.openAll(dwelling, 'register', this.command, {
      columns: ['property_ref', 'landlord_ref', 'unit', ...OF_DWELLING],
      text: `select n.id, p.id as property_ref, $4::uuid as landlord_ref, n.unit, ${columns} ${rows} and d.id is null`,
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
