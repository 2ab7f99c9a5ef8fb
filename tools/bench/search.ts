// SPDX-License-Identifier: MPL-2.0
import { landlords } from '../stack/demo-users.ts';
import { median, ms, type Result } from './figures.ts';
import { load } from './load.ts';
import type { Options } from './part.ts';
import { type System } from './system.ts';

/** Of each property. */
const DWELLINGS_EACH = 10;

/** What people type, from what one thing has to what a third of all have, and what is found by a slip or not at all. */
const QUESTIONS: Readonly<Record<string, object>> = {
  'an address': { words: 'Lindegade 17 C, 2. tv.' },
  'the beginning of a street': { words: 'linde' },
  'a town': { words: 'odense' },
  'one slip': { words: 'Lindegdae 17c 2tv' },
  nothing: { words: 'Zyxvutsrq 17' },
  'a CVR number': { words: '10 00 00 09' },
};
const SORTED = '/v1/dwellings?limit=20&sort=name';

/** Search among many dwellings, by the single entry point, who sees all, and by one landlord; and a sorted list of them. */
export async function search(system: System, { seconds, rounds, quick, cases, say }: Options): Promise<Result[]> {
  const service = await system.startService('agreements');
  await seed(system, cases);
  await system.sql('vacuum analyze');
  say(`${cases} dwellings in ${Math.ceil(cases / DWELLINGS_EACH)} properties`);
  const results: Result[] = [];
  for (const user of ['single_entry', 'landlord_admin'] as const) {
    const headers = { authorization: `Bearer ${await system.token(user)}` };
    const asked = [
      ...Object.entries(QUESTIONS).map(([name, body]) => ({ name, method: 'POST' as const, path: '/v1/search', body })),
      { name: 'dwellings sorted by address', method: 'GET' as const, path: SORTED, body: undefined },
    ];
    for (const { name, method, path, body } of asked)
      for (const connections of [1, 16]) {
        const turns: { p50: number; p95: number }[] = [];
        for (let round = 0; round <= rounds; round++) {
          const turn = await load({
            ...{ port: service.port, method, paths: [path], headers, connections, cycle: true },
            ...(body && { body: JSON.stringify(body) }),
            seconds: quick || round === 0 ? 0.5 : seconds / 2,
          });
          if (round > 0) turns.push(turn);
        }
        const value = `${ms(median(turns.map(({ p50 }) => p50)))}, ${ms(median(turns.map(({ p95 }) => p95)))}`;
        say(`${user}, ${name}, ${connections} at a time: ${value}`);
        results.push({ what: `${user}, ${name}, ${connections} user${connections > 1 ? 's' : ''}: p50, p95`, value });
      }
  }
  return results;
}

/** Invented addresses: 600 streets in 12 towns. */
async function seed(system: System, count: number): Promise<void> {
  const uuid = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing 'a' from 17)::uuid`;
  const landlord = `case when n % 1000 = 0 then '${landlords.boOgBy.id}'::uuid else ${uuid(`'l ' || n % 1000`)} end`;
  await system.sql(
    `insert into agreements.landlord (id, version, state, opened_at, kind, cvr, name, contacts, lets_more_than_one)
     select ${landlord}, 1, 'ACTIVE', now(), 'company', (10000009 + n)::text,
       (array['Bo', 'Havnens', 'Byens', 'Fjordens', 'Skovens'])[n % 5 + 1] || ' Boliger ' || n || ' A/S', '[]', true
       from generate_series(0, 999) n`,
  );
  await system.sql(
    `insert into agreements.property (id, version, state, opened_at, landlord_ref, address, dwelling_count)
     select ${uuid(`'p ' || n`)}, 1, 'ACTIVE', now(), ${landlord},
       (array['Linde', 'Birke', 'Elme', 'Vester', 'Øster', 'Nørre', 'Sønder', 'Å', 'Mølle', 'Kirke', 'Skole', 'Bager', 'Smede',
         'Algade', 'Havne', 'Strand', 'Ny', 'Gammel', 'Præste', 'Konge'])[n % 20 + 1]
       || (array['gade', 'vej', 'stræde', 'allé', 'torvet', 'bakken', 'parken', 'engen', 'haven', 'krogen'])[n / 20 % 10 + 1]
       || ' ' || n / 200 % 150 + 1 || case n % 3 when 0 then ' ' || chr(65 + n / 7 % 5) else '' end
       || ', ' || (array['5000 Odense C', '8000 Aarhus C', '9000 Aalborg', '4000 Roskilde', '6000 Kolding', '7100 Vejle',
         '8900 Randers', '4700 Næstved', '5700 Svendborg', '9990 Skagen', '3700 Rønne', '4200 Slagelse'])[n % 12 + 1]
       || case when n >= 30000 then ', hus ' || n else '' end, ${DWELLINGS_EACH}
       from generate_series(0, $1::int - 1) n`,
    [Math.ceil(count / DWELLINGS_EACH)],
  );
  await system.sql(
    `insert into agreements.dwelling (id, version, state, opened_at, property_ref, landlord_ref, unit, type, area_m2, rooms,
       rent_oere, utilities_oere)
     select gen_random_uuid(), 1, 'ACTIVE', now(), p.id, p.landlord_ref,
       (array['st. tv.', 'st. th.', '1. tv.', '1. th.', '2. tv.', '2. th.', '3. tv.', '3. th.', '4. tv.', '4. th.'])[n],
       'lejlighed', 50, 2, 500000, 60000
       from agreements.property p, generate_series(1, ${DWELLINGS_EACH}) n`,
  );
}
