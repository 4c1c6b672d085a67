import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a case is found under: each pair, each character of it, and the whole number behind a sign that no pair holds. */
const spread = (row: string): string => `(
  select distinct part as gram from unnest(${row}bigrams) as pair cross join lateral unnest(array[pair, left(pair, 1), right(pair, 1)]) as part
  union all select '=' || lower(normalize(${row}number, NFKC)) where ${row}number is not null) g`;

/**
 * Single characters and whole numbers stand beside the pairs, so that a search for one of them reads a stretch of the index in order too, and
 * the pairs of a long number, each of them common, need not be brought together; and a caller's cases of all kinds stand newest first.
 * Who still looks for every pair that begins with a character finds the same.
 */
export class SingleCharacters1763800150000 implements MigrationInterface {
  name = 'SingleCharacters1763800150000';

  async up(runner: QueryRunner): Promise<void> {
    // Every case that stands there is spread: that takes as long as it takes, and nobody may write one meanwhile.
    await runner.query('set local statement_timeout = 0');
    await runner.query('lock table case_view in share row exclusive mode');
    await runner.query('create index if not exists case_reader_newest on case_reader (realm_id, reader, created_at desc, key desc)');
    await runner.query(`
      create or replace function case_view_spread() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          delete from case_reader where realm_id = old.realm_id and reader = any (old.readers || 'public'::text) and key = old.key;
          delete from case_gram where realm_id = old.realm_id and gram in (select gram from ${spread('old.')}) and key = old.key;
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
        if tg_op = 'UPDATE' and (old.bigrams, old.number, old.created_at) is not distinct from (new.bigrams, new.number, new.created_at) then
          null;
        else
          if tg_op = 'UPDATE' then
            delete from case_gram where realm_id = new.realm_id and gram in (select gram from ${spread('old.')}) and key = new.key;
          end if;
          insert into case_gram (realm_id, gram, key, created_at)
            select new.realm_id, g.gram, new.key, new.created_at from ${spread('new.')}
            on conflict do nothing;
        end if;
        return null;
      end $$`);
    await runner.query(`set local app.realms = '*'`);
    await runner.query(`
      insert into case_gram (realm_id, gram, key, created_at)
      select v.realm_id, g.gram, v.key, v.created_at from case_view v cross join lateral ${spread('v.')}
      on conflict do nothing`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
