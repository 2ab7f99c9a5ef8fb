// SPDX-License-Identifier: MPL-2.0
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { TYPED_CIVIL_REGISTRATION_NUMBER } from '#domain';
import type { Schema } from './closed-schema.js';
import { partOf } from './fields.js';

/** A class whose fields have validators. */
export type Validated = new () => object;

const text = (schema: Schema = {}): Schema => ({ type: 'string', ...schema });
const list = (schema: Schema = {}): Schema => ({ type: 'array', ...schema });
const words = (allowed: readonly unknown[]): Schema => ({ type: typeof allowed[0], enum: [...allowed] });
const atLeast = (key: string, least: unknown, most: string, limit: unknown): Schema => ({
  ...(least !== undefined && { [key]: least }),
  ...(limit !== undefined && { [most]: limit }),
});

/**
 * What each constraint says in JSON Schema, by its name in class-validator: the one place, for bodies of events and of
 * requests. A decorator of our own has its entry here; where a schema can say a part of it only, the entry says that part,
 * and UNSAID of libs/testing/src/described.ts lists its code.
 */
const SAYS: Readonly<Record<string, (...constraints: never[]) => Schema>> = {
  isArray: () => list(),
  arrayMinSize: (minItems: number) => list({ minItems }),
  arrayMaxSize: (maxItems: number) => list({ maxItems }),
  eachOnce: (isSet: boolean) => list(isSet ? { uniqueItems: true } : {}),
  eachIsPart: () => list(),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: ({ maxDecimalPlaces }: { maxDecimalPlaces?: number } = {}) => ({
    type: 'number',
    ...(maxDecimalPlaces !== undefined && { multipleOf: Number(`1e-${maxDecimalPlaces}`) }),
  }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  isIn: words,
  isString: () => text(),
  isLength: (least?: number, most?: number) => text(atLeast('minLength', least, 'maxLength', most)),
  minLength: (minLength: number) => text({ minLength }),
  maxLength: (maxLength: number) => text({ maxLength }),
  matches: ({ source }: RegExp) => text({ pattern: source }),
  isUuid: () => text({ format: 'uuid' }),
  isLocalDate: () => text({ format: 'date' }),
  // `required` and the reference say it.
  isDefined: () => ({}),
  isPart: () => ({}),
  isCvr: () => text({ pattern: '^[0-9]{8}$' }),
  isCivilRegistrationNumber: () => text({ pattern: TYPED_CIVIL_REGISTRATION_NUMBER.source }),
  wholeByCode: (codes: readonly string[], minimum: number, maximum: number) => ({
    type: 'object',
    propertyNames: { enum: [...codes] },
    additionalProperties: { type: 'integer', minimum, maximum },
  }),
  // In words: generators turn an `if` into a constant. What we send is checked by the class.
  onlyForAgreements: () => ({ description: 'Only where caseKind is agreement.' }),
};

/** One field of a class as its validators have it. */
export interface Field {
  schema: Schema;
  /** Refused when it is missing. */
  required: boolean;
  /** May come in as null: it says so, or may be missing, which is the same. */
  nullable: boolean;
  /** Other fields of the same object that decide whether this one is looked at. */
  dependsOn: string[];
  /** Class of what is in it. */
  part?: Validated;
}

/**
 * The fields of a class by name, in its order.
 * @param refTo the reference to the schema of a class that is in a field
 * @throws Error when a constraint says nothing to a reader yet, so that none is left out of a document
 */
export function fieldsOf(of: Validated, refTo: (part: Validated) => string): Record<string, Field> {
  const storage = getMetadataStorage();
  const byField = storage.groupByPropertyName(storage.getTargetValidationMetadatas(of, '', false, false));
  return Object.fromEntries(
    Object.entries(byField).map(([name, found]) => [
      name,
      fieldOf(`${of.name}.${name}`, name, found, partOf(of, name), refTo),
    ]),
  );
}

function fieldOf(
  where: string,
  name: string,
  found: readonly ValidationMetadata[],
  part: Validated | undefined,
  refTo: (part: Validated) => string,
): Field {
  const conditions = found.filter((one) => one.type === ValidationTypes.CONDITIONAL_VALIDATION);
  const own = found.filter((one) => !conditions.includes(one) && one.type !== ValidationTypes.WHITELIST);
  const schema: Schema = {};
  // Decorators run from the last to the first.
  for (const one of own.toReversed()) {
    const said = isNestedOne(one) ? { $ref: refTo(part!) } : says(where, one);
    const isList = one.each || (isNestedOne(one) && own.some(({ name: constraint }) => constraint === 'isArray'));
    if (isList) Object.assign(schema, { type: 'array', items: { ...schema.items, ...said } });
    else Object.assign(schema, said);
  }
  const others = new Set<string>();
  const looksAt = (value: unknown) => {
    const object = new Proxy({ [name]: value } as Record<string, unknown>, {
      get(target, key) {
        if (key !== name) others.add(String(key));
        return target[key as string];
      },
    });
    return conditions.every(({ constraints }) => constraints[0](object, value));
  };
  const looked = { absent: looksAt(undefined), null: looksAt(null) };
  const dependsOn = [...others].sort();
  const required = looked.absent && dependsOn.length === 0;
  return { schema, required, nullable: !required || !looked.null, dependsOn, ...(part && { part }) };
}

const isNestedOne = ({ type }: ValidationMetadata) => type === ValidationTypes.NESTED_VALIDATION;

function says(where: string, { name = '', constraints }: ValidationMetadata): Schema {
  const say = SAYS[name];
  if (!say) throw new Error(`${where}: nothing says what "${name}" is in JSON Schema; add it to constraint-schemas.ts`);
  return say(...((constraints ?? []) as never[]));
}
