// SPDX-License-Identifier: MPL-2.0
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
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

/** A short text of a fixed form. */
export const Form = (pattern: RegExp) => Matches(pattern);

/**
 * A landlord's own lease number: 1–40 letters, digits and . _ / - of which no part can be a civil registration number.
 * A fixed form, since what a landlord types could otherwise hold a name.
 */
export const LeaseNumber = () =>
  Matches(
    /^(?!(.{0,39}[^0-9])?(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[^A-Za-z0-9]?[0-9]{4}([^0-9].{0,40})?$)[A-Za-z0-9._/-]{1,40}$/,
    { message: '$property must be 1–40 letters, digits or . _ / - and hold no civil registration number' },
  );

/** Money in whole øre, at most 21 million kroner: what a 32-bit column holds. */
export const Amount = () => all(IsInt(), Min(0), Max(2_147_483_647));

/** A whole number within limits. */
export const Whole = (min: number, max: number) => all(IsInt(), Min(min), Max(max));

/** A whole number for some of the codes: `{CODE: number}`. */
export const WholeByCode = (codes: readonly string[], min: number, max: number) =>
  ValidateBy({
    name: 'wholeByCode',
    constraints: [codes, min, max],
    validator: {
      validate: (value) =>
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value as Record<string, number>).every(
          ([code, days]) => codes.includes(code) && Number.isInteger(days) && days >= min && days <= max,
        ),
      defaultMessage: () => `$property must hold whole numbers from ${min} to ${max} by code`,
    },
  });

export const YesNo = () => IsBoolean();

/** One part with fields of its own; `ValidateNested` alone lets one that is missing through. */
export const Part = (of: () => new () => object) => all(IsDefined(), ValidateNested(), Type(of));

/** A list of parts. */
export const Parts = (of: () => new () => object, atMost: number) =>
  all(IsArray(), ArrayMaxSize(atMost), ValidateNested({ each: true }), Type(of));

/** May be missing. */
export const Optional = () => IsOptional();

/** Always present, `null` when there is none: a reader can tell "none" from "not told". */
export const OrNull = () =>
  all(
    ValidateIf((_, value) => value !== null),
    Reflect.metadata('indgang:nullable', true) as PropertyDecorator,
  );

/** Is the field declared with `OrNull`? Schemas are made from this. */
export const mayBeNull = (body: new () => object, property: string): boolean =>
  Reflect.getMetadata('indgang:nullable', body.prototype, property) === true;
