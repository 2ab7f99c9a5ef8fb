// SPDX-License-Identifier: MPL-2.0
import { kinds, type NameOf, nameOf, type PublishedKind, type published } from './published.js';
import type { ServiceName } from './service-names.js';

export { SERVICES, type ServiceName } from './service-names.js';

/** Every topic of Indgang, each written by one service. Provisioning creates exactly these; nothing is auto-created. */
export interface Topic<Name extends string = string> {
  readonly name: Name;
  /** The only service that writes it. */
  readonly owner: ServiceName;
  readonly classification: 'public' | 'internal';
  /** `delete` keeps messages 30 days; `compact` keeps the newest state of each key. */
  readonly policy: 'delete' | 'compact';
  readonly partitions: number;
  readonly about: string;
}

const PARTITIONS = 6;
export const RETENTION_DAYS = 30;

type All = typeof published;
type With<Part extends string> = {
  [Kind in PublishedKind]: All[Kind] extends Record<Part, unknown> ? Kind : never;
}[PublishedKind];
type InternalKey<Kind extends PublishedKind> = All[Kind] extends { name: string } ? Kind : `${Kind}Internal`;

/** `topics.rentArrears`, `topics.rentArrearsInternal`, `topics.incidentsDeadlines` (internal alone) … */
export type Topics = {
  readonly [Kind in With<'public'>]: Topic<`indgang.${All[Kind]['owner']}.${NameOf<Kind>}`>;
} & {
  readonly [Kind in With<'internal'> as InternalKey<Kind>]: Topic<`indgang.${All[Kind]['owner']}.${NameOf<Kind>}.internal`>;
};

export const topics = Object.fromEntries(
  kinds.flatMap(([kind, entry]) => {
    const name = `indgang.${entry.owner}.${nameOf(kind, entry)}`;
    const common = { owner: entry.owner, partitions: PARTITIONS };
    const found: [string, Topic][] = [];
    if (entry.public) {
      found.push([kind, { name, ...common, classification: 'public', policy: 'delete', about: entry.public }]);
    }
    if (entry.internal) {
      const key = entry.name ? kind : `${kind}Internal`;
      const about = entry.internal;
      found.push([key, { name: `${name}.internal`, ...common, classification: 'internal', policy: 'compact', about }]);
    }
    return found;
  }),
) as Topics;

export const allTopics: readonly Topic[] = Object.values(topics);
