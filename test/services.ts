// SPDX-License-Identifier: MPL-2.0
// The four services in one process each, for tests that walk over all of them through their HTTP API.
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '#contracts/topics';
import { addDays, type LocalDate } from '#domain';
import { type RunningService, type ServiceDefinition, startService } from '#service';
import {
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  request as send,
  staffId,
  type TestDatabase,
  testEnv,
  travel,
  type User,
} from '#testing';
import { agreements } from '../apps/agreements/src/agreements.module.js';
import { incidents } from '../apps/incidents/src/incidents.module.js';
import { notifications } from '../apps/notifications/src/notifications.module.js';
import { referrals } from '../apps/referrals/src/referrals.module.js';
import { inCapitals } from './inputs.ts';

export const services: Record<ServiceName, ServiceDefinition> = { agreements, referrals, incidents, notifications };

export interface Running {
  service: RunningService;
  database: TestDatabase;
  /** Write the uuids of every request in capitals. */
  inCapitals?: true;
  stop(): Promise<void>;
}

/** Without Kafka: outbox rows stay for inspection. Nothing is swept: what is written, a request has written. */
export async function run(
  name: ServiceName,
  today: LocalDate,
  overrides: Record<string, string> = {},
): Promise<Running> {
  const database = await freshDatabase(name, services[name].migrations);
  const env = await testEnv(name, { database, overrides: { SWEEP_EVERY_MS: '3600000', ...overrides } });
  travel(env, today);
  if (name !== 'notifications') await knowStaff(database);
  const service = await startService(services[name], env);
  return {
    service,
    database,
    stop: async () => {
      await service.close();
      await database.drop();
    },
  };
}

/** One request to a running service (libs/testing). */
export const request = (
  { service, inCapitals: isIn }: Running,
  user: User | null,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Reply> => {
  const typed = isIn && body !== undefined ? JSON.parse(inCapitals(JSON.stringify(body))) : body;
  return send(service.url + (isIn ? inCapitals(path) : path), user, method, typed, headers);
};

const ratings = { contact: 5, speed: 4, clarity: 3, economy: 4, cooperation: 5 };

/** All that somebody has, to a colleague. */
const handOver = { fromPerson: staffId('support_worker'), person: staffId('support_worker2'), reason: 'left' };

/** Terms of an agreement, all but its dwellings and its term. */
const terms = {
  targetGroup: { description: 'unge', paymentCapacityMinOere: 0, paymentCapacityMaxOere: 350_000 },
  quota: { kind: 'every_nth', n: 4 },
  rolesAndResponsibilities: [{ topic: 'restance', responsible: 'udlejer' }],
  commitments: [
    { kind: 'vacancy_rent_in', capMonths: 3 },
    { kind: 'move_out_shortfall', capOere: 3_000_000 },
  ],
  coverage: [{ kind: 'rent', rule: 'covered_first_n_months', months: 12 }],
  instalmentPolicy: {
    allowed: true,
    maxMonths: 6,
    minInstalmentOere: 1,
    maxOpenPlans: 1,
    needsMunicipalConsent: false,
  },
  singleEntryPoint: {
    name: 'Indgangen',
    mailbox: 'indgangen@kommune.example',
    phone: '+45 12345678',
    openingHours: 'man-tor 09:00-15:00',
    standInMailbox: 'vikar@kommune.example',
    standInPhone: '+45 87654321',
  },
  landlordContacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
  slas: { ACKNOWLEDGE: 2 },
  dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef'] },
  revision: { reviewDate: '2027-12-01', noticeForChangeMonths: 3 },
  dataSharingAnnex: 'bilag-1',
} as const;

/** The same where a body is no JSON. */
export const validTexts: Record<string, string> = {
  '/v1/property-imports':
    'adresse,antal_boliger,bolig,type,areal_m2,vaerelser,husleje,aconto\nNyvej 1,8,1,bolig,40,1,1,1',
  '/v1/staff-imports': 'staff_id;name;roles;teams\nad-1;Åse Prøve;support_worker;bostoette-nord',
};

let numbers = 0;
/** A civil registration number of nobody, another one each time: one citizen has one. */
const syntheticCpr = (): string => {
  numbers += 1;
  const day = addDays('1940-01-01', numbers % 20_000);
  return `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}-${1000 + Math.trunc(numbers / 20_000)}`;
};

/** A body that each service accepts, by path. Every route that takes a body has one here or among the texts. */
export const validBodies = (): Record<string, object> => ({
  '/v1/landlords': {
    ref: landlords.boOgBy.id,
    kind: 'company',
    cvr: '10000009',
    name: landlords.boOgBy.name,
    contacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
    letsMoreThanOne: true,
  },
  '/v1/landlords/{id}/change': { name: 'Bo & By', letsMoreThanOne: false },
  '/v1/landlords/{id}/change-contacts': {
    contacts: [{ mailbox: 'drift@udlejer.example', phone: '12345678', function: 'landlord_caretaker' }],
  },
  '/v1/properties': {
    landlordRef: landlords.boOgBy.id,
    address: 'Prøvevej 1, 5000 Odense C',
    bfeNumber: '6018543',
    dwellingCount: 24,
  },
  '/v1/properties/{id}/change': { address: `Prøvevej ${randomUUID().slice(0, 8)} B`, dwellingCount: 25 },
  '/v1/dwellings': {
    propertyRef: randomUUID(),
    unit: '2. tv.',
    type: 'lejlighed',
    areaM2: 41.5,
    rooms: 1,
    rentOere: 350_000,
    utilitiesOere: 60_000,
    availablePattern: 'hvert forår',
  },
  '/v1/dwellings/{id}/change': { rentOere: 360_000, areaM2: 42 },
  '/v1/agreements': {
    agreementNo: randomUUID(),
    landlordRef: landlords.boOgBy.id,
    legalBasis: 'free_cooperation',
    ...terms,
    term: { from: '2026-01-01', to: '2030-12-31', noticeMonths: 6 },
  },
  '/v1/agreements/{id}/propose-change': { ...terms, note: 'prøve' },
  '/v1/agreements/{id}/approve': { hash: 'a'.repeat(64) },
  '/v1/agreements/{id}/sign': {
    hash: 'a'.repeat(64),
    name: 'N.N.',
    role: 'chef',
    method: 'papir',
    signedOn: '2026-01-01',
  },
  '/v1/agreements/{id}/give-notice': { endsOn: '2027-12-31' },
  '/v1/agreements/{id}/change-entry-point': { ...terms.singleEntryPoint, awayFrom: '2026-12-01', awayTo: '2026-12-02' },
  '/v1/agreements/{id}/change-landlord-contacts': { landlordContacts: terms.landlordContacts },
  '/v1/cover-bookings': {
    agreementRef: randomUUID(),
    commitment: 'move_out_shortfall',
    tenancyRef: randomUUID(),
    amountOere: 3_237_000,
    cause: 'opgørelse på papir',
  },
  '/v1/cover-bookings/{id}/confirm': { amountOere: 3_000_000 },
  '/v1/cover-bookings/{id}/correct': { amountOere: 2_900_000 },
  '/v1/meetings': { agreementRef: randomUUID(), meetsOn: '2026-12-15' },
  '/v1/meetings/{id}/move': { meetsOn: '2026-12-16', reason: 'Ferie' },
  '/v1/meetings/{id}/add-agenda-item': { text: 'Tomgang i foråret' },
  '/v1/meetings/{id}/hold': { heldOn: '2026-12-01', attendees: ['områdechef'], minutes: 'Vi talte om tomgang.' },
  '/v1/meetings/{id}/correct-minutes': { minutes: 'Vi talte om tomgang og restancer.' },
  '/v1/action-items': { agreementRef: randomUUID(), what: 'Ny folder', owner: 'landlord_admin', dueOn: '2026-12-15' },
  '/v1/action-items/{id}/hand-over': {
    to: { role: 'finance', person: staffId('finance') },
    reason: 'other_skills',
  },
  '/v1/action-items/{id}/change-due-date': { dueOn: '2026-12-22' },
  '/v1/expectation-checks': { agreementRef: randomUUID(), ratings, comment: 'Godt samarbejde' },
  '/v1/expectation-checks/{id}/correct': { ratings },
  '/v1/preventive-measures': {
    agreementRef: randomUUID(),
    what: 'Velkomstbesøg',
    reason: 'neighbour_complaints',
    party: 'municipality',
    startsOn: '2026-12-01',
    endsOn: '2027-06-30',
  },
  '/v1/preventive-measures/{id}/end': { effect: 'worked' },
  '/v1/vacancies': {
    agreementRef: randomUUID(),
    dwellingRef: randomUUID(),
    availableFrom: '2026-12-15',
    noticeReceivedOn: '2026-12-01',
  },
  '/v1/vacancies/{id}/let-elsewhere': { letOn: '2027-01-15' },
  '/v1/vacancies/{id}/register-payment': { paidOn: '2026-12-01', amountOere: 330_000 },
  '/v1/vacancies/{id}/strike': { what: 'release', ref: randomUUID(), reason: 'did_not_happen' },
  '/v1/citizens': {
    cpr: syntheticCpr(),
    name: 'Åse Prøve',
    address: { text: 'Prøvevej 12, 1. tv., 5000 Odense C', protected: false },
    contact: { phone: '70 10 11 55', mailbox: 'aase@borger.example' },
    household: { adults: 1, children: 2 },
  },
  '/v1/citizens/search': { cpr: syntheticCpr(), name: 'Åse Prøve', purpose: 'identity_check' },
  '/v1/citizens/{id}/change': {
    cpr: syntheticCpr(),
    name: 'Åse Holm',
    address: { text: 'Prøvevej 14, 5000 Odense C', protected: true },
    contact: { phone: '70 10 11 56', mailbox: 'holm@borger.example' },
    household: { adults: 2, children: 2 },
  },
  '/v1/citizens/{id}/record-consent': {
    scope: 'show_name_to_landlord',
    textVersion: 'samtykke-2026-1',
    givenOn: '2026-12-01',
    medium: 'paper',
  },
  '/v1/citizens/{id}/end-consent': {
    scope: 'show_name_to_landlord',
    endedOn: '2026-12-01',
    ending: 'revoked_by_citizen',
  },
  '/v1/referrals': {
    agreementRef: randomUUID(),
    citizen: { cpr: syntheticCpr(), name: 'Åse Prøve', household: { adults: 1, children: 0 } },
    consents: [{ scope: 'housing_referral', textVersion: 'samtykke-2026-1', givenOn: '2026-12-01', medium: 'paper' }],
    assessment: { characteristics: ['without_a_home'], supportNeed: 'light', paymentCapacityOere: 470_000 },
    documents: [{ kind: 'consent', documentRef: randomUUID() }],
    applications: [{ kind: 'deposit_loan', appliedOn: '2026-12-01' }],
    grounds: 'consent',
    householdSize: 1,
    wantedMoveInOn: '2026-12-15',
  },
  '/v1/referrals/{id}/assess': {
    characteristics: ['without_a_home', 'debt'],
    supportNeed: 'extensive',
    paymentCapacityOere: 480_000,
  },
  '/v1/referrals/{id}/order-support': { to: { person: staffId('support_worker') } },
  '/v1/referrals/{id}/decide-outside-target-group': {
    reason: 'other_help_fits_better',
    complaintGuidance: 'in_writing',
  },
  '/v1/referrals/{id}/give-financing-outlook': {
    financingExpected: true,
    administrationAgreement: 'voluntary',
    paymentTrouble: true,
    evictionsDueToArrears: 1,
  },
  '/v1/referrals/{id}/match': { vacancyRef: randomUUID() },
  '/v1/referrals/{id}/citizen-declines': { reason: 'location' },
  '/v1/referrals/{id}/withdraw': { reason: 'found_another_home' },
  '/v1/referrals/{id}/hand-over': { to: { person: staffId('social_caseworker2') }, reason: 'absence' },
  '/v1/referrals/{id}/pause-deadline': { code: 'OUTLOOK_REQUEST', reason: 'awaits_information', until: '2026-12-04' },
  '/v1/referrals/{id}/resume-deadline': { code: 'OUTLOOK_REQUEST' },
  '/v1/referrals/{id}/extend-deadline': { code: 'OUTLOOK_REQUEST', reason: 'awaits_information', workingDays: 2 },
  '/v1/proposals/{id}/decline': { reason: 'dwelling_is_not_ready' },
  '/v1/proposals/{id}/register-lease': {
    signedOn: '2026-12-01',
    startsOn: '2026-12-15',
    depositOere: 0,
    prepaidRentOere: 0,
    landlordReference: 'L-18',
  },
  '/v1/tenancies/register': {
    agreementRef: randomUUID(),
    dwellingRef: randomUUID(),
    startedOn: '2026-12-01',
    landlordReference: 'L-19',
    leaseSignedOn: '2026-12-01',
    depositOere: 0,
    prepaidRentOere: 0,
  },
  '/v1/tenancies': {
    agreementRef: randomUUID(),
    dwellingRef: randomUUID(),
    citizenRef: randomUUID(),
    hasSupportWorker: true,
    supportWorker: staffId('support_worker'),
    startedOn: '2026-04-23',
    landlordReference: 'L-17',
    leaseSignedOn: '2026-04-14',
    depositOere: 0,
    prepaidRentOere: 0,
  },
  '/v1/tenancies/{id}/change-support-worker': { to: { person: staffId('support_worker2') }, reason: 'workload' },
  '/v1/tenancies/{id}/end-support': { lastDay: '2026-11-30' },
  '/v1/tenancies/{id}/end': { endedOn: '2026-12-31' },
  '/v1/tenancies/{id}/strike': { what: 'end', ref: randomUUID(), reason: 'wrong_date' },
  '/v1/financings': { referralRef: randomUUID(), kind: 'deposit_loan', appliedOn: '2026-12-01', isComplete: true },
  '/v1/financings/{id}/complete-application': { completeOn: '2026-12-01' },
  '/v1/financings/{id}/grant-move': {
    basis: '85_1',
    conditions: ['without_a_home', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'],
    deposit: { depositOere: 1_350_000, prepaidOere: 1_350_000 },
    offers: [{ amountOere: 160_000, documentRef: randomUUID() }],
    items: [
      {
        item: 'coffee_table',
        pieces: 1,
        amountOere: 30_000,
        neededBecause: 'individual_need',
        dearerBecause: 'hygiene',
      },
    ],
    payee: 'landlord',
    payOn: '2026-12-21',
    repayment: { required: true, instalmentOere: 75_000, firstDueOn: '2027-02-01' },
    lateApplicationAcceptedBecause: 'municipality_caused_delay',
    lateReason: 'workload',
  },
  '/v1/financings/{id}/propose-disbursement': { amountOere: 542_900 },
  '/v1/tenancies/{id}/check-settling-in': { code: 'furniture_help', outcome: 'done', on: '2026-12-01' },
  '/v1/move-in-inspections': {
    tenancyRef: randomUUID(),
    plannedOn: '2026-04-23',
    summonedOn: '2026-04-14',
  },
  '/v1/move-in-inspections/{id}/summon': { summonedOn: '2026-04-13' },
  '/v1/move-in-inspections/{id}/move': { plannedOn: '2026-04-24', summonedOn: '2026-04-15' },
  '/v1/move-in-inspections/{id}/hold': {
    heldOn: '2026-04-23',
    municipalityTookPart: false,
    absenceReason: 'nobody_available',
  },
  '/v1/move-in-inspections/{id}/deliver-report': { deliveredOn: '2026-04-24', how: 'sent' },
  '/v1/move-in-inspections/{id}/record-defect-list': { receivedOn: '2026-05-07', count: 3 },
  '/v1/move-in-inspections/{id}/cancel': { reason: 'planned_in_error' },
  '/v1/move-in-inspections/{id}/strike': { what: 'summons', ref: randomUUID(), reason: 'wrong_date' },
  '/v1/move-in-inspections/{id}/hand-over': {
    to: { role: 'support_worker', person: staffId('support_worker2') },
    reason: 'absence',
  },
  '/v1/rehousings/{id}/find-shelter': { foundOn: '2026-12-01' },
  '/v1/rehousings/{id}/refer': { referralRef: randomUUID() },
  '/v1/rehousings/{id}/declare-not-needed': { task: 'temporary_shelter', reason: 'lives_with_others' },
  '/v1/rehousings/{id}/reopen-task': { task: 'temporary_shelter' },
  '/v1/rehousings/{id}/hand-over': { to: { person: staffId('social_caseworker2') }, reason: 'absence' },
  '/v1/financings/{id}/grant': {
    basis: '81a',
    monthlyAmountOere: 542_900,
    months: 1,
    payOn: '2026-12-21',
    conditions: ['threatened_by_eviction_for_arrears', 'cannot_pay'],
    repayment: { required: true },
  },
  '/v1/financings/{id}/hand-over': { to: { person: staffId('benefits_caseworker2') }, reason: 'absence' },
  '/v1/financings/{id}/refuse': { reason: 'citizen_can_pay' },
  '/v1/financings/{id}/register-payment': { paidOn: '2026-12-01', amountOere: 542_900 },
  '/v1/financings/{id}/register-repayment': { paidOn: '2026-12-01', amountOere: 542_900 },
  '/v1/financings/{id}/strike': { what: 'repayment', ref: randomUUID(), reason: 'wrong_amount' },
  '/v1/administration-agreements': {
    tenancyRef: randomUUID(),
    basis: 'voluntary',
    monthlyAmountOere: 510_000,
    firstPaymentOn: '2027-01-01',
  },
  '/v1/administration-agreements/{id}/hand-over': {
    to: { role: 'social_caseworker', person: staffId('social_caseworker2') },
    reason: 'left',
  },
  '/v1/administration-agreements/{id}/accept': { acceptedOn: '2026-12-01' },
  '/v1/administration-agreements/{id}/revoke': { lastPaidThrough: '2027-03-31' },
  '/v1/administration-agreements/{id}/end': { lastPaidThrough: '2027-03-31' },
  '/v1/agreements-hand-overs': handOver,
  '/v1/referrals-hand-overs': handOver,
  '/v1/incidents-hand-overs': handOver,
  '/v1/move-outs': {
    ...{ tenancyRef: randomUUID(), kind: 'voluntary', noticeOn: '2026-08-14' },
    ...{ movedOutOn: '2026-11-14', learnedOn: '2026-11-14' },
  },
  '/v1/move-outs/{id}/change-move-out-date': { movedOutOn: '2026-11-15' },
  '/v1/move-outs/{id}/summon': { inspectionOn: '2026-11-23', summonedOn: '2026-11-16', shorterSummonsAgreed: false },
  '/v1/move-outs/{id}/hold-inspection': {
    ...{ heldOn: '2026-11-23', municipalityTookPart: false, absenceReason: 'nobody_available', tenantTookPart: true },
  },
  '/v1/move-outs/{id}/deliver-report': { deliveredOn: '2026-11-23', how: 'at_inspection' },
  '/v1/move-outs/{id}/submit-statement': {
    lines: [
      {
        ...{ kind: 'rent', text: 'Husleje november', amountOere: 450_000, dueOn: '2026-11-02', raisedOn: '2026-11-23' },
        ...{ inReport: false, documentationRef: randomUUID() },
      },
    ],
    ...{ depositOere: 1_350_000, prepaidOere: 1_350_000, creditOere: 0, rentChargedThrough: '2026-11-30' },
  },
  '/v1/move-outs/{id}/review-lines': {
    lines: [{ lineRef: randomUUID(), accepted: false, code: 'no_documentation' }],
  },
  '/v1/move-outs/{id}/register-payment': { paidOn: '2026-12-01', amountOere: 3_000_000 },
  '/v1/move-outs/{id}/dispute': { by: 'landlord', lineRefs: [randomUUID()], reason: 'rejected_wrongly' },
  '/v1/move-outs/{id}/reopen': { by: 'landlord', lineRefs: [randomUUID()], reason: 'rejected_wrongly' },
  '/v1/move-outs/{id}/record-agreement': {
    ...{ decidedOn: '2026-12-01', lines: [{ lineRef: randomUUID(), accepted: false, code: 'betterment' }] },
  },
  '/v1/move-outs/{id}/record-tribunal-decision': {
    ...{ decidedOn: '2026-12-01', lines: [{ lineRef: randomUUID(), accepted: false, code: 'betterment' }] },
  },
  '/v1/move-outs/{id}/report-relet': { reletOn: '2027-01-01' },
  '/v1/move-outs/{id}/register-vacancy-payment': { paidOn: '2026-12-01', amountOere: 450_000 },
  '/v1/move-outs/{id}/strike': { what: 'summons', ref: randomUUID(), reason: 'wrong_date' },
  '/v1/move-outs/{id}/strike-assessment': { ref: randomUUID(), reason: 'wrong_amount' },
  '/v1/move-outs/{id}/hand-over': {
    to: { role: 'outreach_team', team: 'udsatte', person: staffId('outreach_team') },
    reason: 'workload',
  },
  '/v1/rent-arrears': { landlordReference: 'L-17', amountOere: 510_000, rentDueOn: '2026-08-01' },
  '/v1/rent-arrears/{id}/assign': { to: { role: 'support_worker', person: staffId('support_worker') } },
  '/v1/rent-arrears/{id}/pause-deadline': { code: 'ACKNOWLEDGE', reason: 'awaits_information', until: '2026-12-04' },
  '/v1/rent-arrears/{id}/resume-deadline': { code: 'ACKNOWLEDGE' },
  '/v1/rent-arrears/{id}/extend-deadline': { code: 'ACKNOWLEDGE', reason: 'awaits_information', workingDays: 2 },
  '/v1/financings/{id}/pause-deadline': { code: 'DISBURSEMENT', reason: 'awaits_information', until: '2026-12-04' },
  '/v1/financings/{id}/resume-deadline': { code: 'DISBURSEMENT' },
  '/v1/financings/{id}/extend-deadline': { code: 'DISBURSEMENT', reason: 'awaits_information', workingDays: 2 },
  '/v1/rent-arrears/{id}/hand-over': { to: { role: 'outreach_team' }, reason: 'citizen_moved' },
  '/v1/rent-arrears/{id}/record-contact-made': { contactedOn: '2026-12-01' },
  '/v1/rent-arrears/{id}/record-contact-failed': { contactedOn: '2026-12-01' },
  '/v1/rent-arrears/{id}/report-further-rent': { amountOere: 510_000, rentDueOn: '2026-09-01' },
  '/v1/rent-arrears/{id}/issue-demand': {
    issuedOn: '2026-12-01',
    channel: 'letter',
    statesTerminationRisk: true,
    lines: [{ kind: 'rent', dueOn: '2026-08-01', amountOere: 510_000, disputed: false }],
    feeOere: 32_900,
    totalOere: 542_900,
    printedDeadline: '2026-12-15',
  },
  '/v1/rent-arrears/{id}/register-demand-delivery': {
    demandRef: randomUUID(),
    deliveredOn: '2026-12-01',
    proofRef: 'KV-1',
  },
  '/v1/rent-arrears/{id}/withdraw-demand': { demandRef: randomUUID() },
  '/v1/rent-arrears/{id}/confirm-tenant-paid': {
    paidOn: '2026-08-04',
    amountOere: 510_000,
    forRentDueOn: '2026-08-01',
    forDemandRef: randomUUID(),
  },
  '/v1/rent-arrears/{id}/agree-instalment-plan': {
    instalments: 3,
    firstDueOn: '2026-12-15',
    tenantAccepts: true,
    totalOere: 510_000,
  },
  '/v1/rent-arrears/{id}/report-other-problems': { problems: ['neighbour_complaints'] },
  '/v1/rent-arrears/{id}/strike': { what: 'payment', ref: randomUUID(), reason: 'wrong_amount' },
  '/v1/rent-arrears/{id}/strike-contact': { ref: randomUUID(), reason: 'did_not_happen' },
  '/v1/evictions/{id}/hand-over': { to: { role: 'outreach_team' }, reason: 'citizen_moved' },
  '/v1/evictions/{id}/state-conduct': {
    happenedOn: '2026-12-01',
    categories: ['unacceptable_noise'],
    movingRequired: true,
  },
  '/v1/evictions/{id}/serve-termination': {
    basisRef: randomUUID(),
    kind: 'breach',
    servedOn: '2026-12-01',
    vacateBy: '2026-12-08',
  },
  '/v1/evictions/{id}/register-payment': { paidOn: '2026-12-01', amountOere: 542_900 },
  '/v1/evictions/{id}/withdraw': { reason: 'agreed' },
  '/v1/evictions/{id}/vacate': { vacatedOn: '2026-12-01' },
  '/v1/evictions/{id}/file-bailiff-request': { filedOn: '2026-12-01' },
  '/v1/evictions/{id}/record-court-notification': {
    receivedOn: '2026-12-01',
    minorsInHousehold: 'unknown',
    needIsLikely: false,
  },
  '/v1/evictions/{id}/take-up-help': { handledOn: '2026-12-01' },
  '/v1/evictions/{id}/record-hearing': { heldOn: '2026-12-01' },
  '/v1/evictions/{id}/record-refusal': { refusedOn: '2026-12-01', reason: 'formal_error' },
  '/v1/evictions/{id}/set-eviction-date': { evictionOn: '2026-12-15' },
  '/v1/evictions/{id}/execute': { executedOn: '2026-12-01' },
  '/v1/evictions/{id}/record-court-notice': { noticeOn: '2026-12-01' },
  '/v1/evictions/{id}/decide-help': { decidedOn: '2026-12-01', outcome: 'help' },
  '/v1/evictions/{id}/strike': { what: 'termination', ref: randomUUID(), reason: 'wrong_date' },
  '/v1/evictions/{id}/strike-duty': { what: 'courtNotification', ref: randomUUID(), reason: 'wrong_date' },
  '/v1/neighbour-complaints': {
    kind: 'complaint',
    from: 'neighbour',
    categories: ['unacceptable_noise'],
    happenedOn: '2026-12-01',
    landlordReference: 'N-17',
  },
  '/v1/neighbour-complaints/{id}/assign': { to: { role: 'support_worker', person: staffId('support_worker') } },
  '/v1/neighbour-complaints/{id}/hand-over': { to: { role: 'outreach_team' }, reason: 'citizen_moved' },
  '/v1/neighbour-complaints/{id}/report-further': {
    kind: 'complaint',
    from: 'caretaker',
    categories: ['neglect', 'other'],
    happenedOn: '2026-12-01',
  },
  '/v1/neighbour-complaints/{id}/record-dialogue': {
    heldOn: '2026-12-01',
    outcome: 'measures_agreed',
    measures: ['mediation'],
  },
  '/v1/neighbour-complaints/{id}/remind-tenant': { sentOn: '2026-11-30', categories: ['unacceptable_noise'] },
  '/v1/neighbour-complaints/{id}/record-breach': {
    happenedOn: '2026-12-01',
    categories: ['unacceptable_noise'],
    evidence: ['log'],
    documentationRef: 'SAG-44',
  },
  '/v1/neighbour-complaints/{id}/warn-tenant': { sentOn: '2026-12-01' },
  '/v1/neighbour-complaints/{id}/file-tribunal-case': { filedOn: '2026-12-01', servedOn: '2026-12-01' },
  '/v1/neighbour-complaints/{id}/record-tribunal-service': { servedOn: '2026-12-01' },
  '/v1/neighbour-complaints/{id}/record-tribunal-reply': { repliedOn: '2026-12-01' },
  '/v1/neighbour-complaints/{id}/record-tribunal-decision': {
    decidedOn: '2026-12-01',
    notifiedOn: '2026-12-01',
    outcome: 'conditional',
    conditions: 'Ingen støj om natten.',
  },
  '/v1/neighbour-complaints/{id}/record-tribunal-notification': { notifiedOn: '2026-12-01' },
  '/v1/neighbour-complaints/{id}/report-condition-breach': {
    happenedOn: '2026-12-01',
    categories: ['unacceptable_noise'],
    movingRequired: true,
  },
  '/v1/neighbour-complaints/{id}/terminate': { kind: 'notice' },
  '/v1/neighbour-complaints/{id}/report-serious-conduct': {
    happenedOn: '2026-12-01',
    categories: ['violence_or_threat'],
    movingRequired: true,
  },
  '/v1/neighbour-complaints/{id}/strike': { what: 'report', ref: randomUUID(), reason: 'wrong_case' },
  '/v1/neighbour-complaints/{id}/strike-dialogue': { ref: randomUUID(), reason: 'did_not_happen' },
  '/v1/neighbour-complaints/{id}/pause-deadline': {
    code: 'ACKNOWLEDGE',
    reason: 'awaits_information',
    until: '2026-12-04',
  },
  '/v1/neighbour-complaints/{id}/resume-deadline': { code: 'ACKNOWLEDGE' },
  '/v1/neighbour-complaints/{id}/extend-deadline': {
    code: 'ACKNOWLEDGE',
    reason: 'awaits_information',
    workingDays: 2,
  },
  '/v1/demand-fees': { validFrom: '2027-01-01', feeOere: 35_000 },
  '/v1/demand-fees/{id}/correct': { feeOere: 35_100 },
  '/v1/search': {
    words: 'Prøvevej 12 B, st. tv.',
    number: 'R-26-00417-3',
    reference: randomUUID(),
    kinds: ['landlord', 'rent-arrears'],
    limit: 5,
    after: `3.${randomUUID()}.rent-arrears`,
  },
  '/v1/staff': {
    staffId: randomUUID(),
    name: 'Åse Prøve',
    roles: ['support_worker'],
    teams: ['bostoette-nord'],
    mailbox: 'aase@kommune.example',
    phone: '70 10 11 55',
  },
  '/v1/staff/{id}/change': {
    name: 'Åse Holm',
    roles: ['outreach_team'],
    teams: ['udsatte-team'],
    mailbox: 'holm@kommune.example',
    phone: '70 10 11 56',
  },
  '/v1/staff/{id}/plan-absence': { from: '2026-12-02', to: '2026-12-03', standIn: 'nobody' },
  '/v1/staff/{id}/change-absence': {
    absenceRef: randomUUID(),
    from: '2026-12-02',
    to: '2026-12-03',
    standIn: 'nobody',
  },
  '/v1/staff/{id}/end-absence': { absenceRef: randomUUID() },
  '/v1/parked-messages/{messageId}/skip': { reason: 'prøve' },
});
