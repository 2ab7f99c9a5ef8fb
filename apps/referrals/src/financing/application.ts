// SPDX-License-Identifier: MPL-2.0
// Ansøgning: what a case of missing rent says of the help it asks for, and until when that is to be decided.
import type { Guard, LocalDate } from '#domain';

/** Why a decision comes after its last day. */
export const LATE_REASONS = [
  'information_was_missing',
  'citizen_could_not_be_reached',
  'application_came_late',
  'workload',
] as const;
export type LateReason = (typeof LATE_REASONS)[number];

export interface Application {
  /** The case of missing rent. */
  caseRef: string;
  agreementRef: string | null;
  landlordRef: string;
  tenancyRef: string | null;
  appliedOn: LocalDate;
  /** As the case of missing rent counts it. */
  decisionDueOn: LocalDate;
}

/** What may change while nothing is decided. */
export type News = Partial<Pick<Application, 'agreementRef' | 'tenancyRef' | 'decisionDueOn'>>;

/** What the case of missing rent changes in an application; null: nothing. The day for the decision only comes sooner. */
export function newsOf(
  help: Pick<Application, 'agreementRef' | 'tenancyRef' | 'appliedOn' | 'decisionDueOn'>,
  heard: Application,
): News | null {
  const agreementRef = heard.agreementRef ?? help.agreementRef;
  const tenancyRef = heard.tenancyRef ?? help.tenancyRef;
  const decisionDueOn = heard.decisionDueOn < help.decisionDueOn ? heard.decisionDueOn : help.decisionDueOn;
  const news = Object.entries({ agreementRef, tenancyRef, decisionDueOn }).filter(
    ([column, value]) => help[column as keyof News] !== value,
  );
  return news.length ? Object.fromEntries(news) : null;
}

type LateCheck = Guard<{ decisionDueOn: LocalDate | null }, { today: LocalDate }, { lateReason?: LateReason }>;

export const tellsWhyLate: LateCheck = {
  code: 'decision-is-late-tell-why',
  da: 'Afgørelsen skulle være truffet senest {dueOn}. Angiv, hvorfor den er forsinket.',
  en: 'The decision was due {dueOn} at the latest. Tell why it is late.',
  field: 'lateReason',
  source: 'domain.md 5.6',
  refuses: ({ decisionDueOn }, { today }, { lateReason }) =>
    decisionDueOn !== null && today > decisionDueOn && !lateReason && { dueOn: decisionDueOn },
};

export const isLateWhereItTellsWhy: LateCheck = {
  code: 'decision-is-not-late',
  da: 'Afgørelsen er rettidig til og med {dueOn}; der skal ikke angives en grund til forsinkelse.',
  en: 'The decision is in time until {dueOn}; it takes no reason for being late.',
  field: 'lateReason',
  source: 'domain.md 5.6',
  refuses: ({ decisionDueOn }, { today }, { lateReason }) =>
    decisionDueOn !== null && today <= decisionDueOn && !!lateReason && { dueOn: decisionDueOn },
};
