// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
import type { DeadlineState } from '#contracts/agreements/deadlines';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { copenhagenDate, dueSoonOn, extraNoticeOn } from '#domain';
import type { OutboxMessage } from '#persistence';

/** A deadline of a case: what is the same for all of them is added here. */
export type Deadline = Omit<DeadlineState, 'dueSoonOn' | 'secondWarningOn' | 'setOn'> & {
  /** A day, or the instant of opening. */
  setAt: Date | string;
};

/** Told when it is set, moved, met or no longer runs; once ended it is told no more. */
export function deadlineMessages(deadline: Deadline, before: Deadline | null): OutboxMessage[] {
  const body = stateOf(deadline);
  const was = before && stateOf(before);
  if (was ? was.status !== 'set' || isDeepStrictEqual(was, body) : body.status !== 'set') return [];
  return [
    {
      topic: topics.agreementsDeadlines.name,
      key: body.deadlineRef,
      type: types.agreementsDeadlines[body.status],
      classification: 'internal',
      body,
    },
  ];
}

function stateOf({ setAt, ...deadline }: Deadline): DeadlineState {
  const { code, dueOn } = deadline;
  const setOn = typeof setAt === 'string' ? setAt : copenhagenDate(setAt);
  const secondWarningOn = extraNoticeOn(code, dueOn, setOn);
  return {
    ...deadline,
    dueSoonOn: dueSoonOn(code, dueOn, setOn),
    ...(secondWarningOn && { secondWarningOn }),
    setOn,
  };
}
