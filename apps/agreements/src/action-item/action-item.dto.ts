// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import type { LocalDate } from '#domain';
import type { Command } from '#persistence';
import { FreeText, PageQuery, RefusedActionView } from '#service';
import type { ActionItemRow } from './action-item.entity.js';
import { ACTION_ITEM_STATES, type ActionItem, actionItemRules, OWNERS, type Owner } from './action-item.js';

export class AgreeActionItem {
  @IsUUID()
  agreementRef: string;

  /** The meeting at which it was agreed. */
  @IsOptional()
  @IsUUID()
  meetingRef?: string;

  /** Both parties read it: no names of citizens. */
  @FreeText(500)
  what: string;

  /** Who does it. */
  @IsIn(OWNERS)
  owner: Owner;

  /** The last day in time. */
  @DateOnly()
  dueOn: LocalDate;
}

export class ChangeDueDate {
  @DateOnly()
  dueOn: LocalDate;
}

export class ListActionItems extends PageQuery {
  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  meetingRef?: string;

  @IsOptional()
  @IsIn(OWNERS)
  owner?: Owner;

  @IsOptional()
  @IsIn(ACTION_ITEM_STATES)
  state?: ActionItem['state'];
}

export class ActionItemView {
  id: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: ACTION_ITEM_STATES })
  state: ActionItem['state'];
  agreementRef: string;
  meetingRef: string | null;
  what: string;
  @ApiProperty({ enum: OWNERS })
  owner: Owner;
  dueOn: LocalDate;
  doneOn: LocalDate | null;
  isOverdue: boolean;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];
}

export const viewFor =
  ({ actor, today }: Command) =>
  (row: ActionItemRow): ActionItemView => {
    const { id, version, state, agreementRef, meetingRef, what, owner, dueOn, doneOn } = row;
    return {
      ...{ id, version, state, agreementRef, meetingRef, what, owner, dueOn, doneOn },
      isOverdue: state === 'OPEN' && dueOn < today,
      ...actionItemRules.offers(row, actor.roles, { today, roles: actor.roles }),
    };
  };
