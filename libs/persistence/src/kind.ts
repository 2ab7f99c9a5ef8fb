// SPDX-License-Identifier: MPL-2.0
import { v5 as uuidv5 } from 'uuid';
import { type CaseKindName, caseKinds, type CaseKind as KindInEvents } from '#contracts/case-kinds';
import type { CaseOwner, CaseOwnerState } from '#contracts/case-owner';
import type { DeadlineState, DeadlineStatus } from '#contracts/deadline-state';
import { publicEvent } from '#contracts/public-event';
import { type ActingRole, LANDLORD_ROLES, type Role } from '#contracts/roles';
import type { ServiceName } from '#contracts/topics';
import { eventType } from '#contracts/types';
import {
  type AnyStrikes,
  type AnyTable,
  copenhagenDate,
  type DeadlineCode,
  dueOn,
  dueSoonOn,
  extraNoticeOn,
  type LocalDate,
  type OwnedColumns,
  Refusal,
  type Rules,
  type RuleTable,
  type Text,
} from '#domain';
import { type CaseRow, type FactsSql, type Owned, type Scope, type StoredKind, shownVersionOf } from './case-kind.js';
import type { Actor, Command } from './command.js';
import type { OutboxMessage } from './outbox-message.js';

/** How an actor finds a case (`POST /v1/search`), and what a hit shows of it: nothing that the actor's view does not tell. */
export interface Searched<Row extends CaseRow> {
  /**
   * What is found by its words, and is a hit's title: SQL expressions over the case's columns, alias `c`, those of
   * `searchedByWords1` in a migration. All of them, or none for an actor whose view does not tell them all.
   */
  words: readonly string[];
  /** What else it is found by than its own reference. Its number is found where it has one. */
  references: readonly (keyof Row & string)[];
  /** As what it is shown, where reading the whole case would be dear. */
  as?: AnyKind;
}

// biome-ignore lint/suspicious/noExplicitAny: the bound of rules whose own types are inferred
export type AnyRules = Rules<any, any, any, AnyTable>;
export type FactsOf<R extends AnyRules> = NonNullable<R['types']>['facts'];

/** A refusal that no rules table holds: of a unique constraint, or of what a lookup did not find. */
export interface RefusalText extends Text {
  code: string;
  /** Of the command. */
  field?: string;
  source?: string;
}

/** A deadline of a case, as its owner computes it; what is the same for all of them is added when it is told. */
export interface CaseDeadline {
  code: DeadlineCode;
  /** What it is a deadline of, where a case has several with this code (uuid); default: the case. */
  of?: string;
  /** A reference that was given once, where it cannot be derived. */
  ref?: string;
  status: DeadlineStatus;
  /** The last day in time. */
  dueOn: LocalDate;
  setOn: LocalDate;
  metOn: LocalDate | null;
  /** Nobody knew of it before it was met: it is told all the same, so that a late one is seen. */
  metAtOnce?: true;
  /** It runs on when the case has ended. */
  outlivesCase?: boolean;
  /** Who must act. */
  responsible: Role;
  /** Whose the case is; added where the responsible role is the owner's. */
  owner?: CaseOwner;
  /** It waits since this day; as `courseOf` says. */
  pausedOn?: LocalDate | null;
  /** Working days on which it has waited. */
  pausedDays?: number;
}

/** A machine of its own inside a case, with a rule book of its own, such as the formal demand in a case of arrears. */
export interface PartOfKind extends Text {
  rules: RuleTable<string>;
  states: readonly string[];
}

/**
 * All there is to know of a kind of case: its rules, its row, who sees it, how it looks, what it says. `da` and `en` are
 * what people call it. One constant beside its row, named like the kind.
 * @typeParam Known what `facts` reads
 * @typeParam Settings the service's configuration
 */
export interface Kind<Row extends CaseRow, R extends AnyRules, Known = object, Settings = object> extends Text {
  name: CaseKindName;
  entity: new () => Row;
  rules: R;
  states: readonly Row['state'][];
  /** States that end a case; in a new one, and as long as it stays in it, `closedAt` stands. */
  closed: readonly Row['state'][];
  parts?: Readonly<Record<string, PartOfKind>>;
  /** Are reads written to the audit log? True where a row speaks of a citizen. */
  auditReads: boolean;
  /** Columns that speak of a person of the staff: the audit log says that they changed, not to what. */
  personal?: readonly (keyof Row & string)[];
  /** Which rows an actor sees. */
  scope(actor: Actor, today: LocalDate): Scope<Row>;
  /**
   * Does the landlord know of the case? Of one that he does not know neither he nor a subscriber hears, also not by its
   * deadlines. Default: yes.
   */
  isLandlords?(row: Row): boolean;
  /** Is it somebody's, a person's or a team's? Then it changes hands, is seen, told and watched as all such cases are. */
  owned?: Owned;
  /**
   * Facts from other tables, read in the same round trip: one SQL expression of type jsonb over the case's columns,
   * alias `c`, made of the SQL of the day where it is asked. Keys are the caller's own.
   */
  facts?: FactsSql;
  /** What rules and views need to know of the world; `known` is what `facts` read and what a flow has looked up. */
  factsOf(command: Command, known: Known, settings: Settings): FactsOf<R>;
  view(row: Row, facts: FactsOf<R>, command: Command): object;
  /** Columns that the actor's view does not tell, so that no list may be filtered by them → the query key that would. */
  untoldFilters?(actor: Actor): Readonly<Record<string, string>>;
  /**
   * Actions that ask about other cases → what they are done one at a time of: an SQL expression over the case's columns,
   * alias `c`; null: nothing. What the action before did is then among the facts.
   */
  oneAtATime?: Readonly<Record<string, string>>;
  /** What lists are sorted by: SQL expressions over the case's columns, alias `c`, ascending; default: newest first. */
  listedBy?: readonly string[];
  /**
   * What a list may be sorted by, `?sort=` → SQL expressions over the case's columns, alias `c`, that every view tells and
   * that are never null; texts that people read in Danish order (`DANISH`). Its number, where it has one, too.
   */
  sortedBy?: Readonly<Record<string, readonly string[]>>;
  /** How each actor finds it; `not`: nobody looks for it. A check wants to know. */
  searched?: ((actor: Actor) => Searched<Row>) | 'not';
  /** Columns that follow from the case as it is. */
  follows?(row: Row, facts: FactsOf<R>): Partial<Row>;
  /** Every deadline of the case as it stands. Told when one is new or has changed; once ended, no more. */
  deadlines?(row: Row): readonly CaseDeadline[];
  /** Of a public case: the facts that subscribers hear by name, the others as `changed`. One event a version. */
  public?: readonly string[];
  /** What the other services need of the case; null: nothing of this fact. `known` is what `facts` read. */
  internal?(row: Row, fact: string, known: Known): object | null;
  /** What it says besides, on topics that are not the case's own. */
  messages?(row: Row, fact: string, before: Row | null, known: Known): OutboxMessage[];
  /** Unique or exclusion constraint → what is answered when it is broken. */
  conflicts?: Readonly<Record<string, RefusalText>>;
  /** What can be struck as registered in error; its actions are performed by `cases.strike`. */
  strikes?: AnyStrikes;
  /** Other refusals that its routes and flows give. */
  refusals?: readonly RefusalText[];
}

// biome-ignore lint/suspicious/noExplicitAny: any kind
export type AnyKind = Kind<any, any, any, any>;
export type RulesOf<K> = K extends { rules: infer R extends AnyRules } ? R : never;
export type TableOf<K> = RulesOf<K>['table'];
export type ActionOf<K> = keyof TableOf<K> & string;
export type RowOf<K> = K extends { entity: new () => infer Row extends CaseRow } ? Row : never;

/** Path of a kind's collection at its owner, such as `/v1/rent-arrears`. */
export const pathOf = ({ name }: { name: CaseKindName }): string => caseKinds[name].path;

/** æ, ø and å last, aa as å. Behind an expression in `sortedBy`, and in its index. */
export const DANISH = 'collate "da-x-icu"';

export const refusalOf = (text: RefusalText, facts = {}): Refusal => new Refusal(text.code, facts, text);

/** `recordContactMade` → `record-contact-made` */
export const kebabCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The name of an action in the audit log. What people open is `open`; what the system opens has its action's own name. */
export const auditActionOf = (kind: AnyKind, action: string): string => {
  const isOpenedByPeople = kind.rules.table[action].from === 'none' && peopleOf(kind, action).length > 0;
  return `${kind.name}.${isOpenedByPeople ? 'open' : kebabCase(action)}`;
};

/** By whom a case is, which landlords are not told. */
const OWNER_FILTERS = { withoutOwner: 'withoutOwner', assignedPerson: 'assignedPerson', assignedTeam: 'assignedTeam' };

/** What the actor's list cannot be filtered by, since the actor's view does not tell it: column → query key. */
export const untoldFiltersOf = (kind: AnyKind, actor: Actor): Readonly<Record<string, string>> => ({
  ...kind.untoldFilters?.(actor),
  ...(kind.owned && LANDLORD_ROLES.some((role) => actor.roles.includes(role)) && OWNER_FILTERS),
});

/** Is it an action that landlords are not told of, but for `toldIf`? Then their version of the case does not count it. */
export const isUntold = (kind: AnyKind, action: string): boolean =>
  LANDLORD_ROLES.some((role) => kind.rules.table[action].toldNotTo?.includes(role));

/** Are landlords told of what an action has done? */
export const isToldToLandlords = (kind: AnyKind, action: string, before: CaseRow, changes: object): boolean =>
  !isUntold(kind, action) || (kind.rules.table[action].toldIf?.(before, changes) ?? false);

/** Of an entry of the audit log: an action that is told by what it did was told if it counted. */
const wasTold = (kind: AnyKind, entry: string, changes: Readonly<Record<string, unknown>>): boolean =>
  'shownVersion' in changes &&
  untoldActions(kind).some((action) => kind.rules.table[action].toldIf && auditActionOf(kind, action) === entry);

/** Has it such actions, and so a `shownVersion`? */
export const countsShown = (kind: AnyKind): boolean => untoldActions(kind).length > 0;

const untoldActions = (kind: AnyKind): string[] =>
  Object.keys(kind.rules.table).filter((action) => isUntold(kind, action));

/**
 * Subscribers hear of what landlords are not told only where it is public news by name. Otherwise their events count as
 * landlords do: that there was something would tell as much as what.
 * @throws Error for a kind that has both: its events would be missing a version
 */
export function isPublicAsShown(kind: AnyKind): boolean {
  const facts = untoldActions(kind).flatMap((action) => [kind.rules.table[action].tells ?? action].flat() as string[]);
  const named = facts.filter((fact) => kind.public?.includes(fact));
  if (named.length > 0 && named.length < facts.length)
    throw new Error(`${kind.name}: of what landlords are not told, all is public news or nothing`);
  return facts.length > 0 && named.length === 0;
}

const stored = new WeakMap<AnyKind, StoredKind<CaseRow, string>>();

/** The kind as the store and the reader take it. */
export function storedKind(kind: AnyKind): StoredKind<CaseRow, string> {
  let made = stored.get(kind);
  if (!made) {
    const asShown = isPublicAsShown(kind);
    made = {
      name: kind.name,
      path: pathOf(kind),
      entity: kind.entity,
      letter: caseKinds[kind.name].letter,
      ...(kind.facts !== undefined && { facts: kind.facts }),
      auditReads: kind.auditReads,
      ...(kind.owned && { owned: kind.owned }),
      ...(kind.personal && { personal: kind.personal }),
      ...(kind.listedBy && { listedBy: kind.listedBy }),
      ...(kind.strikes && {
        keepsSteps: true,
        strikeableOf: (action) =>
          Object.entries(kind.strikes!.what).find(([, actions]) => actions.includes(action))?.[0],
      }),
      ...(kind.sortedBy && { sortedBy: kind.sortedBy }),
      conflicts: Object.fromEntries(
        Object.entries(kind.conflicts ?? {}).map(([constraint, text]) => [constraint, () => refusalOf(text)]),
      ),
      told: (entry, changes, roles) => kind.rules.told(entry, changes, roles, wasTold(kind, entry, changes)),
      isUntold: (entry, changes) =>
        untoldActions(kind).some((action) => auditActionOf(kind, action) === entry) && !wasTold(kind, entry, changes),
      messages: (row, fact, before, facts) => messagesOf(kind, asShown, row, fact, before, facts),
    };
    stored.set(kind, made);
  }
  return made;
}

function messagesOf(
  kind: AnyKind,
  asShown: boolean,
  row: CaseRow,
  fact: string,
  before: CaseRow | null,
  facts: unknown,
): OutboxMessage[] {
  const { owner } = caseKinds[kind.name];
  const topic = `indgang.${owner}.${kind.name}`;
  const typeOf = (name: string) => eventType(owner, kind.name, kebabCase(name));
  const internal = kind.internal?.(row, fact, facts);
  const publicVersion = (of: CaseRow) => (asShown ? shownVersionOf(of) : of.version);
  return [
    ...(internal
      ? [
          {
            topic: `${topic}.internal`,
            key: row.id,
            type: typeOf(fact),
            classification: 'internal' as const,
            body: internal,
          },
        ]
      : []),
    ...(kind.public && landlordKnows(kind, row) && (!before || publicVersion(row) !== publicVersion(before))
      ? [
          {
            topic,
            key: row.id,
            type: typeOf(kind.public.includes(fact) ? fact : 'changed'),
            classification: 'public' as const,
            body: publicEvent(
              kind.name as KindInEvents,
              pathOf(kind),
              { id: row.id, version: publicVersion(row) },
              stageOf(row),
            ),
          },
        ]
      : []),
    ...(kind.deadlines || kind.owned ? deadlineMessages(owner, kind, row, before) : []),
    ...(kind.owned ? ownerMessages(owner, kind, kind.owned, row, before) : []),
    ...(kind.messages?.(row, fact, before, facts) ?? []),
  ];
}

const landlordKnows = (kind: AnyKind, row: CaseRow): boolean => kind.isLandlords?.(row) ?? true;
const landlordOf = (kind: AnyKind, row: CaseRow): string | null =>
  landlordKnows(kind, row) ? ((row.landlordRef as string | null | undefined) ?? null) : null;

const stageOf = ({ version, closedAt }: CaseRow) => (closedAt ? 'closed' : version === 1 ? 'opened' : 'changed');

/**
 * The one writer of deadlines: what is new or has changed. What has ended is told no more, whatever happens, unless it runs
 * again or what ended it is struck; what has gone with a fact that was struck is cancelled.
 */
function deadlineMessages(owner: ServiceName, kind: AnyKind, row: CaseRow, before: CaseRow | null): OutboxMessage[] {
  const was = before ? deadlinesOf(kind, before) : [];
  const now = deadlinesOf(kind, row);
  const isOneOf = (all: typeof now, { code, of = row.id }: CaseDeadline) =>
    all.find((one) => one.code === code && (one.of ?? row.id) === of);
  const lapsed = was
    .filter((one) => one.status !== 'cancelled' && !isOneOf(now, one))
    .map((one) => ({ ...one, status: 'cancelled' as const, metOn: null }));
  return [...now, ...lapsed].flatMap((deadline): OutboxMessage[] => {
    const {
      code,
      of = row.id,
      ref,
      dueOn,
      setOn,
      metAtOnce,
      outlivesCase: _,
      pausedOn,
      pausedDays,
      ...rest
    } = deadline;
    const known = isOneOf(was, deadline);
    const runsAgain = known?.status !== 'set' && deadline.status === 'set';
    const wasNotMet = known?.status === 'met' && deadline.status === 'cancelled' && known.metOn !== null;
    const isNews = known
      ? runsAgain || wasNotMet || (known.status === 'set' && !isSame(known, deadline))
      : runsAgain || metAtOnce;
    if (!isNews) return [];
    const secondWarningOn = extraNoticeOn(code, dueOn, setOn);
    const body: DeadlineState = {
      ...rest,
      deadlineRef: ref ?? uuidv5(code, of),
      code,
      caseKind: kind.name as DeadlineState['caseKind'],
      caseRef: row.id,
      dueOn,
      dueSoonOn: dueSoonOn(code, dueOn, setOn),
      ...(secondWarningOn && { secondWarningOn }),
      ...(pausedOn && { pausedOn }),
      ...(pausedDays && { pausedDays }),
      setOn,
    };
    const type = eventType(owner, 'deadlines', body.status);
    return [
      { topic: `indgang.${owner}.deadlines.internal`, key: body.deadlineRef, type, classification: 'internal', body },
    ];
  });
}

/** Flat values: a deep comparison would be dear in a command, most of which change no deadline. */
const isSame = ({ owner, outlivesCase: _, ...one }: CaseDeadline, { owner: other, ...more }: CaseDeadline) =>
  isSameOwner(owner ?? null, other ?? null) &&
  (Object.keys(one) as (keyof typeof one)[]).every((key) => one[key] === more[key]);

/** With the references that a message carries; the end of a case ends what still runs. */
const deadlinesOf = (kind: AnyKind, row: CaseRow) => {
  const owner = kind.owned ? caseOwnerOf(kind.owned, row) : null;
  const all = [...(kind.deadlines?.(row) ?? []), ...(kind.owned ? deadlineOfOwner(row) : [])];
  const ends = ({ code, status, outlivesCase }: CaseDeadline) =>
    row.closedAt &&
    status === 'set' &&
    !outlivesCase &&
    !(code === 'CASE_WITHOUT_OWNER' && isClosedAhead(kind.owned!, row));
  return all.map((deadline) => ({
    ...deadline,
    ...(owner?.role === deadline.responsible && { owner }),
    status: ends(deadline) ? ('cancelled' as const) : deadline.status,
    agreementRef: kind.name === 'agreement' ? row.id : ((row.agreementRef as string | null | undefined) ?? null),
    landlordRef: landlordOf(kind, row),
  }));
};

/** Was it closed on or before the last day on which it is somebody's? Then time ends what runs of its owner. */
const isClosedAhead = ({ closedAhead }: Owned, row: CaseRow): boolean =>
  closedAhead !== undefined &&
  row.state === closedAhead.state &&
  (row[closedAhead.through] as LocalDate) >= copenhagenDate(row.closedAt!);

/** Whose the case is; null: nobody's yet, or a landlord's. */
export function caseOwnerOf({ role, by }: Owned, row: object): CaseOwner | null {
  const { assignedTeam, assignedPerson, ...rest } = row as OwnedColumns & Record<string, unknown>;
  const acting = by.find((one) => one === rest[role]);
  if (!acting) return null;
  return {
    role: acting,
    ...(assignedTeam !== null && { team: assignedTeam }),
    ...(assignedPerson !== null && { person: assignedPerson }),
  };
}

const isSameOwner = (one: CaseOwner | null, other: CaseOwner | null) =>
  one?.role === other?.role && one?.team === other?.team && one?.person === other?.person;

/** The last day for the team leader to give a case to somebody who is at work; each time anew. */
function deadlineOfOwner(row: CaseRow): CaseDeadline[] {
  const { ownerMissingSince: setOn, ownerFoundOn: metOn } = row as unknown as OwnedColumns;
  if (setOn === null) return [];
  return [
    {
      code: 'CASE_WITHOUT_OWNER',
      of: uuidv5(setOn, row.id),
      status: metOn ? 'met' : 'set',
      dueOn: dueOn('CASE_WITHOUT_OWNER', setOn),
      setOn,
      metOn,
      responsible: 'team_leader',
    },
  ];
}

/** Old and new owner hear at once that a case is whose. */
function ownerMessages(service: ServiceName, kind: AnyKind, owned: Owned, row: CaseRow, before: CaseRow | null) {
  const [owner, previous] = [caseOwnerOf(owned, row), before && caseOwnerOf(owned, before)];
  if (!owner || isSameOwner(owner, previous)) return [];
  const { handOverReason } = row as unknown as OwnedColumns;
  const body: CaseOwnerState = {
    caseKind: kind.name as CaseOwnerState['caseKind'],
    caseRef: row.id,
    agreementRef: (row.agreementRef as string | null | undefined) ?? null,
    landlordRef: landlordOf(kind, row),
    owner,
    ...(previous && { previousOwner: previous }),
    ...(previous && handOverReason && { reason: handOverReason }),
  };
  const type = eventType(service, 'owners', previous ? 'handed-over' : 'assigned');
  return [
    { topic: `indgang.${service}.owners.internal`, key: row.id, type, classification: 'internal' as const, body },
  ];
}

/** What somebody may do on a case at all, whatever its state: who may call a route. */
export const peopleOf = (kind: AnyKind, action: string): Role[] =>
  (kind.rules.table[action].by as readonly ActingRole[]).filter((role): role is Role => role !== 'system');
