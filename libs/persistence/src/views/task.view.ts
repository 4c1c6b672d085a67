import { ANYWHERE } from '@goufu/domain';
import type { Reading } from '../http/reading.js';
import { COUNT_LIMIT, countOf, pageOf, placeOf, type Count, type Page } from './cursor.js';

export interface TaskItem {
  readonly caseId: string;
  readonly key: string;
  readonly name: string;
  readonly person: string | null;
  readonly organisation: string | null;
  readonly role: string | null;
  readonly since: number;
  readonly dueAt: number | null;
  readonly rule: string | null;
  readonly meta: object;
  readonly kind: string | null;
  readonly title: string | null;
  readonly number: string | null;
  readonly stage: string | null;
  readonly amount: bigint | null;
}
/** Whose to-do list: the person's own, and those of the posts. */
export interface Whose {
  readonly person: string;
  readonly posts: readonly { readonly organisation: string; readonly roles: readonly string[] }[];
}

/** One row a way in which a task may be somebody's. */
const ways = (whose: Whose): { organisations: string[]; roles: string[] } => {
  const pairs = new Set(
    whose.posts.flatMap(({ organisation, roles }) => roles.flatMap((role) => [`${organisation}\n${role}`, `${ANYWHERE}\n${role}`])),
  );
  const split = [...pairs].map((pair) => pair.split('\n'));
  return { organisations: split.map(([organisation = '']) => organisation), roles: split.map(([, role = '']) => role) };
};

// Each way reads its own stretch of an index in order; what has no due date stands behind what has one.
const stretch = (dated: boolean, place: string): string => {
  const own = dated ? 'due_at is not null' : 'due_at is null';
  // The index's own order, also where all of due_at is null: else the planner walks the primary key.
  const order = 'due_at, case_id, key';
  const mine = `(select * from task where realm_id = $1 and person = $2 and ${own} and ${place} order by ${order} limit $5)`;
  const posts = `(select t.* from unnest($3::text[], $4::text[]) as way(organisation, role) cross join lateral (
      select * from task where realm_id = $1 and organisation = way.organisation and role = way.role and ${own} and ${place} order by ${order} limit $5
    ) t)`;
  return `${mine} union all ${posts}`;
};

export class TaskViews {
  constructor(private readonly reading: Reading) {}

  /** What a person has to do, alone or in a post, earliest due first. */
  list(realm: string, whose: Whose, cursor: string | undefined, limit: number): Promise<Page<TaskItem>> {
    const { organisations, roles } = ways(whose);
    const params: unknown[] = [realm, whose.person, organisations, roles, limit + 1];
    const place = placeOf(cursor, ['number?', 'string', 'string']);
    let dated = 'true';
    let undated = 'true';
    if (place) {
      const [due, caseId, key] = place;
      params.push(caseId, key);
      if (due === null || due === undefined) {
        dated = 'false';
        undated = '(case_id, key) > ($6::text, $7::text)';
      } else {
        params.push(new Date(due).toISOString());
        dated = '(due_at, case_id, key) > ($8::timestamptz, $6::text, $7::text)';
      }
    }
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select t.case_id as "caseId", t.key, t.name, t.person, t.organisation, t.role, t.since, t.due_at as "dueAt", t.rule, t.meta,
                v.kind, v.title, v.number, v.stage, v.amount
         from (select * from (${stretch(true, dated)} union all ${stretch(false, undated)}) every
               order by due_at nulls last, case_id, key limit $5) t
         left join case_view v on v.realm_id = $1 and v.key = t.case_id
         order by t.due_at nulls last, t.case_id, t.key`,
        params,
      )) as TaskItem[];
      return pageOf(
        rows,
        limit,
        (row) => row,
        (row) => [row.dueAt, row.caseId, row.key],
      );
    });
  }

  /** How many there are, and how many are late; counting stops at a thousand. */
  counts(realm: string, whose: Whose, now: number): Promise<{ open: Count; late: Count }> {
    const { organisations, roles } = ways(whose);
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `with mine as (
           (select due_at from task where realm_id = $1 and person = $2 order by due_at limit $6)
           union all
           select t.due_at from unnest($3::text[], $4::text[]) as way(organisation, role)
             cross join lateral (select due_at from task where realm_id = $1 and organisation = way.organisation and role = way.role limit $6) t
         )
         select (select count(*)::integer from (select 1 from mine limit $6) counted) as open,
                (select count(*)::integer from (select 1 from mine where due_at <= $5::timestamptz limit $6) counted) as late`,
        [realm, whose.person, organisations, roles, new Date(now).toISOString(), COUNT_LIMIT + 1],
      )) as { open: number; late: number }[];
      return { open: countOf(rows[0]?.open ?? 0), late: countOf(rows[0]?.late ?? 0) };
    });
  }
}
