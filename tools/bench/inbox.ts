// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES } from '#contracts/topics';
import { Connection, requestText } from './connection.ts';
import { ms, percentiles, type Result } from './figures.ts';
import type { Options } from './part.ts';
import { type System } from './system.ts';

const RATE = 20;
const POLL_MS = 5;

/**
 * From the answer to a landlord's report in incidents to the single entry's item in the list that notifications answers:
 * outbox, relay, Kafka, consumer, inbox. The list is asked every 5 ms, so the figures hold up to 5 ms of waiting for the
 * next look, and the time of that look.
 */
export async function inbox(system: System, { seconds, rounds, quick, whole, say }: Options): Promise<Result[]> {
  for (const name of whole ? SERVICES : (['incidents', 'notifications'] as const)) await system.startService(name);
  const [incidents, notifications] = [system.services.get('incidents')!, system.services.get('notifications')!];
  const landlord = { authorization: `Bearer ${await system.token('landlord_admin')}` };
  const entry = { authorization: `Bearer ${await system.token('single_entry')}` };
  const [reporting, looking] = [new Connection(incidents.port), new Connection(notifications.port)];
  const list = requestText('GET', '/v1/inbox?limit=50', entry);

  const turn = async (count: number): Promise<number[]> => {
    const answered = new Map<string, number>();
    const delays: number[] = [];
    let isReporting = true;
    const report = async () => {
      const began = performance.now();
      for (let sent = 0; sent < count; sent++) {
        await sleep(Math.max(0, began + (sent * 1000) / RATE - performance.now()));
        const body = {
          landlordReference: `L-${randomUUID().slice(0, 8)}`,
          amountOere: 510_000,
          rentDueOn: '2026-08-01',
        };
        const key = { ...landlord, 'idempotency-key': randomUUID() };
        const answer = await reporting.send(requestText('POST', '/v1/rent-arrears', key, JSON.stringify(body)));
        if (answer.status !== 201) throw new Error(`the report was answered ${answer.status}: ${answer.body}`);
        answered.set(JSON.parse(answer.body).id, performance.now());
      }
      isReporting = false;
    };
    const look = async () => {
      const end = Date.now() + 60_000 + (count * 1000) / RATE;
      while (isReporting || answered.size) {
        const answer = await looking.send(list);
        const now = performance.now();
        if (answer.status !== 200) throw new Error(`the inbox answered ${answer.status}: ${answer.body}`);
        for (const { caseRef } of JSON.parse(answer.body).items) {
          const at = answered.get(caseRef);
          if (at === undefined) continue;
          delays.push(now - at);
          answered.delete(caseRef);
        }
        if (Date.now() > end) throw new Error(`${answered.size} reports never came to the inbox`);
        await sleep(POLL_MS);
      }
    };
    await Promise.all([report(), look()]);
    return delays;
  };

  // The first look of a consumer group at its topics takes seconds; that is the start's, not the message's.
  await turn(quick ? 2 : RATE * 3);
  const all: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const delays = await turn(quick ? 5 : Math.max(RATE * seconds, 100));
    const { count, p50, p95 } = percentiles(delays);
    say(`round ${round}: ${count} reports at ${RATE}/s, answer → inbox p50 ${ms(p50)}, p95 ${ms(p95)}`);
    all.push(...delays);
  }
  for (const connection of [reporting, looking]) connection.close();
  const { p50, p95 } = percentiles(all);
  console.log(`INBOX ${p50.toFixed(1)} ${p95.toFixed(1)}`);
  return [
    { what: `report → inbox at ${RATE}/s, p50`, value: ms(p50) },
    { what: `report → inbox at ${RATE}/s, p95`, value: ms(p95) },
  ];
}
