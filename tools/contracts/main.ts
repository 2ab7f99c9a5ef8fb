// SPDX-License-Identifier: MPL-2.0
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { isBuilt } from '../build.mjs';
import { services } from './apps.ts';
import {
  apiFaults,
  bodyFaults,
  brokenReleases,
  invalidExamples,
  rejectedExamples,
  staleFiles,
  topicFaults,
} from './checks.ts';
import { consumers } from './consumers.ts';
import { generate, generatedPaths } from './generate.ts';
import { filesBelow, ROOT, readExamples, readJson } from './project.ts';
import { eventSchemas, type Schema } from './schemas.ts';

const USAGE = `Usage: node tools/contracts/main.ts <command>     (after "npm run build")

  generate   write JSON Schemas, AsyncAPI, OpenAPI, docs/events.md and docs/rules from the classes and rule tables
  check      compare all that with what is committed, and check compatibility, consumers, examples, bodies and topics
  release    make the current schemas and examples the set that later changes are compared with; part of a release`;

const RELEASED = 'libs/contracts/released';
const at = (path: string) => join(ROOT, path);
const text = (path: string) => readFileSync(at(path), 'utf8');

async function writeAll(): Promise<void> {
  const files = await generate();
  for (const path of generatedPaths()) if (!files.has(path)) rmSync(at(path));
  for (const [path, content] of files) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  }
  console.log(`${files.size} files written`);
}

/** Files in which a topic could be named. Tests make up their own. */
function sources(): Map<string, string> {
  const code = (path: string) => /\.(ts|sql|ya?ml)$/.test(path) && !/\.spec\.ts$|\/test\//.test(path);
  const paths = ['apps', 'libs', 'tools', 'deploy'].flatMap((folder) =>
    filesBelow(at(folder), code).map((path) => `${folder}/${path}`),
  );
  return new Map(paths.map((path) => [path, text(path)]));
}

async function asyncApiFaults(): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(text('docs/contracts/asyncapi.json'));
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, path }) => `docs/contracts/asyncapi.json: ${path.join('.')}: ${message}`);
}

async function check(): Promise<boolean> {
  const readers = await consumers();
  const examples = readExamples('libs/contracts/examples');
  const released = new Map(
    filesBelow(at(`${RELEASED}/schemas`)).map((path) => [path, readJson<Schema>(at(`${RELEASED}/schemas/${path}`))]),
  );
  const generated = await generate();
  const results: [string, string[]][] = [
    [
      'generated files are the committed ones',
      staleFiles(generated, new Map(generatedPaths().map((path) => [path, text(path)]))),
    ],
    ['compatible with the released set', brokenReleases(released, eventSchemas())],
    [
      'consumers accept every example',
      rejectedExamples(readers, [...examples, ...readExamples(`${RELEASED}/examples`)]),
    ],
    ['examples are valid', invalidExamples(examples)],
    ['bodies hold nothing personal', bodyFaults()],
    ['topics in code are the listed ones', topicFaults(sources())],
    ['AsyncAPI is valid', await asyncApiFaults()],
    [
      'OpenAPI is complete',
      services().flatMap((service) =>
        apiFaults(service, JSON.parse(generated.get(`apps/${service}/openapi.json`) ?? '{}')),
      ),
    ],
  ];
  for (const [name, faults] of results) {
    console.log(`${faults.length === 0 ? 'ok    ' : 'FAULTY'} ${name}`);
    for (const fault of faults) console.log(`       ${fault}`);
  }
  return results.every(([, faults]) => faults.length === 0);
}

function release(): void {
  for (const part of ['schemas', 'examples'])
    cpSync(at(`libs/contracts/${part}`), at(`${RELEASED}/${part}`), { recursive: true });
  console.log(`${RELEASED} now holds the current schemas and examples`);
}

const command = process.argv[2];
if (!command || !['generate', 'check', 'release'].includes(command)) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (!isBuilt()) {
  // The tool runs what was compiled and would judge the past.
  console.error('The sources were changed since they were compiled. Run "npm run build" first.');
  process.exitCode = 1;
} else if (command === 'generate') await writeAll();
else if (command === 'release') release();
else if (!(await check())) process.exitCode = 1;
