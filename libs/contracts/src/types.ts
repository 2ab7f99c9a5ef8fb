// SPDX-License-Identifier: MPL-2.0
import type { ServiceName } from './topics.js';

export type Classification = 'public' | 'internal';

/**
 * CloudEvents type of a fact, the same on the public and the internal topic: it is one fact, told to two audiences.
 * @param kind the case kind as in the topic's name, e.g. `rent-arrears`
 * @param fact past tense, e.g. `opened`
 * @returns `dk.indgang.<service>.<kind>.<fact>.v1`
 */
export const eventType = <Service extends ServiceName, Kind extends string, Fact extends string>(
  service: Service,
  kind: Kind,
  fact: Fact,
) => `dk.indgang.${service}.${kind}.${fact}.v1` as const;

/**
 * Name of a message body's JSON Schema in `libs/contracts/schemas/` and under the owner's `/schemas/`. The
 * classification is part of it, because one fact has two bodies.
 */
export const schemaFile = (type: string, classification: Classification): string =>
  classification === 'public' ? `${type}.json` : `${type}.${classification}.json`;

/**
 * Every type name. Readers take the names from here and declare the few fields they read in a class of their own, so
 * a producer deploys without rebuilding anybody.
 */
export const types = {
  agreement: {
    created: eventType('agreements', 'agreement', 'created'),
    changed: eventType('agreements', 'agreement', 'changed'),
    versionActivated: eventType('agreements', 'agreement', 'version-activated'),
    versionSuperseded: eventType('agreements', 'agreement', 'version-superseded'),
    noticeGiven: eventType('agreements', 'agreement', 'notice-given'),
    runOff: eventType('agreements', 'agreement', 'run-off'),
    expired: eventType('agreements', 'agreement', 'expired'),
    terminated: eventType('agreements', 'agreement', 'terminated'),
    abandoned: eventType('agreements', 'agreement', 'abandoned'),
    capWarning: eventType('agreements', 'agreement', 'cap-warning'),
    capReached: eventType('agreements', 'agreement', 'cap-reached'),
    /** Steps of the negotiation, for the four services: the public word for them is `changed`. */
    shared: eventType('agreements', 'agreement', 'shared'),
    changeProposed: eventType('agreements', 'agreement', 'change-proposed'),
    approved: eventType('agreements', 'agreement', 'approved'),
    negotiated: eventType('agreements', 'agreement', 'negotiated'),
    signed: eventType('agreements', 'agreement', 'signed'),
    revisionStarted: eventType('agreements', 'agreement', 'revision-started'),
    revisionAbandoned: eventType('agreements', 'agreement', 'revision-abandoned'),
    entryPointChanged: eventType('agreements', 'agreement', 'entry-point-changed'),
  },
  coverBooking: {
    reserved: eventType('agreements', 'cover-booking', 'reserved'),
    refused: eventType('agreements', 'cover-booking', 'refused'),
    confirmed: eventType('agreements', 'cover-booking', 'confirmed'),
    released: eventType('agreements', 'cover-booking', 'released'),
    expired: eventType('agreements', 'cover-booking', 'expired'),
  },
  agreementsDeadlines: {
    set: eventType('agreements', 'deadlines', 'set'),
    met: eventType('agreements', 'deadlines', 'met'),
    cancelled: eventType('agreements', 'deadlines', 'cancelled'),
  },
  contacts: {
    published: eventType('agreements', 'contacts', 'published'),
  },
  referral: { changed: eventType('referrals', 'referral', 'changed') },
  vacancy: { changed: eventType('referrals', 'vacancy', 'changed') },
  neighbourComplaint: { changed: eventType('incidents', 'neighbour-complaint', 'changed') },
  eviction: { changed: eventType('incidents', 'eviction', 'changed') },
  moveOut: {
    opened: eventType('incidents', 'move-out', 'opened'),
    coverRequested: eventType('incidents', 'move-out', 'cover-requested'),
    settlementPaid: eventType('incidents', 'move-out', 'settlement-paid'),
    changed: eventType('incidents', 'move-out', 'changed'),
  },
  tenancy: {
    started: eventType('referrals', 'tenancy', 'started'),
    ended: eventType('referrals', 'tenancy', 'ended'),
  },
  financing: {
    applied: eventType('referrals', 'financing', 'applied'),
    changed: eventType('referrals', 'financing', 'changed'),
    decided: eventType('referrals', 'financing', 'decided'),
    paid: eventType('referrals', 'financing', 'paid'),
    withdrawn: eventType('referrals', 'financing', 'withdrawn'),
  },
  administrationAgreement: {
    started: eventType('referrals', 'administration-agreement', 'started'),
    ended: eventType('referrals', 'administration-agreement', 'ended'),
  },
  referralsDeadlines: {
    set: eventType('referrals', 'deadlines', 'set'),
    met: eventType('referrals', 'deadlines', 'met'),
    cancelled: eventType('referrals', 'deadlines', 'cancelled'),
  },
  rentArrears: {
    opened: eventType('incidents', 'rent-arrears', 'opened'),
    acknowledged: eventType('incidents', 'rent-arrears', 'acknowledged'),
    assigned: eventType('incidents', 'rent-arrears', 'assigned'),
    tenancyMatched: eventType('incidents', 'rent-arrears', 'tenancy-matched'),
    standInCalled: eventType('incidents', 'rent-arrears', 'stand-in-called'),
    outreachTried: eventType('incidents', 'rent-arrears', 'outreach-tried'),
    demandIssued: eventType('incidents', 'rent-arrears', 'demand-issued'),
    demandRunning: eventType('incidents', 'rent-arrears', 'demand-running'),
    demandEnded: eventType('incidents', 'rent-arrears', 'demand-ended'),
    paymentBooked: eventType('incidents', 'rent-arrears', 'payment-booked'),
    paidLate: eventType('incidents', 'rent-arrears', 'paid-late'),
    paidTwice: eventType('incidents', 'rent-arrears', 'paid-twice'),
    planAgreed: eventType('incidents', 'rent-arrears', 'plan-agreed'),
    planBroken: eventType('incidents', 'rent-arrears', 'plan-broken'),
    helpRequested: eventType('incidents', 'rent-arrears', 'help-requested'),
    helpGranted: eventType('incidents', 'rent-arrears', 'help-granted'),
    helpRefused: eventType('incidents', 'rent-arrears', 'help-refused'),
    /** The public word for what is not for the public, and for what concerns nobody else. */
    changed: eventType('incidents', 'rent-arrears', 'changed'),
    closed: eventType('incidents', 'rent-arrears', 'closed'),
  },
  incidentsDeadlines: {
    set: eventType('incidents', 'deadlines', 'set'),
    met: eventType('incidents', 'deadlines', 'met'),
    cancelled: eventType('incidents', 'deadlines', 'cancelled'),
  },
  deadline: {
    dueSoon: eventType('notifications', 'deadline', 'due-soon'),
    due: eventType('notifications', 'deadline', 'due'),
    overdue: eventType('notifications', 'deadline', 'overdue'),
    met: eventType('notifications', 'deadline', 'met'),
    cancelled: eventType('notifications', 'deadline', 'cancelled'),
  },
  notification: {
    sent: eventType('notifications', 'notification', 'sent'),
    acknowledged: eventType('notifications', 'notification', 'acknowledged'),
  },
} as const;
