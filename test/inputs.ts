// SPDX-License-Identifier: MPL-2.0
// Where something stands in a body, what else could stand there, and what is the same in two answers.
import type { INestApplicationContext, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModulesContainer } from '@nestjs/core';
import { routesOf } from '#service';

export interface Place {
  /** `/term/from` */
  pointer: string;
  value: unknown;
}

/** Every place of a body, at every depth. */
export function placesOf(value: unknown, at = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    { pointer: `${at}/${key}`, value: part },
    ...placesOf(part, `${at}/${key}`),
  ]);
}

export const jsonType = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

/** A copy with something else in that place; `undefined`: with nothing there. */
export function put(body: object, pointer: string, value: unknown): object {
  const copy = JSON.parse(JSON.stringify(body));
  const keys = pointer.slice(1).split('/');
  const last = keys.pop()!;
  const holder = keys.reduce((at, key) => at[key], copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

/** What is of another kind than what stands there: none of them can be meant. */
export const ofAnotherKind = (value: unknown): unknown[] => {
  const others = [[], {}, [[]], [null], 7, 'tekst', true].filter((other) => jsonType(other) !== jsonType(value));
  return Array.isArray(value) ? [...others, [[]], [null], [[{}]]] : others;
};

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

export const inCapitals = (text: string): string => text.replace(UUID, (uuid) => uuid.toUpperCase());

/** An answer without what differs from case to case: references, hashes, moments, and what the samples choose at random. */
export const masked = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replace(UUID, 'a reference')
      .replace(/[0-9a-f]{64}/g, 'a hash')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a moment')
      .replace(/\b[A-Z]{1,2}-\d\d-\d{5,}-\d\b/g, 'a case number')
      .replace(/\b[0-9a-f]{8}(?:[0-9a-f]{4})?\b/g, 'a number')
      .replace(/"version":\d+/g, '"version":0')
      .replace(/\b20[3-9]\d\b/g, 'a later year'),
  );

/** The class of the body that each route takes, by path. */
export function bodiesOf(app: INestApplicationContext): Map<string, Type> {
  const found = new Map<string, Type>();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  for (const { path, handler } of routesOf(app)) {
    const [name, method] = handler.split('.') as [string, string];
    const controller = controllers.find(({ metatype }) => metatype?.name === name)!.metatype as Type;
    const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, method) ?? []) as Type[];
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
      string,
      { index: number }
    >;
    for (const [key, { index }] of Object.entries(args))
      if (Number(key.split(':')[0]) === RouteParamtypes.BODY)
        found.set(path.replace(/:(\w+)/g, '{$1}'), types[index] as Type);
  }
  return found;
}
