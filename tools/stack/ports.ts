// SPDX-License-Identifier: MPL-2.0
import { SERVICES, type ServiceName } from '#contracts/topics';
import { requireFreePort, StackError } from './child.ts';

export interface Ports {
  postgres: number;
  /** Clients; the controller has the next one. */
  kafka: number;
  issuer: number;
  services: Record<ServiceName, { api: number; management: number }>;
}

/** @throws StackError for a setting that is no port. */
export function readPorts(): Ports {
  const services = SERVICES.map((service, index) => {
    const name = service.toUpperCase();
    const api = port(`${name}_PORT`, 4101 + index);
    return [service, { api, management: port(`${name}_MANAGEMENT_PORT`, api + 100) }];
  });
  return {
    postgres: port('POSTGRES_PORT', 4432),
    kafka: port('KAFKA_PORT', 4492),
    issuer: port('OIDC_PORT', 4100),
    services: Object.fromEntries(services) as Ports['services'],
  };
}

function port(name: string, preset: number): number {
  const text = process.env[name];
  const value = text ? Number(text) : preset;
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw new StackError(`${name}=${text} is not a port.`);
  return value;
}

/** Before anything is started. @throws StackError naming the first taken port and its setting. */
export async function requireAllFree(ports: Ports): Promise<void> {
  const { DATABASE_URL, KAFKA_BROKERS, OIDC_ISSUER } = process.env;
  if (!DATABASE_URL) await requireFreePort(ports.postgres, 'POSTGRES_PORT', 'PostgreSQL');
  if (!KAFKA_BROKERS) {
    await requireFreePort(ports.kafka, 'KAFKA_PORT', 'Kafka');
    await requireFreePort(ports.kafka + 1, 'KAFKA_PORT', 'Kafka controller, KAFKA_PORT + 1');
  }
  if (!OIDC_ISSUER) await requireFreePort(ports.issuer, 'OIDC_PORT', 'issuer');
  for (const service of SERVICES) {
    const { api, management } = ports.services[service];
    await requireFreePort(api, `${service.toUpperCase()}_PORT`, service);
    await requireFreePort(management, `${service.toUpperCase()}_MANAGEMENT_PORT`, `${service}: health and metrics`);
  }
}
