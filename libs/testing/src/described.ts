// SPDX-License-Identifier: MPL-2.0
// Holds every request and answer of the tests to the committed OpenAPI documents.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { closed, type Schema } from '#contracts/closed-schema';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { spelledThrough } from '#domain';

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}
interface Header {
  required?: boolean;
  schema: Schema;
}
interface Response {
  $ref?: string;
  headers?: Record<string, Header>;
  content?: Record<string, { schema: Schema }>;
}
interface OperationObject {
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Response>;
}
interface Document {
  paths: Record<string, Record<string, OperationObject>>;
  components: Record<string, Record<string, unknown>>;
}

/** One operation of one service's document. */
export interface DescribedOperation extends OperationObject {
  service: ServiceName;
  method: string;
  path: string;
}

/** A request and its answer, as they went over the wire. */
export interface Exchange {
  method: string;
  url: string;
  /** As sent; undefined: none. */
  sent?: string | Uint8Array | undefined;
  sentType?: string | undefined;
  status: number;
  headers: Headers;
  text: string;
}

/**
 * Codes of a 400 for what a schema cannot say; a request that fits its schema is refused with none but these.
 * - `not-a-cvr-number`, `not-a-civil-registration-number`, `civil-registration-number`, `case-number-is-mistyped`: sums and dates within digits
 * - `case-number-is-of-another-kind`: which letters are whose
 * - `each-once`: two entries that differ, but not in what tells them apart
 * - `not-a-text`: letters that show nothing, by classes of Unicode which few readers of patterns know
 * - `unpaired-surrogate`: JSON text that is no Unicode
 * Further: a field that another one decides on (`x-depends-on`), and headers.
 */
export const UNSAID: ReadonlySet<string> = new Set([
  'case-number-is-mistyped',
  'case-number-is-of-another-kind',
  'civil-registration-number',
  'each-once',
  'not-a-civil-registration-number',
  'not-a-cvr-number',
  'not-a-text',
  'unpaired-surrogate',
]);

/** Of a 400 about the request as a whole, not about a field. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'bad-request',
  'csv-not-utf-8',
  'duplicate-member',
  'file-is-empty',
  'idempotency-key-not-opaque',
  'idempotency-key-required',
  'if-match-malformed',
  'json-too-deep',
  'malformed-json',
]);

/** Headers of ours that a client acts on. */
const HEADERS = ['ETag', 'Location', 'Link', 'Retry-After', 'WWW-Authenticate', 'API-Version', 'Content-Disposition', 'Content-Language']; // biome-ignore format: one line

const ajv = new Ajv2020({ allErrors: true, strict: false, multipleOfPrecision: 6 });
formats.default(ajv);

let documents: Record<string, Document> | undefined;
function documentOf(service: ServiceName): Document {
  documents ??= Object.fromEntries(
    SERVICES.map((name) => {
      const path = join(import.meta.dirname, `../../../apps/${name}/openapi.json`);
      const document = JSON.parse(readFileSync(path, 'utf8')) as Document;
      // What is answered is held to closed schemas: a field that nobody described cannot slip out.
      ajv.addSchema(closed(document) as object, name);
      return [name, document];
    }),
  );
  return documents[service]!;
}

const followed = <Part extends { $ref?: string }>(part: Part, { components }: Document): Part => {
  const [, , kind = '', name = ''] = part.$ref?.split('/') ?? [];
  return part.$ref ? (components[kind]?.[name] as Part) : part;
};

const step = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
const schemaAt = (service: ServiceName, ...steps: string[]): ValidateFunction =>
  ajv.getSchema(`${service}#/${steps.map(step).join('/')}`)!;

let operations: (DescribedOperation & { pattern: RegExp })[] | undefined;
/** Every operation of the four services. */
function all() {
  operations ??= SERVICES.flatMap((service) =>
    Object.entries(documentOf(service).paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        // A path without a parameter before one with: `/summary` is no id.
        const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
        return { ...operation, service, method: method.toUpperCase(), path, pattern };
      }),
    ),
  ).sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  return operations;
}

/** @returns one sentence per difference between an exchange and the document, empty when it is as described */
export function undescribed(exchange: Exchange): string[] {
  const { method, url, status } = exchange;
  const { pathname } = new URL(url);
  if (!pathname.startsWith('/v1/')) return [];
  const found = all().filter(({ pattern }) => pattern.test(pathname));
  const operation = found.find((one) => one.method === method);
  if (!operation) {
    if (![400, 404, 405, 413, 414, 415, 429, 501].includes(status))
      return [`nothing describes it, and it is answered with ${status}`];
    return answerFaults(found[0] ?? all()[0]!, exchange, status === 429 ? 'Problem429' : 'Problem404');
  }
  return [...answerFaults(operation, exchange), ...requestFaults(operation, exchange)];
}

function answerFaults(operation: DescribedOperation, exchange: Exchange, problem?: string): string[] {
  const { service, method, path, responses } = operation;
  const { status, headers, text } = exchange;
  const described = problem ? { $ref: `#/components/responses/${problem}` } : responses[status];
  if (!described) return [`the status ${status} is not described`];
  const steps = described.$ref
    ? described.$ref.split('/').slice(1)
    : ['paths', path, method.toLowerCase(), 'responses', String(status)];
  const response = followed(described, documentOf(service));
  const faults: string[] = [];
  const known = Object.entries(response.headers ?? {});
  for (const [name, { required, schema }] of known) {
    const value = headers.get(name);
    if (value === null) {
      if (required && !problem) faults.push(`the header ${name} is missing`);
    } else if (!ajv.validate(schema, schema.type === 'integer' ? Number(value) : value))
      faults.push(`the header ${name} is "${value}": ${ajv.errorsText()}`);
  }
  const unknown = HEADERS.filter((name) => headers.has(name) && !known.some(([described]) => described === name));
  faults.push(...unknown.map((name) => `the header ${name} is not described`));
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  if (!response.content) return text ? [...faults, 'a body is not described'] : faults;
  if (!response.content[type]) return [...faults, `the media type ${type} is not described`];
  if (!/json$/.test(type)) return faults;
  const validate = schemaAt(service, ...steps, 'content', type, 'schema');
  if (!validate(JSON.parse(text))) faults.push(...[...new Set(validate.errors?.map(inWords))]);
  return faults;
}

const inWords = ({ instancePath, message, params }: NonNullable<ValidateFunction['errors']>[number]) =>
  `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`;

function requestFaults(operation: DescribedOperation, exchange: Exchange): string[] {
  const { status, text } = exchange;
  if (status !== 400 && status >= 300) return [];
  const fits = requestFits(operation, exchange);
  if (!fits) return [];
  if (status < 300) return fits.errors.map((error) => `accepted, though the document refuses it: ${error}`);
  if (fits.errors.length) return [];
  const { code, errors = [] } = JSON.parse(text) as { code: string; errors?: { pointer: string; code: string }[] };
  if (!errors.length) return OF_THE_WHOLE.has(code) ? [] : [`refused with ${code}, which the document does not tell`];
  return (
    errors
      .filter(({ code, pointer }) => !UNSAID.has(code) && !isDependent(operation, pointer) && !isHeader(pointer))
      .filter(({ code, pointer }) => !(code === 'unknown-field' && isThereForSome(operation, pointer)))
      // No schema says anything about the columns of a file.
      .filter(({ pointer }) => pointer.startsWith('?') || !operation.requestBody?.content['text/csv'])
      .map((error) => `refused for ${error.pointer} ${error.code}, which the document does not tell`)
  );
}

/** Does the request fit? Undefined where it is no request that a schema can judge. */
function requestFits(
  operation: DescribedOperation,
  { url, sent, sentType }: Exchange,
): { errors: string[] } | undefined {
  const { service, method, path, requestBody } = operation;
  const errors = queryErrors(operation, new URL(url).searchParams);
  if (!errors) return undefined;
  // Nor can it say that there is no body.
  if (!requestBody && sent !== undefined) return undefined;
  if (!requestBody?.content['application/json']) return { errors };
  if (sent === undefined || !sentType?.startsWith('application/json')) return undefined;
  let body: unknown;
  try {
    // Lengths are those of a text's one spelling.
    body = spelledThrough(JSON.parse(typeof sent === 'string' ? sent : new TextDecoder('utf8', { fatal: true }).decode(sent))); // biome-ignore format: one line
  } catch {
    return undefined;
  }
  const validate = schemaAt(service, 'paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'); // biome-ignore format: one line
  if (!validate(body)) errors.push(...(validate.errors ?? []).map(inWords));
  return { errors };
}

function queryErrors({ service, parameters = [] }: DescribedOperation, query: URLSearchParams): string[] | undefined {
  const known = parameters.map((parameter) => followed(parameter, documentOf(service))).filter((one) => one.in === 'query'); // biome-ignore format: one line
  // OpenAPI cannot say that there are no other keys.
  if ([...query.keys()].some((name) => !known.some((parameter) => parameter.name === name))) return undefined;
  return [
    ...known.flatMap(({ name, required, schema }) => {
      const values = query.getAll(name);
      if (values.length === 0) return required ? [`?${name} is missing`] : [];
      if (values.length > 1) return [`?${name} is there twice`];
      const isNumber = schema.type === 'integer' && /^-?\d+$/.test(values[0]!);
      const value = isNumber ? Number(values[0]) : values[0];
      return ajv.validate(schema, value) ? [] : [`?${name} ${ajv.errorsText()}`];
    }),
  ];
}

/** Headers are named as they are; they are not judged here. */
const isHeader = (pointer: string): boolean => /^[A-Z]/.test(pointer);

/** Is a field of the body one that another field decides on? */
/** A query key that is there for some roles only. */
const isThereForSome = ({ parameters = [] }: DescribedOperation, pointer: string): boolean =>
  parameters.some((parameter) => 'x-not-for' in parameter && pointer === `?${parameter.name}`);

function isDependent({ service, requestBody }: DescribedOperation, pointer: string): boolean {
  const document = documentOf(service);
  let schema: Schema | undefined = requestBody?.content['application/json']?.schema;
  for (const name of pointer.split('/').slice(1)) {
    if (!schema) return false;
    const whole = [schema, ...(schema.anyOf ?? [])].map((part) => followed(part, document)).find((part) => part.properties ?? part.items); // biome-ignore format: one line
    schema = whole?.properties?.[name] ?? whole?.items;
  }
  return schema !== undefined && 'x-depends-on' in schema;
}
