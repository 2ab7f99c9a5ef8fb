// SPDX-License-Identifier: MPL-2.0
import { addDays, addMonths, capped, type LocalDate, type Oere, rentByMonth, sum } from '#domain';

export interface VacancyOut {
  from: LocalDate;
  through: LocalDate | null;
  months: { from: LocalDate; to: LocalDate; days: number; rentOere: Oere; utilitiesOere: Oere }[];
  rentOere: Oere;
  utilitiesOere: Oere;
  totalOere: Oere;
  capped: boolean;
}

export function vacancyOut(input: {
  movedOutOn: LocalDate;
  rentChargedThrough: LocalDate | null;
  nextTenancyFrom: LocalDate | null;
  paidElsewhereFrom: LocalDate | null;
  rentOere: Oere;
  utilitiesOere: Oere;
  includesUtilities: boolean;
  capMonths: number | null;
}): VacancyOut | null {
  const { movedOutOn, rentChargedThrough, nextTenancyFrom, paidElsewhereFrom, rentOere, capMonths } = input;
  const charged = rentChargedThrough ?? movedOutOn;
  const from = addDays(charged > movedOutOn ? charged : movedOutOn, 1);
  const monthly = { rent: rentOere, utilities: input.includesUtilities ? input.utilitiesOere : 0 };
  const ends = [nextTenancyFrom, paidElsewhereFrom].flatMap((day) => (day ? [addDays(day, -1)] : [])).toSorted();
  const reached = capMonths === null ? null : addDays(addMonths(from, capMonths), -1);
  const through = ends[0] ?? reached;
  if (through !== null && through < from) return null;
  const months = (through === null ? [] : rentByMonth(monthly, from, through)).map(({ amounts, ...month }) => ({
    ...month,
    rentOere: amounts.rent,
    utilitiesOere: amounts.utilities,
  }));
  const inAll = (component: 'rent' | 'utilities') => sum(months.map((month) => month[`${component}Oere`]));
  const most = (component: 'rent' | 'utilities') => (capMonths === null ? null : capMonths * monthly[component]);
  const rent = capped(inAll('rent'), most('rent'));
  const utilities = capped(inAll('utilities'), most('utilities'));
  const isCapped = rent < inAll('rent') || utilities < inAll('utilities');
  return {
    from,
    through,
    months,
    rentOere: rent,
    utilitiesOere: utilities,
    totalOere: rent + utilities,
    capped: isCapped,
  };
}
