import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { Complaint } from './complaint.js';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';
import { answers, type Passwords, serverArguments, urlsOf } from './postgres.js';
import { archiving, recovering } from './postgres-archive.js';
import type { PostgresProgram } from './postgres-program.js';

/** Replaying a long log takes its time. */
const WITHIN_MS = 3_600_000;
const ENDS_WITHIN_MS = 60_000;
const BEFORE_TARGET = /recovery ended before configured recovery target was reached/;

const asSuperuser = async <T>(url: string, text: string): Promise<readonly T[]> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end().catch(() => {});
  }
};

export interface Recovery {
  readonly program: PostgresProgram;
  readonly cluster: string;
  readonly passwords: Passwords;
  readonly database: string;
  /** Where the server writes what it does. */
  readonly log: string;
}

/**
 * Replays the log to its end or to an instant, and marks every realm as held before anybody can connect who would change something.
 * `short`: the log ends before the instant, and nothing was changed.
 */
export const recoverCluster = async (of: Recovery, at: string | null): Promise<'recovered' | 'short'> => {
  const { program, cluster, passwords, database, log } = of;
  const port = await freePort();
  const urls = urlsOf(port, passwords, database);
  const output = openSync(log, 'w', 0o600);
  const args = [...serverArguments(cluster, port, true), ...archiving(cluster, program.user), ...recovering(at)];
  const server = spawn(program.postgres, args, { cwd: '/', stdio: ['ignore', output, output], ...program.user });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  const isOver = (): boolean => server.exitCode !== null || server.signalCode !== null || server.pid === undefined;
  const isOpen = async (): Promise<boolean> => {
    if (!(await answers(urls.superuser))) return false;
    const [row] = await asSuperuser<{ inside: boolean }>(urls.superuser, 'select pg_is_in_recovery() as inside').catch(() => []);
    return row?.inside === false;
  };
  try {
    if (await eventually(isOpen, WITHIN_MS, isOver)) {
      const own = Object.assign(new URL(urls.superuser), { pathname: `/${database}` }).href;
      await asSuperuser(own, 'update realm set held = true');
      return 'recovered';
    }
    const said = readFileSync(log, 'utf8');
    if (BEFORE_TARGET.test(said)) return 'short';
    const last = said.trimEnd().split('\n').slice(-15).join('\n');
    throw new Complaint(
      `恢复未能完成，PostgreSQL 的最后输出：\n${last}`,
      `The recovery did not come to its end; PostgreSQL said last what stands above.`,
    );
  } finally {
    if (!isOver()) server.kill('SIGINT');
    const forced = setTimeout(() => server.kill('SIGKILL'), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(forced);
  }
};
