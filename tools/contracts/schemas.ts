// SPDX-License-Identifier: MPL-2.0
import type { Schema } from '#contracts/closed-schema';
import { fieldsOf, type Validated } from '#contracts/constraint-schemas';
import { allEvents, type EventContract } from '#contracts/events';
import { mayBeNull } from '#contracts/fields';
import { type Classification, schemaFile } from '#contracts/types';

/** A closed list within `anyOf`: `null` among its words would be made a word by generators. Java names what may be null. */
const orNull = (schema: Schema, name: string): Schema =>
  schema.$ref || schema.enum
    ? { title: `${name}OrNull`, anyOf: [schema, { type: 'null' }] }
    : { ...schema, type: [schema.type as string, 'null'] };

const nameFor = (of: Validated, property: string) => `${of.name}${property[0]?.toUpperCase()}${property.slice(1)}`;

/** A closed list gets a name of its own, by which generators call the type that they make of it. */
function titled(schema: Schema, of: Validated, property: string): Schema {
  if (schema.enum) return { ...schema, title: nameFor(of, property) };
  return schema.items?.enum
    ? { ...schema, items: { ...schema.items, title: `${nameFor(of, property)}Entry` } }
    : schema;
}

/**
 * The schemas of a body class and of every class in it, by class name; refs start with `prefix`. They are open: a reader
 * must take a field that is added within `.v1`. What we send is held to the closed form.
 */
export function bodySchemas(body: Validated, prefix = '#/$defs/'): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const collect = (of: Validated) => {
    const fields = Object.entries(fieldsOf(of, (part) => prefix + part.name));
    if (!fields.length) throw new Error(`${of.name} has no validators: every event class needs them`);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const [name, field] of fields) {
      // A reader meets null only where it is always sent; what may be missing is left out.
      const nullable = mayBeNull(of, name);
      const own = titled(field.schema, of, name);
      properties[name] = nullable ? orNull(own, nameFor(of, name)) : own;
      if (nullable || field.required) required.push(name);
      if (field.part && !found[field.part.name]) collect(field.part);
    }
    found[of.name] = { title: of.name, type: 'object', properties, required: required.sort() };
  };
  collect(body);
  return found;
}

/** The schema of a body, as committed. A service that serves it puts its own address before the `$id`. */
export function eventSchema(event: EventContract): Schema {
  const { [event.body.name]: own, ...parts } = bodySchemas(event.body);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `/schemas/${schemaFile(event.type, event.classification)}`,
    ...own,
    ...(Object.keys(parts).length > 0 && { $defs: parts }),
  };
}

/**
 * File name in `libs/contracts/schemas/` → schema, one for each body.
 * @throws Error when two classes would share a file
 */
export function eventSchemas(events: readonly EventContract[] = allEvents): Map<string, Schema> {
  const found = new Map<string, Schema>();
  const bodies = new Map<string, Validated>();
  for (const event of events) {
    const file = schemaFile(event.type, event.classification);
    if ((bodies.get(file) ?? event.body) !== event.body)
      throw new Error(
        `${file} would hold ${bodies.get(file)?.name} and ${event.body.name}: a kind has one internal body`,
      );
    if (!bodies.has(file)) found.set(file, eventSchema(event));
    bodies.set(file, event.body);
  }
  return found;
}

/** `<type>` or `<type>.internal`: what one audience is promised, and the folder of its examples. */
export const contractOf = ({ type, classification }: { type: string; classification: Classification }): string =>
  classification === 'public' ? type : `${type}.internal`;

/** The same schemas by type: a type is compared with itself, whichever file held it. */
export const typeSchemas = (events: readonly EventContract[] = allEvents): Map<string, Schema> =>
  new Map(events.map((event) => [contractOf(event), eventSchema(event)]));

/** JSON with sorted keys, so that the same contracts always give the same bytes. */
export function sortedJson(value: unknown): string {
  const sorted = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(sorted);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  };
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}
