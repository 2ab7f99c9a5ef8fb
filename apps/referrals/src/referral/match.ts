// SPDX-License-Identifier: MPL-2.0
// Match: what must hold before a dwelling is proposed to a citizen (domain.md 4.2). All that is wrong is said at once.
import type { Guard } from '#domain';
import type { AgreedQuota, Matched, MatchFacts, QuotaUse, Referral } from './case.js';

/** States of a vacancy that nobody else has. */
const IS_FREE: readonly string[] = ['REPORTED', 'RESERVED'];

type Check = Guard<Referral, MatchFacts, Matched>;
const FIELD = 'vacancyRef';
const SOURCE = 'domain.md 4.2';

const dwellingIsVacant: Check = {
  code: 'dwelling-is-not-vacant',
  field: FIELD,
  da: 'Der er ingen sådan ledig bolig, eller kommunen har den ikke længere.',
  en: 'There is no such vacant dwelling, or the municipality does not have it any more.',
  source: SOURCE,
  refuses: (_, { vacancy }) => !vacancy || !IS_FREE.includes(vacancy.state),
};

/** Held by a unique index too, for two at once. */
export const isNotTaken: Check = {
  code: 'dwelling-is-proposed-already',
  field: FIELD,
  da: 'Boligen er allerede foreslået en anden borger.',
  en: 'The dwelling is proposed to another citizen already.',
  source: SOURCE,
  refuses: (_, { vacancy }) => vacancy?.isTaken ?? false,
};

const isOfTheAgreement: Check = {
  code: 'vacancy-is-of-another-agreement',
  field: FIELD,
  da: 'Boligen hører til en anden aftale end den, borgeren er indstillet under.',
  en: 'The dwelling belongs to another agreement than the one that the citizen is referred under.',
  source: SOURCE,
  refuses: ({ agreementRef }, { vacancy }) => !!vacancy && vacancy.agreementRef !== agreementRef,
};

const agreementIsActive: Check = {
  code: 'agreement-is-not-active',
  field: FIELD,
  da: 'Aftalen er ikke i kraft; den har tilstanden {state}.',
  en: 'The agreement is not in effect; its state is {state}.',
  source: 'domain.md 3.4, 4.2',
  refuses: (_, { terms }) => terms?.state !== 'ACTIVE' && { state: terms?.state ?? 'unknown' },
};

const rentIsWithinCapacity: Check = {
  code: 'rent-is-more-than-the-citizen-can-pay',
  field: FIELD,
  da: 'Huslejen uden forbrug er {rentOere}, og borgeren kan højst betale {capacityOere}.',
  en: 'The rent without utilities is {rentOere}, and the citizen can pay {capacityOere} at most.',
  source: 'domain.md 4.2, 13.2',
  refuses: ({ paymentCapacityOere: capacityOere }, { vacancy }) =>
    !!vacancy && vacancy.rentOere > (capacityOere ?? 0) && { rentOere: vacancy.rentOere, capacityOere },
};

const householdFits: Check = {
  code: 'household-is-too-large-for-the-dwelling',
  field: FIELD,
  da: 'Boligen har {rooms} værelser: højst {most} personer.',
  en: 'The dwelling has {rooms} rooms: {most} persons at most.',
  source: SOURCE,
  refuses({ householdSize }, { vacancy, personsPerRoom }) {
    const rooms = vacancy?.rooms ?? null;
    const most = rooms === null ? null : rooms * personsPerRoom;
    return most !== null && householdSize > most && { rooms, most };
  },
};

const supportIsOrdered: Check = {
  code: 'support-is-not-ordered',
  da: 'Borgeren har brug for støtte fra første dag. Bestil den først.',
  en: 'The citizen needs support from the first day. Order it first.',
  source: SOURCE,
  refuses: ({ supportNeed, supportWorker, supportTeam }) =>
    supportNeed !== 'none' && supportWorker === null && supportTeam === null,
};

/**
 * Of every n vacancies the municipality may fill one, the first of them included: one of 1 to n, two of n + 1 to 2n. A cap
 * a year counts proposals by the day they were made.
 */
export function quotaLeft({ kind, n, maxPerYear }: AgreedQuota, use: QuotaUse): number {
  const ofEveryNth = kind === 'every_nth' && n ? Math.ceil(use.vacancies / n) - use.used : Number.POSITIVE_INFINITY;
  const ofTheYear = maxPerYear === undefined ? Number.POSITIVE_INFINITY : maxPerYear - use.usedThisYear;
  return Math.max(0, Math.min(ofEveryNth, ofTheYear));
}

const quotaIsNotUsed: Check = {
  code: 'quota-is-used',
  field: FIELD,
  da: 'Aftalens kvote er brugt: {used} af {vacancies} ledige boliger, heraf {usedThisYear} i år.',
  en: "The agreement's quota is used: {used} of {vacancies} vacant dwellings, {usedThisYear} of them this year.",
  source: 'domain.md 3.2, 4.2, 13.2',
  refuses: (_, { terms, quotaUse }) =>
    !!terms?.quota && !!quotaUse && quotaLeft(terms.quota, quotaUse) < 1 && { ...quotaUse },
};

export const matchChecks = [
  dwellingIsVacant,
  isNotTaken,
  isOfTheAgreement,
  agreementIsActive,
  rentIsWithinCapacity,
  householdFits,
  supportIsOrdered,
  quotaIsNotUsed,
] as const;
