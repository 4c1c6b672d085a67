import { DataSource, type EntityManager } from 'typeorm';
import { translate, Unavailable } from '../engine/store.js';
import { driverTypes, HeardClient, KEEP_ALIVE, SILENT_MS } from '../pool.js';
import { rows } from '../rows/index.js';

const unlessSilent = async <T>(done: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable('PostgreSQL says nothing', {}, 'slow')), SILENT_MS);
  });
  try {
    return await Promise.race([done, silent]);
  } finally {
    clearTimeout(timer);
  }
};

/** Every realm, for what serves the installation as a whole: metrics, guards. */
const EVERY_REALM = '*';

/**
 * TypeORM as role `app`, for read models and for what needs no decision. Connects at first use and again whenever the database comes back;
 * every use is one transaction within one realm. Throws `Unavailable` while PostgreSQL does not answer.
 */
export class Reading {
  private readonly source: DataSource;
  private connecting: Promise<unknown> | null = null;

  constructor(url: string, poolSize = 5) {
    this.source = new DataSource({
      type: 'postgres',
      url,
      entities: rows,
      poolSize,
      logging: false,
      connectTimeoutMS: 3_000,
      // An idle connection that the server drops must not end the process: the next use opens a new one.
      poolErrorHandler: () => undefined,
      extra: {
        types: driverTypes,
        Client: HeardClient,
        connectionTimeoutMillis: 3_000,
        ...KEEP_ALIVE,
        options: '-c statement_timeout=10000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC',
      },
    });
  }

  private async connect(): Promise<void> {
    if (this.source.isInitialized) return;
    this.connecting ??= this.source.initialize().finally(() => {
      this.connecting = null;
    });
    await this.connecting;
  }

  /** One transaction that sees and writes rows of this realm alone. */
  async inRealm<T>(realm: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      await this.connect();
    } catch (error) {
      throw new Unavailable('no connection to PostgreSQL', { cause: error });
    }
    const done = this.source.transaction(async (manager) => {
      await manager.query(`select set_config('app.realms', $1, true)`, [realm]);
      return work(manager);
    });
    try {
      return await unlessSilent(done);
    } catch (error) {
      throw translate(error);
    }
  }

  everywhere<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.inRealm(EVERY_REALM, work);
  }

  /** Answers when PostgreSQL does. */
  async ping(): Promise<void> {
    await this.everywhere(async (manager) => manager.query('select 1'));
  }

  async close(): Promise<void> {
    await this.connecting?.catch(() => undefined);
    if (this.source.isInitialized) await this.source.destroy();
  }
}
