// SPDX-License-Identifier: MPL-2.0
// When an action on an agreement is refused, besides what its text must hold (legal-basis.ts).
import { addMonths, type Guard, isOutside, type LocalDate } from '#domain';
import { landlordIsNotRegistered } from '../landlord/landlord.js';
import type { NamedEntryPoint } from './agreement-terms.dto.js';
import {
  type Agreement,
  type Facts,
  isStillUsed,
  lastDayAgreed,
  lastDayOf,
  noticeEndsOn,
  noticeMonths,
  openVersion,
} from './case.js';
import type { NewText } from './governing-text.js';
import { dateIsOutside, datesOutside } from './text-dates.js';
import type { AgreementVersion } from './versions.js';

export const landlordIsRegistered: Guard<null, Facts> = {
  ...landlordIsNotRegistered,
  field: 'landlordRef',
  refuses: (_, { landlord }) => landlord === null,
};

/** For what a draft must never say, whatever else is still open. */
export const datesArePlausible = {
  ...dateIsOutside,
  refuses: (agreement: Agreement | null, { today }: Facts, { text: { terms } }: { text: NewText }) =>
    datesOutside(terms, agreement, today),
};

export const versionOneBeginsWithTerm = {
  code: 'first-version-begins-with-the-term',
  da: 'Den første version gælder fra aftalens første dag, {from}.',
  en: 'The first version takes effect on the first day of the agreement, {from}.',
  field: 'effectiveFrom',
  source: 'domain.md 3.4',
  refuses: (agreement: Agreement | null, _: unknown, { text: { terms } }: { text: NewText }) => {
    const { term, effectiveFrom } = terms;
    const isFirst = agreement === null || openVersion(agreement)?.no === 1;
    return (
      isFirst && term !== undefined && effectiveFrom !== undefined && effectiveFrom !== term.from && { from: term.from }
    );
  },
};

export const versionIs = (...states: AgreementVersion['state'][]): Guard<Agreement, Facts> => ({
  code: 'version-is-not-there-yet',
  da: 'Den version, der forhandles, har tilstanden {state}; det kræver {allowed}.',
  en: 'The version under negotiation is in state {state}; this takes {allowed}.',
  source: 'domain.md 3.4',
  refuses: (agreement) => {
    const state = openVersion(agreement)?.state ?? 'NONE';
    return !states.includes(state as AgreementVersion['state']) && { state, allowed: states };
  },
});

export const noVersionIsOpen: Guard<Agreement, Facts> = {
  code: 'revision-is-open-already',
  da: 'Version {no} er allerede under forhandling.',
  en: 'Version {no} is under negotiation already.',
  source: 'domain.md 3.4',
  refuses: (agreement) => {
    const open = openVersion(agreement);
    return open !== undefined && { no: open.no };
  },
};

interface OfText {
  hash: string;
}

export const isTheNewestText: Guard<Agreement, Facts, OfText> = {
  code: 'text-has-changed',
  da: 'Teksten er ændret, siden I så den. Læs den nye tekst, og send dens hash.',
  en: 'The text has changed since you saw it. Read the new text and send its hash.',
  field: 'hash',
  source: 'domain.md 3.4',
  refuses: (agreement, _, { hash }) => openVersion(agreement)?.hash !== hash,
};

export const isNotApprovedYet: Guard<Agreement, Facts, object> = {
  code: 'text-is-approved-already',
  da: 'I har allerede godkendt teksten. Nu mangler den anden part.',
  en: 'You have approved the text already. The other party has not.',
  source: 'domain.md 3.4',
  refuses: (agreement, { by }) => openVersion(agreement)?.approvals.some(({ party }) => party === by) ?? false,
};

export const isNotSignedYet: Guard<Agreement, Facts, object> = {
  code: 'text-is-signed-already',
  da: 'I har allerede underskrevet. Nu mangler den anden part.',
  en: 'You have signed already. The other party has not.',
  source: 'domain.md 3.4',
  refuses: (agreement, { by }) => openVersion(agreement)?.signatures.some(({ party }) => party === by) ?? false,
};

/** A text is signed once it is there: an earlier date would make its terms reach back. */
export const isSignedSinceAgreed: Guard<Agreement, Facts, { signedOn: LocalDate }> = {
  code: 'signature-date-is-outside-its-window',
  da: 'Teksten blev godkendt af begge {earliest}. Underskriften skal være dateret fra den dag til {latest}.',
  en: 'Both approved the text on {earliest}. The signature must be dated from that day to {latest}.',
  field: 'signedOn',
  source: 'domain.md 13.4',
  refuses: (agreement, { today }, { signedOn }) => {
    const agreedOn = openVersion(agreement)?.approvals.map(({ approvedOn }) => approvedOn);
    return isOutside({ earliest: agreedOn?.toSorted().at(-1) ?? today, latest: today }, signedOn);
  },
};

export const termIsNotOver: Guard<Agreement, Facts, object> = {
  code: 'term-is-over',
  da: 'Aftalens løbetid endte {latest}. Aftal en ny, før der skrives under.',
  en: 'The term ended {latest}. Agree another one before signing.',
  source: 'domain.md 3.4',
  refuses: ({ termTo, versions }, { today, texts }) => {
    const open = openVersion({ versions });
    const latest = (open && texts[open.no]?.term?.to) ?? termTo;
    return latest < today && { latest };
  },
};

/** A text that changes what is in force may not reach back behind the signatures. */
export const takesEffectAfterSigning: Guard<Agreement, Facts, { signedOn: LocalDate }> = {
  code: 'effective-date-is-before-signature',
  da: 'En ny version kan tidligst gælde fra {earliest}, den dag begge har underskrevet.',
  en: 'A next version can take effect from {earliest}, the day both have signed.',
  field: 'signedOn',
  source: 'domain.md 3.4',
  refuses: (agreement, _, { signedOn }) => {
    const open = openVersion(agreement);
    const earliest = [signedOn, ...(open?.signatures ?? []).map((one) => one.signedOn)].toSorted().at(-1) as LocalDate;
    return open !== undefined && open.no > 1 && open.effectiveFrom < earliest && { earliest };
  },
};

/** Every text that comes into force is compared with what was signed, character by character. */
export const textIsAsSigned: Guard<Agreement, Facts> = {
  code: 'signed-text-was-changed',
  da: 'Teksten er ikke den, der blev underskrevet. Aftalen kan ikke træde i kraft.',
  en: 'The text is not the one that was signed. The agreement cannot come into force.',
  source: 'domain.md 3.4',
  refuses: (agreement, { isIntact }) => {
    const open = openVersion(agreement);
    return !isIntact || (open?.signatures ?? []).some(({ hash }) => hash !== open?.hash);
  },
};

export const effectiveDayHasCome: Guard<Agreement, Facts> = {
  code: 'version-takes-effect-later',
  da: 'Versionen gælder først fra {earliest}.',
  en: 'The version takes effect on {earliest}.',
  source: 'domain.md 3.4',
  refuses: (agreement, { today }) => {
    const effectiveFrom = openVersion(agreement)?.effectiveFrom;
    return effectiveFrom !== undefined && effectiveFrom > today && { earliest: effectiveFrom };
  },
};

export const noticeIsLongEnough: Guard<Agreement, Facts, { endsOn?: LocalDate }> = {
  code: 'notice-is-too-short',
  da: 'Med aftalens varsel på {noticeMonths} måneder er sidste dag tidligst {earliest}.',
  en: "With the agreement's notice of {noticeMonths} months the last day is {earliest} at the earliest.",
  field: 'endsOn',
  source: 'domain.md 3.4',
  refuses: (agreement, facts, { endsOn }) => {
    const earliest = noticeEndsOn(agreement, facts);
    return (
      noticeEndsOn(agreement, facts, endsOn) < earliest && { noticeMonths: noticeMonths(agreement, facts), earliest }
    );
  },
};

export const noticeEndsWithinTerm: Guard<Agreement, Facts, { endsOn?: LocalDate }> = {
  code: 'notice-ends-after-the-term',
  da: 'Aftalen løber kun til {latest}; en opsigelse til en senere dag har ingen virkning.',
  en: 'The agreement runs until {latest} only; notice for a later day has no effect.',
  field: 'endsOn',
  source: 'domain.md 3.4',
  refuses: (agreement, facts, { endsOn }) => {
    const latest = lastDayAgreed(agreement, facts);
    return noticeEndsOn(agreement, facts, endsOn) > latest && { latest };
  },
};

export const noticeHasRunOut: Guard<Agreement, Facts> = {
  code: 'notice-still-runs',
  da: 'Opsigelsen løber til {latest}.',
  en: 'The notice runs until {latest}.',
  source: 'domain.md 3.4',
  refuses: (agreement, { today }) => today <= lastDayOf(agreement) && { latest: lastDayOf(agreement) },
};

export const termHasRunOut: Guard<Agreement, Facts> = {
  code: 'term-still-runs',
  da: 'Aftalen løber til {latest}.',
  en: 'The agreement runs until {latest}.',
  source: 'domain.md 13.2',
  refuses: ({ termTo }, { today }) => today <= termTo && { latest: termTo },
};

export const nothingIsOpen: Guard<Agreement, Facts> = {
  code: 'tenancies-or-claims-are-open',
  da: 'Der er stadig lejemål eller krav under aftalen.',
  en: 'There are still tenancies or claims under the agreement.',
  source: 'domain.md 3.4',
  refuses: (_, facts) => isStillUsed(facts),
};

export const somethingIsOpen: Guard<Agreement, Facts> = {
  code: 'tenancies-and-claims-are-settled',
  da: 'Der er hverken lejemål eller krav under aftalen.',
  en: 'There are neither tenancies nor claims under the agreement.',
  source: 'domain.md 3.4',
  refuses: (_, facts) => !isStillUsed(facts),
};

export const standInIsNamed: Guard<
  unknown,
  Pick<Facts, 'today'>,
  Pick<NamedEntryPoint, 'awayFrom' | 'standInMailbox' | 'standInPhone'>
> = {
  code: 'stand-in-is-missing',
  da: 'Den, der svarer i fraværet, skal have både postkasse og telefon.',
  en: 'Whoever answers during the absence must have both a mailbox and a phone.',
  field: 'standInMailbox',
  source: 'F5',
  refuses: (_, __, { awayFrom, standInMailbox, standInPhone }) =>
    awayFrom !== undefined && (!standInMailbox || !standInPhone),
};

type Absence = Pick<NamedEntryPoint, 'awayFrom' | 'awayTo'>;

/** How long before and after today an absence may begin, and how long it may last. */
const ABSENCE_MONTHS = 12;

export const absenceIsPlausible: Guard<unknown, Pick<Facts, 'today'>, Absence> = {
  code: 'absence-is-outside-its-window',
  da: 'Et fravær har en første dag fra {from} til {until} og en sidste dag derefter, senest et år efter den første.',
  en: 'An absence has a first day from {from} to {until} and a last day after it, at most a year after the first.',
  field: 'awayTo',
  source: 'F5; domain.md 13.4',
  refuses: (_, { today }, { awayFrom, awayTo }) => {
    if (awayFrom === undefined && awayTo === undefined) return false;
    const [from, until] = [addMonths(today, -ABSENCE_MONTHS), addMonths(today, ABSENCE_MONTHS)];
    const isPlausible =
      awayFrom !== undefined &&
      !isOutside({ earliest: from, latest: until }, awayFrom) &&
      awayTo !== undefined &&
      !isOutside({ earliest: awayFrom, latest: addMonths(awayFrom, ABSENCE_MONTHS) }, awayTo);
    return !isPlausible && { from, until };
  },
};

/** A guard of the contacts, for a text that names them. */
export const named = (guard: typeof standInIsNamed | typeof absenceIsPlausible) => ({
  ...guard,
  field: `singleEntryPoint/${guard.field}`,
  refuses: (_: unknown, facts: Facts, { text: { terms } }: { text: NewText }) =>
    terms.singleEntryPoint !== undefined && guard.refuses(null, facts, terms.singleEntryPoint),
});
