// SPDX-License-Identifier: MPL-2.0
// Tomgang: a dwelling under an agreement comes free. The municipality answers whether it wants it; where it does, or does not
// answer, it pays the rent until somebody moves in (domain.md 3.1, 4.1, 13.2).
import type { ActingRole } from '#contracts/roles';
import { addDays, dueOn, type Guard, type LocalDate, rules, type Strike, strikeChecks } from '#domain';
import {
  agreementIsActive,
  agreementIsKnown,
  dwellingIsCovered,
  type KnownTerms,
  versionOn,
} from '../tenancy/tenancy.js';
import { type CoverAnswer, openQuestion, type Report, type Vacancy, type VacancyFacts } from './case.js';
import {
  answerIsInTime,
  answerIsMissing,
  askingIsDue,
  comesFreeInTheTerm,
  dwellingStandsEmpty,
  isAsked,
  isLetNearby,
  isNotReportedYet,
  nobodyIsProposed,
  noticeHasEnded,
  noticeIsReceived,
} from './guards.js';
import { asWithout, vacancyStrikes, type What } from './registered-in-error.js';
import * as payment from './vacancy-payment.js';
import { lastRentDay, type VacancyTerms } from './vacancy-rent.js';

/** The terms of the day; of versions that were never told the caps are known to the ledger alone. */
function termsOf(terms: KnownTerms, day: LocalDate): VacancyTerms & Pick<Vacancy, 'agreementVersion' | 'landlordRef'> {
  const agreementVersion = versionOn(terms, day);
  const version = terms.versions.findLast(({ no }) => no === agreementVersion);
  const made = version?.commitments?.find(({ kind }) => kind === 'vacancy_rent_in');
  return {
    agreementVersion,
    landlordRef: terms.landlordRef,
    rentOere: terms.dwelling!.rentOere,
    utilitiesOere: terms.dwelling!.utilitiesOere,
    isCovered: !version?.commitments || made !== undefined,
    includesUtilities: version?.vacancyIncludesUtilities ?? false,
    capMonths: made?.capMonths ?? null,
    capOere: made?.capOere ?? null,
  };
}

const isLet = (vacancy: Vacancy, today: LocalDate, changes: Partial<Vacancy>) => ({
  ...changes,
  ...payment.ending({ ...vacancy, ...changes }, 'LET', today),
});

/** What the landlord was asked on the strength of it. */
const reservationIsNotProposed: Guard<Vacancy, VacancyFacts, Strike> = {
  ...nobodyIsProposed,
  field: 'ref',
  refuses: (_, { isProposed }, { what }) => what === 'reservation' && isProposed,
};

/** In which the dwelling is kept for the municipality, or may come to be. */
export const OPEN_STATES = ['REPORTED', 'RESERVED', 'WITHDRAWN'] as const;
const PAYABLE = ['LET', 'NOTICE_ENDED'] as const;
const MUNICIPALITY = ['single_entry', 'social_caseworker'] as const;
const LANDLORD = ['landlord_admin', 'single_entry'] as const;
/** A tenancy under the agreement. */
interface LetBy {
  tenancyRef: string;
  letOn: LocalDate;
  /** Did the municipality let it, and not the landlord to somebody whom nobody referred? */
  isWanted: boolean;
}

const NOT_LET = { letOn: null, tenancyRef: null, paymentDueOn: null };

export const vacancyRules = rules<Vacancy, VacancyFacts, ActingRole>()({
  report: {
    from: 'none',
    to: 'REPORTED',
    tells: 'reported',
    by: LANDLORD,
    requires: [agreementIsKnown, agreementIsActive, dwellingIsCovered, dwellingStandsEmpty, isNotReportedYet],
    checks: [comesFreeInTheTerm, noticeIsReceived],
    da: 'Meld en bolig ledig',
    en: 'Report a vacant dwelling',
    told: {
      da: 'Boligen blev meldt ledig fra {availableFrom}.',
      en: 'The dwelling was reported vacant from {availableFrom}.',
    },
    source: 'domain.md 3.1, 4.1, 8.2',
    opens(
      { terms, today, confirmDays },
      { agreementRef, dwellingRef, availableFrom, noticeReceivedOn = today }: Report,
    ) {
      return {
        ...{ agreementRef, dwellingRef, availableFrom, noticeReceivedOn },
        ...termsOf(terms!, today),
        answerDueOn: dueOn('VACANCY_ANSWER', noticeReceivedOn),
        ...{ answeredOn: null, reservedBecause: null, releasedOn: null, ...NOT_LET },
        ...{ askAgainOn: addDays(today, confirmDays), confirmations: [] },
        ...payment.UNPAID,
      };
    },
  },
  reserve: {
    from: ['REPORTED'],
    to: 'RESERVED',
    tells: 'reserved',
    by: MUNICIPALITY,
    requires: [answerIsInTime],
    da: 'Reservér boligen',
    en: 'Reserve the dwelling',
    told: { da: 'Kommunen ønsker boligen.', en: 'The municipality wants the dwelling.' },
    source: 'domain.md 3.1, 4.1',
    changes: (_, { today }) => ({ answeredOn: today, reservedBecause: 'wanted' }),
  },
  reserveBySilence: {
    from: ['REPORTED'],
    to: 'RESERVED',
    tells: 'reserved',
    by: ['system'],
    requires: [answerIsMissing],
    due: ({ answerDueOn }) => addDays(answerDueOn, 1),
    da: 'Reservér boligen, fordi der ikke blev svaret',
    en: 'Reserve the dwelling, since there was no answer',
    told: {
      da: 'Kommunen svarede ikke senest {answerDueOn}. Boligen er reserveret.',
      en: 'The municipality did not answer by {answerDueOn}. The dwelling is reserved.',
    },
    source: 'domain.md 3.1, 13.3',
    changes: ({ answerDueOn }) => ({ reservedBecause: 'silence', answerDueOn }),
  },
  release: {
    from: ['REPORTED', 'RESERVED'],
    to: { REPORTED: 'RELEASED', RESERVED: 'WITHDRAWN' },
    tells: 'released',
    by: MUNICIPALITY,
    requires: [answerIsInTime, nobodyIsProposed],
    da: 'Frigiv boligen til udlejer',
    en: 'Release the dwelling to the landlord',
    told: { da: 'Kommunen ønsker ikke boligen.', en: 'The municipality does not want the dwelling.' },
    source: 'domain.md 3.1, 13.2, 13.3',
    changes: ({ state, answeredOn }, { today }) => ({
      releasedOn: today,
      answeredOn: state === 'REPORTED' ? today : answeredOn,
    }),
  },
  let: {
    // Let to somebody else, or not at all, and then it turns out that somebody moved in on a day that would be paid.
    from: [...OPEN_STATES, ...PAYABLE],
    to: ['LET', 'SETTLED'],
    tells: 'let',
    by: ['system'],
    da: 'Et lejemål under aftalen begynder i boligen',
    en: 'A tenancy under the agreement starts in the dwelling',
    told: { da: 'Boligen er udlejet fra {letOn}.', en: 'The dwelling is let from {letOn}.' },
    source: 'domain.md 4.1, 13.2',
    // Who lets it to a citizen wants it, answered or not.
    changes: (vacancy, { today }, { tenancyRef, letOn, isWanted }: LetBy) =>
      isLet(vacancy, today, {
        ...{ tenancyRef, letOn, reservedBecause: vacancy.reservedBecause ?? (isWanted ? 'wanted' : null) },
        ...(vacancy.proposedBy !== null && payment.withoutProposal(vacancy)),
      }),
  },
  letElsewhere: {
    from: OPEN_STATES,
    to: ['LET', 'SETTLED'],
    tells: 'let',
    by: LANDLORD,
    checks: [isLetNearby],
    da: 'Meld boligen udlejet til en anden',
    en: 'Report that the dwelling is let to somebody else',
    told: { da: 'Udlejer har udlejet boligen fra {letOn}.', en: 'The landlord has let the dwelling from {letOn}.' },
    source: 'domain.md 4.1, 13.2, 13.3: a fact about the world is recorded',
    changes: (vacancy, { today }, { letOn }: { letOn: LocalDate }) => isLet(vacancy, today, { letOn }),
  },
  reopen: {
    from: ['LET', 'SETTLED'],
    to: OPEN_STATES,
    tells: 'reopened',
    by: ['system'],
    requires: [payment.rentIsUnpaid],
    da: 'Lejemålet var registreret ved en fejl: boligen er tom igen',
    en: 'The tenancy was registered in error: the dwelling is empty again',
    told: {
      da: 'Lejemålet, som boligen var udlejet ved, var registreret ved en fejl. Boligen er tom igen.',
      en: 'The tenancy by which the dwelling was let was registered in error. The dwelling is empty again.',
    },
    source: 'domain.md 13.4',
    changes(vacancy) {
      const { answeredOn, reservedBecause, releasedOn } = vacancy;
      // Nobody had answered: to be answered, or kept by silence, as if there had been no tenancy.
      const isUnanswered = reservedBecause !== 'silence' && answeredOn === null;
      return {
        ...NOT_LET,
        ...payment.withoutProposal(vacancy),
        reservedBecause: isUnanswered ? null : reservedBecause,
        state: releasedOn ? 'WITHDRAWN' : isUnanswered ? 'REPORTED' : 'RESERVED',
      };
    },
  },
  endNotice: {
    from: ['RESERVED', 'WITHDRAWN'],
    to: ['NOTICE_ENDED', 'SETTLED'],
    tells: 'noticeEnded',
    by: ['system'],
    requires: [noticeHasEnded],
    due(vacancy) {
      const last = lastRentDay(vacancy);
      return last && addDays(last, 1);
    },
    da: 'Tomgangslejen ophører',
    en: 'The vacancy rent ends',
    told: {
      da: 'Tomgangslejen er ophørt; boligen er igen udlejers.',
      en: 'The vacancy rent has ended; the dwelling is the landlord’s again.',
    },
    source: 'domain.md 3.1, 13.2',
    changes: (vacancy, { today }) => payment.ending(vacancy, 'NOTICE_ENDED', today),
  },
  askConfirmation: {
    from: ['RESERVED', 'WITHDRAWN'],
    to: 'same',
    tells: 'confirmationAsked',
    by: ['system'],
    requires: [askingIsDue],
    due: (vacancy) => (openQuestion(vacancy) ? null : vacancy.askAgainOn),
    da: 'Spørg udlejer, om boligen stadig er tom',
    en: 'Ask the landlord whether the dwelling is still empty',
    told: {
      da: 'Udlejer blev spurgt, om boligen stadig er tom.',
      en: 'The landlord was asked whether the dwelling is still empty.',
    },
    source: 'domain.md 4.1',
    changes: ({ confirmations }, { today }) => ({
      confirmations: [...confirmations, { askedOn: today, dueOn: dueOn('VACANCY_CONFIRM', today), confirmedOn: null }],
    }),
  },
  confirm: {
    from: ['RESERVED', 'WITHDRAWN'],
    to: 'same',
    tells: 'changed',
    by: LANDLORD,
    requires: [isAsked],
    da: 'Bekræft, at boligen stadig er tom',
    en: 'Confirm that the dwelling is still empty',
    told: { da: 'Boligen er stadig tom.', en: 'The dwelling is still empty.' },
    source: 'domain.md 4.1',
    changes: ({ confirmations }, { today, confirmDays }) => ({
      confirmations: confirmations.map((one) => (one.confirmedOn === null ? { ...one, confirmedOn: today } : one)),
      askAgainOn: addDays(today, confirmDays),
    }),
  },
  proposePayment: {
    from: PAYABLE,
    to: 'same',
    tells: 'paymentProposed',
    by: ['finance'],
    requires: payment.proposing,
    da: 'Indstil tomgangslejen til betaling',
    en: 'Propose the vacancy rent for payment',
    told: { da: 'Tomgangslejen blev indstillet til betaling.', en: 'The vacancy rent was proposed for payment.' },
    source: 'domain.md 9: four eyes on money; architecture.md 8',
    changes: payment.propose,
  },
  hearCover: {
    from: PAYABLE,
    to: 'same',
    tells: ['coverReserved', 'coverRefused'],
    by: ['system'],
    da: 'Notér, hvad aftalen dækker',
    en: 'Record what the agreement covers',
    told: { da: 'Aftalens dækning er opgjort.', en: 'The cover of the agreement is settled.' },
    source: 'architecture.md 8',
    changes: (vacancy, facts, input: { answer: CoverAnswer }) => ({
      ...payment.hear(vacancy, facts, input),
      tells: input.answer.state === 'RESERVED' ? 'coverReserved' : 'coverRefused',
    }),
  },
  askForCoverAgain: {
    from: PAYABLE,
    to: 'same',
    tells: 'paymentProposed',
    by: ['system'],
    da: 'Bed om dækning igen, fordi reservationen er ophørt',
    en: 'Ask for cover again, since the reservation has ended',
    told: {
      da: 'Reservationen ophørte; der blev bedt om dækning igen.',
      en: 'The reservation ended; cover was asked for again.',
    },
    source: 'domain.md 13.3: a reservation that expires is asked for again',
    changes: payment.askAgain,
  },
  approvePayment: {
    from: PAYABLE,
    to: 'same',
    tells: 'paymentApproved',
    by: ['finance'],
    requires: payment.approving,
    da: 'Godkend betalingen',
    en: 'Approve the payment',
    told: { da: 'Betalingen blev godkendt.', en: 'The payment was approved.' },
    source: 'domain.md 9: four eyes on money',
    changes: (_, { today, actorId }) => ({ approvedBy: actorId, approvedOn: today }),
  },
  takeBackProposal: {
    from: PAYABLE,
    to: 'same',
    tells: 'changed',
    // The system: where the reservation was given back by hand, in the ledger.
    by: ['finance', 'system'],
    requires: payment.takingBack,
    da: 'Tag indstillingen til betaling tilbage',
    en: 'Take the proposal for payment back',
    told: { da: 'Indstillingen til betaling blev taget tilbage.', en: 'The proposal for payment was taken back.' },
    source: 'domain.md 9, 13.4',
    changes: payment.withoutProposal,
  },
  registerPayment: {
    from: PAYABLE,
    to: 'SETTLED',
    tells: 'paid',
    by: ['finance'],
    requires: payment.paying,
    checks: payment.paymentChecks,
    da: 'Registrér betaling til udlejer',
    en: 'Register the payment to the landlord',
    told: {
      da: 'Udlejer fik tomgangslejen betalt {paidOn}.',
      en: 'The landlord was paid the vacancy rent on {paidOn}.',
    },
    source: 'domain.md 3.3; architecture.md 8',
    changes: payment.pay,
  },
  closeUnpaid: {
    from: PAYABLE,
    to: 'SETTLED',
    tells: 'changed',
    by: ['finance'],
    requires: payment.closingUnpaid,
    da: 'Afslut uden betaling: aftalen dækker ikke',
    en: 'Close without a payment: the agreement does not cover it',
    told: { da: 'Sagen blev afsluttet uden betaling.', en: 'The case was closed without a payment.' },
    source: 'domain.md 3.3',
    changes: payment.withoutProposal,
  },
  strike: {
    from: ['REPORTED', 'RESERVED', 'RELEASED', 'WITHDRAWN', 'LET', 'NOTICE_ENDED', 'SETTLED'],
    to: ['REPORTED', 'RESERVED', 'WITHDRAWN', 'LET', 'NOTICE_ENDED', 'SETTLED', 'STRUCK'],
    tells: 'corrected',
    by: ['landlord_admin', ...MUNICIPALITY],
    checks: [...strikeChecks<Vacancy>(vacancyStrikes), reservationIsNotProposed],
    da: 'Annullér det fejlregistrerede i en tomgang',
    en: 'Strike what was registered in error in a vacancy',
    told: { da: 'En registrering var en fejl og blev annulleret.', en: 'A record was made in error and was struck.' },
    source: 'domain.md 13.4',
    changes(before, { striking }, _: Strike<What>) {
      const { subject } = striking!.without!;
      const unproposed = payment.withoutProposal(before);
      return subject
        ? { ...asWithout(subject), ...unproposed, state: subject.state }
        : { ...unproposed, state: 'STRUCK' };
    },
  },
});
