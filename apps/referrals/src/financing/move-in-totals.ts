// SPDX-License-Identifier: MPL-2.0
// Indflytningsudgift: what moving in costs, what of it the loan pays, and what is left for the citizen (domain.md 4.3).
import { addDays, addMonths, type LocalDate, type Oere, rentForPeriod, sum } from '#domain';

export interface MoveIn {
  /** The first day of the tenancy. */
  startsOn: LocalDate;
  /** Øre per month, without utilities: what deposit and prepaid rent are counted of. */
  rentOere: Oere;
  utilitiesOere: Oere;
  depositMonths: number;
  prepaidMonths: number;
}

export interface MoveInTotals {
  depositOere: Oere;
  prepaidOere: Oere;
  /** From the first day to the end of its month. */
  firstRentOere: Oere;
  firstUtilitiesOere: Oere;
  totalOere: Oere;
}

/** A part of the first month is rounded once per component, half up (domain.md 13.2). */
export function moveInTotals({
  startsOn,
  rentOere,
  utilitiesOere,
  depositMonths,
  prepaidMonths,
}: MoveIn): MoveInTotals {
  const lastDay = addDays(addMonths(`${startsOn.slice(0, 8)}01`, 1), -1);
  const first = rentForPeriod({ rent: rentOere, utilities: utilitiesOere }, startsOn, lastDay);
  const [depositOere, prepaidOere] = [depositMonths * rentOere, prepaidMonths * rentOere];
  return {
    depositOere,
    prepaidOere,
    firstRentOere: first.rent,
    firstUtilitiesOere: first.utilities,
    totalOere: sum([depositOere, prepaidOere, first.rent, first.utilities]),
  };
}
