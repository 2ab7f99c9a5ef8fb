// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { landlords } from '../stack/demo-users.ts';
import { median, ms, type Result } from './figures.ts';
import { type Load, load } from './load.ts';
import type { Options } from './part.ts';
import { type System } from './system.ts';

const CONNECTIONS = 16;
const AGREEMENTS = 200;
const TENANCIES_EACH = 20;
const WARM_UP_SECONDS = 5;

/** Reserving cover: the caps of tenancy and year are read and booked under the agreement's lock, over many agreements. */
export async function cover(system: System, { seconds, rounds, quick, say }: Options): Promise<Result[]> {
  const service = await system.startService('agreements');
  const ofOne = await seed(system, quick ? 5 : AGREEMENTS);
  // One of each agreement after another, not all of one in a row.
  const requests = ofOne
    .map((body, place) => ({ body, place: place % TENANCIES_EACH }))
    .sort((a, b) => a.place - b.place)
    .map(({ body }) => body);
  await system.sql('vacuum analyze');
  const headers = { authorization: `Bearer ${await system.token('finance')}` };
  const paths = requests.map(() => '/v1/cover-bookings');
  const turn = (turnSeconds: number, connections = CONNECTIONS, bodies = requests): Promise<Load> =>
    load({
      ...{ port: service.port, method: 'POST' as const, paths: paths.slice(0, bodies.length), bodies, headers },
      ...{ connections, seconds: turnSeconds, cycle: true },
    });
  await turn(quick ? 0.5 : WARM_UP_SECONDS);
  // As autovacuum does within a minute: plans made while the ledger was empty are made anew.
  await system.sql('vacuum analyze');
  const spread: Load[] = [];
  const crowded: Load[] = [];
  for (let round = 1; round <= rounds; round++) {
    spread.push(await turn(seconds));
    // The worst case: everybody asks for cover under one agreement.
    crowded.push(await turn(seconds, CONNECTIONS, ofOne.slice(0, TENANCIES_EACH)));
    const said = ({ perSecond, p50, p99 }: Load) => `${perSecond.toFixed(0)}/s (p50 ${ms(p50)}, p99 ${ms(p99)})`;
    say(`round ${round}: ${said(spread.at(-1)!)}; of one agreement ${said(crowded.at(-1)!)}`);
  }
  const [booked] = await system.sql<{ count: number }>('select count(*)::int as count from agreements.cover_booking');
  say(`${booked?.count} bookings in the ledger`);
  const middle = (loads: Load[], value: (one: Load) => number) => median(loads.map(value));
  const result = (name: string, loads: Load[]): Result[] => [
    { what: `reserve cover${name}`, value: `${middle(loads, ({ perSecond }) => perSecond).toFixed(0)}/s` },
    {
      what: `reserve cover${name}: p50, p99`,
      value: `${ms(middle(loads, ({ p50 }) => p50))}, ${ms(middle(loads, ({ p99 }) => p99))}`,
    },
  ];
  console.log(`COVER ${middle(spread, ({ perSecond }) => perSecond).toFixed(0)}`);
  return [...result('', spread), ...result(', all of one agreement', crowded)];
}

/** Agreements in force with their text and tenancies, by SQL: they are prepared, not what is measured. @returns requests */
async function seed(system: System, count: number): Promise<string[]> {
  const requests: string[] = [];
  for (let no = 0; no < count; no++) {
    const agreementRef = randomUUID();
    const version = {
      ...{ no: 1, state: 'IN_FORCE', revision: 1, hash: 'x', effectiveFrom: '2026-01-01', appliesToExisting: false },
      ...{ approvals: [], signatures: [], inForceFrom: '2026-01-01', inForceTo: null },
    };
    const terms = {
      commitments: [{ kind: 'move_out_shortfall', capOere: 2_000_000_000 }],
      ...{ annualBudgetCapOere: 2_000_000_000, vacancyIncludesUtilities: false, coverage: [], properties: [] },
    };
    await system.sql(
      `with made as (
         insert into agreements.agreement (id, version, state, opened_at, agreement_no, landlord_ref, landlord_name,
           legal_basis, agreement_version, term_from, term_to, versions, shown_to)
         values ($1, 1, 'ACTIVE', now(), $2, $3, 'x', 'free_cooperation', 1, '2026-01-01', '2035-12-31', $4, $3)
         returning id
       ) insert into agreements.known_tenancies (id, version, agreement_ref, agreement_version_at_start, dwelling_ref,
           landlord_ref, started_on)
         select uuidv7(), 1, id, 1, id, $3, '2026-01-01' from made, generate_series(1, $5::int) n`,
      [agreementRef, `BENCH-${no}`, landlords.boOgBy.id, JSON.stringify([version]), TENANCIES_EACH],
    );
    await system.sql(
      `insert into agreements.agreement_text (agreement_ref, version_no, revision, hash, terms, proposed_by, at)
       values ($1, 1, 1, 'x', $2, 'municipality', now())`,
      [agreementRef, JSON.stringify(terms)],
    );
    const tenancies = await system.sql<{ id: string }>(
      'select id from agreements.known_tenancies where agreement_ref = $1',
      [agreementRef],
    );
    for (const { id: tenancyRef } of tenancies)
      requests.push(
        JSON.stringify({
          ...{ agreementRef, tenancyRef, commitment: 'move_out_shortfall', amountOere: 100, cause: 'måling' },
        }),
      );
  }
  return requests;
}
