// SPDX-License-Identifier: MPL-2.0
// node test/patterns.ts <folder> <folder below it>…: prints, one a line, every regular expression of the sources whose time
// is not linear, or of which nobody can say. A program of its own, since the checker is slow in the tests' own modules.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { filesBelow } from '../tools/contracts/project.ts';

interface Pattern {
  source: string;
  flags: string;
  /** `<file>:<line>` */
  at: string;
  /** Put together while running, so that nobody can check it beforehand. */
  isComputed?: true;
}

/** What takes a pattern as its first argument, as a text too. */
const TAKES_PATTERN = new Set(['RegExp', 'Matches', 'Form', 'match', 'matchAll', 'search']);

/**
 * The patterns of the TypeScript below some folders, from the syntax tree, since a search by text would miss some: literals,
 * texts given to what takes a pattern, and `pattern` of a schema. Specs and folders of tests are left out, since what they read is their own.
 * @param root the folder that `folders` lie in
 */
function patternsOf(root: string, folders: string[]): Pattern[] {
  return folders.flatMap((folder) =>
    filesBelow(
      join(root, folder),
      (path) => /\.ts$/.test(path) && !/\.spec\.ts$|(^|\/)test(ing)?\//.test(path),
    ).flatMap((path) => patternsIn(join(root, folder, path), relative(root, join(root, folder, path)))),
  );
}

function patternsIn(file: string, name: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const add = (node: ts.Node, text: string, flags: string, more: Pick<Pattern, 'isComputed'> = {}) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ source: text, flags, at: `${name}:${line + 1}`, ...more });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      add(node, node.text.slice(1, end), node.text.slice(end + 1));
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const takes = ts.isIdentifier(called) ? called.text : '';
      const [pattern, flags] = node.arguments ?? [];
      if (TAKES_PATTERN.has(takes) && pattern) {
        if (ts.isStringLiteralLike(pattern))
          add(pattern, pattern.text, flags && ts.isStringLiteralLike(flags) ? flags.text : '');
        else if (takes === 'RegExp' && !ts.isRegularExpressionLiteral(pattern))
          add(pattern, pattern.getText(), '', { isComputed: true });
      }
    } else if (ts.isPropertyAssignment(node) && node.name.getText() === 'pattern')
      if (ts.isStringLiteralLike(node.initializer)) add(node, node.initializer.text, 'u');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

// Its backends differ in speed, not in what they say; this one needs no Java and no binary.
process.env.RECHECK_BACKEND = 'pure';
const { checkSync } = await import('recheck');

const verdicts = new Map<string, string>();
function verdictOn({ source, flags, isComputed }: Pattern): string {
  if (isComputed) return 'is put together while running';
  const pattern = `/${source}/${flags}`;
  const known = verdicts.get(pattern);
  if (known !== undefined) return known;
  const found = checkSync(source, flags, { timeout: null });
  const verdict = found.status === 'safe' ? '' : found.status === 'vulnerable' ? found.complexity.summary : 'unknown';
  verdicts.set(pattern, verdict);
  return verdict;
}

const [root = '.', ...folders] = process.argv.slice(2);
const patterns = patternsOf(root, folders);
// A walk that finds nothing must not pass for one that finds no fault.
if (patterns.length === 0) console.log(`no patterns in ${folders}`);
for (const pattern of patterns) {
  const verdict = verdictOn(pattern);
  if (verdict) console.log(`${pattern.at} ${verdict}`);
}
