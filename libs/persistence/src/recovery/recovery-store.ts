import type { CaseId } from '@goufu/domain';
import type pg from 'pg';

export interface CaseKey {
  readonly realm: string;
  readonly caseId: CaseId;
}
export interface OpenCase extends CaseKey {
  readonly version: number;
}
/** Something that does not move by itself, with what an operator can do. */
export interface Stuck extends CaseKey {
  readonly what: 'due' | 'between-stages' | 'outbox' | 'effect' | 'workflow';
  readonly sinceMs: number;
  readonly detail: string;
  readonly remedy: string;
}
export const remedies: Readonly<Record<Stuck['what'], string>> = {
  due: 'Look in the log of the worker for "a due could not be applied" of this case: its cause is a fault of this release. The guard goes on trying.',
  'between-stages':
    'npm run recover starts its workflow again; if it stays, look at the workflow in Temporal for "lifecycle drift" or a failed task.',
  outbox: 'See that Temporal answers at its address; what waits is told by itself when it does, or at once by npm run recover.',
  effect:
    'Failed: mend what the detail says, then give the command again that asked for it. Else see that the other side answers; it is asked again by itself under the same key.',
  workflow:
    'Look at its last run in Temporal: why it was ended or failed. Whoever ends it by hand or by a script must stop; if it fails by itself, it is a fault of this release, and npm run recover begins it anew after the next.',
};

export const stuckKinds = Object.keys(remedies) as readonly Stuck['what'][];

const realmNow = `clock_timestamp() + r.offset_ms * interval '1 ms'`;

/** What the guards and the recovery ask of all realms. */
export class RecoveryStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Cases whose due instant passed `graceMs` ago, earliest first; those that a transaction holds now are left to it, `except` (`realm/case`) to the operator. */
  async overdue(graceMs: number, limit: number, except: readonly string[] = []): Promise<readonly (CaseKey & { lateMs: number })[]> {
    const { rows } = await this.pool.query<CaseKey & { lateMs: number }>(
      `select c.realm_id as realm, c.id as "caseId", (extract(epoch from ${realmNow} - c.next_due_at) * 1000)::float8 as "lateMs"
       from realm r join cases c on c.realm_id = r.realm_id
       where not r.held and not c.closed and c.next_due_at <= ${realmNow} - $1::float8 * interval '1 ms' and c.realm_id || '/' || c.id <> all($3::text[])
       order by c.next_due_at limit $2 for no key update of c skip locked`,
      [graceMs, limit, except],
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

  /** What has not moved for a minute although it should: for the operator. */
  async stuck(limit = 200): Promise<readonly Stuck[]> {
    const { rows } = await this.pool.query<Omit<Stuck, 'remedy'>>(
      `select * from (
         select c.realm_id as realm, c.id as "caseId", 'due' as what, (extract(epoch from ${realmNow} - c.next_due_at) * 1000)::float8 as "sinceMs",
           'its due instant has passed and changed nothing' as detail
         from cases c join realm r on r.realm_id = c.realm_id
         where not r.held and not c.closed and c.next_due_at < ${realmNow} - interval '1 minute'
         union all
         select c.realm_id, c.id, 'between-stages', (extract(epoch from ${realmNow} - c.last_at) * 1000)::float8, 'no stage is open'
         from cases c join realm r on r.realm_id = c.realm_id
         where not r.held and not c.closed and c.lifecycle is not null and c.open_stages = '{}' and c.last_at < ${realmNow} - interval '1 minute'
         union all
         select o.realm_id, o.case_id, 'outbox', (extract(epoch from clock_timestamp() - min(o.created_at)) * 1000)::float8, coalesce(max(o.error), 'not delivered')
         from outbox o where o.done_at is null and o.created_at < clock_timestamp() - interval '1 minute' group by o.realm_id, o.case_id
         union all
         select e.realm_id, e.case_id, 'effect', (extract(epoch from clock_timestamp() - coalesce(e.next_at, e.created_at)) * 1000)::float8,
           e.kind || ' ' || e.key || ' is ' || e.state || coalesce(': ' || e.error, '')
         from effect e where e.state = 'failed'
           or (e.state in ('wanted', 'sending', 'unknown') and e.attempts > 5)) as stuck
       order by "sinceMs" desc limit $1`,
      [limit],
    );
    return rows.map((row) => ({ ...row, remedy: remedies[row.what] }));
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
