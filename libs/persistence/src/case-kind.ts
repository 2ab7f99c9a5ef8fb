// SPDX-License-Identifier: MPL-2.0

import type { EntityMetadata, ObjectLiteral } from 'typeorm';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import type { LocalDate, Refusal, Step, Text } from '#domain';
import type { Actor } from './command.js';
import type { OutboxMessage } from './outbox-message.js';

/** Columns every case table has. */
export interface CaseRow extends ObjectLiteral {
  /** uuid v7: cases list newest first by it. */
  id: string;
  /** What people call the case by, `R-26-00417-3`; the store gives it. Of a kind whose `letter` is null there is none. */
  number?: string;
  /** 1, 2, 3 … one step per change; the ETag. */
  version: number;
  /**
   * Of a kind with actions that landlords are not told of: one step per change that they may know of. It is their version
   * and ETag, so that nobody learns from a number that something happened.
   */
  shownVersion?: number;
  state: string;
  openedAt: Date;
  closedAt: Date | null;
  /** Day on which the sweeper has something to do, if any. */
  nextDueOn: LocalDate | null;
}

/** The version of a case as landlords count it. */
export const shownVersionOf = ({ version, shownVersion }: CaseRow): number => shownVersion ?? version;

/** The version of a case that an actor sees. */
export const versionFor = (row: CaseRow, { roles, landlordRef }: Actor): number =>
  landlordRef !== undefined || LANDLORD_ROLES.some((role) => roles.includes(role)) ? shownVersionOf(row) : row.version;

/** A case as it is stored: what a view is made of. */
export type Stored<Case> = StoredUnnumbered<Case> & { number: string };
/** The same of a kind without numbers. */
export type StoredUnnumbered<Case> = Case & Pick<CaseRow, 'id' | 'version' | 'openedAt' | 'closedAt' | 'nextDueOn'>;

/** Which roles have cases of a kind, and where the case says which. */
export interface Owned {
  /** Property that holds the role. */
  role: string;
  /** Roles of the municipality that may have it. */
  by: readonly Role[];
  /** The action by which it goes to another owner; default: `handOver`. */
  handOver?: string;
  /** The fields by which the command that opens it names its owner; default: `person` and `team`. */
  names?: { person: string; team: string };
  /** In this state, though closed, a case is still somebody's, through the day in this property. */
  closedAhead?: { state: string; through: string };
}

/** One SQL expression of type jsonb over a case's columns, alias `c`; also one made of the SQL of the day. */
export type FactsSql = string | ((today: string) => string);

/** The facts of a kind, as an expression of a statement. */
export const factsSql = (
  { facts = 'null::jsonb' }: { facts?: FactsSql },
  today: LocalDate,
  bind: (value: unknown) => string,
): string =>
  typeof facts === 'string' ? facts : `(select ${facts('day.today')} from (select ${bind(today)}::date as today) day)`;

/** What `open` and `change` need to know of a kind of case; one constant beside its entity. */
export interface StoredKind<Row extends CaseRow, Fact> {
  /** Kebab-case, as in topics, for example `rent-arrears`. */
  name: string;
  /** Collection path, for example `/v1/rent-arrears`. */
  path: string;
  entity: new () => Row;
  /** What the numbers of its cases begin with; null: they have none. */
  letter: string | null;
  /** As `Kind.facts`. */
  facts?: FactsSql;
  /** Are reads written to the audit log? True where a row speaks of a citizen. */
  auditReads: boolean;
  /** Is it somebody's? Then the audit log says in whose stead it is read and changed. */
  owned?: Owned;
  /** Of an entry of the audit log: is it one that landlords are not told of? */
  isUntold(action: string, changes: Readonly<Record<string, unknown>>): boolean;
  /** What lists are sorted by: SQL expressions over the case's columns, alias `c`, ascending; default: newest first. */
  listedBy?: readonly string[];
  /** Is every step kept in `case_step`, so that a fact can be struck? */
  keepsSteps?: boolean;
  /** What the action of a step records that can be struck. */
  strikeableOf?(action: string): string | undefined;
  /** What lists may be sorted by besides, `?sort=`. */
  sortedBy?: Readonly<Record<string, readonly string[]>>;
  /** Columns that speak of a person of the staff: the audit log says that they changed, not to what. */
  personal?: readonly string[];
  /** Unique constraint → the refusal to answer when it is broken. */
  conflicts?: Readonly<Record<string, () => Refusal>>;
  /** What the history says of an entry, `rules.told`; undefined: these roles are not told. */
  told(
    action: string,
    changes: Readonly<Record<string, unknown>>,
    roles: readonly (Role | 'system')[],
  ): Text | undefined;
  /**
   * The messages that tell a fact; `row` is the case after it, `before` as it was, null when it is opened.
   * @param facts as the decision got them
   */
  messages(row: Row, fact: Fact, before: Row | null, facts: unknown): OutboxMessage[];
}

/** What a decision says: the changed columns and the one fact that happened. */
export interface Decision<Row extends CaseRow, Fact> {
  changes: Partial<Omit<Row, 'id' | 'version' | 'openedAt'>>;
  fact: Fact;
  /** Of a kind that keeps its steps. */
  step?: NewStep;
}

/** What was done, as it is kept; the store adds by whom, when and its reference. */
export interface NewStep extends Omit<Step, 'ref' | 'by' | 'landlordRef'> {
  /** Why something was struck. */
  reason: string | null;
}

/**
 * Which rows an actor may see, as equality on columns (an array: one of; `not`: another than this); of a list of such
 * conditions, one must hold; or as SQL. `'nothing'` shows no row, `{}` every row.
 * It becomes SQL, so a foreign row is never loaded and answers as an unknown one.
 */
export type Scope<Row extends CaseRow> = Matching<Row> | readonly Matching<Row>[] | 'nothing' | SqlScope;

/** A scope that equality cannot say. */
export class SqlScope {
  /** @param text the condition over the case's columns, alias `c`; `bind` gives a value's place, `of` the condition of a scope */
  constructor(readonly text: (bind: (value: unknown) => string, of: (scope: Scope<CaseRow>) => string) => string) {}
}

/**
 * Conditions of a list: as a scope, a date before which, a text in any spelling (`folded`, in the schema of the service), or
 * what a jsonb column has (a JSON path that finds something).
 */
export type Filter<Row extends CaseRow> = {
  [Column in keyof Row]?: Matching<Row>[Column] | { before: LocalDate } | { folded: string } | { has: string };
};

type Matching<Row> = { [Column in keyof Row]?: Row[Column] | readonly Row[Column][] | { not: Row[Column] } };

/** SQL fragments of one entity, made once from its column metadata. */
export class TableSql {
  readonly table: string;
  /** Property and column names, `id` and `version` first. */
  readonly columns: readonly { property: string; column: string; json: boolean }[];

  constructor(metadata: EntityMetadata) {
    this.table = metadata.tableName;
    this.columns = metadata.columns.map((column) => ({
      property: column.propertyName,
      column: column.databaseName,
      json: column.type === 'jsonb',
    }));
  }

  /** `c.id, c.version, …`: never `c.*`, whose cached plan breaks when a migration adds a column. */
  selectList(): string {
    return this.columns.map(({ column }) => `c.${column}`).join(', ');
  }

  /** The columns of these properties. @throws Error for one that has none: it would be lost in silence */
  columnsOf(changes: object) {
    const unknown = Object.keys(changes).find((name) => !this.columns.some(({ property }) => property === name));
    if (unknown) throw new Error(`${this.table} has no column for ${unknown}`);
    return this.columns.filter(({ property }) => property in changes);
  }

  /** As `jsonb_populate_record` reads it: the columns that these properties have. */
  toJson(properties: object): string {
    const known = this.columns.filter(({ property }) => property in properties);
    return JSON.stringify(
      Object.fromEntries(known.map(({ property, column }) => [column, properties[property as keyof object]])),
    );
  }

  toRow<Row>(record: Record<string, unknown>): Row {
    return Object.fromEntries(this.columns.map(({ property, column }) => [property, record[column]])) as Row;
  }

  /** Values in column order; jsonb as text, since the driver would send an array as a PostgreSQL array. */
  toValues(row: Record<string, unknown>, columns = this.columns): unknown[] {
    return columns.map(({ property, json }) => {
      const value = row[property];
      return json && value !== null && value !== undefined ? JSON.stringify(value) : (value ?? null);
    });
  }

  /** ` and c.x = $n and …`, appending the values. */
  conditions(
    scope: Record<string, unknown> | readonly Record<string, unknown>[] | 'nothing' | SqlScope,
    values: unknown[],
  ): string {
    if (scope === 'nothing') return ' and false';
    if (scope instanceof SqlScope) {
      const bind = (value: unknown) => {
        values.push(value);
        return `$${values.length}`;
      };
      return ` and (${scope.text(bind, (one) => `true${this.conditions(one, values)}`)})`;
    }
    if (isList(scope)) return ` and (false${scope.map((one) => ` or (true${this.conditions(one, values)})`).join('')})`;
    return Object.entries(scope)
      .filter(([, value]) => value !== undefined)
      .map(([property, value]) => {
        const column = this.columns.find((candidate) => candidate.property === property)?.column;
        if (!column) throw new Error(`${this.table} has no column for ${property}`);
        if (value === null) return ` and c.${column} is null`;
        if (isBefore(value)) {
          values.push(value.before);
          return ` and c.${column} < $${values.length}`;
        }
        if (isFolded(value)) {
          values.push(value.folded);
          return ` and folded(c.${column}) = folded($${values.length})`;
        }
        if (isNot(value)) {
          values.push(value.not);
          return ` and c.${column} is distinct from $${values.length}`;
        }
        if (isHas(value)) {
          values.push(value.has);
          return ` and c.${column} @? $${values.length}::jsonpath`;
        }
        values.push(value);
        return ` and c.${column} = ${Array.isArray(value) ? `any($${values.length})` : `$${values.length}`}`;
      })
      .join('');
  }
}

const isBefore = (value: unknown): value is { before: LocalDate } =>
  typeof value === 'object' && value !== null && 'before' in value;

const isFolded = (value: unknown): value is { folded: string } =>
  typeof value === 'object' && value !== null && 'folded' in value;

const isNot = (value: unknown): value is { not: unknown } =>
  typeof value === 'object' && value !== null && 'not' in value;

const isHas = (value: unknown): value is { has: string } =>
  typeof value === 'object' && value !== null && 'has' in value;

const isList = (scope: object): scope is readonly Record<string, unknown>[] => Array.isArray(scope);
