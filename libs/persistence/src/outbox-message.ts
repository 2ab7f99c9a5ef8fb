// SPDX-License-Identifier: MPL-2.0
/** CloudEvents 1.0 attributes of a message as stored in the outbox and sent as `ce_*` headers. */
export interface EventAttributes {
  specversion: '1.0';
  /** uuid v7 of the outbox row: the de-duplication key. */
  id: string;
  /** `/indgang/<municipality code>/<service>` */
  source: string;
  /** `dk.indgang.<service>.<case-kind>.<fact>.v1` */
  type: string;
  /** Case id = Kafka key = partitionkey. */
  subject: string;
  partitionkey: string;
  /** When it happened, ISO 8601 UTC. */
  time: string;
  datacontenttype: 'application/json';
  dataschema: string;
  /** Version of the case after the fact, as a decimal string. */
  caseversion: string;
  /** These two and `traceparent` on internal topics alone: each joins cases that a subscriber must not join. */
  correlationid?: string;
  causationid?: string;
  dataclassification: 'public' | 'internal';
  authtype: string;
  /** Opaque; on a public topic never that of a person. */
  authid?: string;
  traceparent?: string;
}

/** One message for one audience; the case store adds id, time, correlation and actor. */
export interface OutboxMessage {
  topic: string;
  /** Kafka key and CloudEvents subject: the case id, or the deadline id on a deadlines topic. */
  key: string;
  type: string;
  classification: 'public' | 'internal';
  /** `null` is a tombstone: the key is erased from a compacted topic. */
  body: object | null;
}
