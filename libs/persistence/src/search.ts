// SPDX-License-Identifier: MPL-2.0
import { kindOfLetter } from '#contracts/case-kinds';
import type { Role } from '#contracts/roles';
import { readCaseNumber, writtenCaseNumbers } from '#domain';
import { type CaseRow, TableSql } from './case-kind.js';
import type { CaseReader } from './case-reader.js';
import { mistyped, spokenNumber } from './cases.js';
import type { Command } from './command.js';
import type { Database, Sql } from './database.js';
import { type AnyKind, pathOf, type Searched, storedKind } from './kind.js';
import { EXTENSIONS, KNOWS_SIMILAR } from './search-functions.js';

/** What somebody looks for; all of it must fit. */
export interface Wanted {
  words?: string;
  number?: string;
  /** uuid */
  reference?: string;
  /** Names of kinds; absent: every kind. */
  kinds?: readonly string[];
  limit: number;
  /** `next` of the page before. */
  after?: string;
}

export interface Hit {
  kind: string;
  id: string;
  number?: string;
  href: string;
  title: string | null;
  state: string | null;
  score: Score;
}

/** 4: just what was typed. 3: every word stands there. 2: words that begin so. 1: but for a slip in a word. */
export type Score = 1 | 2 | 3 | 4;

/** A kind and who may read it over its own routes: nobody finds what they could not open. */
export interface SearchedKind {
  kind: AnyKind;
  readers: readonly Role[];
}

/** What was typed, made comparable. */
interface Typed {
  /** It is a case number, as it is written. */
  number: string | undefined;
  words: readonly string[];
  key: string;
  knowsSimilar: boolean;
}

interface Found {
  kind: AnyKind;
  id: string;
  title: string | null;
  score: Score;
}

/** Of a word with fewer letters, most others are one slip away. */
const LEAST_LETTERS = 5;
/** So alike, by its trigrams, that it can be one slip away; which are, `search_slip` says. */
const LEAST_SIMILARITY = 0.4;
/** What stands in `searched`, as its index has it. */
const LEXEMES = `array_to_tsvector(string_to_array(c.searched, ' '))`;

/** `<score>.<id>.<kind>` of the last hit shown. Nothing secret: who changes it asks for another page of the same. */
export const CURSOR = /^[1-4]\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[a-z]{1,20}(?:-[a-z]{1,20}){0,4}$/;

/**
 * Finds cases of every kind that says how (`Kind.searched`), in the actor's scope, the best first and of equals the newest. A
 * hit's place depends on the case and on what was typed alone: neither on cases that the actor may not see nor on those that
 * are opened meanwhile.
 */
export class Search {
  constructor(
    private readonly database: Database,
    private readonly reader: CaseReader,
    private readonly settings: object,
    private readonly kinds: () => readonly SearchedKind[],
  ) {}

  /**
   * @throws Problem 400: what is given as a case number is mistyped, or what is written as one among the words, by which
   * nothing is found
   */
  async find(asked: Wanted, command: Command): Promise<{ items: Hit[]; next: string | null }> {
    const { roles } = command.actor;
    const wanted =
      asked.number === undefined ? asked : { ...asked, number: spokenNumber(asked.number, '/number').number };
    const kinds = this.kinds()
      .filter(({ kind, readers }) => readers.some((role) => roles.includes(role)) && isWanted(kind, wanted))
      .map(({ kind }) => kind);
    const found = await this.database.transaction(async (tx) => {
      const typed = wanted.words === undefined ? undefined : await this.typed(wanted.words, tx);
      if (typed && !typed.key) return [];
      const exact = isSlip(wanted) ? [] : await this.among(kinds, wanted, typed, false, command, tx);
      if (exact.length || !typed?.knowsSimilar || (wanted.after && !isSlip(wanted))) return exact;
      await tx.query(`select set_config('pg_trgm.word_similarity_threshold', '${LEAST_SIMILARITY}', true)`);
      return await this.among(kinds, wanted, typed, true, command, tx);
    });
    // A landlord's own lease number may have that form: where it is found, it was meant.
    if (!found.length && !wanted.after && wanted.words !== undefined) refuseMistyped(wanted.words);
    const page = found.slice(0, wanted.limit);
    const last = page.at(-1);
    return {
      items: await this.shown(page, command),
      next: found.length > page.length && last ? `${last.score}.${last.id}.${last.kind.name}` : null,
    };
  }

  private async typed(words: string, tx: Sql): Promise<Typed> {
    const [made] = await tx.query<{ words: string; key: string; similar: boolean }>(
      `select search_words($1) as words, search_key($1) as key, ${KNOWS_SIMILAR} as similar`,
      [words],
    );
    const { key, similar } = made!;
    return {
      number: readCaseNumber(words)?.number,
      words: [...new Set(made!.words.split(' ').filter(Boolean))],
      key,
      knowsSimilar: similar,
    };
  }

  /** The first of all kinds together, one more than the page holds. */
  private async among(
    kinds: readonly AnyKind[],
    wanted: Wanted,
    typed: Typed | undefined,
    slips: boolean,
    command: Command,
    tx: Sql,
  ): Promise<Found[]> {
    const found: Found[] = [];
    for (const kind of kinds) {
      const statement = this.statement(kind, wanted, typed, slips, command);
      if (!statement) continue;
      const rows = await tx.query<Omit<Found, 'kind'>>(statement.text, statement.values);
      found.push(...rows.map((row) => ({ ...row, kind })));
    }
    return found.sort(byRank).slice(0, wanted.limit + 1);
  }

  /** @returns nothing where the kind has none of what is asked for */
  private statement(
    kind: AnyKind,
    { number, reference, after, limit }: Wanted,
    typed: Typed | undefined,
    slips: boolean,
    { actor, today }: Command,
  ): { text: string; values: unknown[] } | undefined {
    const { words, references } = searchedOf(kind, actor)!;
    const table = this.table(kind);
    const values: unknown[] = [];
    const $ = (value: unknown) => `$${values.push(value)}`;
    const hasNumber = table.columns.some(({ column }) => column === 'number');
    const where: string[] = [];
    let score = '4';
    if (typed) {
      if (slips) {
        const alike = words.length ? bySlips(typed, $) : undefined;
        if (!alike) return undefined;
        where.push(alike);
        score = '1';
      } else {
        const columns = [...words, ...(hasNumber ? ['c.number'] : [])];
        if (!columns.length) return undefined;
        const key = $(typed.key);
        const spoken = hasNumber && typed.number !== undefined ? [`c.number = ${$(typed.number)}`] : [];
        const numbers = hasNumber ? [...spoken, `search_key(c.number) = ${key}`] : [];
        const [begin, whole] = words.length ? [$(beginning(typed)), $(all(typed.words))] : [];
        where.push(`(${[...(begin ? [`${LEXEMES} @@ ${begin}::tsquery`] : []), ...numbers].join(' or ')})`);
        // What is much longer than what was typed is not the same; to make all of them comparable would take most of the time.
        const most = $(2 * typed.key.length + 8);
        const same = columns
          .map((column) => `(length(${column}) <= ${most}::int and search_key(${column}) = ${key})`)
          .concat(spoken)
          .join(' or ');
        score = `case when ${same} then 4 ${whole ? `when ${LEXEMES} @@ ${whole}::tsquery then 3 ` : ''}else 2 end`;
      }
    }
    if (number !== undefined) {
      if (!hasNumber) return undefined;
      where.push(`c.number = ${$(number)}`);
    }
    if (reference !== undefined) {
      const columns = ['id', ...table.columnsOf(Object.fromEntries(references.map((name) => [name, null]))).map(({ column }) => column)]; // biome-ignore format: one line
      const ref = $(reference);
      where.push(`(${columns.map((column) => `c.${column} = ${ref}`).join(' or ')})`);
    }
    if (after !== undefined) {
      const [least = '', id = '', name = ''] = after.split('.');
      const [s, i] = [$(Number(least)), $(id)];
      where.push(`((s.score, c.id) < (${s}::int, ${i}::uuid) or (s.score, c.id) = (${s}::int, ${i}::uuid) and ${$(kind.name > name)}::boolean)`); // biome-ignore format: one line
    }
    // By the primary key, all that is not alike would be looked at one by one until enough is found. Written out, a uuid sorts alike.
    const order = slips ? 'c.id::text desc' : 'c.id desc';
    const title = words.length ? `concat_ws(', ', ${words.join(', ')})` : 'null';
    const conditions = where.join(' and ') + table.conditions(kind.scope(actor, today), values);
    const text = `select c.id, ${title} as title, s.score from ${table.table} c cross join lateral (select ${score} as score) s
      where ${conditions} order by s.score desc, ${order} limit ${$(limit + 1)}`;
    return { text, values };
  }

  /** As the actor's own view tells of it; reads of what speaks of a citizen are in the audit log, as those of a list. */
  private async shown(page: readonly Found[], command: Command): Promise<Hit[]> {
    const hits = new Map<string, Hit>();
    for (const kind of new Set(page.map((found) => found.kind))) {
      const as = searchedOf(kind, command.actor)!.as ?? kind;
      const mine = page.filter((found) => found.kind === kind);
      const cases = await this.reader.some<CaseRow, object>(
        storedKind(as),
        mine.map(({ id }) => id),
        command,
        kind.scope(command.actor, command.today),
      );
      for (const { row, facts } of cases) {
        const { id } = row;
        const { title, score } = mine.find((found) => found.id === id)!;
        const seen = as.view(row, as.factsOf(command, facts, this.settings), command) as Record<string, unknown>;
        const number = typeof seen.number === 'string' ? { number: seen.number } : {};
        // Landlords are told of some kinds' states in other words, under another name.
        const state = (seen.state ?? seen.status ?? null) as string | null;
        const hit = {
          kind: kind.name,
          id,
          ...number,
          href: `${pathOf(kind)}/${id}`,
          title: title || null,
          state,
          score,
        };
        hits.set(`${kind.name} ${id}`, hit);
      }
    }
    // What left the scope since it was found is no hit.
    return page.flatMap(({ kind, id }) => hits.get(`${kind.name} ${id}`) ?? []);
  }

  private table({ entity }: AnyKind): TableSql {
    return new TableSql(this.database.dataSource.getMetadata(entity));
  }
}

function refuseMistyped(words: string): void {
  const isMistyped = writtenCaseNumbers(words).some(({ number, letter }) => kindOfLetter(letter) && !readCaseNumber(number)); // biome-ignore format: one line
  if (isMistyped) throw mistyped('/words');
}

/** How an actor finds cases of a kind; undefined: nobody does. */
export const searchedOf = ({ searched }: AnyKind, actor: Command['actor']): Searched<CaseRow> | undefined =>
  typeof searched === 'function' ? searched(actor) : undefined;

const isWanted = ({ name, searched }: AnyKind, { kinds }: Wanted) =>
  typeof searched === 'function' && (kinds === undefined || kinds.includes(name));

/** Is it a further page of what was found but for a slip? */
const isSlip = ({ after }: Wanted) => after?.startsWith('1.') ?? false;

const byRank = (a: Found, b: Found) =>
  b.score - a.score || (a.id < b.id ? 1 : a.id > b.id ? -1 : a.kind.name < b.kind.name ? -1 : 1);

// A word is letters and digits alone, so nothing in it can end its quotes.
const all = (words: readonly string[], end = '') => words.map((word) => `'${word}'${end}`).join(' & ');

/** Every word's beginning; or that of a number, written with other signs than it has. */
const beginning = ({ words, key }: Typed) =>
  words.length > 1 && /\d/.test(key) ? `(${all(words, ':*')}) | '${key}':*` : all(words, ':*');

/** Long words but for one slip, the others as they are. @returns nothing where no word is long enough */
function bySlips({ words }: Typed, $: (value: unknown) => string): string | undefined {
  const long = words.filter((word) => word.length >= LEAST_LETTERS && !/\d/.test(word));
  const others = words.filter((word) => !long.includes(word));
  if (!long.length) return undefined;
  return [
    ...(others.length ? [`${LEXEMES} @@ ${$(all(others, ':*'))}::tsquery`] : []),
    ...long.map((word) => {
      const [is, begins] = [$(word), $(all([word], ':*'))];
      return `${is} operator(${EXTENSIONS}.<%) c.searched and (${LEXEMES} @@ ${begins}::tsquery or search_slip(c.searched, ${is}))`;
    }),
  ].join(' and ');
}
