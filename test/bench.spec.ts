// SPDX-License-Identifier: MPL-2.0
// That the benchmark runs; what it measures depends on the machine and is no matter for a test.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { requireBuild } from '#testing';
import { ROOT } from '../tools/contracts/project.ts';

beforeAll(requireBuild);

test('the benchmark of commands, cover and relay runs and prints its lines', async () => {
  const args = [join(ROOT, 'tools/bench/main.ts'), '--quick', '--only', 'efficiency,cover,relay'];
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/^E \d+\.\d\d$/m) });
  expect(output).toMatch(/^RELAY \d+\.\d \d+\.\d$/m);
  expect(output).toMatch(/^COVER \d+$/m);
  expect(output).not.toContain('NaN');
}, 180_000);
