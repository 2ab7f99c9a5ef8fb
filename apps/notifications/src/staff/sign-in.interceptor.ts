// SPDX-License-Identifier: MPL-2.0
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { StaffFlows } from './staff.flows.js';

/** Around every request: the register of staff is fed by whoever of the municipality calls. */
@Injectable()
export class SignInInterceptor implements NestInterceptor {
  constructor(private readonly staff: StaffFlows) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const context = execution.getType() === 'http' && execution.switchToHttp().getRequest<FastifyRequest>().context;
    if (context && context.actor?.kind === 'person' && !context.actor.landlordRef)
      context.actor = await this.staff.signedIn(context.actor, context);
    return next.handle();
  }
}
