// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import {
  DeclineProposal,
  ListProposals,
  ProposalLandlordView,
  ProposalView,
  ProposedTenantView,
  RegisterLease,
} from './proposal.dto.js';
import { ProposalFlows } from './proposal.flows.js';
import { proposal } from './proposal.kind.js';

const VIEWS = [ProposalView, ProposalLandlordView];
const READERS = ['landlord_admin', 'social_caseworker', 'single_entry'] as const;

/** Forslag til udlejer: one household proposed for one vacant dwelling, and the landlord's answer. */
@ApiTags('proposals')
@Controller('v1/proposals')
export class ProposalController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: ProposalFlows,
  ) {}

  /** Proposals the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListProposals, @Cmd() command: Command): Promise<object> {
    return this.cases.list(proposal, query, command);
  }

  /** One proposal. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(proposal, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(proposal, id, command);
  }

  /** Who the tenant is, for the lease: what the citizen has consented to, once the landlord has said yes. */
  @Get(':id/tenant')
  @Allow('landlord_admin')
  @Answers(200, ProposedTenantView)
  tenant(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.flows.tenant(id, command);
  }

  /** The landlord wants the household as tenants. */
  @Post(':id/accept')
  @Does(proposal, 'accept', ProposalLandlordView)
  accept(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.holdingVacancyAndReferral(id, command, (inside) =>
      this.cases.act(proposal, 'accept', id, inside),
    );
  }

  /** The landlord does not; the municipality looks for another dwelling. */
  @Post(':id/decline')
  @Does(proposal, 'decline', ProposalLandlordView)
  decline(@Param('id') id: string, @Body() input: DeclineProposal, @Cmd() command: Command): Promise<Answer> {
    return this.flows.holdingVacancyAndReferral(id, command, (inside) =>
      this.cases.act(proposal, 'decline', id, inside, input),
    );
  }

  /** The lease is signed: the tenancy begins on its first day. */
  @Post(':id/register-lease')
  @Does(proposal, 'registerLease', ...VIEWS)
  registerLease(@Param('id') id: string, @Body() input: RegisterLease, @Cmd() command: Command): Promise<Answer> {
    return this.flows.holdingVacancyAndReferral(id, command, (inside) =>
      this.cases.act(proposal, 'registerLease', id, inside, input),
    );
  }
}
