import type { CaseId, Instant, PlainDate } from '@goufu/domain';
import type pg from 'pg';
import { type Changes, type Flat, noChanges, type StoredCase, type StoredEvent } from '../engine/changes.js';
import { readModels, writeStatement } from '../engine/statements.js';

export interface MerkleRow {
  readonly realm: string;
  readonly day: PlainDate;
  readonly root: string;
  readonly heads: number;
}
/** The last event of a case up to some moment. */
export interface Head {
  readonly caseId: CaseId;
  readonly hash: string;
}
/** What a fold gives back for the read models of some cases. */
export interface Refolded {
  readonly cases: readonly StoredCase[];
  readonly tasks: readonly Flat[];
  readonly rows: Changes['rows'];
}
/** Cases with their whole chains, as they stood at one moment. */
export interface Chains {
  readonly cases: readonly StoredCase[];
  readonly events: ReadonlyMap<CaseId, readonly StoredEvent[]>;
}

const PAGE = 200;

const page = async (client: pg.PoolClient, realm: string, after: CaseId): Promise<Chains> => {
  const { rows: cases } = await client.query<StoredCase>('select * from cases where realm_id = $1 and id > $2 order by id limit $3', [
    realm,
    after,
    PAGE,
  ]);
  const { rows } = await client.query<StoredEvent>(
    'select * from event where realm_id = $1 and case_id = any($2::text[]) order by case_id, version',
    [realm, cases.map(({ id }) => id)],
  );
  const events = new Map<CaseId, StoredEvent[]>();
  for (const event of rows) {
    const chain = events.get(event.case_id);
    if (chain) chain.push(event);
    else events.set(event.case_id, [event]);
  }
  return { cases, events };
};

/** The whole record, for what checks it, seals it and folds it anew. Its pool sees every realm. */
export class RecordStore {
  constructor(private readonly pool: pg.Pool) {}

  private async within<T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      // The whole record takes as long as it takes.
      await client.query('set local statement_timeout = 0');
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

  async realms(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ realm_id: string }>('select realm_id from realm order by realm_id');
    return rows.map((row) => row.realm_id);
  }

  /** Every case of a realm with its chain, some at a time, each lot as of one moment. */
  async *chains(realm: string): AsyncGenerator<Chains> {
    for (let after: CaseId | undefined = ''; after !== undefined; ) {
      const from: CaseId = after;
      const lot = await this.within('begin isolation level repeatable read read only', (client) => page(client, realm, from));
      yield lot;
      after = lot.cases.at(-1)?.id;
    }
  }

  /** Chains of events whose case row is gone: nobody may remove one. */
  async orphans(realm: string): Promise<readonly CaseId[]> {
    const { rows } = await this.pool.query<{ case_id: string }>(
      `select distinct e.case_id from event e where e.realm_id = $1
       and not exists (select from cases c where c.realm_id = e.realm_id and c.id = e.case_id) order by 1`,
      [realm],
    );
    return rows.map((row) => row.case_id);
  }

  /** Accounts whose balance is not the sum of their postings. */
  async unbalanced(realm: string): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select coalesce(a.id, p.id) as id
       from (select id, balance from account where realm_id = $1) a
       full join (
         select id, sum(amount) as balance from (
           select to_account as id, amount from posting where realm_id = $1
           union all select from_account, -amount from posting where realm_id = $1
         ) moves group by id
       ) p on p.id = a.id
       where coalesce(a.balance, 0) <> coalesce(p.balance, 0) order by 1`,
      [realm],
    );
    return rows.map((row) => row.id);
  }

  /** The head of every chain as of a real instant. */
  async headsBefore(realm: string, before: Instant): Promise<readonly Head[]> {
    const { rows } = await this.pool.query<{ case_id: string; hash: string }>(
      `select distinct on (case_id) case_id, hash from event where realm_id = $1 and recorded_at < $2 order by case_id, version desc`,
      [realm, new Date(before).toISOString()],
    );
    return rows.map((row) => ({ caseId: row.case_id, hash: row.hash }));
  }

  /** The real time. */
  async now(): Promise<Instant> {
    const { rows } = await this.pool.query<{ now: Instant }>('select clock_timestamp() as now');
    const [row] = rows;
    if (!row) throw new Error('PostgreSQL told no time');
    return row.now;
  }

  /** When the first event of a realm was recorded; reads the whole record, so it is asked only of a realm without a root. */
  async beginning(realm: string): Promise<Instant | null> {
    const { rows } = await this.pool.query<{ first: Instant | null }>('select min(recorded_at) as first from event where realm_id = $1', [
      realm,
    ]);
    return rows[0]?.first ?? null;
  }

  async lastSealed(realm: string): Promise<PlainDate | null> {
    const { rows } = await this.pool.query<{ day: PlainDate | null }>('select max(day) as day from merkle_root where realm_id = $1', [
      realm,
    ]);
    return rows[0]?.day ?? null;
  }

  async roots(realm: string): Promise<readonly MerkleRow[]> {
    const { rows } = await this.pool.query<MerkleRow>(
      'select realm_id as realm, day, root, heads from merkle_root where realm_id = $1 order by day',
      [realm],
    );
    return rows;
  }

  /** Keeps a day's root; a day that has one keeps it. */
  async keepRoot({ realm, day, root, heads }: MerkleRow): Promise<void> {
    await this.pool.query('insert into merkle_root (realm_id, day, root, heads) values ($1, $2, $3, $4) on conflict do nothing', [
      realm,
      day,
      root,
      heads,
    ]);
  }

  /** Empties the read models and to-do lists of a realm and writes them anew from the chains, in one transaction; commands wait meanwhile. */
  async rebuild(realm: string, fold: (chains: Chains) => Refolded): Promise<number> {
    return this.within('begin', async (client) => {
      // Whoever holds a case ends first: taken while they work, each would wait for the other.
      await client.query(`set local lock_timeout = '30s'`);
      await client.query('lock table cases in exclusive mode');
      for (const table of [...Object.keys(readModels), 'task']) await client.query(`delete from ${table} where realm_id = $1`, [realm]);
      let folded = 0;
      for (let after: CaseId | undefined = ''; after !== undefined; ) {
        const lot = await page(client, realm, after);
        const changes: Changes = { ...noChanges, ...fold(lot) };
        const statement = writeStatement(realm, changes);
        if (statement.values.length > 1) await client.query(statement);
        folded += lot.cases.length;
        after = lot.cases.at(-1)?.id;
      }
      return folded;
    });
  }
}
