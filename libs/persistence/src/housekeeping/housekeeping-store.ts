import type pg from 'pg';

/** What is kept for a time alone: refusals and accesses that were written down, stored answers of commands, messages to lifecycles that were delivered, sessions that have ended and sign-ins that were left. */
export type Passing = 'refusals' | 'answers' | 'messages' | 'accesses' | 'sessions' | 'signIns';

// `recorded_at` and `done_at` are real instants, whatever the realm's clock says.
const statements: Readonly<Record<Passing, string>> = {
  refusals: `select forget_refusals($1, clock_timestamp() - $2::integer * interval '1 day', $3) as gone`,
  answers: `with gone as (delete from command where (realm_id, actor, key) in
      (select realm_id, actor, key from command
       where realm_id = $1 and recorded_at < clock_timestamp() - $2::integer * interval '1 day' limit $3) returning 1)
    select count(*)::int as gone from gone`,
  messages: `with gone as (delete from outbox where (realm_id, id) in
      (select realm_id, id from outbox
       where realm_id = $1 and done_at < clock_timestamp() - $2::integer * interval '1 day' limit $3) returning 1)
    select count(*)::int as gone from gone`,
  accesses: `select forget_accesses($1, clock_timestamp() - $2::integer * interval '1 day', $3) as gone`,
  sessions: `with gone as (delete from session where (realm_id, id) in
      (select realm_id, id from session
       where realm_id = $1 and least(ends_at, seen_at + idle_seconds * interval '1 second') < clock_timestamp() - $2::integer * interval '1 day'
       limit $3) returning 1)
    select count(*)::int as gone from gone`,
  signIns: `with gone as (delete from signing_in where (realm_id, id) in
      (select realm_id, id from signing_in
       where realm_id = $1 and begun_at < clock_timestamp() - $2::integer * interval '1 day' limit $3) returning 1)
    select count(*)::int as gone from gone`,
};

/** Takes away what has been kept for its time. */
export class HousekeepingStore {
  constructor(private readonly pool: pg.Pool) {}

  async realms(): Promise<readonly { readonly realm: string; readonly jurisdiction: string }[]> {
    const { rows } = await this.pool.query<{ realm: string; jurisdiction: string }>(
      'select realm_id as realm, jurisdiction from realm order by 1',
    );
    return rows;
  }

  /** Removes what is older than so many days, `atOnce` rows a transaction so that nobody waits for it; answers how many. */
  async remove(what: Passing, realm: string, days: number, atOnce: number): Promise<number> {
    for (let removed = 0; ; ) {
      const { rows } = await this.pool.query<{ gone: number }>(statements[what], [realm, days, atOnce]);
      const gone = rows[0]?.gone ?? 0;
      removed += gone;
      if (gone < atOnce) return removed;
    }
  }
}
