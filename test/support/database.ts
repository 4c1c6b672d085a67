import { randomBytes } from 'node:crypto';
import pg from 'pg';

const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: this spec belongs to a tier without servers`);
  return value;
};

/** A migrated, empty database of its own, on the server that the whole run shares. */
export interface Database {
  readonly name: string;
  /** As the role under which everything runs. */
  readonly appUrl: string;
  /** As the role that migrates. */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

const named = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;

const run = async (url: string, statement: (client: pg.Client) => string): Promise<void> => {
  const client = new pg.Client({ connectionString: named(url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement(client));
  } finally {
    await client.end();
  }
};

/** A fresh copy of the migrated template: spec files that take one do not see each other. Of `template0`: an empty one. */
export const freshDatabase = (template: 'goufu_template' | 'template0' = 'goufu_template'): Promise<Database> => copyOf(template);

/** A database as another stands, to which nobody is connected. */
export const copyOf = async (template: string): Promise<Database> => {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await run(
    need('DATABASE_OWNER_URL'),
    (client) => `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`,
  );
  return {
    name,
    appUrl: named(need('DATABASE_URL'), name),
    ownerUrl: named(need('DATABASE_OWNER_URL'), name),
    // the superuser alone may end the sessions of another role
    drop: () => run(need('DATABASE_SUPER_URL'), (client) => `drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  };
};

const GONE_WITHIN_MS = 20_000;
/** Deadlocks that PostgreSQL had to break in a database, once everybody who was connected has gone and said so. */
export const deadlocksIn = async (name: string): Promise<number> => {
  const client = new pg.Client({ connectionString: named(need('DATABASE_SUPER_URL'), 'postgres') });
  await client.connect();
  try {
    // A process of PostgreSQL tells its figures at the latest when it ends.
    for (const last = Date.now() + GONE_WITHIN_MS; ; ) {
      const { rows } = await client.query<{ backends: number; deadlocks: number }>(
        'select numbackends as backends, deadlocks::int as deadlocks from pg_stat_database where datname = $1',
        [name],
      );
      if (rows[0]?.backends === 0) return rows[0].deadlocks;
      if (Date.now() > last) throw new Error(`${name} is still in use`);
    }
  } finally {
    await client.end();
  }
};
