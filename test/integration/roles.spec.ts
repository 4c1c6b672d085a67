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

  /** What the role may do with each table beyond reading and adding; a table that is not here is append-only or does not exist yet. */
  const CHANGEABLE = [
    'account, appointment, case_gram, case_reader, case_view, cases, command, draft, effect, notice',
    'organisation_view, outbox, person, position, rate, realm, restart, series, session, signing_in, task',
  ].flatMap((names) => names.split(', '));
  const APPEND_ONLY = [
    'access_record',
    'claim',
    'content',
    'event',
    'file',
    'file_upload',
    'merkle_root',
    'pack',
    'posting',
    'reconciliation',
    'refusal',
  ];

  it('may do with each table what is written here, and nothing else', async () => {
    const { rows } = await client.query<{ name: string; rights: string }>(
      `select c.relname as name, string_agg(r.name, ' ' order by r.name) as rights
       from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
       cross join unnest(array['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update']) as r(name)
       where c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege(current_user, c.oid, r.name) group by c.relname order by c.relname`,
    );
    const rights = Object.fromEntries(rows.map(({ name, rights: held }) => [name, held]));
    expect(rights).toEqual({
      ...Object.fromEntries(CHANGEABLE.map((name) => [name, 'delete insert select update'])),
      ...Object.fromEntries(APPEND_ONLY.map((name) => [name, 'insert select'])),
      // which release made the tables, for operators
      migration: 'select',
    });
  });

  it('may change of an append-only row nothing but the body of content, which a person may have erased', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select a.attrelid::regclass || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
       where c.relname = any($1) and a.attnum > 0 and has_column_privilege(current_user, c.oid, a.attnum, 'update') order by 1`,
      [APPEND_ONLY],
    );
    expect(rows.map(({ name }) => name)).toEqual(['content.body', 'content.erased_at']);
  });

  it('makes nothing, and stands in for no other role', async () => {
    const { rows } = await client.query(
      `select has_schema_privilege(current_user, 'public', 'create') as schema, has_database_privilege(current_user, current_database(), 'create') as database,
         (select count(*)::int from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = current_user) as roles`,
    );
    expect(rows).toEqual([{ schema: false, database: false, roles: 0 }]);
  });

  it('finds one forced policy on every table, which names the realm for reading and for writing', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
       where c.relkind in ('r', 'p') and c.relname <> 'migration' and not (c.relrowsecurity and c.relforcerowsecurity and 1 = (
         select count(*) from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' and p.polpermissive
         and pg_get_expr(p.polqual, p.polrelid) like '%realm_id = current_setting(''app.realms''::text, true)%'
         and (p.polwithcheck is null or pg_get_expr(p.polwithcheck, p.polrelid) like '%realm_id%')))`,
    );
    expect(rows).toEqual([]);
  });
});
