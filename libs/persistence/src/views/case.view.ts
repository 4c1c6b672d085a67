import type { Reading } from '../http/reading.js';
import { findCases } from './case-search.js';
import { cursorOf, pageOf, placeOf, type Page } from './cursor.js';

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

  /**
   * Cases of any kind whose title or number holds all pairs of characters of the words, newest first. A page may hold fewer than asked for
   * and still name a next one: what was looked at for it is bounded.
   */
  search(realm: string, readers: Readers, words: string, cursor: string | undefined, limit: number): Promise<Page<CaseSummary>> {
    const place = placeOf(cursor, ['number', 'string']);
    const from = place && { createdAt: place[0] as number, id: place[1] as string };
    return this.reading.inRealm(realm, async (manager) => {
      const found = await findCases(manager, realm, [...readers, EVERYBODY], words, from, limit + 1);
      if (found.ids.length === 0) return { items: [], next: found.lookedTo && cursorOf([found.lookedTo.createdAt, found.lookedTo.id]) };
      const rows = (await manager.query(
        `select ${columns} from case_view where realm_id = $1 and key = any ($2::text[]) order by ${newestFirst}`,
        [realm, found.ids],
      )) as CaseSummary[];
      const page = pages(rows, limit);
      return page.next === null && found.lookedTo ? { ...page, next: cursorOf([found.lookedTo.createdAt, found.lookedTo.id]) } : page;
    });
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
