// SPDX-License-Identifier: MPL-2.0
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cruise, type IConfiguration, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { requireBuild } from '#testing';
import { filesBelow, ROOT } from '../tools/contracts/project.ts';

/** Runs a development tool of this project; its output is the reason when it fails. @returns what it printed */
async function passes(tool: string, args: string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' };
  const child = spawn(join(ROOT, 'node_modules/.bin', tool), args, { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${tool} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

const PATIENT = 300_000;
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const below = (folders: string[], wanted: RegExp) =>
  folders.flatMap((folder) =>
    filesBelow(join(ROOT, folder), (path) => wanted.test(path) && !/(^|\/)node_modules\//.test(path)).map(
      (path) => `${folder}/${path}`,
    ),
  );

const incremental = ['--incremental', '--tsBuildInfoFile', '.indgang/types.tsbuildinfo'];
test('types', () => passes('tsc', ['--noEmit', '-p', 'tsconfig.json', ...incremental]), PATIENT);
test('lint and formatting', () => passes('biome', ['check']), PATIENT);
test(
  'contracts',
  async () => {
    await requireBuild();
    await passes('node', ['tools/contracts/main.ts', 'check']);
  },
  PATIENT,
);

describe('dependency rules', () => {
  const require = createRequire(import.meta.url);
  const { forbidden, options } = require('../.dependency-cruiser.cjs') as IConfiguration & {
    forbidden: { name: string }[];
  };

  /** What breaks a rule in a folder laid out as this repository: `<rule>: <from> → <to>`, a circle once. */
  async function broken(folder: string): Promise<string[]> {
    const parts = ['apps', 'libs', 'tools', 'test'].filter((part) => existsSync(join(ROOT, folder, part)));
    const { output } = await cruise(parts, {
      ...options,
      baseDir: join(ROOT, folder),
      ruleSet: { forbidden },
      validate: true,
    } as ICruiseOptions);
    const { violations } = (output as ICruiseResult).summary;
    return [
      ...new Set(
        violations.map(({ rule, from, to, cycle }) => {
          const circle = cycle?.map(({ name }) => name).toSorted();
          return `${rule.name}: ${circle ? circle.join(' ↔ ') : `${from} → ${to}`}`;
        }),
      ),
    ].toSorted();
  }

  test('hold', async () => expect(await broken('.')).toEqual([]), PATIENT);
  test.each(forbidden.map(({ name }) => name))('%s can fail', async (name) => {
    const found = await broken(`test/fixtures/dependency-rules/${name}`);
    expect(found).toContainEqual(expect.stringMatching(`^${name}: `));
  });
});

/** A pattern that takes quadratic time stops a service by one header or field, whoever sends it. */
describe('patterns take linear time', () => {
  /** `<file>:<line> <why>` of every pattern that does not, or of which nobody can say. */
  const slow = (root: string, ...folders: string[]) =>
    passes('node', ['test/patterns.ts', root, ...folders]).then((output) => output.split('\n').filter(Boolean));

  test(
    'all of apps, libs and contracts',
    async () => expect(await slow('.', 'apps', 'libs', 'tools/contracts')).toEqual([]),
    PATIENT,
  );
  test(
    'the check can fail, wherever a pattern stands',
    async () => {
      const lines = (await slow('test/fixtures', 'patterns')).map((fault) => fault.split(' ')[0]);
      expect(lines).toEqual([6, 7, 8, 9, 10, 11, 12].map((line) => `patterns/slow.ts:${line}`));
    },
    PATIENT,
  );
});

test('licence headers', () => {
  const sources = below(['apps', 'libs', 'tools', 'test', 'deploy'], /\.([cm]?[jt]s|sql|java)$/);
  const bare = sources.filter(
    (path) => !/^(#!.*\n)?(\/\/|--|\/\*) ?SPDX-License-Identifier: MPL-2\.0/.test(read(path)),
  );
  expect(bare).toEqual([]);
});

/** A lock written where a registry lacked platform packages makes `npm ci` fail elsewhere. */
test('an exported name means one thing: it stands once in the libraries, and once in a service', () => {
  /** What every service has under the same name. */
  const ofEachService = /^(kinds|migrations|Initial\d+|Known\w+Consumer)$/;
  const places = new Map<string, string[]>();
  for (const path of below(['apps', 'libs'], /\/src\/.*\.ts$/).filter((one) => !one.endsWith('.spec.ts')))
    for (const [, name = ''] of read(path).matchAll(
      /^export (?:abstract |async )?(?:class|interface|type|const|function) (\w+)/gm,
    ))
      if (!ofEachService.test(name)) places.set(name, [...(places.get(name) ?? []), path]);
  const isShared = (paths: string[]) =>
    paths.length > 1 &&
    (paths.some((path) => path.startsWith('libs/')) ||
      new Set(paths.map((path) => path.split('/')[1])).size < paths.length);
  expect(
    [...places].filter(([, paths]) => isShared(paths)).map(([name, paths]) => `${name}: ${paths.join(', ')}`),
  ).toEqual([]);
});

test('the lock file has no gap', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').pop()));
  const gaps = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !present.has(name))
      .map((name) => `${path} lacks ${name}`),
  );
  expect(gaps).toEqual([]);
});

/** GitHub's id of a heading. */
const anchor = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test('every rule book is linked from the list of documents', () => {
  const list = read('docs/README.md');
  const books = readdirSync(join(ROOT, 'docs', 'rules')).filter((page) => !list.includes(`](rules/${page})`));
  expect(books.map((page) => `docs/README.md does not name rules/${page}`)).toEqual([]);
});

test('links in the documents lead somewhere', () => {
  const pages = [
    ...below(['docs', 'apps', 'libs', 'tools', 'deploy'], /\.md$/),
    ...readdirSync(ROOT).filter((path) => path.endsWith('.md')),
  ];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^[a-z]+:/.test(link)) return [];
      const [path = '', heading] = link.split('#');
      const target = path ? join(dirname(page), path) : page;
      if (!existsSync(join(ROOT, target))) return [`${page}: ${link}`];
      if (!heading || !target.endsWith('.md')) return [];
      const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchor(text));
      return headings.includes(heading) ? [] : [`${page}: ${link} (no such heading)`];
    }),
  );
  expect(broken).toEqual([]);
});
