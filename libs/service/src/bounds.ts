// SPDX-License-Identifier: MPL-2.0
import { getMetadataStorage } from 'class-validator';
import { partOf } from '#contracts/fields';
import type { FieldError } from '#persistence';
import { fault, pointerTo } from './json-body.js';

/** Of a text whose field says nothing of its length: longer than any date, reference, code or address. */
const LONGEST_TEXT = 1000;
/** Of a list whose field says nothing of its length. */
const LONGEST_LIST = 1000;

type Class = new () => object;

/** How much a field may hold, by its own validators. */
interface Bound {
  characters: number;
  entries: number;
  /** Code that the field's own validator gives to a text that is too long. */
  code: string;
  of: Class | undefined;
}

const UNSAID: Bound = { characters: LONGEST_TEXT, entries: LONGEST_LIST, code: 'max-length', of: undefined };
const known = new Map<Class, ReadonlyMap<string, Bound>>();

function boundsOf(body: Class): ReadonlyMap<string, Bound> {
  const made = known.get(body);
  if (made) return made;
  const bounds = new Map<string, Bound>();
  for (const { propertyName, name, constraints } of getMetadataStorage().getTargetValidationMetadatas(
    body,
    '',
    false,
    false,
  )) {
    const bound = bounds.get(propertyName) ?? { ...UNSAID, of: partOf(body, propertyName) };
    bounds.set(propertyName, bound);
    if (name === 'maxLength') bound.characters = constraints[0];
    if (name === 'isLength' && constraints[1] !== undefined) {
      bound.characters = constraints[1];
      bound.code = 'is-length';
    }
    if (name === 'arrayMaxSize') bound.entries = constraints[0];
  }
  known.set(body, bounds);
  return bounds;
}

/**
 * Length before everything: cuts every text and list of a body to one more than its field may hold, in place and at every
 * depth. class-validator goes on to a field's patterns and to a list's entries when its length is wrong, and what is cut is
 * still too long for it.
 * @returns a fault for everything that was cut
 */
export function cutToBounds(value: unknown, body: Class): FieldError[] {
  const errors: FieldError[] = [];
  cut(value, { ...UNSAID, of: body }, '', errors);
  return errors;
}

function cut(value: unknown, bound: Bound, pointer: string, errors: FieldError[]): unknown {
  if (typeof value === 'string') {
    if (value.length <= bound.characters) return value;
    // Characters as JSON Schema and class-validator count them: a pair of surrogates is one.
    const tooMany = Array.from(value.slice(0, 2 * bound.characters + 2)).slice(0, bound.characters + 1);
    if (tooMany.length <= bound.characters) return value;
    errors.push(fault(pointer, bound.code, String(bound.characters)));
    return tooMany.join('');
  }
  if (Array.isArray(value)) {
    if (value.length > bound.entries) {
      errors.push(fault(pointer, 'array-max-size', String(bound.entries)));
      value.length = bound.entries + 1;
    }
    for (const [index, entry] of value.entries()) value[index] = cut(entry, bound, `${pointer}/${index}`, errors);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const bounds = bound.of && boundsOf(bound.of);
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members))
    members[name] = cut(members[name], bounds?.get(name) ?? UNSAID, pointerTo(pointer, name), errors);
  return value;
}
