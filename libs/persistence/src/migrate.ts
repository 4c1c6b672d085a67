import { dataSourceFor } from './data-source.js';

/** The advisory lock under which one process at a time migrates. */
const MIGRATION_LOCK = 7_404_551;

/** Brings the database to this version's schema; names migrations that only a newer version knows, and then changes nothing. */
export const migrate = async (ownerUrl: string): Promise<{ applied: string[]; newer: string[] }> => {
  const source = await dataSourceFor(ownerUrl, 2).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.connect();
    await runner.query(`set statement_timeout = 0`);
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const known = new Set(source.migrations.map((migration) => migration.name));
    const table = (await runner.query(`select to_regclass('migration') as found`)) as { found: string | null }[];
    const done = table[0]?.found ? ((await runner.query('select name from migration')) as { name: string }[]) : [];
    const newer = done.map((row) => row.name).filter((name) => !known.has(name));
    if (newer.length > 0) return { applied: [], newer };
    const applied = await source.runMigrations({ transaction: 'each' });
    return { applied: applied.map((migration) => migration.name), newer: [] };
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
};
