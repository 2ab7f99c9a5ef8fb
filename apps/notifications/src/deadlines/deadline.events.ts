// SPDX-License-Identifier: MPL-2.0
import { publicEvent } from '#contracts/public-event';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { CaseKind } from '#persistence';
import { Deadline } from './deadline.entity.js';
import { deadlineCourse } from './deadline.js';

export type DeadlineFact = keyof typeof types.deadline;

const path = '/v1/deadlines';

export const deadlineKind: CaseKind<Deadline, DeadlineFact> = {
  name: 'deadline',
  path,
  entity: Deadline,
  auditReads: true,
  told: deadlineCourse.told,
  messages: (row, fact) => [
    {
      topic: topics.deadline.name,
      key: row.id,
      type: types.deadline[fact],
      classification: 'public',
      body: publicEvent('deadline', path, row, row.closedAt ? 'closed' : row.version === 1 ? 'opened' : 'changed'),
    },
  ],
};
