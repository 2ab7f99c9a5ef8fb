// SPDX-License-Identifier: MPL-2.0
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import type { PublicCaseEvent } from '#contracts/public-event';
import { schemaFile } from '#contracts/types';
import type { LocalDate, Step } from '#domain';
import {
  type CaseRow,
  type Decision,
  factsSql,
  type NewStep,
  type Scope,
  type StoredKind,
  TableSql,
  versionFor,
} from './case-kind.js';
import type { Answer, Command, CommandInTransaction } from './command.js';
import { AfterRollback, brokenUniqueConstraint, type Database, type Sql } from './database.js';
import type { EventAttributes, OutboxMessage } from './outbox-message.js';
import { inSteadOf } from './owned.js';
import { Problem } from './problem.js';
import { idempotencyKey, type Remembered, remembered, rememberedNow } from './remembered.js';

/** Where this service's events come from. */
export interface EventOrigin {
  /** `/indgang/<municipality code>/<service>` */
  source: string;
  /** Address of this service's API, below which `/v1/…` and `/schemas/…` are served. */
  publicUrl: string;
}

/** Told when the case was written by this call: not when an answer was remembered. */
type Written<Row extends CaseRow, Fact> = (row: Row, before: Row | null, fact: Fact) => void;

/** Many cases at once, as the rows of a query. */
export interface ManyCases {
  /** Columns of the case that the query gives, besides `id`. */
  columns: readonly string[];
  text: string;
  values: readonly unknown[];
}

/** A new case's columns; the store gives id, number, version 1 and the time of opening. */
export type NewRow<Row extends CaseRow> = Omit<Row, 'id' | 'number' | 'version' | 'openedAt'>;

/**
 * The only way a case is written: row, audit entry, both outbox messages and the remembered answer in one statement, so
 * none of them can be forgotten and nothing is half written. Two round trips per command; no lock is held while the
 * decision is made. Not a repository: nothing to find, save or delete.
 */
export class CaseStore {
  private readonly tables = new Map<unknown, TableSql>();
  private readonly statements = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly origin: EventOrigin,
  ) {}

  /**
   * Opens a case. `about` holds the columns that the facts are looked up by; `decide` gives the whole row.
   * @throws Refusal by `decide`; Problem 422 when the idempotency key was used for another request.
   */
  async open<Row extends CaseRow, Fact, Facts>(
    kind: StoredKind<Row, Fact>,
    command: Command,
    about: Partial<Row>,
    decide: (facts: Facts, id: string) => { row: NewRow<Row>; fact: Fact; step?: NewStep },
    view: (row: Row, facts: Facts) => unknown,
    id = uuidv7(),
    written?: Written<Row, Fact>,
  ): Promise<Answer> {
    const sql = command.tx ?? this.database;
    const table = this.table(kind);
    const subject = table.toJson(about);
    // The number is part of the answer that is remembered, so it is drawn before; a repeated request draws none.
    const drawn = kind.letter ? `case when i.key is null then next_case_number($5, $6) end` : 'null';
    const asked = [...idempotencyKey(command), subject, ...(kind.letter ? [kind.letter, command.today] : [])];
    const expression = factsSql(kind, command.today, (value) => `$${asked.push(value as string)}`);
    const [read] = await sql.query<Remembered & { facts: Facts; number: string | null }>(
      `select i.request_hash as i_hash, i.status as i_status, i.response as i_response, ${drawn} as number,
              ${expression} as facts
         from jsonb_populate_record(null::${table.table}, $4) c
         left join idempotency i on i.actor = $1 and i.route = $2 and i.key = $3`,
      asked,
    );
    const known = read && remembered(read, command);
    if (known) return known;

    const facts = read?.facts as Facts;
    const decision = decide(facts, id);
    const number = kind.letter ? { number: read?.number } : {};
    const row = { ...decision.row, ...number, id, version: 1, openedAt: command.now } as unknown as Row;
    table.columnsOf(row);
    const answer: Answer = { status: 201, body: view(row, facts), version: 1, location: `${kind.path}/${id}` };
    const columns = table.columns.map(({ column }) => column).join(', ');
    const count = table.columns.length;
    const text = this.statement(
      `${table.table} open`,
      () => `with changed as (
        insert into ${table.table} (${columns}) values (${table.columns.map((_, index) => `$${index + 1}`).join(', ')})
        returning id, version
      ), ${this.along(count, kind)} select version from changed`,
    );
    const values = [
      ...table.toValues(row),
      ...this.alongValues(kind, row, null, facts, decision.fact, row, command, answer, decision.step),
    ];
    const faster = await this.write(sql, kind, command, text, values);
    if (!faster) written?.(row, null, decision.fact);
    return faster ?? answer;
  }

  /**
   * Changes a case inside the actor's scope.
   * @throws Problem 404 unknown or outside the scope, 412 another version, 422 key reused; Refusal by `decide`.
   */
  async change<Row extends CaseRow, Fact, Facts>(
    kind: StoredKind<Row, Fact>,
    id: string,
    command: Command,
    scope: Scope<Row>,
    decide: (row: Row, facts: Facts) => Decision<Row, Fact>,
    view: (row: Row, facts: Facts) => unknown,
    written?: Written<Row, Fact>,
  ): Promise<Answer> {
    const sql = command.tx ?? this.database;
    const table = this.table(kind);
    const found = await this.read<Row, Facts>(sql, kind, table, id, command, scope);
    if ('answer' in found) return found.answer;
    const { row: before, facts, stead } = found;
    const { ifMatch = 'any' } = command;
    const isStale = ifMatch !== 'any' && !ifMatch.includes(versionFor(before, command.actor));
    if (isStale && !command.refusesFirst) throw new VersionMoved();

    const { fact, changes: decided, step } = decide(before, facts);
    if (isStale) throw new VersionMoved();
    const changes = withoutUndefined(decided);
    const row: Row = { ...before, ...changes, version: before.version + 1 };
    const answer: Answer = { status: 200, body: view(row, facts), version: versionFor(row, command.actor) };
    const changed = table.columnsOf(changes);
    const text = this.statement(`${table.table} change ${changed.map(({ column }) => column).join()}`, () => {
      const sets = changed.map(({ column }, index) => `, ${column} = $${index + 3}`);
      return `with changed as (
        update ${table.table} set version = version + 1${sets.join('')} where id = $1 and version = $2
        returning id, version
      ), ${this.along(changed.length + 2, kind)} select version from changed`;
    });
    const values = [
      id,
      before.version,
      ...table.toValues(row, changed),
      ...this.alongValues(kind, row, before, facts, fact, changes, command, answer, step, stead),
    ];
    let faster: Answer | undefined;
    try {
      faster = await this.write(sql, kind, command, text, values);
    } catch (error) {
      // What somebody else did meanwhile may not count in the version that this actor sees: looked at again, it tells.
      if (!(error instanceof VersionMoved) || command.tx) throw error;
      return await this.change(kind, id, command, scope, decide, view, written);
    }
    if (!faster) written?.(row, before, fact);
    return faster ?? answer;
  }

  /**
   * Waits until nobody else does something of the same, as `oneAtATime` of the kind says, and holds it to the end of the
   * transaction. @param wait false: it answers `false` where somebody else holds it
   */
  async hold(
    { entity, name }: StoredKind<CaseRow, string>,
    of: string,
    about: { id: string } | { row: object },
    tx: Sql,
    wait = true,
  ): Promise<boolean> {
    const table = this.table({ entity } as StoredKind<CaseRow, string>);
    const from =
      'id' in about ? `${table.table} c where c.id = $2` : `jsonb_populate_record(null::${table.table}, $2) c`;
    const lock = wait ? `pg_advisory_xact_lock(key) is not null` : `pg_try_advisory_xact_lock(key)`;
    const [held] = await tx.query<{ ours: boolean }>(
      `select ${lock} as ours from (select hashtextextended($1::text || ' ' || (${of})::text, 0) as key from ${from}) held
        where key is not null`,
      [name, 'id' in about ? about.id : table.toJson(about.row)],
    );
    return held?.ours ?? true;
  }

  /**
   * Opens many cases of a kind by one statement, each with its audit entry. They tell nobody.
   * @param action its name in the audit log; the command's is why it was done
   * @returns how many
   */
  async openAll(
    kind: StoredKind<CaseRow, never>,
    action: string,
    command: CommandInTransaction,
    state: string,
    { columns, text, values }: ManyCases,
  ): Promise<number> {
    const table = this.table(kind);
    const count = values.length;
    const names = columns.join(', ');
    const [number, drawn] = kind.letter ? ['number, ', `next_case_number($${count + 8}, $${count + 9}), `] : ['', ''];
    return await this.writeAll(
      action,
      command,
      `with source as (${text}), told as (
         insert into ${table.table} as c (id, version, state, opened_at, ${number}${names})
         select id, 1, $${count + 7}, $${count + 6}::timestamptz, ${drawn}${names} from source
         returning c.id, c.version, ${asJson(table.columns, 'c')} as changes
       )`,
      values,
      [state, ...(kind.letter ? [kind.letter, command.today] : [])],
    );
  }

  /**
   * Changes many cases of a kind by one statement: those that differ, each with its audit entry of what differed. They tell
   * nobody.
   * @returns how many differed
   */
  async changeAll(
    kind: StoredKind<CaseRow, never>,
    action: string,
    command: CommandInTransaction,
    { columns, text, values }: ManyCases,
  ): Promise<number> {
    const table = this.table(kind);
    const changed = table.columns.filter(({ column }) => columns.includes(column));
    const of = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ');
    return await this.writeAll(
      action,
      command,
      `with source as (${text}), differing as (
         select s.*, ${asJson(changed, 'c')} as was from ${table.table} c join source s on s.id = c.id
          where (${of('c')}) is distinct from (${of('s')}) for update of c
       ), told as (
         update ${table.table} c set version = c.version + 1, ${columns.map((column) => `${column} = d.${column}`).join(', ')}
           from differing d where d.id = c.id
         returning c.id, c.version, (select jsonb_object_agg(n.key, n.value) from jsonb_each(${asJson(changed, 'c')}) n
            where n.value is distinct from d.was -> n.key) as changes
       )`,
      values,
    );
  }

  private async writeAll(
    action: string,
    { actor, action: purpose, now, tx }: CommandInTransaction,
    text: string,
    values: readonly unknown[],
    more: readonly unknown[] = [],
  ): Promise<number> {
    const $ = (offset: number) => `$${values.length + offset}`;
    const [found] = await tx.query<{ count: number }>(
      `${text}, audited as (
         insert into audit_log (actor_id, actor_kind, role, action, case_id, case_version, purpose, changes, at)
         select ${$(1)}, ${$(2)}, ${$(3)}, ${$(4)}, id, version, ${$(5)}, changes, ${$(6)}::timestamptz from told order by id
       ) select count(*) as count from told`,
      [...values, actor.id, actor.kind, actor.roles.join(','), action, purpose, now, ...more],
    );
    return found?.count ?? 0;
  }

  /** What is about no case of this service is told in the transaction of what caused it. @param version of what it is about */
  async tell(message: OutboxMessage, version: number, command: CommandInTransaction): Promise<void> {
    const { id, topic, key, headers, body } = this.outboxRow(message, version, command);
    await command.tx.query(
      'insert into outbox (id, topic, key, headers, body) values ($1, $2, $3, $4::jsonb, $5::jsonb)',
      [id, topic, key, JSON.stringify(headers), JSON.stringify(body)],
    );
    this.database.wroteOutbox(command.tx);
  }

  /** A case that the transaction holds, with its facts. */
  async locked<Row extends CaseRow>(
    kind: StoredKind<Row, string>,
    id: string,
    { tx, today }: CommandInTransaction,
  ): Promise<{ row: Row; known: object | null }> {
    const table = this.table(kind);
    const values = [id];
    const facts = factsSql(kind, today, (value) => `$${values.push(value as string)}`);
    const [read] = await tx.query<{ facts: object | null }>(
      `select ${table.selectList()}, ${facts} as facts from ${table.table} c where c.id = $1 for update of c`,
      values,
    );
    if (!read) throw new Error(`${kind.name} ${id} is gone`);
    return { row: table.toRow<Row>(read as unknown as Record<string, unknown>), known: read.facts };
  }

  /** The case, held, with its facts and every step that is kept of it; undefined: there is none of that id. */
  async held<Row extends CaseRow>(
    kind: StoredKind<Row, string>,
    id: string,
    command: CommandInTransaction,
  ): Promise<{ row: Row; known: object | null; steps: Step[] } | undefined> {
    const { tx } = command;
    const [found] = await tx.query(`select from ${this.table(kind).table} where id = $1 for update`, [id]);
    if (!found) return undefined;
    const steps = await tx.query<Step>(
      `select ref, action, actor_id as by, landlord_ref as "landlordRef", input, facts, was, became, strikes
         from case_step where case_id = $1 order by version`,
      [id],
    );
    return { ...(await this.locked(kind, id, command)), steps };
  }

  /** Nothing could be done on the day: time looks at the case again on `next`. */
  async postpone(kind: StoredKind<CaseRow, string>, id: string, next: LocalDate, tx: Sql): Promise<void> {
    await tx.query(`update ${this.table(kind).table} set next_due_on = $2 where id = $1`, [id, next]);
  }

  private async read<Row extends CaseRow, Facts>(
    sql: Sql,
    kind: StoredKind<Row, unknown>,
    table: TableSql,
    id: string,
    command: Command,
    scope: Scope<Row>,
  ): Promise<{ row: Row; facts: Facts; stead: string | null } | { answer: Answer }> {
    const values: unknown[] = command.tx ? [id] : [id, ...idempotencyKey(command)];
    const where = `c.id = $1${table.conditions(scope, values)}`;
    const bind = (value: unknown) => {
      values.push(value);
      return `$${values.length}`;
    };
    const facts = factsSql(kind, command.today, bind);
    const more = `${facts} as facts, ${kind.owned ? inSteadOf(command.actor, command.today, bind) : 'null'} as stead`;
    const [read] = await sql.query<Remembered & { id: string | null; facts: Facts; stead: string | null }>(
      command.tx
        ? `select ${table.selectList()}, ${more} from ${table.table} c where ${where} for update of c`
        : `select i.request_hash as i_hash, i.status as i_status, i.response as i_response, ${table.selectList()}, ${more}
             from (select 1) one
             left join idempotency i on i.actor = $2 and i.route = $3 and i.key = $4
             left join ${table.table} c on ${where}`,
      values,
    );
    // In a transaction the row's lock may have waited for another request with the same key.
    const answer = command.tx ? await rememberedNow(command, sql) : read && remembered(read, command);
    if (answer) return { answer };
    if (!read?.id) throw new Problem(404, 'not-found');
    const { facts: known, stead } = read;
    return { row: table.toRow<Row>(read as unknown as Record<string, unknown>), facts: known, stead };
  }

  /** Runs the one statement. Returns an answer only when another request with the same key was faster. */
  private async write(
    sql: Sql,
    kind: StoredKind<never, never> | StoredKind<CaseRow, unknown>,
    command: Command,
    text: string,
    values: unknown[],
  ): Promise<Answer | undefined> {
    let moved: boolean;
    try {
      moved = (await sql.query(text, values)).length === 0;
    } catch (error) {
      const constraint = brokenUniqueConstraint(error);
      if (!constraint) throw error;
      const refusal = kind.conflicts?.[constraint];
      const answer = async () => {
        const known = await rememberedNow(command, this.database);
        if (known) return known;
        throw refusal ? refusal() : error;
      };
      // The failed transaction answers nothing any more, and while it is open it holds a connection: who waits for another
      // one with it waits for those who do the same.
      if (command.tx && command.idempotency) throw new AfterRollback(answer);
      return await answer();
    }
    if (moved) {
      const known = await rememberedNow(command, sql);
      if (known) return known;
      throw new VersionMoved();
    }
    this.database.wroteOutbox(sql);
    return undefined;
  }

  /** Audit, outbox, idempotency and step rows, chained to `changed`: an outbox position is drawn after the row's lock. */
  private along(count: number, { keepsSteps, owned }: { keepsSteps?: boolean; owned?: unknown }): string {
    const $ = (offset: number) => `$${count + offset}`;
    const kept = `, kept as (
        insert into case_step (case_id, version, ref, at, actor_id, landlord_ref, action, input, facts, was, became, strikes, reason)
        select c.id, c.version, s.ref, ${$(6)}::timestamptz, ${$(1)}, s.landlord_ref, s.action, s.input, s.facts, s.was, s.became, s.strikes, s.reason
          from changed c, jsonb_populate_record(null::case_step, ${$(owned ? 15 : 14)}::jsonb) s
      )`;
    return `audited as (
        insert into audit_log (actor_id, actor_kind, role, action, case_id, case_version, purpose, changes, at${owned ? ', in_stead_of' : ''})
        select ${$(1)}, ${$(2)}, ${$(3)}, ${$(4)}, id, version, ${$(4)}, ${$(5)}::jsonb, ${$(6)}::timestamptz${owned ? `, ${$(14)}::text` : ''} from changed
      ), said as (
        insert into outbox (id, topic, key, headers, body)
        select m.id, m.topic, m.key, m.headers, m.body
          from changed, jsonb_to_recordset(${$(7)}::jsonb) as m(id uuid, topic text, key text, headers jsonb, body jsonb)
      ), answered as (
        insert into idempotency (actor, route, key, request_hash, status, response)
        select ${$(8)}, ${$(9)}, ${$(10)}, ${$(11)}, ${$(12)}::int, ${$(13)}::jsonb from changed where ${$(10)}::text is not null
      )${keepsSteps ? kept : ''}`;
  }

  private alongValues<Row extends CaseRow, Fact>(
    kind: StoredKind<Row, Fact>,
    row: Row,
    before: Row | null,
    facts: unknown,
    fact: Fact,
    changes: object,
    command: Command,
    answer: Answer,
    step: NewStep | undefined,
    stead: string | null = null,
  ): unknown[] {
    const { actor } = command;
    const messages = kind
      .messages(row, fact, before, facts)
      .map((message) => this.outboxRow(message, row.version, command));
    return [
      actor.id,
      actor.kind,
      actor.roles.join(','),
      command.action,
      JSON.stringify(audited(changes, kind.personal)),
      command.now,
      JSON.stringify(messages),
      ...idempotencyKey(command),
      command.idempotency?.requestHash ?? null,
      answer.status,
      JSON.stringify({ body: answer.body, version: answer.version, location: answer.location }),
      ...(kind.owned ? [stead] : []),
      // Drawn, not derived: whoever knows how would count steps that are hidden.
      ...(kind.keepsSteps ? [JSON.stringify({ ...step, ref: uuidv4(), landlord_ref: actor.landlordRef ?? null })] : []),
    ];
  }

  private outboxRow(message: OutboxMessage, version: number, command: Command) {
    const isPublic = message.classification === 'public';
    const body = isPublic ? this.withAddress(message.body as PublicCaseEvent) : message.body;
    const headers: EventAttributes = {
      specversion: '1.0',
      id: uuidv7(),
      source: this.origin.source,
      type: message.type,
      subject: message.key,
      partitionkey: message.key,
      time: command.now.toISOString(),
      datacontenttype: 'application/json',
      dataschema: `${this.origin.publicUrl}/schemas/${schemaFile(message.type, message.classification)}`,
      caseversion: String(isPublic ? (message.body as PublicCaseEvent).version : version),
      ...(!isPublic && { correlationid: command.correlationId }),
      ...(!isPublic && command.causationId && { causationid: command.causationId }),
      dataclassification: message.classification,
      authtype: command.actor.kind,
      ...((!isPublic || command.actor.kind !== 'person') && { authid: command.actor.id }),
      ...(!isPublic && command.traceparent && { traceparent: command.traceparent }),
    };
    return { id: headers.id, topic: message.topic, key: message.key, headers, body };
  }

  private withAddress(body: PublicCaseEvent): PublicCaseEvent {
    return { ...body, href: `${this.origin.publicUrl}${body.href}` };
  }

  private table<Row extends CaseRow>(kind: StoredKind<Row, never> | StoredKind<Row, unknown>): TableSql {
    let table = this.tables.get(kind.entity);
    if (!table) {
      table = new TableSql(this.database.dataSource.getMetadata(kind.entity));
      this.tables.set(kind.entity, table);
    }
    return table;
  }

  private statement(name: string, make: () => string): string {
    let text = this.statements.get(name);
    if (!text) {
      text = make();
      this.statements.set(name, text);
    }
    return text;
  }
}

/** Columns of a row as the audit log names them. */
const asJson = (columns: TableSql['columns'], alias: string) =>
  `jsonb_build_object(${columns.map(({ property, column }) => `'${property}', ${alias}.${column}`).join(', ')})`;

/** What the audit log keeps of changes for years: of what is personal only that it changed. */
const audited = (changes: object, personal: readonly string[] = []): object =>
  personal.length
    ? Object.fromEntries(
        Object.entries(changes).map(([name, value]) => [name, value !== null && personal.includes(name) ? '…' : value]),
      )
    : changes;

/** A field that a command may leave out is `undefined` in its class: the column stays as it is. */
const withoutUndefined = <T extends object>(changes: T): T =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as T;

class VersionMoved extends Problem {
  constructor() {
    super(412, 'version-moved');
  }
}
