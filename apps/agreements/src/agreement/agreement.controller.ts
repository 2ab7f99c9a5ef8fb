// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Answer, auditActionOf, Cases, type Command } from '#persistence';
import {
  Allow,
  Answers,
  AnswersDocument,
  AnswersHistory,
  AnswersPage,
  ClientGone,
  Cmd,
  type DocumentReply,
  Does,
  documentAnswer,
} from '#service';
import {
  AgreementLandlordView,
  AgreementMunicipalView,
  AgreementSummaryView,
  ApproveText,
  ChangeEntryPoint,
  ChangeLandlordContacts,
  ChangeView,
  Compare,
  CreateAgreement,
  DocumentQuery,
  DwellingView,
  GiveNotice,
  ListAgreements,
  ListCoveredDwellings,
  ListRevisions,
  ProposeChange,
  RevisionView,
  SignText,
  TextOfAgreement,
} from './agreement.dto.js';
import { AgreementFlows } from './agreement.flows.js';
import { agreement, agreementHead } from './agreement.kind.js';
import { KeptTexts } from './texts.lookup.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const VIEWS = [AgreementMunicipalView, AgreementLandlordView];
const READERS = ['single_entry', 'landlord_admin', 'social_caseworker', 'steering_member', 'finance'] as const;

/** Samarbejdsaftale: what the municipality and a landlord negotiate, sign, change and end. */
@ApiTags('agreements')
@Controller('v1/agreements')
export class AgreementController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: AgreementFlows,
    private readonly texts: KeptTexts,
  ) {}

  /** Draft an agreement; what is not agreed yet may be missing. */
  @Post()
  @Does(agreement, 'create', AgreementMunicipalView)
  create(@Body() input: CreateAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.flows.create(input, command);
  }

  /** Agreements the caller may see, newest first, without their texts. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(AgreementSummaryView)
  list(@Query() query: ListAgreements, @Cmd() command: Command): Promise<object> {
    return this.cases.list(agreementHead, query, command);
  }

  /** One agreement with the text in force and the one under negotiation. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(agreement, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  async history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    const { number, items } = await this.cases.history(agreementHead, id, command);
    // What the municipality did before it shared the draft stays its own.
    const shared = items.findIndex(({ action }) => action === auditActionOf(agreement, 'shareWithLandlord'));
    return { number, items: command.actor.landlordRef ? items.slice(Math.max(0, shared)) : items };
  }

  /** The texts that were proposed, newest first: by whom, when and why. */
  @Get(':id/revisions')
  @Allow(...READERS)
  @AnswersPage(RevisionView)
  revisions(@Param('id') id: string, @Query() page: ListRevisions, @Cmd() command: Command): Promise<object> {
    return this.texts.revisions(id, page, command);
  }

  /** One text as it was proposed, by name: `<version>.<revision>`. */
  @Get(':id/texts/:text')
  @Allow(...READERS)
  @Answers(200, TextOfAgreement)
  @Header('Content-Type', JSON_TYPE)
  text(@Param('id') id: string, @Param('text') text: string, @Cmd() command: Command): Promise<string> {
    return this.texts.text(id, text, command);
  }

  /** What differs between two texts: the first 1000 differences, and how many more there are. */
  @Get(':id/compare')
  @Allow(...READERS)
  @ApiExtraModels(ChangeView)
  @ApiResponse({
    status: 200,
    schema: {
      type: 'object',
      required: ['changes', 'more'],
      properties: {
        changes: { type: 'array', items: { $ref: '#/components/schemas/ChangeView' } },
        more: { type: 'integer', minimum: 0 },
      },
    },
  })
  @Header('Content-Type', JSON_TYPE)
  compare(
    @Param('id') id: string,
    @Query() texts: Compare,
    @Cmd() command: Command,
    @ClientGone() signal: AbortSignal,
  ): Promise<Buffer> {
    return this.texts.compare(id, texts, command, signal);
  }

  /** The dwellings of the text in force, or of the one under negotiation before there is one. */
  @Get(':id/dwellings')
  @Allow(...READERS)
  @AnswersPage(DwellingView)
  dwellings(@Param('id') id: string, @Query() page: ListCoveredDwellings, @Cmd() command: Command): Promise<object> {
    return this.texts.dwellings(id, page, command);
  }

  /** The terms in plain words, in Danish or English, as a page or as a PDF: what people sign. */
  @Get(':id/document')
  @Allow(...READERS)
  @AnswersDocument('The document.')
  async document(
    @Param('id') id: string,
    @Query() query: DocumentQuery,
    @Cmd() command: Command,
    @ClientGone() signal: AbortSignal,
    @Res({ passthrough: true }) reply: DocumentReply,
  ): Promise<Buffer> {
    return documentAnswer(reply, query, await this.texts.document(id, query, command, signal));
  }

  /** Show the draft to the landlord: the negotiation begins. */
  @Post(':id/share-with-landlord')
  @Does(agreement, 'shareWithLandlord', AgreementMunicipalView)
  shareWithLandlord(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(agreement, 'shareWithLandlord', id, command, {});
  }

  /** Propose a changed text; what either party had approved or signed of the text before is void. */
  @Post(':id/propose-change')
  @Does(agreement, 'proposeChange', ...VIEWS)
  proposeChange(@Param('id') id: string, @Body() input: ProposeChange, @Cmd() command: Command): Promise<Answer> {
    return this.flows.proposeChange(id, input, command);
  }

  /** Approve the text; once both have, it can be signed. Every fault of the text is told at once. */
  @Post(':id/approve')
  @Does(agreement, 'approve', ...VIEWS)
  approve(@Param('id') id: string, @Body() input: ApproveText, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(agreement, 'approve', id, command, input);
  }

  /** Sign the text for one's party; with both signatures it comes into force on its day. */
  @Post(':id/sign')
  @Does(agreement, 'sign', ...VIEWS)
  sign(@Param('id') id: string, @Body() input: SignText, @Cmd() command: Command): Promise<Answer> {
    const signature = { ...input, signedOn: input.signedOn ?? command.today };
    return this.flows.sign(id, signature, command);
  }

  /** Begin a next version beside the one in force. */
  @Post(':id/start-revision')
  @Does(agreement, 'startRevision', ...VIEWS)
  startRevision(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.startRevision(id, command);
  }

  /** Give the next version up; the one in force stays. */
  @Post(':id/abandon-revision')
  @Does(agreement, 'abandonRevision', ...VIEWS)
  abandonRevision(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(agreement, 'abandonRevision', id, command);
  }

  /** Give notice with the agreed period. */
  @Post(':id/give-notice')
  @Does(agreement, 'giveNotice', ...VIEWS)
  giveNotice(@Param('id') id: string, @Body() input: GiveNotice, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(agreement, 'giveNotice', id, command, input);
  }

  /** Give the negotiation up before anything is signed. */
  @Post(':id/abandon')
  @Does(agreement, 'abandon', ...VIEWS)
  abandon(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(agreement, 'abandon', id, command);
  }

  /** Change who answers the landlord, and how; also for an absence. It is told to whoever routes messages. */
  @Post(':id/change-entry-point')
  @Does(agreement, 'changeEntryPoint', AgreementMunicipalView)
  changeEntryPoint(@Param('id') id: string, @Body() input: ChangeEntryPoint, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(agreement, 'changeEntryPoint', id, command, input);
  }

  /** Change how the landlord is reached. */
  @Post(':id/change-landlord-contacts')
  @Does(agreement, 'changeLandlordContacts', ...VIEWS)
  changeLandlordContacts(
    @Param('id') id: string,
    @Body() input: ChangeLandlordContacts,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(agreement, 'changeLandlordContacts', id, command, input);
  }
}
