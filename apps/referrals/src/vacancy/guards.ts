// SPDX-License-Identifier: MPL-2.0
// Why something may not be done with a vacancy: what its table asks. Of its payment: vacancy-payment.ts.
import { addMonths, type Guard, isOutside, type LocalDate } from '#domain';
import { earlier, later, openQuestion, type Report, type Vacancy, type VacancyFacts } from './case.js';
import { lastRentDay } from './vacancy-rent.js';

type Asks = Guard<Vacancy, VacancyFacts>;
type ReportCheck = Guard<null, VacancyFacts, Report>;

export const dwellingStandsEmpty: Guard<null, VacancyFacts> = {
  code: 'dwelling-is-let-on-that-day',
  da: 'Boligen har et lejemål på den første ledige dag eller senere. Afslut det først, eller ret dagen.',
  en: 'The dwelling has a tenancy on the first vacant day or later. End it first, or correct the day.',
  source: 'domain.md 13.4',
  refuses: (_, { dwellingIsLet }) => dwellingIsLet,
};

/** One open vacancy of a dwelling, and no day twice. Held by constraints too, for two at once. */
export const isNotReportedYet: Guard<null, VacancyFacts> = {
  code: 'dwelling-is-reported-vacant-already',
  da: 'Boligen er allerede meldt ledig, eller nogle af dagene hører til en tidligere tomgang.',
  en: 'The dwelling is reported vacant already, or some of the days belong to an earlier vacancy.',
  source: 'domain.md 13.4: per vacancy of a dwelling',
  refuses: (_, { isReportedAlready }) => isReportedAlready,
};

const MONTHS_BACK = 24;
const MONTHS_AHEAD = 12;
/** Months that the one entry point may be late with registering a letter or a call. */
const NOTICE_MONTHS_BACK = 1;

export const comesFreeInTheTerm: ReportCheck = {
  code: 'vacancy-is-outside-its-window',
  da: 'En bolig kan meldes ledig fra en dag i aftalens løbetid, fra {earliest} til {latest}.',
  en: 'A dwelling can be reported vacant from a day within the term of the agreement, from {earliest} to {latest}.',
  field: 'availableFrom',
  source: 'domain.md 3.4, 13.4: every date has a window',
  refuses: (_, { terms, today }, { availableFrom }) =>
    terms !== null &&
    isOutside(
      {
        earliest: later(terms.termFrom, addMonths(today, -MONTHS_BACK)),
        latest: earlier(terms.termTo, addMonths(today, MONTHS_AHEAD)),
      },
      availableFrom,
    ),
};

/** The answer's time runs from it: what a landlord reports here is received today, whatever the report says. */
export const noticeIsReceived: ReportCheck = {
  code: 'notice-is-received-on-another-day',
  da: 'Meldingen er modtaget en dag fra {earliest} til {latest}.',
  en: 'The notice was received on a day from {earliest} to {latest}.',
  field: 'noticeReceivedOn',
  source: 'domain.md 8.2, 13.4',
  refuses: (_, { today, isLandlord }, { noticeReceivedOn = today }) =>
    isOutside(
      { earliest: isLandlord ? today : addMonths(today, -NOTICE_MONTHS_BACK), latest: today },
      noticeReceivedOn,
    ),
};

/** Afterwards silence has answered already (13.3). */
export const answerIsInTime: Asks = {
  code: 'answer-is-too-late',
  da: 'Fristen for svar var {dueOn}. Boligen er reserveret, fordi der ikke blev svaret.',
  en: 'The last day for the answer was {dueOn}. The dwelling is reserved, since there was no answer.',
  source: 'domain.md 3.1, 13.3',
  refuses: ({ state, answerDueOn }, { today }) => state === 'REPORTED' && today > answerDueOn && { dueOn: answerDueOn },
};

export const nobodyIsProposed: Asks = {
  code: 'dwelling-is-proposed-to-a-citizen',
  da: 'Boligen er foreslået en borger. Træk forslaget tilbage først.',
  en: 'The dwelling is proposed to a citizen. Take the proposal back first.',
  source: 'domain.md 4.1',
  refuses: (_, { isProposed }) => isProposed,
};

export const answerIsMissing: Asks = {
  code: 'answer-is-still-in-time',
  da: 'Kommunen kan svare til og med {dueOn}.',
  en: 'The municipality may answer up to and including {dueOn}.',
  source: 'domain.md 3.1, 13.3',
  refuses: ({ answerDueOn }, { today }) => today <= answerDueOn && { dueOn: answerDueOn },
};

export const noticeHasEnded: Asks = {
  code: 'vacancy-rent-has-not-ended',
  da: 'Tomgangslejen er ikke ophørt endnu.',
  en: 'The vacancy rent has not ended yet.',
  source: 'domain.md 13.2',
  refuses(vacancy, { today }) {
    const last = lastRentDay(vacancy);
    return last === null || today <= last;
  },
};

export const askingIsDue: Asks = {
  code: 'landlord-is-not-to-be-asked-yet',
  da: 'Udlejer spørges først {askAgainOn}.',
  en: 'The landlord is asked on {askAgainOn}.',
  source: 'domain.md 4.1',
  refuses: ({ askAgainOn }, { today }) => today < askAgainOn && { askAgainOn },
};

export const isAsked: Asks = {
  code: 'landlord-is-not-asked',
  da: 'Kommunen har ikke spurgt, om boligen stadig er tom.',
  en: 'The municipality has not asked whether the dwelling is still empty.',
  source: 'domain.md 4.1',
  refuses: (vacancy) => !openQuestion(vacancy),
};

export const isLetNearby: Guard<Vacancy, VacancyFacts, { letOn: LocalDate }> = {
  code: 'letting-is-outside-its-window',
  da: 'Den nye lejers første dag kan være fra {earliest} til {latest}.',
  en: 'The first day of the new tenant can be from {earliest} to {latest}.',
  field: 'letOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ availableFrom, noticeReceivedOn }, { today }, { letOn }) =>
    isOutside(
      {
        earliest: earlier(availableFrom, noticeReceivedOn),
        latest: addMonths(later(today, availableFrom), MONTHS_AHEAD),
      },
      letOn,
    ),
};
