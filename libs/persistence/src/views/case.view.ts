import { bigrams } from '@goufu/domain';
import type { EntityManager } from 'typeorm';
import type { Reading } from '../http/reading.js';
import { pageOf, placeOf, type Page } from './cursor.js';

/** A case as a list shows it. */
export interface CaseSummary {
  readonly id: string;
  readonly kind: string;
  readonly number: string | null;
  readonly title: string;
  readonly stage: string | null;
  readonly state: string | null;
  readonly organisation: string | null;
  readonly amount: bigint | null;
  readonly dueAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
/** Names under which rows may be found: the organisation, `role:<role>` for each role, the person; `public` (what everybody may find) is added here. */
export type Readers = readonly string[];

export interface CaseFilter {
  readonly kind: string;
  readonly stage?: string | undefined;
  readonly state?: string | undefined;
  readonly organisation?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const EVERYBODY = 'public';
const MOST_GRAMS = 24;
/** From here on the newest first few are found sooner than all of them are counted. */
const MANY = 3000;
const isPair = (gram: string): boolean => Array.from(gram).length > 1;
const columns =
  'key as id, kind, number, title, stage, state, organisation, amount, due_at as "dueAt", created_at as "createdAt", updated_at as "updatedAt"';
const newestFirst = 'created_at desc, key desc';
const pages = (rows: readonly CaseSummary[], limit: number): Page<CaseSummary> =>
  pageOf(
    rows,
    limit,
    (row) => row,
    (row) => [row.createdAt, row.id],
  );

/** What comes after a cursor, newest first. */
const after = (cursor: string | undefined, params: unknown[], alias: string): string => {
  const place = placeOf(cursor, ['number', 'string']);
  if (!place) return 'true';
  params.push(new Date(place[0] as number).toISOString(), place[1]);
  return `(${alias}.created_at, ${alias}.key) < ($${params.length - 1}::timestamptz, $${params.length}::text)`;
};

export class CaseViews {
  constructor(private readonly reading: Reading) {}

  /** Cases of a kind that one of these readers may find, newest first. */
  list(realm: string, readers: Readers, filter: CaseFilter): Promise<Page<CaseSummary>> {
    const params: unknown[] = [realm, [...readers, EVERYBODY], filter.kind, filter.limit + 1];
    const conditions = [after(filter.cursor, params, 'r')];
    for (const column of ['stage', 'state', 'organisation'] as const) {
      const value = filter[column];
      if (value === undefined) continue;
      params.push(value);
      conditions.push(`f.${column} = $${params.length}`);
    }
    const filtered = conditions.length > 1 ? 'join case_view f on f.realm_id = r.realm_id and f.key = r.key' : '';
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select v.${columns.replaceAll(', ', ', v.')} from (
           select distinct found.key from unnest($2::text[]) as reader(name) cross join lateral (
             select r.key from case_reader r ${filtered}
             where r.realm_id = $1 and r.reader = reader.name and r.kind = $3 and ${conditions.join(' and ')}
             order by r.created_at desc, r.key desc limit $4
           ) found
         ) k join case_view v on v.realm_id = $1 and v.key = k.key
         order by v.created_at desc, v.key desc limit $4`,
        params,
      )) as CaseSummary[];
      return pages(rows, filter.limit);
    });
  }

  /** Cases of any kind whose title or number holds all pairs of characters of the words, newest first. */
  search(realm: string, readers: Readers, words: string, cursor: string | undefined, limit: number): Promise<Page<CaseSummary>> {
    return this.reading.inRealm(realm, async (manager) => {
      const all = [...readers, EVERYBODY];
      const { grams, few } = await this.rarestFirst(manager, realm, all, bigrams(words).slice(0, MOST_GRAMS));
      if (grams.length === 0) return { items: [], next: null };
      const params: unknown[] = [realm, all, limit + 1];
      const place = after(cursor, params, 'd');
      const has = (alias: string, gram: string): string => {
        params.push(gram);
        const at = `$${params.length}::text`;
        // One character stands for every pair that begins with it.
        return isPair(gram) ? `${alias}.gram = ${at}` : `${alias}.gram >= ${at} and ${alias}.gram < ${at} || U&'\\+10FFFF'`;
      };
      // Subqueries that answer one value are looked up row by row, so the newest first few end the search; a join would read everything.
      const holds = (gram: string): string =>
        `(select true from case_gram o where o.realm_id = $1 and o.key = d.key and ${has('o', gram)} limit 1)`;
      const readable = `(select true from case_reader r where r.realm_id = $1 and r.key = d.key and r.reader = any ($2::text[]) limit 1)`;
      const [first = '', ...rest] = grams;
      const driven = few
        ? `case_reader d where d.realm_id = $1 and d.reader = any ($2::text[]) and ${grams.map(holds).join(' and ')}`
        : `case_gram d where d.realm_id = $1 and ${has('d', first)} and ${[readable, ...rest.map(holds)].join(' and ')}`;
      const distinct = few || !isPair(first) ? 'group by d.created_at, d.key' : '';
      const rows = (await manager.query(
        `select ${columns} from case_view where realm_id = $1 and key in (
           select d.key from ${driven} and ${place} ${distinct} order by d.created_at desc, d.key desc limit $3
         ) order by ${newestFirst} limit $3`,
        params,
      )) as CaseSummary[];
      return pages(rows, limit);
    });
  }

  /** The rarest pair leads the search, or the caller's own cases where those are fewer: everything else is only looked up for what that finds. */
  private async rarestFirst(
    manager: EntityManager,
    realm: string,
    readers: Readers,
    grams: readonly string[],
  ): Promise<{ grams: readonly string[]; few: boolean }> {
    const rows = (await manager.query(
      `select g.gram, found.n, own.n as own from unnest($2::text[]) as g(gram)
       cross join lateral (
         select count(*)::integer as n from (select 1 from case_gram c where c.realm_id = $1 and c.gram >= g.gram and c.gram < g.gram || U&'\\+10FFFF' limit ${MANY}) few
       ) found
       cross join (
         select count(*)::integer as n from (select 1 from case_reader r where r.realm_id = $1 and r.reader = any ($3::text[]) limit ${MANY}) few
       ) own
       order by found.n, g.gram`,
      [realm, grams, readers],
    )) as { gram: string; n: number; own: number }[];
    const [rarest] = rows;
    return { grams: rows.map(({ gram }) => gram), few: rarest !== undefined && rarest.own < rarest.n };
  }

  /** Which of these cases one of the readers may find, apart from what is public: who stands in a relation to them. */
  async readable(realm: string, readers: Readers, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = (await this.reading.inRealm(realm, (manager) =>
      manager.query('select distinct key from case_reader where realm_id = $1 and reader = any ($2::text[]) and key = any ($3::text[])', [
        realm,
        readers,
        ids,
      ]),
    )) as { key: string }[];
    return new Set(rows.map(({ key }) => key));
  }

  /** The readers of each of these cases, `public` for what everybody may find. */
  async readersOf(realm: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = (await this.reading.inRealm(realm, (manager) =>
      manager.query(
        `select key, readers || case when public then array['public'] else array[]::text[] end as readers from case_view where realm_id = $1 and key = any ($2::text[])`,
        [realm, ids],
      ),
    )) as { key: string; readers: string[] }[];
    return new Map(rows.map((row) => [row.key, row.readers]));
  }
}
