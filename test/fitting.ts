// SPDX-License-Identifier: MPL-2.0
// What fits a schema of an OpenAPI document, and what just breaks it, for fast-check.
import fc from 'fast-check';
import type { Schema } from '#contracts/closed-schema';

/** `#/components/schemas/…` → schema */
export type Schemas = Readonly<Record<string, Schema>>;

const followed = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref ? followed(schemas[schema.$ref.split('/').at(-1)!]!, schemas) : schema;

const limits = ({ minLength, maxLength }: Schema) => {
  const [least, most] = [(minLength as number) ?? 0, (maxLength as number) ?? 300];
  return { minLength: least, maxLength: Math.min(most, least + 300) };
};

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

function fittingText(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.format === 'date') return day;
  const plain = fc.string({ unit: 'grapheme', ...limits(schema) });
  if (schema.pattern === undefined) return plain;
  const pattern = new RegExp(schema.pattern as string, 'u');
  const fits = (text: string) => pattern.test(text) && [...text].length <= ((schema.maxLength as number) ?? Infinity);
  // Words with limits are the people's own; all other patterns are short forms. Only fast-check needs them without `(?!…)`.
  if (schema.maxLength !== undefined) return plain.filter(fits);
  return fc.stringMatching(new RegExp(pattern.source.replace(/^\^\(\?[!=].*?\$\)/, '^'))).filter(fits);
}

/** Any value that the schema takes. */
export function fitting(given: Schema, schemas: Schemas): fc.Arbitrary<unknown> {
  const schema = followed(given, schemas);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fitting(one, schemas)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fitting({ ...schema, type }, schemas)));
  const [min, max] = [schema.minimum as number | undefined, schema.maximum as number | undefined];
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ ...(min !== undefined && { min }), ...(max !== undefined && { max }) });
    case 'number':
      return fc.integer({ min: (min ?? 0) * 100, max: (max ?? 1000) * 100 }).map((hundredths) => hundredths / 100);
    case 'string':
      return fittingText(schema);
    case 'array': {
      const { minItems = 0, maxItems = 4 } = schema as { minItems?: number; maxItems?: number };
      const length = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) };
      const item = fitting(schema.items ?? {}, schemas);
      return schema.uniqueItems
        ? fc.uniqueArray(item, { ...length, selector: (value) => JSON.stringify(value) })
        : fc.array(item, length);
    }
    default:
      return fittingObject(schema, schemas);
  }
}

function fittingObject(schema: Schema, schemas: Schemas): fc.Arbitrary<unknown> {
  if (!schema.properties && schema.propertyNames) {
    const name = fc.constantFrom(...((schema.propertyNames as Schema).enum as string[]));
    return fc.dictionary(name, fitting(schema.additionalProperties as Schema, schemas), { maxKeys: 5 });
  }
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    fitting(property, schemas),
  ]);
  return fc.record(Object.fromEntries(properties), { requiredKeys: (schema.required ?? []) as never[], noNullPrototype: true }); // biome-ignore format: one line
}

/** One step over each limit of a schema, and another form than it wants. */
function beyond(schema: Schema, value: unknown): unknown[] {
  const types = [schema.type].flat();
  const texts = types.includes('string') && !schema.enum;
  return [
    ...(schema.minimum !== undefined ? [(schema.minimum as number) - 1] : []),
    ...(schema.maximum !== undefined ? [(schema.maximum as number) + 1] : []),
    ...(schema.maxLength !== undefined ? ['x'.repeat((schema.maxLength as number) + 1)] : []),
    ...(schema.minLength !== undefined ? ['x'.repeat((schema.minLength as number) - 1)] : []),
    ...(schema.enum ? ['NOPE', ''] : []),
    ...(schema.pattern || schema.format ? ['', '\u0007', '\n'] : []),
    ...(schema.multipleOf ? [1.001] : []),
    ...(schema.minItems && Array.isArray(value) ? [value.slice(0, (schema.minItems as number) - 1)] : []),
    ...(schema.maxItems && Array.isArray(value) && value.length
      ? [Array.from({ length: (schema.maxItems as number) + 1 }, () => value[0])]
      : []),
    ...(schema.uniqueItems && Array.isArray(value) && value.length ? [[...value, value[0]]] : []),
    ...(texts ? [7, ['x']] : []),
    ...(types.includes('integer') || types.includes('number') ? ['1', 0.123456] : []),
    ...(types.includes('boolean') ? ['true', 1] : []),
    ...(types.includes('array') ? [{}] : []),
    ...(types.includes('object') ? [[], [{}]] : []),
    ...(types.includes('null') || schema.anyOf ? [] : [null]),
  ];
}

/** The sample with one value that the schema does not take; each place and limit of the sample is tried alike. */
export function breaking(sample: object, given: Schema, schemas: Schemas): fc.Arbitrary<object> {
  const found: object[] = [];
  const put = (steps: readonly string[], value: unknown) => {
    const copy = structuredClone(sample) as Record<string, unknown>;
    const holder = steps.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, copy);
    holder[steps.at(-1)!] = value;
    found.push(copy);
  };
  const walk = (value: unknown, at: Schema, steps: readonly string[]) => {
    const whole = followed(at, schemas);
    const schema = followed(whole.anyOf?.find((one) => one.type !== 'null') ?? whole, schemas);
    if (steps.length) for (const wrong of beyond({ ...schema, ...(whole.anyOf && { anyOf: whole.anyOf }) }, value)) put(steps, wrong); // biome-ignore format: one line
    if (Array.isArray(value)) {
      if (value.length) walk(value[0], schema.items ?? {}, [...steps, '0']);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        const property = schema.properties?.[name] ?? schema.additionalProperties;
        if (typeof property === 'object') walk(inner, property as Schema, [...steps, name]);
      }
  };
  walk(sample, given, []);
  return fc.constantFrom(...(found.length ? found : [{ notAField: 1 }]));
}
