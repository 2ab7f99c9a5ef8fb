// SPDX-License-Identifier: MPL-2.0
// `npm run bench`: what Indgang does on this machine, against a floor program and against the targets.
import { parseArgs } from 'node:util';
import { cover } from './cover.ts';
import { efficiency } from './efficiency.ts';
import { type Result, table } from './figures.ts';
import { inbox } from './inbox.ts';
import { lists } from './lists.ts';
import { neighbours } from './neighbours.ts';
import type { Options, Part } from './part.ts';
import { relay } from './relay.ts';
import { search } from './search.ts';
import { services } from './services.ts';
import { System } from './system.ts';
import { whole } from './whole.ts';

const parts: Record<string, { about: string; run: Part }> = {
  efficiency: { about: 'commands per second against a raw program that makes the same writes', run: efficiency },
  cover: { about: 'reserving cover under the caps of tenancy and year', run: cover },
  relay: { about: 'from a commit to Kafka', run: relay },
  inbox: { about: 'from a landlord’s report to the inbox of the single entry', run: inbox },
  services: { about: 'start, memory and stop of the services', run: services },
  lists: { about: 'pages of cases among many', run: lists },
  search: { about: 'search and sorted lists among many dwellings', run: search },
  neighbours: { about: 'how long others wait while somebody asks for the largest of everything', run: neighbours },
  whole: { about: 'new cases of missing rent until all four services have handled what they cause', run: whole },
};

const usage = `npm run bench [-- options]

  --only PART[,…]  these parts only
  --seconds N      per measured turn; 5
  --rounds N       turns of each kind; 3, and at least 3 for the record
  --cases N        cases of the lists, dwellings of search; 100000
  --users N        whole: connections that report; 8
  --whole          all four services run in every part, not only those it needs
  --no-relay       efficiency: also with no broker, so that the relay rests
  --profile        efficiency: with a CPU profile of the service, and the functions that take most
  --quick          tiny, for a smoke test: figures mean nothing
  --help           this text

Parts:
${Object.entries(parts)
  .map(([name, { about }]) => `  ${name.padEnd(16)} ${about}`)
  .join('\n')}

Each part starts a system of its own (with --quick one is for all) in a throw-away folder and needs a build. Client, services, database and broker
share this machine's cores.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      cases: { type: 'string' },
      users: { type: 'string' },
      whole: { type: 'boolean', default: false },
      'no-relay': { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(usage);
  const { quick, profile } = values;
  const options: Options = {
    ...{ quick, profile, whole: values.whole, noRelay: values['no-relay'] },
    seconds: values.seconds ? wholeNumber('seconds', values.seconds) : quick ? 1 : 5,
    rounds: values.rounds ? wholeNumber('rounds', values.rounds) : quick ? 1 : 3,
    cases: values.cases ? wholeNumber('cases', values.cases) : quick ? 2_000 : 100_000,
    users: values.users ? wholeNumber('users', values.users) : 8,
    say: (line) => console.log(line),
  };
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  for (const name of chosen)
    if (!parts[name]) throw new Error(`there is no part ${name}; there are ${Object.keys(parts).join(', ')}`);
  const results: Result[] = [];
  // Where figures mean something, nothing is left of another part.
  for (const names of quick ? [chosen] : chosen.map((name) => [name])) {
    const system = await System.start();
    try {
      for (const name of names) {
        console.log(`\n${name}: ${parts[name]!.about}`);
        results.push(...(await parts[name]!.run(system, options)));
        await system.stopServices();
      }
    } finally {
      await system.stop();
    }
  }
  console.log(`\n${table(results)}`);
  if (quick) console.log('\n--quick: these figures mean nothing.');
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${option} ${text} is not a whole number above 0`);
  return number;
}

main().catch((error: Error) => {
  console.error(`\nFAILED: ${error.message}`);
  process.exitCode = 1;
});
