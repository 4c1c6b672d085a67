import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, dateOf, instant } from '@goufu/domain';
import { merkleRoot, rebuild, Registry, sealDays, verify } from '@goufu/engine';
import { poolFor, readModels, RecordStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import pg from 'pg';
import { freshDatabase, type Database } from '../support/database.js';
import { county, type County, itemIn, Realm } from '../support/engine.js';

const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('the record', () => {
  let database: Database;
  let realm: Realm;
  let foreign: Realm;
  let people: County;
  let everywhere: pg.Pool;
  let store: RecordStore;
  let owner: pg.Client;
  let item: string;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    foreign = await Realm.open(database.appUrl);
    people = await county(realm);
    item = await itemIn(realm, people, 'listing');
    await itemIn(realm, people, 'review');
    await itemIn(foreign, await county(foreign), 'listing');
    everywhere = poolFor(database.appUrl, 2, '*');
    store = new RecordStore(everywhere);
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`select set_config('app.realms', '*', false)`);
  });
  afterAll(async () => {
    await owner.end();
    await everywhere.end();
    await Realm.closeAll();
    await database.drop();
  });
  /** What the owner of the tables can do behind everybody's back, and how it is undone. */
  const tampered = async (statement: string, values: readonly unknown[], look: () => Promise<void>) => {
    const tables = ['cases', 'event', 'account', 'merkle_root'];
    for (const table of tables) await owner.query(`create table if not exists kept_${table} as select * from ${table}`);
    await owner.query(statement, [...values]);
    try {
      await look();
    } finally {
      for (const table of tables) {
        await owner.query(`delete from ${table}`);
        await owner.query(`insert into ${table} select * from kept_${table}`);
        await owner.query(`drop table kept_${table}`);
      }
    }
  };

  describe('belongs to nobody who could change it', () => {
    it.each([
      ['changed', `update event set data = '{}' where version = 1`],
      ['deleted', 'delete from event'],
      ['emptied', 'truncate event'],
    ])('an event cannot be %s by the role that everything runs as', async (_title, statement) => {
      await expect(realm.sql(statement)).rejects.toThrow('permission denied');
    });

    it.each(['posting', 'claim', 'merkle_root', 'pack', 'refusal'])('nor can a row of %s', async (table) => {
      await expect(realm.sql(`delete from ${table}`)).rejects.toThrow('permission denied');
      await expect(realm.sql(`update ${table} set realm_id = realm_id`)).rejects.toThrow('permission denied');
    });

    it('content keeps its hash even when its body is erased', async () => {
      await expect(realm.sql(`update content set hash = ''`)).rejects.toThrow('permission denied');
      await expect(realm.sql(`delete from content`)).rejects.toThrow('permission denied');
    });
  });

  describe('keeps realms apart', () => {
    const tables = async (): Promise<readonly string[]> =>
      (
        await owner.query<{ name: string }>(
          `select table_name as name from information_schema.columns
           where column_name = 'realm_id' and table_schema = 'public' and table_name not like 'kept_%' order by 1`,
        )
      ).rows.map(({ name }) => name);

    it('by one forced policy on every table', async () => {
      const { rows } = await owner.query(
        `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'migration'
         and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`,
      );
      expect(rows).toEqual([]);
      expect(await tables()).toEqual(expect.arrayContaining(['cases', 'event', 'command', 'task', 'content', 'appointment', 'case_view']));
    });

    it('nobody sees a row of another realm, in any table; without a realm, nothing at all', async () => {
      for (const table of await tables()) {
        const [other] = await realm.sql<{ n: number }>(`select count(*)::int as n from ${table} where realm_id <> $1`, [realm.id]);
        expect([table, other?.n]).toEqual([table, 0]);
        const [none] = await realm.sql<{ n: number }>(`select count(*)::int as n from ${table}`, [], '');
        expect([table, none?.n]).toEqual([table, 0]);
      }
    });

    it('nobody writes a row into another realm', async () => {
      for (const table of ['cases', 'event', 'command', 'task', 'content', 'claim', 'effect', 'appointment', 'case_view', 'notice']) {
        const copy = `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('realm_id', 'elsewhere'))).* from ${table} t limit 1`;
        await expect(realm.sql(copy)).rejects.toThrow('row-level security');
      }
    });

    it('a case of another realm is not there for anybody', async () => {
      expect(await foreign.engine.view(foreign.id, item, people.handler)).toBeNull();
      expect(await foreign.refused('system', 'catalogue', item, 'accept')).toBe('case.not_found');
      expect(await foreign.engine.fireDue(foreign.id, item)).toBeNull();
    });
  });

  describe('is checked', () => {
    it('and stands', async () => {
      const answer = await verify(store);
      expect(answer.broken).toBeNull();
      expect(answer.cases).toBeGreaterThan(8);
      expect(answer.events).toBeGreaterThan(answer.cases);
    });

    it.each([
      [
        'a word in an event',
        `update event set data = replace(data, 'A1007', 'A1006') where case_id = $1 and version = 1`,
        1,
        'hash-differs',
      ],
      [
        'the date of an event',
        `update event set effective_at = effective_at + interval '1 ms' where case_id = $1 and version = 3`,
        3,
        'hash-differs',
      ],
      ['who did it', `update event set person = 'li-na' where case_id = $1 and version = 3`, 3, 'hash-differs'],
      ['an event left out', `delete from event where case_id = $1 and version = 2`, 2, 'version-missing'],
      [
        'the last event left out',
        `delete from event where case_id = $1 and version = (select max(version) from event where case_id = $1)`,
        14,
        'events-missing',
      ],
      ['another head', `update cases set head_hash = repeat('a', 64) where id = $1`, 14, 'head-differs'],
    ])('%s is found, by case and number', async (_title, statement, version, why) => {
      const { version: last } = (await realm.sql<{ version: number }>('select version from cases where id = $1', [item]))[0] ?? {
        version: 0,
      };
      await tampered(statement, [item], async () => {
        const { broken } = await verify(store);
        expect(broken).toEqual({ realm: realm.id, at: item, version: version === 14 ? last : version, why });
      });
    });

    it('a case that was removed is found by its events', async () => {
      await tampered('delete from cases where id = $1', [item], async () => {
        expect((await verify(store, realm.id)).broken).toMatchObject({ at: item, why: 'case-missing' });
      });
    });

    it('an account that is not the sum of its postings is found', async () => {
      await tampered(
        `insert into account (realm_id, id, line, bucket, balance) values ($1, 'l#paid', 'l', 'paid', 5)`,
        [realm.id],
        async () => {
          expect((await verify(store, realm.id)).broken).toMatchObject({ at: 'l#paid', why: 'account-differs' });
        },
      );
    });

    it('a chain written anew from its beginning is found by the day’s root', async () => {
      const now = await store.now();
      const heads = await store.headsBefore(realm.id, now);
      await store.keepRoot({ realm: realm.id, day: dateOf(now), root: merkleRoot(heads), heads: heads.length });
      expect((await verify(store, realm.id)).broken).toBeNull();
      // Days before the first event are no days of the record.
      expect(await sealDays(store)).toEqual([]);
      // Two days ago is over: it gets its root once, over the heads of that day; today has one, yesterday gets its own.
      await tampered(`update event set recorded_at = recorded_at - interval '2 days' where realm_id = $1`, [foreign.id], async () => {
        const sealed = await sealDays(store);
        expect(sealed.map(({ realm: of, day, heads: n }) => [of, day, n > 0])).toEqual(
          [2, 1].map((days) => [foreign.id, addDays(dateOf(now), -days), true]),
        );
        expect(await sealDays(store)).toEqual([]);
      });
      await tampered(`update merkle_root set root = repeat('b', 64) where realm_id = $1`, [realm.id], async () => {
        expect((await verify(store, realm.id)).broken).toMatchObject({ at: dateOf(now), why: 'root-differs' });
      });
    });
  });

  it('is checked and rebuilt by commands, which say in one line what they found', async () => {
    const command = async (name: string) => {
      const script = join(import.meta.dirname, `../../dist/apps/worker/src/cli.${name}.js`);
      const env = { ...process.env, DATABASE_URL: database.appUrl };
      return promisify(execFile)(process.execPath, [script, realm.id], { env }).then(
        ({ stdout }) => ({ code: 0, said: JSON.parse(stdout) as unknown }),
        (error: { code: number; stdout: string }) => ({ code: error.code, said: JSON.parse(error.stdout) as unknown }),
      );
    };
    expect(await command('verify')).toMatchObject({ code: 0, said: { ok: true, broken: null } });
    await tampered(`update event set person = 'li-na' where case_id = $1 and version = 3`, [item], async () => {
      const broken = { realm: realm.id, at: item, version: 3, why: 'hash-differs' };
      expect(await command('verify')).toMatchObject({ code: 1, said: { ok: false, broken } });
    });
    expect(await command('rebuild')).toMatchObject({ code: 0, said: { ok: true } });
  });

  it('gives one root for the same heads in any order, and another when one moves', () => {
    const heads = ['a', 'b', 'c'].map((caseId) => ({ caseId, hash: hash(caseId) }));
    const [a = '', b = '', c = ''] = heads.map((head) => hash(`leaf\n${head.caseId}\n${head.hash}`));
    expect(merkleRoot(heads)).toBe(hash(`node\n${hash(`node\n${a}\n${b}`)}\n${c}`));
    expect(merkleRoot(heads.toReversed())).toBe(merkleRoot(heads));
    expect(merkleRoot([{ caseId: 'a', hash: hash('x') }, ...heads.slice(1)])).not.toBe(merkleRoot(heads));
  });

  it('folds into empty read models byte by byte', async () => {
    const tables = [...Object.keys(readModels), 'task', 'case_reader', 'case_gram'];
    const dump = async () =>
      Object.fromEntries(
        await Promise.all(
          [...tables, 'cases'].map(async (table) => {
            const { rows } = await everywhere.query<{ text: string }>(`select row_to_json(t)::text as text from ${table} t order by 1`);
            return [table, rows.map(({ text }) => text)] as const;
          }),
        ),
      );
    const before = await dump();
    expect(before.case_view?.length).toBeGreaterThan(8);
    expect(before.task?.length).toBeGreaterThan(0);
    await owner.query(`update case_view set title = 'spoilt'`);
    await owner.query(`delete from task`);
    await owner.query(
      `insert into notice (realm_id, key, case_id, kind, title, body, published_at) values ($1, 'x', 'x', 'x', 'x', 'x', $2)`,
      [realm.id, new Date(instant('2025-01-01T00:00:00Z')).toISOString()],
    );
    expect(await rebuild(new Registry(kinds), store)).toBeGreaterThan(8);
    expect(await dump()).toEqual(before);
  });

  it('is folded while people go on: whoever is at work ends first, whoever comes waits', async () => {
    const working = await realm.pool.connect();
    try {
      await working.query('begin');
      await working.query(`select set_config('app.realms', $1, true)`, [realm.id]);
      await working.query('select from cases where id = $1 for no key update', [item]);
      const folded = rebuild(new Registry(kinds), store, realm.id);
      const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await everywhere.query(waits)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const came = realm.done(people.bureauLeader, 'catalogue', item, 'delist', { reason: '服务已由他项替代。' });
      await working.query('update cases set version = version where id = $1', [item]);
      await working.query('commit');
      expect(await folded).toBeGreaterThan(4);
      const { version } = await came;
      const [last] = await realm.sql(
        `select c.version, e.version as "lastEvent" from cases c join event e on e.case_id = c.id and e.hash = c.head_hash where c.id = $1`,
        [item],
      );
      expect(last).toEqual({ version, lastEvent: version });
    } finally {
      working.release();
    }
  });
});
