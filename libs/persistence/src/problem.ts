// SPDX-License-Identifier: MPL-2.0
/**
 * A request that cannot be answered as asked, with its HTTP status and a stable code. Rules of the field throw
 * `Refusal` instead. `errors` names each faulty field.
 */
export class Problem extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 499 | 503,
    readonly code: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    readonly errors: readonly FieldError[] = [],
  ) {
    super(code);
  }
}

/** One faulty field: a JSON pointer into the body, or `?name` / `Header-Name` for a query key or header. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
  /** Of a rule: the law or the part of the roadmap that says so. */
  source?: string;
}
