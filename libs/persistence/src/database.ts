// SPDX-License-Identifier: MPL-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { DataSource, DefaultNamingStrategy, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { faultPoint } from './fault-point.js';

/** Runs one statement; named and prepared underneath, so a repeated text is parsed once per connection. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface DatabaseOptions {
  /** `postgres://…` of the service's runtime role. */
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  entities: EntityTarget<ObjectLiteral>[];
  poolSize?: number;
  onPoolError?: (error: Error) => void;
}

/** `tenancyRef` ↔ `tenancy_ref`. */
class SnakeNamingStrategy extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || snakeCase(propertyName);
  }
}

export const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

// A legal date through `Date` shifts a day, and int8 (counts, positions, øre sums) would come back as text.
const DATE = 1082;
const INT8 = 20;
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE) return (text: string) => text;
    if (oid === INT8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

const names = new Map<string, string>();
function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = createHash('sha256').update(text).digest('hex').slice(0, 40);
    names.set(text, name);
  }
  return name;
}

/**
 * A connection may die while nobody has a query on it, such as between being made and its first use. It says so by an
 * event that would end the process if nobody listened; whoever has the connection hears of it from the next query.
 */
class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

class Connection implements Sql {
  wroteOutbox = false;
  constructor(private readonly client: pg.Pool | pg.PoolClient) {}
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.client.query({ name: nameOf(text), text, values: values as unknown[] });
    return result.rows as Row[];
  }
}

const DEADLOCK = '40P01';
const DEADLOCK_RETRIES = 2;

/** Thrown in a transaction whose outcome is known only once it is undone and its connection is free again. */
export class AfterRollback extends Error {
  /** @param outcome what the transaction then answers */
  constructor(readonly outcome: () => Promise<unknown>) {
    super('the transaction is undone');
  }
}

/**
 * One service's schema. TypeORM opens the pool and holds the table metadata; statements are our own, because an ORM
 * graph hides the lock, the version and the SQL.
 */
export class Database implements Sql {
  private readonly outboxListeners = new Set<() => void>();
  /** Set while `work` of a transaction runs, in whatever it calls. */
  private readonly open = new AsyncLocalStorage<boolean>();
  private constructor(
    readonly dataSource: DataSource,
    private readonly pool: pg.Pool,
    /** For the few connections that must not come from the pool (relay lock). Holds the password: never log it. */
    readonly url: string,
  ) {}

  /** Connects; throws the driver's error when PostgreSQL cannot be reached or refuses the role. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      applicationName: options.applicationName,
      entities: options.entities as never[],
      namingStrategy: new SnakeNamingStrategy(),
      synchronize: false,
      migrationsRun: false,
      uuidExtension: 'pgcrypto',
      installExtensions: false,
      connectTimeoutMS: 3000,
      poolSize: options.poolSize ?? 10,
      poolErrorHandler: options.onPoolError ?? (() => undefined),
      // query_timeout ends a wait that the server cannot end, such as a cut network; statement_timeout is the role's.
      extra: { Client, types, keepAlive: true, query_timeout: 10_000 },
    });
    await dataSource.initialize();
    const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
    return new Database(dataSource, pool, options.url);
  }

  /**
   * On a connection of its own. Ten that wait for a second connection while they hold one wait for each other for ever:
   * @throws Error inside a transaction, whose queries go through its `tx`
   */
  async query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    this.mustBeOutside();
    return await new Connection(this.pool).query<Row>(text, values);
  }

  /**
   * Commits what `work` did, or nothing of it when it throws. Of two that wait for one another PostgreSQL ends one: its work
   * begins again, so it keeps nothing outside the database from one time to the next.
   * @throws Error inside another one
   */
  async transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    this.mustBeOutside();
    for (let left = DEADLOCK_RETRIES; ; left--)
      try {
        return await this.committed(work);
      } catch (error) {
        if (error instanceof AfterRollback) return (await error.outcome()) as T;
        if (left === 0 || (error as { code?: string } | undefined)?.code !== DEADLOCK) throw error;
      }
  }

  private async committed<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const connection = new Connection(client);
    let broken: Error | undefined;
    // A backend that dies between two statements reports it here and not on any query.
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      await client.query('begin');
      const result = await this.open.run(true, () => work(connection));
      await client.query('commit');
      if (connection.wroteOutbox) this.announceOutbox();
      return result;
    } catch (error) {
      await client.query('rollback').catch((failed: Error) => {
        broken ??= failed;
      });
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  private mustBeOutside(): void {
    if (this.open.getStore()) throw new Error('inside a transaction every query goes through its own connection');
  }

  /** Called after each commit that wrote outbox rows: the relay need not wait for its poll. */
  onOutbox(listener: () => void): void {
    this.outboxListeners.add(listener);
  }

  /** Told by the writer of outbox rows: at once outside a transaction, at its commit inside one. */
  wroteOutbox(sql: Sql): void {
    if (sql instanceof Connection) sql.wroteOutbox = true;
    else this.announceOutbox();
  }

  private announceOutbox(): void {
    void faultPoint('after_commit');
    for (const listener of this.outboxListeners) listener();
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '53100', // disk full
  '53200',
  '53300', // too many connections
  '57P01', // terminated by an administrator
  '57P02',
  '57P03', // starting up
  '57P05',
  '57014', // statement timeout: the server is overloaded or a lock is held elsewhere
  '55P03', // lock timeout
  '25P03', // idle-in-transaction timeout
  '58030', // I/O error
]);
const UNAVAILABLE_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|Cannot use a pool after calling end|connection is closed|server closed the connection/i;

/** Is it the database that cannot be reached or answer now, so that trying again later helps (503)? */
export function isUnavailable(error: unknown): boolean {
  if (!isNativeError(error)) return false; // not instanceof: an error of Node's core may be of another realm
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && (UNAVAILABLE_CODES.has(code) || /^08[0-9A-Z]{3}$/.test(code))) return true;
  return UNAVAILABLE_WORDS.test(error.message) || (cause !== undefined && isUnavailable(cause));
}

/** Does an error say that the data cannot be stored as they are: not a fault of the statement or the connection? */
export function isDataRefused(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}

/** The name of the unique or exclusion constraint that an error says was broken, if it is one. */
export function brokenUniqueConstraint(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code === '23505' || code === '23P01' ? constraint : undefined;
}
