// SPDX-License-Identifier: MPL-2.0

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import type { Schema } from '#contracts/closed-schema';
import { schemaFile } from '#contracts/types';
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
  unshownFields,
} from './checks.ts';
import { consumers } from './consumers.ts';
import { generate, generatedPaths } from './generate.ts';
import { generatedTypeFaults } from './generated-types.ts';
import { type Example, filesBelow, ROOT, readExamples, readJson } from './project.ts';
import { contractOf } from './schemas.ts';

const USAGE = `Usage: node tools/contracts/main.ts <command>     (after "npm run build")

  generate   write JSON Schemas, AsyncAPI, OpenAPI, docs/events.md and docs/rules from the classes and rule tables
  check      compare all that with what is committed, and check compatibility, consumers, examples, bodies and topics
  release    make the current schemas and examples the set that later changes are compared with; part of a release`;

const RELEASED = 'libs/contracts/released';
/** Breaks that the changelog tells of, until the next release. */
const ANNOUNCED = `${RELEASED}/announced.json`;
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

/** What was released of each type: the examples say which there were, the file is that of the type or of its body. */
function releasedSchemas(examples: readonly Example[]): Map<string, Schema> {
  return new Map(
    examples.map((example) => {
      const contract = contractOf(example);
      const own = at(`${RELEASED}/schemas/${contract}.json`);
      const shared = at(`${RELEASED}/schemas/${schemaFile(example.type, example.classification)}`);
      return [contract, readJson<Schema>(existsSync(own) ? own : shared)];
    }),
  );
}

/** Files in which a topic could be named. Tests make up their own. */
function sources(): Map<string, string> {
  const code = (path: string) => /\.(ts|sql|ya?ml)$/.test(path) && !/\.spec\.ts$|\/test\//.test(path);
  const paths = ['apps', 'libs', 'tools', 'deploy'].flatMap((folder) =>
    filesBelow(at(folder), code).map((path) => `${folder}/${path}`),
  );
  return new Map(paths.map((path) => [path, text(path)]));
}

const ASYNC_APIS = ['docs/contracts/asyncapi.json', 'docs/contracts/asyncapi-public.json'];

/** @param faultsOf of one document; each fault gets the document's path */
const ofEachAsyncApi = async (faultsOf: (document: string) => Promise<string[]>): Promise<string[]> =>
  (
    await Promise.all(ASYNC_APIS.map(async (path) => (await faultsOf(text(path))).map((fault) => `${path}: ${fault}`)))
  ).flat();

async function asyncApiFaults(document: string): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(document);
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, path }) => `${path.join('.')}: ${message}`);
}

async function check(): Promise<boolean> {
  const readers = await consumers();
  const examples = readExamples('libs/contracts/examples');
  const old = readExamples(`${RELEASED}/examples`);
  const announced = readJson<Record<string, string>>(at(ANNOUNCED));
  const generated = await generate();
  const results: [string, string[]][] = [
    [
      'generated files are the committed ones',
      staleFiles(generated, new Map(generatedPaths().map((path) => [path, text(path)]))),
    ],
    ['compatible with the released set', brokenReleases(releasedSchemas(old), undefined, announced)],
    ['consumers accept every example', rejectedExamples(readers, [...examples, ...old])],
    ['examples are valid', invalidExamples(examples)],
    ['examples show every optional field', unshownFields(examples)],
    ['bodies hold nothing personal', bodyFaults()],
    ['topics in code are the listed ones', topicFaults(sources())],
    ['AsyncAPI is valid', await ofEachAsyncApi(asyncApiFaults)],
    ['types can be generated from it', await ofEachAsyncApi((document) => generatedTypeFaults(JSON.parse(document)))],
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
  rmSync(at(RELEASED), { recursive: true });
  for (const part of ['schemas', 'examples'])
    cpSync(at(`libs/contracts/${part}`), at(`${RELEASED}/${part}`), { recursive: true });
  writeFileSync(at(ANNOUNCED), '{}\n');
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
