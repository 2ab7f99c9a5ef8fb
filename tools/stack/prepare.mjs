// SPDX-License-Identifier: MPL-2.0
// Runs before `npm start` and `npm test`: installs packages, fetches the broker's jars, for the tests (`tests`) those of an S3
// server too, builds; each only when needed.
// In an empty clone this is run by the machine's own Node (>= 20.19) with no package installed, hence plain JavaScript.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../build.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, '.indgang');
const at = (...parts) => join(root, ...parts);

/** A fault the reader can cure; said without a stack trace. */
class Sentence extends Error {}

const say = (line) => process.stdout.write(`${line}\n`);

/** Runs one command quietly, says what it is and how long it took; its output is shown only when it fails. */
async function step(what, command, args, options = {}) {
  const began = performance.now();
  say(`  ${what} …`);
  const output = [];
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    child.stdout.on('data', (data) => output.push(data));
    child.stderr.on('data', (data) => output.push(data));
    child.on('error', (error) => {
      output.push(Buffer.from(error.message));
      resolve(1);
    });
    child.on('close', resolve);
  });
  if (code !== 0) {
    const lines = Buffer.concat(output).toString().trimEnd().split('\n');
    throw new Sentence(`${lines.slice(-40).join('\n')}\n\n${what} failed; the lines above say why.`);
  }
  say(`  ${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const text = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Compares what is installed with the lock file itself: times of files change with every checkout. */
function packagesAreCurrent() {
  const installedFile = at('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = json(installedFile).packages;
  const { '': _root, ...locked } = json(at('package-lock.json')).packages;
  for (const [path, entry] of Object.entries(locked)) {
    const mayBeAbsent = entry.optional || entry.devOptional || entry.peer;
    if (!installed[path] ? !mayBeAbsent : installed[path].version !== entry.version) return false;
  }
  return Object.keys(installed).every((path) => locked[path]);
}

async function installPackages() {
  if (packagesAreCurrent()) return;
  const npm = process.env.npm_execpath;
  // Run by npm, the same npm; by hand, the one on the PATH.
  const [command, ...first] = npm?.endsWith('.js') ? [ownNode(), npm] : ['npm'];
  await step('packages (npm ci)', command, [...first, 'ci', '--no-audit', '--no-fund']);
}

/** `npm ci` deletes node_modules, and with it the Node that npm put first on the PATH: use one outside. */
function ownNode() {
  if (!process.execPath.startsWith(at('node_modules'))) return process.execPath;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, 'node')).find((file) => existsSync(file)) ?? process.execPath;
}

const OR_EXTERNAL = 'or set KAFKA_BROKERS to a Kafka that you run yourself.';

/** Throws a sentence when no Java >= 17 is on the PATH. */
function requireJava() {
  const answer = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (answer.error || answer.status !== 0)
    throw new Sentence(`Java is missing: install a Java 17 or newer (Debian: openjdk-17-jre-headless), ${OR_EXTERNAL}`);
  // `openjdk version "17.0.15"`; before Java 9 it was `"1.8.0_402"`.
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(answer.stderr) ?? [];
  const major = first === '1' ? Number(second) : Number(first);
  if (major < 17) throw new Sentence(`Java ${major} is too old: install Java 17 or newer, ${OR_EXTERNAL}`);
}

async function fetchBrokerJars() {
  if (process.env.KAFKA_BROKERS) return;
  requireJava();
  await fetchJars('kafka', 'the Kafka broker', `, ${OR_EXTERNAL}`);
}

/** Of the pom in a folder beside this file. */
async function fetchJars(folder, what, orElse = '.') {
  const pom = at('tools', 'stack', folder, 'pom.xml');
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex');
  const lib = join(cache, `${folder}-lib`);
  if (text(join(lib, 'pom.sha256')) === hash) return;
  if (spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status !== 0)
    throw new Sentence(`Maven is missing: install it (Debian: maven) to fetch ${what}${orElse}`);
  const fresh = join(cache, `${folder}-lib.${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  try {
    await step(`${what} (mvn dependency:copy-dependencies)`, 'mvn', [
      ...['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fresh}`],
    ]);
    writeFileSync(join(fresh, 'pom.sha256'), hash);
    rmSync(lib, { recursive: true, force: true });
    renameSync(fresh, lib);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function build() {
  if (isBuilt()) return;
  await step('build (nest build)', at('node_modules', '.bin', 'node'), [at('tools', 'build.mjs')]);
}

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** One preparation at a time; the lock of a process that is gone is taken over. */
async function alone(work) {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, 'prepare.pid');
  for (let rounds = 0; ; rounds++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(text(lock));
      // An empty file is a lock being written this moment, unless its writer died in between.
      if (holder ? !alive(holder) : rounds > 10) rmSync(lock, { force: true });
      else if (rounds === 1) say('  waiting for another preparation of this folder …');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const release = () => rmSync(lock, { force: true });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      release();
      process.exit(130);
    });
  try {
    await work();
  } finally {
    release();
  }
}

try {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Sentence(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  await alone(async () => {
    await installPackages();
    await fetchBrokerJars();
    if (process.argv[2] === 'tests') await fetchJars('s3', 'the S3 server');
    await build();
  });
} catch (error) {
  const faults = { EACCES: 'no permission', EROFS: 'read-only file system', ENOSPC: 'disk full' };
  if (error instanceof Sentence) console.error(`\n${error.message}`);
  else if (faults[error.code]) console.error(`\nCannot write in ${root}: ${faults[error.code]} (${error.path ?? ''}).`);
  else throw error;
  process.exit(1);
}
