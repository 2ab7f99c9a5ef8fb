// SPDX-License-Identifier: MPL-2.0
// When an action on an agreement is refused, besides what its text must hold (legal-basis.ts).
import type { Guard, LocalDate } from '#domain';
import { landlordIsNotRegistered } from '../landlord/landlord.js';
import { type Agreement, type Facts, isStillUsed, noticeEndsOn, noticeMonths, openVersion } from './case.js';
import type { NewText } from './governing-text.js';
import type { AgreementVersion } from './versions.js';

export const landlordIsRegistered: Guard<null, Facts> = {
  ...landlordIsNotRegistered,
  field: 'landlordRef',
  refuses: (_, { landlord }) => landlord === null,
};

/** For what a draft must never be, whatever else is still open. */
export const termRunsForward = {
  code: 'term-ends-before-it-starts',
  da: 'Aftalens sidste dag skal være {earliest} eller senere.',
  en: 'The last day of the term must be {earliest} or later.',
  field: 'term/to',
  source: 'domain.md 3.2',
  refuses: (_: unknown, __: unknown, { text: { terms } }: { text: NewText }) =>
    terms.term !== undefined && terms.term.to < terms.term.from && { earliest: terms.term.from },
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

export const isSignedByToday: Guard<Agreement, Facts, { signedOn: LocalDate }> = {
  code: 'signature-is-in-the-future',
  da: 'Underskriften kan senest være dateret {latest}.',
  en: 'The signature can be dated {latest} at the latest.',
  field: 'signedOn',
  source: 'domain.md 3.2',
  refuses: (_, { today }, { signedOn }) => signedOn > today && { latest: today },
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
  refuses: (agreement, facts, { endsOn }) =>
    noticeEndsOn(agreement, facts, endsOn) > agreement.termTo && { latest: agreement.termTo },
};

export const noticeHasRunOut: Guard<Agreement, Facts> = {
  code: 'notice-still-runs',
  da: 'Opsigelsen løber til {latest}.',
  en: 'The notice runs until {latest}.',
  source: 'domain.md 3.4',
  refuses: ({ notice }, { today }) => notice !== null && today <= notice.endsOn && { latest: notice.endsOn },
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

export const standInIsNamed: Guard<
  Agreement,
  Facts,
  { awayFrom?: LocalDate; standInMailbox?: string; standInPhone?: string }
> = {
  code: 'stand-in-is-missing',
  da: 'Den, der svarer i fraværet, skal have både postkasse og telefon.',
  en: 'Whoever answers during the absence must have both a mailbox and a phone.',
  field: 'standInMailbox',
  source: 'F5',
  refuses: (_, __, { awayFrom, standInMailbox, standInPhone }) =>
    awayFrom !== undefined && (!standInMailbox || !standInPhone),
};

export const absenceRunsForward: Guard<Agreement, Facts, { awayFrom?: LocalDate; awayTo?: LocalDate }> = {
  code: 'absence-ends-before-it-starts',
  da: 'Fraværet skal have en første og en sidste dag, i den rækkefølge.',
  en: 'An absence needs a first and a last day, in that order.',
  field: 'awayTo',
  source: 'F5',
  refuses: (_, __, { awayFrom, awayTo }) =>
    (awayFrom === undefined) !== (awayTo === undefined) ||
    (awayFrom !== undefined && awayTo !== undefined && awayTo < awayFrom),
};
