// SPDX-License-Identifier: MPL-2.0
// `npm run part -- postgres|kafka|issuer [--port N] [--folder F] [--sasl user:password]`: one embedded part by itself,
// until Ctrl-C; prints the settings with which `npm start` or a service uses it.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StackError } from './child.ts';
import { startIssuer } from './issuer.ts';
import { startKafka } from './kafka.ts';
import { startPostgres } from './postgres.ts';
import { state } from './state.ts';

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, folder: { type: 'string' }, sasl: { type: 'string' } },
  });
  const [name] = positionals;
  const port = values.port ? Number(values.port) : undefined;
  const dataDir = values.folder ?? join(state, `part-${name}`);
  const [username, password] = values.sasl?.split(':') ?? [];
  const sasl = username && password ? { username, password } : undefined;
  const part = await (async () => {
    if (name === 'postgres') {
      const postgres = await startPostgres({ dataDir, port, say });
      say(`DATABASE_URL=${postgres.url}`);
      return postgres;
    }
    if (name === 'kafka') {
      const kafka = await startKafka({ dataDir, port, sasl, say });
      say(`KAFKA_BROKERS=${kafka.brokers}`);
      if (sasl) say(`KAFKA_SASL_MECHANISM=scram-sha-256\nKAFKA_USERNAME=${username}\nKAFKA_PASSWORD=${password}`);
      return kafka;
    }
    if (name === 'issuer') {
      const issuer = await startIssuer({ dataDir, port });
      say(`OIDC_ISSUER=${issuer.issuer}`);
      return issuer;
    }
    throw new StackError('Usage: npm run part -- postgres|kafka|issuer [--port N] [--folder F] [--sasl user:password]');
  })();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void part.stop().then(() => process.exit(0)));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
