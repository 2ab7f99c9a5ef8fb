// SPDX-License-Identifier: MPL-2.0
// Static membership of consumer groups (KIP-345), which kafkajs encodes but has no setting for: who joins under a name takes
// the place of what was left of the former holder. Without it a killed process's partitions wait for the session timeout.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

/** By consumer group: a process is one member of each. */
const names = new Map<string, string>();

/**
 * From now on this process is the member `instanceId` of the group. What it subscribes to is part of the name: the group
 * does not share out its partitions anew for a member that comes back, so one that reads other topics must be another.
 */
export function beStaticMember(groupId: string, instanceId: string, topics: readonly string[]): void {
  const reads = createHash('sha256').update(topics.toSorted().join()).digest('hex').slice(0, 8);
  names.set(groupId, `${instanceId}-${reads}`);
}

type Encode = (fields: { groupId: string; groupInstanceId?: string | undefined }) => unknown;
interface Request {
  protocol(of: { version: number }): Encode;
}

// kafkajs, at one exact version, has no setting for this. A heartbeat names the member too, so that of two processes under
// one name the earlier one hears that it was replaced, and does not come back as if it had been forgotten.
const kafkajs = createRequire(import.meta.url);
for (const name of ['joinGroup', 'syncGroup', 'heartbeat']) {
  const request = kafkajs(`kafkajs/src/protocol/requests/${name}/index.js`) as Request;
  const { protocol } = request;
  request.protocol = (of) => {
    const encode = protocol(of);
    return (fields) => encode({ ...fields, groupInstanceId: names.get(fields.groupId) });
  };
}
