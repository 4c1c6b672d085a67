import pg from 'pg';

// timestamptz as epoch milliseconds, bigint (money, versions) as bigint, date as its text: no time zone of the process ever enters.
export const driverTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === 1184) return (text: string) => Date.parse(text);
    if (oid === 20) return (text: string) => BigInt(text);
    if (oid === 1082) return (text: string) => text;
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** A server that is there and says nothing is an outage too; its own limits come first. */
export const SILENT_MS = 12_000;
/** A connection whose other end is gone without a word is found out after this. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/** A connection that may be cut while somebody holds it and asks nothing: the next question finds out, and the process goes on. */
export class HeardClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** A pool of connections as role `app`. Lock timeout 3 s, statement timeout 10 s. With `*` its statements see every realm: for relay, guards, worlds and recovery alone. */
export const poolFor = (url: string, max = 10, realms?: '*'): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    ...KEEP_ALIVE,
    // Whoever sees every realm works in the background, and may wait for long: for a world's clock, for a rebuild.
    ...(realms ? {} : { query_timeout: SILENT_MS }),
    options:
      '-c statement_timeout=10000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC' +
      (realms ? ` -c app.realms=${realms}` : ''),
    types: driverTypes,
    Client: HeardClient,
    // What is sent together is answered in one round trip: the last statement of a command and its commit.
    ...(realms ? {} : { pipeline: true }),
  });
  // An idle connection that the server drops must not end the process: the next query opens a new one.
  pool.on('error', () => undefined);
  return pool;
};
