import type pg from 'pg';
import { saltedHash } from '../http/body-hash.js';

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

/** Until then an answer may be asked for at a process of the release before, which knows no salt. */
const salting = `with fresh as (
    select realm_id, actor, key, encode(uuid_send(gen_random_uuid()), 'hex') as salt from command
    where realm_id = $1 and body_salt is null and recorded_at < clock_timestamp() - interval '15 minutes' limit $2),
  salted as (
    update command c set body_salt = fresh.salt, body_hash = ${saltedHash('fresh.salt')} from fresh
    where c.realm_id = fresh.realm_id and c.actor = fresh.actor and c.key = fresh.key and c.body_salt is null returning 1)
  select count(*)::int as done from salted`;

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

  /** Salts the hashes of bodies that wait for it, so many a transaction; answers how many. */
  async salt(realm: string, atOnce: number): Promise<number> {
    for (let salted = 0; ; ) {
      const { rows } = await this.pool.query<{ done: number }>(salting, [realm, atOnce]);
      const done = rows[0]?.done ?? 0;
      salted += done;
      if (done < atOnce) return salted;
    }
  }
}
