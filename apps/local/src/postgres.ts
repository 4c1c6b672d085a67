import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { Complaint } from './complaint.js';
import { endProcess, identify } from './identity.js';
import { mayEnter, type PostgresProgram } from './postgres-program.js';

/** Passwords of the superuser and of the two roles: `owner` migrates, everything else runs as `app`. */
export interface Passwords {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}
export interface Urls {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

export const MAJOR = '18';
/** The database in which everything stands. */
export const DATABASE = 'goufu';

/** Connection strings for the three roles. */
export const urlsOf = (port: number, passwords: Passwords, database: string): Urls => {
  const url = (role: string, password: string, name: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${name}`;
  return {
    superuser: url('postgres', passwords.superuser, 'postgres'),
    owner: url('owner', passwords.owner, database),
    app: url('app', passwords.app, database),
  };
};

const finish = (command: string, args: readonly string[], user: PostgresProgram['user']): Promise<{ code: number; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...user });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });

/** Makes the cluster in `folder` unless it is there; a half-made one is thrown away first. */
export const initialiseCluster = async (program: PostgresProgram, folder: string, superuser: string, durable: boolean): Promise<void> => {
  const versionFile = join(folder, 'PG_VERSION');
  const finished = join(dirname(folder), 'initialised');
  if (existsSync(finished)) {
    const major = readFileSync(versionFile, 'utf8').trim();
    if (major === MAJOR) return;
    throw new Complaint(
      `数据目录是 PostgreSQL ${major} 的，本版本使用 ${MAJOR}：请用写入它的版本启动，或换一个 --data 目录。`,
      `The data are of PostgreSQL ${major}, this release uses ${MAJOR}: start the release that wrote them, or choose another --data directory.`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(folder), 'initdb-password');
  writeFileSync(passwordFile, `${superuser}\n`, { mode: 0o600 });
  try {
    if (program.user) {
      chmodSync(dirname(folder), 0o755); // to be passed through, whatever the umask
      for (const path of [folder, passwordFile]) chownSync(path, program.user.uid, program.user.gid);
    }
    if (!mayEnter(folder, program.user))
      throw new Complaint(
        `以 root 运行时 PostgreSQL 用 postgres 用户，它无法进入 ${folder}：请用 --data 选择其他目录（默认 /var/lib/goufu）。`,
        `Started by root, PostgreSQL runs as the user postgres, who cannot enter ${folder}: choose another directory with --data (default /var/lib/goufu).`,
      );
    const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
    const { code, output } = await finish(
      program.initdb,
      [`--pgdata=${folder}`, ...flags, ...(durable ? [] : ['--no-sync'])],
      program.user,
    );
    if (code !== 0) throw new Error(`initdb ended with exit ${code}:\n${output}`);
    writeFileSync(finished, MAJOR);
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

/** Ends a server of this cluster that no mark knows of: its launcher was killed between starting and writing it down. */
export const endStray = async (folder: string): Promise<void> => {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const identity = identify(Number(readFileSync(file, 'utf8').split('\n')[0]));
  if (!identity) return;
  try {
    if (readlinkSync(`/proc/${identity.pid}/cwd`) !== folder) return; // another program that got the number
  } catch {
    return;
  }
  await endProcess(identity, 'SIGINT', 30_000);
};

/** Arguments of the server. Without `durable` a crash of the machine may lose data: for tests alone. */
export const serverArguments = (folder: string, port: number, durable: boolean): readonly string[] => {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', folder, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
};

/** Whether the server answers a question under this connection string. */
export const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
};

/** Sees to it that the two roles and the database exist. In tests the owner may make databases: one for each spec file. */
export const prepareDatabase = async (urls: Urls, passwords: Passwords, database: string, mayCreate: boolean): Promise<void> => {
  const client = new pg.Client({ connectionString: urls.superuser });
  await client.connect();
  try {
    for (const [role, password] of [
      ['owner', passwords.owner],
      ['app', passwords.app],
    ] as const) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
      const rights = `login nosuperuser nobypassrls nocreaterole ${role === 'owner' && mayCreate ? 'createdb' : 'nocreatedb'}`;
      await client.query(`${rowCount ? 'alter' : 'create'} role ${role} ${rights} password ${client.escapeLiteral(password)}`);
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(database)} owner owner`);
  } finally {
    await client.end();
  }
};

/** A copy of a database that nobody is connected to. */
export const copyDatabase = async (superuser: string, from: string, to: string): Promise<void> => {
  const client = new pg.Client({ connectionString: superuser });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(to)} template ${client.escapeIdentifier(from)} owner owner`);
  } finally {
    await client.end();
  }
};
