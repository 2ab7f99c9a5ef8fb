// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Role } from '#contracts/roles';
import { type Command, pathOf } from '#persistence';
import { Allow, Answers, AnswersAll, Cmd, FileBody, type KindOfService, TakesFile } from '#service';
import { FILE_TYPES } from '#storage';
import { ATTACHMENT_REFUSALS } from './attachment.js';
import { AttachmentLandlordView, AttachmentMunicipalView, AttachQuery } from './attachments.dto.js';
import { AttachmentsFlows } from './attachments.flows.js';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}

const VIEWS = [AttachmentMunicipalView, AttachmentLandlordView];
const ANY_FILE = Object.fromEntries(FILE_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));

/**
 * The entry of `kinds.ts` of a kind that takes attachments: the same routes below each of its cases. Who sees a case and is
 * among these roles sees what is attached to it, as far as `seesAttachment` says.
 * @param roles who may attach, and who may only read
 */
export function withAttachments(
  entry: KindOfService,
  { attach, read = [] }: { attach: [Role, ...Role[]]; read?: readonly Role[] },
): KindOfService {
  const { kind } = entry;
  const [, collection = ''] = /^\/v1\/([a-z-]{1,60})$/.exec(pathOf(kind)) ?? [];
  const readers: [Role, ...Role[]] = [...attach, ...read];

  @ApiTags(collection)
  @Controller(`v1/${collection}/:id/attachments`)
  class Attaching {
    constructor(private readonly attachments: AttachmentsFlows) {}

    @ApiOperation({
      summary:
        'Attach a file. It is the body; what it is, its content says. The same content again is the same attachment and answered with 200.',
    })
    @Post()
    @Allow(...attach)
    @TakesFile()
    @Answers(201, ...VIEWS)
    @Answers(200, ...VIEWS)
    async attach(
      @Param('id') id: string,
      @Query() query: AttachQuery,
      @Body() file: FileBody,
      @Cmd() command: Command,
      @Res({ passthrough: true }) reply: Reply,
    ): Promise<object> {
      const { status, view } = await this.attachments.attach(kind, id, file, query.shareWithLandlord === 'true', command); // biome-ignore format: one line
      reply.status(status);
      if (status === 201) reply.header('Location', `${pathOf(kind)}/${id}/attachments/${view.id}`);
      return view;
    }

    @ApiOperation({ summary: 'What is attached to the case and the caller may see, newest first.' })
    @Get()
    @Allow(...readers)
    @AnswersAll(VIEWS, 'All of them; what was withdrawn or erased has no content and no name.')
    async list(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
      return { items: await this.attachments.list(kind, id, command) };
    }

    @ApiOperation({ summary: 'The file as it was attached; refused while it is not looked at for viruses.' })
    @Get(':attachmentId')
    @Allow(...readers)
    @ApiResponse({
      status: 200,
      description: 'The file.',
      headers: { 'Content-Disposition': { required: true, schema: { type: 'string' } } },
      content: ANY_FILE as never,
    })
    async content(
      @Param('id') id: string,
      @Param('attachmentId') attachmentId: string,
      @Cmd() command: Command,
      @Res({ passthrough: true }) reply: Reply,
    ): Promise<StreamableFile> {
      const { name, type, content } = await this.attachments.content(kind, id, attachmentId, command);
      // Saved, never shown: a browser runs nothing of it in our name.
      reply.header('Content-Security-Policy', "default-src 'none'; sandbox");
      const stream = content.stream().once('close', () => void content.close());
      return new StreamableFile(stream, { type, length: content.size, disposition: dispositionOf(name) });
    }

    @ApiOperation({
      summary: 'Take an attachment back that was attached in error: its content is deleted, the entry stays.',
    })
    @Post(':attachmentId/withdraw')
    @HttpCode(200)
    @Allow(...attach)
    @Answers(200, ...VIEWS)
    withdraw(
      @Param('id') id: string,
      @Param('attachmentId') attachmentId: string,
      @Cmd() command: Command,
    ): Promise<object> {
      return this.attachments.withdraw(kind, id, attachmentId, command);
    }
  }
  // Two kinds' routes are told apart by it.
  const name = collection.replace(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase());
  Object.defineProperty(Attaching, 'name', { value: `${name}Attachments` });
  return {
    ...entry,
    controllers: [...entry.controllers, Attaching],
    refusals: [...(entry.refusals ?? []), ...ATTACHMENT_REFUSALS],
  };
}

/** RFC 6266: whoever does not read the name in UTF-8 gets its type. */
function dispositionOf(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="bilag${name.slice(name.lastIndexOf('.')).toLowerCase()}"; filename*=UTF-8''${encoded}`;
}
