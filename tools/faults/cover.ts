// SPDX-License-Identifier: MPL-2.0
// A load of settlements: move-outs whose cover is asked for, taken back and asked for again, and paid in the end. What is left
// in both ledgers: cover-checker.ts.
import { randomUUID } from 'node:crypto';
import { topics } from '#contracts/topics';
import { addDays, copenhagenDate, type LocalDate } from '#domain';
import { agree } from '../stack/story.ts';
import { Telling } from '../stack/story-context.ts';
import { type Acknowledged, type Fact, type Violation, violations } from './checker.ts';
import { type CoverAsked, type CoverBooked, type CoverHeard, coverViolations } from './cover-checker.ts';
import { RECOVERED_WITHIN_MS, type World } from './world.ts';

const ASKING = topics.moveOutInternal.name;
const ANSWERING = topics.coverBookingInternal.name;
/** Of each tenancy, by the agreement of the story. */
const CAP_OERE = 3_000_000;
/** Each lives in a dwelling for a week, one after the other, so that the five dwellings are enough for every row. */
const STAY_DAYS = 7;

interface Place {
  tell: Telling;
  agreementRef: string;
  dwellingRefs: readonly string[];
  /** The first day on which nobody lives there any more. */
  freeFrom: LocalDate;
}
const places = new WeakMap<World, Place>();

/** Claims that do not lapse, whatever became of the inspection: 32 370.00 beyond the securities, or 22 370.00 without cleaning. */
const LINES = [
  { kind: 'cleaning', text: 'Rengøring', amountOere: 1_000_000, inReport: false },
  { kind: 'eviction_costs', text: 'Foged', amountOere: 4_937_000, inReport: false },
];

export class Settlements {
  readonly acknowledged: Acknowledged[] = [];
  /** The longest time without an answer, milliseconds. */
  longestSilenceMs = 0;
  private lastAnswer = performance.now();

  private readonly world: World;
  private readonly tell: Telling;
  private readonly paths: readonly string[];

  private constructor(world: World, tell: Telling, paths: readonly string[]) {
    this.world = world;
    this.tell = tell;
    this.paths = paths;
  }

  /** Five tenants have left, and what the landlord claims is assessed. Nothing is disturbed yet. */
  static async begin(world: World): Promise<Settlements> {
    const place = places.get(world) ?? (await findPlace(world));
    const [startedOn, movedOutOn] = [place.freeFrom, addDays(place.freeFrom, STAY_DAYS - 1)];
    places.set(world, { ...place, freeFrom: addDays(movedOutOn, 1) });
    const { tell, agreementRef, dwellingRefs } = place;
    const paths = dwellingRefs.map(async (dwellingRef) => {
      const lease = { agreementRef, dwellingRef, startedOn, depositOere: 1_350_000, prepaidRentOere: 1_350_000 };
      const tenant = { citizenRef: randomUUID(), hasSupportWorker: false };
      const tenancyRef = await onceHeard(tell, 'social_caseworker', tell.url('referrals', '/v1/tenancies'), {
        ...lease,
        ...tenant,
      });
      const left = { tenancyRef, kind: 'voluntary', movedOutOn };
      const moveOuts = tell.url('incidents', '/v1/move-outs');
      const path = `${moveOuts}/${await onceHeard(tell, 'landlord_admin', moveOuts, left)}`;
      const { lines } = await tell.act('landlord_admin', path, 'submit-statement', { lines: LINES });
      const decisions = lines.map(({ lineRef }: { lineRef: string }) => ({ lineRef, accepted: true }));
      await tell.act('finance', path, 'review-lines', { lines: decisions });
      return path;
    });
    return new Settlements(world, tell, await Promise.all(paths));
  }

  /** Five cases side by side, until `enough`; then all but one are paid. */
  async load(enough: () => boolean): Promise<void> {
    this.lastAnswer = performance.now();
    const oneCase = async (path: string, index: number) => {
      for (let round = 0; !enough(); round++) {
        await this.act(path, 'propose-share');
        // Every other time it is taken back while the ledger may still be at it.
        if (round % 2 === 0) await this.answered(path);
        const { lines } = await this.act(path, 'withdraw-proposal');
        const [cleaning] = lines;
        const decision = round % 2 === 0 ? { accepted: false, code: 'no_documentation' } : { accepted: true };
        await this.act(path, 'review-lines', { lines: [{ lineRef: cleaning.lineRef, ...decision }] });
      }
      if (index === 0) return;
      await this.act(path, 'propose-share');
      await this.answered(path);
      const { shareOere: amountOere } = await this.act(path, 'approve-share', undefined, 'finance2');
      await this.act(path, 'register-payment', { paidOn: copenhagenDate(new Date()), amountOere });
    };
    await Promise.all(this.paths.map(oneCase));
  }

  /** What there is once everything is sent and handled, and what of it is wrong. */
  async violations(): Promise<Violation[]> {
    const world = this.world;
    // What is asked leads to answers, and an answer to what the case says then.
    await world.settled('incidents', ASKING, 'agreements');
    const answered = await world.settled('agreements', ANSWERING, 'incidents', 'reserved|refused|released');
    const asked = await world.settled('incidents', ASKING, 'agreements');
    const [askLog, answerLog] = [await world.readLog(ASKING), await world.readLog(ANSWERING)];
    const versionOf = new Map(asked.map((fact) => [fact.id, fact]));
    const [known, heard, booked] = [
      await world.sql<{ caseId: string; version: number }>('agreements', 'app', [
        'select id as "caseId", version::int as version from known_move_outs',
      ]),
      await world.sql<CoverHeard>('incidents', 'app', [
        `select request ->> 'requestRef' as "requestRef", (request -> 'answer' ->> 'amountOere')::int as "amountOere"
           from move_out, jsonb_array_elements(cover_requests) request where request ->> 'status' = 'requested'`,
      ]),
      await world.sql<CoverBooked>('agreements', 'app', [
        `select id as "requestRef", case_ref as "caseRef", tenancy_ref as "tenancyRef", state,
                requested_oere::int as "requestedOere", amount_oere::int as "amountOere" from cover_booking`,
      ]),
    ];
    const applied = (await world.handled('agreements', ASKING)).flatMap((id): Fact[] => {
      const fact = versionOf.get(id);
      return fact ? [fact] : [];
    });
    const state = (table: string) => `select id as "caseId", version::int as version from ${table}`;
    return [
      ...violations({
        acknowledged: this.acknowledged,
        state: await world.sql('incidents', 'app', [state('move_out')]),
        committed: asked,
        log: askLog,
        consumers: [{ name: 'agreements', applied, state: known }],
      }),
      ...violations({
        acknowledged: [],
        state: await world.sql('agreements', 'app', [state('cover_booking')]),
        committed: answered,
        log: answerLog,
        consumers: [],
      }),
      ...coverViolations({
        asked: lastTold(askLog),
        heard,
        booked,
        answers: answerLog.filter(({ version }) => version === 1).map(({ id, key }) => ({ id, requestRef: key })),
        capOere: CAP_OERE,
      }),
    ];
  }

  private async act(path: string, action: string, body?: object, user: 'finance' | 'finance2' = 'finance') {
    const answer = await this.tell.act(user, path, action, body);
    const now = performance.now();
    this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.lastAnswer);
    this.lastAnswer = now;
    this.acknowledged.push({ caseId: answer.id, version: answer.version, command: randomUUID() });
    return answer;
  }

  private answered = (path: string) => this.tell.becomes('finance', path, { state: 'COVER_ANSWERED' });
}

/** Agreement A1 of the story, with its five dwellings, some while ago. */
async function findPlace(world: World): Promise<Place> {
  const { urls } = world;
  const travel = (to: string) => world.travel(to);
  const token = (user: Parameters<World['token']>[0]) => world.token(user);
  const tell = new Telling({ urls, travel, token, say: () => undefined, patienceMs: RECOVERED_WITHIN_MS });
  const { ref: agreementRef, dwellingRefs } = await agree(tell, 'A1');
  world.travel('now');
  return { tell, agreementRef, dwellingRefs, freeFrom: addDays(copenhagenDate(new Date()), -290) };
}

/** The other services hear of agreements and tenancies by topics. */
async function onceHeard(tell: Telling, user: 'social_caseworker' | 'landlord_admin', url: string, body: object) {
  const NOT_HEARD_YET = ['agreement-not-known-yet', 'agreement-is-not-active', 'dwelling-is-let-already', 'tenancy-to-move-out-is-not-known']; // biome-ignore format: one line
  return await tell.waitFor(`a 201 of ${url}`, async (): Promise<string | undefined> => {
    const reply = await tell.call(user, 'POST', url, body);
    if (reply.status === 201) return reply.body.id;
    if (!NOT_HEARD_YET.includes(reply.body.code)) throw new Error(`${url} answered ${JSON.stringify(reply.body)}`);
    return undefined;
  });
}

/** Each request as its case told it last, also one that the case has forgotten since. */
function lastTold(log: readonly (Fact & { value: Buffer | null })[]): CoverAsked[] {
  const told = new Map<string, CoverAsked & { version: number }>();
  for (const { key: caseRef, version, value } of log) {
    const { coverRequests } = JSON.parse(`${value}`) as { coverRequests: CoverAsked[] };
    for (const { requestRef, amountOere, status, paidOere } of coverRequests)
      if ((told.get(requestRef)?.version ?? 0) <= version)
        told.set(requestRef, { requestRef, caseRef, amountOere, status, version, ...(paidOere && { paidOere }) });
  }
  return [...told.values()];
}
