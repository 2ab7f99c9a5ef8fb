// SPDX-License-Identifier: MPL-2.0
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/**
 * A route with one field that is for a civil registration number, such as `cpr` or `citizen/cpr`. Every other text is refused
 * for one.
 */
export const TakesCpr = (field: string) =>
  applyDecorators(RouteConfig({ takesCpr: field }), ApiExtension('x-takes-cpr', field));
