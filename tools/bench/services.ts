// SPDX-License-Identifier: MPL-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES } from '#contracts/topics';
import { median, type Result } from './figures.ts';
import type { Options } from './part.ts';
import { family, pssMiB, rssMiB, System } from './system.ts';

/** What a service costs that nobody uses: start, memory, stop; and the memory of all of them with broker and database. */
export async function services(system: System, { rounds, quick, say }: Options): Promise<Result[]> {
  const idleMs = quick ? 500 : 10_000;
  const results: Result[] = [];
  for (const name of SERVICES) {
    const [starts, stops]: [number[], number[]] = [[], []];
    let rss = 0;
    for (let round = 1; round <= rounds; round++) {
      const { startMs, child } = await system.startService(name);
      starts.push(startMs);
      // One at a time and not while its group is still being joined: a stop in the middle of it takes longer.
      await sleep(round === 1 ? idleMs : 1000);
      if (round === 1) rss = rssMiB(child.pid);
      stops.push(await system.stopService(name));
    }
    const [start, stop] = [median(starts) / 1000, Math.max(...stops) / 1000];
    say(
      `${name}: start ${starts.map((value) => value.toFixed(0)).join(', ')} ms; RSS ${rss.toFixed(0)} MiB; stop ${stops.map((value) => value.toFixed(0)).join(', ')} ms`,
    );
    results.push(
      { what: `${name}: start, median`, value: `${start.toFixed(2)} s`, target: '≤ 1 s', met: start <= 1 },
      { what: `${name}: RSS idle`, value: `${rss.toFixed(0)} MiB`, target: '≤ 160 MiB', met: rss <= 160 },
      { what: `${name}: stop, longest`, value: `${stop.toFixed(2)} s`, target: '≤ 10 s', met: stop <= 10 },
    );
  }

  await Promise.all(SERVICES.map((name) => system.startService(name)));
  await sleep(idleMs);
  const sizes: [string, number][] = [
    ...SERVICES.map((name): [string, number] => [name, pssMiB(system.services.get(name)!.child.pid)]),
    ['PostgreSQL', family(system.pidOf('postgres')).reduce((sum, pid) => sum + pssMiB(pid), 0)],
    ['Kafka', pssMiB(system.pidOf('kafka'))],
  ];
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  const issuer = pssMiB(system.pidOf('issuer'));
  say(
    `PSS: ${sizes.map(([name, size]) => `${name} ${size.toFixed(0)}`).join(', ')} MiB; beside it the demo’s issuer ${issuer.toFixed(0)}`,
  );
  results.push({ what: 'all idle, PSS', value: `${total.toFixed(0)} MiB`, target: '≤ 900 MiB', met: total <= 900 });
  console.log(`PSS ${total.toFixed(0)}`);
  return results;
}
