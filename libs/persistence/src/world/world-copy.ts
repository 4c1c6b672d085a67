import type { CaseId, Instant } from '@goufu/domain';
import type pg from 'pg';
import { type Changes, noChanges, type StoredCase, type StoredEvent } from '../engine/changes.js';
import { writeStatement } from '../engine/statements.js';

/** What a world is to begin with, and of which realm. */
export interface CopyAsked {
  readonly from: string;
  /** As the caller names what is copied. */
  readonly parts: readonly string[];
  readonly kinds: readonly string[];
}
export interface WorldToMake {
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  /** Where the world's clock begins. */
  readonly startsAt: Instant;
  readonly operator: string;
  readonly copy: CopyAsked;
}
/** A case that may be copied. */
export type CopiedCase = Pick<StoredCase, 'id' | 'kind' | 'lifecycle' | 'parent' | 'created_at'>;
/** A realm as of a moment, as far as it may be copied. */
export interface CopySource {
  readonly cases: readonly CopiedCase[];
  readonly events: ReadonlyMap<CaseId, readonly StoredEvent[]>;
  /** Keys of the appointments that are held today by the realm's own clock. */
  readonly held: ReadonlySet<string>;
}
/** Some cases as the world has them. */
export type CopiedLot = Pick<Changes, 'newCases' | 'events' | 'tasks' | 'outbox' | 'rows'>;
/** What stands beside the cases. */
interface CopyRest extends Pick<Changes, 'postings' | 'newAccounts' | 'claims'> {
  readonly contents: readonly { readonly id: string; readonly case_id: CaseId }[];
  /** Texts of which some name persons. */
  readonly mentioned: readonly string[];
  /** Cases by kind. */
  readonly counts: Readonly<Record<string, number>>;
}
/** What is written into the world. */
export interface WorldCopy {
  lots(): Iterable<CopiedLot>;
  /** Known once all lots are taken. */
  rest(): CopyRest;
}
/** How a world came to what it began with, kept with it: who took it, of which realm. */
export interface CopyRecord {
  readonly from: string;
  readonly by: string;
  readonly asOf: Instant;
  readonly parts: readonly string[];
  readonly cases: Readonly<Record<string, number>>;
  readonly people: number;
}
/** How a realm becomes a world: what the engine knows and no statement does. */
export type CopyFold = (source: CopySource, recordedAt: Instant) => WorldCopy;

interface CopySize {
  readonly cases: number;
  readonly events: number;
}
/** A world is made in one transaction, which holds the whole copy: some thousand cases are a directory and a catalogue, more are not. */
const MOST: CopySize = { cases: 5_000, events: 50_000 };

/** There is more to copy than one world may begin with. */
export class CopyTooLarge extends Error {
  constructor(
    readonly size: CopySize,
    readonly most: CopySize,
  ) {
    super(`${size.cases} cases with ${size.events} events are too many for one world`);
  }
}

// Whoever makes the same world at the same moment ends first; a copy that takes longer than this would be none of the size allowed.
const SETTINGS = `begin isolation level repeatable read; set local lock_timeout = '30s'; set local statement_timeout = '60s'`;
const ATTEMPTS = 3;
const isOvertaken = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '40001';

/** Makes worlds that begin with what a realm has. */
export class WorldCopyStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly most: CopySize = MOST,
  ) {}

  /** Makes the world with all that is copied, or nothing of it; one of that name is left as it is, and false answered. Throws `CopyTooLarge`. */
  async create(world: WorldToMake, fold: CopyFold): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.within((client) => this.write(client, world, fold));
      } catch (error) {
        // Somebody else has made it since we looked: seen with a fresh look.
        if (!isOvertaken(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Throws `CopyTooLarge` where a copy would be refused. */
  async demandFit({ from, kinds }: CopyAsked): Promise<void> {
    await this.within((client) => this.casesOf(client, from, kinds));
  }

  private async within<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(SETTINGS);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failed: Error) => void (broken = failed));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async write(client: pg.PoolClient, world: WorldToMake, fold: CopyFold): Promise<boolean> {
    const { from, kinds, parts } = world.copy;
    const { rows } = await client.query<{ real: Instant }>(
      `insert into realm (realm_id, name, jurisdiction, world, offset_ms, kept_for)
       values ($1, $2, $3, true, round($4::float8 - extract(epoch from clock_timestamp()) * 1000), $5) on conflict do nothing
       returning floor(extract(epoch from clock_timestamp()) * 1000)::float8 as real`,
      [world.id, world.name, world.jurisdiction, world.startsAt, world.operator],
    );
    const real = rows[0]?.real;
    if (real === undefined) return false;
    const { now, today } = await clockOf(client, from);
    // A world that begins now or later begins with all that its realm has; an earlier one with what was decided by then.
    const until = world.startsAt < now ? world.startsAt : null;
    const cases = await this.casesOf(client, from, kinds);
    const source: CopySource = {
      cases,
      events: await eventsOf(client, from, cases, until),
      held: await heldIn(client, from, today),
    };
    const copy = fold(source, real);
    const put = async (some: Partial<Changes>): Promise<void> => {
      const statement = writeStatement(world.id, { ...noChanges, ...some });
      if (statement.values.length > 1) await client.query(statement);
    };
    for (const lot of copy.lots()) await put(lot);
    const { postings, newAccounts, claims, contents, mentioned, counts } = copy.rest();
    await put({ postings, newAccounts, claims });
    await bringContents(client, from, world.id, contents, now);
    const people = await bringPeople(client, from, world.id, mentioned);
    const record: CopyRecord = { from, by: world.operator, asOf: until ?? now, parts, cases: counts, people };
    await client.query('update realm set copied = $2::jsonb where realm_id = $1', [world.id, JSON.stringify(record)]);
    return true;
  }

  private async casesOf(client: pg.PoolClient, realm: string, kinds: readonly string[]): Promise<readonly CopiedCase[]> {
    if (kinds.length === 0) return [];
    const { rows } = await client.query<CopiedCase>(
      'select id, kind, lifecycle, parent, created_at from cases where realm_id = $1 and kind = any($2::text[]) order by id',
      [realm, kinds],
    );
    const { rows: counted } = await client.query<{ events: number }>(
      'select count(*)::int as events from event where realm_id = $1 and case_id = any($2::text[])',
      [realm, rows.slice(0, this.most.cases).map(({ id }) => id)],
    );
    const size = { cases: rows.length, events: counted[0]?.events ?? 0 };
    if (size.cases > this.most.cases || size.events > this.most.events) throw new CopyTooLarge(size, this.most);
    return rows;
  }
}

const clockOf = async (client: pg.PoolClient, realm: string): Promise<{ readonly now: Instant; readonly today: string }> => {
  const { rows } = await client.query<{ now: Instant; today: string }>(
    `select floor(extract(epoch from at) * 1000)::float8 as now, (at at time zone 'Asia/Shanghai')::date as today
     from (select clock_timestamp() + offset_ms * interval '1 ms' as at from realm where realm_id = $1) clock`,
    [realm],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no realm ${realm} to copy`);
  return row;
};

const eventsOf = async (
  client: pg.PoolClient,
  realm: string,
  cases: readonly CopiedCase[],
  until: Instant | null,
): Promise<CopySource['events']> => {
  const { rows } = await client.query<StoredEvent>(
    `select * from event where realm_id = $1 and case_id = any($2::text[]) and ($3::timestamptz is null or at <= $3)
     order by case_id, version`,
    [realm, cases.map(({ id }) => id), until === null ? null : new Date(until).toISOString()],
  );
  const events = new Map<CaseId, StoredEvent[]>();
  for (const event of rows) {
    const chain = events.get(event.case_id);
    if (chain) chain.push(event);
    else events.set(event.case_id, [event]);
  }
  return events;
};

const heldIn = async (client: pg.PoolClient, realm: string, today: string): Promise<ReadonlySet<string>> => {
  const { rows } = await client.query<{ key: string }>(
    'select key from appointment where realm_id = $1 and from_on <= $2::date and (to_on is null or $2::date <= to_on)',
    [realm, today],
  );
  return new Set(rows.map(({ key }) => key));
};

/** Content as it stands today: what was erased since is erased, and what is still sealed stays behind, for the world's clock may run ahead. */
const bringContents = async (
  client: pg.PoolClient,
  from: string,
  world: string,
  contents: CopyRest['contents'],
  now: Instant,
): Promise<void> => {
  await client.query(
    `insert into content (realm_id, id, case_id, salt, hash, body, visible_from, erased_at)
     select $2, c.id, n.case_id, c.salt, c.hash, c.body, c.visible_from, c.erased_at
     from unnest($3::uuid[], $4::text[]) n(id, case_id) join content c on c.realm_id = $1 and c.id = n.id
     where c.visible_from is null or c.visible_from <= $5::timestamptz`,
    [from, world, contents.map(({ id }) => id), contents.map((content) => content.case_id), new Date(now).toISOString()],
  );
};

/** Whoever is named by what was copied, by name alone: from a rehearsal nobody is rung up or written to. Answers how many. */
const bringPeople = async (client: pg.PoolClient, from: string, world: string, mentioned: readonly string[]): Promise<number> => {
  const { rowCount } = await client.query(
    `insert into person (realm_id, id, name, erased_at)
     select $2, id, name, erased_at from person where realm_id = $1 and id = any($3::text[])`,
    [from, world, mentioned],
  );
  return rowCount ?? 0;
};
