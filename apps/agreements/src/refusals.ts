// SPDX-License-Identifier: MPL-2.0
import type { Text } from '#domain';
import { agreementRules, numberIsTaken } from './agreement/agreement.js';

type Coded = Text & { code: string };

/** Sentences by code, for `/problems/<code>`. */
export const refusals: Record<string, Text> = Object.fromEntries(
  [
    numberIsTaken,
    ...Object.values(agreementRules.table).flatMap(({ requires }): readonly Coded[] => requires ?? []),
  ].map(({ code, da, en }) => [code, { da, en }]),
);
