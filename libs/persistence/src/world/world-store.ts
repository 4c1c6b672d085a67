import type { CaseId, Instant } from '@goufu/domain';
import type pg from 'pg';

/** Why a world is not settled yet. */
export interface Unsettled {
  /** Messages to lifecycles that have not been delivered. */
  readonly outbox: number;
  readonly effects: number;
  /** Open cases between two stages. */
  readonly between: number;
}
export interface WorldClock {
  readonly now: Instant;
  readonly offsetMs: number;
  readonly world: boolean;
}

const realMs = `extract(epoch from clock_timestamp()) * 1000`;

/** Realms and their clocks. */
export class WorldStore {
  private walking = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly atOnce: number;

  constructor(private readonly pool: pg.Pool) {
    this.atOnce = Math.max(1, Math.floor((pool.options.max ?? 2) / 2));
  }

  /** Makes a realm; a world's clock begins at `startsAt` and runs on from there. One of that name is left as it is. */
  async create(realm: {
    readonly id: string;
    readonly name: string;
    readonly jurisdiction: string;
    readonly startsAt?: Instant;
  }): Promise<void> {
    await this.pool.query(
      `insert into realm (realm_id, name, jurisdiction, world, offset_ms)
       values ($1, $2, $3, $4::float8 is not null, coalesce(round($4::float8 - ${realMs}), 0)) on conflict do nothing`,
      [realm.id, realm.name, realm.jurisdiction, realm.startsAt ?? null],
    );
  }

  /** Whether somebody keeps this realm: holds a post with the role operator. */
  async isKept(realm: string): Promise<boolean> {
    const { rows } = await this.pool.query(`select 1 from appointment where realm_id = $1 and 'operator' = any (roles) limit 1`, [realm]);
    return rows.length > 0;
  }

  /** Who is to keep a world and does not yet; null: nobody is waited for. */
  async keptFor(realm: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ kept_for: string | null }>('select kept_for from realm where realm_id = $1', [realm]);
    return rows[0]?.kept_for ?? null;
  }

  /** The world is kept by whom it was made for. */
  async handOver(realm: string): Promise<void> {
    await this.pool.query('update realm set kept_for = null where realm_id = $1', [realm]);
  }

  async clock(realm: string): Promise<WorldClock | null> {
    const { rows } = await this.pool.query<WorldClock>(
      `select floor(${realMs} + offset_ms)::float8 as now, offset_ms::float8 as "offsetMs", world from realm where realm_id = $1`,
      [realm],
    );
    return rows[0] ?? null;
  }

  /** Moves a world's clock to an instant, forward alone; answers where it stands. Only worlds have clocks that move. */
  async moveTo(realm: string, at: Instant): Promise<Instant | null> {
    const { rows } = await this.pool.query<{ now: Instant }>(
      `update realm set offset_ms = greatest(offset_ms, ceil($2::float8 - ${realMs})::bigint) where realm_id = $1 and world
       returning floor(${realMs} + offset_ms)::float8 as now`,
      [realm, at],
    );
    return rows[0]?.now ?? null;
  }

  /** The earliest due of a realm that no case of `except` waits for. */
  async earliestDue(realm: string, except: readonly CaseId[] = []): Promise<{ caseId: CaseId; at: Instant } | null> {
    const { rows } = await this.pool.query<{ caseId: CaseId; at: Instant }>(
      `select id as "caseId", next_due_at as at from cases
       where realm_id = $1 and not closed and next_due_at is not null and id <> all($2::text[]) order by next_due_at, id limit 1`,
      [realm, except],
    );
    return rows[0] ?? null;
  }

  /** What the world still waits for; null when it is settled. */
  async unsettled(realm: string): Promise<Unsettled | null> {
    const { rows } = await this.pool.query<Unsettled>({
      name: 'world:unsettled',
      text: `select (select count(*)::int from outbox where realm_id = $1 and done_at is null) as outbox,
         (select count(*)::int from effect where realm_id = $1 and state in ('wanted', 'sending', 'unknown')) as effects,
         (select count(*)::int from cases where realm_id = $1 and not closed and lifecycle is not null and open_stages = '{}') as between`,
      values: [realm],
    });
    const row = rows[0];
    return row && row.outbox + row.effects + row.between > 0 ? row : null;
  }

  /** Which cases and effects a world waits for: for the message of who gave up waiting. */
  async waitingFor(realm: string): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ what: string }>(
      `select 'between stages: ' || id as what from cases where realm_id = $1 and not closed and lifecycle is not null and open_stages = '{}'
       union all select 'effect ' || state || ': ' || key || coalesce(' (' || error || ')', '') from effect
         where realm_id = $1 and state in ('wanted', 'sending', 'unknown')
       union all select 'not told: ' || case_id || coalesce(' (' || error || ')', '') from outbox where realm_id = $1 and done_at is null
       limit 20`,
      [realm],
    );
    return rows.map((row) => row.what);
  }

  /** Runs `work` while nobody else moves this world's clock. */
  async alone<T>(realm: string, work: () => Promise<T>): Promise<T> {
    // Each takes a connection for as long as it lasts: some must be left for the work itself.
    while (this.walking >= this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.walking += 1;
    try {
      return await this.locked(realm, work);
    } finally {
      this.walking -= 1;
      this.waiting.shift()?.();
    }
  }

  private async locked<T>(realm: string, work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('set statement_timeout = 0');
      await client.query('set lock_timeout = 0');
      await client.query(`select pg_advisory_lock(hashtextextended('world/' || $1, 0))`, [realm]);
      return await work();
    } finally {
      await client
        .query(`select pg_advisory_unlock_all()`)
        .then(() => client.query('reset all'))
        .catch((error: Error) => void (broken = error));
      client.release(broken);
    }
  }
}
