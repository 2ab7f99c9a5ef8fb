// SPDX-License-Identifier: MPL-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of docker-compose.yml
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { ServiceConfig } from '../libs/service/src/config.js';
import { composeFaults, type Repository } from '../tools/compose-check/compose-check.ts';
import { ROOT } from '../tools/contracts/project.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** What the provisioning step reads, by its own words. */
const provision = [...read('tools/provision/main.ts').matchAll(/\b([A-Z]+_[A-Z_]+[A-Z])\b/g)].map(
  ([, name = '']) => name,
);
const services = ['agreements', 'referrals', 'incidents', 'notifications'];
const configs = new Map<string, () => unknown>();
for (const service of services) {
  const path = `../apps/${service}/src/${service}.config.ts`;
  const module = existsSync(join(ROOT, path.slice(3))) ? await import(path) : {};
  const own = Object.values(module).find(
    (value) => typeof value === 'function' && value.prototype instanceof ServiceConfig,
  );
  configs.set(service, (own as () => unknown) ?? ServiceConfig);
}

const repository: Repository = {
  exists: (path) => existsSync(join(ROOT, path)),
  read,
  settingsOf: (service) =>
    getMetadataStorage()
      .getTargetValidationMetadatas(configs.get(service) ?? ServiceConfig, '', false, false)
      .map(({ propertyName }) => propertyName),
  provisionSettings: [
    ...provision,
    ...services.flatMap((service) => [
      `${service.toUpperCase()}_OWNER_PASSWORD`,
      `${service.toUpperCase()}_APP_PASSWORD`,
    ]),
  ],
};
const compose = read('docker-compose.yml');

test('docker-compose.yml is sound', () => expect(composeFaults(compose, repository)).toEqual([]));

describe('a broken docker-compose.yml is refused:', () => {
  const broken: [string, string, string][] = [
    ['not YAML', 'services:\n', 'services:\n  - : [\n'],
    [
      '/services/postgres must NOT have additional properties enviroment',
      '    environment:\n      POSTGRES_DB',
      '    enviroment:\n      POSTGRES_DB',
    ],
    ['/services/postgres/healthcheck/retries must be number', 'retries: 30', 'retries: [30]'],
    ['/services/kafka/depends_on', '    restart: unless-stopped\n\n  # Roles', '    depends_on: postgres\n\n  # Roles'],
    ['condition must be equal to one of the allowed values', 'condition: service_healthy', 'condition: service_well'],
    ['${OIDC_AUDIENCE} has neither a default', '${OIDC_AUDIENCE:-indgang}', '${OIDC_AUDIENCE}'],
    ['${OIDC_CLIENT} is not explained', '${OIDC_AUDIENCE:-indgang}', '${OIDC_CLIENT:-indgang}'],
    ['does not begin with "dev-only"', ':-dev-only-postgres}', ':-postgres}'],
    ['the image postgres names no version', 'postgres:17', 'postgres'],
    [
      'deploy/Dockerfile.other does not exist',
      'dockerfile: deploy/Dockerfile\n',
      'dockerfile: deploy/Dockerfile.other\n',
    ],
    ['the Dockerfile has no ARG SERVCE', 'SERVICE: incidents', 'SERVCE: incidents'],
    ['would run tools/provision/start.ts', 'tools/provision/main.ts', 'tools/provision/start.ts'],
    ['depends on provison, which does not exist', '      provision:\n', '      provison:\n'],
    ['would be restarted', 'restart: "no"', 'restart: always'],
    [
      'kafka has no health check',
      'test: ["CMD", "/opt/kafka/bin/kafka-broker-api-versions.sh", "--bootstrap-server", "localhost:9092"]',
      'start_period: 1s',
    ],
    [
      'waits for itself',
      'depends_on:\n      postgres:',
      'depends_on:\n      incidents:\n        condition: service_started\n      postgres:',
    ],
    ['OIDC_AUDIENCES is no setting of it', '  OIDC_AUDIENCE:', '  OIDC_AUDIENCES:'],
    ['the volume kafka is not declared', 'volumes:\n  postgres:\n  kafka:', 'volumes:\n  postgres:'],
    ['host port 4101 is given to two services', ':-4102}', ':-4101}'],
  ];
  test.each(broken)('%s', (fault, from, to) => {
    expect(compose).toContain(from);
    expect(composeFaults(compose.replace(from, to), repository).join('\n')).toContain(fault);
  });
});
