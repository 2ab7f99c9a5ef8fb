// SPDX-License-Identifier: MPL-2.0
/**
 * What a fault may not do, checked on the recorded history of one topic whose every case version has one event. Sets are
 * compared, not counts: a loss and an invention do not make up for one another.
 *
 * I1 acknowledged commands ⊆ state
 * I2 events on Kafka = committed facts, by id; duplicates carry the same id
 * I3 per case, first appearances are versions 1, 2, 3 …
 * I4 a consumer's state = the fold of the ids it saw, each once
 */

export interface CaseVersion {
  caseId: string;
  version: number;
}

export interface Fact {
  /** Id of the event. */
  id: string;
  /** Message key = case id. */
  key: string;
  version: number;
}

export interface LogRecord extends Fact {
  partition: number;
  offset: number;
}

export interface Acknowledged extends CaseVersion {
  /** Idempotency key: two commands never make the same version. A repeated one gets its first answer. */
  command?: string;
  eventIds?: readonly string[];
}

export interface ConsumerHistory {
  name: string;
  /** Effects it recorded, one entry for each time one was applied. */
  applied: readonly Fact[];
  /** The newest version it knows of each case. */
  state: readonly CaseVersion[];
  /** Ids it had to see; all on the log unless it reads some types only or has messages parked. */
  mustHaveSeen?: readonly string[];
}

/** Taken when everything is quiet: outboxes empty, consumers at the end. */
export interface History {
  acknowledged: readonly Acknowledged[];
  /** The cases as the owner's database has them. */
  state: readonly CaseVersion[];
  /** Facts the owner's database committed. */
  committed: readonly Fact[];
  /** Read back from Kafka, in any order. */
  log: readonly LogRecord[];
  consumers: readonly ConsumerHistory[];
}

export interface Violation {
  /** C1 to C4: cover.ts. */
  invariant: `I${1 | 2 | 3 | 4}` | `C${1 | 2 | 3 | 4}`;
  what: string;
  count: number;
  /** The first few ids. */
  examples: string[];
}

const MOST_EXAMPLES = 5;

/** Empty when all four hold. */
export const violations = (history: History): Violation[] => [
  ...acknowledgedInState(history),
  ...logIsCommitted(history),
  ...versionsInOrder(history),
  ...history.consumers.flatMap((consumer) => consumerFolded(consumer, history)),
];

export function found(invariant: Violation['invariant'], what: string, offenders: Iterable<string>): Violation[] {
  const ids = [...new Set(offenders)];
  return ids.length ? [{ invariant, what, count: ids.length, examples: ids.slice(0, MOST_EXAMPLES) }] : [];
}

const content = ({ key, version }: Fact) => `${key} v${version}`;
const idsOf = (facts: readonly Fact[]) => new Set(facts.map(({ id }) => id));
const idsMissingIn = (present: ReadonlySet<string>, wanted: Iterable<string>) =>
  [...wanted].filter((id) => !present.has(id));

/** Names under which more than one different value appears. */
function ambiguous<T>(items: readonly T[], name: (item: T) => string, value: (item: T) => string): string[] {
  const first = new Map<string, string>();
  return items.flatMap((item) => {
    const known = first.get(name(item));
    if (known === undefined) first.set(name(item), value(item));
    return known === undefined || known === value(item) ? [] : [name(item)];
  });
}

/** The newest version of each case. */
function newest(versions: readonly CaseVersion[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const { caseId, version } of versions) result.set(caseId, Math.max(version, result.get(caseId) ?? 0));
  return result;
}

/** Cases whose newest version differs, or that only one side knows. */
function differing(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((caseId) => a.get(caseId) !== b.get(caseId))
    .map((caseId) => `${caseId}: v${a.get(caseId) ?? 0}, not v${b.get(caseId) ?? 0}`);
}

const foldOf = (facts: readonly Fact[]) => newest(facts.map(({ key, version }) => ({ caseId: key, version })));

function acknowledgedInState({ acknowledged, state, committed }: History): Violation[] {
  const now = newest(state);
  const label = ({ caseId, version }: CaseVersion) => `${caseId} v${version}`;
  return [
    ...found(
      'I1',
      'acknowledged, but not in the state',
      acknowledged.filter(({ caseId, version }) => (now.get(caseId) ?? 0) < version).map(label),
    ),
    ...found(
      'I1',
      'acknowledged event was never committed',
      idsMissingIn(
        idsOf(committed),
        acknowledged.flatMap(({ eventIds = [] }) => eventIds),
      ),
    ),
    ...found(
      'I1',
      'one version acknowledged to two commands: an update was lost',
      ambiguous(
        acknowledged.filter(({ command }) => command !== undefined),
        label,
        ({ command = '' }) => command,
      ),
    ),
  ];
}

function logIsCommitted({ committed, log, state }: History): Violation[] {
  const all = [...committed, ...log];
  return [
    ...found('I2', 'missing: committed, but not on Kafka', idsMissingIn(idsOf(log), idsOf(committed))),
    ...found('I2', 'phantom: on Kafka, but never committed', idsMissingIn(idsOf(committed), idsOf(log))),
    ...found(
      'I2',
      'one fact with two ids',
      ambiguous(all, content, ({ id }) => id),
    ),
    ...found(
      'I2',
      'one id for two facts',
      ambiguous(all, ({ id }) => id, content),
    ),
    ...found('I2', 'the state is not what the committed facts lead to', differing(newest(state), foldOf(committed))),
  ];
}

function versionsInOrder({ log }: History): Violation[] {
  const seen = new Map<string, Set<number>>();
  const wrong: string[] = [];
  for (const { key, version } of [...log].sort((a, b) => a.partition - b.partition || a.offset - b.offset)) {
    const versions = seen.get(key) ?? new Set();
    seen.set(key, versions);
    if (versions.has(version)) continue;
    versions.add(version);
    if (version !== versions.size) wrong.push(`${key} v${version} came as number ${versions.size}`);
  }
  return [
    ...found('I3', 'first appearances are not 1, 2, 3 …', wrong),
    ...found(
      'I3',
      'one case on two partitions',
      ambiguous(
        log,
        ({ key }) => key,
        ({ partition }) => String(partition),
      ),
    ),
  ];
}

function consumerFolded({ name, applied, state, mustHaveSeen }: ConsumerHistory, { log }: History): Violation[] {
  const onLog = idsOf(log);
  const once = new Set<string>();
  const again = applied.filter(({ id }) => once.size === once.add(id).size).map(({ id }) => id);
  return [
    ...found('I4', `${name}: applied more than once`, again),
    ...found('I4', `${name}: never applied`, idsMissingIn(once, mustHaveSeen ?? onLog)),
    ...found('I4', `${name}: applied, but not on Kafka`, idsMissingIn(onLog, once)),
    ...found(
      'I4',
      `${name}: applied as another fact`,
      ambiguous([...log, ...applied], ({ id }) => id, content),
    ),
    ...found('I4', `${name}: state is not the fold of what it applied`, differing(newest(state), foldOf(applied))),
  ];
}
