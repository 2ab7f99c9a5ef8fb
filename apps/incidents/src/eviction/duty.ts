// SPDX-License-Identifier: MPL-2.0
// Kommunens pligt efter retssikkerhedsloven § 5 a: the court notifies, the question of help is taken up at once, and that there is
// no ground for help is decided within 14 days after the court's notice of the eviction (domain.md 6.3). The court may be told
// only with the citizen's prior consent, so nothing here tells it. No landlord learns anything of it.
import { dueOn, type Guard, isInTime, isOutside, type LocalDate } from '#domain';
import {
  type CourtNotification,
  type Eviction,
  type EvictionFacts,
  firstDayOfEviction,
  type HelpDecision,
} from './case.js';

type Asks = Guard<Eviction, EvictionFacts>;
type Check<Input> = Guard<Eviction, EvictionFacts, Input>;
const SECTION_5A = 'retssikkerhedsloven § 5 a; domain.md 6.3';
const WINDOW = 'domain.md 13.4: every date has a window';

export type NewCourtNotification = Omit<CourtNotification, 'handledOn'>;

// --- What is to be done, and by when ---

export const handlingDueOn = ({ receivedOn }: Pick<CourtNotification, 'receivedOn'>): LocalDate =>
  dueOn('COURT_NOTIFICATION', receivedOn);

/** Those of which the question of help has not been taken up. */
export const unhandled = ({ courtNotifications }: Eviction): readonly CourtNotification[] =>
  courtNotifications.filter(({ handledOn }) => handledOn === null);

/** Where nobody knows whether there are children, the duty is taken to be there; not once the household is forgotten. */
const isOwedBy = ({ minorsInHousehold, needIsLikely }: CourtNotification) =>
  minorsInHousehold !== null && (minorsInHousehold !== 'no' || needIsLikely !== false);

/** Is help to be decided on? Of a notice without a notification nothing is known of the household. */
export const helpIsAQuestion = ({ courtNotifications, courtNoticeOn }: Eviction): boolean =>
  courtNotifications.length ? courtNotifications.some(isOwedBy) : courtNoticeOn !== null;

export const decisionDueOn = ({ courtNoticeOn }: Pick<Eviction, 'courtNoticeOn'>): LocalDate | null =>
  courtNoticeOn && dueOn('EVICTION_NOHELP_DECISION', courtNoticeOn);

export const DUTY_WARNINGS = ['court-notification-was-handled-late', 'help-was-decided-late'] as const;

export function dutyWarningsOf(eviction: Eviction): (typeof DUTY_WARNINGS)[number][] {
  const { courtNotifications, helpDecision } = eviction;
  const due = decisionDueOn(eviction);
  const isLate = courtNotifications.some((one) => one.handledOn && !isInTime(one.handledOn, handlingDueOn(one)));
  return [
    ...(isLate ? (['court-notification-was-handled-late'] as const) : []),
    ...(due && helpDecision && !isInTime(helpDecision.decidedOn, due) ? (['help-was-decided-late'] as const) : []),
  ];
}

// --- Guards ---

const isNotifiedByNow: Check<{ receivedOn: LocalDate }> = {
  code: 'court-notification-is-outside-its-window',
  field: 'receivedOn',
  da: 'Fogedrettens underretning er modtaget på en dag fra {earliest} til {latest}.',
  en: 'The court’s notification was received on a day from {earliest} to {latest}.',
  source: WINDOW,
  refuses: (eviction, { today: latest }, { receivedOn }) =>
    isOutside({ earliest: firstDayOfEviction(eviction), latest }, receivedOn),
};

/** The court may notify again; the same day twice is one notification told twice. */
const isAnotherNotification: Check<{ receivedOn: LocalDate }> = {
  code: 'court-notification-is-recorded-already',
  field: 'receivedOn',
  da: 'En underretning fra fogedretten, modtaget {receivedOn}, er allerede registreret. Annullér den, hvis den er forkert.',
  en: 'A notification of the court, received on {receivedOn}, is recorded already. Strike it if it is wrong.',
  source: SECTION_5A,
  refuses: ({ courtNotifications }, _, { receivedOn }) =>
    courtNotifications.some((one) => one.receivedOn === receivedOn) && { receivedOn },
};

export const notificationChecks = [isNotifiedByNow, isAnotherNotification] as const;

export const aNotificationWaits: Asks = {
  code: 'no-court-notification-waits',
  da: 'Ingen underretning fra fogedretten venter på behandling.',
  en: 'No notification of the court waits to be handled.',
  source: SECTION_5A,
  refuses: (eviction) => unhandled(eviction).length === 0,
};

export const isTakenUpByNow: Check<{ handledOn: LocalDate }> = {
  code: 'help-was-taken-up-on-another-day',
  field: 'handledOn',
  da: 'Spørgsmålet om hjælp er taget op på en dag fra {earliest} til {latest}.',
  en: 'The question of help was taken up on a day from {earliest} to {latest}.',
  source: WINDOW,
  refuses(eviction, { today: latest }, { handledOn }) {
    const [earliest = latest] = unhandled(eviction)
      .map(({ receivedOn }) => receivedOn)
      .toSorted();
    return isOutside({ earliest, latest }, handledOn);
  },
};

export const noNoticeYet: Asks = {
  code: 'court-notice-is-recorded-already',
  da: 'Fogedrettens meddelelse om den gennemførte udsættelse er allerede registreret.',
  en: 'The court’s notice that the eviction was carried out is recorded already.',
  source: SECTION_5A,
  refuses: ({ courtNoticeOn }) => courtNoticeOn !== null,
};

export const isNoticedByNow: Check<{ noticeOn: LocalDate }> = {
  code: 'court-notice-is-outside-its-window',
  field: 'noticeOn',
  da: 'Fogedrettens meddelelse er fra en dag fra {earliest}, da udsættelsen blev gennemført, til {latest}.',
  en: 'The court’s notice is of a day from {earliest}, when the eviction was carried out, to {latest}.',
  source: WINDOW,
  refuses: ({ executedOn }, { today: latest }, { noticeOn }) =>
    isOutside({ earliest: executedOn ?? latest, latest }, noticeOn),
};

export const theCourtHasWritten: Asks = {
  code: 'court-has-told-nothing-yet',
  da: 'Der er ingen underretning eller meddelelse fra fogedretten at afgøre hjælp efter.',
  en: 'There is no notification or notice of the court upon which to decide on help.',
  source: SECTION_5A,
  refuses: ({ courtNotifications, courtNoticeOn }) => courtNotifications.length === 0 && courtNoticeOn === null,
};

export const helpIsUndecided: Asks = {
  code: 'help-is-decided-already',
  da: 'Der er allerede truffet afgørelse om hjælp i sagen. Annullér den, hvis den er forkert.',
  en: 'Help is decided on in this case already. Strike the decision if it is wrong.',
  source: SECTION_5A,
  refuses: ({ helpDecision }) => helpDecision !== null,
};

/** A late decision is recorded, with a warning. */
export const isDecidedByNow: Check<HelpDecision> = {
  code: 'help-was-decided-on-another-day',
  field: 'decidedOn',
  da: 'Hjælpen er afgjort på en dag fra {earliest} til {latest}.',
  en: 'Help was decided on a day from {earliest} to {latest}.',
  source: WINDOW,
  refuses({ courtNotifications, courtNoticeOn }, { today: latest }, { decidedOn }) {
    const told = [...courtNotifications.map(({ receivedOn }) => receivedOn), ...(courtNoticeOn ? [courtNoticeOn] : [])];
    return isOutside({ earliest: told.toSorted()[0] ?? latest, latest }, decidedOn);
  },
};

// --- Decisions ---

export const notified = ({ courtNotifications }: Eviction, said: NewCourtNotification) => ({
  courtNotifications: [...courtNotifications, { ...said, handledOn: null }],
});

export const takenUp = ({ courtNotifications }: Eviction, { handledOn }: { handledOn: LocalDate }) => ({
  courtNotifications: courtNotifications.map((one) =>
    // One that came after that day waits on.
    one.handledOn === null && one.receivedOn <= handledOn ? { ...one, handledOn } : one,
  ),
});

/** The household is forgotten with the citizen; the days stay. */
export const forgotten = ({ courtNotifications }: Eviction) => ({
  courtNotifications: courtNotifications.map((one) => ({ ...one, minorsInHousehold: null, needIsLikely: null })),
});
