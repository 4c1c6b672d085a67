import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Instant, plusMs } from '@goufu/domain';
import { Unavailable } from '@goufu/persistence';
import { freshDatabase, type Database } from '../support/database.js';
import { county, type County, itemIn, Realm } from '../support/engine.js';

describe('a realm that is held after a restore', () => {
  let database: Database;
  let realm: Realm;
  let people: County;
  let id: string;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  beforeEach(async () => {
    realm = await Realm.open(database.appUrl);
    people = await county(realm);
    id = await itemIn(realm, people, 'review');
    const seen = await realm.seen<{ review: { due: { dueAt: Instant } } }>(id, people.handler);
    await realm.travel(plusMs(seen.review.due.dueAt, 3_600_000));
    await held(true);
  });
  const held = (is: boolean) => realm.sql('update realm set held = $2 where realm_id = $1', [realm.id, is]);
  const record = () => realm.sql('select version, type from event where case_id = $1 order by version', [id]);
  const row = () => realm.sql('select version, head_hash, next_due_at, armed_until from cases where id = $1', [id]);
  const story = async () => [await record(), await row()];

  it('lets no lifecycle enter a stage or apply what is due: it asks again until the realm is released', async () => {
    const before = await story();
    await expect(realm.engine.enter(realm.id, id, 'listing')).rejects.toThrow(Unavailable);
    await expect(realm.engine.fireDue(realm.id, id)).rejects.toThrow(Unavailable);
    expect(await story()).toEqual(before);
  });

  it('lets no guard apply what is due', async () => {
    const before = await story();
    expect(await realm.engine.applyPassed(realm.id, id)).toBe(false);
    expect(await story()).toEqual(before);
  });

  it('refuses a person’s command, and leaves no due in the record on the way', async () => {
    const before = await story();
    const { review } = await realm.seen<{ review: { hash: string } }>(id, people.officer);
    expect(await realm.refused(people.officer, 'catalogue', id, 'review', { verb: 'approve', hash: review.hash })).toBe('realm.held');
    expect(await story()).toEqual(before);
  });

  it('is read as ever, and goes on where it stood once it is released', async () => {
    expect((await realm.engine.view(realm.id, id, people.handler))?.view).toMatchObject({ review: { escalations: 1 } });
    await held(false);
    expect(await realm.engine.fireDue(realm.id, id)).toMatchObject({ open: ['review'], closed: false });
    expect(await record()).toContainEqual(expect.objectContaining({ type: 'ReviewEscalated' }));
  });
});
