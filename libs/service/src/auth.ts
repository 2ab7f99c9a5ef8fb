// SPDX-License-Identifier: MPL-2.0
import { isIP } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { applyDecorators, type CanActivate, type ExecutionContext, RequestMethod, SetMetadata } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role } from '#contracts/roles';
import { type Actor, Problem } from '#persistence';
import type { AccessTokens } from './access-token.js';
import { BootError } from './config.js';
import { timesSent } from './request.js';

const ALLOWED = 'indgang:allowed';

/** Roles that may call a route at all; the rules of the case decide the rest. On a method, or on a class for all of it. */
export const Allow = (...roles: [Role, ...Role[]]) =>
  applyDecorators(SetMetadata(ALLOWED, roles), ApiExtension('x-roles', roles));

/** A route without a token: descriptions of the service, never a case. */
export const Public = () => applyDecorators(SetMetadata(ALLOWED, 'public'), ApiExtension('x-roles', 'public'));

export type Allowed = readonly Role[] | 'public';

const allowedOn = (method: object, controller: object): Allowed | undefined =>
  Reflect.getMetadata(ALLOWED, method) ?? Reflect.getMetadata(ALLOWED, controller);

/** Who calls, and may he call this route: 401, 403, 429. Registered for HTTP only; messages have no caller. */
export class AuthGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly limit: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const allowed = allowedOn(context.getHandler(), context.getClass()) ?? [];
    if (allowed === 'public') {
      this.limit.countStranger(request);
      return true;
    }
    const actor = request.context.actor ?? (await this.identify(request));
    if (!allowed.some((role) => actor.roles.includes(role))) throw new Problem(403, 'role-not-allowed');
    return true;
  }

  /** Once for each request, before its body is read where it has one. */
  async identify(request: FastifyRequest): Promise<Actor> {
    if (timesSent(request, 'authorization') > 1) throw new Problem(401, 'token-invalid');
    const { actor, said, contradiction } = await this.tokens.caller(request.headers.authorization);
    request.context.actor = actor;
    request.context.said = said;
    this.limit.count(`actor ${actor.id}`);
    if (contradiction) throw new Problem(403, contradiction);
    return actor;
  }
}

const MINUTE = 60_000;

/**
 * Requests per client and minute in this process. Not @nestjs/throttler: it keeps every request of the last minute and
 * goes through them all at each one.
 */
export class RateLimit {
  private counts = new Map<string, number>();
  private until = 0;

  constructor(private readonly perMinute: number) {}

  /**
   * A request of which nobody knows who sent it, by its address, and once whatever comes of it: a token that is missing or
   * bad, an unknown address, a body that cannot be read. Who has a good token is counted by it and not by the address, so
   * no stranger uses up what is another's.
   * @throws Problem 429
   */
  countStranger({ context, ip, socket }: FastifyRequest): void {
    if (context?.isCounted) return;
    if (context) context.isCounted = true;
    this.count(`address ${countedAddress(ip) ?? socket.remoteAddress}`);
  }

  /** @throws Problem 429 with the seconds until the next minute begins */
  count(client: string): void {
    const now = performance.now();
    if (now >= this.until) {
      this.counts = new Map();
      this.until = now + MINUTE;
    }
    const count = (this.counts.get(client) ?? 0) + 1;
    this.counts.set(client, count);
    if (count > this.perMinute) {
      throw new Problem(429, 'too-many-requests', { retryAfterSeconds: Math.ceil((this.until - now) / 1000) });
    }
  }
}

/**
 * The address by which a client is counted: without the port that some proxies write, of IPv6 the network of 64 bits, which
 * one client has whole.
 * @returns undefined for what is no address
 */
export function countedAddress(said: string): string | undefined {
  const [, bracketed] = /^\[([0-9a-f:.]{2,45})\](?::\d{1,5})?$/i.exec(said) ?? [];
  const [, fourth] = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/i.exec(bracketed ?? said) ?? [];
  const address = fourth ?? bracketed ?? said.split('%')[0]!;
  if (isIP(address) !== 6) return isIP(address) ? address : undefined;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail ?? '')];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

export interface Route {
  method: string;
  path: string;
  allowed: Allowed;
  /** `Controller.method` */
  handler: string;
}

/**
 * Every HTTP route of the application with who may call it.
 * @throws BootError with the list of routes that say nothing, so that none is open by oversight
 */
export function routesOf(app: INestApplicationContext): Route[] {
  const routes: Route[] = [];
  const silent: string[] = [];
  const scanner = new MetadataScanner();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const prototype = (metatype as { prototype: Record<string, object> }).prototype;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const method = prototype[name] as object;
        const path = Reflect.getMetadata(PATH_METADATA, method);
        const verb = Reflect.getMetadata(METHOD_METADATA, method);
        if (path === undefined || verb === undefined) continue;
        const parts = [Reflect.getMetadata(PATH_METADATA, metatype as object), path].flatMap((part) =>
          String(part).split('/'),
        );
        const route = {
          method: RequestMethod[verb] ?? String(verb),
          path: `/${parts.filter(Boolean).join('/')}`,
          handler: `${(metatype as { name: string }).name}.${name}`,
        };
        const allowed = allowedOn(method, metatype as object);
        if (allowed) routes.push({ ...route, allowed });
        else silent.push(`${route.method} ${route.path} (${route.handler})`);
      }
    }
  }
  if (silent.length) throw new BootError(`routes without @Allow or @Public:\n  ${silent.join('\n  ')}`);
  return routes;
}
