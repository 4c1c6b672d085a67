import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@goufu/persistence';
import pg from 'pg';
import { eventually } from '../../apps/local/src/eventually.js';
import { freePort } from '../../apps/local/src/ports.js';
import { answers, initialiseCluster, prepareDatabase, serverArguments, type Urls, urlsOf } from '../../apps/local/src/postgres.js';
import { postgresProgram } from '../../apps/local/src/postgres-program.js';
import { endingWithUs, exited } from './apps.js';

const PASSWORDS = { superuser: 'postgres', owner: 'owner', app: 'app' };
const SETTINGS = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track=all',
  'max_wal_size=8GB',
  'track_commit_timestamp=on',
];

/** A PostgreSQL of the bench's own that keeps what it has acknowledged, as in production: fsync is on. */
export class BenchServer {
  private constructor(
    readonly folder: string,
    private readonly port: number,
    private readonly child: ChildProcess,
    private readonly own: boolean,
  ) {}

  static async start(asked: string | null): Promise<BenchServer> {
    const folder = asked ?? mkdtempSync(join(tmpdir(), 'goufu-bench-'));
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    const program = postgresProgram(folder);
    const cluster = join(folder, 'postgres');
    await initialiseCluster(program, cluster, PASSWORDS.superuser, true);
    const port = await freePort();
    const child = spawn(program.postgres, [...serverArguments(cluster, port, true), ...SETTINGS.flatMap((one) => ['-c', one])], {
      cwd: '/',
      stdio: ['ignore', 'ignore', 'ignore'],
      ...program.user,
    });
    endingWithUs(child);
    const server = new BenchServer(folder, port, child, asked === null);
    if (
      !(await eventually(
        () => answers(server.urls('postgres').superuser),
        60_000,
        () => child.exitCode !== null,
      ))
    )
      throw new Error('PostgreSQL did not start');
    return server;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }
  urls(database: string): Urls {
    const urls = urlsOf(this.port, PASSWORDS, database);
    return { ...urls, superuser: Object.assign(new URL(urls.superuser), { pathname: `/${database}` }).href };
  }

  /** A migrated database; true: it was not there before. */
  async database(name: string): Promise<boolean> {
    const [{ there } = { there: false }] = await this.ask<{ there: boolean }>(
      'postgres',
      'select exists (select from pg_database where datname = $1) as there',
      [name],
    );
    const urls = this.urls(name);
    await prepareDatabase({ ...urls, superuser: this.urls('postgres').superuser }, PASSWORDS, name, false);
    await migrate(urls.owner);
    await this.ask(name, 'create extension if not exists pg_stat_statements');
    return !there;
  }
  async drop(name: string): Promise<void> {
    await this.ask('postgres', `drop database if exists ${name} with (force)`);
  }

  /** A statement as the superuser. */
  async ask<T>(database: string, text: string, values: readonly unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.urls(database).superuser });
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as T[];
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGINT');
    await exited(this.child);
    if (this.own) rmSync(this.folder, { recursive: true, force: true });
  }
}
