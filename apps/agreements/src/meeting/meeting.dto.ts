// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { type LocalDate, showOere } from '#domain';
import type { Command, Stored } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, ShownText, Sortable } from '#service';
import { PARTIES, type Party } from '../agreement/versions.js';
import { type Figure, SERIES, type Series } from '../figures/figures.js';
import { type Agenda, MEETING_STATES, type Meeting, type MeetingFacts, meetingRules } from './meeting.js';

export class CallMeeting {
  @IsUUID()
  agreementRef: string;

  @DateOnly()
  meetsOn: LocalDate;
}

export class MoveMeeting {
  @DateOnly()
  meetsOn: LocalDate;

  /** Why; both parties read it. */
  @FreeText(500)
  reason: string;
}

export class AddAgendaItem {
  /** Both parties read it: no names of citizens. */
  @FreeText(500)
  text: string;
}

export class HoldMeeting {
  @DateOnly()
  heldOn: LocalDate;

  /** Who took part, by function. */
  @FreeText(200, { each: true })
  @ArrayMinSize(1)
  attendees: string[];

  /** Both parties read it: no names of citizens. */
  @FreeText(20_000)
  minutes: string;
}

export class CorrectMinutes {
  @FreeText(20_000)
  minutes: string;

  /** The day on which it was held, where another one was recorded. */
  @IsOptional()
  @DateOnly()
  heldOn?: LocalDate;

  /** Who took part, by function, where others were recorded. */
  @IsOptional()
  @FreeText(200, { each: true })
  @ArrayMinSize(1)
  attendees?: string[];
}

export class ListMeetings extends NumberedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsIn(MEETING_STATES)
  state?: Meeting['state'];
}

class AgendaItemView {
  @ApiProperty({ enum: PARTIES })
  by: Party;
  text: string;
}

/** A figure behind which are at least five homes, or the word that there are fewer. */
class FigureView {
  @ApiProperty({ enum: Object.keys(SERIES) })
  series: Series;
  text: ShownText;
  from: LocalDate;
  to: LocalDate;
  /** Null: fewer than five; they are counted in the next figure. */
  value: number | null;
  /** The value in words. */
  shown: ShownText;
  /** Of all that was published since the start, this figure with it; null for an average, and before the first. */
  total: number | null;
}

class ActionItemsView {
  open: number;
  overdue: number;
}

class ExpectationsView {
  @ApiProperty({ enum: PARTIES })
  party: Party;
  givenOn: LocalDate;
  /** Of the ratings, 1–5, with one decimal. */
  average: number;
  comment: string | null;
}

class AgendaView {
  preparedOn: LocalDate;
  standing: string[];
  /** None where figures were published for another meeting in the last 21 days. */
  figures: FigureView[];
  actionItems: ActionItemsView;
  expectations: ExpectationsView[];
  measures: string[];
}

export class MeetingView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: MEETING_STATES })
  state: Meeting['state'];
  agreementRef: string;
  /** The day by the agreement's interval; null: called besides. */
  plannedOn: LocalDate | null;
  meetsOn: LocalDate;
  /** Why it was moved, the last time. */
  movedBecause: string | null;
  /** What the parties want to talk about. */
  items: AgendaItemView[];
  /** Null until it is prepared, 14 days before the meeting. */
  @ApiProperty({ type: () => AgendaView, nullable: true })
  agenda: AgendaView | null;
  heldOn: LocalDate | null;
  attendees: string[];
  minutes: string | null;
  /** Who has approved the minutes. */
  @ApiProperty({ enum: PARTIES, isArray: true })
  approvals: Party[];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Meeting>, facts: MeetingFacts, { actor }: Command): MeetingView {
    const { id, number, version, state, agreementRef, plannedOn, meetsOn, movedBecause, heldOn, minutes } = row;
    return {
      ...{ id, number, version, state, agreementRef, plannedOn, meetsOn, movedBecause },
      items: [...row.items],
      agenda: row.agenda && agendaView(row.agenda),
      heldOn,
      attendees: [...row.attendees],
      minutes,
      approvals: [...row.approvals],
      ...meetingRules.offers(row, actor.roles, facts),
    };
  }
}

const WORDS: Readonly<Record<Series, ShownText>> = {
  referrals: { da: 'Boligindstillinger', en: 'Referrals' },
  unagreed_declines: {
    da: 'Afslag uden en grund, som aftalen kender, fra udlejers tredje',
    en: "Declines without a reason that the agreement knows, from the landlord's third on",
  },
  days_to_loan: { da: 'Dage fra indstilling til bevilget lån, gennemsnit', en: 'Days from referral to loan, average' },
  tenancies: { da: 'Lejemål begyndt', en: 'Tenancies begun' },
  days_to_move_in: {
    da: 'Dage fra indstilling til indflytning, gennemsnit',
    en: 'Days from referral to move-in, average',
  },
  arrears: { da: 'Huslejerestancer', en: 'Rent arrears' },
  complaints: { da: 'Naboklager', en: 'Neighbour complaints' },
  evictions: { da: 'Udsættelsessager', en: 'Eviction cases' },
  paused_days: { da: 'Arbejdsdage, hvor frister var i bero', en: 'Working days on which deadlines waited' },
  vacancy_days: { da: 'Tomgangsdage, gennemsnit', en: 'Vacancy days, average' },
  money_paid_oere: { da: 'Betalt af kommunens forpligtelser', en: 'Paid of the commitments' },
};

const inWords = (series: Series, value: number): ShownText => {
  switch (SERIES[series]) {
    case 'count':
      return { da: String(value), en: String(value) };
    case 'days':
    case 'average':
      return { da: `${value} dage`, en: `${value} days` };
    case 'sum':
      return { da: showOere(value, 'da'), en: showOere(value, 'en') };
  }
};

const figureView = ({ series, from, to, value, total }: Figure): FigureView => ({
  ...{ series, text: WORDS[series], from, to, value, total },
  shown: value === null ? { da: 'færre end 5', en: 'fewer than 5' } : inWords(series, value),
});

const agendaView = ({ figures, standing, expectations, measures, ...agenda }: Agenda): AgendaView => ({
  ...agenda,
  standing: [...standing],
  figures: figures.map(figureView),
  expectations: [...expectations],
  measures: [...measures],
});
