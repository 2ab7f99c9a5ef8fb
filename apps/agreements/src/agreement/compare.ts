// SPDX-License-Identifier: MPL-2.0
// What differs between two texts of an agreement, so that both parties see what the other one changed.
import type { AgreementTerms } from './agreement-terms.dto.js';

export interface Difference {
  /** JSON pointer; an entry of a list is named by what tells it apart: `/coverage/cleaning/rule`. */
  pointer: string;
  before?: unknown;
  after?: unknown;
}

/** What tells the entries of a list apart; else their place in it. */
const NAMES = ['dwellingRef', 'propertyRef', 'kind', 'mailbox', 'topic'] as const;

type Members = Readonly<Record<string, unknown>>;

/** The members of an object, or the entries of a list by name. Undefined: it has none, it is a value. */
function membersOf(value: unknown): Members | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return value as Members;
  const name = NAMES.find((one) => value.every((entry) => typeof entry === 'object' && entry !== null && one in entry));
  const names = value.map((entry: Members, index) => (name ? String(entry[name]) : String(index)));
  // Two entries of one name could hide one another.
  const isUnique = new Set(names).size === names.length;
  return Object.fromEntries(value.map((entry, index) => [isUnique ? names[index] : String(index), entry]));
}

/** @returns every value that was added, taken away or changed, in the order of the texts */
export function compareTerms(before: AgreementTerms, after: AgreementTerms): Difference[] {
  const differences: Difference[] = [];
  const walk = (was: unknown, is: unknown, pointer: string): void => {
    if (Object.is(was, is)) return;
    const [left, right] = [membersOf(was), membersOf(is)];
    if (left && right && Array.isArray(was) === Array.isArray(is)) {
      for (const name of new Set([...Object.keys(left), ...Object.keys(right)]))
        walk(left[name], right[name], `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      return;
    }
    differences.push({
      pointer,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
    });
  };
  walk(before, after, '');
  return differences;
}
