// SPDX-License-Identifier: MPL-2.0
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  getMetadataStorage,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isLocalDate } from '#domain';

/**
 * The vocabulary of event bodies: one decorator says all there is to say about a field. There is none for free text,
 * so free text cannot get onto a topic (domain.md 9.1).
 */
const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

/** An opaque reference. */
export const Reference = () => IsUUID();

/** A date that is law or agreement, `YYYY-MM-DD` in Copenhagen; never a time of day, which could shift it. */
export const DateOnly = () =>
  ValidateBy({
    name: 'isLocalDate',
    validator: {
      validate: (value) => typeof value === 'string' && isLocalDate(value),
      defaultMessage: () => '$property must be a date YYYY-MM-DD',
    },
  });

/** A word of a closed list. */
export const OneOf = (words: readonly string[]) => IsIn(words);

/** Some words of a closed list, each once. */
export const SomeOf = (words: readonly string[]) =>
  all(IsArray(), ArrayMaxSize(words.length), IsIn(words, { each: true }), EachOnce());

/** A short text of a fixed form. */
export const Form = (pattern: RegExp) => Matches(pattern);

/**
 * A landlord's own lease number: 1–40 letters, digits and . _ / -. A fixed form, since what a landlord types could otherwise
 * hold a name; that it holds no civil registration number is looked at where it is typed.
 */
export const LeaseNumber = () => Matches(/^[A-Za-z0-9._/-]{1,40}$/);

/** The id of the sign-in (`sub`), opaque: visible ASCII. */
export const STAFF_ID = /^[\x21-\x7e]{1,255}$/;
/** Code of a team, such as `bostoette-nord`. */
export const TEAM_CODE = /^[a-z0-9]+(?:-[a-z0-9]+){0,8}$/;
/**
 * RFC 5321 without quoted names and addresses in brackets, which nobody has: capitals, `+` and a Danish letter in the domain
 * are what people have; a dot or a hyphen at the edge of a part is a slip.
 */
export const MAILBOX =
  /^(?=[^@]{1,64}@.{1,189}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9æøåäöüÆØÅÄÖÜ]+(-+[A-Za-z0-9æøåäöüÆØÅÄÖÜ]+)*\.){1,6}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
/**
 * Danish numbers have 8 digits, others 7 to 15 with their country's code (E.164); none begins with 0. Spaces or hyphens stand
 * where people put them.
 */
export const PHONE =
  /^(\+45[ -]?[1-9]([ -]?[0-9]){7}|\+4[0-46-9]([ -]?[0-9]){5,13}|\+[1-35-9]([ -]?[0-9]){6,14}|[1-9]([ -]?[0-9]){7})$/;

/** A mailbox. That it is a function's and not a person's own cannot be seen from the text: where it matters, the form asks for it. */
export const Mailbox = (): PropertyDecorator =>
  Matches(MAILBOX, {
    context: {
      code: 'not-a-mailbox',
      da: 'Skal være en e-mailadresse, for eksempel indgangen@kommune.dk.',
      en: 'Must be an e-mail address, for example indgangen@kommune.dk.',
    },
  });

export const Phone = (): PropertyDecorator =>
  Matches(PHONE, {
    context: {
      code: 'not-a-phone-number',
      da: 'Skal være et telefonnummer: 8 cifre, eller + og landekode, for eksempel 70 10 11 55 eller +1 555 010 9999.',
      en: 'Must be a telephone number: 8 digits, or + and the code of the country, for example 70 10 11 55 or +1 555 010 9999.',
    },
  });

/** Money in whole øre, at most 21 million kroner: what a 32-bit column holds. */
export const Amount = () => all(IsInt(), Min(0), Max(2_147_483_647));

/** A whole number within limits. */
export const Whole = (min: number, max: number) => all(IsInt(), Min(min), Max(max));

const wholeByCode =
  (allowOthers: boolean) =>
  (codes: readonly string[], min: number, max: number): PropertyDecorator =>
    ValidateBy({
      name: 'wholeByCode',
      constraints: [codes, min, max],
      validator: {
        validate: (value) =>
          isObject(value) &&
          Object.entries(value).every(([code, days]) =>
            codes.includes(code) ? Number.isInteger(days) && Number(days) >= min && Number(days) <= max : allowOthers,
          ),
        defaultMessage: () => `$property must hold whole numbers from ${min} to ${max} by code`,
      },
    });

/** A whole number for some of the codes: `{CODE: number}`. */
export const WholeByCode = wholeByCode(false);

/** As others read it: codes that a newer release has told may say anything. */
export const WholeByKnownCode = wholeByCode(true);

export const YesNo = () => IsBoolean();

type Class = new () => object;

/** class-validator and class-transformer take an array for an object, at every depth. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One part with fields of its own; `ValidateNested` alone lets one that is missing through, and a list of parts. */
export const Part = (of: () => Class) =>
  all(
    IsDefined(),
    ValidateNested(),
    Type(of),
    ValidateBy({
      name: 'isPart',
      constraints: [of],
      validator: { validate: (value) => !Array.isArray(value), defaultMessage: () => '$property must be an object' },
    }),
  );

/** A rule about the entries of a list. Its sentence is the places of those at fault, which become their pointers. */
const EachEntry = (name: string, faulty: (list: readonly unknown[]) => number[], constraints: unknown[] = []) =>
  ValidateBy({
    name,
    constraints,
    validator: {
      validate: (value) => !Array.isArray(value) || faulty(value).length === 0,
      defaultMessage: (of) => faulty(of?.value as unknown[]).join(' '),
    },
  });

const places = (list: readonly unknown[], isFaulty: (entry: unknown, place: number) => boolean) =>
  list.flatMap((entry, place) => (isFaulty(entry, place) ? [place] : []));

/** A list of parts. */
export const Parts = (of: () => Class, atMost: number) =>
  all(
    IsArray(),
    ArrayMaxSize(atMost),
    ValidateNested({ each: true }),
    Type(of),
    EachEntry('eachIsPart', (list) => places(list, Array.isArray), [of]),
  );

/**
 * A list that is a set: what stands there again is a fault of that entry.
 * @param keyOf what is the same about two parts; absent: the entry itself
 */
export const EachOnce = <Entry>(keyOf?: (entry: Entry) => unknown) => {
  const faulty = (list: readonly unknown[]) => {
    const seen = new Set<unknown>();
    return places(list, (entry) => {
      const key = keyOf && isObject(entry) ? keyOf(entry as Entry) : entry;
      const isRepeat = key !== undefined && seen.has(key);
      seen.add(key);
      return isRepeat;
    });
  };
  // For schemas: a list of plain entries is a set, one of parts is more than JSON Schema can say.
  return EachEntry('eachOnce', faulty, [keyOf === undefined]);
};

/** Rules whose sentence names the places of the entries at fault. */
export const RULES_OF_ENTRIES: readonly string[] = ['eachIsPart', 'eachOnce'];

/** Some references, each once. */
export const References = (atMost: number) =>
  all(IsArray(), ArrayMaxSize(atMost), IsUUID('all', { each: true }), EachOnce());

/** May be missing. */
export const Optional = () => IsOptional();

const isNotNull = (_: unknown, value: unknown) => value !== null;

/** Always present, `null` when there is none: a reader can tell "none" from "not told". */
export const OrNull = () => ValidateIf(isNotNull);

interface Field {
  mayBeNull: boolean;
  /** A map by code, each of which may be missing. */
  codes?: readonly string[];
  part?: Class;
}
const fieldsByClass = new WeakMap<Class, Map<string, Field>>();

/** What the validators say of a class, its bases and the classes it was made from (`PartialType` …) included. */
function fieldsOf(body: Class): Map<string, Field> {
  const known = fieldsByClass.get(body);
  if (known) return known;
  const fields = new Map<string, Field>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(body, '', false, false)) {
    const field = fields.get(rule.propertyName) ?? { mayBeNull: false };
    const [first] = rule.constraints ?? [];
    if (first === isNotNull) field.mayBeNull = true;
    if (rule.name === 'wholeByCode') field.codes = first;
    if (rule.name === 'isPart' || rule.name === 'eachIsPart') field.part = first();
    fields.set(rule.propertyName, field);
  }
  fieldsByClass.set(body, fields);
  return fields;
}

/** The class of what is in a field that was declared with `Part` or `Parts`. */
export const partOf = (body: Class, property: string): Class | undefined => fieldsOf(body).get(property)?.part;

/** Is the field declared with `OrNull`? Schemas are made from this. */
export const mayBeNull = (body: Class, property: string): boolean => fieldsOf(body).get(property)?.mayBeNull ?? false;

/**
 * A body as it came, without the fields that are null, at every depth: null says what leaving out says, unless the field is
 * declared with `OrNull`. What the class does not know stays, to be refused.
 */
export function withoutNulls(body: Class, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutNulls(body, entry));
  if (!isObject(value)) return value;
  const fields = fieldsOf(body);
  const kept = Object.entries(value).flatMap(([name, given]) => {
    const field = fields.get(name);
    if (given === null && field && !field.mayBeNull) return [];
    if (field?.part) return [[name, withoutNulls(field.part, given)] as const];
    if (field?.codes && isObject(given)) {
      const said = Object.entries(given).filter(([code, part]) => part !== null || !field.codes?.includes(code));
      return [[name, Object.fromEntries(said)] as const];
    }
    return [[name, given] as const];
  });
  return Object.fromEntries(kept);
}
