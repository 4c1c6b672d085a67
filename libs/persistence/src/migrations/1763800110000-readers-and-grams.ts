import type { MigrationInterface, QueryRunner } from 'typeorm';

const policy = (table: string): string =>
  `create policy realm_only on ${table} using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`;

/**
 * Lists and search by one row a reader and one row a pair of characters. Under row-level security PostgreSQL keeps operators that are not
 * leakproof, as those of arrays, away from an index: the GIN indexes on `case_view` would never be used, and go.
 */
export class ReadersAndGrams1763800110000 implements MigrationInterface {
  name = 'ReadersAndGrams1763800110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table case_reader (
        realm_id text not null,
        reader text not null,
        key text not null,
        kind text not null,
        created_at timestamptz(3) not null,
        primary key (realm_id, reader, key)
      )`);
    await runner.query(`
      create table case_gram (
        realm_id text not null,
        gram text collate "C" not null,
        key text not null,
        created_at timestamptz(3) not null,
        primary key (realm_id, gram, key)
      )`);
    await runner.query(`
      create table file_upload (
        realm_id text not null,
        hash text not null,
        person text not null,
        name text not null,
        uploaded_at timestamptz(3) not null default clock_timestamp(),
        primary key (realm_id, hash, person)
      )`);
    for (const table of ['case_reader', 'case_gram', 'file_upload']) {
      await runner.query(`alter table ${table} enable row level security`);
      await runner.query(`alter table ${table} force row level security`);
      await runner.query(policy(table));
    }
    await runner.query('grant select, insert, update, delete on case_reader, case_gram to app');
    await runner.query('grant select, insert on file_upload to app');
    await runner.query('create index case_reader_list on case_reader (realm_id, reader, kind, created_at desc, key desc)');
    await runner.query('create index case_gram_newest on case_gram (realm_id, gram, created_at desc, key desc)');
    await runner.query('drop index if exists case_view_bigrams');
    await runner.query('drop index if exists case_view_readers');
    await runner.query(`
      create function case_view_spread() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          delete from case_reader where realm_id = old.realm_id and reader = any (old.readers || 'public'::text) and key = old.key;
          delete from case_gram where realm_id = old.realm_id and gram = any (old.bigrams) and key = old.key;
          return null;
        end if;
        if tg_op = 'UPDATE' and (old.readers, old.public, old.kind, old.created_at) is not distinct from (new.readers, new.public, new.kind, new.created_at) then
          null;
        else
          if tg_op = 'UPDATE' then
            delete from case_reader where realm_id = new.realm_id and reader = any (old.readers || 'public'::text) and key = new.key;
          end if;
          insert into case_reader (realm_id, reader, key, kind, created_at)
            select distinct new.realm_id, reader, new.key, new.kind, new.created_at
            from unnest(new.readers || case when new.public then array['public'] else array[]::text[] end) as reader
            on conflict do nothing;
        end if;
        if tg_op = 'UPDATE' and (old.bigrams, old.created_at) is not distinct from (new.bigrams, new.created_at) then
          null;
        else
          if tg_op = 'UPDATE' then
            delete from case_gram where realm_id = new.realm_id and gram = any (old.bigrams) and key = new.key;
          end if;
          insert into case_gram (realm_id, gram, key, created_at)
            select distinct new.realm_id, gram, new.key, new.created_at from unnest(new.bigrams) as gram
            on conflict do nothing;
        end if;
        return null;
      end $$`);
    await runner.query(
      'create trigger case_view_spread after insert or update or delete on case_view for each row execute function case_view_spread()',
    );
    // What stands there already is spread by writing it once more.
    await runner.query(`set local app.realms = '*'`);
    await runner.query(`
      insert into case_reader (realm_id, reader, key, kind, created_at)
      select distinct realm_id, reader, key, kind, created_at
      from case_view, unnest(readers || case when public then array['public'] else array[]::text[] end) as reader`);
    await runner.query(`
      insert into case_gram (realm_id, gram, key, created_at)
      select distinct realm_id, gram, key, created_at from case_view, unnest(bigrams) as gram`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
