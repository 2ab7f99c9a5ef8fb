// SPDX-License-Identifier: MPL-2.0
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { pathOf } from '#persistence';
import { API_VERSION } from './api-version.js';
import type { KindOfService } from './kinds.js';
import { PLUMBING } from './parked-messages.controller.js';
import { PROBLEM_TEXTS } from './problem-texts.js';
import type { ServiceDefinition } from './service-definition.js';

type Operation = OpenAPIObject['paths'][string]['get'] & Record<string, unknown>;

const header = (name: string, required: boolean, description: string, schema: object) => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});
const reference = (name: string) => ({ $ref: `#/components/parameters/${name}` });

const PARAMETERS = {
  IdempotencyKey: header(
    'Idempotency-Key',
    true,
    'Chosen by the client; the same key gives the same answer for 24 hours.',
    {
      type: 'string',
      pattern: '^[\\x21-\\x7e]{1,255}$',
    },
  ),
  IfMatch: header(
    'If-Match',
    true,
    'ETag of the version of the case that the caller has seen, such as `"7"`; a list of them, or `*` for any.',
    { type: 'string', minLength: 1, maxLength: 1000 },
  ),
  AcceptLanguage: header('Accept-Language', false, 'Language of problems: `da` (default) or `en`.', { type: 'string' }),
};

const SCHEMAS = {
  ProblemDetails: {
    type: 'object',
    description: 'RFC 9457.',
    required: ['type', 'title', 'status', 'detail', 'code', 'traceId'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'Danish or English by Accept-Language.' },
      code: {
        type: 'string',
        description: `Stable. A refusal carries the code of its rule; the others are ${Object.keys(PROBLEM_TEXTS).join(', ')}.`,
      },
      errors: {
        type: 'array',
        items: { $ref: '#/components/schemas/FieldError' },
        maxItems: 50,
        description: 'Every fault of what was sent, at once; the first 50 where there are more.',
      },
      moreErrors: { type: 'integer', minimum: 1, description: 'How many faults there are beside the 50 listed.' },
      facts: { type: 'object', additionalProperties: true, description: 'What would make a refused action lawful.' },
      traceId: { type: 'string' },
    },
  },
  FieldError: {
    type: 'object',
    required: ['pointer', 'code', 'message'],
    properties: {
      pointer: {
        type: 'string',
        description: 'JSON pointer into the body, `?name` for a query key, empty where it is the whole.',
      },
      code: { type: 'string' },
      message: { type: 'string' },
      source: { type: 'string', description: 'Of a rule: the law or the part of the roadmap that says so.' },
    },
  },
};

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
});

const RESPONSES = {
  400: problem('The request has faults; all are listed.'),
  401: problem('No usable access token.'),
  403: problem('The role may not do this.'),
  404: problem('Unknown, or not visible to the caller.'),
  409: problem('A rule of the field refuses; `code` names it.'),
  412: problem('The case has another version.'),
  413: problem('The body is larger than 256 kB.'),
  415: problem('The body is of another type than the route takes: application/json, or text/csv where it says so.'),
  422: problem('The idempotency key was used for another request.'),
  428: problem('If-Match is missing.'),
  429: problem('Too many requests; see Retry-After.'),
  503: problem('Not available right now; see Retry-After.'),
};

/**
 * OpenAPI 3.1 of an application that `describeService` or `startService` made; needs neither database nor Kafka. The
 * headers and problems that every route shares are added here, so that no controller repeats them.
 */
export function openApiDocument(
  app: INestApplication,
  { name: service, kinds }: Pick<ServiceDefinition, 'name' | 'kinds'>,
): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Indgang ${service}`)
    .setDescription('Cooperation between a Danish municipality and private landlords.')
    .setVersion(API_VERSION)
    .setLicense('MPL-2.0', 'https://www.mozilla.org/en-US/MPL/2.0/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'at+jwt',
      description: 'OpenID Connect access token.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  document.components ??= {};
  nameFormats(document);
  document.components.schemas = { ...document.components.schemas, ...(SCHEMAS as object) };
  document.components.parameters = { ...PARAMETERS } as never;
  document.components.responses = Object.fromEntries(
    Object.entries(RESPONSES).map(([status, response]) => [`Problem${status}`, response]),
  ) as never;
  document.tags = tagsOf(document, kinds);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post'] as const) {
      const operation = item[method] as Operation | undefined;
      if (operation) describeOperation(operation, method, path);
    }
  }
  return document;
}

/** In this order the API page shows them: the service's kinds as its module has them, what every service has last. */
function tagsOf({ paths }: OpenAPIObject, kinds: readonly KindOfService[]): { name: string; description?: string }[] {
  const operations = Object.values(paths).flatMap(({ get, post }) => [get, post]);
  const tags = new Set(operations.flatMap((operation) => operation?.tags ?? []));
  tags.delete(PLUMBING);
  return [
    ...[...tags].map((name) => {
      const described = kinds.find(({ kind }) => pathOf(kind).endsWith(`/${name}`))?.kind;
      return { name, ...(described && { description: `${described.da}: ${described.en}` }) };
    }),
    { name: PLUMBING, description: 'For municipal IT: messages that wait for a person. Every service has these.' },
  ];
}

type Property = Record<string, unknown>;

/** What the validators know and the Swagger plugin does not: whole numbers, uuids, dates. Amounts end in `Oere`. */
function nameFormats(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, { properties?: Record<string, Property> }>;
  const isPlain = (property: Property, type: string) => property.type === type && !property.format && !property.pattern;
  for (const { properties = {} } of Object.values(schemas))
    for (const [name, property] of Object.entries(properties))
      if (property.type === 'number' && /Oere$|^version$/.test(name)) property.type = 'integer';
  // The storage has no public listing; class-validator-jsonschema reads it the same way.
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<unknown, ValidationMetadata[]>;
  };
  for (const { target, propertyName, name } of [...validationMetadatas.values()].flat()) {
    const property = typeof target === 'function' ? schemas[target.name]?.properties?.[propertyName] : undefined;
    if (!property) continue;
    if (name === 'isInt' && property.type === 'number') property.type = 'integer';
    if (name === 'isUuid' && isPlain(property, 'string')) property.format = 'uuid';
    if (name === 'isLocalDate' && isPlain(property, 'string')) property.format = 'date';
  }
}

function describeOperation(operation: Operation, method: 'get' | 'post', path: string): void {
  const command = method === 'post';
  const onCase = command && path.includes('{id}');
  const secured = operation['x-roles'] !== 'public';
  if (secured) operation.security = [{ bearer: [] }];
  else delete operation['x-roles'];
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...(command ? [reference('IdempotencyKey')] : []),
    ...(onCase ? [reference('IfMatch')] : []),
    reference('AcceptLanguage'),
  ] as Operation['parameters'];
  // The plugin takes a POST without `@HttpCode` for one that creates; `@Does` knows better.
  const created = operation.responses['201'] as { description?: string } | undefined;
  if (operation.responses['200'] && created?.description === '') delete operation.responses['201'];
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2') || '$ref' in (response as object)) continue;
    (response as { headers?: object }).headers = {
      'API-Version': { description: 'Version of this API.', schema: { type: 'string' } },
      ...(path.includes('{id}') && { ETag: { description: 'Version of the case.', schema: { type: 'string' } } }),
      ...(status === '201' && { Location: { description: 'Address of the case.', schema: { type: 'string' } } }),
    };
  }
  const statuses = [
    400,
    ...(secured ? [401, 403, 429] : []),
    404,
    ...(command ? [409, 413, 415, 422] : []),
    ...(onCase ? [412, 428] : []),
    503,
  ];
  for (const status of statuses) {
    operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` } as never;
  }
}
