// SPDX-License-Identifier: MPL-2.0
// Samarbejdsaftale: from a draft over the negotiation to a signed text that steers everything else, its next versions, and
// its end (roadmap F1–F5; domain.md 3.4 and 13). Start reading here. Beside it: case.ts (the agreement), legal-basis.ts (what
// a text must hold), decisions.ts (what each action changes), versions.ts (which version binds a tenancy).
import type { AgreementState } from '#contracts/agreements/agreement';
import type { ActingRole } from '#contracts/roles';
import { addMonths, type Guard, type LocalDate, rules } from '#domain';
import { type Agreement, type Facts, openVersion, versionInForce } from './case.js';
import { isFitToShare, legalChecks } from './legal-basis.js';
import type { AgreementVersion, Party } from './versions.js';

type State = AgreementState['state'];

/** Side of the table that a role sits on. */
export const partyOf = (roles: readonly ActingRole[]): Party =>
  roles.includes('landlord_admin') ? 'landlord' : 'municipality';

// --- Guards ---

const landlordIsRegistered: Guard<null, { landlord: object | null }> = {
  code: 'landlord-is-not-registered',
  da: 'Udlejeren er ikke i registret. Registrér udlejeren først.',
  en: 'The landlord is not in the register. Register the landlord first.',
  field: 'landlordRef',
  source: 'domain.md 3.2',
  refuses: (_, { landlord }) => landlord === null,
};

/** For what a draft must never be, whatever else is still open. */
const termRunsForward = {
  code: 'term-ends-before-it-starts',
  da: 'Aftalens sidste dag skal være {earliest} eller senere.',
  en: 'The last day of the term must be {earliest} or later.',
  field: 'term/to',
  source: 'domain.md 3.2',
  refuses: (_: unknown, __: unknown, { term }: { term?: { from: LocalDate; to: LocalDate } | undefined }) =>
    term !== undefined && term.to < term.from && { earliest: term.from },
};

const versionOneBeginsWithTerm = {
  code: 'first-version-begins-with-the-term',
  da: 'Den første version gælder fra aftalens første dag, {from}.',
  en: 'The first version takes effect on the first day of the agreement, {from}.',
  field: 'effectiveFrom',
  source: 'domain.md 3.4',
  refuses: (
    agreement: Agreement | null,
    _: unknown,
    { term, effectiveFrom }: { term?: { from: LocalDate } | undefined; effectiveFrom?: LocalDate | undefined },
  ) =>
    (agreement === null || openVersion(agreement)?.no === 1) &&
    term !== undefined &&
    effectiveFrom !== undefined &&
    effectiveFrom !== term.from && { from: term.from },
};

const versionIs = (...states: AgreementVersion['state'][]): Guard<Agreement, Facts> => ({
  code: 'version-is-not-there-yet',
  da: 'Den version, der forhandles, har tilstanden {state}; det kræver {allowed}.',
  en: 'The version under negotiation is in state {state}; this takes {allowed}.',
  source: 'domain.md 3.4',
  refuses: (agreement) => {
    const state = openVersion(agreement)?.state ?? 'NONE';
    return !states.includes(state as AgreementVersion['state']) && { state, allowed: states };
  },
});

const noVersionIsOpen: Guard<Agreement, Facts> = {
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

const isTheNewestText: Guard<Agreement, Facts, OfText> = {
  code: 'text-has-changed',
  da: 'Teksten er ændret, siden I så den. Læs den nye tekst, og send dens hash.',
  en: 'The text has changed since you saw it. Read the new text and send its hash.',
  field: 'hash',
  source: 'domain.md 3.4',
  refuses: (agreement, _, { hash }) => openVersion(agreement)?.hash !== hash,
};

const isNotApprovedYet: Guard<Agreement, Facts, { by: Party }> = {
  code: 'text-is-approved-already',
  da: 'I har allerede godkendt teksten. Nu mangler den anden part.',
  en: 'You have approved the text already. The other party has not.',
  source: 'domain.md 3.4',
  refuses: (agreement, _, { by }) => openVersion(agreement)?.approvals.some(({ party }) => party === by) ?? false,
};

const isNotSignedYet: Guard<Agreement, Facts, { by: Party }> = {
  code: 'text-is-signed-already',
  da: 'I har allerede underskrevet. Nu mangler den anden part.',
  en: 'You have signed already. The other party has not.',
  source: 'domain.md 3.4',
  refuses: (agreement, _, { by }) => openVersion(agreement)?.signatures.some(({ party }) => party === by) ?? false,
};

const isSignedByToday: Guard<Agreement, Facts, { signedOn: LocalDate }> = {
  code: 'signature-is-in-the-future',
  da: 'Underskriften kan senest være dateret {latest}.',
  en: 'The signature can be dated {latest} at the latest.',
  field: 'signedOn',
  source: 'domain.md 3.2',
  refuses: (_, { today }, { signedOn }) => signedOn > today && { latest: today },
};

const termIsNotOver: Guard<Agreement, Facts, object> = {
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
const takesEffectAfterSigning: Guard<Agreement, Facts, { signedOn: LocalDate }> = {
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
const textIsAsSigned: Guard<Agreement, Facts> = {
  code: 'signed-text-was-changed',
  da: 'Teksten er ikke den, der blev underskrevet. Aftalen kan ikke træde i kraft.',
  en: 'The text is not the one that was signed. The agreement cannot come into force.',
  source: 'domain.md 3.4',
  refuses: (agreement, { intact }) => {
    const open = openVersion(agreement);
    return !intact || (open?.signatures ?? []).some(({ hash }) => hash !== open?.hash);
  },
};

const effectiveDayHasCome: Guard<Agreement, Facts> = {
  code: 'version-takes-effect-later',
  da: 'Versionen gælder først fra {earliest}.',
  en: 'The version takes effect on {earliest}.',
  source: 'domain.md 3.4',
  refuses: (agreement, { today }) => {
    const effectiveFrom = openVersion(agreement)?.effectiveFrom;
    return effectiveFrom !== undefined && effectiveFrom > today && { earliest: effectiveFrom };
  },
};

/** First day after notice given today. */
export const noticeEndsOn = (today: LocalDate, noticeMonths: number): LocalDate => addMonths(today, noticeMonths);

const noticeIsLongEnough: Guard<Agreement, Facts, { endsOn: LocalDate }> = {
  code: 'notice-is-too-short',
  da: 'Med aftalens varsel på {noticeMonths} måneder er sidste dag tidligst {earliest}.',
  en: "With the agreement's notice of {noticeMonths} months the last day is {earliest} at the earliest.",
  field: 'endsOn',
  source: 'domain.md 3.4',
  refuses: (agreement, { today, texts }, { endsOn }) => {
    const noticeMonths = texts[versionInForce(agreement)?.no ?? 0]?.term?.noticeMonths ?? 0;
    const earliest = noticeEndsOn(today, noticeMonths);
    return endsOn < earliest && { noticeMonths, earliest };
  },
};

const noticeEndsWithinTerm: Guard<Agreement, Facts, { endsOn: LocalDate }> = {
  code: 'notice-ends-after-the-term',
  da: 'Aftalen løber kun til {latest}; en opsigelse til en senere dag har ingen virkning.',
  en: 'The agreement runs until {latest} only; notice for a later day has no effect.',
  field: 'endsOn',
  source: 'domain.md 3.4',
  refuses: ({ termTo }, _, { endsOn }) => endsOn > termTo && { latest: termTo },
};

const noticeHasRunOut: Guard<Agreement, Facts> = {
  code: 'notice-still-runs',
  da: 'Opsigelsen løber til {latest}.',
  en: 'The notice runs until {latest}.',
  source: 'domain.md 3.4',
  refuses: ({ notice }, { today }) => notice !== null && today <= notice.endsOn && { latest: notice.endsOn },
};

const termHasRunOut: Guard<Agreement, Facts> = {
  code: 'term-still-runs',
  da: 'Aftalen løber til {latest}.',
  en: 'The agreement runs until {latest}.',
  source: 'domain.md 13.2',
  refuses: ({ termTo }, { today }) => today <= termTo && { latest: termTo },
};

/** Is there a tenancy or a claim that the agreement's commitments still concern? */
export const isStillUsed = ({ tenanciesUntil, openClaims, today }: Facts): boolean =>
  openClaims > 0 || (tenanciesUntil !== null && tenanciesUntil >= today);

const nothingIsOpen: Guard<Agreement, Facts> = {
  code: 'tenancies-or-claims-are-open',
  da: 'Der er stadig lejemål eller krav under aftalen.',
  en: 'There are still tenancies or claims under the agreement.',
  source: 'domain.md 3.4',
  refuses: (_, facts) => isStillUsed(facts),
};

const standInIsNamed: Guard<
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

const absenceRunsForward: Guard<Agreement, Facts, { awayFrom?: LocalDate; awayTo?: LocalDate }> = {
  code: 'absence-ends-before-it-starts',
  da: 'Fraværet skal have en første og en sidste dag, i den rækkefølge.',
  en: 'An absence needs a first and a last day, in that order.',
  field: 'awayTo',
  source: 'F5',
  refuses: (_, __, { awayFrom, awayTo }) =>
    (awayFrom === undefined) !== (awayTo === undefined) ||
    (awayFrom !== undefined && awayTo !== undefined && awayTo < awayFrom),
};

/** Refused by the unique constraint on the number, not by a guard: two may be written at once. */
export const numberIsTaken = {
  code: 'agreement-no-is-taken',
  da: 'Der findes allerede en aftale med det nummer.',
  en: 'There is an agreement with that number already.',
};

// --- Table ---

const PARTIES_BY = ['single_entry', 'landlord_admin'] as const;
const STANDING = ['SIGNED', 'ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF'] as const satisfies readonly State[];

/** What the facts of a new agreement are: there is no text yet. */
export type AllFacts = Facts & { landlord: { name: string; cvr: string | null } | null };

export const agreementRules = rules<Agreement, AllFacts, ActingRole>()({
  create: {
    from: 'none',
    to: 'DRAFT',
    by: ['single_entry'],
    requires: [landlordIsRegistered],
    checks: [termRunsForward, versionOneBeginsWithTerm],
    da: 'Opret udkast til samarbejdsaftale',
    en: 'Draft an agreement',
    told: { da: 'Kommunen skrev et udkast til aftale.', en: 'The municipality drafted an agreement.' },
    source: 'F1; domain.md 3.4',
  },
  shareWithLandlord: {
    from: ['DRAFT'],
    to: 'NEGOTIATING',
    by: ['single_entry'],
    checks: [isFitToShare],
    da: 'Del udkastet med udlejer',
    en: 'Share the draft with the landlord',
    told: { da: 'Kommunen delte udkastet med udlejer.', en: 'The municipality shared the draft with the landlord.' },
    source: 'F1; domain.md 3.4',
  },
  proposeChange: {
    from: ['DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'ACTIVE'],
    to: { DRAFT: 'same', NEGOTIATING: 'same', NEGOTIATED: 'NEGOTIATING', ACTIVE: 'same' },
    by: PARTIES_BY,
    requires: [versionIs('DRAFT', 'NEGOTIATING', 'NEGOTIATED')],
    checks: [termRunsForward, versionOneBeginsWithTerm],
    da: 'Foreslå en ændret tekst',
    en: 'Propose a changed text',
    told: { da: 'Der blev foreslået en ændret tekst.', en: 'A changed text was proposed.' },
    source: 'F1; domain.md 3.4',
  },
  approve: {
    from: ['NEGOTIATING', 'ACTIVE'],
    to: { NEGOTIATING: ['same', 'NEGOTIATED'], ACTIVE: 'same' },
    by: PARTIES_BY,
    requires: [versionIs('NEGOTIATING')],
    checks: [isTheNewestText, isNotApprovedYet, ...legalChecks],
    da: 'Godkend teksten',
    en: 'Approve the text',
    told: { da: 'En af parterne godkendte teksten.', en: 'One of the parties approved the text.' },
    source: 'F1; domain.md 3.1, 3.4',
  },
  sign: {
    from: ['NEGOTIATED', 'ACTIVE'],
    to: { NEGOTIATED: ['same', 'SIGNED', 'ACTIVE'], ACTIVE: 'same' },
    by: PARTIES_BY,
    requires: [versionIs('NEGOTIATED'), textIsAsSigned],
    checks: [isTheNewestText, isNotSignedYet, isSignedByToday, termIsNotOver, takesEffectAfterSigning, ...legalChecks],
    da: 'Underskriv teksten',
    en: 'Sign the text',
    told: { da: 'En af parterne underskrev.', en: 'One of the parties signed.' },
    source: 'F1; domain.md 3.4',
  },
  reachTermStart: {
    from: ['SIGNED'],
    to: 'ACTIVE',
    by: ['system'],
    requires: [effectiveDayHasCome, textIsAsSigned],
    da: 'Aftalen træder i kraft',
    en: 'The agreement comes into force',
    told: { da: 'Aftalen trådte i kraft.', en: 'The agreement came into force.' },
    source: 'domain.md 3.4',
  },
  startRevision: {
    from: ['ACTIVE'],
    to: 'same',
    by: PARTIES_BY,
    requires: [noVersionIsOpen],
    da: 'Begynd en ny version',
    en: 'Begin a next version',
    told: { da: 'En ny version blev begyndt.', en: 'A next version was begun.' },
    source: 'F1; domain.md 3.4',
  },
  abandonRevision: {
    from: ['ACTIVE'],
    to: 'same',
    by: PARTIES_BY,
    requires: [versionIs('DRAFT', 'NEGOTIATING', 'NEGOTIATED')],
    da: 'Opgiv den nye version',
    en: 'Give up the next version',
    told: { da: 'Den nye version blev opgivet.', en: 'The next version was given up.' },
    source: 'domain.md 3.4',
  },
  activateVersion: {
    from: ['ACTIVE', 'NOTICE_GIVEN'],
    to: 'same',
    by: ['system'],
    requires: [versionIs('SIGNED'), effectiveDayHasCome, textIsAsSigned],
    da: 'Den nye version træder i kraft',
    en: 'The next version comes into force',
    told: { da: 'Den nye version trådte i kraft.', en: 'The next version came into force.' },
    source: 'domain.md 3.4',
  },
  giveNotice: {
    from: ['ACTIVE'],
    to: 'NOTICE_GIVEN',
    by: PARTIES_BY,
    checks: [noticeIsLongEnough, noticeEndsWithinTerm],
    da: 'Opsig aftalen',
    en: 'Give notice',
    told: { da: 'Aftalen blev sagt op.', en: 'Notice was given.' },
    source: 'domain.md 3.4',
  },
  expireNotice: {
    from: ['NOTICE_GIVEN'],
    to: ['RUN_OFF', 'TERMINATED'],
    by: ['system'],
    requires: [noticeHasRunOut],
    da: 'Varslet er udløbet',
    en: 'The notice has run out',
    told: { da: 'Varslet udløb; aftalen ophørte.', en: 'The notice ran out; the agreement ended.' },
    source: 'domain.md 3.4',
  },
  endTerm: {
    from: ['ACTIVE'],
    to: ['RUN_OFF', 'EXPIRED'],
    by: ['system'],
    requires: [termHasRunOut],
    da: 'Løbetiden er udløbet',
    en: 'The term has run out',
    told: { da: 'Løbetiden udløb; aftalen ophørte.', en: 'The term ran out; the agreement ended.' },
    source: 'domain.md 3.4, 13.3',
  },
  settleLastTenancy: {
    from: ['RUN_OFF'],
    to: 'TERMINATED',
    by: ['system'],
    requires: [nothingIsOpen],
    da: 'Det sidste lejemål er afregnet',
    en: 'The last tenancy is settled',
    told: { da: 'Det sidste lejemål under aftalen er afregnet.', en: 'The last tenancy of the agreement is settled.' },
    source: 'domain.md 3.4',
  },
  abandon: {
    from: ['DRAFT', 'NEGOTIATING'],
    to: 'ABANDONED',
    by: PARTIES_BY,
    da: 'Opgiv forhandlingen',
    en: 'Give the negotiation up',
    told: { da: 'Forhandlingen blev opgivet.', en: 'The negotiation was given up.' },
    source: 'domain.md 3.4',
  },
  changeEntryPoint: {
    from: STANDING,
    to: 'same',
    by: ['single_entry'],
    checks: [absenceRunsForward, standInIsNamed],
    da: 'Ret den ene indgang',
    en: 'Change the single entry point',
    told: { da: 'Den ene indgang til kommunen blev rettet.', en: 'The single entry point was changed.' },
    source: 'F5',
  },
  changeLandlordContacts: {
    from: STANDING,
    to: 'same',
    by: PARTIES_BY,
    da: 'Ret udlejers kontakter',
    en: "Change the landlord's contacts",
    told: { da: 'Udlejers kontakter blev rettet.', en: "The landlord's contacts were changed." },
    source: 'domain.md 3.2',
  },
  alertOfCap: {
    from: ['ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF', 'EXPIRED', 'TERMINATED'],
    to: 'same',
    by: ['system'],
    da: 'Et loft er ved at være brugt',
    en: 'A cap is nearly used',
    told: { da: 'Mindst 80 % af et loft er brugt.', en: 'At least 80 % of a cap is used.' },
    // The caps are the municipality's concern (domain.md 8.1).
    toldNotTo: ['landlord_admin'],
    source: 'domain.md 8.1',
  },
});
