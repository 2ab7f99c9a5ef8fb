// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Cases, type Command, Database } from '#persistence';
import { Allow, Answers, AnswersPage, Cmd } from '#service';
import { FastTrackQuery, FastTrackStatistics, StatisticsQuery } from './fast-track.dto.js';
import { ReferralBenefitsView, ReferralHeaderView, ReferralView } from './referral.dto.js';
import { referral } from './referral.kind.js';
import { TARGET_DAYS, trackRecord } from './stages.js';

/** A number of citizens smaller than this is not shown: it could be told who they are (domain.md 2). */
const FEWEST = 5;

/** Hurtigspor: where every open referral stands, who acts now and what is late; and how long it has taken. */
@ApiTags('fast-track')
@Controller('v1/fast-track')
export class FastTrackController {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  /** Open referrals that the caller may see, those due first on top. */
  @Get()
  @Allow('social_caseworker', 'benefits_caseworker', 'single_entry', 'team_leader')
  @AnswersPage(ReferralView, ReferralBenefitsView, ReferralHeaderView)
  board(@Query() { stage, ...page }: FastTrackQuery, @Cmd() command: Command): Promise<object> {
    return this.cases.list(referral, { sort: 'due', ...page, closedAt: null, ...(stage && { state: stage }) }, command);
  }

  /** Days from referral to keys of those who moved in from one day to another. */
  @Get('statistics')
  @Allow('social_caseworker', 'single_entry', 'team_leader')
  @Answers(200, FastTrackStatistics)
  async statistics(@Query() { from, to }: StatisticsQuery): Promise<FastTrackStatistics> {
    const found = await this.database.query<{ days: number }>(
      `select moved_in_on - referred_on as days from referral
        where moved_in_on between $1 and $2 order by moved_in_on desc limit 10000`,
      [from, to],
    );
    const record = trackRecord(found.map(({ days }) => days));
    const isShown = record.movedIn >= FEWEST;
    return {
      ...{ from, to, targetDays: TARGET_DAYS },
      movedIn: isShown ? record.movedIn : null,
      medianDays: isShown ? record.medianDays : null,
      longestDays: isShown ? record.longestDays : null,
      withinTarget: isShown ? record.withinTarget : null,
    };
  }
}
