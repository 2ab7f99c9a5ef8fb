// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parseDocument } from 'yaml';

/** What the check needs to know of the repository; a test gives a small one. */
export interface Repository {
  exists(path: string): boolean;
  read(path: string): string;
  /** Names of the settings of a service, as its config class has them. */
  settingsOf(service: string): readonly string[];
  /** Names that the provisioning step reads. */
  provisionSettings: readonly string[];
}

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string; args?: Record<string, string> };
  command?: string[];
  environment?: Record<string, unknown>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  ports?: string[];
  volumes?: string[];
  restart?: string;
}

interface Compose {
  services?: Record<string, Service>;
  volumes?: Record<string, unknown>;
}

/** schema/compose-spec.json of github.com/compose-spec/compose-spec at 170098ba (2026-06-23), Apache-2.0. */
const schema = JSON.parse(readFileSync(new URL('./compose-spec.json', import.meta.url), 'utf8'));
// The https address of its dialect is not one that ajv knows; draft 7 is what it speaks by itself.
const isCompose = new Ajv({ strict: false, allErrors: true }).compile({ ...schema, $schema: undefined });
const HANDBOOK = 'deploy/README.md';

/**
 * Checks a docker-compose.yml as far as that is possible without an engine: the Compose Specification's schema, and what
 * is between two of its parts, or between it and the repository.
 * @returns one sentence per fault, empty when all is well
 */
export function composeFaults(text: string, repository: Repository): string[] {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) return document.errors.map(({ message }) => `not YAML: ${message}`);
  const compose = document.toJS() as Compose;
  const services = Object.entries(compose.services ?? {});
  if (!isCompose(compose))
    return (isCompose.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath || 'the file'} ${message} ${params.additionalProperty ?? ''}`.trim(),
    );
  const faults = variableFaults(text, repository);
  for (const [name, service] of services)
    faults.push(
      ...[
        ...imageFaults(service, repository),
        ...dependencyFaults(name, service, compose.services ?? {}, repository),
        ...environmentFaults(name, service, repository),
        ...volumeFaults(service, compose, repository),
      ].map((fault) => `${name}: ${fault}`),
    );
  const dockerfiles = new Set(services.flatMap(([, { build }]) => build?.dockerfile ?? []));
  if (dockerfiles.size > 1) faults.push(`${[...dockerfiles].join(' and ')}: one Dockerfile is to serve all`);
  const ports = services.flatMap(([, service]) => service.ports ?? []).map(hostPort);
  for (const port of new Set(ports))
    if (ports.filter((other) => other === port).length > 1) faults.push(`host port ${port} is given to two services`);
  return faults;
}

/** `"127.0.0.1:${X:-4201}:4200"` → `4201` */
const hostPort = (port: string) =>
  port
    .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
    .split(':')
    .at(-2);

function variableFaults(text: string, { exists, read }: Repository): string[] {
  const handbook = exists(HANDBOOK) ? read(HANDBOOK) : '';
  const code = text.replace(/^\s*#.*$/gm, '');
  const found = [...code.matchAll(/\$\{(\w+)([^}]*)\}/g)].map(([, name = '', rest = '']) => ({ name, rest }));
  const bare = found
    .filter(({ rest }) => !/^:[-?]/.test(rest))
    .map(({ name }) => `\${${name}} has neither a default (:-) nor a sentence for who forgot it (:?)`);
  const unknown = [...new Set(found.map(({ name }) => name))]
    .filter((name) => !new RegExp(`\`${name}\``).test(handbook))
    .map((name) => `\${${name}} is not explained in ${HANDBOOK}`);
  const secrets = found
    .filter(({ name, rest }) => /PASSWORD|SECRET/.test(name) && !/^:(\?|-dev-only)/.test(rest))
    .map(({ name }) => `the default of \${${name}} does not begin with "dev-only", so it could pass for a real one`);
  return [...bare, ...unknown, ...secrets];
}

function imageFaults({ image, build, command }: Service, { exists, read }: Repository): string[] {
  if (!build) {
    if (!image) return ['has neither image nor build'];
    return /:[^:/]*\d[^:/]*$/.test(image) ? [] : [`the image ${image} names no version`];
  }
  if (!exists(build.dockerfile)) return [`${build.dockerfile} does not exist`];
  const declared = [...read(build.dockerfile).matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
  const faults = Object.keys(build.args ?? {})
    .filter((name) => !declared.includes(name))
    .map((name) => `the Dockerfile has no ARG ${name}`);
  // In the image, `service/` is the compiled folder of the service it was built for.
  const source = (command?.[1] ?? 'service/main.js').replace(
    /^service\/(.*)\.js$/,
    `apps/${build.args?.SERVICE}/src/$1.ts`,
  );
  if (!exists(source)) faults.push(`would run ${source}, which does not exist`);
  return faults;
}

function dependencyFaults(
  name: string,
  service: Service,
  all: Record<string, Service>,
  { exists, read }: Repository,
): string[] {
  const faults: string[] = [];
  for (const [target, { condition }] of Object.entries(service.depends_on ?? {})) {
    const other = all[target];
    if (!other) faults.push(`depends on ${target}, which does not exist`);
    else if (condition === 'service_completed_successfully' && other.restart !== 'no')
      faults.push(`waits for ${target} to end, but ${target} would be restarted`);
    else if (
      condition === 'service_healthy' &&
      !(other.healthcheck?.test || (!other.healthcheck && imageIsChecked(other)))
    )
      faults.push(`waits for ${target} to be healthy, but ${target} has no health check`);
  }
  if (reaches(name, name, all)) faults.push('waits for itself');
  if (service.restart !== 'no' && !service.healthcheck?.test && !imageIsChecked(service))
    faults.push('has no health check');
  return faults;

  function imageIsChecked({ build }: Service): boolean {
    return build !== undefined && exists(build.dockerfile) && /^HEALTHCHECK /m.test(read(build.dockerfile));
  }
}

function reaches(from: string, goal: string, all: Record<string, Service>, seen = new Set<string>()): boolean {
  return Object.keys(all[from]?.depends_on ?? {}).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(next, goal, all, seen);
  });
}

/** What our own programs would silently ignore. */
function environmentFaults(
  name: string,
  { build, command, environment = {} }: Service,
  repository: Repository,
): string[] {
  if (!build) return [];
  const known = command?.[1]?.startsWith('tools/provision/')
    ? repository.provisionSettings
    : command?.[1]?.endsWith('migrate.js')
      ? ['DATABASE_URL']
      : repository.settingsOf(name);
  return Object.keys(environment)
    .filter((variable) => !known.includes(variable) && !known.includes(variable.replace(/_FILE$/, '')))
    .map((variable) => `${variable} is no setting of it`);
}

function volumeFaults({ volumes = [] }: Service, compose: Compose, { exists }: Repository): string[] {
  return volumes.flatMap((volume) => {
    const [source = ''] = volume.split(':');
    if (source.startsWith('.')) return exists(source) ? [] : [`${source} does not exist`];
    return source in (compose.volumes ?? {}) ? [] : [`the volume ${source} is not declared`];
  });
}
