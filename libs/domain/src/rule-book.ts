// SPDX-License-Identifier: MPL-2.0
import { COMMON_REFUSALS, type Guard, type Rule, type RuleTable } from './rules.js';

const code = (words: readonly string[] | string) =>
  [words]
    .flat()
    .map((word) => `\`${word}\``)
    .join(', ');

/**
 * The rules of a case kind for a lawyer to read and a test to compare: `docs/rules/<name>.md`. The same table gives the
 * same text.
 * @param name kebab-case name of the kind
 * @param title Danish term and English name
 * @param states every state of the kind; throws an Error if one that the table uses is missing or one is named twice
 */
export function ruleBook<State extends string>(
  name: string,
  title: string,
  { table, actions }: RuleTable<State>,
  states: readonly NoInfer<State>[],
): string {
  const rule = (action: string) => table[action] as Rule<{ state: string }, never, string>;
  const used = actions.flatMap((action): string[] => [rule(action).from, ...outcomes(rule(action).to).flat()].flat());
  const missing = used.filter((state) => !['none', 'same', ...states].includes(state));
  if (missing.length || new Set(states).size !== states.length)
    throw new Error(`${name}: states must name each state once; not named: ${missing.join(', ')}`);

  return [
    `<!-- Written by "npm run contracts:generate" from the rules of ${name}. Approve changes, do not edit. -->`,
    `# ${title}`,
    'A role or a state that an action does not name is refused:',
    ...Object.entries(COMMON_REFUSALS).map(([refused, { da, en }]) => `- \`${refused}\`: ${da} / ${en}`),
    '## Actions',
    ...actions.flatMap((action) => {
      const { from, to, by, da, en, source, requires = [], checks = [] } = rule(action);
      return [
        `### ${action}`,
        `${da} / ${en}`,
        `- from: ${from === 'none' ? 'opens a case' : code(from)}`,
        ...outcomes(to).map(
          ([before, after]) => `- to: ${oneOf(after)}${before.length ? `, from ${code(before)}` : ''}`,
        ),
        `- by: ${code(by)}`,
        ...(source ? [`- source: ${source}`] : []),
        ...(requires.length ? ['- refused when:'] : []),
        ...requires.map(guardLine),
        ...(checks.length ? ['- refused when what is sent has a fault, all faults at once:'] : []),
        ...checks.map(guardLine),
      ];
    }),
  ]
    .reduce((page, line) => page + separator(page, line) + line)
    .concat('\n');
}

type To = Rule<{ state: string }, never, string>['to'];

/** States before, all of them where none are named, and the states after. */
function outcomes(to: To): [before: string[], after: string[]][] {
  if (typeof to === 'string' || Array.isArray(to)) return [[[], [to].flat()]];
  const lines = new Map<string, string[]>();
  for (const [state, after] of Object.entries(to)) {
    const key = [after ?? []].flat().join();
    lines.set(key, [...(lines.get(key) ?? []), state]);
  }
  return [...lines].map(([after, before]) => [before, after.split(',')]);
}

const oneOf = (states: readonly string[]) =>
  states.map((state) => (state === 'same' ? 'the state stays' : code(state))).join(', or ');

const guardLine = ({ code: refused, field, da, en, source }: Guard<never, never>) =>
  `  - \`${refused}\`${field ? ` (${code(field)})` : ''}: ${da} / ${en}${source ? ` (${source})` : ''}`;

/** Lines of one list stay together; everything else is a paragraph of its own. */
function separator(page: string, line: string): string {
  const block = (text: string) => /^\s*(?=- )/.test(text) && text.trimStart()[0];
  const last = page.slice(page.lastIndexOf('\n') + 1);
  return block(line) && block(line) === block(last) ? '\n' : '\n\n';
}
