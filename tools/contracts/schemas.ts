// SPDX-License-Identifier: MPL-2.0
import { createRequire } from 'node:module';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { allEvents, type EventContract } from '#contracts/events';
import { mayBeNull } from '#contracts/fields';
import { schemaFile } from '#contracts/types';

/** A JSON Schema, or a part of one. */
export interface Schema {
  [keyword: string]: unknown;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
}

type Body = new () => object;
interface Validator {
  target: Body;
  propertyName: string;
  constraints: unknown[];
}

const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js');

const text = (schema: object) => ({ type: 'string', ...schema });

/**
 * What class-validator-jsonschema 5.2.0 says wrongly or cannot know: `Min` and `Max` turn an integer into a number, a
 * date without time would be a date-time, and our own constraints. (`additionalProperties` and `null` are set below.)
 */
const corrections = {
  min: ({ constraints }: Validator) => ({ minimum: constraints[0] }),
  max: ({ constraints }: Validator) => ({ maximum: constraints[0] }),
  isLocalDate: text({ format: 'date' }),
  onlyForAgreements: {},
  wholeByCode: ({ constraints: [codes, minimum, maximum] }: Validator) => ({
    type: 'object',
    propertyNames: { enum: codes },
    additionalProperties: { type: 'integer', minimum, maximum },
  }),
};

const definition = (of: Body, prefix: string) =>
  targetConstructorToSchema(of, {
    refPointerPrefix: prefix,
    classTransformerMetadataStorage: defaultMetadataStorage,
    additionalConverters: corrections as never,
  }) as Schema;

const orNull = (schema: Schema): Schema => {
  if (schema.$ref) return { anyOf: [{ $ref: schema.$ref }, { type: 'null' }] };
  return {
    ...schema,
    type: [schema.type as string, 'null'],
    ...(schema.enum && { enum: [...schema.enum, null] }),
  };
};

/** The schemas of a body class and of every class in it, by class name; refs start with `prefix`. */
export function bodySchemas(body: Body, prefix = '#/$defs/'): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const collect = (of: Body) => {
    const schema = definition(of, prefix);
    if (!schema.properties) throw new Error(`${of.name} has no validators: every event class needs them`);
    const properties: Record<string, Schema> = {};
    const required = new Set(schema.required);
    for (const [name, property] of Object.entries(schema.properties)) {
      const nullable = mayBeNull(of, name);
      properties[name] = nullable ? orNull(property) : property;
      if (nullable) required.add(name);
      const nested = defaultMetadataStorage.findTypeMetadata(of, name)?.typeFunction() as Body | undefined;
      if (nested && !found[nested.name]) collect(nested);
    }
    found[of.name] = {
      type: 'object',
      additionalProperties: false,
      properties,
      required: [...required].sort(),
      ...(properties.agreementRef &&
        properties.stage && {
          if: { required: ['agreementRef'] },
          // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
          then: { properties: { caseKind: { const: 'agreement' } } },
        }),
    };
  };
  collect(body);
  return found;
}

/** The committed schema of one type on one topic: closed, so that a field nobody declared cannot slip out. */
export function eventSchema(event: EventContract): Schema {
  const { [event.body.name]: own, ...parts } = bodySchemas(event.body);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:indgang:${event.classification}:${event.type}`,
    title: event.body.name,
    description: event.about,
    ...own,
    ...(Object.keys(parts).length > 0 && { $defs: parts }),
  };
}

/** File name in `libs/contracts/schemas/` → schema, for every event. */
export const eventSchemas = (events: readonly EventContract[] = allEvents): Map<string, Schema> =>
  new Map(events.map((event) => [schemaFile(event.type, event.classification), eventSchema(event)]));

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
