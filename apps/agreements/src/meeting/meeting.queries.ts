// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseReader, type Command } from '#persistence';
import { followUpScope } from '../agreement/agreement.lookup.js';
import { type ListMeetings, viewFor } from './meeting.dto.js';
import { meetingKind } from './meeting.events.js';

@Injectable()
export class MeetingQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(meetingKind, id, command, followUpScope(command), viewFor(command));
  }

  list({ after, limit, count, ...filter }: ListMeetings, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(meetingKind, command, followUpScope(command), filter, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(meetingKind, id, command, followUpScope(command));
  }
}
