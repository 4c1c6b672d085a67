import type { Instant } from '@goufu/domain';
import { copyOf, Registry } from '@goufu/engine';
import { WorldCopyStore } from '@goufu/persistence';
import { kinds, worldParts, worldPartNames, type WorldPart } from '@goufu/subjects';
import type pg from 'pg';

/** Makes a world of what a realm has, without a process around it. */
export const copiedWorld = (
  pool: pg.Pool,
  from: string,
  id: string,
  startsAt: Instant,
  parts: readonly WorldPart[] = worldPartNames,
  store = new WorldCopyStore(pool),
): Promise<boolean> =>
  store.create(
    {
      id,
      name: id,
      jurisdiction: 'demo-county',
      startsAt,
      operator: 'world-operator',
      copy: { from, parts, kinds: parts.flatMap((part) => worldParts[part]) },
    },
    (source, recordedAt) => copyOf(new Registry(kinds), source, { realm: id, requestId: 'req-copy', recordedAt }),
  );

/** Every row of a realm, table by table, as text: without a table that has none. */
export const rowsOfRealm = async (pool: pg.Pool, realm: string): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'realm_id' order by 1`,
  );
  const found: [string, string[]][] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t where realm_id = $1 order by 1`, [realm]);
    if (rows.length > 0) found.push([name, rows.map(({ row }) => row)]);
  }
  return Object.fromEntries(found);
};
