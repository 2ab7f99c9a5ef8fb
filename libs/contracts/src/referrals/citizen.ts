// SPDX-License-Identifier: MPL-2.0
import { Reference, References } from '../fields.js';

/** A citizen who is forgotten. Nothing else of citizens is told to anybody. */
export class CitizenErasure {
  @Reference()
  citizenRef: string;

  /** The citizen's tenancies, by which the other services know the cases. */
  @References(1000)
  tenancyRefs: string[];
}
