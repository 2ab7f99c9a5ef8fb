// SPDX-License-Identifier: MPL-2.0

/** The schema of `pg_trgm`, where provisioning could make the extension (tools/provision). */
export const EXTENSIONS = 'extensions';

/** Is `pg_trgm` there for whoever asks? A condition in SQL. */
export const KNOWS_SIMILAR = `exists (select from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm' and n.nspname = '${EXTENSIONS}' and has_schema_privilege(n.oid, 'usage'))`;

/**
 * How texts are made comparable for search, one way for what is stored and what is typed. What a table calls finds
 * the others under any search path, such as that of a restore. In PL/pgSQL where it takes more than one step: that is several
 * times as fast as a query in SQL. A later change is a new constant with other names: what
 * is stored was made by these.
 * - `search_letters`: small letters, width and marks gone; æ ø å as ae oe aa, however they were typed.
 * - `search_words`: its words with one blank between. A house letter stands at its number (`12 B`, `12b`), a side apart from
 *   its floor (`1.th`, `1th`, `1. th.`), and floor and side in their short form (`stuen til venstre`: `st tv`).
 * - `search_key`: letters and digits alone, for numbers that people write with or without signs.
 * No word is longer than 60 letters, of which an index would refuse the row.
 * - `search_text`: the words of several texts, and of a number with signs (`L-17`) also the number without them.
 */
export const searchFunctions1 = `
create function search_letters(written text) returns text language sql immutable strict parallel safe
  return regexp_replace(normalize(
    replace(replace(replace(replace(replace(lower(normalize(written, NFKC) collate "und-x-icu"),
      'å', 'aa'), 'ø', 'oe'), 'æ', 'ae'), 'ö', 'oe'), 'ä', 'ae'), NFD), '[\\u0300-\\u036f]', '', 'g');

create function search_key(written text) returns text language sql immutable strict parallel safe
  return left(regexp_replace(search_letters(written) collate "und-x-icu", '[^[:alnum:]]+', '', 'g'), 60);

create function search_words(written text) returns text language plpgsql immutable strict parallel safe as $$
declare l text collate "und-x-icu" := search_letters(written);
begin
  if l ~ 'venstre|hoejre|stue|sal' then
    l := regexp_replace(l, '\\m(til )?venstre\\M', 'tv', 'g');
    l := regexp_replace(l, '\\m(til )?hoejre\\M', 'th', 'g');
    l := regexp_replace(l, '\\mstuen?\\M', 'st', 'g');
    l := regexp_replace(l, '([0-9])\\.? ?sal\\M', '\\1 ', 'g');
  end if;
  if l ~ '[0-9]' then
    l := regexp_replace(l, '\\m([0-9]{1,3}) ([a-z])(?![[:alnum:]])', '\\1\\2', 'g');
    l := regexp_replace(l, '([0-9])([[:alpha:]]{2})', '\\1 \\2', 'g');
  end if;
  l := btrim(regexp_replace(l, '[^[:alnum:]]+', ' ', 'g'));
  if length(l) > 60 then l := regexp_replace(l, '([[:alnum:]]{60})[[:alnum:]]+', '\\1', 'g'); end if;
  return l;
end $$;

create function search_text(variadic written text[]) returns text language plpgsql immutable parallel safe
  set search_path from current as $$
declare
  found text := search_words(array_to_string(written, ', '));
  one text;
begin
  foreach one in array written loop
    if one ~ '^[^[:space:]]*[0-9][^[:space:]]*$' and one ~ '[^[:alnum:]]' then found := found || ' ' || search_key(one); end if;
  end loop;
  return found;
end $$;

-- Is one of these words the wanted one but for one slip: a letter too many, too few, another one, or two that changed places?
create function search_slip(words text, wanted text) returns boolean language plpgsql immutable strict parallel safe as $$
declare
  one text;
  n int;
begin
  foreach one in array string_to_array(words, ' ') loop
    continue when abs(length(one) - length(wanted)) > 1;
    if one = wanted then return true; end if;
    n := 1; -- the first place in which they differ
    while substr(one, n, 1) = substr(wanted, n, 1) loop n := n + 1; end loop;
    if substr(one, n) = substr(wanted, n + 1) or substr(one, n + 1) = substr(wanted, n)
        or substr(one, n + 1) = substr(wanted, n + 1)
        or (substr(one, n, 1) = substr(wanted, n + 1, 1) and substr(one, n + 1, 1) = substr(wanted, n, 1)
          and substr(one, n + 2) = substr(wanted, n + 2)) then
      return true;
    end if;
  end loop;
  return false;
end $$;
`;

/**
 * Makes a table searched by the words of these columns: `searched`, kept by the database, with an index for words and their
 * beginnings and, where pg_trgm is, one for typing errors. A migration of the service runs it, once per kind that is found
 * by words.
 */
export const searchedByWords1 = (table: string, ...columns: readonly string[]): string => `
alter table ${table} add column searched text not null generated always as (search_text(${columns.join(', ')})) stored;
create index ${table}_by_words on ${table} using gin (array_to_tsvector(string_to_array(searched, ' ')));
do $$ begin
  if ${KNOWS_SIMILAR} then
    create index ${table}_by_similar_words on ${table} using gin (searched ${EXTENSIONS}.gin_trgm_ops);
  end if;
end $$;
`;

/** The case number as search looks for it, in each of these tables that has one. */
export const searchedByNumber1 = (...tables: readonly string[]): string => `
do $$ declare name text; begin
  foreach name in array array[${tables.map((table) => `'${table}'`).join(', ')}] loop
    if exists (select from information_schema.columns
        where table_schema = current_schema() and table_name = name and column_name = 'number') then
      execute format('create index %I on %I (search_key(number))', name || '_by_number_key', name);
    end if;
  end loop;
end $$;
`;
