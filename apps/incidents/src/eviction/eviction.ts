// SPDX-License-Identifier: MPL-2.0
// Udsættelsessag: a lease is to end against the tenant's will, from the first ground until the tenant is out or may stay (roadmap
// H6, N6, U1–U4; domain.md 6.2, 6.3). Start reading here. Beside it: case.ts (the case), termination.ts (grounds, terminations,
// payments), court.ts (the bailiff court), duty.ts (the municipality's duty, which landlords do not learn of), registered-in-error.ts.
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addDays,
  differingColumns,
  type Guard,
  type LocalDate,
  ownedRules,
  rules,
  type Strike,
  strikeChecks,
  unowned,
} from '#domain';
import {
  type Basis,
  BEFORE_EVICTION,
  BEFORE_HEARING,
  EVICTION_CLOSED,
  EVICTION_OPEN,
  type Eviction,
  type EvictionFacts,
  type EvictionPayment,
  type HelpDecision,
  type REFUSAL_REASONS,
  type WITHDRAW_REASONS,
} from './case.js';
import * as court from './court.js';
import * as duty from './duty.js';
import { evictionStrikes, rentIsInNoOpenCase, type StruckInEviction } from './registered-in-error.js';
import * as end from './termination.js';

/** Whose it is: as the case that it comes from, else the tenant's support worker's, else the outreach team's. */
export const evictionOwner = { role: 'assignedRole', by: OUTREACH_ROLES } as const;

/** What opens a case: a ground, and whose the tenancy is. */
export interface NewEviction
  extends Pick<Eviction, 'landlordRef' | 'landlordReference' | 'tenancyRef' | 'agreementRef'>,
    Partial<Pick<Eviction, 'assignedTeam' | 'assignedPerson'>> {
  basis: Basis;
  assignedRole?: Eviction['assignedRole'] | null;
}

// --- Guards ---

type Facts = EvictionFacts;
type Asks = Guard<Eviction, Facts>;
type Check<Input> = Guard<Eviction, Facts, Input>;

const basisIsNew: Check<{ basis: Basis }> = {
  code: 'basis-is-in-the-case-already',
  da: 'Sagen er allerede et grundlag her.',
  en: 'That case is a ground of this one already.',
  source: 'domain.md 6.2',
  refuses: ({ bases }, _, { basis }) =>
    bases.some(({ caseRef, kind }) => caseRef !== null && caseRef === basis.caseRef && kind === basis.kind),
};

const groundIsNotActedOn: Check<{ caseRef: string }> = {
  code: 'eviction-has-been-acted-on',
  da: 'Der er handlet i udsættelsessagen på det grundlag. Annullér først det, hvis det også er en fejl.',
  en: 'The eviction case has been acted on by that ground. Strike that first, if it is an error too.',
  source: 'domain.md 13.4',
  refuses({ bases, terminations, payments }, _, { caseRef }) {
    const its = bases.filter((one) => one.caseRef === caseRef);
    const isServed = terminations.some(({ basisRef }) => its.some((one) => one.basisRef === basisRef));
    return isServed || (payments.length > 0 && its.some(({ owedOere }) => owedOere !== null));
  },
};

const endHasCome: Asks = {
  code: 'eviction-case-does-not-end-yet',
  da: 'Sagen afsluttes først {earliest}.',
  en: 'The case ends on {earliest} only.',
  source: 'domain.md 6.3',
  refuses: ({ endsOn }, { today }) => (endsOn === null || today < endsOn) && { earliest: endsOn ?? today },
};

const isUnmatched: Asks = {
  code: 'eviction-is-matched-already',
  da: 'Sagen er allerede koblet til sit lejemål.',
  en: 'The case is matched to its tenancy already.',
  source: 'H1',
  refuses: ({ agreementRef }) => agreementRef !== null,
};

const tenancyIsFree: Asks = {
  code: 'eviction-finds-no-tenancy',
  da: 'Lejemålet kendes ikke endnu, eller det har en anden åben udsættelsessag.',
  en: 'The tenancy is not known yet, or it has another open eviction case.',
  source: 'H1',
  refuses: (_, { tenancy, tenancyHasAnother }) => tenancy === null || tenancyHasAnother,
};

// --- The table ---

const LANDLORD = ['landlord_admin'] as const;
const RECORDERS = ['landlord_admin', 'single_entry'] as const;
const untold = { toldNotTo: LANDLORD_ROLES } as const;
/** In which the case stays as it is where it has come further already. */
const FURTHER = { HEARING_HELD: 'same', DATE_SET: 'same' } as const;
/** A court that writes late writes all the same, and what the municipality owes outlives the case. */
const DUTY_LASTS = [...EVICTION_OPEN, 'ENDED'] as const;

const strike = (before: Eviction, { striking }: Facts, _: Strike<StruckInEviction>) => {
  const { subject } = striking!.without!;
  return { ...differingColumns(before, subject!), state: subject!.state };
};

// What the court told the municipality must not be learnt from a refusal.
export const evictionRules = rules<Eviction, Facts, ActingRole>({ untoldTo: LANDLORD_ROLES })({
  open: {
    from: 'none',
    to: 'OPENED',
    tells: 'opened',
    by: ['system'],
    da: 'Åbn udsættelsessag',
    en: 'Open an eviction case',
    told: { da: 'Udsættelsessagen blev åbnet.', en: 'The eviction case was opened.' },
    source: 'H6, N6, U1',
    opens({ today, tenancy }, { basis, assignedRole, assignedTeam, assignedPerson, ...of }: NewEviction) {
      const { supportWorker = null, supportTeam = null } = tenancy ?? {};
      const isSupported = supportWorker !== null || supportTeam !== null;
      return {
        ...of,
        ...(tenancy && { tenancyRef: tenancy.tenancyRef, agreementRef: tenancy.agreementRef }),
        ...unowned,
        ...(assignedRole
          ? { assignedRole, assignedTeam: assignedTeam ?? null, assignedPerson: assignedPerson ?? null }
          : isSupported
            ? { assignedRole: 'support_worker', assignedTeam: supportTeam, assignedPerson: supportWorker }
            : { assignedRole: 'outreach_team' }),
        ...{ openedOn: today, bases: [basis], terminations: [], payments: [], latePayment: null },
        ...{ bailiffRequest: null, heldOn: null, evictionOn: null, executedOn: null, vacatedOn: null, endsOn: null },
        ...{ withdrawal: null, courtNotifications: [], courtNoticeOn: null, helpDecision: null },
      };
    },
  },
  addBasis: {
    from: EVICTION_OPEN,
    to: 'same',
    tells: 'changed',
    by: ['system'],
    checks: [basisIsNew],
    da: 'Føj et grundlag til sagen',
    en: 'Add a ground to the case',
    told: { da: 'Sagen fik endnu et grundlag.', en: 'The case has one more ground.' },
    source: 'domain.md 6.2: shared by arrears and conduct',
    changes: (eviction, _, { basis }: { basis: Basis }) => end.withBasis(eviction, basis),
  },
  dropBasis: {
    from: [...EVICTION_OPEN, 'VACATED', 'WITHDRAWN', 'ENDED'],
    to: ['STRUCK', 'same'],
    tells: ['closed', 'changed'],
    by: ['system'],
    checks: [groundIsNotActedOn],
    da: 'Et grundlag var registreret ved en fejl',
    en: 'A ground was registered in error',
    told: { da: 'Et grundlag for sagen var en fejl.', en: 'A ground of the case was an error.' },
    source: 'domain.md 13.4',
    changes({ state, bases }, _, { caseRef }: { caseRef: string }) {
      const left = bases.filter((one) => one.caseRef !== caseRef);
      return left.length || EVICTION_CLOSED.some((closed) => closed === state)
        ? { bases: left, state: 'same', tells: 'changed' }
        : { bases: left, state: 'STRUCK', tells: 'closed' };
    },
  },
  stateConduct: {
    from: BEFORE_EVICTION,
    to: 'same',
    tells: 'changed',
    by: LANDLORD,
    checks: end.statedConductChecks,
    da: 'Angiv adfærd som grundlag',
    en: 'State conduct as a ground',
    told: { da: 'Udlejer angav adfærd som grundlag.', en: 'The landlord stated conduct as a ground.' },
    source: 'lejeloven §§ 153 og 182, stk. 1, nr. 7',
    changes: (eviction, _, { basisRef, ...said }: end.StatedConduct & { basisRef: string }) =>
      end.withBasis(eviction, end.conductAsBasis(basisRef, said)),
  },
  serveTermination: {
    from: BEFORE_HEARING,
    to: { OPENED: 'SERVED', SERVED: 'same', BAILIFF_REQUESTED: 'same', MUNICIPAL_DUTY: 'same' },
    tells: 'terminationServed',
    by: LANDLORD,
    requires: [court.noRequestIsFiled],
    checks: end.terminationChecks,
    da: 'Registrér, at lejemålet er opsagt eller ophævet',
    en: 'Register that the lease is terminated',
    told: { da: 'Udlejer opsagde eller ophævede lejemålet.', en: 'The landlord terminated the lease.' },
    source: 'lejeloven § 182; domain.md 6.2',
    changes: ({ terminations }, _, served: end.ServedTermination & { terminationRef: string }) => ({
      terminations: [...terminations, served],
    }),
  },
  registerPayment: {
    from: [...EVICTION_OPEN, 'VACATED', 'ENDED'],
    to: 'same',
    tells: ['changed', 'paidLate'],
    by: ['landlord_admin', 'system'],
    requires: [end.somethingWasOwed],
    checks: end.evictionPaymentChecks,
    da: 'Registrér en betaling af det skyldige',
    en: 'Register a payment of what was owed',
    told: { da: 'En betaling blev registreret.', en: 'A payment was registered.' },
    source: 'domain.md 5.3, 6.2; whoever paid, the municipality too',
    changes(eviction, _, payment: EvictionPayment) {
      const { isAll, ...changes } = end.paidInEviction(eviction, payment);
      // Once the tenant is out, it is a matter of the settlement.
      const isAsked = isAll && (BEFORE_EVICTION as readonly string[]).includes(eviction.state);
      return isAsked ? { ...changes, tells: 'paidLate' } : { payments: changes.payments, tells: 'changed' };
    },
  },
  insistOnTermination: {
    from: BEFORE_EVICTION,
    to: 'same',
    tells: 'changed',
    by: LANDLORD,
    requires: [end.answerIsAwaited],
    da: 'Fasthold ophævelsen trods betaling',
    en: 'Insist on the termination in spite of the payment',
    told: { da: 'Udlejer fastholdt sagen trods betaling.', en: 'The landlord insisted in spite of the payment.' },
    source: 'domain.md 5.3',
    changes: ({ latePayment }) => ({ latePayment: { ...latePayment!, answer: 'insists' } }),
  },
  withdraw: {
    from: BEFORE_EVICTION,
    to: 'WITHDRAWN',
    tells: 'closed',
    by: LANDLORD,
    da: 'Træk sagen tilbage; lejer bliver boende',
    en: 'Withdraw the case; the tenant stays',
    told: { da: 'Udlejer trak sagen tilbage.', en: 'The landlord withdrew the case.' },
    source: 'domain.md 6.2',
    changes: ({ latePayment }, { today: on }, { reason }: { reason: (typeof WITHDRAW_REASONS)[number] }) => ({
      withdrawal: { on, by: 'landlord', reason },
      latePayment: latePayment?.answer === 'asked' ? null : latePayment,
    }),
  },
  vacate: {
    from: BEFORE_EVICTION,
    to: 'VACATED',
    tells: 'closed',
    by: RECORDERS,
    checks: [court.isVacatedByNow],
    da: 'Registrér, at lejer er fraflyttet',
    en: 'Register that the tenant has moved out',
    told: { da: 'Lejer fraflyttede {vacatedOn}.', en: 'The tenant moved out on {vacatedOn}.' },
    source: 'domain.md 6.2',
    changes: ({ latePayment }, _, { vacatedOn }: { vacatedOn: LocalDate }) => ({
      vacatedOn,
      latePayment: latePayment?.answer === 'asked' ? null : latePayment,
    }),
  },
  fileBailiffRequest: {
    from: BEFORE_EVICTION,
    to: { OPENED: 'same', SERVED: 'BAILIFF_REQUESTED', BAILIFF_REQUESTED: 'same', MUNICIPAL_DUTY: 'same', ...FURTHER },
    tells: 'bailiffRequested',
    by: LANDLORD,
    requires: [court.terminationIsServed, court.noRequestIsFiled],
    checks: court.requestChecks,
    da: 'Registrér, at fogedretten er anmodet om udsættelse',
    en: 'Register that the bailiff court is asked for the eviction',
    told: { da: 'Udlejer anmodede fogedretten om udsættelse.', en: 'The landlord asked the bailiff court to evict.' },
    source: 'retsplejeloven § 596; domain.md 6.2',
    changes: (_, facts, input: { filedOn: LocalDate }) => ({ bailiffRequest: court.requested(input, facts) }),
  },
  recordCourtNotification: {
    from: DUTY_LASTS,
    to: {
      ...{ OPENED: 'MUNICIPAL_DUTY', SERVED: 'MUNICIPAL_DUTY', BAILIFF_REQUESTED: 'MUNICIPAL_DUTY', EVICTED: 'same' },
      ...{ MUNICIPAL_DUTY: 'same', ...FURTHER, ENDED: 'same' },
    },
    tells: 'courtNotified',
    by: ['single_entry'],
    checks: duty.notificationChecks,
    da: 'Registrér fogedrettens underretning',
    en: 'Record the court’s notification',
    told: { da: 'Fogedretten underrettede kommunen.', en: 'The bailiff court notified the municipality.' },
    ...untold,
    source: 'retssikkerhedsloven § 5 a; domain.md 6.3',
    changes: (eviction, _, said: duty.NewCourtNotification) => duty.notified(eviction, said),
  },
  takeUpHelp: {
    from: DUTY_LASTS,
    to: 'same',
    tells: 'dutyChanged',
    by: ['social_caseworker'],
    requires: [duty.aNotificationWaits],
    checks: [duty.isTakenUpByNow],
    da: 'Registrér, at spørgsmålet om hjælp er taget op',
    en: 'Record that the question of help was taken up',
    told: { da: 'Kommunen tog spørgsmålet om hjælp op.', en: 'The municipality took up the question of help.' },
    ...untold,
    source: 'retssikkerhedsloven § 5 a: straks',
    changes: (eviction, _, input: { handledOn: LocalDate }) => duty.takenUp(eviction, input),
  },
  recordHearing: {
    from: BEFORE_HEARING,
    to: 'HEARING_HELD',
    tells: 'changed',
    by: RECORDERS,
    requires: [court.terminationIsServed],
    checks: [court.isHeldByNow],
    da: 'Registrér møde i fogedretten',
    en: 'Record the hearing at the bailiff court',
    told: { da: 'Der var møde i fogedretten {heldOn}.', en: 'The hearing was held on {heldOn}.' },
    source: 'domain.md 6.2; also where the landlord has not told of the request',
    changes: (_, __, { heldOn }: { heldOn: LocalDate }) => ({ heldOn }),
  },
  recordRefusal: {
    from: ['HEARING_HELD', 'DATE_SET'],
    to: 'WITHDRAWN',
    tells: 'closed',
    by: RECORDERS,
    checks: [court.isRefusedByNow],
    da: 'Registrér, at fogedretten nægtede udsættelse',
    en: 'Record that the bailiff court refused the eviction',
    told: { da: 'Fogedretten nægtede udsættelse.', en: 'The bailiff court refused the eviction.' },
    source: 'domain.md 6.2',
    changes: (
      { latePayment },
      _,
      { refusedOn: on, reason }: { refusedOn: LocalDate; reason: (typeof REFUSAL_REASONS)[number] },
    ) => ({
      withdrawal: { on, by: 'court', reason },
      latePayment: latePayment?.answer === 'asked' ? null : latePayment,
    }),
  },
  setEvictionDate: {
    from: ['HEARING_HELD', 'DATE_SET'],
    to: 'DATE_SET',
    tells: 'dateSet',
    by: RECORDERS,
    checks: [court.isSetWithinReason, court.isAnotherDay],
    da: 'Registrér dagen for udsættelsen, også en ny',
    en: 'Record the day of the eviction, a new one too',
    told: { da: 'Udsættelsen er sat til {evictionOn}.', en: 'The eviction is set for {evictionOn}.' },
    source: 'U4; domain.md 6.2',
    changes: (_, __, { evictionOn }: { evictionOn: LocalDate }) => ({ evictionOn }),
  },
  execute: {
    from: ['DATE_SET'],
    to: 'EVICTED',
    tells: 'executed',
    by: RECORDERS,
    checks: [court.isExecutedByNow],
    da: 'Registrér, at udsættelsen er gennemført',
    en: 'Record that the eviction was carried out',
    told: { da: 'Udsættelsen blev gennemført {executedOn}.', en: 'The eviction was carried out on {executedOn}.' },
    source: 'domain.md 6.2',
    changes: ({ latePayment }, { endsAfterWeeks }, { executedOn }: { executedOn: LocalDate }) => ({
      ...{ executedOn, endsOn: addDays(executedOn, 7 * endsAfterWeeks) },
      latePayment: latePayment?.answer === 'asked' ? null : latePayment,
    }),
  },
  recordCourtNotice: {
    from: ['EVICTED', 'ENDED'],
    to: 'same',
    tells: 'courtNoticed',
    by: ['single_entry'],
    requires: [duty.noNoticeYet],
    checks: [duty.isNoticedByNow],
    da: 'Registrér fogedrettens meddelelse om den gennemførte udsættelse',
    en: 'Record the court’s notice that the eviction was carried out',
    told: {
      da: 'Fogedretten meddelte kommunen, at udsættelsen var gennemført.',
      en: 'The bailiff court told the municipality that the eviction was carried out.',
    },
    ...untold,
    source: 'retssikkerhedsloven § 5 a',
    changes: (_, __, { noticeOn: courtNoticeOn }: { noticeOn: LocalDate }) => ({ courtNoticeOn }),
  },
  // Fourteen days after the court's notice at the latest; the court may be told of it only with the citizen's prior consent.
  decideHelp: {
    from: DUTY_LASTS,
    to: 'same',
    tells: 'dutyChanged',
    by: ['social_caseworker'],
    requires: [duty.theCourtHasWritten, duty.helpIsUndecided],
    checks: [duty.isDecidedByNow],
    da: 'Afgør, om borgeren får hjælp; retten får kun besked, hvis borgeren har givet samtykke',
    en: 'Decide whether the citizen gets help; the court is told only with the citizen’s consent',
    told: { da: 'Kommunen traf afgørelse om hjælp.', en: 'The municipality decided on help.' },
    ...untold,
    source: 'retssikkerhedsloven § 5 a',
    changes: (_, __, { decidedOn, outcome }: HelpDecision) => ({ helpDecision: { decidedOn, outcome } }),
  },
  // On a day that is set when the tenant is evicted, whatever is decided by then: from when it ends a landlord does not learn
  // what the municipality had to do, nor that it still has to.
  end: {
    from: ['EVICTED'],
    to: 'ENDED',
    tells: 'closed',
    by: ['system'],
    requires: [endHasCome],
    da: 'Afslut sagen efter udsættelsen',
    en: 'End the case after the eviction',
    told: { da: 'Sagen blev afsluttet.', en: 'The case ended.' },
    source: 'domain.md 6.3',
    due: ({ endsOn }) => endsOn,
  },
  // A report and its tenancy that arrive in the same moment do not see one another: looked for at once, then daily.
  matchTenancy: {
    from: EVICTION_OPEN,
    to: 'same',
    tells: 'changed',
    by: ['system'],
    requires: [isUnmatched, tenancyIsFree],
    da: 'Sagen kobles til lejemålet',
    en: 'The case is matched to the tenancy',
    told: { da: 'Sagen blev koblet til lejemålet.', en: 'The case was matched to its tenancy.' },
    source: 'H1',
    due: ({ agreementRef, openedOn }) => (agreementRef === null ? openedOn : null),
    changes: (_, { tenancy }) => ({ tenancyRef: tenancy!.tenancyRef, agreementRef: tenancy!.agreementRef }),
  },
  loseTenancy: {
    from: EVICTION_OPEN,
    to: 'same',
    tells: 'changed',
    by: ['system'],
    da: 'Sagens lejemål var registreret ved en fejl',
    en: 'The tenancy of the case was registered in error',
    told: {
      da: 'Lejemålet, som sagen var koblet til, var registreret ved en fejl.',
      en: 'The tenancy to which the case was matched had been registered in error.',
    },
    source: 'domain.md 13.4',
    changes: ({ landlordReference, tenancyRef }) => ({
      agreementRef: null,
      tenancyRef: landlordReference ? null : tenancyRef,
    }),
  },
  forgetTenant: {
    from: [...EVICTION_OPEN, ...EVICTION_CLOSED],
    to: 'same',
    tells: 'dutyChanged',
    by: ['system'],
    da: 'Glem, hvad der kan pege på en slettet borger, og hvad der er kendt om husstanden',
    en: 'Forget what could point at an erased citizen, and what is known of the household',
    told: { da: 'Borgeren blev slettet.', en: 'The citizen was erased.' },
    ...untold,
    source: 'domain.md 9',
    changes: (eviction) => ({ landlordReference: null, ...duty.forgotten(eviction) }),
  },
  strike: {
    from: [...EVICTION_OPEN, 'VACATED', 'WITHDRAWN', 'ENDED'],
    to: [...EVICTION_OPEN, ...EVICTION_CLOSED],
    tells: 'corrected',
    by: RECORDERS,
    checks: [...strikeChecks<Eviction>(evictionStrikes), rentIsInNoOpenCase],
    da: 'Annullér noget, der er registreret ved en fejl',
    en: 'Strike what was registered in error',
    told: {
      da: 'En registrering var en fejl og blev annulleret.',
      en: 'A record was made in error and was struck.',
    },
    source: 'domain.md 13.4',
    changes: strike,
  },
  strikeDuty: {
    from: [...EVICTION_OPEN, 'VACATED', 'WITHDRAWN', 'ENDED'],
    to: [...EVICTION_OPEN, ...EVICTION_CLOSED],
    tells: 'dutyChanged',
    by: ['single_entry', 'social_caseworker'],
    checks: strikeChecks<Eviction>(evictionStrikes),
    da: 'Annullér en fejlregistrering om kommunens pligt',
    en: 'Strike what was registered in error of the municipality’s duty',
    told: {
      da: 'En registrering om kommunens pligt var en fejl og blev annulleret.',
      en: 'A record of the municipality’s duty was made in error and was struck.',
    },
    ...untold,
    source: 'domain.md 13.4',
    changes: strike,
  },
  ...ownedRules({ ...evictionOwner, also: ['single_entry'], from: EVICTION_OPEN, untold: LANDLORD_ROLES }),
});
