// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { addDays, addMonths, copenhagenDate, type LocalDate, rollToWorkingDay } from '#domain';
import { type DemoUserName, landlords } from './demo-users.ts';
import type { StoryContext } from './story-context.ts';

const WAIT_MS = 60_000;

interface Reply {
  status: number;
  etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the story reads what the public APIs answer, as any client would
  body: any;
}

export interface Played {
  agreementRef: string;
  tenancyRef: string;
  caseRef: string;
}

/** The first story, over the public APIs alone: an agreement, a tenancy, rent that does not come, and who hears of it. */
export async function playStory({ urls, token, say, agreementNo = 'A1' }: StoryContext): Promise<Played> {
  /** A service that is away for a moment is asked again with the same Idempotency-Key: nothing happens twice. */
  const call = async (user: DemoUserName, method: 'GET' | 'POST', url: string, body?: object, etag?: string | null) => {
    const request = {
      method,
      headers: {
        authorization: `Bearer ${await token(user)}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(etag && { 'if-match': etag }),
      },
      ...(body && { body: JSON.stringify(body) }),
    };
    return await waitFor(`an answer to ${method} ${url}`, async () => {
      try {
        const response = await fetch(url, request);
        if (response.status === 503) return undefined;
        return { status: response.status, etag: response.headers.get('etag'), body: await response.json() } as Reply;
      } catch {
        return undefined;
      }
    });
  };
  const must = async (...request: Parameters<typeof call>): Promise<Reply> => {
    const reply = await call(...request);
    if (reply.status >= 300)
      throw new Error(`${request[1]} ${request[2]} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply;
  };
  const waitFor = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited ${WAIT_MS / 1000} s for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const hears = async (user: DemoUserName, subject: string, caseRef: string) => {
    const item = await waitFor(`${subject} in the inbox of ${user}`, async () => {
      const { body } = await must(user, 'GET', `${urls.notifications}/v1/inbox?limit=100`);
      return body.items.find(
        (item: { subject: string; caseRef: string }) => item.subject === subject && item.caseRef === caseRef,
      );
    });
    say(`${item.receivedAt}  ${user} heard "${subject}"${item.dueOn ? `, to be done by ${item.dueOn}` : ''}`);
  };

  const today = copenhagenDate(new Date());
  const monthStart = `${today.slice(0, 8)}01`;

  const dwelling = {
    unit: '2. tv.',
    type: 'lejlighed',
    areaM2: 41.5,
    rooms: 2,
    rentOere: 450_000,
    utilitiesOere: 60_000,
  };
  const { body: draft, etag } = await must('single_entry', 'POST', `${urls.agreements}/v1/agreements`, {
    agreementNo,
    landlord: { ref: landlords.boOgBy.id, cvr: '10000009', name: landlords.boOgBy.name },
    legalBasis: 'free_cooperation',
    targetGroup: { description: 'Unge uden bolig', paymentCapacityMinOere: 350_000, paymentCapacityMaxOere: 500_000 },
    properties: [{ address: 'Prøvevej 1, 5000 Odense C', dwellingCount: 24, dwellings: [dwelling] }],
    quota: { kind: 'fixed_list' },
    rolesAndResponsibilities: [{ topic: 'restance', responsible: 'udlejer' }],
    commitments: [
      { kind: 'vacancy_rent_in', capMonths: 3 },
      { kind: 'move_out_shortfall', capOere: 3_000_000 },
    ],
    coverage: [
      { kind: 'restoration', rule: 'covered' },
      { kind: 'tenant_damage', rule: 'covered' },
    ],
    instalmentPolicy: {
      allowed: true,
      maxMonths: 6,
      minInstalmentOere: 50_000,
      maxOpenPlans: 1,
      needsMunicipalConsent: false,
    },
    singleEntryPoint: {
      name: 'Den ene indgang',
      mailbox: 'indgangen@kommune.example',
      phone: '+45 12345678',
      openingHours: 'man-tor 09:00-15:00',
    },
    landlordContacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
    dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef'] },
    revision: { reviewDate: addMonths(monthStart, 12), noticeForChangeMonths: 3 },
    term: { from: addMonths(monthStart, -3), to: addDays(addMonths(monthStart, 45), -1), noticeMonths: 6 },
    dataSharingAnnex: 'bilag-1',
  });
  say(`single_entry drafted agreement ${agreementNo} with Bo & By Udlejning ApS`);
  const signature = { name: 'Underskriver', role: 'direktør', signedOn: today, method: 'MitID' };
  await must(
    'single_entry',
    'POST',
    `${urls.agreements}/v1/agreements/${draft.id}/activate`,
    {
      signatures: [
        { party: 'municipality', ...signature },
        { party: 'landlord', ...signature },
      ],
    },
    etag,
  );
  say(`single_entry put agreement ${agreementNo} in force`);

  const dwellingRef = draft.properties[0].dwellings[0].dwellingRef;
  const tenancy = await waitFor('referrals to hear of the agreement', async () => {
    const reply = await call('social_caseworker', 'POST', `${urls.referrals}/v1/tenancies`, {
      agreementRef: draft.id,
      dwellingRef,
      citizenRef: randomUUID(),
      hasSupportWorker: true,
      startedOn: addMonths(monthStart, -2),
      landlordReference: 'L-17',
    });
    if (reply.status === 409 && ['agreement-not-known-yet', 'agreement-is-not-active'].includes(reply.body.code))
      return undefined;
    if (reply.status >= 300)
      throw new Error(`starting the tenancy answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  });
  say(`social_caseworker started a tenancy under ${agreementNo}; the tenant has a support worker`);

  const overdue = (due: LocalDate): LocalDate => (rollToWorkingDay(due) < today ? due : overdue(addMonths(due, -1)));
  const rentDueOn = overdue(monthStart);
  const { body: reported } = await must('landlord_admin', 'POST', `${urls.incidents}/v1/rent-arrears`, {
    tenancyRef: tenancy.id,
    amountOere: 510_000,
    rentDueOn,
  });
  say(`landlord_admin reported that the rent due ${rentDueOn} is missing`);
  const path = `${urls.incidents}/v1/rent-arrears/${reported.id}`;
  await hears('single_entry', 'rent-arrears-reported', reported.id);
  // The tenancy may reach incidents after the report; the case is matched then, and only then it is known who helps.
  const matched = await waitFor('the case to be matched to its tenancy', async () => {
    const reply = await must('single_entry', 'GET', path);
    return reply.body.matched ? reply : undefined;
  });
  const acknowledged = await must('single_entry', 'POST', `${path}/acknowledge`, undefined, matched.etag);
  say('single_entry acknowledged the report');
  await hears('landlord_admin', 'rent-arrears-received', reported.id);
  const assigned = await must('single_entry', 'POST', `${path}/assign`, undefined, acknowledged.etag);
  say(`single_entry gave the case to ${assigned.body.assignedTo}`);
  await hears('support_worker', 'rent-arrears-assigned', reported.id);
  await hears('landlord_admin', 'rent-arrears-acting', reported.id);
  return { agreementRef: draft.id, tenancyRef: tenancy.id, caseRef: reported.id };
}
