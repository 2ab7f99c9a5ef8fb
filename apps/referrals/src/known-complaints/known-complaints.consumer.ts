// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Optional, Part, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

/** States in which a complaint has ended; one that we do not know is taken for open. */
const ENDED_COMPLAINT: readonly string[] = ['RESOLVED', 'ESCALATED_TO_EVICTION', 'DUPLICATE', 'STRUCK'];

class HeardComplaintOwner {
  @IsString() role: string;
  @Optional() @IsString() team?: string;
  @Optional() @IsString() person?: string;
}

class HeardComplaintCase {
  /** Absent until it is known. */
  @Optional() @Reference() tenancyRef?: string;
  /** Absent in older messages, which are of no case. */
  @Optional() @IsString() state?: string;
  /** Absent: nobody's yet. */
  @Optional() @Part(() => HeardComplaintOwner) owner?: HeardComplaintOwner;
}

/** Whose a complaint is, and whether it is open: who visits the tenant may see who that is (the citizen vault). */
@Controller()
export class KnownComplaintsConsumer {
  @OnMessage(topics.neighbourComplaintInternal.name, { types: 'all', body: HeardComplaintCase, erased: 'erased' })
  async heard({ key, caseVersion, time, data }: IncomingMessage<HeardComplaintCase>, tx: Sql): Promise<void> {
    const { tenancyRef, state, owner } = data;
    if (!tenancyRef) {
      // The tenancy that it had was registered in error: it is about another home.
      await tx.query('delete from known_complaints where id = $1 and version < $2', [key, caseVersion]);
      return;
    }
    if (!state) return;
    const { role = null, team = null, person = null } = owner ?? {};
    const closedAt = ENDED_COMPLAINT.includes(state) ? time.toISOString() : null;
    const known = { tenancyRef, assignedRole: role, assignedTeam: team, assignedPerson: person, closedAt };
    await keepNewest(tx, 'known_complaints', { id: key, version: caseVersion, ...known });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_complaints', key);
  }
}
