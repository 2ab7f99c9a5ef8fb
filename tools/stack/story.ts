// SPDX-License-Identifier: MPL-2.0
// The worked example of docs/domain.md, section 11: agreement A1 and row 1, moving in to D3 (rows 2 to 11, story-moving-in.ts), rent
// that does not come (rows 12 to 14, cured by a plan) and again (rows 19 to 21, cured by temporary help), the administration agreement
// that the citizen revokes (row 22), complaints, eviction, moving out and the settlement (rows 15 to 18 and 23 to 27, story-leaving.ts).
// Every date and amount is compared. The tenant's support worker is a person, who is on leave when the rent does not come for the
// first time, and whose support has ended when it does not come again.
import { randomInt } from 'node:crypto';
import { demoUsers, landlords } from './demo-users.ts';
import { type StoryContext, Telling } from './story-context.ts';
import {
  complained,
  concerned,
  evicted,
  madeConditional,
  settled,
  supportEnds,
  terminated,
  toTheTribunal,
  totals,
} from './story-leaving.ts';
import { type Agreed, moveIn } from './story-moving-in.ts';

export interface Played {
  agreementRef: string;
  tenancyRef: string;
  /** Of rows 12 to 14. */
  augustRef: string;
  /** Of rows 19 to 21. */
  decemberRef: string;
  /** The case of temporary help. */
  financingRef: string;
  /** Of rows 15 to 18. */
  complaintRef: string;
  /** Of rows 23 to 25. */
  evictionRef: string;
  /** Of rows 26 and 27. */
  moveOutRef: string;
}

const kroner = (oere: number) => `${(oere / 100).toFixed(2)} kr`;

/** Played over the public APIs alone; the clock is left at the real time. */
export async function playStory(context: StoryContext): Promise<Played> {
  const tell = new Telling(context);
  await tell.on('2026-01-05');
  await signIn(tell);
  const agreement = await agree(tell, context.agreementNo ?? 'A1');
  const tenancyRef = await moveIn(tell, agreement);
  await find(tell, agreement);
  await goOnLeave(tell);
  const august = await planAgreed(tell, tenancyRef);
  await supportEnds(tell, tenancyRef);
  await payInstalment(tell, august, 0);
  const complaint = await concerned(tell, tenancyRef);
  await payInstalment(tell, august, 1);
  await complained(tell, complaint, tenancyRef);
  await payInstalment(tell, august, 2);
  await toTheTribunal(tell, complaint);
  const { decemberRef, financingRef } = await curedByHelp(tell, tenancyRef);
  await madeConditional(tell, complaint);
  const eviction = await terminated(tell, complaint);
  await revoke(tell, tenancyRef);
  await evicted(tell, eviction);
  const moveOut = await settled(tell, { ...agreement, tenancyRef, eviction });
  await totals(tell, { ref: agreement.ref, tenancyRef, decemberRef });
  context.travel('now');
  tell.say('the clock shows the real time again');
  return {
    ...{ agreementRef: agreement.ref, tenancyRef, augustRef: idOf(august), decemberRef, financingRef },
    ...{ complaintRef: idOf(complaint), evictionRef: idOf(eviction), moveOutRef: idOf(moveOut) },
  };
}

const idOf = (path: string) => path.slice(-36);

const TEAM = 'bostoette-nord';
const { support_worker: worker, support_worker2: standIn } = demoUsers;

/** Whoever signs in is in the register of staff, by the name and mailbox that the token says; municipal IT adds the team. */
async function signIn(tell: Telling): Promise<void> {
  for (const user of ['team_leader', 'support_worker', 'support_worker2'] as const) {
    const { body: own } = await tell.must(user, 'GET', tell.url('notifications', '/v1/staff/me'));
    tell.holds('what the register learns at the sign-in', own, {
      name: demoUsers[user].name,
      mailbox: demoUsers[user].email,
    });
    tell.did(user, `signed in: ${own.mailbox}`);
    await tell.act('operator', tell.url('notifications', `/v1/staff/${own.id}`), 'change', { teams: [TEAM] });
  }
  tell.did('operator', `put them into the team ${TEAM}`);
}

/** Two weeks, in which the rent of August will be missing. */
async function goOnLeave(tell: Telling): Promise<void> {
  await tell.on('2026-07-13');
  const leave = { from: '2026-08-03', to: '2026-08-16', standIn: standIn.sub };
  const { body: own } = await tell.must('support_worker', 'GET', tell.url('notifications', '/v1/staff/me'));
  // Another story of the same system has entered it.
  if (!own.absences.some(({ from }: { from: string }) => from === leave.from))
    await tell.act('support_worker', tell.url('notifications', `/v1/staff/${own.id}`), 'plan-absence', leave);
  tell.did('support_worker', `will be on leave from ${leave.from} to ${leave.to}; ${standIn.name} stands in`);
}

/** Agreement A1: from the register over the negotiation to both signatures, in force on 1 February; row 1. */
async function agree(tell: Telling, agreementNo: string): Promise<Agreed> {
  const { address, ...chosen } = await register(tell, agreementNo);
  const agreements = tell.url('agreements', '/v1/agreements');
  const { body: draft } = await tell.must('single_entry', 'POST', agreements, {
    agreementNo,
    landlordRef: landlords.boOgBy.id,
    legalBasis: 'lbf_ch7_allocation',
    term: { from: '2026-02-01', to: '2030-01-31', noticeMonths: 6 },
    targetGroup: { description: 'Unge uden bolig', paymentCapacityMinOere: 350_000, paymentCapacityMaxOere: 470_000 },
    properties: [chosen],
    quota: { kind: 'every_nth', n: 4 },
    singleEntryPoint: {
      name: 'Den ene indgang',
      mailbox: 'indgangen@kommune.example',
      phone: '+45 12345678',
      openingHours: 'man-tor 09:00-15:00',
      standInName: 'Vikaren for den ene indgang',
      standInMailbox: 'vikar@kommune.example',
      standInPhone: '+45 87654321',
    },
  });
  const path = `${agreements}/${draft.id}`;
  tell.did(
    'single_entry',
    `drafted agreement ${agreementNo} with ${landlords.boOgBy.name}; not agreed yet: ${draft.proposal.faults.length} things`,
  );
  await tell.act('single_entry', path, 'share-with-landlord');
  await tell.hears('landlord_admin', 'agreement-shared', draft.id);
  await tell.on('2026-01-08');
  await tell.act('landlord_admin', path, 'propose-change', {
    rolesAndResponsibilities: [{ topic: 'Restance', responsible: 'Udlejer melder den samme dag til den ene indgang' }],
    commitments: [
      { kind: 'vacancy_rent_in', capMonths: 3 },
      { kind: 'vacancy_rent_out', capMonths: 3 },
      { kind: 'move_out_shortfall', capOere: 5_000_000 },
    ],
    coverage: ['restoration', 'tenant_damage', 'cleaning', 'eviction_costs'].map((kind) => ({ kind, rule: 'covered' })),
    instalmentPolicy: {
      allowed: true,
      maxMonths: 6,
      minInstalmentOere: 50_000,
      maxOpenPlans: 1,
      needsMunicipalConsent: false,
    },
    landlordContacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
    note: 'Vi foreslår et loft på 50.000 kr pr. lejemål og tilbyder afdragsordninger.',
  });
  tell.did('landlord_admin', 'proposed what is covered, a cap of 50000.00 kr a tenancy, and instalment plans');
  await tell.hears('single_entry', 'agreement-change-proposed', draft.id);
  await tell.act('single_entry', path, 'propose-change', {
    commitments: [
      { kind: 'vacancy_rent_in', capMonths: 3 },
      { kind: 'vacancy_rent_out', capMonths: 3 },
      { kind: 'move_out_shortfall', capOere: 3_000_000 },
    ],
    dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef', 'udlejningschef'] },
    revision: { reviewDate: '2027-02-01', noticeForChangeMonths: 3 },
    dataSharingAnnex: 'bilag-1',
  });
  const { body: compared } = await tell.must('landlord_admin', 'GET', `${path}/compare?from=1.2&to=1.3`);
  tell.holds('what the municipality changed', compared, {
    changes: [{ pointer: '/commitments/move_out_shortfall/capOere', before: 5_000_000, after: 3_000_000 }],
  });
  tell.did('single_entry', 'proposed 30000.00 kr; the landlord saw exactly that change, and quarterly meetings added');
  await tell.on('2026-01-15');
  const { hash } = (await tell.must('landlord_admin', 'GET', path)).body.proposal;
  await tell.act('single_entry', path, 'approve', { hash });
  await tell.act('landlord_admin', path, 'approve', { hash });
  tell.say('both approved the same text');
  const document = await tell.page('landlord_admin', `${path}/document`);
  if (!/højst 30\.000,00\s+kr/.test(document)) throw new Error('the document does not name the cap');
  tell.say(`it reads in plain words, and as a PDF, at /v1/agreements/${draft.id}/document`);
  const signature = { hash, signedOn: '2026-01-15', method: 'MitID' };
  await tell.act('landlord_admin', path, 'sign', { ...signature, name: 'Underskriver', role: 'direktør' });
  const signed = await tell.act('single_entry', path, 'sign', { ...signature, name: 'Underskriver', role: 'rådmand' });
  tell.holds('the agreement is signed', signed, { state: 'SIGNED', term: { from: '2026-02-01', to: '2030-01-31' } });
  tell.say('both signed it: in force from 2026-02-01 to 2030-01-31');
  await tell.on('2026-02-01');
  await tell.becomes('landlord_admin', path, { state: 'ACTIVE', inForce: { agreementVersion: 1 } });
  await tell.hears('landlord_admin', 'agreement-in-force', draft.id);
  const { body: call } = await tell.must('landlord_admin', 'GET', tell.url('agreements', '/v1/entry-point'));
  tell.holds('whom a landlord calls', call, { answers: 'contact', call: { phone: '+45 12345678' } });
  tell.did('landlord_admin', `asked whom to call: ${call.call.name}, ${call.call.phone}`);
  const meetings = tell.url('agreements', `/v1/meetings?limit=100&agreementRef=${draft.id}`);
  const days = (await tell.must('steering_member', 'GET', meetings)).body.items.map(
    (one: { meetsOn: string }) => one.meetsOn,
  );
  tell.holds('row 1: the follow-up meetings', days.toSorted().slice(0, 4), [
    ...['2026-05-01', '2026-08-03', '2026-11-02', '2027-02-01'],
  ]);
  tell.say('follow-up meetings are planned: 2026-05-01, 2026-08-03, 2026-11-02, 2027-02-01 …');
  return { ref: draft.id, no: agreementNo, address, dwellingRef: chosen.dwellingRefs[2]! };
}

/** The landlord, once, and a property of 24 dwellings with five in the register. @returns what an agreement chooses */
async function register(
  tell: Telling,
  agreementNo: string,
): Promise<{ propertyRef: string; dwellingRefs: string[]; address: string }> {
  const landlord = await tell.call('single_entry', 'POST', tell.url('agreements', '/v1/landlords'), {
    ref: landlords.boOgBy.id,
    kind: 'company',
    cvr: '10000009',
    name: landlords.boOgBy.name,
    contacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
    letsMoreThanOne: true,
  });
  // Another story of the same system has registered it.
  if (landlord.status !== 201 && landlord.body.code !== 'landlord-is-registered-already')
    throw new Error(`registering the landlord answered ${landlord.status}: ${JSON.stringify(landlord.body)}`);
  // Invented, and one for each story. The letter keeps house number and postal code from reading as a civil registration number.
  const address = `Skovmærkevænget ${agreementNo === 'A1' ? 12 : randomInt(13, 999)} B, 5000 Odense C`;
  const properties = tell.url('agreements', '/v1/properties');
  const { body: property } = await tell.must('landlord_admin', 'POST', properties, {
    // A letter between the random digits and the postal code: together they could read as a civil registration number.
    address,
    dwellingCount: 24,
  });
  const dwellingRefs: string[] = [];
  for (const unit of ['st. tv.', 'st. th.', '1. tv.', '1. th.', '2. tv.']) {
    const dwelling = { unit, type: 'lejlighed', areaM2: 41.5, rooms: 2, rentOere: 450_000, utilitiesOere: 60_000 };
    const { body } = await tell.must('landlord_admin', 'POST', tell.url('agreements', '/v1/dwellings'), {
      ...dwelling,
      propertyRef: property.id,
    });
    dwellingRefs.push(body.id);
  }
  tell.say(`${landlords.boOgBy.name} has a property of 24 dwellings at ${address}; five are in the register`);
  return { propertyRef: property.id, dwellingRefs, address };
}

/** As people type: a landlord's name with a slip, an address as they say it. */
async function find(tell: Telling, { address, dwellingRef }: Agreed): Promise<void> {
  const search = async (words: string) => {
    const { body } = await tell.must('single_entry', 'POST', tell.url('agreements', '/v1/search'), { words });
    return body.items as { id: string; title: string }[];
  };
  const street = address.split(' B,')[0]!.toLowerCase().replaceAll('æ', 'ae');
  const typed = `${street}b 1tv`;
  const [dwelling] = await search(typed);
  tell.holds('the dwelling is found', dwelling, { id: dwellingRef });
  tell.did('single_entry', `typed "${typed}" and found ${dwelling!.title}`);
  const slip = 'bo by udlejnign';
  const [landlord] = await search(slip);
  // A PostgreSQL of one's own may be without pg_trgm; then slips are not found.
  if (!landlord) return tell.did('single_entry', `typed "${slip}": this PostgreSQL has no pg_trgm to see the slip by`);
  tell.holds('the landlord is found', landlord, { id: landlords.boOgBy.id });
  tell.did('single_entry', `typed "${slip}" and found ${landlord.title}`);
}

/** Reported, acknowledged, given to the tenant's support worker or the outreach team. @param by who is there @returns address of the case */
async function reported(tell: Telling, tenancyRef: string, rentDueOn: string, by: Worker, days: Days): Promise<string> {
  await tell.on(days.reportedOn);
  const cases = tell.url('incidents', '/v1/rent-arrears');
  const { body } = await tell.must('landlord_admin', 'POST', cases, { tenancyRef, amountOere: 510_000, rentDueOn });
  const path = `${cases}/${body.id}`;
  tell.follow(body.id);
  tell.holds('the days of the report', body, {
    payDay: days.payDay,
    demandEarliestOn: days.demandEarliestOn,
    next: { by: days.acknowledgeDueOn },
  });
  tell.did(
    'landlord_admin',
    `reported that the rent due ${rentDueOn} is missing; a demand is lawful from ${days.demandEarliestOn}`,
  );
  await tell.hears('single_entry', 'rent-arrears-reported', body.id, days.acknowledgeDueOn);
  // The tenancy may reach incidents after the report; the case is matched then, and only then it is known who helps.
  await tell.becomes('single_entry', path, { matched: true });
  await tell.act('single_entry', path, 'acknowledge');
  tell.did('single_entry', 'acknowledged the report');
  await tell.hears('landlord_admin', 'rent-arrears-received', body.id);
  const assigned = await tell.act('single_entry', path, 'assign');
  const [role, to] =
    by === 'outreach_team'
      ? (['outreach_team', 'the outreach team'] as const)
      : (['support_worker', worker.name] as const);
  tell.holds('who reaches out by when', assigned, {
    owner: { role, ...(role === 'support_worker' && { team: TEAM, person: worker.sub }) },
    next: { role, by: days.outreachDueOn },
  });
  tell.did('single_entry', `gave the case ${assigned.number} to ${to}`);
  await tell.hears(by, 'rent-arrears-assigned', body.id, days.outreachDueOn);
  await tell.hears('landlord_admin', 'rent-arrears-acting', body.id);
  return path;
}

type Worker = 'support_worker2' | 'outreach_team';

interface Days {
  reportedOn: string;
  payDay: string;
  acknowledgeDueOn: string;
  outreachDueOn: string;
  demandEarliestOn: string;
}

/** 4500.00 + 600.00 + the fee of 2026, 329.00. */
const demand = (issuedOn: string) => ({
  issuedOn,
  channel: 'letter',
  statesTerminationRisk: true,
  lines: [
    { kind: 'rent', amountOere: 450_000 },
    { kind: 'utilities_advance', amountOere: 60_000 },
  ],
  feeOere: 32_900,
  totalOere: 542_900,
});

async function demanded(
  tell: Telling,
  path: string,
  issuedOn: string,
  deliveredOn: string,
  ends: { expiresOn: string; terminationEarliestOn: string },
): Promise<void> {
  const issued = await tell.act('landlord_admin', path, 'issue-demand', demand(issuedOn));
  tell.did('landlord_admin', `issued a demand dated ${issuedOn}: ${kroner(542_900)}, the fee of 329.00 kr with it`);
  await tell.on(deliveredOn);
  const { demandRef } = issued.demands[0];
  const running = await tell.act('landlord_admin', path, 'register-demand-delivery', {
    demandRef,
    deliveredOn,
    proofRef: 'KV-2026-118',
  });
  tell.holds('the demand runs', running, { demands: [{ state: 'RUNNING', totalOere: 542_900, ...ends }] });
  tell.say(`it reached the tenant: to be paid by ${ends.expiresOn}, termination from ${ends.terminationEarliestOn}`);
  await tell.hears('single_entry', 'rent-arrears-demand-running', path.slice(-36), ends.expiresOn);
}

/** Who stands in finds the case by its number and acts in the own name. */
async function reachedByStandIn(tell: Telling, path: string, contactedOn: string): Promise<void> {
  const { number } = await tell.becomes('support_worker2', path, { owner: { person: worker.sub } });
  const spoken = number.toLowerCase().replaceAll('-', ' ').replace(/ 0+/, ' ');
  const byNumber = (said: string) => `${path.slice(0, -37)}?number=${encodeURIComponent(said)}`;
  const { items: found } = (await tell.must('support_worker2', 'GET', byNumber(spoken))).body;
  tell.holds('the case is found by its number', found, [{ number, id: path.slice(-36) }]);
  const misheard = spoken.replace(/\d$/, (digit: string) => String((Number(digit) + 1) % 10));
  const refused = await tell.call('support_worker2', 'GET', byNumber(misheard));
  tell.holds('a number that was misheard', refused, { status: 400, body: { code: 'case-number-is-mistyped' } });
  tell.did('support_worker2', `was told "${misheard}": no such number; "${spoken}" is the case`);
  await tell.act('support_worker2', path, 'record-contact-made', { contactedOn });
  const { items } = (await tell.must('single_entry', 'GET', `${path}/history`)).body;
  const contact = { action: 'rent-arrears.record-contact-made', inSteadOf: worker.sub };
  tell.holds(
    'in whose stead it was done',
    items.find(({ action }: { action: string }) => action === contact.action),
    contact,
  );
  tell.did('support_worker2', `reached the tenant; the history says: in ${worker.name}'s stead`);
}

/** Rows 12 to 14, but for what is paid. @returns address of the case */
async function planAgreed(tell: Telling, tenancyRef: string): Promise<string> {
  const path = await reported(tell, tenancyRef, '2026-08-01', 'support_worker2', {
    reportedOn: '2026-08-04',
    payDay: '2026-08-03',
    acknowledgeDueOn: '2026-08-05',
    outreachDueOn: '2026-08-07',
    demandEarliestOn: '2026-08-07',
  });
  await reachedByStandIn(tell, path, '2026-08-04');
  await tell.on('2026-08-08');
  await tell.refused('landlord_admin', path, 'issue-demand', demand('2026-08-06'), 'demand-is-too-early', {
    earliest: '2026-08-07',
  });
  await demanded(tell, path, '2026-08-08', '2026-08-10', {
    expiresOn: '2026-08-24',
    terminationEarliestOn: '2026-08-25',
  });
  await tell.on('2026-08-14');
  const agreed = await tell.act('landlord_admin', path, 'agree-instalment-plan', {
    instalments: 3,
    firstDueOn: '2026-09-01',
    tenantAccepts: true,
    totalOere: 542_900,
  });
  tell.holds('the plan', agreed, { demands: [{ state: 'WITHDRAWN' }], plans: [{ totalOere: 542_900, instalments }] });
  tell.did('landlord_admin', 'and the tenant agreed a plan of three instalments; the demand is withdrawn');
  return path;
}

const instalments = [
  { dueOn: '2026-09-01', amountOere: 180_967 },
  { dueOn: '2026-10-01', amountOere: 180_967 },
  { dueOn: '2026-11-02', amountOere: 180_966 },
] as const;

/** The last one cures it. The first is mistyped. */
async function payInstalment(tell: Telling, path: string, no: 0 | 1 | 2): Promise<void> {
  const { dueOn, amountOere } = instalments[no];
  await tell.on(dueOn);
  if (no === 0) await paidInError(tell, path, dueOn);
  await tell.act('landlord_admin', path, 'confirm-tenant-paid', { paidOn: dueOn, amountOere });
  tell.did('landlord_admin', `confirmed an instalment of ${kroner(amountOere)}`);
  if (no < 2) return;
  await tell.becomes('single_entry', path, { state: 'CURED_BY_PLAN', paidOn: '2026-11-02', owedOere: 0 });
  await tell.hears('support_worker', 'rent-arrears-closed', idOf(path));
}

/** What was mistyped is struck, and the case is as if it had not been. */
async function paidInError(tell: Telling, path: string, paidOn: string): Promise<void> {
  await tell.act('landlord_admin', path, 'confirm-tenant-paid', { paidOn, amountOere: 190_867 });
  const { items } = (await tell.must('landlord_admin', 'GET', `${path}/history`)).body;
  const { ref } = items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === 'payment').fact;
  await tell.act('landlord_admin', path, 'strike', { what: 'payment', ref, reason: 'wrong_amount' });
  tell.holds('all is owed again', (await tell.must('single_entry', 'GET', path)).body, { owedOere: 542_900 });
  tell.did('landlord_admin', `mistyped an instalment as ${kroner(190_867)} and struck it: all is owed again`);
  await tell.hears('support_worker', 'rent-arrears-payment-struck', path.slice(-36));
}

/** The deadline is our own: it may wait, and comes a working day later. Those of law never do. */
async function paused(tell: Telling, path: string): Promise<void> {
  await tell.on('2026-12-03');
  const code = 'FIRST_OUTREACH';
  await tell.act('outreach_team', path, 'pause-deadline', { code, reason: 'citizen_is_away', until: '2026-12-10' });
  tell.did('outreach_team', 'paused the first contact: the citizen is away');
  await tell.on('2026-12-04');
  const resumed = await tell.act('outreach_team', path, 'resume-deadline', { code });
  tell.holds('it is due a working day later', resumed, { next: { role: 'outreach_team', by: '2026-12-08' } });
  tell.did('outreach_team', 'let it run again: due 2026-12-08 instead of 2026-12-07');
}

/** Rows 19 to 21. */
async function curedByHelp(tell: Telling, tenancyRef: string): Promise<{ decemberRef: string; financingRef: string }> {
  const path = await reported(tell, tenancyRef, '2026-12-01', 'outreach_team', {
    reportedOn: '2026-12-02',
    payDay: '2026-12-01',
    acknowledgeDueOn: '2026-12-03',
    outreachDueOn: '2026-12-07',
    demandEarliestOn: '2026-12-05',
  });
  await paused(tell, path);
  await tell.act('outreach_team', path, 'record-contact-made', { contactedOn: '2026-12-04' });
  tell.did('outreach_team', 'reached the tenant');
  await tell.on('2026-12-05');
  await demanded(tell, path, '2026-12-05', '2026-12-12', {
    expiresOn: '2026-12-28',
    terminationEarliestOn: '2026-12-29',
  });
  await tell.on('2026-12-14');
  await tell.act('outreach_team', path, 'request-help');
  const { help } = (await tell.must('single_entry', 'GET', path)).body;
  tell.holds('help is decided two working days before the demand expires', help, { decisionDueOn: '2026-12-23' });
  tell.did('outreach_team', 'asked for temporary help; to be decided by 2026-12-23');
  tell.follow(help.helpRef);
  const financing = tell.url('referrals', `/v1/financings/${help.helpRef}`);
  await tell.becomes('benefits_caseworker', financing, { state: 'APPLIED', decisionDueOn: '2026-12-23' });
  await tell.hears('benefits_caseworker', 'help-applied', help.helpRef, '2026-12-23');
  await tell.on('2026-12-17');
  await tell.act('benefits_caseworker', financing, 'grant', grant);
  tell.did('benefits_caseworker', 'granted 5429.00 kr by § 81 a, repayable, if the rent is administered');
  const [administration] = (
    await tell.must(
      'benefits_caseworker',
      'GET',
      tell.url('referrals', `/v1/administration-agreements?tenancyRef=${tenancyRef}`),
    )
  ).body.items;
  const administrationPath = tell.url('referrals', `/v1/administration-agreements/${administration.id}`);
  tell.holds('nothing takes effect before the citizen accepts', (await tell.must('single_entry', 'GET', path)).body, {
    state: 'HELP_PENDING',
  });
  await tell.on('2026-12-18');
  await tell.act('benefits_caseworker', administrationPath, 'accept', { acceptedOn: '2026-12-18' });
  tell.say('the citizen accepted: the municipality pays 5100.00 kr a month from 2027-01-01');
  await tell.becomes('landlord_admin', path, { paymentExpectedOn: '2026-12-21', next: { by: '2026-12-21' } });
  await tell.hears('landlord_admin', 'rent-arrears-payment-expected', path.slice(-36), '2026-12-21');
  await tell.becomes('landlord_admin', tell.url('referrals', `/v1/tenancies/${tenancyRef}`), {
    rentPaidBy: { by: 'municipality', from: '2027-01-01' },
  });
  await tell.hears('finance', 'help-to-pay', help.helpRef, '2026-12-21');
  await tell.on('2026-12-21');
  await tell.act('finance', financing, 'register-payment', { paidOn: '2026-12-21', amountOere: 542_900 });
  tell.did('finance', 'paid the landlord 5429.00 kr');
  await tell.becomes('single_entry', path, { state: 'CURED_BY_HELP', paidOn: '2026-12-21', owedOere: 0 });
  tell.holds('the receivable', (await tell.must('benefits_caseworker', 'GET', financing)).body, {
    state: 'PAID',
    receivableOere: 542_900,
  });
  return { decemberRef: path.slice(-36), financingRef: help.helpRef };
}

const grant = {
  basis: '81a',
  monthlyAmountOere: 542_900,
  months: 1,
  payOn: '2026-12-21',
  conditions: ['threatened_by_eviction_for_arrears', 'cannot_pay'],
  repayment: { required: true, instalments: 12, firstDueOn: '2027-02-01' },
  administrationAgreement: { monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' },
};

/** Row 22. */
async function revoke(tell: Telling, tenancyRef: string): Promise<void> {
  await tell.on('2027-03-15');
  const agreements = tell.url('referrals', `/v1/administration-agreements?tenancyRef=${tenancyRef}`);
  const [administration] = (await tell.must('benefits_caseworker', 'GET', agreements)).body.items;
  await tell.act(
    'benefits_caseworker',
    tell.url('referrals', `/v1/administration-agreements/${administration.id}`),
    'revoke',
    { lastPaidThrough: '2027-03-31' },
  );
  tell.say('the citizen revoked the administration with effect from 2027-03-31');
  await tell.becomes('landlord_admin', tell.url('referrals', `/v1/tenancies/${tenancyRef}`), {
    rentPaidBy: { by: 'tenant', from: '2027-04-01' },
  });
  await tell.hears('landlord_admin', 'rent-paid-by-tenant', tenancyRef, '2027-04-01');
}
