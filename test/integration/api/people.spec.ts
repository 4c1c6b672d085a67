import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryViews, Overtaken, Reading } from '@goufu/persistence';
import { type Database, freshDatabase } from '../../support/database.js';
import { Realm } from '../../support/engine.js';

describe('taking a person in', () => {
  let database: Database;
  let realm: Realm;
  let reading: Reading;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    reading = new Reading(database.appUrl, 8);
  });
  afterAll(async () => {
    await reading.close();
    await Realm.closeAll();
    await database.drop();
  });
  const add = (id: string, key: string) =>
    new DirectoryViews(reading).addPerson(
      realm.id,
      { id, name: '张敏', phone: null, email: null },
      { realm: realm.id, actor: 'op', key, body: id, subject: 'person' },
    );

  it('asked many times at the same moment under one key never says that the person is there already', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [id, key] = [`person-${round}`, randomUUID()];
      // a twin that comes too late to wait is asked again
      const again = (error: unknown) => (error instanceof Overtaken ? add(id, key) : Promise.reject(error as Error));
      const answers = await Promise.all(Array.from({ length: 6 }, () => add(id, key).catch(again)));
      expect(answers).toEqual(Array.from({ length: 6 }, () => id));
    }
  });

  it('under another key is refused where somebody stands under that name', async () => {
    await add('somebody', randomUUID());
    expect(await add('somebody', randomUUID())).toBeNull();
  });
});
