// SPDX-License-Identifier: MPL-2.0

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

/**
 * What readers get is open. What we send is held to the same schema with each object closed, so that a field which nobody
 * declared cannot slip out.
 */
export function closed<Part>(schema: Part): Part {
  if (Array.isArray(schema)) return schema.map(closed) as Part;
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, part]) => [key, closed(part)] as const);
  const isObject = 'properties' in schema && 'type' in schema;
  return { ...Object.fromEntries(parts), ...(isObject && { additionalProperties: false }) } as Part;
}
