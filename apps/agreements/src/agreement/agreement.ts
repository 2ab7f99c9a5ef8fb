// SPDX-License-Identifier: MPL-2.0
// Samarbejdsaftale: from a draft over the negotiation to a signed text that steers everything else, its next versions, and
// its end (roadmap F1–F5; domain.md 3.4 and 13). Start reading here. Beside it: case.ts (the agreement), guards.ts and
// legal-basis.ts (when it is refused, what a text must hold), decisions.ts (what each action changes), governing-text.ts
// (what follows from a text), contacts.ts (whom the parties call), versions.ts (which version binds a tenancy).
import type { AgreementState } from '#contracts/agreements/agreement';
import type { ActingRole } from '#contracts/roles';
import { addDays, type LocalDate, rules } from '#domain';
import type { NamedEntryPoint } from './agreement-terms.dto.js';
import { type Agreement, type Facts, lastDayOf, openVersion } from './case.js';
import * as decide from './decisions.js';
import {
  absenceIsPlausible,
  datesArePlausible,
  effectiveDayHasCome,
  isNotApprovedYet,
  isNotSignedYet,
  isSignedSinceAgreed,
  isTheNewestText,
  landlordIsRegistered,
  named,
  nothingIsOpen,
  noticeEndsWithinTerm,
  noticeHasRunOut,
  noticeIsLongEnough,
  noVersionIsOpen,
  standInIsNamed,
  takesEffectAfterSigning,
  termHasRunOut,
  termIsNotOver,
  textIsAsSigned,
  versionIs,
  versionOneBeginsWithTerm,
} from './guards.js';
import { isFitToShare, legalChecks } from './legal-basis.js';

type State = AgreementState['state'];

const PARTIES_BY = ['single_entry', 'landlord_admin'] as const;
const STANDING = ['SIGNED', 'ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF'] as const satisfies readonly State[];

/** What a proposed text must never say, whatever else is still open in it. */
const TEXT_CHECKS = [
  datesArePlausible,
  versionOneBeginsWithTerm,
  named(absenceIsPlausible),
  named(standInIsNamed),
] as const;

/** The first day on which the signed version can be in force. */
const dayInForce = (agreement: Agreement): LocalDate | null => {
  const open = openVersion(agreement);
  return open?.state === 'SIGNED' ? open.effectiveFrom : null;
};

const dayAfterEnd = (agreement: Agreement): LocalDate => addDays(lastDayOf(agreement), 1);

/** Time actions in the order in which they are taken where several are due. */
export const agreementRules = rules<Agreement, Facts, ActingRole>()({
  create: {
    from: 'none',
    to: 'DRAFT',
    by: ['single_entry'],
    requires: [landlordIsRegistered],
    checks: TEXT_CHECKS,
    da: 'Opret udkast til samarbejdsaftale',
    en: 'Draft an agreement',
    told: { da: 'Kommunen skrev et udkast til aftale.', en: 'The municipality drafted an agreement.' },
    source: 'F1; domain.md 3.4',
    tells: 'created',
    opens: decide.create,
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
    tells: 'shared',
    changes: decide.shareWithLandlord,
  },
  proposeChange: {
    from: ['DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'ACTIVE'],
    to: { DRAFT: 'same', NEGOTIATING: 'same', NEGOTIATED: 'NEGOTIATING', ACTIVE: 'same' },
    by: PARTIES_BY,
    requires: [versionIs('DRAFT', 'NEGOTIATING', 'NEGOTIATED')],
    checks: TEXT_CHECKS,
    da: 'Foreslå en ændret tekst',
    en: 'Propose a changed text',
    told: { da: 'Der blev foreslået en ændret tekst.', en: 'A changed text was proposed.' },
    source: 'F1; domain.md 3.4',
    tells: 'changeProposed',
    changes: decide.proposeChange,
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
    tells: ['approved', 'negotiated'],
    changes: decide.approve,
  },
  sign: {
    from: ['NEGOTIATED', 'ACTIVE'],
    to: { NEGOTIATED: ['same', 'SIGNED', 'ACTIVE'], ACTIVE: 'same' },
    by: PARTIES_BY,
    requires: [versionIs('NEGOTIATED'), textIsAsSigned],
    checks: [
      isTheNewestText,
      isNotSignedYet,
      isSignedSinceAgreed,
      termIsNotOver,
      takesEffectAfterSigning,
      ...legalChecks,
    ],
    da: 'Underskriv teksten',
    en: 'Sign the text',
    told: { da: 'En af parterne underskrev.', en: 'One of the parties signed.' },
    source: 'F1; domain.md 3.4',
    tells: ['signed', 'versionActivated'],
    changes: decide.sign,
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
    tells: 'versionActivated',
    due: dayInForce,
    changes: decide.comeIntoForce,
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
    tells: 'revisionStarted',
    changes: decide.startRevision,
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
    tells: 'revisionAbandoned',
    changes: decide.abandonOpen,
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
    tells: 'versionActivated',
    due: dayInForce,
    changes: decide.comeIntoForce,
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
    tells: 'noticeGiven',
    changes: decide.giveNotice,
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
    tells: ['runOff', 'terminated'],
    due: dayAfterEnd,
    changes: decide.expireNotice,
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
    tells: ['runOff', 'expired'],
    due: dayAfterEnd,
    changes: decide.endTerm,
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
    tells: 'terminated',
    // While it runs off it is looked at daily.
    due: dayAfterEnd,
  },
  abandon: {
    from: ['DRAFT', 'NEGOTIATING'],
    to: 'ABANDONED',
    by: PARTIES_BY,
    da: 'Opgiv forhandlingen',
    en: 'Give the negotiation up',
    told: { da: 'Forhandlingen blev opgivet.', en: 'The negotiation was given up.' },
    source: 'domain.md 3.4',
    tells: 'abandoned',
    changes: decide.abandonOpen,
  },
  changeEntryPoint: {
    from: STANDING,
    to: 'same',
    by: ['single_entry'],
    checks: [absenceIsPlausible, standInIsNamed],
    da: 'Ret den ene indgang',
    en: 'Change the single entry point',
    told: { da: 'Den ene indgang til kommunen blev rettet.', en: 'The single entry point was changed.' },
    source: 'F5',
    tells: 'entryPointChanged',
    changes: (_, __, entryPoint: NamedEntryPoint) => ({ entryPoint }),
  },
  changeLandlordContacts: {
    from: STANDING,
    to: 'same',
    by: PARTIES_BY,
    da: 'Ret udlejers kontakter',
    en: "Change the landlord's contacts",
    told: { da: 'Udlejers kontakter blev rettet.', en: "The landlord's contacts were changed." },
    source: 'domain.md 3.2',
    tells: 'changed',
    changes: (_, __, { landlordContacts }: Pick<Agreement, 'landlordContacts'>) => ({ landlordContacts }),
  },
  alertOfCap: {
    from: ['ACTIVE', 'NOTICE_GIVEN', 'RUN_OFF', 'EXPIRED', 'TERMINATED'],
    to: 'same',
    by: ['system'],
    da: 'Et loft er ved at være brugt',
    en: 'A cap is nearly used',
    told: { da: 'Mindst 80 % af et loft er brugt.', en: 'At least 80 % of a cap is used.' },
    // The caps are the concern of those who pay (domain.md 8.1).
    toldNotTo: ['landlord_admin', 'social_caseworker', 'steering_member'],
    source: 'domain.md 8.1',
    tells: ['capWarning', 'capReached'],
    changes: decide.alertOfCap,
  },
});
