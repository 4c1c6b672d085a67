import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSourceFor } from '@goufu/persistence';
import type { DataSource } from 'typeorm';
import { type Database, freshDatabase } from '../../support/database.js';

describe('the tables', () => {
  let database: Database;
  let source: DataSource;
  beforeAll(async () => {
    database = await freshDatabase();
    source = await dataSourceFor(database.appUrl, 1).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const stored = async () => {
    const rows: { table_name: string; column_name: string; is_nullable: string; udt_name: string }[] = await source.query(
      `select table_name, column_name, is_nullable, udt_name from information_schema.columns where table_schema = 'public' and table_name <> 'migration'`,
    );
    return rows.map((row) => `${row.table_name}.${row.column_name} ${row.udt_name}${row.is_nullable === 'YES' ? ' null' : ''}`).toSorted();
  };
  const short: Record<string, string> = { boolean: 'bool', integer: 'int4', bigint: 'int8' };

  it('are described column by column by their entities', async () => {
    const described = source.entityMetadatas.flatMap((entity) =>
      entity.columns.map((column) => {
        const type = short[String(column.type)] ?? String(column.type);
        return `${entity.tableName}.${column.databaseName} ${column.isArray ? '_' : ''}${type}${column.isNullable ? ' null' : ''}`;
      }),
    );
    expect(described.toSorted()).toEqual(await stored());
  });

  it('have the keys that their entities say, and the realm first in each', async () => {
    const rows: { table: string; columns: string[] }[] = await source.query(
      `select c.relname as table, array_agg(a.attname::text order by k.n) as columns
       from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'public'
       cross join lateral unnest(i.indkey) with ordinality as k(attnum, n) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
       where i.indisprimary and c.relname <> 'migration' group by c.relname`,
    );
    const described = source.entityMetadatas.map((entity) => ({
      table: entity.tableName,
      columns: entity.primaryColumns.map((column) => column.databaseName),
    }));
    const byTable = (list: typeof rows) => Object.fromEntries(list.map(({ table, columns }) => [table, columns.toSorted()]));
    expect(byTable(described)).toEqual(byTable(rows));
    expect(rows.filter(({ columns }) => columns[0] !== 'realm_id')).toEqual([]);
  });
});
