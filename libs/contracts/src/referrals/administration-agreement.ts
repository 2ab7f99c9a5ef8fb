// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { DateOnly, OneOf, Reference } from '../fields.js';

/** Who pays the rent of a tenancy, and from when. Nothing of why. */
export class AdministrationAgreementState {
  @Reference()
  tenancyRef: string;

  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @OneOf(['municipality', 'tenant'])
  rentPaidBy: 'municipality' | 'tenant';

  /** The first day for which it is so. */
  @DateOnly()
  from: LocalDate;
}
