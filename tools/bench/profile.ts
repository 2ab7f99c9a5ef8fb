// SPDX-License-Identifier: MPL-2.0
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../stack/state.ts';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const TOP = 10;

/** Self time by function and by package of the newest profile in the folder, as shares of the time that was not idle. */
export function printProfile(folder: string, say: (line: string) => void): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (!files[0]) throw new Error(`no profile was written to ${folder}`);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(files[0], 'utf8')) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const packages = new Map<string, number>();
  let busy = 0;
  const add = (sums: Map<string, number>, name: string, time: number) => sums.set(name, (sums.get(name) ?? 0) + time);
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const time = timeDeltas[index] ?? 0;
    if (!frame || frame.functionName === '(idle)') continue;
    busy += time;
    const place = frame.url.replace('file://', '').replace(root, '');
    add(functions, `${frame.functionName || '(anonymous)'} ${place && `${place}:${frame.lineNumber + 1}`}`, time);
    add(packages, packageOf(frame.functionName, place), time);
  }
  const top = (sums: Map<string, number>) =>
    [...sums]
      .sort(([, a], [, b]) => b - a)
      .slice(0, TOP)
      .map(([name, time]) => `  ${((100 * time) / busy).toFixed(1).padStart(5)} %  ${name}`);
  say(`profile ${files[0]}, ${(busy / 1e6).toFixed(1)} s busy, the start included; self time by function:`);
  for (const line of top(functions)) say(line);
  say('by package:');
  for (const line of top(packages)) say(line);
}

function packageOf(name: string, place: string): string {
  if (!place) return name.startsWith('(') ? name : '(built in)';
  const [, found] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place) ?? [];
  return found ?? (place.startsWith('node:') ? place : 'Indgang');
}
