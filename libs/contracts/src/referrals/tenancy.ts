// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import {
  Amount,
  DateOnly,
  Form,
  LeaseNumber,
  OneOf,
  Optional,
  OrNull,
  Reference,
  STAFF_ID,
  TEAM_CODE,
  Whole,
  YesNo,
} from '../fields.js';

/** `STRUCK`: it was registered in error, there is no such tenancy. */
export const TENANCY_STATES = ['STARTED', 'ENDED', 'STRUCK'] as const;

/** References, dates and the monthly amounts of a tenancy. Who the citizen is, only the citizen vault knows. */
export class TenancyState {
  @Reference()
  tenancyRef: string;

  @Reference()
  agreementRef: string;

  /** The signed text that the tenancy is settled by (domain.md 3.4). */
  @Whole(1, 10_000)
  agreementVersionAtStart: number;

  @Reference()
  dwellingRef: string;

  @Reference()
  landlordRef: string;

  @Reference()
  citizenRef: string;

  @Optional()
  @LeaseNumber()
  landlordReference?: string;

  /** Decides who reaches out when something goes wrong (domain.md 5.3). */
  @YesNo()
  hasSupportWorker: boolean;

  /** `staffId` of the tenant's support worker; absent: there is none, or a team stands for one. */
  @Optional()
  @Form(STAFF_ID)
  supportWorker?: string;

  /** Code of the team of the support worker. */
  @Optional()
  @Form(TEAM_CODE)
  supportTeam?: string;

  @OneOf(TENANCY_STATES)
  state: (typeof TENANCY_STATES)[number];

  @DateOnly()
  startedOn: LocalDate;

  /** The last day. */
  @OrNull()
  @DateOnly()
  endedOn: LocalDate | null;

  @Amount()
  rentOere: Oere;

  @Amount()
  utilitiesOere: Oere;

  /** As the lease has it; absent: not told. */
  @Optional()
  @Amount()
  depositOere?: Oere;

  /** As the lease has it; absent: not told. */
  @Optional()
  @Amount()
  prepaidRentOere?: Oere;
}
