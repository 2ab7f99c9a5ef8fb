// SPDX-License-Identifier: MPL-2.0
// The story as `npm start` plays it: four processes on a real broker and a real PostgreSQL, and what each person has in the
// end, whatever dies on the way.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { allTopics, SERVICES, type ServiceName } from '#contracts/topics';
import { eventually, requireBuild } from '#testing';
import { World } from '../tools/faults/world.ts';
import { moveClock } from '../tools/stack/clock.ts';
import { type DemoUserName, demoUsers, landlords } from '../tools/stack/demo-users.ts';
import { type Played, playStory } from '../tools/stack/story.ts';

let world: World;
beforeAll(async () => {
  await requireBuild();
  world = await World.start({ story: true });
}, 180_000);
afterAll(async () => {
  await world?.stop();
});

interface Item {
  subject: string;
  caseRef: string;
}
const itemsOf = async (user: DemoUserName): Promise<Item[]> =>
  (await world.get(user, 'notifications', '/v1/inbox?limit=100')).items;
const told = async (user: DemoUserName, caseRef: string): Promise<string[]> =>
  (await world.get(user, 'notifications', `/v1/inbox?limit=100&caseRef=${caseRef}`)).items.map(
    ({ subject }: Item) => subject,
  );

const readsInbox = [
  'single_entry',
  'support_worker',
  'outreach_team',
  'benefits_caseworker',
  'finance',
  'landlord_admin',
  'landlord2_admin',
] as const;

/** What is left of a story in the hands of everybody who has part in it. */
async function ending(played: Played) {
  const { augustRef, decemberRef, complaintRef, evictionRef, moveOutRef, ...rest } = played;
  const { financingRef, tenancyRef, agreementRef } = rest;
  /** What the one entry point and the landlord see of a case, its deadlines, and who was told what. */
  const inHand = async (path: string, caseRef: string) => {
    const deadlines = await world.get('single_entry', 'notifications', `/v1/deadlines?limit=100&caseRef=${caseRef}`);
    const { state, assignedTo, owedOere } = await world.get('single_entry', 'incidents', `/v1/${path}/${caseRef}`);
    const { status } = await world.get('landlord_admin', 'incidents', `/v1/${path}/${caseRef}`);
    const inboxes: Record<string, string[]> = {};
    for (const user of readsInbox) {
      // Whether the sweeper comes by while a day of the story lasts, and reminds of it, is chance.
      const subjects = (await told(user, caseRef)).filter((subject) => !subject.startsWith('deadline-'));
      if (subjects.length) inboxes[user] = subjects.toSorted();
    }
    return {
      case: { state, assignedTo, owedOere },
      landlordSees: status,
      deadlines: deadlines.items
        .map(({ code, state: at }: { code: string; state: string }) => `${code} ${at}`)
        .toSorted(),
      inboxes,
    };
  };
  const tenancy = await world.get('landlord_admin', 'referrals', `/v1/tenancies/${tenancyRef}`);
  const financing = await world.get('benefits_caseworker', 'referrals', `/v1/financings/${financingRef}`);
  const agreement = await world.get('single_entry', 'agreements', `/v1/agreements/${agreementRef}`);
  const all = async (user: DemoUserName, service: ServiceName, path: string) =>
    (await world.get(user, service, path)).items;
  const referrals = await all('social_caseworker', 'referrals', `/v1/referrals?agreementRef=${agreementRef}`);
  const vacancies = await all('finance', 'referrals', `/v1/vacancies?agreementRef=${agreementRef}`);
  const bookings = await all('finance', 'agreements', `/v1/cover-bookings?agreementRef=${agreementRef}`);
  const helps = await Promise.all(
    referrals.map(({ id }: { id: string }) =>
      all('benefits_caseworker', 'referrals', `/v1/financings?referralRef=${id}`),
    ),
  );
  return {
    agreement: agreement.state,
    referrals: referrals.map(({ state }: { state: string }) => state),
    vacancies: vacancies.map(({ state, rentSoFarOere }: { state: string; rentSoFarOere: number }) => [
      state,
      rentSoFarOere,
    ]),
    bookings: bookings.map(({ state, commitment, amountOere }: Record<string, unknown>) => [
      ...[state, commitment, amountOere],
    ]),
    helps: helps.flat().map(({ kind, state, amountOere }) => [kind, state, amountOere]),
    tenancy: { state: tenancy.state, rentPaidBy: tenancy.rentPaidBy },
    financing: financing.state,
    august: await inHand('rent-arrears', augustRef),
    december: await inHand('rent-arrears', decemberRef),
    complaint: await inHand('neighbour-complaints', complaintRef),
    eviction: await inHand('evictions', evictionRef),
    moveOut: await inHand('move-outs', moveOutRef),
    settlement: (await world.get('finance', 'incidents', `/v1/move-outs/${moveOutRef}`)).totals,
    rehousings: (await all('social_caseworker', 'referrals', '/v1/rehousings'))
      .filter((one: { evictionRef: string }) => one.evictionRef === evictionRef)
      .map(({ state, evictionOn }: Record<string, unknown>) => [state, evictionOn]),
  };
}
const theEnding = {
  agreement: 'ACTIVE',
  tenancy: { state: 'ENDED', rentPaidBy: { by: 'tenant', from: '2027-04-01' } },
  financing: 'PAID',
  august: {
    case: { state: 'CURED_BY_PLAN', assignedTo: 'support_worker', owedOere: 0 },
    landlordSees: 'done',
    deadlines: ['ACKNOWLEDGE MET', 'DEMAND_EXPIRY CANCELLED', 'FIRST_OUTREACH MET'],
  },
  december: {
    case: { state: 'CURED_BY_HELP', assignedTo: 'outreach_team', owedOere: 0 },
    landlordSees: 'done',
    deadlines: ['ACKNOWLEDGE MET', 'DEMAND_EXPIRY MET', 'FIRST_OUTREACH MET'],
  },
  complaint: { case: { state: 'ESCALATED_TO_EVICTION', assignedTo: 'outreach_team' }, landlordSees: 'done' },
  eviction: { case: { state: 'EVICTED' }, landlordSees: 'EVICTED' },
  moveOut: { case: { state: 'SETTLED' } },
  settlement: { acceptedOere: 5_937_000, municipalShareOere: 3_000_000, tenantResidualOere: 237_000, refundOere: 0 },
  rehousings: [['OPEN', '2027-04-14']],
};
const newest = async (): Promise<Played> => {
  const first = async (user: DemoUserName, service: ServiceName, path: string) =>
    (await world.get(user, service, path)).items.map(({ id }: { id: string }) => id) as string[];
  const [agreementRef] = await first('single_entry', 'agreements', '/v1/agreements');
  // The newest is the one after it.
  const [, tenancyRef] = await first('social_caseworker', 'referrals', '/v1/tenancies');
  const [decemberRef, augustRef] = await first('single_entry', 'incidents', '/v1/rent-arrears');
  const [complaintRef] = await first('single_entry', 'incidents', '/v1/neighbour-complaints');
  const [evictionRef] = await first('single_entry', 'incidents', '/v1/evictions');
  const [moveOutRef] = await first('single_entry', 'incidents', '/v1/move-outs');
  const [financingRef] = await first('benefits_caseworker', 'referrals', '/v1/financings');
  return {
    ...{ agreementRef, tenancyRef, augustRef, decemberRef, financingRef },
    ...{ complaintRef, evictionRef, moveOutRef },
  } as Played;
};

test('the launcher plays it, and says each step, the addresses, the demo users and how to get a token', async () => {
  for (const text of [
    'Karen Lund (single_entry) drafted agreement A1',
    'both signed it: in force from 2026-02-01 to 2030-01-31',
    'Mette Holm (support_worker) signed in: mette.holm@odense-proeve.example',
    'Kim Østergaard (operator) put them into the team bostoette-nord',
    'reported D3, 1. tv., vacant from 2026-04-01; the municipality answers by 2026-04-08',
    'to be assessed by 2026-04-07',
    'said yes to Q-26-',
    'granted a loan of 27000.00 kr (§ 85), 36 × 750.00 kr from 2026-07-01, and 1600.00 + 3900.00 kr',
    'moving in costs 28360.00 kr: the loan pays 27000.00 kr, the citizen 1360.00 kr',
    'rent 4500.00 kr, support worker Mette Holm',
    'took part in the inspection; the tenant may list defects until 2026-05-07',
    'paid the vacancy rent of 22 days, 3300.00 kr, approved by',
    'the tenant has settled in',
    'Mette Holm (support_worker) will be on leave from 2026-08-03 to 2026-08-16; Jonas Bech stands in',
    "Jonas Bech (support_worker2) reached the tenant; the history says: in Mette Holm's stead",
    'typed "skovmaerkevaenget 12b 1tv" and found Skovmærkevænget 12 B, 5000 Odense C, 1. tv.',
    'typed "bo by udlejnign" and found Bo & By Udlejning ApS',
    'was told "r 26 5 6": no such number; "r 26 5 5" is the case',
    'mistyped an instalment as 1908.67 kr and struck it: all is owed again',
    'let it run again: due 2026-12-08 instead of 2026-12-07',
    'follow-up meetings are planned: 2026-05-01, 2026-08-03, 2026-11-02, 2027-02-01',
    'a demand is lawful from 2026-08-07',
    'Lone Kjær (landlord_admin) was refused: Påkrav kan tidligst afgives 7. august 2026.',
    'to be paid by 2026-08-24, termination from 2026-08-25',
    '(landlord_admin) confirmed an instalment of 1809.66 kr',
    'to be paid by 2026-12-28, termination from 2026-12-29',
    'Gitte Ørum (finance) paid the landlord 5429.00 kr',
    'has a feeling that something is wrong, and says so: N-26-',
    'it was added to N-26-',
    'went to the rent tribunal: reply by 2026-11-30, a decision is expected by 2026-12-28',
    'saw the decision: conditional until 2027-12-21, to be appealed by 2027-01-19',
    'ended the lease, U-27-',
    'found temporary shelter for 2027-04-14',
    'a decision on no help is due by 2027-04-28',
    'is opened: the inspection is to be held by 2027-04-28',
    'report and claims by 2027-05-07',
    'sent the statement: 61270.00 kr are claimed; to be decided by 2027-06-01',
    'approved, as the second person: 30000.00 kr of 32370.00 kr',
    'paid the rent of May, 4500.00 kr',
    'the agreement has cost 37800.00 kr for this tenancy, with loans and grants 75729.00 kr in all',
    '25679.00 kr of it are owed by the citizen',
    'the clock shows the real time again',
    ...Object.values(world.urls),
    ...Object.keys(demoUsers),
    'npm run -s token -- single_entry',
  ])
    expect(world.output).toContain(text);
  expect(await ending(await newest())).toMatchObject(theEnding);
});

test('by one correlation id a command is followed through the logs of all four services', async () => {
  type Line = Partial<Record<'action' | 'correlation' | 'causation' | 'type' | 'outcome' | 'messageId', string>>;
  const linesOf = (service: ServiceName): Line[] =>
    readFileSync(join(world.state, 'logs', `${service}.log`), 'utf8')
      .split('\n')
      .flatMap((text) => (text.startsWith('{') && text.endsWith('}') ? [JSON.parse(text)] : []));
  // Asked in incidents; referrals opens an application for it and tells incidents, agreements counts it.
  await eventually(() => {
    const asked = linesOf('incidents').find(({ action }) => action === 'rent-arrears.request-help');
    const heard = Object.fromEntries(
      SERVICES.map((service) => [
        service,
        linesOf(service).filter(
          ({ action, correlation, outcome }) =>
            action === 'handle-message' && correlation === asked?.correlation && outcome === 'handled',
        ),
      ]),
    ) as Record<ServiceName, Line[]>;
    const requested = 'dk.indgang.incidents.rent-arrears.help-requested.v1';
    for (const service of ['agreements', 'referrals', 'notifications'] as const)
      expect(heard[service].map(({ type }) => type)).toContain(requested);
    const [applied] = heard.incidents.filter(({ type }) => type === 'dk.indgang.referrals.financing.applied.v1');
    const cause = heard.referrals.find(({ type }) => type === requested);
    expect(applied?.causation).toBe(cause?.messageId);
  });
});

test('what other systems may subscribe to holds the fixed body, and no amount, name or reference of anybody', async () => {
  const { tenancyRef, agreementRef } = await newest();
  const tenancy = await world.get('social_caseworker', 'referrals', `/v1/tenancies/${tenancyRef}`);
  const agreement = await world.get('single_entry', 'agreements', `/v1/agreements/${agreementRef}`);
  const references = [
    ...[tenancyRef, tenancy.citizenRef, tenancy.dwellingRef],
    ...Object.values(landlords).map(({ id }) => id),
  ];
  const words = [
    ...[
      '542900',
      '510000',
      '450000',
      '180967',
      '180966',
      '190867',
      'L-17',
      'KV-2026-118',
      '81a',
      agreement.agreementNo,
    ],
    ...[
      'Bo & By',
      'Skovmærkevænget',
      'Mette',
      'Prøveborger',
      'odense-proeve',
      'Unge',
      '10000009',
      'kommune.example',
      'support_worker',
      'benefits',
      'HELP',
      'OUTREACH',
      'Persienner',
      'noise',
      'CONDITIONAL',
      '3000000',
    ],
  ];
  let seen = 0;
  for (const topic of allTopics.filter(({ classification }) => classification === 'public')) {
    for (const { value, headers } of await world.readLog(topic.name)) {
      seen += 1;
      const body = JSON.parse(String(value)) as Record<string, unknown>;
      const isAgreement = body.caseKind === 'agreement';
      const fixed = ['caseRef', 'caseKind', 'stage', 'version', 'href', ...(isAgreement ? ['agreementRef'] : [])];
      expect(Object.keys(body).toSorted()).toEqual(fixed.toSorted());
      const { ce_time: _, ce_traceparent: __, ...others } = headers;
      const text = `${value} ${JSON.stringify(others)}`;
      // A case may be named on its own topic, and nowhere else.
      const named = [...references, ...(isAgreement ? [] : [agreementRef])].filter((one) => one !== body.caseRef);
      // The digits of an opaque id are nobody's amount.
      const inWords = text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
      const found = [...named.filter((one) => text.includes(one)), ...words.filter((word) => inWords.includes(word))];
      expect([topic.name, headers.ce_type, found]).toEqual([topic.name, headers.ce_type, []]);
      expect(inWords).not.toMatch(/\b\d{6}-?\d{4}\b/);
    }
  }
  expect(seen).toBeGreaterThan(50);
});

test('another landlord sees nothing of it', async () => {
  const { agreementRef, tenancyRef, augustRef, decemberRef, complaintRef, evictionRef, moveOutRef } = await newest();
  expect(await itemsOf('landlord2_admin')).toEqual([]);
  for (const user of ['landlord2_admin', 'landlord2_caretaker'] as const) {
    const token = await world.token(user);
    for (const [service, path] of [
      ['agreements', `/v1/agreements/${agreementRef}`],
      ['referrals', `/v1/tenancies/${tenancyRef}`],
      ['incidents', `/v1/rent-arrears/${augustRef}`],
      ['incidents', `/v1/rent-arrears/${decemberRef}`],
      ['incidents', `/v1/neighbour-complaints/${complaintRef}`],
      ['incidents', `/v1/evictions/${evictionRef}`],
      ['incidents', `/v1/move-outs/${moveOutRef}`],
    ] as const) {
      const { status } = await fetch(world.urls[service] + path, { headers: { authorization: `Bearer ${token}` } });
      expect([403, 404]).toContain(status);
    }
  }
});

/** What happens whole and once, whatever dies meanwhile: a referral with all that belongs to it, and each step of a payment. */
const WHOLE =
  /\/v1\/(referrals|(financings|vacancies|move-outs)\/[^/]+\/(propose|approve|register)-(disbursement|payment|share|vacancy-rent|vacancy-payment))$/;

test('with services killed on the way, and in the middle of each step with money, the story ends the same', async () => {
  const undisturbed = await ending(await newest());
  const { referrals, helps, bookings } = undisturbed;
  expect([referrals, helps.length, bookings.length]).toEqual([['SETTLED'], 3, 3]);
  const lines = world.output.split('\n');
  const first = lines.findIndex((line) => line.startsWith('ready after ')) + 1;
  const steps = lines.indexOf('the clock shows the real time again') - first;
  // Spread over the whole story, however long it is: each service near its beginning and near its end.
  const kills = 2 * SERVICES.length;
  let step = 0;
  const killed: ServiceName[] = [];
  const [whole, struck] = [new Set<string>(), new Set<string>()];
  const played = await playStory({
    urls: world.urls,
    token: (user) => world.token(user),
    travel: (to) => void moveClock(join(world.state, 'clock.json'), to),
    agreementNo: 'K1',
    patienceMs: 180_000,
    say() {
      if (killed.length === kills || step++ < (killed.length * steps) / kills) return;
      const victim = SERVICES[killed.length % SERVICES.length] as ServiceName;
      // It may be down already: then at the next step.
      if (world.kill(victim)) killed.push(victim);
    },
    sending(url) {
      if (!WHOLE.test(url)) return;
      whole.add(url);
      // A command takes some 20 ms: before it is taken, while it is, when it is done and not yet answered or told; of one
      // that is down already, as soon as it is up to take it.
      const service = url.startsWith(world.urls.incidents) ? 'incidents' : 'referrals';
      const strike = () => void (world.kill(service) ? struck.add(url) : setTimeout(strike, 5));
      setTimeout(strike, 30 * Math.random());
      // The other side of a vacancy's rent and of a settlement, whose ledger hears of it by message.
      if (/\/(vacancies|move-outs)\//.test(url)) setTimeout(() => world.kill('agreements'), 300 * Math.random());
    },
  });
  expect(killed).toEqual([...SERVICES, ...SERVICES]);
  await eventually(async () => expect(struck).toEqual(whole));
  expect(whole.size).toBeGreaterThan(12);
  await eventually(async () => expect(await ending(played)).toEqual(undisturbed), 60_000);
}, 400_000);

test('a second start comes up with what was there, and does not play it again', async () => {
  const before = await newest();
  await world.stopLauncher();
  await world.launch({ story: true });
  expect(world.output).toContain('the story was played before');
  expect(await newest()).toEqual(before);
  expect(await ending(before)).toMatchObject(theEnding);
}, 120_000);

test('when days pass, what was not acknowledged is overdue, and only that', async () => {
  const { decemberRef } = await newest();
  const before = await told('single_entry', decemberRef);
  const opened = await world.command('landlord_admin', 'incidents', '/v1/rent-arrears', {
    landlordReference: 'L-99',
    amountOere: 450_000,
    rentDueOn: '2026-06-01',
  });
  const waiting: string = opened.body.id;
  await eventually(async () => expect(await told('single_entry', waiting)).toEqual(['rent-arrears-reported']));
  moveClock(join(world.state, 'clock.json'), '+14d');
  await eventually(async () => expect(await told('single_entry', waiting)).toContain('deadline-overdue'), 60_000);
  expect(await told('single_entry', decemberRef)).toEqual(before);
}, 120_000);
