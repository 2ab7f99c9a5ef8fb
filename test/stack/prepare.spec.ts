// SPDX-License-Identifier: MPL-2.0
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

/** A repository in small, with the commands it may find on the PATH: the real prepare.mjs runs in it. */
let root: string;

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const command = (name: string, script: string) => {
  write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, 'bin', name), 0o755);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'indgang-prepare-'));
  for (const file of ['tools/build.mjs', 'tools/stack/prepare.mjs', 'tools/stack/kafka/pom.xml'])
    cpSync(join(process.cwd(), file), join(root, file), { recursive: true });
  for (const file of ['package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json']) write(file, '{}');
  const packages = { 'node_modules/a': { version: '1.0.0' } };
  write('package-lock.json', JSON.stringify({ packages: { '': {}, ...packages } }));
  write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  write('apps/a/src/main.ts', 'one');
  write('libs/a/src/index.ts', 'one');
  // Stands in for the compiler: prepare only decides whether it runs.
  write('node_modules/@nestjs/cli/bin/nest.js', `require('node:fs').appendFileSync('builds', 'x')`);
  mkdirSync(join(root, 'node_modules/.bin'));
  symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'));
  for (const name of ['sleep', 'mkdir', 'touch']) command(name, `PATH=/usr/bin:/bin exec ${name} "$@"`);
  command('java', `echo 'openjdk version "17.0.15" 2025-04-15' >&2`);
  command(
    'mvn',
    `case "$*" in *copy*) echo x >> fetches; sleep 0.3; for a; do case $a in -DoutputDirectory=*) mkdir -p "\${a#*=}";; esac; done;; esac`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  output: string;
}

const prepare = (env: Record<string, string> = {}) =>
  new Promise<Outcome>((resolve) => {
    const child = spawn(process.execPath, [join(root, 'tools/stack/prepare.mjs')], {
      env: { PATH: join(root, 'bin'), ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('close', (code) => resolve({ code, output }));
  });

const count = (file: string) => {
  try {
    return readFileSync(join(root, file), 'utf8').replaceAll('\n', '').length;
  } catch {
    return 0;
  }
};

test('fetches and builds once, and again what has changed', async () => {
  expect(await prepare()).toMatchObject({ code: 0 });
  expect([count('fetches'), count('builds')]).toEqual([1, 1]);
  expect(await prepare()).toEqual({ code: 0, output: '' });
  write('apps/a/src/main.ts', 'two');
  expect((await prepare()).output).toContain('build (nest build): ');
  expect([count('fetches'), count('builds')]).toEqual([1, 2]);
});

const build = () =>
  new Promise((resolve) => spawn(process.execPath, [join(root, 'tools/build.mjs')]).on('close', resolve));

test('what `npm run build` has built is not built again', async () => {
  expect(await build()).toBe(0);
  expect(await prepare()).toMatchObject({ code: 0 });
  expect(count('builds')).toBe(1);
});

test('a build that fails counts for none', async () => {
  write('node_modules/@nestjs/cli/bin/nest.js', 'process.exit(2)');
  expect(await build()).toBe(2);
  expect((await prepare()).output).toContain('build (nest build) failed');
});

test.each([
  ['apps/a/src/deep/rules.ts', 'x', 2],
  ['libs/a/tsconfig.lib.json', '{}', 2],
  ['nest-cli.json', '{"monorepo":true}', 2],
  ['package.json', '{"dependencies":{"a":"1.0.1"}}', 2],
  ['package.json', '{"scripts":{"a":"b"}}', 1],
  ['apps/a/src/deep/rules.spec.ts', 'x', 1],
  ['apps/a/test/api.ts', 'x', 1],
  ['apps/a/openapi.json', '{}', 1],
])('after %s became %s there were %i builds', async (path, text, builds) => {
  await prepare();
  write(path, text);
  await prepare();
  expect(count('builds')).toBe(builds);
});

test('two at the same time share the work', async () => {
  const outcomes = await Promise.all([prepare(), prepare()]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  expect([count('fetches'), count('builds')]).toEqual([1, 1]);
});

test('the lock of a preparation that was killed is taken over', async () => {
  const killed = spawn('true');
  await new Promise((resolve) => killed.on('close', resolve));
  write('.indgang/prepare.pid', String(killed.pid));
  expect(await prepare()).toMatchObject({ code: 0 });
});

test('packages that differ from the lock file are installed', async () => {
  command('npm', 'echo "$@" > npm-called; exit 3');
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '0.9.0' } } }));
  const { code, output } = await prepare();
  expect(code).toBe(1);
  expect(output).toContain('packages (npm ci) failed');
  expect(readFileSync(join(root, 'npm-called'), 'utf8')).toContain('ci --no-audit --no-fund');
});

test.each([
  ['java', 'exit 127', 'Java is missing: install a Java 17'],
  ['java', `echo 'openjdk version "11.0.2" 2019-01-15' >&2`, 'Java 11 is too old: install Java 17 or newer'],
  ['java', `echo 'java version "1.8.0_402"' >&2`, 'Java 8 is too old: install Java 17 or newer'],
  ['mvn', 'exit 127', 'Maven is missing: install it'],
])('%s that says %s is named in one sentence', async (name, script, sentence) => {
  command(name, script);
  const { code, output } = await prepare();
  expect(code).toBe(1);
  expect(output.trim().split('\n')).toEqual([expect.stringContaining(sentence)]);
  expect(output).toContain('or set KAFKA_BROKERS');
});

test('without java on the PATH, but with a Kafka of one’s own, nothing is missed', async () => {
  rmSync(join(root, 'bin/java'));
  expect((await prepare()).output).toContain('Java is missing');
  expect(await prepare({ KAFKA_BROKERS: 'kafka:9092' })).toMatchObject({ code: 0 });
  expect(count('fetches')).toBe(0);
});
