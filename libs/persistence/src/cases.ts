// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { type CaseKindName, caseKinds, kindOfLetter } from '#contracts/case-kinds';
import { addDays, type InputOf, readCaseNumber, type Strike, type Striking, type To, withoutStep } from '#domain';
import { type CaseRow, type Filter, type NewStep, type Owned, type Scope, shownVersionOf } from './case-kind.js';
import type { CasePage, CaseReader, History, Page } from './case-reader.js';
import type { CaseStore, ManyCases, NewRow } from './case-store.js';
import type { Actor, Answer, Command, CommandInTransaction } from './command.js';
import type { Database, Sql } from './database.js';
import {
  type ActionOf,
  type AnyKind,
  auditActionOf,
  countsShown,
  isToldToLandlords,
  type RowOf,
  storedKind,
  type TableOf,
  untoldFiltersOf,
} from './kind.js';
import { allOf, namedStaff, sightHasChanged, takeableBy, withoutOwner } from './owned.js';
import { Problem } from './problem.js';
import type { Sweeper } from './sweeper.js';

/** An action that was performed: not one whose answer was only remembered. */
export interface Done<Row, Input> {
  row: Row;
  /** Null: it was opened. */
  before: Row | null;
  fact: string;
  input: Input;
  /** In the action's own transaction, without its version and idempotency key: for actions on other cases. */
  command: CommandInTransaction;
}

type Inputs<K, Action extends ActionOf<K>> = InputOf<TableOf<K>[Action]>;
type Effect = (done: Done<CaseRow, unknown>) => Promise<unknown>;
type Performer = (id: string, command: CommandInTransaction) => Promise<unknown>;

/** Columns of a new case that its rule does not speak of, and what its facts are looked up by. */
export interface Opening<K> {
  /** Columns that the rule does not give. */
  row?: Partial<RowOf<K>>;
  /** Columns that `Kind.facts` reads, where the input is not enough. */
  about?: Partial<RowOf<K>>;
  /** uuid; default: a new one. */
  id?: string;
}

/**
 * Every case is opened, changed and read through here: an action is named once, and its rule does the rest. State, end,
 * version, audit entry, messages, deadlines and the next due day follow from rule and kind, so none can be forgotten.
 */
export class Cases {
  private readonly effects = new Map<string, Effect[]>();
  private readonly performers = new Map<string, Performer>();
  private readonly locks = new Map<AnyKind, (id: string, command: CommandInTransaction) => Promise<boolean>>();

  constructor(
    private readonly store: CaseStore,
    private readonly reader: CaseReader,
    private readonly database: Database,
    private readonly settings: object,
  ) {}

  /**
   * What follows from an action on other cases or tables: in its transaction, and not when its answer was remembered.
   * Registered once by the flow that knows it, so whoever performs the action causes it.
   */
  follow<K extends AnyKind, Action extends ActionOf<K>>(
    kind: K,
    actions: readonly Action[],
    effect: (done: Done<RowOf<K>, Inputs<K, Action>[0]>) => Promise<unknown>,
  ): void {
    for (const action of actions) {
      const key = `${kind.name} ${action}`;
      this.effects.set(key, [...(this.effects.get(key) ?? []), effect as Effect]);
    }
  }

  /** How time performs an action that takes more than its rule: something must be locked or looked up first. */
  onDue<K extends AnyKind>(kind: K, action: ActionOf<K>, perform: Performer): void {
    this.performers.set(`${kind.name} ${action}`, perform);
  }

  /**
   * @param input undefined where the rule reads nothing of the command
   * @throws Refusal by the rule; Problem 422 when the idempotency key was used for another request
   */
  async open<K extends AnyKind, Action extends ActionOf<K>>(
    kind: K,
    action: Action,
    command: Command,
    input: Inputs<K, Action>[0],
    { row: more, about, id = uuidv7() }: Opening<K> = {},
  ): Promise<Answer> {
    const subject = { ...(input as object | undefined), ...about };
    const asked = await this.knowingStaff(kind, command, input);
    return await this.withEffects(kind, action, asked, { row: subject }, (inside, done) =>
      this.store.open<CaseRow, string, object>(
        storedKind(kind),
        { ...inside, action: auditActionOf(kind, action) },
        subject,
        (known) => {
          const facts = this.factsOf(kind, inside, known);
          const { changes, fact } = perform(kind, action, null, inside, facts, input);
          const shown = countsShown(kind) && { shownVersion: 1 };
          const row = { nextDueOn: null, ...shown, ...changes, ...more } as CaseRow;
          const closedAt = kind.closed.includes(row.state) ? inside.now : null;
          const opened = { ...row, nextDueOn: kind.rules.dueOn(row), closedAt, ...kind.follows?.(row, facts) };
          const step = stepOf(kind, action, null, changes, facts, input);
          return { row: opened as NewRow<CaseRow>, fact, ...step };
        },
        (row, known) => kind.view(row, this.factsOf(kind, inside, known), inside),
        id,
        (row, before, fact) => done({ row, before, fact, input }),
      ),
    );
  }

  /** @throws Problem 404 unknown or outside the scope, 412 another version, 422 key reused; Refusal by the rule */
  async act<K extends AnyKind, Action extends ActionOf<K>>(
    kind: K,
    action: Action,
    id: string,
    command: Command,
    ...input: Inputs<K, Action>
  ): Promise<Answer> {
    const taking = kind.owned && action === 'take' && ({ refusesFirst: true } as const);
    const asked = await this.knowingStaff(kind, { ...command, ...taking }, input[0]);
    return await this.withEffects(kind, action, asked, { id }, (inside, done) =>
      this.store.change<CaseRow, string, object>(
        storedKind(kind),
        id,
        { ...inside, action: auditActionOf(kind, action) },
        scopeOf(kind, action, inside),
        (row, known) => {
          const facts = this.factsOf(kind, inside, known);
          const { changes, fact } = perform(kind, action, row, inside, facts, input[0]);
          const closedAt = kind.closed.includes(changes.state as string) ? (row.closedAt ?? inside.now) : null;
          const after = { ...row, ...changes, closedAt } as CaseRow;
          const shown = countsShown(kind) &&
            isToldToLandlords(kind, action, row, changes) && { shownVersion: shownVersionOf(row) + 1 };
          const follows = { ...shown, closedAt, nextDueOn: kind.rules.dueOn(after), ...kind.follows?.(after, facts) };
          const step = stepOf(kind, action, row, changes, facts, input[0]);
          return { changes: { ...changes, ...differing(follows, row) } as Partial<CaseRow>, fact, ...step };
        },
        (row, known) => kind.view(row, this.factsOf(kind, inside, known), inside),
        (row, before, fact) => done({ row, before, fact, input: input[0] }),
      ),
    );
  }

  /**
   * Strikes what was registered in error, by the kind's action for it: the case becomes what it would be without it. One
   * transaction, in which nothing else happens to the case.
   */
  strike<K extends AnyKind, Action extends ActionOf<K>>(
    kind: K,
    action: Action,
    id: string,
    command: Command,
    input: Inputs<K, Action>[0] & Strike,
  ): Promise<Answer> {
    const run = async (inside: CommandInTransaction) => {
      const stored = storedKind(kind);
      const held = kind.oneAtATime?.[action];
      if (held) await this.store.hold(stored, held, { id }, inside.tx);
      const found = await this.store.held(stored, id, inside);
      const known = found && { striking: this.striking(kind, found, inside, input) };
      return await this.act(
        kind,
        action,
        id,
        { ...inside, known: { ...inside.known, ...known } },
        ...([input] as never),
      );
    };
    return command.tx
      ? run(command as CommandInTransaction)
      : this.database.transaction((tx) => run({ ...command, tx }));
  }

  private striking(
    kind: AnyKind,
    { row, known, steps }: NonNullable<Awaited<ReturnType<CaseStore['held']>>>,
    command: Command,
    { ref }: Strike,
  ): Striking<object> {
    const facts = this.factsOf(kind, command, known);
    const without = withoutStep<CaseRow, object>(kind.rules, kind.strikes!, row, facts, steps, ref);
    return { steps, striker: command.actor, ...(without && { without }) };
  }

  /**
   * Opens many cases by one statement, in the command's transaction, each with its audit entry. What the rule requires,
   * the query has made sure of.
   * @returns how many
   * @throws Error for a kind that tells others, or an action from which something follows: those go one by one
   */
  openAll<K extends AnyKind>(
    kind: K,
    action: ActionOf<K>,
    command: CommandInTransaction,
    cases: ManyCases,
  ): Promise<number> {
    const { to } = this.forMany(kind, action);
    return this.store.openAll(storedKind(kind), auditActionOf(kind, action), command, to as string, cases);
  }

  /**
   * Performs an action on many cases by one statement; those on which it changes nothing are left alone. As `openAll`.
   * @returns how many were changed
   */
  actOnAll<K extends AnyKind>(
    kind: K,
    action: ActionOf<K>,
    command: CommandInTransaction,
    cases: ManyCases,
  ): Promise<number> {
    this.forMany(kind, action);
    return this.store.changeAll(storedKind(kind), auditActionOf(kind, action), command, cases);
  }

  private forMany(kind: AnyKind, action: string) {
    const { public: isPublic, internal, messages, deadlines } = kind;
    if (isPublic || internal || messages || deadlines || this.effects.has(`${kind.name} ${action}`))
      throw new Error(`${kind.name} ${action} is told or followed: not for many at once`);
    return kind.rules.table[action] as { to: unknown };
  }

  get<K extends AnyKind>(kind: K, id: string, command: Command): Promise<Answer> {
    return this.reader.get<CaseRow, object>(
      storedKind(kind),
      id,
      command,
      kind.scope(command.actor, command.today),
      (row, known) => kind.view(row, this.factsOf(kind, command, known), command),
    );
  }

  /**
   * Newest first, by `Kind.listedBy`, or as `sort` says, in the actor's scope.
   * @param told what else must hold, asked in words that the actor's own view has
   */
  list<K extends AnyKind>(
    kind: K,
    { after, limit, sort, count, withoutOwner: lacksOwner, ...filter }: Page & Filter<RowOf<K>>,
    command: Command,
    told?: Scope<RowOf<K>>,
  ): Promise<CasePage> {
    const scope = kind.scope(command.actor, command.today);
    const without = lacksOwner && kind.owned && withoutOwner(kind.owned, command.today);
    const untold = Object.entries(untoldFiltersOf(kind, command.actor));
    const asked = { ...filter, withoutOwner: lacksOwner } as Record<string, unknown>;
    const used = untold.filter(([column]) => asked[column] !== undefined);
    if (used.length)
      throw new Problem(
        400,
        'invalid-request',
        {},
        used.map(([, key]) => ({ pointer: `?${key}`, code: 'unknown-field', message: '' })),
      );
    const number = typedNumber(kind, (filter as { number?: string }).number);
    return this.reader.list<CaseRow, object>(
      storedKind(kind),
      command,
      scope,
      { ...(filter as Filter<CaseRow>), ...(number !== undefined && { number }) },
      {
        limit,
        ...(after !== undefined && { after }),
        ...(sort !== undefined && { sort }),
        ...(count !== undefined && { count }),
      },
      (row, known) => kind.view(row, this.factsOf(kind, command, known), command),
      [told, without].reduce<Scope<CaseRow>>((within, more) => (more ? allOf(within, more) : within), scope),
    );
  }

  /** Who did what and when, oldest first. */
  history<K extends AnyKind>(kind: K, id: string, command: Command): Promise<History> {
    return this.reader.history(storedKind(kind), id, command, kind.scope(command.actor, command.today));
  }

  /**
   * What can be tied to a citizen and is no case, such as the money of a tenancy, with an entry in the audit log for each
   * of what it is `about` (uuid; null: nothing was found), in one transaction.
   */
  look<T>(command: Command, read: (tx: Sql) => Promise<{ answer: T; about: readonly (string | null)[] }>): Promise<T> {
    return this.reader.look(command, read);
  }

  /** The case itself, in the actor's scope, for a flow that needs more than its view. @throws Problem 404 */
  async row<K extends AnyKind>(kind: K, id: string, command: Command): Promise<RowOf<K>> {
    const { body } = await this.reader.get(
      storedKind(kind),
      id,
      command,
      kind.scope(command.actor, command.today),
      (row) => row,
    );
    return body as RowOf<K>;
  }

  /** What a flow must hold before time acts on a case; false: somebody else has it, the case waits for the next round. */
  lockBeforeDue(kind: AnyKind, lock: (id: string, command: CommandInTransaction) => Promise<boolean>): void {
    this.locks.set(kind, lock);
  }

  /** Time acts on every case of a kind whose rules say when (`due`). */
  sweptBy(sweeper: Sweeper, kind: AnyKind): void {
    if (kind.owned) this.watchesOwners(sweeper, kind, kind.owned);
    if (!Object.values<object>(kind.rules.table).some((rule) => 'due' in rule)) return;
    sweeper.add({
      kind: storedKind(kind),
      runDue: async (id, command) => {
        const isOurs = (await this.locks.get(kind)?.(id, command)) ?? true;
        return isOurs ? await this.passTime(kind, id, command) : 'later';
      },
    });
  }

  /** Who leaves, or is away with no stand-in, leaves cases behind that have nobody: told to the team leader, with a deadline. */
  private watchesOwners(sweeper: Sweeper, kind: AnyKind, owned: Owned): void {
    sweeper.add({
      kind: storedKind(kind),
      due: (today, bind) => sightHasChanged(owned, today, bind),
      runDue: async (id, command) => {
        const { row } = await this.store.locked(storedKind(kind), id, command);
        const isKnown = row.ownerMissingSince !== null && row.ownerFoundOn === null;
        await this.act<AnyKind, string>(kind, isKnown ? 'findOwner' : 'missOwner', id, command);
        return 'done';
      },
    });
  }

  /** Where a command names somebody of the staff, what the register says of them is among the facts. */
  private async knowingStaff<C extends Command>(kind: AnyKind, command: C, input: unknown): Promise<C> {
    if (!kind.owned || typeof input !== 'object' || input === null) return command;
    const { to, ...said } = input as { to?: To } & Record<string, string | undefined>;
    const names = kind.owned.names ?? { person: 'person', team: 'team' };
    const person = said[names.person] ?? said.person;
    const named: To = to ?? { ...(person && { person }), ...(said[names.team] && { team: said[names.team] }) };
    if ((named.person === undefined && named.team === undefined) || (command.known && 'staff' in command.known))
      return command;
    const staff = await namedStaff(command.tx ?? this.database, named, command.today);
    return { ...command, known: { ...command.known, staff } };
  }

  private async passTime(kind: AnyKind, id: string, command: CommandInTransaction): Promise<'done' | 'later'> {
    const { row, known } = await this.store.locked(storedKind(kind), id, command);
    const action = kind.rules.dueAction(row, command.today, this.factsOf(kind, command, known));
    const held = action && kind.oneAtATime?.[action];
    if (held && !(await this.store.hold(storedKind(kind), held, { id }, command.tx, false))) return 'later';
    if (action) {
      const perform = this.performers.get(`${kind.name} ${action}`);
      if (perform) await perform(id, command);
      else await this.act<AnyKind, string>(kind, action, id, command);
    } else await this.store.postpone(storedKind(kind), id, addDays(command.today, 1), command.tx);
    return 'done';
  }

  private factsOf(kind: AnyKind, command: Command, known: object | null) {
    return kind.factsOf(command, command.known ? { ...known, ...command.known } : known, this.settings);
  }

  /** One statement where nothing follows and nothing is held; else one transaction. */
  private async withEffects(
    kind: AnyKind,
    action: string,
    command: Command,
    about: { id: string } | { row: object },
    perform: (command: Command, done: (what: Omit<Done<CaseRow, unknown>, 'command'>) => void) => Promise<Answer>,
  ): Promise<Answer> {
    const rule = `${kind.name} ${action}`;
    if (command.rule && command.rule !== rule && !command.as)
      throw new Error(`the route names the rule ${command.rule}, the command asked ${rule}`);
    const effects = this.effects.get(rule);
    const held = kind.oneAtATime?.[action];
    if (!effects && !held) return await perform(command, () => undefined);
    const run = async (inside: CommandInTransaction) => {
      let done: Omit<Done<CaseRow, unknown>, 'command'> | undefined;
      if (held) await this.store.hold(storedKind(kind), held, about, inside.tx);
      const answer = await perform(inside, (what) => {
        done = what;
      });
      if (done) for (const effect of effects ?? []) await effect({ ...done, command: onAnotherCase(inside) });
      return answer;
    };
    return await (command.tx
      ? run(command as CommandInTransaction)
      : this.database.transaction((tx) => run({ ...command, tx })));
  }
}

/** The number that somebody typed, as it is written. @throws Problem 400: it is mistyped, or of another kind of case */
function typedNumber(kind: AnyKind, typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const pointer = '?number';
  const { number, name } = spokenNumber(typed, pointer);
  const { owner: service, path } = caseKinds[name];
  if (name === kind.name) return number;
  const code = 'case-number-is-of-another-kind';
  throw new Problem(400, code, { kind: name, service, path }, [{ pointer, code, message: `${name} (${service})` }]);
}

/** A case number as it is written, and the kind of its case. @throws Problem 400: it is mistyped */
export function spokenNumber(typed: string, pointer: string): { number: string; name: CaseKindName } {
  const read = readCaseNumber(typed);
  const name = read && kindOfLetter(read.letter);
  if (name) return { number: read.number, name };
  throw mistyped(pointer);
}

export function mistyped(pointer: string): Problem {
  const code = 'case-number-is-mistyped';
  return new Problem(400, code, {}, [{ pointer, code, message: '' }]);
}

/** The same cause, another case: it has neither that case's version nor its facts nor an answer to remember. */
export const onAnotherCase = ({
  idempotency: _,
  ifMatch: __,
  known: ___,
  rule: ____,
  ...command
}: CommandInTransaction): CommandInTransaction => command;

/** What follows is written, and stands in the audit log, only where it is another than before. */
const differing = (follows: object, row: CaseRow) =>
  Object.fromEntries(Object.entries(follows).filter(([column, value]) => !isDeepStrictEqual(value, row[column])));

/** Of a kind of which facts can be struck: what was done, to be kept. */
function stepOf(
  { strikes }: AnyKind,
  action: string,
  before: CaseRow | null,
  changes: Record<string, unknown>,
  facts: object & { striking?: unknown },
  input: unknown,
): { step?: NewStep } {
  if (!strikes) return {};
  const { ref = null, reason = null } = facts.striking ? (input as Strike) : {};
  // In a decision undefined is a column that stays as it is.
  const became = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const was = before ? Object.fromEntries(Object.keys(became).map((column) => [column, before[column]])) : {};
  return {
    step: { action, input: input ?? null, facts: strikes.keeps(facts), was, became, strikes: ref, reason },
  };
}

const rolesOf = ({ as, actor }: Command) => as ?? actor.roles;

/** Where a case may lie that is acted on. */
function scopeOf(kind: AnyKind, action: string, command: Command) {
  const actor = actorOf(command);
  return kind.owned && action === 'take'
    ? takeableBy(kind.owned, actor, command.today)
    : kind.scope(actor, command.today);
}

/** Who asks: the system sees every case. */
function actorOf({ as, actor }: Command): Actor {
  if (!as) return actor;
  const { landlordRef: _, ...unbound } = actor;
  return { ...unbound, roles: as };
}

const perform = (
  { rules }: AnyKind,
  action: string,
  subject: CaseRow | null,
  command: Command,
  facts: unknown,
  input: unknown,
) => rules.perform(action, subject, rolesOf(command), facts, ...((input === undefined ? [] : [input]) as []));
