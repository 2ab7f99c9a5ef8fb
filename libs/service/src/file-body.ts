// SPDX-License-Identifier: MPL-2.0
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '#persistence';
import { FILE_TYPES, type Spooled, spooled, TooLarge } from '#storage';
import { single } from './request.js';

/** Characters of a name of 120 letters, each as three bytes of UTF-8 in percent encoding, and more. */
const LONGEST_NAME = 1500;
/** Of one caller at once, and of all: what is being received lies on disk, not in memory, but disk is not endless either. */
const OF_ONE_CALLER = 16;
const OF_ALL = 64;
const RETRY_SECONDS = 5;

/** The file of a route that takes one, as it was sent: `@Body() file: FileBody` beside `@TakesFile()`. */
export class FileBody {
  constructor(
    readonly content: Spooled,
    /** What the sender calls it: one of the types that may be stored. */
    readonly type: string,
    /** As it stands in the header; not looked at yet. */
    readonly name: string | undefined,
  ) {}

  /** What tells one request from another. */
  toJSON(): readonly unknown[] {
    return [this.type, this.content.size, this.content.sha256, this.name ?? null];
  }
}

/** A route that takes one file instead of JSON; everywhere else it is answered with 415. */
export const TakesFile = () =>
  applyDecorators(
    RouteConfig({ takesFile: true }),
    ApiConsumes(...FILE_TYPES),
    ApiBody({ schema: { type: 'string', format: 'binary' } as never, description: 'The file, as it is.' }),
    ApiHeader({
      name: 'File-Name',
      required: false,
      description:
        'What the file is called, in percent encoding of UTF-8 as `encodeURIComponent` writes it: at most 120 characters, no path, ending as its type does. It may hold a person’s name, so it stands in no address.',
      schema: { type: 'string', maxLength: LONGEST_NAME },
    }),
  );

/** The media type of a request without its parameters; text must be UTF-8 by its content, whatever they say. */
export const mediaTypeOf = (header: string | undefined): string =>
  (header ?? '').split(';', 1)[0]!.trim().toLowerCase();

/** Receives files to disk, some at once. */
export class FileIntake {
  private readonly of = new Map<string, number>();
  private all = 0;

  constructor(private readonly mostBytes: number) {}

  /** @throws Problem 413 as soon as it is known, 429 where too many are being received already, 499 the sender has gone */
  async receive(request: FastifyRequest): Promise<FileBody> {
    const { headers, context, raw } = request;
    const caller = context.actor?.id ?? '';
    const mine = this.of.get(caller) ?? 0;
    if (mine >= OF_ONE_CALLER || this.all >= OF_ALL)
      throw new Problem(429, 'too-much-at-once', { retryAfterSeconds: RETRY_SECONDS });
    this.of.set(caller, mine + 1);
    this.all++;
    try {
      const content = await spooled(raw, this.mostBytes);
      if (content.size === 0) {
        await content.close();
        throw new Problem(400, 'file-is-empty');
      }
      const name = headers['file-name'];
      return new FileBody(content, mediaTypeOf(headers['content-type']), name === undefined ? undefined : (single(name, LONGEST_NAME) ?? '')); // biome-ignore format: one line
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error instanceof TooLarge) throw new Problem(413, 'file-too-large', { mostBytes: this.mostBytes });
      if (raw.destroyed || raw.readableAborted) throw new Problem(499, 'client-closed-request');
      throw error;
    } finally {
      this.all--;
      const left = this.of.get(caller)! - 1;
      if (left) this.of.set(caller, left);
      else this.of.delete(caller);
    }
  }
}
