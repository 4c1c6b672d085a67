import type { Writable } from 'node:stream';
import { revive, type Json } from '@goufu/domain';
import pg from 'pg';
import { type Outage, outageOf } from '../outage.js';
import type {
  AppointmentRow,
  Changes,
  Loaded,
  LoadPlan,
  Opened,
  OpenPlan,
  LoadedCase,
  RealmRow,
  StoredCommand,
  StoredEvent,
} from './changes.js';
import { loadStatements, openStatements, parentStatements, writeStatement } from './statements.js';

/** The database cannot be reached, cannot write or did not answer in time: 503, try again later. */
export class Unavailable extends Error {
  constructor(
    message: string,
    options?: ErrorOptions,
    /** For operators: what is in the way. */
    readonly outage: Outage = outageOf(options?.cause ?? {}) ?? 'unreachable',
  ) {
    super(message, options);
  }
}
/** Others hold the case for longer than one waits, or win it again and again: 503, try again shortly. */
export class Busy extends Unavailable {}
/** A key of an effect stands for one thing for ever: asked for again with another, it is a bug. Nothing is written. */
export class EffectKeyReused extends Error {
  constructor(readonly key: string) {
    super(`the effect ${key} was asked for before, and was another`);
  }
}
/** Somebody else wrote the same (actor, key), claim or new case a moment before: begin again and find it. */
export class Overtaken extends Error {
  constructor(readonly constraint: string) {
    super(`overtaken: ${constraint}`);
  }
}
/** The transaction lost against others (deadlock, lock timeout, serialisation): nothing is written, try again. */
export class Contended extends Error {}

const contended = new Set(['40001', '40P01', '55P03']);
/** Turns the driver's error into one of those that the engine knows; anything else is a bug and stays as it is. */
export const translate = (error: unknown): unknown => {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (code !== undefined && contended.has(code)) return new Contended(message, { cause: error });
  if (code === 'GF001') return new EffectKeyReused(message ?? '');
  if (code === '23505') return new Overtaken(constraint ?? 'unknown');
  if (outageOf(error) !== null) return new Unavailable(message ?? 'no answer', { cause: error });
  return error;
};

type Rows<T> = readonly T[];
const rowsOf = <T>(results: readonly pg.QueryResult[], index: number): Rows<T> => (results[index]?.rows ?? []) as T[];

/** A row of `open_command`: the realm with its clock, beside it the actor's appointment and a stored answer, and one of the cases. */
type OpenRow = RealmRow & { readonly now: number } & {
  readonly [Column in keyof AppointmentRow as `a_${Column}`]: AppointmentRow[Column] | null;
} & { readonly [Column in keyof StoredCommand as `k_${Column}`]: StoredCommand[Column] | null } & (LoadedCase | { readonly id: null });

const openedOf = (rows: readonly OpenRow[]): Opened => {
  const [first] = rows;
  if (!first) return { realm: null, cases: new Map(), appointment: null, known: null, now: 0 as Opened['now'] };
  const { realm_id, name, jurisdiction, offset_ms, world, held, now } = first;
  const appointment = {
    key: first.a_key,
    person: first.a_person,
    post: first.a_post,
    organisation: first.a_organisation,
    roles: first.a_roles,
    from_on: first.a_from_on,
    to_on: first.a_to_on,
  };
  const known = {
    actor: first.k_actor,
    key: first.k_key,
    body_hash: first.k_body_hash,
    body_salt: first.k_body_salt,
    case_id: first.k_case_id,
    answer: first.k_answer,
  };
  return {
    realm: { realm_id, name, jurisdiction, offset_ms, world, held },
    cases: new Map(rows.flatMap((row) => (row.id === null ? [] : [[row.id, row]]))),
    appointment: appointment.key === null ? null : (appointment as AppointmentRow),
    known: known.key === null ? null : (known as StoredCommand),
    now: now as Opened['now'],
  };
};

/** One transaction of the engine: counts its round trips. */
export class EngineTransaction {
  roundTrips = 0;
  committed = false;
  constructor(
    private readonly client: pg.PoolClient,
    private readonly realm: string,
  ) {}

  private async simple(sql: string): Promise<pg.QueryResult[]> {
    this.roundTrips += 1;
    const results = (await this.client.query(sql)) as unknown as pg.QueryResult | pg.QueryResult[];
    return Array.isArray(results) ? results : [results];
  }

  /** BEGIN, settings, locks in order, the locked and read cases, the actor's appointment, a stored answer, the clock: one round trip. */
  async open(plan: OpenPlan): Promise<Opened> {
    const results = await this.simple(openStatements(plan, (text) => pg.escapeLiteral(text)));
    return openedOf(rowsOf<OpenRow>(results, results.length - 1));
  }

  /** A case's parent, which never changes: the whole transaction in one round trip. Undefined: there is no such case. */
  async parent(caseId: string): Promise<string | null | undefined> {
    const results = await this.simple(parentStatements(this.realm, caseId, (text) => pg.escapeLiteral(text)));
    this.committed = true;
    return rowsOf<{ parent: string | null }>(results, results.length - 2)[0]?.parent;
  }

  /** Locks accounts and series, reads what a decision needs: one round trip. */
  async load(plan: LoadPlan): Promise<Loaded> {
    const { sql, at } = loadStatements(this.realm, plan, (text) => pg.escapeLiteral(text));
    const results = await this.simple(sql);
    return {
      accounts: rowsOf<{ id: string; balance: bigint }>(results, at.accounts),
      series: new Map(rowsOf<{ name: string; next: number }>(results, at.series).map((row) => [row.name, row.next])),
      cases: [...rowsOf<LoadedCase>(results, at.reads), ...rowsOf<LoadedCase>(results, at.children)],
      contents: new Map(
        rowsOf<{ id: string; body: string }>(results, at.contents).map((row) => [row.id, revive(JSON.parse(row.body)) as Json]),
      ),
      claims: new Map(rowsOf<{ name: string; case_id: string }>(results, at.claims).map((row) => [row.name, row.case_id])),
      people: rowsOf<{ person: string; disabled: boolean; cases: string[] }>(results, at.people),
      now: (rowsOf<{ now: number }>(results, at.clock)[0]?.now ?? 0) as Loaded['now'],
    };
  }

  /** All events of a case in order: only when a snapshot must be folded again. */
  async events(caseId: string): Promise<readonly StoredEvent[]> {
    this.roundTrips += 1;
    const result = await this.client.query<StoredEvent>('select * from event where realm_id = $1 and case_id = $2 order by version', [
      this.realm,
      caseId,
    ]);
    return result.rows;
  }

  /** Whether a stored answer of this key has been committed by now. */
  async isAnswered(actor: string, key: string): Promise<boolean> {
    this.roundTrips += 1;
    const found = await this.client.query('select 1 from command where realm_id = $1 and actor = $2 and key = $3', [
      this.realm,
      actor,
      key,
    ]);
    return (found.rowCount ?? 0) > 0;
  }

  private toWrite: ReturnType<typeof writeStatement> | null = null;

  /** What the command writes: sent with the commit, and whether it could be written is heard with it. */
  async write(changes: Changes): Promise<void> {
    const statement = writeStatement(this.realm, changes);
    if (statement.values.length > 1) this.toWrite = statement;
  }

  /** Writes and commits in one round trip. Throws what hindered the writing: the server answers a commit after a failed statement with a rollback. */
  async commit(): Promise<void> {
    const { stream } = (this.client as unknown as Wired).connection;
    // Both in one piece: the server is woken once.
    stream.cork();
    const written = this.toWrite === null ? Promise.resolve() : this.client.query(this.toWrite);
    const committed = this.simple('commit');
    stream.uncork();
    committed.catch(() => undefined);
    await written;
    await committed;
    this.committed = true;
  }
}

/** The part of the driver's connection that everything is sent through; the driver has it and does not describe it. */
interface Wired {
  readonly connection: { readonly stream: Writable };
}

/** The engine's door to PostgreSQL. */
export class EngineStore {
  constructor(readonly pool: pg.Pool) {}

  /** Runs one transaction; an error of the database is one of `Unavailable`, `Contended`, `Overtaken`, or a bug. Not committed by `work`: rolled back. */
  async transact<T>(realm: string, work: (tx: EngineTransaction) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      throw new Unavailable('no connection to PostgreSQL', { cause: error });
    }
    let broken: Error | undefined;
    const tx = new EngineTransaction(client, realm);
    try {
      const result = await work(tx);
      if (!tx.committed) await client.query('rollback');
      return result;
    } catch (error) {
      const translated = translate(error);
      // Whoever does not answer is not asked again: the server takes back what a lost connection had begun.
      if (translated instanceof Unavailable) broken = translated;
      else await client.query('rollback').catch((failed: Error) => void (broken = failed));
      throw translated;
    } finally {
      client.release(broken);
    }
  }
}
