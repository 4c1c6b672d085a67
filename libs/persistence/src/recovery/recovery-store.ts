import type { CaseId } from '@goufu/domain';
import type pg from 'pg';
import { type Stuck, stuckNow, TOO_OFTEN } from './stuck.js';

export interface CaseKey {
  readonly realm: string;
  readonly caseId: CaseId;
}
export interface OpenCase extends CaseKey {
  readonly version: number;
}
// Stable within the statement, so that an index is searched with it: a volatile clock would be compared with every row.
const realmNow = `statement_timestamp() + r.offset_ms * interval '1 ms'`;

/** What the guards and the recovery ask of all realms. */
export class RecoveryStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Cases whose due instant passed `graceMs` ago, earliest first; those that a transaction holds now are left to it, `except` (`realm/case`) to the operator. */
  async overdue(graceMs: number, limit: number, except: readonly string[] = []): Promise<readonly (CaseKey & { lateMs: number })[]> {
    const { rows } = await this.pool.query<CaseKey & { lateMs: number }>(
      `select r.realm_id as realm, c.id as "caseId", (extract(epoch from ${realmNow} - c.next_due_at) * 1000)::float8 as "lateMs"
       from realm r cross join lateral (
         select id, next_due_at from cases
         where realm_id = r.realm_id and not closed and next_due_at is not null and next_due_at <= ${realmNow} - $1::float8 * interval '1 ms'
           and realm_id || '/' || id <> all($3::text[])
         order by next_due_at limit $2 for no key update skip locked) c
       where not r.held order by c.next_due_at limit $2`,
      [graceMs, limit, except],
    );
    return rows;
  }

  /** Disabled people who still hold posts, and where: what the process that disabled them did not live to end. */
  async leftInPosts(most: number): Promise<readonly { readonly realm: string; readonly person: string; readonly organisation: CaseId }[]> {
    const { rows } = await this.pool.query<{ realm: string; person: string; organisation: CaseId }>(
      `select distinct p.realm_id as realm, p.id as person, a.organisation from person p
       join realm r on r.realm_id = p.realm_id join appointment a on a.realm_id = p.realm_id and a.person = p.id
       where p.disabled_at is not null and not r.held and (a.to_on is null or a.to_on >= ((${realmNow}) at time zone 'Asia/Shanghai')::date)
       limit $1`,
      [most],
    );
    return rows;
  }

  /** Open cases that a lifecycle follows, by realm and id, after a position; those younger than `minAgeMs` belong to their outbox row. */
  async openCases(after: CaseKey | null, limit: number, minAgeMs = 0): Promise<readonly OpenCase[]> {
    const { rows } = await this.pool.query<OpenCase>(
      `select c.realm_id as realm, c.id as "caseId", c.version from cases c join realm r on r.realm_id = c.realm_id
       where not r.held and not c.closed and c.lifecycle is not null and (c.realm_id, c.id) > ($1, $2)
         and c.created_at <= ${realmNow} - $4::float8 * interval '1 ms'
       order by c.realm_id, c.id limit $3`,
      [after?.realm ?? '', after?.caseId ?? '', limit, minAgeMs],
    );
    return rows;
  }

  async countOpen(): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(
      `select count(*)::int as n from cases where not closed and lifecycle is not null`,
    );
    return rows[0]?.n ?? 0;
  }

  /** Which of these cases need no workflow: unknown, or closed for a minute. */
  async over(keys: readonly CaseKey[]): Promise<readonly CaseKey[]> {
    const { rows } = await this.pool.query<CaseKey>(
      `select k.realm, k."caseId" from unnest($1::text[], $2::text[]) as k(realm, "caseId")
       left join cases c on c.realm_id = k.realm and c.id = k."caseId" left join realm r on r.realm_id = c.realm_id
       where c.id is null or (c.closed and c.last_at < ${realmNow} - interval '1 minute')`,
      [keys.map((key) => key.realm), keys.map((key) => key.caseId)],
    );
    return rows;
  }

  /** What has not moved for a minute although it should: for the operator. Kinds that nobody may count are left out. */
  stuck(limit = 200, uncounted: readonly string[] = []): Promise<readonly Stuck[]> {
    return stuckNow(async (text, values) => (await this.pool.query<Stuck>(text, values)).rows, { realm: null, limit, uncounted });
  }

  /** Keeps that the workflows of open cases had to be begun anew; answers for which of them too often within the hour, by whichever process. */
  async begun(keys: readonly CaseKey[]): Promise<readonly (CaseKey & { readonly times: number })[]> {
    const { rows } = await this.pool.query<CaseKey & { times: number }>(
      `with gone as (delete from restart where at <= clock_timestamp() - interval '1 hour'),
         these as (select * from unnest($1::text[], $2::text[]) as k(realm_id, case_id)),
         added as (insert into restart (realm_id, case_id) select realm_id, case_id from these on conflict do nothing)
       select k.realm_id as realm, k.case_id as "caseId", count(b.at)::int + 1 as times
       from these k left join restart b on b.realm_id = k.realm_id and b.case_id = k.case_id and b.at > clock_timestamp() - interval '1 hour'
       group by k.realm_id, k.case_id having count(b.at) + 1 >= $3`,
      [keys.map(({ realm }) => realm), keys.map(({ caseId }) => caseId), TOO_OFTEN],
    );
    return rows;
  }

  /** Runs `work` in one process at a time; null where another is at it. */
  async alone<T>(lock: number, work: () => Promise<T>): Promise<T | null> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1::bigint) as taken', [lock]);
      if (!rows[0]?.taken) return null;
      try {
        return await work();
      } finally {
        await client.query('select pg_advisory_unlock($1::bigint)', [lock]).catch((error: Error) => void (broken = error));
      }
    } finally {
      client.release(broken);
    }
  }
}
