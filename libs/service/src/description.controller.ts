// SPDX-License-Identifier: MPL-2.0

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { schemaFile, types } from '#contracts/types';
import type { Text } from '#domain';
import { Problem } from '#persistence';
import { Public } from './auth.js';
import { PROBLEM_TEXTS } from './problem-texts.js';
import { entityTagsOf, single } from './request.js';
import { SignIn } from './sign-in.js';

/** What the service can say of itself; `document` is made when it is first asked for. */
export class ServiceDescription {
  private made?: OpenAPIObject;
  private readonly schemas = eventSchemas();

  constructor(
    private readonly publicUrl: () => string,
    private readonly make: () => OpenAPIObject,
    /** Sentences of the service's own refusals, by code. */
    readonly refusals: Readonly<Record<string, Text>> = {},
  ) {}

  /**
   * An event schema, its `$id` the address that was asked for here: what `ce_dataschema` names is what is answered.
   * @param file as `schemaFile` gives it, or a name of before: messages that carry it lie in topics for 30 days
   */
  schema(file: string): string | undefined {
    const schema = this.schemas.get(file) ?? this.schemas.get(formerly(file));
    return schema && JSON.stringify({ ...schema, $id: `${this.publicUrl()}/schemas/${file}` });
  }

  get document(): OpenAPIObject {
    this.made ??= this.make();
    return this.made;
  }
}

/**
 * The event schemas of all services, read at the start from `libs/contracts/schemas` of the folder that holds this program:
 * the repository, or the image, which keeps that folder beside `dist`. None there: no schema is served.
 */
function eventSchemas(): Map<string, object> {
  const found = new Map<string, object>();
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const schemas = path.join(folder, 'libs/contracts/schemas');
    if (existsSync(schemas)) {
      for (const file of readdirSync(schemas))
        found.set(file, JSON.parse(readFileSync(path.join(schemas, file), 'utf8')));
      return found;
    }
    if (folder === path.dirname(folder)) return found;
  }
}

/** Published no more. */
const GONE = ['agreements.agreement.version-superseded', 'notifications.notification.sent', 'notifications.notification.acknowledged']; // biome-ignore format: one line
const TYPES: ReadonlySet<string> = new Set([
  ...Object.values(types).flatMap((facts) => Object.values<string>(facts)),
  ...GONE.map((fact) => `dk.indgang.${fact}.v1`),
]);

/** Once each type had a file of its own, `<type>.json` or `<type>.internal.json`. */
function formerly(file: string): string {
  const [, type = '', internal] = /^([a-z0-9.-]{1,120}?)(\.internal)?\.json$/.exec(file) ?? [];
  return TYPES.has(type) ? schemaFile(type, internal ? 'internal' : 'public') : '';
}

/** Seconds. Within `.v1` a schema may gain an optional field, so a copy is asked after once an hour. */
const SCHEMA_AGE = 3600;

const UI_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
  'oauth2-redirect.html': 'text/html; charset=utf-8',
  'oauth2-redirect.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Indgang API</title>
<link rel="stylesheet" href="docs/swagger-ui.css"><link rel="icon" href="docs/favicon-32x32.png"></head>
<body><div id="ui"></div><script src="docs/swagger-ui-bundle.js"></script><script src="docs/start.js"></script></body></html>`;

interface Reply {
  type(contentType: string): Reply;
  header(name: string, value: string): Reply;
  status(code: number): Reply;
  getHeader(name: string): unknown;
}

/** Descriptions anybody may read: the API, the event schemas and the problems. Works without a network. */
@ApiExcludeController()
@Public()
@Controller()
export class DescriptionController {
  constructor(
    private readonly description: ServiceDescription,
    private readonly signIn: SignIn,
  ) {}

  @Get('openapi.json')
  openApi(): OpenAPIObject {
    return this.description.document;
  }

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  // The window in which somebody signs in must find its way back to this page.
  @Header('Cross-Origin-Opener-Policy', 'same-origin-allow-popups')
  async docs(@Res({ passthrough: true }) reply: Reply): Promise<string> {
    const endpoints = await this.signIn.endpoints();
    if (endpoints) {
      const policy = reply.getHeader('content-security-policy');
      reply.header('content-security-policy', `${policy};connect-src 'self' ${new URL(endpoints.tokenUrl).origin}`);
    }
    return PAGE;
  }

  @Get('docs/openapi.json')
  async openApiOfPage(): Promise<OpenAPIObject> {
    return await this.signIn.documentOf(this.description.document);
  }

  @Get('docs/start.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  start(): string {
    const { clientId, scope } = this.signIn;
    const signIn = { clientId, scopes: scope, usePkceWithAuthorizationCodeGrant: true };
    return `SwaggerUIBundle({
  url: './docs/openapi.json',
  dom_id: '#ui',
  deepLinking: true,
  oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', location.href).href,
}).initOAuth(${JSON.stringify(signIn)});`;
  }

  @Get('docs/:file')
  docsFile(@Param('file') file: string, @Res({ passthrough: true }) reply: Reply): Buffer {
    const type = Object.hasOwn(UI_FILES, file) ? UI_FILES[file] : undefined;
    if (!type) throw new Problem(404, 'not-found');
    reply.type(type);
    if (file === 'oauth2-redirect.html') reply.header('Cross-Origin-Opener-Policy', 'unsafe-none');
    return readFileSync(createRequire(import.meta.url).resolve(`swagger-ui-dist/${file}`));
  }

  @Get('schemas/:file')
  schema(
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): string {
    const schema = this.description.schema(file);
    if (!schema) throw new Problem(404, 'not-found');
    const tag = createHash('sha256').update(schema).digest('base64url').slice(0, 22);
    reply.header('ETag', `"${tag}"`).header('Cache-Control', `public, max-age=${SCHEMA_AGE}`);
    const tags = entityTagsOf(single(known) ?? '');
    if (tags === '*' || tags?.includes(tag)) {
      reply.status(304);
      return '';
    }
    reply.type('application/schema+json; charset=utf-8');
    return schema;
  }

  /** Where `type` of a problem leads. */
  @Get('problems/:code')
  problem(@Param('code') code: string): { code: string; da: string; en: string } {
    if (!/^[a-z][a-z0-9-]{0,80}$/.test(code)) throw new Problem(404, 'not-found');
    const text = Object.hasOwn(PROBLEM_TEXTS, code) ? PROBLEM_TEXTS[code] : this.description.refusals[code];
    return {
      code,
      da: text?.da ?? 'En regel for sagen afviser handlingen. Reglen står i docs/rules.',
      en: text?.en ?? 'A rule of the case refuses the action. The rule is in docs/rules.',
    };
  }
}
