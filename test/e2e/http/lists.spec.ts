import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { itemIn, proposal } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

interface Listed {
  readonly items: readonly { readonly id: string; readonly title: string; readonly createdAt: string }[];
  readonly next: string | null;
}
interface Tasks {
  readonly items: readonly {
    readonly case: { readonly id: string; readonly title: string };
    readonly name: string;
    readonly dueAt: string | null;
  }[];
  readonly next: string | null;
  readonly counts: { readonly open: { readonly value: number; readonly text: string } };
}

describe('what one can look up', () => {
  let api: Api;
  let listed: string;
  let secret: string;
  beforeAll(async () => {
    api = await Api.start();
    listed = await itemIn(api.realm, api.people, 'listing');
    for (let i = 1; i <= 5; i += 1)
      secret = (await api.realm.done(api.people.handler, 'catalogue', null, 'propose', proposal(api.people, { title: `养老护理第${i}项` })))
        .id;
  }, 60_000);
  afterAll(() => api.stop());

  const all = async (path: string, as: Parameters<Api['get']>[1] = {}): Promise<Listed['items']> => {
    const items: Listed['items'][number][] = [];
    for (let next: string | null = ''; next !== null; ) {
      const { body }: { body: Listed } = await api.get<Listed>(`${path}${next ? `&cursor=${next}` : ''}`, as);
      items.push(...body.items);
      next = body.next;
    }
    return items;
  };

  it('lists cases newest first, page by page, each once', async () => {
    const items = await all('/v1/catalogue-items?limit=2', { as: api.people.handler });
    expect(items).toHaveLength(6);
    expect(new Set(items.map(({ id }) => id)).size).toBe(6);
    expect(items.map(({ createdAt }) => createdAt)).toEqual(
      items
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .toReversed(),
    );
    expect(items[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
  });

  it('shows the public what is listed and nothing else', async () => {
    expect((await all('/v1/catalogue-items?limit=50')).map(({ id }) => id)).toEqual([listed]);
    const address = (id: string) => `/v1/catalogue-items/${id.split('/')[1]}`;
    expect((await api.get(address(listed))).status).toBe(200);
    const hidden = await api.get<ProblemBody>(address(secret));
    const absent = await api.get<ProblemBody>(address(`catalogue/${randomUUID()}`));
    expect([hidden.body.code, absent.body.code]).toEqual(['case.not_found', 'case.not_found']);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
  });

  it('finds by pairs of Chinese characters what the caller may find', async () => {
    const found = (q: string, asked = {}) => all(`/v1/search?q=${encodeURIComponent(q)}`, asked);
    expect((await found('护理', { as: api.people.handler })).length).toBe(5);
    expect((await found('护理第3项', { as: api.people.handler })).map(({ title }) => title)).toEqual(['养老护理第3项']);
    expect(await found('护理')).toEqual([]);
    expect((await found('社区矫正')).map(({ id }) => id)).toEqual([listed]);
    expect((await found('矫')).map(({ id }) => id)).toEqual([listed]);
    expect(await found('矫正养老', { as: api.people.handler })).toEqual([]);
  });

  it('lists the to-dos of a person in all posts, earliest due first, with counts', async () => {
    const inReview = await itemIn(api.realm, api.people, 'review');
    const { body } = await api.get<Tasks>('/v1/tasks', { as: api.people.officer.person });
    expect(body.items.map((task) => [task.case.id, task.name])).toContainEqual([inReview, 'review']);
    expect(body.items[0]?.dueAt).toMatch(/\+08:00$/);
    expect(body.counts.open).toEqual({ value: body.items.length, more: false, text: String(body.items.length) });
    expect((await api.get<Tasks>('/v1/tasks', { as: api.people.auditor.person })).body.items).toEqual([]);
    const seen: unknown[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { body: Tasks } = await api.get<Tasks>(`/v1/tasks?limit=1${next ? `&cursor=${next}` : ''}`, { as: api.people.handler });
      seen.push(...page.body.items);
      next = page.body.next;
    }
    expect(seen).toHaveLength((await api.get<Tasks>('/v1/tasks?limit=100', { as: api.people.handler })).body.items.length);
  });

  it('tells what happened: all of it to who is concerned, the stages to the public, and who did it within an organisation alone', async () => {
    const path = `/v1/catalogue-items/${listed.split('/')[1]}/timeline?limit=100`;
    const events = async (asked = {}) =>
      (await api.get<{ items: { type: string; by: { you: boolean } | null; effectiveAt: string }[] }>(path, asked)).body.items;
    const own = await events({ as: api.people.handler });
    expect(own[0]).toMatchObject({ type: 'ItemProposed', by: { you: true, post: 'purchaser-handler' } });
    expect(new Set((await events()).map(({ type }) => type))).toEqual(new Set(['StageEntered', 'StageEnded']));
    expect((await events({ as: api.people.officer })).find(({ type }) => type === 'ItemProposed')?.by).toBeNull();
    expect(JSON.stringify(await events())).not.toContain('zhang-min');
  });

  it('publishes notices to everybody', async () => {
    const { body } = await api.get<{ items: { href: string; kind: string; case: { href: string } }[] }>('/v1/notices');
    expect(body.items[0]).toMatchObject({ kind: 'catalogueNotice', case: { href: `/v1/catalogue-items/${listed.split('/')[1]}` } });
    const whole = await api.get<{ body: string }>(body.items[0]?.href ?? '');
    expect(whole.body.body).toContain('A1007');
  });

  describe('a draft', () => {
    const path = () => `/v1/catalogue-items/${secret.split('/')[1]}/drafts/revision`;
    it('is kept with a version, and is private', async () => {
      const as = api.people.handler;
      const put = (body: object, headers: Record<string, string> = {}) => api.ask<ProblemBody>('PUT', path(), { as, body, headers });
      expect((await put({ title: '草稿' })).status).toBe(201);
      expect((await put({ title: '另稿' })).body).toMatchObject({ status: 428, code: 'request.version_missing' });
      expect((await put({ title: '二稿' }, { 'if-match': '"1"' })).headers.get('etag')).toBe('"2"');
      expect((await put({ title: '旧稿' }, { 'if-match': '"1"' })).body).toMatchObject({ status: 412, code: 'draft.version_moved' });
      expect((await api.get(path(), { as })).body).toMatchObject({ version: 2, body: { title: '二稿' } });
      expect((await api.get<ProblemBody>(path(), { as: api.people.bureauLeader })).body).toMatchObject({ code: 'draft.not_found' });
      expect((await api.get<ProblemBody>(path(), { as: api.people.agent })).body).toMatchObject({ code: 'case.not_found' });
      expect((await api.ask('DELETE', path(), { as, headers: { 'if-match': '"2"' } })).status).toBe(204);
      expect((await api.get<ProblemBody>(path(), { as })).status).toBe(404);
    });

    it('written twice with one key is written once', async () => {
      const as = api.people.handler;
      const key = randomUUID();
      const put = () => api.ask('PUT', '/v1/catalogue-items/new/drafts/proposal', { as, body: { a: 1 }, key });
      expect([(await put()).body, (await put()).body]).toEqual([{ version: 1 }, { version: 1 }]);
    });
  });

  describe('a file', () => {
    const pdf = Buffer.from('%PDF-1.7 invoice');
    const put = (raw: Uint8Array, headers: Record<string, string> = {}, as = api.people.handler) =>
      api.ask<{ file: string } & ProblemBody>('PUT', '/v1/files', { as, raw, headers: { 'content-type': 'application/pdf', ...headers } });

    it('is stored under its hash and given back to who brought it, and to nobody else', async () => {
      const { status, body } = await put(pdf, { 'x-file-name': encodeURIComponent('发票.pdf') });
      expect(status).toBe(200);
      expect(body).toEqual({
        file: createHash('sha256').update(pdf).digest('hex'),
        name: '发票.pdf',
        size: pdf.length,
        mediaType: 'application/pdf',
      });
      const back = await api.get(`/v1/files/${body.file}`, { as: api.people.handler });
      expect(back.text).toBe(pdf.toString());
      expect(back.headers.get('content-disposition')).toContain(encodeURIComponent('发票.pdf'));
      expect((await api.get<ProblemBody>(`/v1/files/${body.file}`, { as: api.people.agent })).body).toMatchObject({
        code: 'file.not_found',
      });
      const beside = await api.get<ProblemBody>(`/v1/files/${body.file}?case=${listed}`, { as: api.people.agent });
      expect(beside.body).toMatchObject({ code: 'file.not_found' });
    });

    it.each([
      ['of a type that is not taken', Buffer.from('x'), { 'content-type': 'application/x-msdownload' }, 415, 'file.type_not_allowed'],
      ['that is not what it says', Buffer.from('MZ'), {}, 422, 'file.not_what_it_says'],
      ['that is empty', Buffer.alloc(0), {}, 422, 'file.empty'],
      ['that is too large', Buffer.concat([pdf, Buffer.alloc(200_000)]), {}, 413, 'file.too_large'],
    ])('%s is refused', async (_title, raw, headers, status, code) => {
      const answer = await put(raw, headers as Record<string, string>);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });
  });

  it('takes people in for operators alone, and keeps their data out of every case', async () => {
    const body = { name: '赵一', phone: '13800000000' };
    expect((await api.post<ProblemBody>('/v1/people', body, { as: api.people.handler })).body).toMatchObject({
      code: 'access.role_missing',
    });
    const key = randomUUID();
    const added = await api.post<{ person: string }>('/v1/people', body, { as: api.people.operator, key });
    expect(added.status).toBe(201);
    expect((await api.post<{ person: string }>('/v1/people', body, { as: api.people.operator, key })).body).toEqual(added.body);
    const twice = await api.post<ProblemBody>('/v1/people', { ...body, id: added.body.person }, { as: api.people.operator });
    expect(twice.body).toMatchObject({ status: 409, code: 'person.exists' });
  });

  it('makes a world for an operator, who alone moves its clock', async () => {
    const id = `world-${randomUUID().slice(0, 8)}`;
    const world = { id, name: '演练', jurisdiction: 'demo-county', startsAt: '2025-01-06T09:00:00+08:00' };
    const as = api.people.operator;
    expect((await api.post('/v1/worlds', world, { as })).status).toBe(201);
    expect((await api.post('/v1/worlds', world, { as })).status).toBe(201);
    const inside = { as: as.person, realm: id };
    const me = await api.get<{ now: string; posts: unknown[] }>('/v1/me', inside);
    expect(me.body.now).toMatch(/^2025-01-06T09:0/);
    expect(me.body.posts).toHaveLength(1);
    const to = { to: '2025-02-01T00:00:00+08:00' };
    expect((await api.post<ProblemBody>(`/v1/worlds/${id}/advance`, to, { as })).body).toMatchObject({ code: 'world.not_found' });
    const moved = await api.post<{ now: string }>(`/v1/worlds/${id}/advance`, to, inside);
    expect(moved.body.now).toMatch(/^2025-02-01T00:00:0/);
    const key = randomUUID();
    const onward = () => api.post<{ now: string }>(`/v1/worlds/${id}/advance`, { bySeconds: 86_400 }, { ...inside, key });
    const days = [await onward(), await onward()].map(({ body }) => body.now.slice(0, 10));
    expect(days).toEqual(['2025-02-02', '2025-02-02']);
    const other = await api.post<ProblemBody>(`/v1/worlds/${id}/advance`, { bySeconds: 1 }, { ...inside, key });
    expect([other.status, other.body.code]).toEqual([422, 'command.key_reused']);
  });
});
