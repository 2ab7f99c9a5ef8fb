// SPDX-License-Identifier: MPL-2.0
import { AgreementState } from './agreements/agreement.js';
import { ContactsState } from './agreements/contacts.js';
import { CoverBookingState } from './agreements/cover-booking.js';
import { DeadlineState } from './incidents/deadlines.js';
import { EvictionState } from './incidents/eviction.js';
import { MoveOutState } from './incidents/move-out.js';
import { NeighbourComplaintState } from './incidents/neighbour-complaint.js';
import { RentArrearsState } from './incidents/rent-arrears.js';
import { PublicCaseEvent } from './public-event.js';
import { AdministrationAgreementState } from './referrals/administration-agreement.js';
import { FinancingState } from './referrals/financing.js';
import { ReferralState } from './referrals/referral.js';
import { TenancyState } from './referrals/tenancy.js';
import { VacancyState } from './referrals/vacancy.js';
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
    [types.agreement.changed]: 'Something else about the agreement changed.',
    [types.agreement.versionActivated]: 'A signed version came into force; its terms apply from now on.',
    [types.agreement.noticeGiven]: 'One of the parties gave notice.',
    [types.agreement.runOff]: 'The agreement ended for new tenancies; those that began under it run on.',
    [types.agreement.expired]: 'The term ended with nothing left to settle.',
    [types.agreement.terminated]: 'The agreement ended with nothing left to settle.',
    [types.agreement.abandoned]: 'The parties gave the negotiation up.',
    [types.agreement.capWarning]: 'At least 80 % of a cap is reserved or paid.',
    [types.agreement.capReached]: 'A cap is used up.',
  }),
  ...told(topics.agreement, PublicCaseEvent, {
    [types.agreement.versionSuperseded]: 'A version gave way to the next one; told beside the activation of that one.',
  }),
  ...told(topics.agreementInternal, AgreementState, {
    [types.agreement.shared]: 'The municipality showed the draft to the landlord.',
    [types.agreement.changeProposed]: 'One of the parties proposed another text.',
    [types.agreement.approved]: 'One of the parties approved the text.',
    [types.agreement.negotiated]: 'Both parties have approved the same text.',
    [types.agreement.revisionStarted]: 'One of the parties began a next version beside the one in force.',
    [types.agreement.revisionAbandoned]: 'The next version was given up.',
    [types.agreement.entryPointChanged]: 'The municipality is reached in another way, or by somebody else.',
    [types.agreement.signed]: 'One of the parties signed, or both have and the term has not started.',
  }),
  ...told(topics.coverBookingInternal, CoverBookingState, {
    [types.coverBooking.reserved]: 'Cover was reserved, all or part of what was asked for.',
    [types.coverBooking.refused]: 'No cover could be reserved.',
    [types.coverBooking.confirmed]: 'Reserved cover was paid.',
    [types.coverBooking.released]: 'Reserved cover was given back.',
    [types.coverBooking.expired]: 'A reservation was neither confirmed nor released in time.',
  }),
  ...told(topics.agreementsDeadlines, DeadlineState, {
    [types.agreementsDeadlines.set]: 'A deadline runs, or runs to another day.',
    [types.agreementsDeadlines.met]: 'What the deadline asked for was done.',
    [types.agreementsDeadlines.cancelled]: 'The deadline no longer applies.',
  }),
  // Announced: agreements waits for these; the case kinds that say them are not built yet.
  ...told(topics.referralInternal, ReferralState, {
    [types.referral.changed]: 'A referral was registered or went on.',
  }),
  ...told(topics.vacancyInternal, VacancyState, {
    [types.vacancy.changed]: 'A dwelling came free, was let or asks for cover.',
  }),
  ...told(topics.neighbourComplaintInternal, NeighbourComplaintState, {
    [types.neighbourComplaint.changed]: 'A complaint was reported or went on.',
  }),
  ...told(topics.evictionInternal, EvictionState, {
    [types.eviction.changed]: 'An eviction case was opened or went on.',
  }),
  ...told(topics.moveOutInternal, MoveOutState, {
    [types.moveOut.opened]: 'A move-out became known.',
    [types.moveOut.coverRequested]: 'Cover is asked for.',
    [types.moveOut.settlementPaid]: 'The municipality has paid its share.',
    [types.moveOut.changed]: 'Something else about the move-out changed.',
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
