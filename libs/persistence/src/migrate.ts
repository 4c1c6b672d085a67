import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { dataSourceFor } from './data-source.js';

/** The advisory lock under which one process at a time migrates. */
const MIGRATION_LOCK = 7_404_551;

/**
 * A migration that waits for a table makes everybody wait who comes after it, and may hold one table while it waits for another that a
 * command holds the other way round. It waits less than PostgreSQL takes to look for a deadlock (`deadlock_timeout`, 1 s): so it is the
 * migration that gives way, whole, and never a command that is broken off.
 */
const GIVES_WAY_AFTER_MS = 400;
/** Between two attempts commands have the tables to themselves. */
const BETWEEN_ATTEMPTS_MS = 600;
/** PostgreSQL's lock_not_available and deadlock_detected. */
const MET_A_COMMAND = new Set(['55P03', '40P01']);
const metACommand = (error: unknown): boolean =>
  error instanceof QueryFailedError && MET_A_COMMAND.has((error.driverError as { readonly code?: string }).code ?? '');

/** Each migration is a transaction of its own: one that gave way has left nothing, and those before it stand. */
const applyBetweenCommands = async (source: DataSource, givesUpAfterMs: number, said: (line: string) => void): Promise<void> => {
  const end = performance.now() + givesUpAfterMs;
  for (;;) {
    try {
      await source.runMigrations({ transaction: 'each' });
      return;
    } catch (error) {
      if (!metACommand(error) || performance.now() > end) throw error;
      said('a migration met commands at work, gave way to them and comes again. 迁移遇到正在执行的命令，已让行，稍后重试。');
      await pause(BETWEEN_ATTEMPTS_MS);
    }
  }
};

const recorded = async (runner: QueryRunner): Promise<readonly string[]> => {
  const [table] = (await runner.query(`select to_regclass('migration') as found`)) as { found: string | null }[];
  if (!table?.found) return [];
  return ((await runner.query('select name from migration order by id')) as { name: string }[]).map(({ name }) => name);
};

/** Brings the database to this version's schema; names migrations that only a newer version knows, and then changes nothing. */
export const migrate = async (
  ownerUrl: string,
  { givesUpAfterMs = 300_000, said = console.warn as (line: string) => void } = {},
): Promise<{ applied: string[]; newer: string[] }> => {
  // An index on a large table takes what it takes: only waiting has a limit.
  const source = await dataSourceFor(ownerUrl, 2, { statementMs: 0, lockMs: GIVES_WAY_AFTER_MS }).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.connect();
    await runner.query('set lock_timeout = 0');
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const known = new Set(source.migrations.map((migration) => migration.name));
    const before = await recorded(runner);
    const newer = before.filter((name) => !known.has(name));
    if (newer.length > 0) return { applied: [], newer };
    await applyBetweenCommands(source, givesUpAfterMs, said);
    return { applied: (await recorded(runner)).filter((name) => !before.includes(name)), newer: [] };
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
};
