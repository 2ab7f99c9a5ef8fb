// SPDX-License-Identifier: MPL-2.0
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts, StackError, startChild, tail } from './child.ts';

const lib = fileURLToPath(new URL('../../.indgang/s3-lib', import.meta.url));
const STARTS_WITHIN_MS = 60_000;

export interface S3Server {
  endpoint: string;
  keyId: string;
  secret: string;
  stop(): Promise<void>;
}

/**
 * For tests: a server that speaks S3 and checks signatures (S3Proxy), one JVM on 127.0.0.1 that keeps everything in memory and
 * lives no longer than this process. @param folder of its settings and its log
 */
export async function startS3(folder: string): Promise<S3Server> {
  if (!existsSync(join(lib, 'pom.sha256')))
    throw new StackError('The S3 server is not fetched yet: node tools/stack/prepare.mjs tests');
  mkdirSync(folder, { recursive: true });
  const [port] = await freePorts(1);
  const [endpoint, keyId, secret] = [`http://127.0.0.1:${port}`, 'indgang', 'secret-of-the-tests'];
  const settings = join(folder, 's3.properties');
  const lines = {
    's3proxy.authorization': 'aws-v4',
    's3proxy.endpoint': endpoint,
    's3proxy.identity': keyId,
    's3proxy.credential': secret,
    'jclouds.provider': 'transient-nio2',
    'jclouds.identity': 'none',
    'jclouds.credential': 'none',
  };
  writeFileSync(settings, Object.entries(lines).map(([name, value]) => `${name}=${value}`).join('\n')); // biome-ignore format: one line
  const jars = readdirSync(lib).filter((name) => name.endsWith('.jar'));
  const log = join(folder, 's3.log');
  const child = startChild({
    command: 'java',
    args: [
      ...['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...['-cp', jars.map((name) => join(lib, name)).join(':'), 'org.gaul.s3proxy.Main', '--properties', settings],
    ],
    log,
    pidFile: join(folder, 's3.pid'),
    mark: settings,
    deathSignal: 'KILL',
  });
  let gone = false;
  void child.exited.then(() => {
    gone = true;
  });
  for (const end = Date.now() + STARTS_WITHIN_MS; ; await sleep(50)) {
    const answers = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answers) return { endpoint, keyId, secret, stop: () => child.stop() };
    if (gone || Date.now() > end) throw new StackError(`The S3 server does not come up; end of ${log}:\n${tail(log)}`);
  }
}
