import type { CaseId } from '@goufu/domain';
import type pg from 'pg';

/** The newest waiting row of one case and channel, leased; what it says holds for every earlier one. */
export interface OutboxRow {
  readonly realm: string;
  readonly caseId: CaseId;
  readonly channel: string;
  /** The last row that this delivery settles. */
  readonly last: bigint;
  readonly version: number;
  /** The request that the newest row comes from, where there is one. */
  readonly requestId: string | null;
  /** The case is closed: a workflow that still runs is told, none is begun. */
  readonly closed: boolean;
  readonly attempts: number;
}

const LEASE = `interval '10 seconds'`;

/** Waiting messages about cases, claimed with a lease: no lock is held while they travel. */
export class OutboxStore {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Leases the head of each waiting line (one line a case and channel, in order of id); a lease that ran out is given again. Rows of a case are
   * written under its lock, so their ids are in commit order. Nothing leaves a realm that is held.
   */
  async claim(limit: number): Promise<readonly OutboxRow[]> {
    const { rows } = await this.pool.query<OutboxRow>(
      `with head as (
         select o.realm_id, o.id from outbox o join realm r on r.realm_id = o.realm_id and not r.held
         where o.done_at is null and o.next_at <= clock_timestamp() and (o.leased_until is null or o.leased_until < clock_timestamp())
           and not exists (select from outbox p where p.realm_id = o.realm_id and p.case_id = o.case_id and p.channel = o.channel
                           and p.done_at is null and p.id < o.id)
         order by o.next_at, o.id limit $1 for update of o skip locked),
       leased as (
         update outbox o set leased_until = clock_timestamp() + ${LEASE}, attempts = o.attempts + 1
         from head h where o.realm_id = h.realm_id and o.id = h.id returning o.realm_id, o.case_id, o.channel, o.attempts)
       select l.realm_id as realm, l.case_id as "caseId", l.channel, l.attempts, n.last, n.version, n."requestId", coalesce(c.closed, true) as closed
       from leased l left join cases c on c.realm_id = l.realm_id and c.id = l.case_id
       cross join lateral (select max(w.id) as last, max((w.payload->>'version')::int) as version,
         (array_agg(w.payload->>'requestId' order by w.id desc))[1] as "requestId" from outbox w
         where w.realm_id = l.realm_id and w.case_id = l.case_id and w.channel = l.channel and w.done_at is null) n`,
      [limit],
    );
    return rows;
  }

  /** Delivered: every waiting row of these lines up to the last one told. */
  async done(rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.pool.query(
      `update outbox o set done_at = clock_timestamp(), leased_until = null, error = null
       from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as d(realm_id, case_id, channel, last)
       where o.realm_id = d.realm_id and o.case_id = d.case_id and o.channel = d.channel and o.done_at is null and o.id <= d.last`,
      [rows.map((row) => row.realm), rows.map((row) => row.caseId), rows.map((row) => row.channel), rows.map((row) => row.last.toString())],
    );
  }

  /** Not delivered: the head of the line waits `pauseMs` and is tried again. */
  async failed(row: OutboxRow, error: string, pauseMs: number): Promise<void> {
    await this.pool.query(
      `update outbox set leased_until = null, next_at = clock_timestamp() + $4::float8 * interval '1 ms', error = $5
       where realm_id = $1 and case_id = $2 and channel = $3 and done_at is null and leased_until is not null`,
      [row.realm, row.caseId, row.channel, pauseMs, error.slice(0, 500)],
    );
  }

  /** How many rows wait, and for how long the oldest has. */
  async waiting(): Promise<{ rows: number; oldestMs: number }> {
    const { rows } = await this.pool.query<{ rows: number; oldest: number | null }>(
      `select count(*)::int as rows, (extract(epoch from clock_timestamp() - min(created_at)) * 1000)::float8 as oldest from outbox where done_at is null`,
    );
    return { rows: rows[0]?.rows ?? 0, oldestMs: Math.max(0, rows[0]?.oldest ?? 0) };
  }
}
