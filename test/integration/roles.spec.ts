import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type Database } from '../support/database.js';

describe('the role under which everything runs', () => {
  let database: Database;
  let client: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('is neither a superuser nor beyond row-level policies nor a maker of roles', async () => {
    const { rows } = await client.query(
      'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }]);
  });

  it('owns no table', async () => {
    const { rows } = await client.query('select tablename from pg_tables where tableowner = current_user');
    expect(rows).toEqual([]);
  });
});
