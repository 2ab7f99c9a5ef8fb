// SPDX-License-Identifier: MPL-2.0
import { AgreementState } from './agreements/agreement.js';
import { ContactsState } from './agreements/contacts.js';
import { DeadlineState } from './incidents/deadlines.js';
import { RentArrearsState } from './incidents/rent-arrears.js';
import { PublicCaseEvent } from './public-event.js';
import { AdministrationAgreementState } from './referrals/administration-agreement.js';
import { FinancingState } from './referrals/financing.js';
import { TenancyState } from './referrals/tenancy.js';
import { type Topic, topics } from './topics.js';
import { type Classification, types } from './types.js';

/** One type on one topic. */
export interface EventContract {
  readonly type: string;
  readonly topic: Topic;
  readonly body: new () => object;
  readonly classification: Classification;
  readonly about: string;
}

const told = (topic: Topic, body: new () => object, facts: Readonly<Record<string, string>>): EventContract[] =>
  Object.entries(facts).map(([type, about]) => ({ type, topic, body, classification: topic.classification, about }));

/** The same facts for the two audiences. */
const toldToBoth = (topic: Topic, internal: Topic, body: new () => object, facts: Readonly<Record<string, string>>) => [
  ...told(topic, PublicCaseEvent, facts),
  ...told(internal, body, facts),
];

/** Everything that is published. Schemas, documents and checks are loops over this list. No service imports it. */
export const allEvents: readonly EventContract[] = [
  ...toldToBoth(topics.agreement, topics.agreementInternal, AgreementState, {
    [types.agreement.created]: 'An agreement was drafted.',
    [types.agreement.versionActivated]: 'A signed version came into force; its terms apply from now on.',
  }),
  ...told(topics.contactsInternal, ContactsState, {
    [types.contacts.published]: 'The parties’ contact points are these.',
  }),
  ...toldToBoth(topics.tenancy, topics.tenancyInternal, TenancyState, {
    [types.tenancy.started]: 'A tenancy under an agreement started.',
    [types.tenancy.ended]: 'A tenancy under an agreement ended.',
  }),
  ...toldToBoth(topics.financing, topics.financingInternal, FinancingState, {
    [types.financing.applied]: 'Financing was applied for.',
    [types.financing.changed]: 'Something about the case changed that others need not tell apart.',
    [types.financing.decided]: 'The benefits office decided, and the decision has taken effect.',
    [types.financing.paid]: 'A payment was made.',
    [types.financing.withdrawn]: 'It is no longer needed.',
  }),
  ...told(topics.administrationAgreementInternal, AdministrationAgreementState, {
    [types.administrationAgreement.started]: 'The municipality pays the rent from a date on.',
    [types.administrationAgreement.ended]: 'The tenant pays the rent from a date on.',
  }),
  ...told(topics.referralsDeadlines, DeadlineState, {
    [types.referralsDeadlines.set]: 'A deadline runs, or runs to another day.',
    [types.referralsDeadlines.met]: 'What the deadline asked for was done.',
    [types.referralsDeadlines.cancelled]: 'The deadline no longer applies.',
  }),
  ...toldToBoth(topics.rentArrears, topics.rentArrearsInternal, RentArrearsState, {
    [types.rentArrears.opened]: 'A landlord reported missing rent.',
    [types.rentArrears.acknowledged]: 'The single entry point acknowledged the report.',
    [types.rentArrears.assigned]: 'Outreach was given to a support worker or the outreach team.',
    [types.rentArrears.tenancyMatched]: 'The tenancy that the report is about became known.',
    [types.rentArrears.demandRunning]: 'A formal demand reached the tenant.',
    [types.rentArrears.changed]: 'Something else about the case changed.',
    [types.rentArrears.closed]: 'The case ended.',
  }),
  ...told(topics.rentArrearsInternal, RentArrearsState, {
    [types.rentArrears.standInCalled]: 'Nobody answered the landlord for two working days: the stand-in takes over.',
    [types.rentArrears.outreachTried]: 'The tenant was contacted, or could not be reached.',
    [types.rentArrears.demandIssued]: 'The landlord issued a formal demand.',
    [types.rentArrears.demandEnded]: 'A demand expired, was withdrawn or is invalid.',
    [types.rentArrears.paymentBooked]: 'Part of what is owed was paid.',
    [types.rentArrears.paidLate]:
      'All was paid after a demand had expired: the landlord is asked to waive the termination.',
    [types.rentArrears.paidTwice]: 'Help was paid although the tenant had paid already.',
    [types.rentArrears.planAgreed]: 'Landlord and tenant agreed an instalment plan.',
    [types.rentArrears.planBroken]: 'An instalment was missed.',
    [types.rentArrears.helpRequested]: 'Temporary help was asked for.',
    [types.rentArrears.helpGranted]: 'Temporary help was granted; a day of payment is set.',
    [types.rentArrears.helpRefused]: 'Temporary help was refused or withdrawn.',
  }),
  ...told(topics.incidentsDeadlines, DeadlineState, {
    [types.incidentsDeadlines.set]: 'A deadline runs, or runs to another day.',
    [types.incidentsDeadlines.met]: 'What the deadline asked for was done.',
    [types.incidentsDeadlines.cancelled]: 'The deadline no longer applies.',
  }),
  ...told(topics.deadline, PublicCaseEvent, {
    [types.deadline.dueSoon]: 'A deadline is near.',
    [types.deadline.due]: 'Today is the last day in time.',
    [types.deadline.overdue]: 'The last day has passed.',
    [types.deadline.met]: 'A deadline was met.',
    [types.deadline.cancelled]: 'A deadline no longer applies.',
  }),
  ...told(topics.notification, PublicCaseEvent, {
    [types.notification.sent]: 'A role got an item in its inbox.',
    [types.notification.acknowledged]: 'A role acknowledged an inbox item.',
  }),
];
