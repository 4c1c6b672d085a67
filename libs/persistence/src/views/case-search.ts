import { bigrams } from '@goufu/domain';
import type { EntityManager } from 'typeorm';

/** Where a walk through cases, newest first, stands: it goes on behind this. */
export interface Standing {
  readonly createdAt: number;
  readonly id: string;
}
/** What a search found, and how far it looked. */
export interface Found {
  readonly ids: readonly string[];
  /** Everything before this has been looked at; null: there is nothing more to look at. */
  readonly lookedTo: Standing | null;
}

const MOST_GRAMS = 24;
/** How far ahead each set of cases is felt for how densely it lies. */
const AHEAD = 200;
/** Cases that one look takes into view: few, for what is common fills a page at once, then many. Together they bound the work of a page. */
const LOOKS = [100, 4000, 4000] as const;

/** A set of cases that an index keeps newest first: those that hold a pair of characters, or those that a caller may find. */
interface Strand {
  readonly table: 'case_gram' | 'case_reader';
  readonly column: 'gram' | 'reader';
  readonly names: readonly string[];
}
type Row = { readonly key: string; readonly createdAt: number };

/** Parameters of one statement, numbered as they come. */
class Params {
  readonly values: unknown[] = [];
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

const behind = (params: Params, place: Standing | null): string =>
  place === null
    ? 'true'
    : `(s.created_at, s.key) < (${params.add(new Date(place.createdAt).toISOString(), 'timestamptz')}, ${params.add(place.id, 'text')})`;

/** The newest of a strand behind a place; each name reads its own stretch of the index, and only where there are several must they be brought together. */
const newest = ({ table, column, names }: Strand, params: Params, realm: string, place: string, limit: number): string => {
  const stretch = (name: string): string =>
    `select s.created_at, s.key from ${table} s where s.realm_id = ${realm} and s.${column} = ${name} and ${place}
     order by s.created_at desc, s.key desc limit ${limit}`;
  const [only] = names;
  if (names.length === 1) return stretch(params.add(only, 'text'));
  return `select x.created_at, x.key from unnest(${params.add(names, 'text[]')}) as n(name) cross join lateral (${stretch('n.name')}) x
    group by x.created_at, x.key order by x.created_at desc, x.key desc limit ${limit}`;
};

/**
 * Strands by how densely they lie behind a place, the sparsest first: the sparsest leads, everything else is only asked whether it holds
 * what that finds. Felt, not counted: the older the last of the next few, the sparser the strand just here.
 */
const sparsestFirst = async (
  manager: EntityManager,
  realm: string,
  strands: readonly Strand[],
  place: Standing | null,
): Promise<readonly Strand[]> => {
  const params = new Params();
  const own = params.add(realm, 'text');
  const from = behind(params, place);
  const felt = strands.map(
    (strand, at) =>
      `(select ${at} as at, max(last) as last from (
         select (select s.created_at from ${strand.table} s where s.realm_id = ${own} and s.${strand.column} = n.name and ${from}
                 order by s.created_at desc, s.key desc offset ${AHEAD} limit 1) as last
         from unnest(${params.add(strand.names, 'text[]')}) as n(name)) each_name)`,
  );
  const rows = (await manager.query(felt.join(' union all '), params.values)) as { at: number; last: number | null }[];
  const lastOf = new Map(rows.map(({ at, last }) => [at, last ?? Number.NEGATIVE_INFINITY]));
  const last = (at: number): number => lastOf.get(at) ?? Number.NEGATIVE_INFINITY;
  return strands
    .map((strand, at) => ({ strand, at }))
    .toSorted((a, b) => (last(a.at) === last(b.at) ? 0 : last(a.at) - last(b.at)))
    .map(({ strand }) => strand);
};

/** One look: the next few of the leading strand, sieved by each other strand in one pass of its index. */
const look = async (
  manager: EntityManager,
  realm: string,
  [lead, ...others]: readonly [Strand, ...Strand[]],
  place: Standing | null,
  breadth: number,
  limit: number,
): Promise<{ rows: readonly Row[]; last: Row | null }> => {
  const params = new Params();
  const own = params.add(realm, 'text');
  const seen = `s0 as materialized (${newest(lead, params, own, behind(params, place), breadth)})`;
  // An array of keys is looked up in one descent of the index per leaf; a join or a subquery a row would descend once a key.
  const sieves = others.map(
    (strand, at) => `s${at + 1} as materialized (
      select s.key from ${strand.table} s where s.realm_id = ${own} and s.${strand.column} = any (${params.add(strand.names, 'text[]')})
        and s.key = any (array(select key from s${at})))`,
  );
  // `is true` keeps it a look-up in a hash: as a join it would compare every key with every other.
  const rows = (await manager.query(
    `with ${[seen, ...sieves].join(', ')}
     (select 1 as part, key, created_at as "createdAt" from s0 where (key in (select key from s${others.length})) is true
      order by created_at desc, key desc limit ${limit})
     union all
     (select 2, key, created_at from s0 order by created_at desc, key desc offset ${breadth - 1} limit 1)`,
    params.values,
  )) as (Row & { part: number })[];
  return { rows: rows.filter(({ part }) => part === 1), last: rows.find(({ part }) => part === 2) ?? null };
};

/**
 * Ids of the cases that hold every pair of characters of the words and that one of these readers may find, newest first, at most `limit`;
 * where the words are the number of a case, of that case alone.
 * The work is bounded: where common words hardly ever meet, it stops after some thousand cases and says how far it looked.
 */
export const findCases = async (
  manager: EntityManager,
  realm: string,
  readers: readonly string[],
  words: string,
  from: Standing | null,
  limit: number,
): Promise<Found> => {
  const grams = bigrams(words).slice(0, MOST_GRAMS);
  if (grams.length === 0) return { ids: [], lookedTo: null };
  const readable: Strand = { table: 'case_reader', column: 'reader', names: readers };
  const numbered: Strand = { table: 'case_gram', column: 'gram', names: [`=${words.trim().toLowerCase()}`] };
  const named = await look(manager, realm, [numbered, readable], from, LOOKS[0], limit);
  if (named.rows.length > 0) return { ids: named.rows.map(({ key }) => key), lookedTo: null };
  const strands = [...grams.map((gram): Strand => ({ table: 'case_gram', column: 'gram', names: [gram] })), readable];
  const ordered = (await sparsestFirst(manager, realm, strands, from)) as readonly [Strand, ...Strand[]];
  const ids: string[] = [];
  let place = from;
  for (const breadth of LOOKS) {
    const { rows, last } = await look(manager, realm, ordered, place, breadth, limit - ids.length);
    ids.push(...rows.map(({ key }) => key));
    place = last && { createdAt: last.createdAt, id: last.key };
    if (place === null || ids.length >= limit) break;
  }
  return { ids, lookedTo: place };
};
