import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseId } from '@goufu/domain';
import type { ActingPerson } from '@goufu/engine';
import { acting, itemIn } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

interface World {
  readonly realm: string;
  readonly operator: string;
  readonly begunWith: Record<string, unknown>;
}
const PLURALS = { organisation: 'organisations', catalogue: 'catalogue-items', budget: 'budget-lines', 'expert-pool': 'expert-pools' };
const STARTS = '2025-03-10T09:00:00+08:00';

describe('a rehearsal world that is made over HTTP', () => {
  let api: Api;
  let item: CaseId;
  let supply: CaseId;
  const names: readonly (readonly [string, string])[] = [
    ['zhang-min', '张敏敏'],
    ['expert-x', '专家未名'],
  ];
  const lineOf = (number: string) => ({
    number,
    title: '社区矫正购买服务',
    purchaser: api.people.bureau,
    functionalCode: '2040610',
    economicCode: '50502',
    projectCode: 'P-1',
    fundsKind: '一般公共预算',
    source: 'county-budget',
    year: 2025,
    amount: 100_000_00n,
    continues: null,
  });
  beforeAll(async () => {
    api = await Api.start();
    const { realm, people } = api;
    item = await itemIn(realm, people, 'listing');
    // One is still in review: only its parties know of it.
    await itemIn(realm, people, 'review');
    await realm.done(people.officer, 'budget', null, 'approveLine', lineOf('示财预〔2025〕1号'));
    const { id: pool } = await realm.done(people.officer, 'expert-pool', null, 'open', { title: '专家库', keeper: people.finance });
    await realm.done(people.officer, 'expert-pool', pool, 'enrol', { person: 'expert-x', fields: ['社会工作'], employer: '某大学' });
    const account = { name: '后来社工站', bank: '示范银行', number: '6222020000009999999' };
    const own = { type: 'supplier', name: '后来社工站', enterprise: 'small', creditCode: '91510132MA00000099', account };
    supply = (await realm.done('system', 'organisation', null, 'register', own)).id;
    for (const [id, name] of names)
      await realm.sql(`insert into person (realm_id, id, name, phone) values ($1, $2, $3, '13812345678')`, [realm.id, id, name]);
  }, 60_000);
  afterAll(() => api?.stop());

  const worldOf = (more: Record<string, unknown> = {}) => ({
    id: `world-${randomUUID().slice(0, 8)}`,
    name: '演练',
    jurisdiction: 'demo-county',
    startsAt: STARTS,
    ...more,
  });
  const made = async (more: Record<string, unknown> = {}, key: string = randomUUID()) =>
    api.post<World & ProblemBody>('/v1/worlds', worldOf(more), { as: api.people.operator, key });
  const rows = async (realm: string, table: string): Promise<number> =>
    (await api.realm.sql(`select from ${table} where realm_id = $1`, [realm], '*')).length;

  it('begins with what the realm has, and says with how much, of what and as of when', async () => {
    const { status, body } = await made();
    expect(status).toBe(201);
    expect(body).toEqual({
      realm: body.realm,
      operator: api.people.operator.person,
      begunWith: {
        from: api.realm.id,
        asOf: expect.stringMatching(/^2025-03-03T10:0/),
        copy: ['people', 'catalogue', 'budget', 'experts'],
        organisations: 5,
        catalogueItems: 2,
        budgetLines: 1,
        expertPools: 1,
        people: 2,
      },
    });
    const inside = { as: api.people.operator, realm: body.realm };
    const me = await api.get<{ now: string; posts: { roles: string[] }[] }>('/v1/me', inside);
    expect(me.body.now).toMatch(/^2025-03-10T09:0/);
    // Who operates the realm operates the world by the same post: no second office is made.
    expect(me.body.posts.map(({ roles }) => roles)).toEqual([['operator']]);
    for (const [plural, n] of [
      ['organisations', 5],
      ['catalogue-items', 2],
      ['budget-lines', 1],
      ['expert-pools', 1],
      ['purchases', 0],
    ] as const)
      expect([plural, (await api.get<{ items: unknown[] }>(`/v1/${plural}`, inside)).body.items.length]).toEqual([plural, n]);
  });

  it('shows everybody what they see of it in the realm, and nothing else', async () => {
    // Half an hour on: no due of the copy has passed that has not in the realm.
    const { body } = await made({ startsAt: '2025-03-03T10:30:00+08:00' });
    const { handler, officer, agent, auditor, operator, bureauLeader } = api.people;
    const viewers: readonly (readonly [string, ActingPerson | null])[] = [
      ['operator', operator],
      ['officer', officer],
      ['handler', handler],
      ['leader', bureauLeader],
      ['agent', agent],
      ['auditor', auditor],
      ['anybody', null],
    ];
    const seen = async (as: ActingPerson | null, realm: string): Promise<readonly unknown[]> => {
      const cases = await api.realm.sql<{ id: CaseId; kind: keyof typeof PLURALS }>(
        'select id, kind from cases where realm_id = $1 order by kind, created_at, id',
        [realm],
        '*',
      );
      const all: unknown[] = [];
      for (const { id, kind } of cases) {
        const path = `/v1/${PLURALS[kind]}/${id.slice(kind.length + 1).replaceAll('/', '~')}`;
        const asked = as ? { as, realm } : { headers: { realm } };
        const [one, timeline] = [await api.get(path, asked), await api.get<{ items?: { type: string }[] }>(`${path}/timeline`, asked)];
        const lines = timeline.body.items?.map(({ type, ...line }) => [type, (line as { person?: unknown }).person]);
        all.push([kind, one.status, one.body.view, timeline.status, lines]);
      }
      for (const plural of Object.values(PLURALS)) {
        const list = await api.get<{ items?: { title: string }[] }>(`/v1/${plural}`, as ? { as, realm } : { headers: { realm } });
        all.push([plural, list.status, list.body.items?.map(({ title }) => title).toSorted()]);
      }
      return all;
    };
    const answers = new Set<string>();
    for (const [name, as] of viewers) {
      const there = await seen(as, api.realm.id);
      expect([name, await seen(as, body.realm)]).toEqual([name, there]);
      answers.add(JSON.stringify(there));
    }
    // They do not all see the same, or this would show nothing.
    expect(answers.size).toBeGreaterThan(4);
  });

  it('is for an operator of the realm alone', async () => {
    const world = worldOf();
    for (const as of [api.people.handler, api.people.auditor, api.people.officer]) {
      const { status, body } = await api.post<ProblemBody>('/v1/worlds', world, { as });
      expect([status, body.code]).toEqual([403, 'access.role_missing']);
    }
    expect((await api.post('/v1/worlds', world, { as: null })).status).toBe(401);
    expect(await rows(world.id, 'realm')).toBe(0);
  });

  it('is made once for a key, and its maker gets the same answer again', async () => {
    const [world, key] = [worldOf(), randomUUID()];
    const ask = () => api.post<World>('/v1/worlds', world, { as: api.people.operator, key });
    const answers = await Promise.all([ask(), ask()]);
    const again = await ask();
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect([answers[0]?.body, answers[1]?.body]).toEqual([again.body, again.body]);
    expect(await rows(world.id, 'event')).toBe(49);
    const otherwise = await api.post<ProblemBody>('/v1/worlds', { ...world, copy: [] }, { as: api.people.operator });
    expect([otherwise.status, otherwise.body.code]).toEqual([409, 'world.exists']);
  });

  it('that was cut off before it had its operator gets one when it is asked for again', async () => {
    const [world, key] = [worldOf({ copy: [] }), randomUUID()];
    const ask = () => api.post<World>('/v1/worlds', world, { as: api.people.operator, key });
    const cut = jest.spyOn(api.system.worlds, 'keptFor').mockRejectedValueOnce(new Error('cut off'));
    expect((await ask()).status).toBe(500);
    expect(await rows(world.id, 'realm')).toBe(1);
    expect(await rows(world.id, 'appointment')).toBe(0);
    expect((await ask()).status).toBe(201);
    expect((await ask()).status).toBe(201);
    expect(await rows(world.id, 'appointment')).toBe(1);
    cut.mockRestore();
  });

  it('is kept by whoever was quicker with its name, and by nobody else', async () => {
    const other = await api.realm.organisation({ type: 'audit', name: '第二运行室' }, { rival: 'operator' });
    const world = worldOf({ copy: [] });
    const ask = (as: ActingPerson) => api.post<World & ProblemBody>('/v1/worlds', world, { as });
    const both = [api.people.operator, acting(other, 'operator', 'rival')];
    const answers = await Promise.all(both.map(ask));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('world.exists');
    expect(await rows(world.id, 'appointment')).toBe(1);
    // Named again, it is still its keeper's alone.
    expect((await Promise.all(both.map(ask))).map(({ status }) => status)).toEqual(answers.map(({ status }) => status));
  });

  it('is empty but for its operator where nothing is to be copied', async () => {
    const { body } = await made({ copy: [] });
    expect(body.begunWith).toMatchObject({ copy: [], organisations: 0, people: 0 });
    const inside = { as: api.people.operator.person, realm: body.realm };
    expect((await api.get<{ items: unknown[] }>('/v1/organisations', inside)).body.items).toHaveLength(1);
    expect((await api.get<{ posts: unknown[] }>('/v1/me', inside)).body.posts).toHaveLength(1);
  });

  it('begins as the realm was then where it begins earlier, with its maker as its operator all the same', async () => {
    const { body } = await made({ startsAt: '2024-01-08T09:00:00+08:00' });
    expect(body.begunWith).toMatchObject({ asOf: '2024-01-08T09:00:00.000+08:00', organisations: 0, catalogueItems: 0 });
    const inside = { as: api.people.operator.person, realm: body.realm };
    expect((await api.get<{ posts: { roles: string[] }[] }>('/v1/me', inside)).body.posts.map(({ roles }) => roles)).toEqual([
      ['operator'],
    ]);
  });

  it('is refused in both languages where there is too much to copy, and its key and name stay free', async () => {
    await api.realm.sql(
      `insert into cases (realm_id, id, kind, version, state, fold, head_hash, last_at, created_at)
       select $1, 'organisation/many-' || n, 'organisation', 0, 'null', 0, '', clock_timestamp(), clock_timestamp() from generate_series(1, 5000) n`,
      [api.realm.id],
    );
    const [world, key] = [worldOf(), randomUUID()];
    const { status, body } = await api.post<ProblemBody>('/v1/worlds', world, { as: api.people.operator, key });
    expect([status, body.code, body.errors[0]?.pointer]).toEqual([422, 'world.copy_too_large', '/copy']);
    expect(body.details).toEqual({
      zh: expect.stringContaining('5010件'),
      en: expect.stringContaining('5010 cases'),
    });
    await api.realm.sql(`delete from cases where realm_id = $1 and id like 'organisation/many-%'`, [api.realm.id]);
    expect((await api.post('/v1/worlds', { ...world, copy: ['people'] }, { as: api.people.operator, key })).status).toBe(201);
  });

  it('leaves no name, number or word of the realm in the log', async () => {
    const { body } = await made();
    expect(await rows(body.realm, 'person')).toBe(2);
    const log = api.lines.join('\n');
    for (const said of [
      ...names.flat().filter((text) => /\p{Script=Han}/u.test(text)),
      '13812345678',
      '6222020000009999999',
      '某大学',
      item,
      supply,
    ])
      expect([said, log.includes(said)]).toEqual([said, false]);
  });
});
