// SPDX-License-Identifier: MPL-2.0
import { LANDLORD_ROLES } from '#contracts/roles';
import type { Text } from '#domain';
import { type CaseRow, type Filter, factsSql, type Scope, type StoredKind, TableSql, versionFor } from './case-kind.js';
import type { Answer, Command } from './command.js';
import type { Database, Sql } from './database.js';
import { inSteadOf } from './owned.js';
import { Problem } from './problem.js';

export interface Page {
  /** The cases behind this one, an id; absent: from the first. */
  after?: string;
  /** 1–100. */
  limit: number;
  /** What the page is sorted by, of `Kind.sortedBy`; `-` before it: from the last to the first. Default: newest first. */
  sort?: string;
  /** Count what the filters find, up to a cap. */
  count?: 'capped';
  /** Those with nobody at work alone, of a kind that is somebody's. */
  withoutOwner?: 'true';
}

export interface CasePage {
  items: unknown[];
  /** `after` of the following page; null on the last. */
  next: string | null;
  /** Of all pages, where it was asked for. */
  count?: number;
  /** There are more than `count`. */
  countIsCapped?: boolean;
}

const COUNT_CAP = 1000;

/** Of an entry of the audit log: the step that is kept of it, and who struck it. */
const KEPT = {
  columns: `k.action as step, k.ref, s.at as "struckAt", b.role as "struckBy", s.reason`,
  joins: ` left join case_step k on k.case_id = a.case_id and k.version = a.case_version
      left join case_step s on s.strikes = k.ref
      left join audit_log b on b.case_id = s.case_id and b.case_version = s.version and b.changes is not null`,
};
/** What rows are sorted by before their id, and whether all of it falls. */
interface Order {
  by: readonly string[];
  falls: boolean;
}

export interface HistoryEntry {
  at: Date;
  /** `<case-kind>.<action>` */
  action: string;
  /** Role or roles of who acted; a landlord is told of the other party only that it was the municipality. */
  by: string;
  version: number;
  /** `staffId` of who acted, where it was somebody of the municipality; told to the municipality alone. */
  person?: string;
  /** `staffId` of whom the actor stood in for; told to the municipality alone. */
  inSteadOf?: string;
  text: Text;
  /** What was recorded and can be struck as registered in error. */
  fact?: {
    what: string;
    ref: string;
    /** Since then it does not count. */
    struck?: { at: Date; by: string; reason: string };
  };
}

export interface History {
  /** The case's, where its kind has numbers. */
  number?: string;
  items: HistoryEntry[];
}

/** Reads inside an actor's scope. A read that shows a citizen's case is logged in the same statement that reads it. */
export class CaseReader {
  private readonly tables = new Map<unknown, TableSql>();
  constructor(private readonly database: Database) {}

  /** @throws Problem 404 for an unknown case and for one outside the scope alike. */
  async get<Row extends CaseRow, Facts>(
    kind: StoredKind<Row, never>,
    id: string,
    command: Command,
    scope: Scope<Row>,
    view: (row: Row, facts: Facts) => unknown,
  ): Promise<Answer> {
    const [found] = await this.select<Row, Facts>(kind, command, `c.id = $1`, [id], scope, {}, 1);
    if (!found) throw new Problem(404, 'not-found');
    return { status: 200, body: view(found.row, found.facts), version: versionFor(found.row, command.actor) };
  }

  /**
   * Newest first, or by `listedBy`; `next` is the `after` of the following page, null on the last.
   * @param within what of the scope is listed; a page goes on behind a case that has left it since
   */
  async list<Row extends CaseRow, Facts>(
    kind: StoredKind<Row, never>,
    command: Command,
    scope: Scope<Row>,
    filter: Filter<Row>,
    page: Page,
    view: (row: Row, facts: Facts) => unknown,
    within: Scope<Row> = scope,
  ): Promise<CasePage> {
    const order = this.orderOf(kind, page.sort);
    const values = page.after ? [page.after] : [];
    const where = page.after ? this.behind(kind, order, page.sort === undefined ? {} : scope, values) : 'true';
    const found = await this.select<Row, Facts>(kind, command, where, values, within, filter, page.limit + 1, order);
    const shown = found.slice(0, page.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(({ row, facts }) => {
        // Why not is asked of one case: a page of such sentences would be longer than the cases.
        const { refusedActions: _, ...item } = view(row, facts) as { refusedActions?: unknown };
        return item;
      }),
      next: found.length > page.limit && last ? last.row.id : null,
      ...(page.count && (await this.count(kind, within, filter))),
    };
  }

  /** Those of these cases that are in the scope, in no order. */
  some<Row extends CaseRow, Facts>(
    kind: StoredKind<Row, never>,
    ids: readonly string[],
    command: Command,
    scope: Scope<Row>,
  ): Promise<{ row: Row; facts: Facts }[]> {
    return this.select<Row, Facts>(kind, command, 'c.id = any($1)', [ids], scope, {}, ids.length);
  }

  /** Counting every row of a large table takes longer than anybody waits: it stops at the cap. */
  private async count<Row extends CaseRow>(kind: StoredKind<Row, never>, scope: Scope<Row>, filter: Filter<Row>) {
    const table = this.table(kind);
    const values: unknown[] = [];
    const where = `true${table.conditions(scope, values)}${table.conditions(filter, values)}`;
    const [found] = await this.database.query<{ count: number }>(
      `select count(*) as count from (select 1 from ${table.table} c where ${where} limit ${COUNT_CAP + 1}) counted`,
      values,
    );
    const count = found?.count ?? 0;
    return { count: Math.min(count, COUNT_CAP), countIsCapped: count > COUNT_CAP };
  }

  /** Who did what and when, oldest first; the case itself must be inside the scope. */
  async history<Row extends CaseRow>(
    kind: StoredKind<Row, never>,
    id: string,
    command: Command,
    scope: Scope<Row>,
  ): Promise<History> {
    const { body } = await this.get(kind, id, command, scope, ({ number }) => ({ ...(number && { number }) }));
    const { roles, landlordRef } = command.actor;
    let untold = 0;
    type Entry = Omit<HistoryEntry, 'text' | 'fact' | 'person' | 'inSteadOf'> & {
      changes: Record<string, unknown>;
      actor: string;
      isPerson: boolean;
      stead?: string | null;
    };
    type Kept = { step?: string; ref?: string; struckAt?: Date | null; struckBy: string; reason: string };
    const entries = await this.database.query<Entry & Kept>(
      `select a.at, a.action, a.role as by, a.case_version as version, a.actor_id as actor, a.actor_kind = 'person' as "isPerson",
              a.changes${kind.owned ? ', a.in_stead_of as stead' : ''}${kind.keepsSteps ? `, ${KEPT.columns}` : ''}
         from audit_log a${kind.keepsSteps ? KEPT.joins : ''}
        where a.case_id = $1 and a.changes is not null order by a.position limit 1000`,
      [id],
    );
    const items = entries.flatMap(
      ({ changes, actor, isPerson, stead, step, ref, struckAt, struckBy, reason, ...entry }) => {
        if (landlordRef && kind.isUntold(entry.action, changes)) untold += 1;
        const text = kind.told(entry.action, changes, roles);
        if (!text) return [];
        const isLandlords = (by: string) => LANDLORD_ROLES.some((role) => by.split(',').includes(role));
        const toldBy = (by: string) => (landlordRef && by !== 'system' && !isLandlords(by) ? 'municipality' : by);
        const person = !landlordRef && isPerson && !isLandlords(entry.by) && { person: actor };
        const what = step && kind.strikeableOf?.(step);
        const struck = struckAt && { struck: { at: struckAt, by: toldBy(struckBy), reason } };
        const fact = what && ref && { fact: { what, ref, ...struck } };
        const told = { by: toldBy(entry.by), ...person, ...(stead && !landlordRef && { inSteadOf: stead }) };
        return [{ ...entry, version: entry.version - untold, ...told, text, ...fact }];
      },
    );
    return { ...(body as Pick<History, 'number'>), items };
  }

  /**
   * A read that answers no case, but tells what can be tied to a citizen, such as the money of a tenancy: what it reads
   * and that it was read are one transaction.
   * @param read the answer, and what it is about (uuid): an entry in the audit log for each; null: it was asked, and nothing found
   */
  look<T>(command: Command, read: (tx: Sql) => Promise<{ answer: T; about: readonly (string | null)[] }>): Promise<T> {
    return this.database.transaction(async (tx) => {
      const { answer, about } = await read(tx);
      const { actor, action, now, purpose = action } = command;
      await tx.query(
        `insert into audit_log (actor_id, actor_kind, role, action, case_id, purpose, at)
         select $1, $2, $3, $4, seen, $7, $5::timestamptz from unnest($6::uuid[]) seen`,
        [actor.id, actor.kind, actor.roles.join(','), action, now, about, purpose],
      );
      return answer;
    });
  }

  private orderOf<Row extends CaseRow>(kind: StoredKind<Row, never>, sort: string | undefined): Order {
    if (sort === undefined) return kind.listedBy ? { by: kind.listedBy, falls: false } : { by: [], falls: true };
    const name = sort.replace(/^-/, '');
    const by = name === 'number' ? ['c.number'] : kind.sortedBy?.[name];
    if (!by) throw new Error(`${kind.name} is not sorted by ${name}`);
    return { by, falls: sort.startsWith('-') };
  }

  /**
   * Behind the case of id $1. A case outside `visible` has no place: from what lies behind it could be told what its name is.
   */
  private behind<Row extends CaseRow>(
    kind: StoredKind<Row, never>,
    { by, falls }: Order,
    visible: Scope<Row>,
    values: unknown[],
  ): string {
    if (!by.length) return 'c.id < $1';
    const place = [...by, 'c.id'].join(', ');
    const table = this.table(kind);
    const its = `select ${place} from ${table.table} c where c.id = $1${table.conditions(visible, values)}`;
    return `(${place}) ${falls ? '<' : '>'} (${its})`;
  }

  private async select<Row extends CaseRow, Facts>(
    kind: StoredKind<Row, never>,
    command: Command,
    where: string,
    start: unknown[],
    scope: Scope<Row>,
    filter: Filter<Row>,
    limit: number,
    { by, falls }: Order = { by: [], falls: true },
  ): Promise<{ row: Row; facts: Facts }[]> {
    const table = this.table(kind);
    const values = [...start];
    const conditions = where + table.conditions(scope, values) + table.conditions(filter, values);
    values.push(limit);
    const most = `$${values.length}`;
    const bind = (value: unknown) => {
      values.push(value);
      return `$${values.length}`;
    };
    const stead =
      kind.owned && kind.auditReads ? `, ${inSteadOf(command.actor, command.today, bind)} as in_stead_of` : '';
    const order = [...by, 'c.id'].map((one) => (falls ? `${one} desc` : one)).join(', ');
    const page = `select ${table.selectList()}, ${factsSql(kind, command.today, bind)} as facts${stead}
      from ${table.table} c where ${conditions} order by ${order} limit ${most}`;
    let text = page;
    if (kind.auditReads) {
      const { actor, action, now, purpose = action } = command;
      values.push(actor.id, actor.kind, actor.roles.join(','), action, now, purpose);
      const $ = (offset: number) => `$${values.length - 6 + offset}`;
      text = `with c as (${page}), seen as (
          insert into audit_log (actor_id, actor_kind, role, action, case_id, case_version, purpose, at${stead && ', in_stead_of'})
          select ${$(1)}, ${$(2)}, ${$(3)}, ${$(4)}, id, version, ${$(6)}, ${$(5)}::timestamptz${stead && ', in_stead_of'} from c
        ) select * from c order by ${order}`;
    }
    const records = await this.database.query<Record<string, unknown>>(text, values);
    return records.map((record) => ({ row: table.toRow<Row>(record), facts: record.facts as Facts }));
  }

  private table<Row extends CaseRow>({ entity }: StoredKind<Row, never>): TableSql {
    let table = this.tables.get(entity);
    if (!table) {
      table = new TableSql(this.database.dataSource.getMetadata(entity));
      this.tables.set(entity, table);
    }
    return table;
  }
}
