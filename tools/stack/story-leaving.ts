// SPDX-License-Identifier: MPL-2.0
// Rows 15 to 18 and 23 to 27 of the worked example (docs/domain.md 11), its settlement and its totals: a feeling that something is
// wrong, complaints, the rent tribunal, a conditional tenancy and its breach, the bailiff court, moving out and the final account.
// Every date and amount is compared.
import { demoUsers } from './demo-users.ts';
import type { Telling } from './story-context.ts';
import type { Agreed } from './story-moving-in.ts';

const kroner = (oere: number) => `${(oere / 100).toFixed(2)} kr`;
const idOf = (path: string) => path.slice(-36);
const [outreach, second] = [demoUsers.outreach_team.name, demoUsers.finance2.name];

export async function supportEnds(tell: Telling, tenancyRef: string): Promise<void> {
  await tell.on('2026-08-31');
  const tenancy = tell.url('referrals', `/v1/tenancies/${tenancyRef}`);
  await tell.act('support_worker', tenancy, 'end-support', { lastDay: '2026-08-31' });
  tell.did('support_worker', 'has helped the tenant to stand alone: the support ends on 2026-08-31');
}

/** Row 15: support has ended, so it is the outreach team that follows up. @returns address of the complaint */
export async function concerned(tell: Telling, tenancyRef: string): Promise<string> {
  await tell.on('2026-09-07');
  const reports = tell.url('incidents', '/v1/reports');
  const { body: concern } = await tell.must('landlord_caretaker', 'POST', reports, { kind: 'concern', tenancyRef });
  const path = tell.url('incidents', concern.href);
  tell.follow(concern.caseRef);
  tell.holds('row 15: the landlord hears by', concern, { outcome: 'opened', hearsBy: '2026-09-08' });
  tell.did(
    'landlord_caretaker',
    `has a feeling that something is wrong, and says so: ${concern.number}, to hear by ${concern.hearsBy}`,
  );
  await tell.hears('single_entry', 'complaint-reported', concern.caseRef, '2026-09-08');
  await tell.becomes('single_entry', path, { matched: true });
  await tell.act('single_entry', path, 'acknowledge');
  const assigned = await tell.act('single_entry', path, 'assign');
  tell.holds('row 15: whose it is', assigned, {
    ...{ owner: { role: 'outreach_team' }, next: { role: 'outreach_team', by: '2026-09-10' } },
  });
  tell.did('single_entry', `gave the case ${assigned.number} to the outreach team: a contact is due by 2026-09-10`);
  await tell.hears('outreach_team', 'complaint-assigned', concern.caseRef, '2026-09-10');
  await tell.on('2026-09-09');
  await tell.act('outreach_team', path, 'record-dialogue', { heldOn: '2026-09-09', outcome: 'contacted' });
  tell.did('outreach_team', 'talked with the tenant');
  return path;
}

/** Row 16, first half. */
export async function complained(tell: Telling, path: string, tenancyRef: string): Promise<void> {
  await tell.on('2026-10-12');
  const noise = { categories: ['unacceptable_noise'], happenedOn: '2026-10-10' };
  const reports = tell.url('incidents', '/v1/reports');
  const complaint = { kind: 'complaint', tenancyRef, from: 'neighbour', ...noise };
  const { body: added } = await tell.must('landlord_admin', 'POST', reports, complaint);
  tell.holds('it goes to the open case', added, { outcome: 'added', caseRef: idOf(path) });
  tell.did('landlord_admin', `passed on a complaint about noise (§ 153 no 5): it was added to ${added.number}`);
  await tell.hears('outreach_team', 'complaint-further-report', idOf(path));
  await tell.on('2026-10-13');
  const filed = { filedOn: '2026-10-13' };
  await tell.refused('landlord_admin', path, 'file-tribunal-case', filed, 'no-reminder-precedes-the-breach');
  await tell.act('outreach_team', path, 'record-dialogue', { heldOn: '2026-10-13', outcome: 'measures_agreed' });
  await tell.act('landlord_admin', path, 'remind-tenant', {
    ...{ sentOn: '2026-10-13', categories: ['unacceptable_noise'] },
  });
  tell.did('landlord_admin', 'reminded the tenant in writing of the house rules');
}

/** Rows 16, second half, and 17. */
export async function toTheTribunal(tell: Telling, path: string): Promise<void> {
  await tell.on('2026-11-09');
  const breach = { categories: ['unacceptable_noise'], evidence: ['log', 'witness_statement'] };
  await tell.act('landlord_admin', path, 'record-breach', { happenedOn: '2026-11-09', ...breach });
  tell.did('landlord_admin', 'recorded a new breach, after the reminder');
  await tell.on('2026-11-16');
  const filed = { filedOn: '2026-11-16', servedOn: '2026-11-16' };
  tell.holds('row 17', await tell.act('landlord_admin', path, 'file-tribunal-case', filed), {
    tribunals: [{ replyDueOn: '2026-11-30', decisionExpectedOn: '2026-12-28' }],
  });
  tell.did('landlord_admin', 'went to the rent tribunal: reply by 2026-11-30, a decision is expected by 2026-12-28');
  await tell.hears('single_entry', 'complaint-tribunal-filed', idOf(path));
  await tell.on('2026-11-27');
  await tell.act('landlord_admin', path, 'record-tribunal-reply', { repliedOn: '2026-11-27' });
  tell.say('the tenant has replied to the tribunal, in time');
}

/** Row 18. */
export async function madeConditional(tell: Telling, path: string): Promise<void> {
  const decision = { decidedOn: '2026-12-21', outcome: 'conditional', conditions: 'Ro efter kl. 22.' };
  await tell.act('landlord_admin', path, 'record-tribunal-decision', decision);
  await tell.on('2026-12-22');
  const told = await tell.act('landlord_admin', path, 'record-tribunal-notification', { notifiedOn: '2026-12-22' });
  tell.holds('row 18', told, { tribunals: [{ conditionalUntil: '2027-12-21', appealUntil: '2027-01-19' }] });
  await tell.act('single_entry', path, 'verify-tribunal-decision');
  tell.did('single_entry', 'saw the decision: conditional until 2027-12-21, to be appealed by 2027-01-19');
  tell.leave(idOf(path));
}

/** Row 23. @returns address of the eviction */
export async function terminated(tell: Telling, path: string): Promise<string> {
  await tell.on('2027-02-27');
  const breach = { happenedOn: '2027-02-26', categories: ['unacceptable_noise'], movingRequired: true };
  await tell.act('landlord_admin', path, 'report-condition-breach', breach);
  tell.did('landlord_admin', 'reported that the tenant broke the conditions on 2027-02-26, within the year');
  await tell.on('2027-03-08');
  await tell.act('landlord_admin', path, 'terminate', { kind: 'breach' });
  const evictions = tell.url('incidents', '/v1/evictions');
  const { items } = (await tell.must('landlord_admin', 'GET', evictions)).body;
  const eviction = `${evictions}/${items[0].id}`;
  tell.follow(items[0].id);
  const [basis] = items[0].bases;
  tell.holds('what the eviction rests on', basis, { kind: 'conditional_breach', caseRef: idOf(path) });
  const served = { basisRef: basis.basisRef, kind: 'breach', servedOn: '2027-03-08', vacateBy: '2027-03-15' };
  tell.holds('row 23', await tell.act('landlord_admin', eviction, 'serve-termination', served), {
    terminations: [{ servedOn: '2027-03-08', vacateBy: '2027-03-15' }],
  });
  tell.did('landlord_admin', `ended the lease, ${items[0].number}: to be vacated by 2027-03-15`);
  await tell.hears('single_entry', 'eviction-terminated', idOf(eviction));
  await tell.hears('social_caseworker', 'eviction-terminated', idOf(eviction));
  return eviction;
}

/** Rows 24 and 25. */
export async function evicted(tell: Telling, eviction: string): Promise<void> {
  await tell.on('2027-03-19');
  await tell.act('landlord_admin', eviction, 'file-bailiff-request', { filedOn: '2027-03-19' });
  tell.did('landlord_admin', 'asked the bailiff court, and told the municipality the same day');
  await tell.hears('single_entry', 'eviction-bailiff-requested', idOf(eviction));
  await tell.on('2027-03-23');
  const notified = { receivedOn: '2027-03-23', minorsInHousehold: 'no', needIsLikely: true };
  tell.holds('row 24', await tell.act('single_entry', eviction, 'record-court-notification', notified), {
    state: 'MUNICIPAL_DUTY',
  });
  await tell.hears('social_caseworker', 'eviction-court-notified', idOf(eviction), '2027-03-24');
  await tell.on('2027-03-24');
  await tell.act('social_caseworker', eviction, 'take-up-help', { handledOn: '2027-03-24' });
  tell.did('social_caseworker', 'took up the question of help at once (retssikkerhedsloven § 5 a)');
  await tell.on('2027-04-07');
  await tell.act('landlord_admin', eviction, 'record-hearing', { heldOn: '2027-04-07' });
  await tell.act('landlord_admin', eviction, 'set-eviction-date', { evictionOn: '2027-04-14' });
  await tell.hears('finance', 'eviction-date-set', idOf(eviction));
  const rehousings = tell.url('referrals', '/v1/rehousings');
  const found = await tell.waitFor('the rehousing', async () => {
    const { items } = (await tell.must('social_caseworker', 'GET', rehousings)).body;
    return items.find(({ evictionRef }: { evictionRef: string }) => evictionRef === idOf(eviction));
  });
  tell.holds('row 25: shelter is due on the day', found, { evictionOn: '2027-04-14', state: 'OPEN' });
  await tell.on('2027-04-13');
  await tell.act('social_caseworker', `${rehousings}/${found.id}`, 'find-shelter', { foundOn: '2027-04-13' });
  tell.did('social_caseworker', `found temporary shelter for 2027-04-14, ${found.number}`);
  await tell.on('2027-04-14');
  await tell.act('landlord_admin', eviction, 'execute', { executedOn: '2027-04-14' });
  tell.holds(
    'row 25: the decision on no help',
    await tell.act('single_entry', eviction, 'record-court-notice', { noticeOn: '2027-04-14' }),
    { helpDecisionDueOn: '2027-04-28' },
  );
  tell.say('the bailiff court carried out the eviction; a decision on no help is due by 2027-04-28');
}

interface Claim {
  kind: string;
  text: string;
  amountOere: number;
  dueOn?: string;
  inReport?: boolean;
}

const claims: readonly Claim[] = [
  { kind: 'rent', text: 'Husleje april', amountOere: 450_000, dueOn: '2027-04-01' },
  { kind: 'utilities_advance', text: 'Aconto april', amountOere: 60_000, dueOn: '2027-04-01' },
  { kind: 'consumption', text: 'Varme og vand', amountOere: 112_000 },
  { kind: 'restoration', text: 'Maling', amountOere: 1_425_000, inReport: true },
  { kind: 'tenant_damage', text: 'Gulvslibning', amountOere: 1_680_000, inReport: true },
  { kind: 'tenant_damage', text: 'Dør og skabe', amountOere: 770_000, inReport: true },
  { kind: 'cleaning', text: 'Rengøring', amountOere: 240_000 },
  { kind: 'restoration', text: 'Persienner', amountOere: 190_000, inReport: false },
  { kind: 'eviction_costs', text: 'Retsafgift, låsesmed og flytning', amountOere: 1_200_000 },
];

/** Rows 26 and 27, the settlement and the vacancy after it. @returns address of the move-out */
export async function settled(
  tell: Telling,
  { tenancyRef, eviction, ...agreed }: Agreed & { tenancyRef: string; eviction: string },
): Promise<string> {
  const moveOuts = tell.url('incidents', '/v1/move-outs');
  const { items } = (await tell.must('landlord_admin', 'GET', `${moveOuts}?tenancyRef=${tenancyRef}`)).body;
  const path = `${moveOuts}/${items[0].id}`;
  tell.follow(items[0].id);
  tell.holds('row 26: the move-out', items[0], {
    ...{ kind: 'evicted', movedOutOn: '2027-04-14', inspectDueOn: '2027-04-28', statementDueOn: '2027-05-26' },
  });
  tell.say(`the move-out ${items[0].number} is opened: the inspection is to be held by 2027-04-28`);
  await tell.on('2027-04-15');
  tell.holds(
    'row 26: the summons',
    await tell.act('landlord_admin', path, 'summon', { inspectionOn: '2027-04-23', summonedOn: '2027-04-15' }),
    { summonsDueOn: '2027-04-16', warnings: [] },
  );
  tell.did('landlord_admin', 'summoned to the inspection on 2027-04-23; the municipality is invited too');
  await tell.hears('outreach_team', 'move-out-inspection-planned', idOf(path));
  await tell.on('2027-04-23');
  const inspection = { heldOn: '2027-04-23', municipalityTookPart: true, tenantTookPart: false };
  tell.holds('row 27: report and claims', await tell.act('landlord_caretaker', path, 'hold-inspection', inspection), {
    ...{ reportDueOn: '2027-05-07', claimDueOn: '2027-05-07' },
  });
  await tell.act('landlord_admin', path, 'deliver-report', { deliveredOn: '2027-04-23', how: 'sent' });
  tell.did('landlord_caretaker', `inspected with ${outreach} of the outreach team; report and claims by 2027-05-07`);
  await tell.on('2027-04-28');
  await tell.act('social_caseworker', eviction, 'decide-help', { decidedOn: '2027-04-28', outcome: 'help' });
  tell.did('social_caseworker', 'decided on help within the fourteen days');
  await tell.on('2027-05-18');
  const statement = {
    lines: claims.map((claim) => ({ ...claim, raisedOn: '2027-05-07' })),
    ...{ depositOere: 1_350_000, prepaidOere: 1_350_000, rentChargedThrough: '2027-04-30' },
  };
  const received = await tell.act('landlord_admin', path, 'submit-statement', statement);
  tell.holds('row 27: the municipality decides by', received, { decisionDueOn: '2027-06-01' });
  tell.did('landlord_admin', 'sent the statement: 61270.00 kr are claimed; to be decided by 2027-06-01');
  await tell.hears('finance', 'statement-received', idOf(path), '2027-06-01');
  await reviewed(tell, path);
  await paid(tell, path);
  await relet(tell, path, agreed);
  return path;
}

/** Line by line, then the share: the ledger of agreements reserves what the caps leave. */
async function reviewed(tell: Telling, path: string): Promise<void> {
  await tell.on('2027-06-01');
  const { lines } = (await tell.must('finance', 'GET', path)).body;
  const blinds = lines.find(({ text }: Claim) => text === 'Persienner');
  tell.holds('what is not in the report is taken by law', blinds, { accepted: false, code: 'not_in_report' });
  const open = lines.filter(({ accepted }: { accepted: boolean | null }) => accepted === null);
  const decisions = open.map(({ lineRef }: { lineRef: string }) => ({ lineRef, accepted: true }));
  await tell.act('finance', path, 'review-lines', { lines: decisions });
  await tell.act('finance', path, 'propose-share');
  await tell.becomes('finance2', path, { state: 'COVER_ANSWERED' });
  tell.holds('the settlement', (await tell.must('finance2', 'GET', path)).body.totals, {
    ...{ acceptedOere: 5_937_000, securitiesOere: 2_700_000, shortfallOere: 3_237_000 },
    ...{ municipalShareOere: 3_000_000, tenantResidualOere: 237_000, refundOere: 0 },
  });
  await tell.act('finance2', path, 'approve-share');
  tell.did('finance2', 'approved, as the second person: 30000.00 kr of 32370.00 kr, which is all that the cap leaves');
  await tell.hears('landlord_admin', 'settlement-decided', idOf(path));
  const document = await tell.page('landlord_admin', `${path}/calculation/document`);
  if (!/30\.000,00/.test(document)) throw new Error('the calculation does not name the share');
  tell.say('every step stands in the calculation, which the landlord reads too: 59370 = 27000 + 30000 + 2370');
}

async function paid(tell: Telling, path: string): Promise<void> {
  tell.holds('row 27: to be paid by', (await tell.must('finance', 'GET', path)).body, { paymentDueOn: '2027-07-01' });
  await tell.act('finance', path, 'register-payment', { paidOn: '2027-06-01', amountOere: 3_000_000 });
  tell.did('finance', `paid the landlord 30000.00 kr, approved by ${second}`);
  await tell.hears('landlord_admin', 'settlement-paid', idOf(path));
}

/** D3 is let again from 1 June: the rent of May is the municipality's, and no day is paid twice. */
async function relet(tell: Telling, path: string, { ref, dwellingRef }: Pick<Agreed, 'ref' | 'dwellingRef'>) {
  const next = { agreementRef: ref, dwellingRef, startedOn: '2027-06-01', landlordReference: 'L-18' };
  await tell.must('landlord_admin', 'POST', tell.url('referrals', '/v1/tenancies/register'), next);
  tell.did('landlord_admin', 'let D3 again from 2027-06-01');
  await tell.becomes('finance', path, {
    vacancyRent: { from: '2027-05-01', through: '2027-05-31', totalOere: 450_000 },
  });
  await tell.act('finance', path, 'propose-vacancy-rent');
  await tell.becomes('finance2', path, { vacancyPayment: { cover: 'reserved', reservedOere: 450_000 } });
  await tell.act('finance2', path, 'approve-vacancy-rent');
  await tell.act('finance', path, 'register-vacancy-payment', { paidOn: '2027-06-01', amountOere: 450_000 });
  await tell.becomes('finance', path, { state: 'SETTLED', settledOn: '2027-06-01' });
  tell.did('finance', `paid the rent of May, ${kroner(450_000)}, and not from 15 April: April was charged in full`);
}

/** What the tenancy has cost, and what is owed to the municipality, as agreements and referrals tell it. */
export async function totals(
  tell: Telling,
  { ref, tenancyRef, decemberRef }: { ref: string; tenancyRef: string; decemberRef: string },
): Promise<void> {
  const all = async (url: string) => (await tell.must('finance', 'GET', url)).body.items;
  const sumOf = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
  const financings = tell.url('referrals', '/v1/financings');
  const tenancy = tell.url('referrals', `/v1/tenancies/${tenancyRef}`);
  const { referralRef } = (await tell.must('social_caseworker', 'GET', tenancy)).body;
  const helps = async () => [
    ...(await all(`${financings}?limit=100&referralRef=${referralRef}`)),
    ...(await all(`${financings}?limit=100&caseRef=${decemberRef}`)),
  ];
  const loan = (await helps()).find(({ kind }: { kind: string }) => kind === 'deposit_loan');
  for (const month of [
    '2026-07',
    '2026-08',
    '2026-09',
    '2026-10',
    '2026-11',
    '2026-12',
    '2027-01',
    '2027-02',
    '2027-03',
  ])
    await tell.act('finance', `${financings}/${loan.id}`, 'register-repayment', {
      ...{ paidOn: `${month}-01`, amountOere: 75_000 },
    });
  // The ledger hears of what is paid by message.
  const agreementOere = await tell.waitFor('the ledger to have three payments', async () => {
    const bookings = await all(`${tell.url('agreements', '/v1/cover-bookings')}?limit=100&agreementRef=${ref}`);
    const paid = bookings.filter(({ state }: { state: string }) => state === 'CONFIRMED');
    return paid.length === 3 ? sumOf(paid.map(({ amountOere }: { amountOere: number }) => amountOere)) : undefined;
  });
  const found = await helps();
  const helpOere = sumOf(found.map(({ paidOere }: { paidOere: number }) => paidOere));
  const owedOere = sumOf(found.map(({ receivableOere }: { receivableOere: number }) => receivableOere));
  tell.holds(
    'the totals of the tenancy',
    { agreementOere, disbursedOere: agreementOere + helpOere, owedOere },
    { agreementOere: 3_780_000, disbursedOere: 7_572_900, owedOere: 2_567_900 },
  );
  tell.say(
    `the agreement has cost ${kroner(agreementOere)} for this tenancy, with loans and grants 75729.00 kr in all`,
  );
  tell.say(`${kroner(owedOere)} of it are owed by the citizen: the settlement changes no loan`);
}
