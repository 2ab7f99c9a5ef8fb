// SPDX-License-Identifier: MPL-2.0
// Rows 2 to 11 of the worked example (docs/domain.md 11): a citizen is referred, a dwelling comes free, the landlord says yes, loans
// and grants are decided, the lease is signed and the keys are handed over. Every date and amount is compared.
import { randomInt, randomUUID } from 'node:crypto';
import { demoUsers } from './demo-users.ts';
import type { Telling } from './story-context.ts';

/** The agreement in force under which a dwelling is found. */
export interface Agreed {
  ref: string;
  no: string;
  address: string;
  dwellingRef: string;
}

const TEAM = 'bostoette-nord';
const worker = demoUsers.support_worker;
const kroner = (oere: number) => `${(oere / 100).toFixed(2)} kr`;

/** Other services hear of agreements and staff by topics. */
const NOT_HEARD_YET = [
  ...['agreement-not-known-yet', 'agreement-is-not-active'],
  ...['person-is-not-of-the-staff', 'person-is-not-in-the-team', 'team-has-nobody-with-the-role'],
];

/** Asked again until what it names is known in referrals. */
const onceHeard = (tell: Telling, what: string, ask: () => ReturnType<Telling['call']>) =>
  tell.waitFor(what, async () => {
    const reply = await ask();
    if (reply.status === 412 || (reply.status === 409 && NOT_HEARD_YET.includes(reply.body.code))) return undefined;
    if (reply.status >= 300) throw new Error(`${what} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  });

/** @returns the tenancy */
export async function moveIn(tell: Telling, agreement: Agreed): Promise<string> {
  const vacancy = await comesFree(tell, agreement);
  const referral = await refer(tell, agreement);
  const proposal = await propose(tell, referral, vacancy);
  await finance(tell, referral);
  const tenancyRef = await sign(tell, agreement, proposal);
  await handOverKeys(tell, { referral, vacancy, tenancyRef });
  return tenancyRef;
}

/** Row 3. @returns address of the vacancy */
async function comesFree(tell: Telling, { ref, dwellingRef }: Agreed): Promise<string> {
  await tell.on('2026-03-27');
  const vacancies = tell.url('referrals', '/v1/vacancies');
  const input = { agreementRef: ref, dwellingRef, availableFrom: '2026-04-01' };
  const vacancy = await onceHeard(tell, 'reporting the vacancy', () =>
    tell.call('landlord_admin', 'POST', vacancies, input),
  );
  tell.holds('the municipality answers within seven hverdage', vacancy, { answerDueOn: '2026-04-08' });
  tell.did('landlord_admin', 'reported D3, 1. tv., vacant from 2026-04-01; the municipality answers by 2026-04-08');
  await tell.hears('single_entry', 'vacancy-reported', vacancy.id, '2026-04-08');
  return `${vacancies}/${vacancy.id}`;
}

/** Rows 2, 4 and 8: one call, the assessment, and how the move can be financed. @returns address of the referral */
async function refer(tell: Telling, { ref, no }: Agreed): Promise<string> {
  await tell.on('2026-03-30');
  const referrals = tell.url('referrals', '/v1/referrals');
  const input = {
    agreementRef: ref,
    // A number of nobody, another one for each story.
    citizen: { cpr: `010190-${randomInt(1000, 3999)}`, name: 'Prøveborger Eksempel' },
    consents: [{ scope: 'housing_referral', textVersion: 'samtykke-2026-1', givenOn: '2026-03-30', medium: 'paper' }],
    applications: [{ kind: 'deposit_loan' }, { kind: 'moving_help' }, { kind: 'establishment_help' }],
    grounds: 'consent',
    householdSize: 1,
    wantedMoveInOn: '2026-04-23',
  };
  const referral = await onceHeard(tell, 'referring the citizen', () =>
    tell.call('social_caseworker', 'POST', referrals, input),
  );
  tell.holds('row 2: the assessment, over Easter', referral, {
    ...{ state: 'REGISTERED', nextStep: { dueOn: '2026-04-07' }, keysDueOn: '2026-04-20' },
  });
  tell.did(
    'social_caseworker',
    `referred a citizen under ${no} in one call, ${referral.number}: to be assessed by 2026-04-07`,
  );
  const path = `${referrals}/${referral.id}`;
  await tell.act('social_caseworker', path, 'assess', {
    ...{ characteristics: ['without_a_home', 'young_without_network'], supportNeed: 'light' },
    paymentCapacityOere: 470_000,
  });
  await onceHeard(tell, 'ordering the support', async () => {
    const { etag } = await tell.must('social_caseworker', 'GET', path);
    const to = { team: TEAM, person: worker.sub };
    return await tell.call('social_caseworker', 'POST', `${path}/order-support`, { to }, etag);
  });
  await tell.act('social_caseworker', path, 'check-financing');
  tell.did(
    'social_caseworker',
    `assessed: can pay 4700.00 kr a month; ${worker.name} supports from the first day; asked for the financing outlook`,
  );
  await tell.hears('benefits_caseworker', 'financing-outlook-asked', referral.id, '2026-04-01');
  await tell.on('2026-03-31');
  const outlook = { financingExpected: true, administrationAgreement: 'required', paymentTrouble: true };
  await tell.refused(
    ...(['benefits_caseworker', path, 'give-financing-outlook', { ...outlook, evictionsDueToArrears: 1 }] as const),
    ...(['citizen-has-not-had-several-evictions', { fewest: 2 }] as const),
  );
  await tell.act('benefits_caseworker', path, 'give-financing-outlook', {
    ...{ financingExpected: true, administrationAgreement: 'voluntary' },
  });
  tell.did('benefits_caseworker', 'expects a loan; an administration agreement is voluntary, and was declined');
  return path;
}

/** The dwelling is proposed on Tuesday 7 April, in time. @returns address of the proposal */
async function propose(tell: Telling, referral: string, vacancy: string): Promise<string> {
  await tell.on('2026-04-07');
  const { proposalRef } = await tell.act('social_caseworker', referral, 'match', { vacancyRef: vacancy.slice(-36) });
  tell.holds('row 3: answered in time', (await tell.must('landlord_admin', 'GET', vacancy)).body, {
    ...{ state: 'RESERVED', answeredOn: '2026-04-07' },
  });
  tell.did('social_caseworker', 'proposed D3: 4500.00 kr is within what the citizen can pay; the vacancy is reserved');
  const proposal = tell.url('referrals', `/v1/proposals/${proposalRef}`);
  await tell.hears('landlord_admin', 'proposal-made', proposalRef, '2026-04-09');
  const accepted = await tell.act('landlord_admin', proposal, 'accept');
  tell.did('landlord_admin', `said yes to ${accepted.number}: a household of 1, financing expected, no name`);
  return proposal;
}

interface Help {
  kind: string;
  grant: object;
  amountOere: number;
  /** To whom, in words. */
  to: string;
}

const cannotPay = ['without_a_home', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'];
const free = { payOn: '2026-04-16', repayment: { required: false } };
const furniture = [
  ...[{ item: 'bed', pieces: 1, amountOere: 80_000 }],
  ...[{ item: 'refrigerator', pieces: 1, amountOere: 100_000 }],
  ...[{ item: 'kitchenware', pieces: 1, amountOere: 60_000 }],
  ...[{ item: 'wardrobe', pieces: 2, amountOere: 100_000 }],
  ...[{ item: 'bedding', pieces: 1, amountOere: 40_000 }],
  ...[{ item: 'lamp', pieces: 1, amountOere: 10_000 }],
];

/** Rows 6 and 7. */
const helps: readonly Help[] = [
  {
    kind: 'deposit_loan',
    amountOere: 2_700_000,
    to: 'the landlord',
    grant: {
      ...{ basis: '85_1', conditions: cannotPay, deposit: { depositOere: 1_350_000, prepaidOere: 1_350_000 } },
      ...{ payee: 'landlord', payOn: '2026-04-16' },
      repayment: { required: true, instalmentOere: 75_000, firstDueOn: '2026-07-01' },
    },
  },
  {
    kind: 'moving_help',
    amountOere: 160_000,
    to: 'the mover',
    grant: {
      ...{ basis: '85_1', conditions: cannotPay, payee: 'supplier', ...free },
      offers: [240_000, 160_000].map((amountOere) => ({ amountOere, documentRef: randomUUID() })),
    },
  },
  {
    kind: 'establishment_help',
    amountOere: 390_000,
    to: 'the citizen',
    grant: {
      ...{ basis: '81', conditions: ['on_kontanthjaelp', 'unforeseen_reasonable_expense', 'cannot_pay'] },
      ...{ payee: 'citizen', ...free, items: furniture },
    },
  },
];

/** Rows 5 to 7 and 10: complete on 7 April, decided on 14 April, paid by two persons. */
async function finance(tell: Telling, referral: string): Promise<void> {
  const financings = tell.url('referrals', '/v1/financings');
  const { items } = (await tell.must('benefits_caseworker', 'GET', `${financings}?limit=100&state=APPLIED`)).body;
  const pathOf = ({ kind }: Help) => {
    const found = items.find((one: { referralRef: string | null; kind: string }) => {
      return one.referralRef === referral.slice(-36) && one.kind === kind;
    });
    if (!found) throw new Error(`no application for ${kind}`);
    return `${financings}/${found.id}`;
  };
  for (const help of helps) {
    const complete = await tell.act('benefits_caseworker', pathOf(help), 'complete-application', {
      completeOn: '2026-04-07',
    });
    tell.holds('row 5: the day for the decision', complete, { appliedOn: '2026-03-30', decisionDueOn: '2026-04-14' });
  }
  tell.did('benefits_caseworker', 'has what the three applications take: to be decided by 2026-04-14');
  await tell.on('2026-04-14');
  for (const help of helps) {
    const granted = await tell.act('benefits_caseworker', pathOf(help), 'grant-move', help.grant);
    tell.holds(`rows 6 and 7: ${help.kind}`, granted, { state: 'GRANTED', amountOere: help.amountOere });
    if (help.kind !== 'deposit_loan') continue;
    tell.holds('row 6: the plan', granted.repaymentPlan.at(0), { dueOn: '2026-07-01', amountOere: 75_000 });
    tell.holds('row 6: instalments', { count: granted.repaymentPlan.length }, { count: 36 });
    tell.holds('row 10: what moving in costs', granted.moveIn, {
      ...{ firstRentOere: 120_000, firstUtilitiesOere: 16_000, totalOere: 2_836_000 },
      ...{ loanOere: 2_700_000, citizenOere: 136_000 },
    });
  }
  tell.did(
    'benefits_caseworker',
    'granted a loan of 27000.00 kr (§ 85), 36 × 750.00 kr from 2026-07-01, and 1600.00 + 3900.00 kr',
  );
  tell.say('moving in costs 28360.00 kr: the loan pays 27000.00 kr, the citizen 1360.00 kr');
  for (const help of helps) {
    const { amountOere } = help;
    await tell.act('finance', pathOf(help), 'propose-disbursement', { amountOere });
    await tell.act('finance2', pathOf(help), 'approve-disbursement');
    await tell.act('finance', pathOf(help), 'register-payment', { paidOn: '2026-04-14', amountOere });
    tell.did('finance', `paid ${help.to} ${kroner(amountOere)}, approved by ${demoUsers.finance2.name}`);
  }
}

/** Rows 5, 9 and 11. @returns the tenancy */
async function sign(tell: Telling, { no }: Agreed, proposal: string): Promise<string> {
  await tell.hears('landlord_admin', 'proposal-lease-asked', proposal.slice(-36), '2026-04-16');
  await tell.act('landlord_admin', proposal, 'register-lease', {
    ...{ signedOn: '2026-04-14', startsOn: '2026-04-23', depositOere: 1_350_000, prepaidRentOere: 1_350_000 },
    landlordReference: 'L-17',
  });
  const { tenancyRef } = (await tell.must('landlord_admin', 'GET', proposal)).body;
  const tenancy = tell.url('referrals', `/v1/tenancies/${tenancyRef}`);
  tell.holds('the tenancy', (await tell.must('social_caseworker', 'GET', tenancy)).body, {
    ...{ state: 'STARTED', startedOn: '2026-04-23', rentOere: 450_000, origin: 'referral' },
    owner: { role: 'support_worker', team: TEAM, person: worker.sub },
  });
  tell.did(
    'landlord_admin',
    `signed the lease of D3 under ${no} from 2026-04-23: rent 4500.00 kr, support worker ${worker.name}`,
  );
  const inspections = tell.url('referrals', '/v1/move-in-inspections');
  const { body: planned } = await tell.must('landlord_admin', 'POST', inspections, {
    ...{ tenancyRef, plannedOn: '2026-04-23', summonedOn: '2026-04-14' },
  });
  tell.holds('row 11: summoned nine days before', planned, { summonsDueOn: '2026-04-16', warnings: [] });
  tell.did('landlord_admin', 'summoned to the inspection on 2026-04-23, nine days before');
  await tell.on('2026-04-23');
  const path = `${inspections}/${planned.id}`;
  await tell.act('support_worker', path, 'hold', { heldOn: '2026-04-23', municipalityTookPart: true });
  const report = { deliveredOn: '2026-04-23', how: 'at_inspection' };
  tell.holds('row 11: the defect list', await tell.act('landlord_admin', path, 'deliver-report', report), {
    ...{ state: 'REPORTED', defectListDueOn: '2026-05-07' },
  });
  tell.did('support_worker', 'took part in the inspection; the tenant may list defects until 2026-05-07');
  return tenancyRef;
}

/** Row 9: the keys, and the rent of the days on which the dwelling stood empty. */
async function handOverKeys(
  tell: Telling,
  { referral, vacancy, tenancyRef }: { referral: string; vacancy: string; tenancyRef: string },
): Promise<void> {
  await tell.becomes('social_caseworker', referral, { state: 'MOVED_IN', movedInOn: '2026-04-23' });
  tell.say('the keys are handed over: 24 days after the referral');
  const amountOere = 330_000;
  tell.holds('row 9: the rent of 1 to 22 April', (await tell.must('finance', 'GET', vacancy)).body, {
    ...{ state: 'LET', rentThrough: '2026-04-22', rentSoFarOere: amountOere },
  });
  await tell.act('finance', vacancy, 'propose-payment');
  await onceHeard(tell, 'the ledger to reserve the rent', async () => {
    const { etag } = await tell.must('finance2', 'GET', vacancy);
    const reply = await tell.call('finance2', 'POST', `${vacancy}/approve-payment`, undefined, etag);
    const isWaiting = reply.status === 409 && reply.body.code === 'cover-is-not-reserved';
    return isWaiting ? { ...reply, status: 412 } : reply;
  });
  await tell.act('finance', vacancy, 'register-payment', { paidOn: '2026-04-23', amountOere });
  tell.did(
    'finance',
    `paid the vacancy rent of 22 days, ${kroner(amountOere)}, approved by ${demoUsers.finance2.name}`,
  );
  await tell.hears('landlord_admin', 'vacancy-rent-paid', vacancy.slice(-36));
  const tenancy = tell.url('referrals', `/v1/tenancies/${tenancyRef}`);
  await tell.act('support_worker', tenancy, 'check-settling-in', {
    ...{ code: 'furniture_help', outcome: 'done', on: '2026-04-23' },
  });
  await tell.on('2026-05-08');
  await tell.act('support_worker', tenancy, 'finish-settling-in');
  await tell.becomes('social_caseworker', referral, { state: 'SETTLED' });
  tell.did('support_worker', 'helped with furniture: the tenant has settled in');
}
