// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Fact, type History, type LogRecord, violations } from './checker.ts';

type Draft = {
  -readonly [Part in Exclude<keyof History, 'consumers'>]: History[Part][number][];
} & { consumer: { name: string; applied: Fact[]; state: { caseId: string; version: number }[] } };

/** A history in which nothing is wrong: cases interleaved, some events sent again later, some commands never answered. */
function valid(
  steps: readonly number[],
  again: readonly (readonly [number, number])[],
  unanswered: ReadonlySet<number>,
) {
  const newest = new Map<string, number>();
  const committed = steps.map((step): Fact => {
    const key = `case-${step}`;
    const version = (newest.get(key) ?? 0) + 1;
    newest.set(key, version);
    return { id: `${key}-event-${version}`, key, version };
  });
  const sent = [...committed];
  for (const [which, later] of again) {
    const from = which % sent.length;
    sent.splice(from + 1 + (later % (sent.length - from)), 0, { ...(sent[from] as Fact) });
  }
  const state = [...newest].map(([caseId, version]) => ({ caseId, version }));
  return {
    acknowledged: committed
      .filter((_, i) => !unanswered.has(i))
      .map(({ id, key, version }) => ({ caseId: key, version, command: `command-${id}`, eventIds: [id] })),
    state,
    committed,
    log: sent.map((fact, offset): LogRecord => ({ ...fact, offset, partition: Number(fact.key.slice(5)) % 3 })),
    consumer: { name: 'notifications', applied: committed.map((fact) => ({ ...fact })), state: structuredClone(state) },
  } satisfies Draft;
}

const histories: fc.Arbitrary<Draft> = fc
  .tuple(
    fc.array(fc.nat(4), { minLength: 1, maxLength: 30 }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 10 }),
    fc.array(fc.nat(29)).map((indices) => new Set(indices)),
  )
  .map((parts) => valid(...parts));

const check = ({ consumer, ...history }: Draft) => violations({ ...history, consumers: [consumer] });
const summary = (draft: Draft) => check(draft).map(({ invariant, what }) => `${invariant} ${what}`);

test('a history with duplicates only has no violation, whatever the order of recording', () => {
  fc.assert(
    fc.property(histories, (draft) => {
      expect(check(draft)).toEqual([]);
      for (const part of [draft.acknowledged, draft.state, draft.committed, draft.log, draft.consumer.applied])
        part.reverse();
      expect(check(draft)).toEqual([]);
    }),
  );
});

type Pick = <T>(from: readonly T[]) => T;
const without = <T extends { id: string }>(from: readonly T[], id: string) => from.filter((fact) => fact.id !== id);

/** Each breaks one thing at a place that `pick` chooses; `true`: this history has no such place. */
const faults: Record<string, [(draft: Draft, pick: Pick) => unknown, string]> = {
  'an acknowledged change is rolled back': [
    (draft, pick) => {
      const { caseId, version } = draft.acknowledged.length ? pick(draft.acknowledged) : {};
      const row = draft.state.find((candidate) => candidate.caseId === caseId);
      if (row && version) row.version = version - 1;
      return !row;
    },
    'I1 acknowledged, but not in the state',
  ],
  'an acknowledged case is gone': [
    (draft, pick) => {
      if (!draft.acknowledged.length) return true;
      const { caseId } = pick(draft.acknowledged);
      draft.state = draft.state.filter((row) => row.caseId !== caseId);
    },
    'I1 acknowledged, but not in the state',
  ],
  'an acknowledged event was not committed': [
    (draft, pick) => {
      if (!draft.acknowledged.length) return true;
      pick(draft.acknowledged).eventIds = ['lost'];
    },
    'I1 acknowledged event was never committed',
  ],
  'two commands got one version': [
    (draft, pick) => {
      if (!draft.acknowledged.length) return true;
      draft.acknowledged.push({ ...pick(draft.acknowledged), command: 'other' });
    },
    'I1 one version acknowledged to two commands: an update was lost',
  ],
  'an event is dropped': [
    (draft, pick) => {
      draft.log = without(draft.log, pick(draft.committed).id);
    },
    'I2 missing: committed, but not on Kafka',
  ],
  'an event is invented': [
    (draft) => {
      draft.log.push({ id: 'new', key: 'case-9', version: 1, partition: 0, offset: 999 });
    },
    'I2 phantom: on Kafka, but never committed',
  ],
  'an event is sent of what was rolled back': [
    (draft, pick) => {
      draft.committed = without(draft.committed, pick(draft.committed).id);
    },
    'I2 phantom: on Kafka, but never committed',
  ],
  'a duplicate has another id': [
    (draft, pick) => {
      draft.log.push({ ...pick(draft.log), id: 'other', offset: 999 });
    },
    'I2 one fact with two ids',
  ],
  'an id is used for another fact': [
    (draft, pick) => {
      draft.log.push({ ...pick(draft.log), version: 99, offset: 999 });
    },
    'I2 one id for two facts',
  ],
  'a change has no fact': [
    (draft, pick) => {
      pick(draft.state).version += 1;
    },
    'I2 the state is not what the committed facts lead to',
  ],
  'an event is overtaken by the next of its case': [
    (draft, pick) => {
      const later = draft.committed.filter(({ version }) => version > 1);
      if (!later.length) return true;
      const { key, version } = pick(later);
      const first = Math.min(
        ...draft.log.filter((r) => r.key === key && r.version === version - 1).map((r) => r.offset),
      );
      draft.log.push({
        ...(draft.log.find((r) => r.key === key && r.version === version) as LogRecord),
        offset: first - 0.5,
      });
    },
    'I3 first appearances are not 1, 2, 3 …',
  ],
  'a case begins in the middle': [
    (draft, pick) => {
      const later = draft.committed.filter(({ version }) => version > 1);
      if (!later.length) return true;
      draft.log = without(draft.log, draft.committed.find(({ key }) => key === pick(later).key)?.id ?? '');
    },
    'I3 first appearances are not 1, 2, 3 …',
  ],
  'a case is on two partitions': [
    (draft, pick) => {
      draft.log.push({ ...pick(draft.log), partition: 7 });
    },
    'I3 one case on two partitions',
  ],
  'an effect happens twice': [
    (draft, pick) => {
      draft.consumer.applied.push({ ...pick(draft.consumer.applied) });
    },
    'I4 notifications: applied more than once',
  ],
  'an event is skipped': [
    (draft, pick) => {
      draft.consumer.applied = without(draft.consumer.applied, pick(draft.consumer.applied).id);
    },
    'I4 notifications: never applied',
  ],
  'an effect has no event': [
    (draft) => {
      draft.consumer.applied.push({ id: 'new', key: 'case-9', version: 1 });
    },
    'I4 notifications: applied, but not on Kafka',
  ],
  'an effect is of another case': [
    (draft, pick) => {
      pick(draft.consumer.applied).key = 'case-9';
    },
    'I4 notifications: applied as another fact',
  ],
  'a projection is stale': [
    (draft, pick) => {
      pick(draft.consumer.state).version -= 1;
    },
    'I4 notifications: state is not the fold of what it applied',
  ],
  'a projection forgets a case': [
    (draft, pick) => {
      const gone = pick(draft.consumer.state);
      draft.consumer.state = draft.consumer.state.filter((row) => row !== gone);
    },
    'I4 notifications: state is not the fold of what it applied',
  ],
  'a projection knows a case of its own': [
    (draft) => {
      draft.consumer.state.push({ caseId: 'case-9', version: 1 });
    },
    'I4 notifications: state is not the fold of what it applied',
  ],
};

describe('every fault is found', () => {
  test.each(Object.entries(faults))('%s', (_, [breakIt, expected]) => {
    fc.assert(
      fc.property(histories, fc.nat(), (draft, seed) => {
        fc.pre(breakIt(draft, (from) => from[seed % from.length] as never) !== true);
        expect(summary(draft)).toContain(expected);
      }),
    );
  });

  test('also when a loss and an invention leave the counts as they were', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (draft, seed) => {
        const record = draft.log[seed % draft.log.length] as LogRecord;
        for (const copy of draft.log.filter(({ id }) => id === record.id)) copy.id = 'other';
        expect(summary(draft)).toEqual(
          expect.arrayContaining([
            'I2 missing: committed, but not on Kafka',
            'I2 phantom: on Kafka, but never committed',
          ]),
        );
      }),
    );
  });
});

test('a violation names the first few and counts all', () => {
  const draft = valid([0, 0, 0, 0, 0, 0, 0], [], new Set());
  draft.log = [];
  expect(check(draft)[0]).toEqual({
    invariant: 'I2',
    what: 'missing: committed, but not on Kafka',
    count: 7,
    examples: [1, 2, 3, 4, 5].map((version) => `case-0-event-${version}`),
  });
});

test('a consumer that reads some types, or has a message parked, need not have seen the others', () => {
  const { consumer, ...history } = valid([0, 1], [], new Set());
  const [first] = consumer.applied as [Fact, Fact];
  const some = { ...consumer, applied: [first], state: [{ caseId: 'case-0', version: 1 }], mustHaveSeen: [first.id] };
  expect(violations({ ...history, consumers: [some] })).toEqual([]);
});
