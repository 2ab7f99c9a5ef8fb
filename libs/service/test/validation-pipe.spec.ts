// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import { Part } from '#contracts/fields';
import { RequestPipe } from '../src/validation-pipe.js';

class To {
  @IsOptional()
  @IsString()
  role?: string;

  @IsOptional()
  @IsString()
  team?: string;
}
class HandOver {
  @Part(() => To)
  to: To;

  @IsOptional()
  @IsString()
  reason?: string;
}

test.each([
  { to: { team: 'nord' } },
  { to: { team: 'nord', role: null }, reason: null },
])('what is absent or null in %j is no property of what a command reads, so that it takes no default away', async (body) => {
  const read = (await new RequestPipe().transform(body, { type: 'body', metatype: HandOver })) as HandOver;
  expect(read).toBeInstanceOf(HandOver);
  expect(Object.keys(read)).toEqual(['to']);
  expect({ role: 'support_worker', ...read.to }).toEqual({ role: 'support_worker', team: 'nord' });
});
