// SPDX-License-Identifier: MPL-2.0
// The one command that is measured. To measure another, change this file and nothing else.
import type { ServiceName } from '#contracts/topics';
import { addDays, copenhagenDate } from '#domain';
import type { DemoUserName } from '../stack/demo-users.ts';
import { narrow, seedRentArrears } from './seed.ts';
import type { System } from './system.ts';

export interface MeasuredCommand {
  service: ServiceName;
  /** Case table of the service's schema. */
  table: string;
  user: DemoUserName;
  path(id: string): string;
  /** Version of a prepared case, for `If-Match`. */
  version: number;
  body?: object;
  /** Inserts cases on which the command is allowed once. @returns their ids */
  seed(system: System, count: number): Promise<string[]>;
}

export const command: MeasuredCommand = {
  service: 'incidents',
  table: 'rent_arrears',
  user: 'landlord_admin',
  path: (id) => `/v1/rent-arrears/${id}/agree-instalment-plan`,
  version: 1,
  body: { instalments: 6, firstDueOn: addDays(copenhagenDate(new Date()), 14), tenantAccepts: true },
  seed: (system, count) => seedRentArrears(system, { count, landlord: narrow.landlord, states: 'outreach' }),
};
