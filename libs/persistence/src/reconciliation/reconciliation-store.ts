import { decode, type CaseId, type Json } from '@goufu/domain';
import type pg from 'pg';

/** An effect of one kind as it stands here. */
export interface StandingEffect {
  readonly key: string;
  readonly caseId: CaseId;
  readonly state: 'wanted' | 'sending' | 'unknown' | 'done' | 'failed' | 'void';
  readonly payload: Json;
}
/** What the record of a case says: the event's name and data. */
export interface ToldEvent {
  readonly caseId: CaseId;
  readonly type: string;
  readonly data: Json;
}
/**
 * `lost`: money moved outside, and nothing here knows of it. `acknowledged`: a difference that somebody answers for. `same`, `different`: whether
 * an effect stands for what was lost. `held`, `released`: since when a realm is, or is not.
 */
export interface Note {
  readonly kind: 'lost' | 'acknowledged' | 'same' | 'different' | 'held' | 'released';
  readonly subject: string;
  readonly body: Readonly<Record<string, string>>;
  readonly person: string | null;
  readonly reason: string | null;
}

/** The highest number of a year that the outside has seen. */
export interface SeenNumber {
  readonly series: 'payment-order' | 'clawback';
  readonly year: number;
  readonly highest: number;
}

/** What a reconciliation with the outside asks and keeps. Its pool sees every realm. */
export class ReconciliationStore {
  constructor(private readonly pool: pg.Pool) {}

  async realms(): Promise<readonly { readonly realm: string; readonly held: boolean }[]> {
    const { rows } = await this.pool.query<{ realm: string; held: boolean }>('select realm_id as realm, held from realm order by realm_id');
    return rows;
  }

  async isAnyHeld(): Promise<boolean> {
    const { rows } = await this.pool.query<{ held: boolean }>('select exists (select from realm where held) as held');
    return rows[0]?.held ?? false;
  }

  async effects(realm: string, kind: string): Promise<readonly StandingEffect[]> {
    const { rows } = await this.pool.query<StandingEffect & { payload: string }>(
      'select key, case_id as "caseId", state, payload from effect where realm_id = $1 and kind = $2 order by created_at, key',
      [realm, kind],
    );
    return rows.map((row) => ({ ...row, payload: decode(row.payload) }));
  }

  /** Events of these types in the cases that wanted such an effect, or hold a claim of this beginning. */
  async told(
    realm: string,
    of: { readonly kind: string; readonly claims: string; readonly types: readonly string[] },
  ): Promise<readonly ToldEvent[]> {
    const { rows } = await this.pool.query<ToldEvent & { data: string }>(
      `select e.case_id as "caseId", e.type, e.data from event e
       where e.realm_id = $1 and e.type = any($4::text[]) and e.case_id in (
         select case_id from effect where realm_id = $1 and kind = $2
         union select case_id from claim where realm_id = $1 and starts_with(name, $3))
       order by e.case_id, e.version`,
      [realm, of.kind, of.claims, of.types],
    );
    return rows.map((row) => ({ ...row, data: decode(row.data) }));
  }

  /** Which of these cases are here. */
  async present(realm: string, ids: readonly CaseId[]): Promise<ReadonlySet<CaseId>> {
    const { rows } = await this.pool.query<{ id: CaseId }>('select id from cases where realm_id = $1 and id = any($2::text[])', [
      realm,
      ids,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Everything that was noted of a realm, oldest first. */
  async notes(realm: string): Promise<readonly Note[]> {
    const { rows } = await this.pool.query<Note>(
      'select kind, subject, body, person, reason from reconciliation where realm_id = $1 order by recorded_at, id',
      [realm],
    );
    return rows;
  }

  async note(realm: string, { kind, subject, body, person, reason }: Note): Promise<void> {
    await this.pool.query(
      'insert into reconciliation (realm_id, kind, subject, body, person, reason) values ($1, $2, $3, $4::jsonb, $5, $6)',
      [realm, kind, subject, JSON.stringify(body), person, reason],
    );
  }

  /** Holds every realm, or one; noted. */
  async hold(only: string | null, by: { readonly person: string; readonly reason: string }): Promise<void> {
    await this.pool.query(
      `with held as (update realm set held = true where ($1::text is null or realm_id = $1) and not held returning realm_id)
       insert into reconciliation (realm_id, kind, subject, person, reason) select realm_id, 'held', realm_id, $2, $3 from held`,
      [only, by.person, by.reason],
    );
  }

  /**
   * Releases a realm; noted. Numbers that the outside has seen are never given again. A series of payment orders or of demands is named
   * `<finance bureau>/<year>/<series>`, and which bureau had which number only the lost record knew.
   */
  async release(realm: string, by: { readonly person: string; readonly reason: string }, seen: readonly SeenNumber[]): Promise<void> {
    await this.pool.query(
      `with freed as (update realm set held = false where realm_id = $1 and held returning realm_id),
         series as (
           insert into series (realm_id, name, next)
           select f.realm_id, v.key || '/' || y.year || '/' || y.series, y.highest + 1
           from freed f join organisation_view v on v.realm_id = f.realm_id and v.type like 'finance%'
           cross join unnest($4::text[], $5::int[], $6::int[]) as y(series, year, highest)
           on conflict (realm_id, name) do update set next = greatest(series.next, excluded.next))
       insert into reconciliation (realm_id, kind, subject, person, reason) select realm_id, 'released', realm_id, $2, $3 from freed`,
      [realm, by.person, by.reason, seen.map(({ series }) => series), seen.map(({ year }) => year), seen.map(({ highest }) => highest)],
    );
  }
}
