import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Instant, instant } from '@goufu/domain';
import { keep } from '../support/corpus.js';
import { freshDatabase, type Database } from '../support/database.js';
import { acting, county, type County, itemIn, Realm } from '../support/engine.js';

/** Everything in the realm that is due by now, as the guard of a worker does it; a batch gives its commands a moment after it was begun. */
const settle = async (realm: Realm): Promise<void> => {
  const waiting = () =>
    realm.sql<{ id: string }>(
      `select c.id from cases c join realm r using (realm_id) where c.realm_id = $1 and not c.closed and (c.kind = 'batch'
         or c.next_due_at <= clock_timestamp() + r.offset_ms * interval '1 millisecond')`,
      [realm.id],
    );
  for (let cases = await waiting(); cases.length > 0; cases = await waiting())
    for (const { id } of cases) await realm.engine.applyPassed(realm.id, id);
};

describe('the work of somebody who leaves', () => {
  let database: Database;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  beforeEach(async () => {
    realm = await Realm.open(database.appUrl);
    people = await county(realm);
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  const todos = async (id: string) =>
    (
      await realm.sql<{ name: string; who: string }>(
        'select name, coalesce(person, role) as who from task where case_id = $1 order by key',
        [id],
      )
    ).map(({ name, who }) => `${name}: ${who}`);
  /** Finance appoints a second officer and somebody ends the first one's post. */
  const end = (person: string, post: string, of = people.finance) =>
    realm.done(people.operator, 'organisation', of, 'endAppointment', { person, post, on: '2025-03-03' });
  const nextDay = () => realm.travel(instant('2025-03-04T00:00:01+08:00') as Instant);

  it('goes to the second holder of the post: a vote that waits for the first waits for the second', async () => {
    await realm.done(people.operator, 'organisation', people.finance, 'appoint', {
      person: 'fin-second',
      post: 'finance-officer',
      from: '2025-01-01',
    });
    const id = await itemIn(realm, people, 'review');
    expect(await todos(id)).toEqual(['review: fin-officer']);
    await end('fin-officer', 'finance-officer');
    await settle(realm);
    expect(await todos(id)).toEqual(['review: fin-officer']);
    await nextDay();
    await settle(realm);
    expect(await todos(id)).toEqual(['review: fin-second']);
    const second = acting(people.finance, 'finance-officer', 'fin-second');
    const { review } = await realm.seen<{ review: { hash: string } }>(id, second);
    await realm.done(second, 'catalogue', id, 'review', { verb: 'approve', hash: review.hash });
  });

  it('goes to the deputy of the post, or to the head, who is told; each case has a record of it', async () => {
    const id = await itemIn(realm, people, 'review');
    const set = (deputy: string) =>
      realm.done(people.operator, 'organisation', people.finance, 'setDeputy', { post: 'finance-officer', deputy });
    await set('finance-approver');
    await set('finance-leader');
    await end('fin-officer', 'finance-officer');
    await nextDay();
    await settle(realm);
    expect(await todos(id)).toEqual(['review: fin-leader']);
    expect(await todos(people.finance)).toEqual(['noteHandOver: fin-leader']);
    const [task] = await realm.sql<{ meta: { note: string } }>('select meta from task where case_id = $1', [people.finance]);
    await realm.done(people.leader, 'organisation', people.finance, 'noteHandOver', { note: task?.meta.note });
    expect(await todos(people.finance)).toEqual([]);
    const types = await realm.sql<{ type: string }>('select type from event where case_id = $1 order by version', [people.finance]);
    expect(types.map(({ type }) => type)).toEqual(expect.arrayContaining(['DutiesHandedOver', 'HandOverNoted', 'DeputySet']));
    const moved = await realm.sql<{ data: string }>(`select data from event where case_id = $1 and type = 'ReviewMoved'`, [id]);
    expect(moved.at(-1)?.data).toContain('ElectorateRefreshed');
    await realm.done(people.operator, 'organisation', people.finance, 'createPost', { post: 'spare', roles: ['finance-officer'] });
    await realm.done(people.operator, 'organisation', people.finance, 'closePost', { post: 'spare' });
    await keep(realm, { 'organisation-handed-over': people.finance });
  });

  it('that nobody in the house may do is the operator’s to give to somebody: what was returned to the handler waits until then', async () => {
    const id = await itemIn(realm, people, 'review');
    const { review } = await realm.seen<{ review: { hash: string } }>(id, people.officer);
    await realm.done(people.officer, 'catalogue', id, 'review', {
      verb: 'return',
      to: 'drafter',
      hash: review.hash,
      opinion: '指标不可衡量',
    });
    expect(await todos(id)).toEqual(['resubmit: zhang-min']);
    await end('zhang-min', 'purchaser-handler', people.bureau);
    await nextDay();
    await settle(realm);
    // Leader and approver approve payments: the law keeps asking for one apart from that.
    expect(await todos(people.bureau)).toEqual(['appoint: operator']);
    expect(await todos(id)).toEqual(['refreshReview: finance-leader']);
    await realm.done(people.operator, 'organisation', people.bureau, 'appoint', {
      person: 'zhao-xin',
      post: 'purchaser-handler',
      from: '2025-03-04',
    });
    expect(await todos(people.bureau)).toEqual([]);
    await realm.done(people.operator, 'catalogue', id, 'refreshReview');
    expect(await todos(id)).toEqual(['resubmit: zhao-xin']);
    await realm.done(acting(people.bureau, 'purchaser-handler', 'zhao-xin'), 'catalogue', id, 'resubmit', {});
    await keep(realm, { 'organisation-vacant': people.bureau, 'catalogue-succeeded': id });
  });

  it('is nothing that a person may hand over by hand', async () => {
    const id = await itemIn(realm, people, 'review');
    const data = { person: 'fin-officer', appointment: people.officer.appointment };
    expect(await realm.refused(people.operator, 'catalogue', id, 'handOver', data)).toBe('access.system_only');
    expect(await realm.refused(people.handler, 'organisation', people.finance, 'dismiss', { person: 'fin-officer' })).toBe(
      'access.role_missing',
    );
  });

  it('of somebody dismissed passes on at once, in every kind of case at which they sat', async () => {
    const id = await itemIn(realm, people, 'review');
    await realm.done(people.operator, 'organisation', people.finance, 'dismiss', { person: 'fin-officer' });
    await settle(realm);
    expect(await todos(id)).toEqual(['review: fin-leader']);
    expect(await realm.refused(people.officer, 'catalogue', id, 'review', { verb: 'approve', hash: 'x' })).toBe(
      'access.appointment_not_current',
    );
  });
});
