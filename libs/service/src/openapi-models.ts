// SPDX-License-Identifier: MPL-2.0
import type { INestApplicationContext, Type } from '@nestjs/common';
import { METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { fieldsOf, type Validated } from '#contracts/constraint-schemas';
import { CsvBody } from './csv-body.js';
import { FileBody } from './file-body.js';

/** Keys under which @nestjs/swagger, which does not export them, keeps what decorators and its plugin note. */
const [EXTRA_MODELS, PROPERTY, PROPERTIES] = ['apiExtraModels', 'apiModelProperties', 'apiModelPropertiesArray'].map((key) => `swagger/${key}`); // biome-ignore format: one line

/** What the routes of an application take and answer, as classes. */
export interface Models {
  /** By `Controller.method`. */
  bodies: Map<string, Validated>;
  queries: Map<string, Validated>;
  /** Everything in what is taken. */
  taken: Set<Validated>;
  /** Everything in what is answered. */
  answered: Set<Validated>;
}

/**
 * Of each controller that the document shows.
 * @throws Error when two classes have one name: the document would give both the schema of one
 */
export function modelsOf(app: INestApplicationContext): Models {
  const models: Models = { bodies: new Map(), queries: new Map(), taken: new Set(), answered: new Set() };
  const scanner = new MetadataScanner();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      const controller = metatype as Type;
      const prototype = controller.prototype as Record<string, object>;
      for (const method of scanner.getAllMethodNames(prototype)) {
        // Consumers are controllers too.
        if (!Reflect.hasMetadata(METHOD_METADATA, prototype[method] as object)) continue;
        const operation = `${controller.name}.${method}`;
        const { body, query } = validatedOf(controller, method);
        if (body) models.bodies.set(operation, body);
        if (query) models.queries.set(operation, query);
        for (const view of Reflect.getMetadata(EXTRA_MODELS, prototype[method] as object) ?? [])
          collect(view, models.answered);
      }
    }
  for (const body of models.bodies.values()) collect(body, models.taken);
  const names = new Map<string, Validated>();
  for (const model of [...models.taken, ...models.answered]) {
    if ((names.get(model.name) ?? model) !== model)
      throw new Error(`two classes are called ${model.name}: the API would describe both as one of them; rename one`);
    names.set(model.name, model);
  }
  return models;
}

/** The classes of a route's body and query, where it has them. */
export function validatedOf(controller: Type, method: string): { body?: Validated; query?: Validated } {
  const found: { body?: Validated; query?: Validated } = {};
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, method) ?? []) as Validated[];
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { index: number; data?: unknown }>; // biome-ignore format: one line
  for (const [key, { index, data }] of Object.entries(args)) {
    const [kind, type] = [Number(key.split(':')[0]), types[index]]; // a decorator of our own has no number
    if (!type || data !== undefined || type === CsvBody || type === FileBody) continue;
    if (kind === RouteParamtypes.BODY) found.body = type;
    if (kind === RouteParamtypes.QUERY) found.query = type;
  }
  return found;
}

function collect(model: Validated, into: Set<Validated>): void {
  if (into.has(model)) return;
  into.add(model);
  for (const part of partsOf(model)) collect(part, into);
}

/** Classes of the fields: as the Swagger plugin noted them, and as the validators do. */
function partsOf(model: Validated): Validated[] {
  const keys = (Reflect.getMetadata(PROPERTIES, model.prototype) ?? []) as string[];
  const noted = keys.map((key) => Reflect.getMetadata(PROPERTY, model.prototype, key.slice(1))?.type);
  const typed = Object.values(fieldsOf(model, () => '')).map(({ part }) => part);
  return [...noted, ...typed].map(classIn).filter((part) => part !== undefined);
}

const PLAIN: readonly unknown[] = [String, Number, Boolean, Object, Array, Date];

function classIn(type: unknown): Validated | undefined {
  if (Array.isArray(type)) return classIn(type[0]);
  if (typeof type !== 'function' || PLAIN.includes(type)) return undefined;
  // The plugin notes a class as a function that gives it, so that two may name one another.
  return type.name === 'type' ? classIn(type()) : type.prototype ? (type as Validated) : undefined;
}
