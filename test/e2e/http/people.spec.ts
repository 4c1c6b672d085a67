import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecoveryStore, poolFor } from '@goufu/persistence';
import { acting, type County, itemIn } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

interface Post {
  readonly post: string;
  readonly organisation: { readonly id: string; readonly name: string; readonly href: string };
  readonly roles: readonly string[];
  readonly held: boolean;
}
interface Person {
  readonly person: string;
  readonly name: string | null;
  readonly disabledAt: string | null;
  readonly posts: readonly Post[];
  readonly actions: readonly { readonly name: string; readonly allowed: boolean }[];
}
interface Page {
  readonly items: readonly Person[];
  readonly next: string | null;
}

describe('people and their posts', () => {
  let api: Api;
  let people: County;
  beforeAll(async () => {
    api = await Api.start();
    people = api.people;
    for (const [id, name] of [
      ['zhang-min', '张敏'],
      ['li-na', '李娜'],
      ['chen-yu', '陈雨'],
    ])
      await api.post('/v1/people', { id, name, phone: '13800000000' }, { as: people.operator });
  });
  afterAll(() => api.stop());
  const list = async (query = '', as = people.operator): Promise<Page> => (await api.get<Page>(`/v1/people${query}`, { as })).body;

  it('are listed a page after another by name, each once, with what they hold and where', async () => {
    const seen: Person[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = await list(`?limit=3${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...page.items);
      next = page.next;
    }
    expect(new Set(seen.map(({ person }) => person)).size).toBe(seen.length);
    expect(seen.map(({ person }) => person)).toEqual(expect.arrayContaining(['op', 'zhang-min', 'li-na', 'wang-lei', 'chen-yu', 'sun-qi']));
    expect(seen.find(({ person }) => person === 'zhang-min')).toMatchObject({
      name: '张敏',
      disabledAt: null,
      posts: [
        { post: 'purchaser-handler', roles: ['purchaser-handler'], held: true, organisation: { id: people.bureau, name: '示范县司法局' } },
      ],
      actions: [{ name: 'disable', allowed: true }],
    });
  });

  it('are found by a part of the name, by where they work, and by whether they may come in', async () => {
    const ids = async (query: string) => (await list(query)).items.map(({ person }) => person);
    expect(await ids(`?q=${encodeURIComponent('李')}`)).toEqual(['li-na']);
    expect(await ids(`?organisation=${encodeURIComponent(people.supplier)}`)).toEqual(['chen-yu']);
    expect(await ids('?state=disabled')).toEqual([]);
  });

  it('are for operators and auditors to see, and for nobody else', async () => {
    expect((await list('', people.auditor)).items.find(({ person }) => person === 'zhang-min')?.actions).toEqual([
      expect.objectContaining({ name: 'disable', allowed: false }),
    ]);
    for (const as of [people.handler, people.agent, people.officer])
      for (const path of ['/v1/people', '/v1/people/li-na'])
        expect((await api.get<ProblemBody>(path, { as })).body).toMatchObject({ status: 403, code: 'access.role_missing' });
    expect((await api.post<ProblemBody>('/v1/people/li-na/disable', {}, { as: people.auditor })).body.code).toBe('access.role_missing');
    expect((await api.get<ProblemBody>('/v1/people/nobody', { as: people.operator })).body).toMatchObject({
      status: 404,
      code: 'person.not_found',
    });
  });
});

describe('somebody who is disabled', () => {
  let api: Api;
  let people: County;
  beforeAll(async () => {
    api = await Api.start();
  });
  beforeEach(async () => {
    people = api.people;
  });
  afterAll(() => api.stop());

  it('holds no post, sees nothing and does nothing; what waited for them waits for who follows', async () => {
    const id = await itemIn(api.realm, people, 'review');
    const key = randomUUID();
    const disable = () => api.post<Person>('/v1/people/fin-officer/disable', {}, { as: people.operator, key });
    const done = await disable();
    expect([done.status, done.body.posts, done.body.disabledAt === null]).toEqual([200, [], false]);
    expect((await disable()).body).toEqual(done.body);
    for (const path of ['/v1/me', '/v1/tasks', '/v1/purchases'])
      expect((await api.get<ProblemBody>(path, { as: 'fin-officer' })).body).toMatchObject({
        status: 403,
        code: 'identity.person_disabled',
      });
    const vote = { verb: 'approve', hash: 'a'.repeat(64) };
    const path = `/v1/catalogue-items/${id.split('/')[1]}/review`;
    expect((await api.post<ProblemBody>(path, vote, { as: people.officer })).body.code).toBe('access.appointment_not_current');

    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const open = await api.realm.sql<{ id: string }>(
        `select id from cases where kind in ('organisation', 'batch') and next_due_at is not null and not closed`,
      );
      if (open.length === 0) break;
      for (const one of open) await api.realm.engine.applyPassed(api.realm.id, one.id);
    }
    const waits = await api.realm.sql('select person from task where case_id = $1', [id]);
    expect(waits).toEqual([{ person: 'fin-leader' }]);
    const log = await api.realm.sql(`select person, object from access_record where act = 'disabledPerson'`);
    expect(log).toEqual([{ person: 'op', object: 'fin-officer' }]);
  });

  it('is appointed to nothing before they are let in again, and then anew', async () => {
    const appoint = () =>
      api.post<ProblemBody>(
        `/v1/organisations/${people.finance.split('/')[1]}/appoint`,
        { person: 'fin-officer', post: 'finance-officer', from: '2025-03-03' },
        { as: people.operator },
      );
    expect((await appoint()).body).toMatchObject({ status: 409, code: 'organisation.person_disabled', errors: [{ pointer: '/person' }] });
    expect((await api.post('/v1/people/fin-officer/enable', {}, { as: people.operator })).status).toBe(200);
    expect((await api.post<ProblemBody>('/v1/people/fin-officer/enable', {}, { as: people.operator })).body.code).toBe(
      'person.not_disabled',
    );
    expect((await appoint()).status).toBe(200);
    expect((await api.get<{ posts: readonly unknown[] }>('/v1/me', { as: 'fin-officer' })).body.posts).toHaveLength(1);
  });

  it('is never oneself, and never the last operator', async () => {
    expect((await api.post<ProblemBody>('/v1/people/op/disable', {}, { as: people.operator })).body.code).toBe('person.is_oneself');
    const other = await api.realm.organisation({ type: 'audit', name: '系统运行' }, { second: 'operator' });
    const second = acting(other, 'operator', 'second');
    expect((await api.post('/v1/people/op/disable', {}, { as: second })).status).toBe(200);
    expect((await api.post<ProblemBody>('/v1/people/second/disable', {}, { as: second })).body.code).toBe('person.is_oneself');
  });

  it('and still holds a post is found by the guard, also where the process died in between', async () => {
    await api.realm.sql(`insert into person (realm_id, id, name, disabled_at) values ($1, 'li-na', '李娜', clock_timestamp())`, [
      api.realm.id,
    ]);
    const pool = poolFor(api.database.appUrl, 2, '*');
    const left = await new RecoveryStore(pool).leftInPosts(10);
    await pool.end();
    expect(left).toEqual([{ realm: api.realm.id, person: 'li-na', organisation: people.bureau }]);
  });
});
