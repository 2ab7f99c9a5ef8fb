// SPDX-License-Identifier: MPL-2.0
import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { validate as isUuid } from 'uuid';
import { type FieldError, Problem } from '#persistence';
import { CsvBody } from './csv-body.js';
import { fault, inspect, pointerTo, UNPAIRED } from './json-body.js';
import type { TextedFieldError } from './problem-details.js';

const options = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
} as const;

/**
 * Turns a body or query into its DTO and refuses all faults at once. An `:id` that is no uuid is answered as an unknown
 * one. Unlike Nest's ValidationPipe it answers JSON pointers and codes, in the reader's language, without echoing input.
 */
@Injectable()
export class RequestPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type === 'param') {
      const known =
        typeof value === 'string' && (data === 'id' ? isUuid(value) : !UNPAIRED.test(value) && !value.includes('\0'));
      if (!known) throw new Problem(404, 'not-found');
      return data === 'id' ? (value as string).toLowerCase() : value;
    }
    if (type === 'body' && metatype === CsvBody) {
      if (value instanceof CsvBody) return value;
      throw new Problem(415, 'unsupported-media-type');
    }
    if ((type !== 'body' && type !== 'query') || !metatype || metatype === Object) return value;
    const errors: FieldError[] = [];
    if (type === 'query') inspect(value, '', errors);
    const plain = value ?? {};
    if (typeof plain !== 'object' || Array.isArray(plain)) errors.push(fault('', 'not-an-object'));
    if (!errors.length) {
      const instance = plainToInstance(metatype, plain) as object;
      collect(validateSync(instance, options), '', errors);
      if (!errors.length) return instance;
    }
    if (type === 'query') {
      throw new Problem(
        400,
        'invalid-request',
        {},
        errors.map((error) => ({ ...error, pointer: error.pointer.replace('/', '?') })),
      );
    }
    throw new Problem(400, 'invalid-request', {}, errors);
  }
}

function collect(found: readonly ValidationError[], parent: string, errors: FieldError[]): void {
  for (const { property, constraints, contexts, children } of found) {
    const pointer = /^\d+$/.test(property) ? `${parent}/${property}` : pointerTo(parent, property);
    for (const [constraint, sentence] of Object.entries(constraints ?? {})) {
      const own = contexts?.[constraint] as { code: string; da: string; en: string } | undefined;
      if (own) errors.push({ ...fault(pointer, own.code), texts: own } as TextedFieldError);
      else errors.push(fault(pointer, CODES[constraint] ?? kebab(constraint), limitsOf(sentence)));
    }
    collect(children ?? [], pointer, errors);
  }
}

const CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  isDefined: 'required',
  isNotEmpty: 'required',
  nestedValidation: 'not-an-object',
  unknownValue: 'not-an-object',
};

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The bound or the allowed words of class-validator's own sentence, which hold nothing of the input. */
function limitsOf(sentence: string): string {
  return (
    /(?:following values: |than or equal to |less than |greater than )(.{1,300}?)(?: (?:characters|elements))?$/.exec(
      sentence,
    )?.[1] ?? ''
  );
}
