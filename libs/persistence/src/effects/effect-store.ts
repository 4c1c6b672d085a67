import { decode, encode, type CaseId, type Json } from '@goufu/domain';
import type pg from 'pg';

export interface StoredEffect {
  readonly realm: string;
  readonly key: string;
  readonly caseId: CaseId;
  readonly kind: string;
  readonly payload: Json;
  readonly state: 'wanted' | 'sending' | 'unknown' | 'done' | 'failed' | 'void';
  readonly attempts: number;
  /** The request that it was decided on, where there was one. */
  readonly requestId: string | null;
  /** The realm's clock now. */
  readonly realmNow: number;
}

const columns = `e.realm_id as realm, e.key, e.case_id as "caseId", e.kind, e.payload, e.state, e.attempts, e.request_id as "requestId",
  (select floor(extract(epoch from clock_timestamp()) * 1000 + r.offset_ms)::float8 from realm r where r.realm_id = e.realm_id) as "realmNow"`;
const read = (row: StoredEffect & { payload: string }): StoredEffect => ({ ...row, payload: decode(row.payload) });

/** Effects on the outside, as Postgres wants them. */
export class EffectStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Leases open effects whose time has come: the earliest of its case and kind alone, so that they leave in order. Nothing leaves a realm that is held. */
  async claim(kinds: readonly string[], limit: number, leaseMs: number): Promise<readonly StoredEffect[]> {
    const { rows } = await this.pool.query<StoredEffect & { payload: string }>(
      `with head as (
         select e.realm_id, e.key from effect e join realm r on r.realm_id = e.realm_id and not r.held
         where e.state in ('wanted', 'sending', 'unknown') and e.kind = any($3::text[]) and e.next_at <= clock_timestamp()
           and (e.leased_until is null or e.leased_until < clock_timestamp())
           and not exists (select from effect p where p.realm_id = e.realm_id and p.case_id = e.case_id and p.kind = e.kind
                           and p.state in ('wanted', 'sending', 'unknown') and (p.created_at, p.key) < (e.created_at, e.key))
         order by e.next_at limit $1 for update of e skip locked)
       update effect e set leased_until = clock_timestamp() + $2::float8 * interval '1 ms'
       from head h where e.realm_id = h.realm_id and e.key = h.key returning ${columns}`,
      [limit, leaseMs, kinds],
    );
    return rows.map(read);
  }

  async find(realm: string, key: string): Promise<StoredEffect | null> {
    const { rows } = await this.pool.query<StoredEffect & { payload: string }>(
      `select ${columns} from effect e where e.realm_id = $1 and e.key = $2`,
      [realm, key],
    );
    return rows[0] ? read(rows[0]) : null;
  }

  /** What stands in a content row that an effect names, such as a payee's account; null when it was erased. */
  async content(realm: string, id: string): Promise<Json | null> {
    const { rows } = await this.pool.query<{ body: string }>(
      'select body from content where realm_id = $1 and id = $2::uuid and erased_at is null',
      [realm, id],
    );
    return rows[0] ? decode(rows[0].body) : null;
  }

  /** Marks that it is about to leave, counted; false when it was voided or answered meanwhile, or its realm is held: then it must not leave. */
  async sending(realm: string, key: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update effect set state = case state when 'wanted' then 'sending' else state end, attempts = attempts + 1
       where realm_id = $1 and key = $2 and state in ('wanted', 'sending', 'unknown')
         and not exists (select from realm r where r.realm_id = $1 and r.held)`,
      [realm, key],
    );
    return rowCount === 1;
  }

  /** It may have arrived or not, or is not answered for good: asked again, by the same key. */
  async unknown(realm: string, key: string, why: string | null): Promise<void> {
    await this.pool.query(
      `update effect set state = 'unknown', error = $3 where realm_id = $1 and key = $2 and state in ('wanted', 'sending', 'unknown')`,
      [realm, key, why],
    );
  }

  async done(realm: string, key: string, answer: Json): Promise<void> {
    await this.pool.query(
      `update effect set state = 'done', answer = $3::jsonb, done_at = clock_timestamp(), leased_until = null, error = null
       where realm_id = $1 and key = $2 and state in ('wanted', 'sending', 'unknown', 'failed')`,
      [realm, key, encode(answer)],
    );
  }

  /** No repetition will help: it is the operator's. */
  async failed(realm: string, key: string, error: string): Promise<void> {
    await this.pool.query(
      `update effect set state = 'failed', error = $3, leased_until = null where realm_id = $1 and key = $2 and state in ('wanted', 'sending', 'unknown')`,
      [realm, key, error.slice(0, 500)],
    );
  }

  /** Gives the lease back: tried again after `pauseMs`. */
  async later(realm: string, key: string, pauseMs: number, error: string | null): Promise<void> {
    await this.pool.query(
      `update effect set leased_until = null, next_at = clock_timestamp() + $3::float8 * interval '1 ms', error = coalesce($4, error)
       where realm_id = $1 and key = $2 and state in ('wanted', 'sending', 'unknown')`,
      [realm, key, pauseMs, error?.slice(0, 500) ?? null],
    );
  }

  /** Every open effect is due at once: after the loss of what carried them. */
  async wakeAll(): Promise<void> {
    await this.pool.query(
      `update effect set next_at = clock_timestamp(), leased_until = null where state in ('wanted', 'sending', 'unknown')`,
    );
  }
}
