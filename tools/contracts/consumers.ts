// SPDX-License-Identifier: MPL-2.0
import { join } from 'node:path';
import type { ServiceName } from '#contracts/topics';
import { importApp, services } from './apps.ts';
import { filesBelow, ROOT } from './project.ts';

/** One handler of messages: what it waits for, and the class by which it reads. */
export interface Consumer {
  service: ServiceName;
  /** Class and method, for messages. */
  where: string;
  topic: string;
  types: readonly string[] | 'all';
  body: new () => object;
}

/** Every `@OnMessage` handler of every `*.consumer.ts`. */
export async function consumers(): Promise<Consumer[]> {
  const found: Consumer[] = [];
  for (const service of services()) {
    const files = filesBelow(join(ROOT, `dist/apps/${service}/src`), (path) => path.endsWith('.consumer.js'));
    for (const file of files)
      for (const exported of Object.values(await importApp(service, file)))
        found.push(...handlersOf(service, exported));
  }
  return found;
}

/** Nest keeps the topic as metadata of the method, and what `@OnMessage` adds to it. Erasure handlers read no body. */
export function handlersOf(service: ServiceName, exported: unknown): Consumer[] {
  if (typeof exported !== 'function' || !exported.prototype) return [];
  return Object.getOwnPropertyNames(exported.prototype).flatMap((name) => {
    const method = exported.prototype[name];
    const topics = typeof method === 'function' ? (Reflect.getMetadata('microservices:pattern', method) ?? []) : [];
    const { types, body } = topics.length > 0 ? Reflect.getMetadata('microservices:pattern_extras', method) : {};
    const where = `${exported.name}.${name}`;
    return body ? topics.map((topic: string) => ({ service, where, topic, types, body })) : [];
  });
}
