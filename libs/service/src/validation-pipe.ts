// SPDX-License-Identifier: MPL-2.0
import { type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { validate as isUuid } from 'uuid';
import { RULES_OF_ENTRIES, withoutNulls } from '#contracts/fields';
import { textFault } from '#domain';
import { type FieldError, Problem } from '#persistence';
import { cutToBounds } from './bounds.js';
import { CsvBody } from './csv-body.js';
import { FileBody } from './file-body.js';
import { fault, inspect, pointerTo, UNPAIRED } from './json-body.js';
import type { TextedFieldError } from './problem-details.js';

const invalid = (errors: readonly FieldError[]) => new Problem(400, 'invalid-request', {}, errors);
/** A query key has no JSON pointer: `?limit`. */
const invalidQuery = (errors: readonly FieldError[]) =>
  invalid(errors.map((error) => ({ ...error, pointer: error.pointer.replace('/', '?') })));

const validating = (refuse: (errors: readonly FieldError[]) => Problem) =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (found) => refuse(faultsOf(found)),
  });

/**
 * Nest's ValidationPipe with all faults at once as JSON pointers and codes, in the reader's language, without an echo of
 * the input. Before it: an `:id` that is no uuid is answered as an unknown one, what no query key may hold is refused, a body
 * must be an object, which ValidationPipe leaves to class-validator, which takes an array for one, and what is null is left
 * out. Texts have their one spelling by then: bodies from their parser, query and path from a hook (application.ts).
 */
export class RequestPipe implements PipeTransform {
  private readonly body = validating(invalid);
  private readonly query = validating(invalidQuery);

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype, data } = metadata;
    if (type === 'param') return parameter(value, data);
    if (type === 'body' && (metatype === CsvBody || metatype === FileBody)) {
      if (value instanceof metatype) return value;
      if (metatype === FileBody) throw new Problem(400, 'file-is-empty');
      throw new Problem(415, 'unsupported-media-type');
    }
    if ((type !== 'body' && type !== 'query') || !metatype || metatype === Object) return value;
    const refuse = type === 'query' ? invalidQuery : invalid;
    const errors: FieldError[] = [];
    if (type === 'query') inspectQuery(value, errors);
    if (typeof (value ?? {}) !== 'object' || Array.isArray(value)) errors.push(fault('', 'not-an-object'));
    if (errors.length) throw refuse(errors);
    const given = withoutNulls(metatype as new () => object, value);
    const cut = cutToBounds(given, metatype);
    const checked = await this[type].transform(given, metadata).catch((error) => {
      throw error instanceof Problem ? alongside(error, refuse(cut).errors) : error;
    });
    if (cut.length) throw refuse(cut);
    return withoutAbsent(checked);
  }
}

/** What is absent is no property: spread over a default, it would take the default away. Changes what it is given. */
function withoutAbsent<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const [name, part] of Object.entries(value))
    if (part === undefined) delete value[name as keyof T];
    else withoutAbsent(part);
  return value;
}

/** No field of a query is a list, so a key that is sent twice has no value that both of us would read. */
function inspectQuery(query: unknown, errors: FieldError[]): void {
  inspect(query, '', errors);
  for (const [key, value] of Object.entries(query ?? {}))
    if (Array.isArray(value)) errors.push(fault(pointerTo('', key), 'sent-twice'));
}

const alongside = ({ status, code, facts, errors }: Problem, more: readonly FieldError[]) =>
  new Problem(status, code, facts, [
    ...errors,
    ...more.filter((one) => !errors.some((other) => other.pointer === one.pointer && other.code === one.code)),
  ]);

function parameter(value: unknown, name: string | undefined): string {
  const isKnown = (text: string) =>
    name === 'id' || name === 'attachmentId' ? isUuid(text) : !UNPAIRED.test(text) && textFault(text) !== 'not-a-text';
  if (typeof value !== 'string' || !isKnown(value)) throw new Problem(404, 'not-found');
  return value;
}

function faultsOf(found: readonly ValidationError[], parent = ''): TextedFieldError[] {
  return found.flatMap(({ property, constraints = {}, contexts, children = [] }) => {
    // A place in a list; a longer name of digits is a member's, and may be what must not be echoed.
    const pointer = /^\d{1,4}$/.test(property) ? `${parent}/${property}` : pointerTo(parent, property);
    const own = Object.entries(constraints).flatMap(([constraint, sentence]) => {
      const texts = contexts?.[constraint] as { code: string; da: string; en: string } | undefined;
      if (texts) return [{ ...fault(pointer, texts.code), texts }];
      const code = CODES[constraint] ?? kebab(constraint);
      if (RULES_OF_ENTRIES.includes(constraint))
        return sentence.split(' ').map((place) => fault(`${pointer}/${place}`, code));
      return [fault(pointer, code, limitsOf(sentence))];
    });
    return [...own, ...faultsOf(children, pointer)];
  });
}

const CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  isDefined: 'required',
  isNotEmpty: 'required',
  nestedValidation: 'not-an-object',
  isPart: 'not-an-object',
  eachIsPart: 'not-an-object',
  unknownValue: 'not-an-object',
};

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const BEFORE_LIMIT = [
  'following values: ',
  'than or equal to ',
  'no more than ',
  'at least ',
  'less than ',
  'greater than ',
];

/** The bound or the allowed words of class-validator's own sentence, which hold nothing of the input. */
function limitsOf(sentence: string): string {
  const words = BEFORE_LIMIT.find((one) => sentence.includes(one));
  const limit = words ? sentence.slice(sentence.indexOf(words) + words.length) : '';
  return limit.replace(/ (characters|elements)$/, '').slice(0, 300);
}
