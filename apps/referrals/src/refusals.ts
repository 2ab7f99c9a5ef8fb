// SPDX-License-Identifier: MPL-2.0
import type { Text } from '#domain';
import { tenancyRules } from './tenancy/tenancy.js';

type Coded = Text & { code: string };

/** Sentences by code, for `/problems/<code>`. */
export const refusals: Record<string, Text> = Object.fromEntries(
  Object.values(tenancyRules.table)
    .flatMap(({ requires }): readonly Coded[] => requires ?? [])
    .map(({ code, da, en }) => [code, { da, en }]),
);
