import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode, type Instant } from '@goufu/domain';
import { rebuild, Registry, sha256 } from '@goufu/engine';
import { DirectoryViews, HousekeepingStore, NoticeViews, poolFor, Reading, RecordStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import { type Database, freshDatabase } from '../support/database.js';
import { county, type County, itemIn, Realm } from '../support/engine.js';

const NAME = '王小明';

describe('what is said of people', () => {
  let database: Database;
  let realm: Realm;
  let people: County;
  let reading: Reading;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    people = await county(realm);
    reading = new Reading(database.appUrl, 4);
  });
  afterAll(async () => {
    await reading.close();
    await Realm.closeAll();
    await database.drop();
  });

  describe('as the name of a supplier who is a person', () => {
    const register = async (): Promise<string> =>
      (await realm.done(people.operator, 'organisation', null, 'register', { type: 'supplier', enterprise: 'individual', name: NAME })).id;
    const names = async (id: string) => (await new DirectoryViews(reading).organisationNames(realm.id, [id])).get(id);
    const erase = (id: string) =>
      realm.sql(`update content set body = 'null', erased_at = clock_timestamp() where case_id = $1 and body like $2`, [id, `%${NAME}%`]);

    it('is shown by the directory, and stands in no event, snapshot or list', async () => {
      const id = await register();
      expect(await realm.seen(id, 'anonymous')).toMatchObject({ name: NAME, enterprise: 'individual' });
      expect(await names(id)).toBe(NAME);
      for (const table of ['event', 'cases', 'organisation_view', 'case_view', 'command', 'outbox'])
        expect(await realm.sql(`select 1 from ${table} t where to_jsonb(t)::text like $1`, [`%${NAME}%`])).toEqual([]);
    });

    it('is the same after everything was built anew from the record', async () => {
      const id = await register();
      const row = () => realm.sql('select * from organisation_view where key = $1', [id]);
      const before = await row();
      const pool = poolFor(database.appUrl, 2, '*');
      try {
        await rebuild(new Registry(kinds), new RecordStore(pool), realm.id);
      } finally {
        await pool.end();
      }
      expect(await row()).toEqual(before);
      expect(await names(id)).toBe(NAME);
    });

    it('is gone everywhere when it is erased', async () => {
      const id = await register();
      await erase(id);
      expect(await realm.seen(id, 'anonymous')).toMatchObject({ name: null });
      expect(await names(id)).toBe('');
    });

    it('of a body is public and stays in the record', async () => {
      const [row] = await realm.sql<{ name: string }>('select name from organisation_view where key = $1', [people.supplier]);
      expect(await names(people.supplier)).toBe(row?.name);
      const [event] = await realm.sql<{ data: string }>(`select data from event where case_id = $1 and version = 1`, [people.supplier]);
      expect(event?.data).toContain(row?.name);
    });
  });

  describe('in the names of a notice’s documents', () => {
    const find = async () => {
      const found = await new NoticeViews(reading).find(realm.id, Date.now() + 1000, 'purchase/1:tenderNotice');
      return JSON.parse(found?.body ?? '{}') as { documents: unknown[]; need: unknown; deadlineAt: number };
    };

    it('is looked up when the notice is shown, and nothing else of it is', async () => {
      const [name, need] = [randomUUID(), randomUUID()];
      for (const [id, text] of [
        [name, `${NAME}的招标文件.pdf`],
        [need, '不公开的话'],
      ])
        await realm.sql(`insert into content (realm_id, id, case_id, salt, hash, body) values ($1, $2, 'purchase/1', 's', 'h', $3)`, [
          realm.id,
          id,
          encode(text ?? ''),
        ]);
      const document = { file: 'a'.repeat(64), size: 1, mediaType: 'application/pdf' };
      const body = {
        deadlineAt: 1 as Instant,
        need: { content: need, hash: 'h' },
        documents: [
          { ...document, name: { content: name, hash: 'h' } },
          { ...document, name: null },
        ],
      };
      await realm.sql(
        `insert into notice (realm_id, key, case_id, kind, title, body, published_at) values ($1, 'purchase/1:tenderNotice', 'purchase/1', 'tenderNotice', 't', $2, clock_timestamp())`,
        [realm.id, encode(body)],
      );
      expect(await find()).toEqual({ ...body, documents: [{ ...document, name: `${NAME}的招标文件.pdf` }, body.documents[1]] });
      await realm.sql(`update content set body = 'null', erased_at = clock_timestamp() where id = $1`, [name]);
      expect((await find()).documents[0]).toMatchObject({ name: null });
    });
  });

  describe('in the body of a command', () => {
    const stored = async (key: string) =>
      (
        await realm.sql<{ body_hash: string; body_salt: string | null }>('select body_hash, body_salt from command where key = $1', [key])
      )[0];
    const body = { needed: true, text: `${NAME}来函` };

    it('leaves a hash that the release before knows again, and soon one that nobody can guess from what it may have said', async () => {
      const keys = [randomUUID(), randomUUID()];
      const ids = [await itemIn(realm, people, 'assessment'), await itemIn(realm, people, 'assessment')];
      const plain = (n: number) => sha256(encode(['catalogue', ids[n] ?? '', 'assessNeed', body]));
      const give = (n: number, said = body) =>
        realm.give(people.handler, 'catalogue', ids[n] ?? '', 'assessNeed', said, { key: keys[n] ?? '' });
      const first = await give(0);
      await give(1);
      expect(await stored(keys[0] ?? '')).toEqual({ body_hash: plain(0), body_salt: null });

      const everywhere = poolFor(database.appUrl, 1, '*');
      const house = new HousekeepingStore(everywhere);
      expect(await house.salt(realm.id, 100)).toBe(0);
      await realm.sql(`update command set recorded_at = recorded_at - interval '15 minutes'`);
      expect(await house.salt(realm.id, 1)).toBeGreaterThan(1);
      expect(await house.salt(realm.id, 1)).toBe(0);
      await everywhere.end();
      const [one, other] = [await stored(keys[0] ?? ''), await stored(keys[1] ?? '')];
      expect(one?.body_salt).toMatch(/^[0-9a-f]{32}$/);
      expect(other?.body_salt).not.toBe(one?.body_salt);
      expect(one?.body_hash).not.toBe(plain(0));
      expect(await give(0)).toEqual(first);
      expect(await give(0, { ...body, needed: false })).toMatchObject({ refused: 'command.key_reused' });
    });
  });
});
