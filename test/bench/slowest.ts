import pg from 'pg';
import type { BenchServer } from './servers.js';

export interface Slow {
  readonly text: string;
  readonly calls: number;
  readonly meanMs: number;
  readonly maxMs: number;
  readonly plan: string;
}

const MOST = 10;

export const forgetStatements = async (server: BenchServer, database: string): Promise<void> => {
  await server.ask(database, 'select pg_stat_statements_reset()');
};

/** The statements of role `app` that took longest on average since they were forgotten, each with the plan that PostgreSQL makes for any values. */
export const slowest = async (server: BenchServer, database: string): Promise<readonly Slow[]> => {
  const rows = await server.ask<{ text: string; calls: string; mean: number; max: number }>(
    database,
    `select s.query as text, s.calls, s.mean_exec_time as mean, s.max_exec_time as max from pg_stat_statements s
     join pg_roles r on r.oid = s.userid and r.rolname = 'app' join pg_database d on d.oid = s.dbid and d.datname = current_database()
     where s.toplevel and s.calls > 4 and s.query ~* '^\\s*(select|with|insert|update|delete)' order by s.mean_exec_time desc limit $1`,
    [MOST],
  );
  const client = new pg.Client({ connectionString: server.urls(database).app });
  await client.connect();
  const found: Slow[] = [];
  for (const { text, calls, mean, max } of rows)
    found.push({ text, calls: Number(calls), meanMs: mean, maxMs: max, plan: await planOf(client, text) });
  await client.end();
  return found;
};

const planOf = async (client: pg.Client, text: string): Promise<string> => {
  try {
    const { rows } = (await client.query(`explain (generic_plan, costs off) ${text}`)) as { rows: { 'QUERY PLAN': string }[] };
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } catch (error) {
    return `no plan for any values: ${(error as Error).message}`;
  }
};
