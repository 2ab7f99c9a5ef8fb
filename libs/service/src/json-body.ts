// SPDX-License-Identifier: MPL-2.0
import { isUtf8 } from 'node:buffer';
import { spelledThrough, textFault } from '#domain';
import { type FieldError, Problem } from '#persistence';

export const MAX_BODY_BYTES = 256 * 1024;
const MAX_DEPTH = 20;

/**
 * Parses a JSON body. Refused, because some reader further on would see another value than we do: members twice,
 * `__proto__` and its kin, deep nesting, text that PostgreSQL cannot store (NUL, unpaired surrogates), numbers that lose
 * digits; and texts that show nothing or hold a civil registration number, since others read them.
 * @param takesCpr the one field that is for such a number (`TakesCpr`)
 * @returns every text in its one spelling; `undefined` for an empty body
 * @throws Problem 400 that names every faulty field
 */
export function parseJsonBody(bytes: Buffer, takesCpr?: string): unknown {
  if (!isUtf8(bytes)) throw new Problem(400, 'malformed-json');
  // Some clients write a byte order mark, which a reader may ignore (RFC 8259, 8.1).
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text === '') return undefined;
  const { depth, members } = outline(text);
  if (depth > MAX_DEPTH) throw new Problem(400, 'json-too-deep', { maxDepth: MAX_DEPTH });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed-json');
  }
  const found: FieldError[] = [];
  const seen = inspect(value, '', found);
  const errors = found.filter(
    ({ pointer, code }) => code !== 'civil-registration-number' || pointer !== `/${takesCpr}`,
  );
  if (seen !== members && errors.length === 0) throw new Problem(400, 'duplicate-member');
  if (errors.length) throw new Problem(400, 'invalid-request', {}, errors);
  return spelledThrough(value);
}

/** Nesting depth and number of `:` outside strings: JSON.parse keeps only the last of two equal members. */
function outline(text: string): { depth: number; members: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) {
      for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++;
    } else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth--;
    else if (character === 0x3a) members++;
  }
  return { depth: deepest, members };
}

/** A surrogate without its partner: jsonb refuses it, text columns would store a replacement character. */
export const UNPAIRED = /\p{Surrogate}/u;

/** Adds a fault for each value that no field may hold; returns the number of object members. Also used for query keys. */
export function inspect(value: unknown, pointer: string, errors: FieldError[]): number {
  if (typeof value === 'string') {
    if (value.includes('\0')) errors.push(fault(pointer, 'nul-character'));
    else if (UNPAIRED.test(value)) errors.push(fault(pointer, 'unpaired-surrogate'));
    else {
      const code = textFault(value);
      if (code) errors.push(fault(pointer, code));
    }
    return 0;
  }
  if (typeof value === 'number') {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) errors.push(fault(pointer, 'number-too-large'));
    return 0;
  }
  if (value === null || typeof value !== 'object') return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) members += inspect(value[index], `${pointer}/${index}`, errors);
    return members;
  }
  for (const key of Object.keys(value)) {
    members++;
    const at = pointerTo(pointer, key);
    // `__proto__`, `constructor`, `toString` …: class-transformer would skip them in silence.
    if (key in Object.prototype) errors.push(fault(at, 'unknown-field'));
    else members += inspect((value as Record<string, unknown>)[key], at, errors);
  }
  return members;
}

/** Texts are filled in by the problem filter, which knows the reader's language. */
export const fault = (pointer: string, code: string, message = ''): FieldError => ({ pointer, code, message });

/** JSON pointer to a member; a name that is no identifier is left out, since it may itself be what must not be echoed. */
export const pointerTo = (pointer: string, key: string) =>
  /^[A-Za-z_]\w{0,63}$/.test(key) ? `${pointer}/${key}` : pointer;
