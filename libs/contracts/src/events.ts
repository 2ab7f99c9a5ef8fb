// SPDX-License-Identifier: MPL-2.0
import { PublicCaseEvent } from './public-event.js';
import { kebab, kinds, nameOf } from './published.js';
import { allTopics, type Topic } from './topics.js';
import { type Classification, eventType } from './types.js';

/** One type on one topic. */
export interface EventContract {
  readonly type: string;
  readonly topic: Topic;
  readonly body: new () => object;
  readonly classification: Classification;
  readonly about: string;
}

/** Everything that is published, type by type. Schemas, documents and checks are loops over this list. No service imports it. */
export const allEvents: readonly EventContract[] = kinds.flatMap(([kind, entry]) => {
  const name = nameOf(kind, entry);
  const told = (topicName: string, body: new () => object, facts: Readonly<Record<string, string>> = {}) => {
    const topic = allTopics.find((one) => one.name === topicName) as Topic;
    return Object.entries(facts).map(([fact, about]) => ({
      type: eventType(entry.owner, name, kebab(fact)),
      topic,
      body,
      classification: topic.classification,
      about,
    }));
  };
  const topicName = `indgang.${entry.owner}.${name}`;
  return [
    ...(entry.public ? told(topicName, PublicCaseEvent, entry.facts) : []),
    ...(entry.body ? told(`${topicName}.internal`, entry.body, { ...entry.facts, ...entry.internalFacts }) : []),
  ];
});
