// SPDX-License-Identifier: MPL-2.0
// Jest's global set-up: real PostgreSQL, Kafka and issuer, one of each for the whole run, started when a test first asks.
// Test files run in processes of their own, so they ask over HTTP; libs/testing is the other end.
import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const base = fileURLToPath(new URL('../.indgang/', import.meta.url));

export default async function setup() {
  removeFoldersOfKilledRuns();
  const folder = join(base, `test-${process.pid}`);
  /** What was started, in order. */
  const started = [];
  const begin = async (start) => {
    const part = await start();
    started.push(part);
    return part;
  };

  const parts = {
    /** Whoever starts services as processes runs what was compiled, and would judge the past. */
    async build() {
      const { isBuilt } = await import('../tools/build.mjs');
      if (!isBuilt()) throw new Error('the sources were changed since they were compiled: npm run build');
      return {};
    },
    /** `?services=a,b`: schemas and roles of these, in an empty database to copy from. */
    async postgres({ services }) {
      const { startPostgres } = await import('../tools/stack/postgres.ts');
      const { provisionDatabase } = await import('../tools/provision/postgres.ts');
      const { url } = await begin(() => startPostgres({ dataDir: join(folder, 'postgres'), throwAway: true }));
      const names = services.split(',');
      const passwords = Object.fromEntries(names.map((name) => [name, { owner: 'owner', app: 'app' }]));
      return { adminUrl: url, services: await provisionDatabase(url, names, passwords) };
    },
    async kafka() {
      const { startKafka } = await import('../tools/stack/kafka.ts');
      const { brokers } = await begin(() => startKafka({ dataDir: join(folder, 'kafka') }));
      return { brokers };
    },
    async issuer() {
      const { startIssuer } = await import('../tools/stack/issuer.ts');
      const { issuer } = await begin(() => startIssuer());
      return { issuer };
    },
  };
  const foreignIssuer = parts.issuer;

  const running = new Map();
  const once = (name, start) => {
    if (!running.has(name)) running.set(name, start());
    return running.get(name);
  };
  const answer = async ({ pathname, searchParams }) => {
    const query = Object.fromEntries(searchParams);
    const name = pathname.slice(1);
    if (name !== 'token') return once(name, () => parts[name](query));
    const { requestToken } = await import('../tools/stack/issuer.ts');
    const { issuer } = await (query.foreign ? once('foreign', foreignIssuer) : once('issuer', parts.issuer));
    return { token: await requestToken(issuer, query.user, Number(query.lifetime) || undefined) };
  };
  const server = createServer(async (request, response) => {
    // A connection that is kept is closed some day, at the moment when the next test file asks on it.
    response.setHeader('connection', 'close');
    try {
      response.end(JSON.stringify(await answer(new URL(request.url, 'http://stack'))));
    } catch (error) {
      response.writeHead(500).end(error.stack);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.INDGANG_TEST_FOLDER = folder;
  process.env.INDGANG_TEST_STACK = `http://127.0.0.1:${server.address().port}`;

  globalThis.stopTestStack = async () => {
    server.closeAllConnections();
    server.close();
    await Promise.allSettled(running.values());
    await Promise.all(started.map((part) => part.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Their processes are gone (they never outlive the run); the folders are still there. */
function removeFoldersOfKilledRuns() {
  let names = [];
  try {
    names = readdirSync(base);
  } catch {
    return; // the first run of a clone
  }
  for (const name of names) {
    const [, pid] = /^test-(\d+)$/.exec(name) ?? [];
    if (!pid || Number(pid) === process.pid) continue;
    try {
      process.kill(Number(pid), 0);
    } catch (error) {
      if (error.code === 'ESRCH') rmSync(join(base, name), { recursive: true, force: true });
    }
  }
}
