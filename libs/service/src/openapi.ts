// SPDX-License-Identifier: MPL-2.0
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Schema } from '#contracts/closed-schema';
import { type Field, fieldsOf, type Validated } from '#contracts/constraint-schemas';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import { type AnyKind, pathOf, untoldFiltersOf } from '#persistence';
import { API_VERSION } from './api-version.js';
import type { KindOfService } from './kinds.js';
import { type Models, modelsOf } from './openapi-models.js';
import { PLUMBING } from './parked-messages.controller.js';
import { PROBLEM_TEXTS } from './problem-texts.js';
import { isBesideCase, isRead } from './request.js';
import { SEARCH } from './search.controller.js';
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

const says = (description: string, schema: object = { type: 'string' }, required = true) => ({
  description,
  required,
  schema,
});
const API_VERSION_HEADER = { 'API-Version': says('Version of this API.') };

const problem = (description: string, headers: object = {}) => ({
  description,
  headers: { ...API_VERSION_HEADER, 'Content-Language': says('Of the sentences.', { enum: ['da', 'en'] }), ...headers },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
});
const RETRY_AFTER = { 'Retry-After': says('Seconds.', { type: 'integer', minimum: 1 }) };

const RESPONSES = {
  400: problem('The request has faults; all are listed.'),
  401: problem('No usable access token.', { 'WWW-Authenticate': says('RFC 6750.') }),
  403: problem('The role may not do this.'),
  404: problem('Unknown, or not visible to the caller.'),
  409: problem('A rule of the field refuses; `code` names it.'),
  412: problem('The case has another version.'),
  413: problem('The body is larger than 256 kB, or the file than the installation takes.'),
  415: problem('The body is of another type than the route takes: application/json, or what it says.'),
  422: problem('The idempotency key was used for another request.'),
  428: problem('If-Match is missing.'),
  429: problem('Too many requests; see Retry-After.', RETRY_AFTER),
  503: problem('Not available right now; see Retry-After.', RETRY_AFTER),
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
  const handlers = new Map<string, string>();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => {
      const id = `${controller.replace(/Controller$/, '')}_${method}`;
      handlers.set(id, `${controller}.${method}`);
      return id;
    },
  });
  document.components ??= {};
  const models = modelsOf(app);
  const schemas = { ...answeredSchemas(document, models), ...takenSchemas(document, models), ...SCHEMAS };
  document.components.schemas = Object.fromEntries(
    Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)),
  ) as never;
  document.components.parameters = { ...PARAMETERS } as never;
  document.components.responses = Object.fromEntries(
    Object.entries(RESPONSES).map(([status, response]) => [`Problem${status}`, response]),
  ) as never;
  document.tags = tagsOf(document, kinds);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post'] as const) {
      const operation = item[method] as Operation | undefined;
      if (operation)
        describeOperation(operation, method, path, models, handlers.get(operation.operationId as string) ?? '');
    }
    const listed = kinds.find(({ kind }) => pathOf(kind) === path);
    if (listed && item.get) describeUntold(item.get as Operation, listed.kind);
  }
  return document;
}

/** In this order the API page shows them: the service's kinds as its module has them, what every service has last. */
function tagsOf({ paths }: OpenAPIObject, kinds: readonly KindOfService[]): { name: string; description?: string }[] {
  const operations = Object.values(paths).flatMap(({ get, post }) => [get, post]);
  const tags = new Set(operations.flatMap((operation) => operation?.tags ?? []));
  tags.delete(PLUMBING);
  tags.delete(SEARCH);
  return [
    ...[...tags].map((name) => {
      const described = kinds.find(({ kind }) => pathOf(kind).endsWith(`/${name}`))?.kind;
      return { name, ...(described && { description: `${described.da}: ${described.en}` }) };
    }),
    {
      name: SEARCH,
      description: 'Over all kinds of the service. Every service has it, with the same questions and answers.',
    },
    { name: PLUMBING, description: 'For municipal IT: messages that wait for a person. Every service has these.' },
  ];
}

type Described = Record<string, Schema & { properties?: Record<string, Schema> }>;

const schemasOf = ({ components }: OpenAPIObject) => (components?.schemas ?? {}) as Described;
const refTo = (name: string) => `#/components/schemas/${name}`;

/** What is both answered and taken has two schemas: a reader's is open and never null where it may be left out. */
const nameOfTaken = (model: Validated, { answered }: Models) =>
  answered.has(model) ? `${model.name}Input` : model.name;

/**
 * As the Swagger plugin read it from the types. They are open: a field may be added. What names say and types do not: an
 * `id` or `…Ref` is a uuid, `…On` a date, `…At` an instant, `…Oere` and `version` whole numbers.
 */
function answeredSchemas(document: OpenAPIObject, { answered }: Models): Described {
  const all = schemasOf(document);
  return Object.fromEntries(
    [...answered].map((model) => {
      const schema = all[model.name] ?? { type: 'object' };
      const fields = fieldsOf(model, (part) => refTo(part.name));
      const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
        name,
        inDetail(name, property, fields[name]?.schema),
      ]);
      return [model.name, { ...schema, properties: Object.fromEntries(properties) }];
    }),
  );
}

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^id$|Ref$/, 'uuid'],
  [/On$/, 'date'],
  [/At$/, 'date-time'],
];

function inDetail(name: string, property: Schema, { type, format }: Schema = {}): Schema {
  const types = [property.type].flat();
  const isText = types.includes('string') && !property.enum && !property.pattern && !property.maxLength;
  const named = isText ? (format ?? FORMATS.find(([names]) => names.test(name))?.[1]) : undefined;
  if (named) return { ...property, format: named };
  if (type !== 'integer' && !/Oere$|^version$/.test(name)) return property;
  const whole = types.map((one) => (one === 'number' ? 'integer' : one)) as string[];
  return { ...property, type: whole.length === 1 ? (whole[0] as string) : whole };
}

/** As the validators have it: closed, with every limit. The plugin gives the words and the examples. */
function takenSchemas(document: OpenAPIObject, models: Models): Described {
  const words = schemasOf(document);
  const taken = [...models.taken].map((model) => {
    const fields = fieldsOf(model, (part) => refTo(nameOfTaken(part, models)));
    const properties = Object.entries(fields).map(([name, field]) => [
      name,
      { ...saidOf(words[model.name]?.properties?.[name]), ...takenField(field) },
    ]);
    const required = Object.keys(fields).filter((name) => fields[name]?.required);
    const schema = { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
    return [nameOfTaken(model, models), { ...schema, ...(required.length && { required }) }] as const;
  });
  const names = taken.map(([name]) => name).filter((name, index, all) => all.indexOf(name) !== index);
  if (names.length) throw new Error(`two classes would be described as ${names}: rename one`);
  return Object.fromEntries(taken) as Described;
}

const saidOf = ({ description, example, default: fallback, 'x-depends-on': depends }: Schema = {}): Schema => ({
  ...(depends !== undefined && { 'x-depends-on': depends }),
  ...(description !== undefined && { description }),
  ...(example !== undefined && { example }),
  ...(fallback !== undefined && { default: fallback }),
});

/** What else holds as it is typed: days are of 1900 to 2199, blanks around a text and nulls by code are left out. */
function asTyped(schema: Schema): Schema {
  if (schema.items) return { ...schema, items: asTyped(schema.items) };
  if (schema.propertyNames) return { ...schema, additionalProperties: orNull(schema.additionalProperties as Schema) };
  if (schema.format === 'date') return { ...schema, pattern: '^(19|20|21)' };
  return schema.minLength && !schema.pattern ? { ...schema, pattern: '\\S' } : schema;
}

function takenField({ schema: own, nullable, dependsOn }: Field): Schema {
  const schema = asTyped(own);
  const depends = dependsOn.length ? { 'x-depends-on': dependsOn } : {};
  return { ...(nullable ? orNull(schema) : schema), ...depends };
}

const orNull = (schema: Schema): Schema =>
  schema.$ref || schema.enum
    ? { anyOf: [schema, { type: 'null' }] }
    : { ...schema, type: [schema.type as string, 'null'] };

/** In a fixed order, whatever was described before in this process: filters by name, then the page. */
const PAGE = ['after', 'limit', 'count'];
const place = ({ in: where, name = '' }: { in?: string; name?: string }) =>
  where === 'query' ? `1 ${PAGE.includes(name) ? `2 ${PAGE.indexOf(name)}` : `1 ${name}`}` : '0';

type Parameter = {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
  description?: string;
  'x-not-for'?: string[];
};

function describeParameters(operation: Operation, query: Validated | undefined): Parameter[] {
  const fields = query ? fieldsOf(query, () => '') : {};
  const parameters = (operation.parameters ?? []) as unknown as Parameter[];
  for (const parameter of parameters) {
    const field = fields[parameter.name];
    if (parameter.in === 'query' && field) {
      const { default: fallback } = parameter.schema;
      parameter.required = field.required;
      parameter.schema = { ...(fallback !== undefined && { default: fallback }), ...asTyped(field.schema) };
    }
    if (parameter.in === 'path' && /^id$|Id$/.test(parameter.name))
      parameter.schema = { type: 'string', format: 'uuid' };
  }
  return parameters.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** Says of each filter for whom it is not there. */
function describeUntold(operation: Operation, kind: AnyKind): void {
  const untoldTo = (role: Role) => {
    const landlord = LANDLORD_ROLES.includes(role) && { landlordRef: '' };
    return Object.values(untoldFiltersOf(kind, { id: '', kind: 'person', roles: [role], ...landlord }));
  };
  for (const parameter of operation.parameters as unknown as Parameter[]) {
    const roles = ([operation['x-roles']].flat() as Role[]).filter((role) => untoldTo(role).includes(parameter.name));
    if (parameter.in !== 'query' || !roles.length) continue;
    parameter['x-not-for'] = roles;
    const said = `Not there for ${roles.join(', ')}: 400 \`unknown-field\`.`;
    parameter.description = [parameter.description, said].filter(Boolean).join(' ');
  }
}

function describeOperation(
  operation: Operation,
  method: 'get' | 'post',
  path: string,
  models: Models,
  handler: string,
): void {
  const command = !isRead(method.toUpperCase(), path);
  const isBeside = isBesideCase(path);
  const onCase = command && path.includes('{id}') && !isBeside;
  const secured = operation['x-roles'] !== 'public';
  if (secured) operation.security = [{ bearer: [] }];
  else delete operation['x-roles'];
  operation.parameters = [
    ...describeParameters(operation, models.queries.get(handler)),
    ...(command ? [reference('IdempotencyKey')] : []),
    ...(onCase ? [reference('IfMatch')] : []),
    reference('AcceptLanguage'),
  ] as Operation['parameters'];
  const body = models.bodies.get(handler);
  if (body) {
    const schema = { $ref: refTo(nameOfTaken(body, models)) };
    operation.requestBody = { required: true, content: { 'application/json': { schema } } };
  }
  // The plugin takes a POST without `@HttpCode` for one that creates; `@Does` knows better.
  const created = operation.responses['201'] as { description?: string } | undefined;
  if (operation.responses['200'] && created?.description === '') delete operation.responses['201'];
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2') || '$ref' in (response as object)) continue;
    const { headers, content } = response as { headers?: object; content?: Record<string, { schema?: Schema }> };
    const isPage = method === 'get' && content?.['application/json']?.schema?.properties?.next !== undefined;
    (response as { headers?: object }).headers = {
      ...API_VERSION_HEADER,
      // `me` is the case of who asks.
      ...((onCase || (status === '201' && !isBeside) || /(\{id\}|\/me)$/.test(path)) && {
        ETag: says('Version of the case, for If-Match.'),
      }),
      ...(status === '201' && { Location: says(isBeside ? 'Its address.' : 'Address of the case.') }),
      ...(isPage && { Link: says('Address of the next page, `rel="next"`; absent on the last.', undefined, false) }),
      ...headers,
    };
  }
  const statuses = [
    400,
    ...(secured ? [401, 403, 429] : []),
    404,
    ...(method === 'post' ? [413, 415] : []),
    ...(command ? [409, 422] : isBeside && path.endsWith('}') ? [409] : []),
    ...(onCase ? [412, 428] : []),
    503,
  ];
  for (const status of statuses) {
    operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` } as never;
  }
}
