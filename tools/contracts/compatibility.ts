// SPDX-License-Identifier: MPL-2.0
import type { Schema } from '#contracts/closed-schema';
import { sortedJson } from './schemas.ts';

/**
 * Keywords that say nothing about what is valid; and `if`, which said in the first release what is now said in words: the
 * class still holds what we send to it.
 */
const WORDS = new Set(['$schema', '$id', '$defs', 'title', 'description', 'if', 'then']);
/**
 * Patterns of a released schema that are written otherwise now, of which no reader hears: the lease number says the same in
 * time that is linear; mailbox and telephone number, on a topic that notifications alone reads, it takes as any text.
 */
const REWRITTEN: Readonly<Record<string, string>> = {
  '^[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){1,4}$':
    "^(?=[^@]{1,64}@.{1,189}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9æøåäöüÆØÅÄÖÜ]+(-+[A-Za-z0-9æøåäöüÆØÅÄÖÜ]+)*\\.){1,6}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$",
  '^\\+?[0-9]{2}( ?[0-9]){6,13}$':
    '^(\\+45[ -]?[1-9]([ -]?[0-9]){7}|\\+4[0-46-9]([ -]?[0-9]){5,13}|\\+[1-35-9]([ -]?[0-9]){6,14}|[1-9]([ -]?[0-9]){7})$',
};
/** Keywords compared in their own way below. */
const OWN = new Set(['properties', 'required', 'enum', 'items', 'anyOf', 'propertyNames']);

/**
 * A schema with every `#/$defs/…` put in place and a closed list with `null` written in one way, so that moving a part
 * into a class of its own is no change.
 */
export function inlined(schema: Schema, defs = schema.$defs ?? {}): Schema {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    const ref = (part as Schema).$ref;
    if (ref) return walk(defs[ref.replace('#/$defs/', '')]);
    const list = (part as Schema).anyOf?.find((choice) => choice.enum);
    if (list?.enum) return { type: [list.type, 'null'], enum: [...list.enum, null] };
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  const { $defs: _, ...rest } = schema;
  return walk(rest) as Schema;
}

/**
 * What a reader of the old schema could stumble over in the new one. Within `.v1` a field may be added as optional and
 * a closed list of words may grow; everything else is `.v2`.
 * @returns one sentence per difference, empty when compatible
 */
export function incompatibilities(before: Schema, now: Schema): string[] {
  return compare(inlined(before), inlined(now), 'the body');
}

function compare(before: Schema, now: Schema, at: string): string[] {
  const faults: string[] = [];
  const old = before.properties ?? {};
  const fresh = now.properties ?? {};
  for (const [name, schema] of Object.entries(old)) {
    const is = fresh[name];
    if (!is) faults.push(`${at}: "${name}" was removed or renamed`);
    else faults.push(...compare(schema, is, `${at}.${name}`));
  }
  for (const name of now.required ?? [])
    if (!before.required?.includes(name)) faults.push(`${at}: "${name}" is newly required`);
  for (const name of before.required ?? [])
    if (fresh[name] && !now.required?.includes(name)) faults.push(`${at}: "${name}" is no longer always present`);

  const words = (schema: Schema) => schema.enum ?? (schema.propertyNames as Schema | undefined)?.enum;
  const gone = words(before)?.filter((word) => !words(now)?.includes(word)) ?? [];
  if (!words(now) && words(before)) faults.push(`${at}: the closed list of words was lifted`);
  else if (gone.length > 0) faults.push(`${at}: the list of words lost ${gone.join(', ')}`);
  else if (words(now) && !words(before)) faults.push(`${at}: narrowed to a closed list of words`);

  if (before.items && now.items) faults.push(...compare(before.items, now.items, `${at}[]`));
  else if (before.items || now.items) faults.push(`${at}: retyped`);
  const choices = before.anyOf ?? [];
  if (choices.length !== (now.anyOf ?? []).length) faults.push(`${at}: retyped`);
  else faults.push(...choices.flatMap((choice, index) => compare(choice, now.anyOf?.[index] ?? {}, at)));

  for (const keyword of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (WORDS.has(keyword) || OWN.has(keyword)) continue;
    // That nothing else is sent was never promised: `additionalProperties: false` is as if it were absent.
    const [was, is] = [before, now].map((schema) =>
      (schema[keyword] ?? false) === false ? 'absent' : sortedJson(schema[keyword]).trim(),
    );
    if (keyword === 'pattern' && REWRITTEN[String(before.pattern)] === now.pattern) continue;
    if (was !== is) faults.push(`${at}: retyped, ${keyword} was ${was} and is ${is}`);
  }
  return faults;
}
