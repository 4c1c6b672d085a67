import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { itemIn, proposal } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly href: string;
  readonly actions: readonly { readonly name: string; readonly allowed: boolean; readonly href: string; readonly reason?: ProblemBody }[];
  readonly view: Record<string, unknown>;
}

describe('the HTTP door', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  }, 60_000);
  afterAll(() => api.stop());

  const propose = (more: object = {}, asked: Parameters<Api['post']>[2] = {}) =>
    api.post<Shown & ProblemBody>('/v1/catalogue-items', { ...proposal(api.people), ...more }, { as: api.people.handler, ...asked });

  describe('a command', () => {
    it('is carried out while Temporal is down, and answers where the case stands and what may be done', async () => {
      const made = await propose();
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(made.body.href);
      expect(made.headers.get('etag')).toBe(`"${made.body.version}"`);
      const shown = await api.get<Shown>(made.body.href, { as: api.people.handler });
      expect(shown.status).toBe(200);
      expect(shown.headers.get('etag')).toBe(made.headers.get('etag'));
      expect(shown.body.view).toMatchObject({ department: api.people.bureau });
      const withdraw = shown.body.actions.find(({ name }) => name === 'withdraw');
      expect(withdraw?.href).toBe(`${made.body.href}/withdraw`);
    });

    it('asked twice with one key is carried out once; with another body it is refused', async () => {
      const key = randomUUID();
      const [first, second] = [await propose({}, { key }), await propose({}, { key })];
      expect(second.body.id).toBe(first.body.id);
      expect(second.status).toBe(201);
      const other = await propose({ title: '另一项服务' }, { key });
      expect([other.status, other.body.code]).toEqual([422, 'command.key_reused']);
    });

    it('without a key, or with one that is none, is not taken', async () => {
      expect((await propose({}, { key: null })).body).toMatchObject({ status: 428, code: 'request.key_missing' });
      expect((await propose({}, { key: 'short' })).body).toMatchObject({ status: 422, code: 'request.key_malformed' });
    });

    it('on a version that has moved on is refused, and without one where a person edits', async () => {
      const id = await itemIn(api.realm, api.people, 'listing');
      const address = `/v1/catalogue-items/${id.split('/')[1]}`;
      const edit = (headers: Record<string, string>) =>
        api.post<ProblemBody>(`${address}/revise`, { title: '新的名称' }, { as: api.people.handler, headers });
      expect((await edit({})).body).toMatchObject({ status: 428, code: 'request.version_missing' });
      expect((await edit({ 'if-match': 'seven' })).body).toMatchObject({ status: 422, code: 'request.version_malformed' });
      expect((await edit({ 'if-match': '"1"' })).body).toMatchObject({ status: 412, code: 'command.version_moved' });
      const etag = (await api.get(address, { as: api.people.handler })).headers.get('etag') ?? '';
      expect((await edit({ 'if-match': etag })).status).toBe(200);
    });

    it('refused by the law names the article, in both languages and in the one asked for', async () => {
      const zh = await propose({ guidingCode: 'A9999' });
      expect(zh.headers.get('content-type')).toContain('application/problem+json');
      expect(zh.body).toMatchObject({ code: 'catalogue.not_in_guiding_catalogue', status: zh.status });
      expect(zh.body.rule?.citation.length).toBeGreaterThan(0);
      expect(typeof zh.body.rule?.verified).toBe('boolean');
      expect(zh.body.detail).toBe(zh.body.details.zh);
      const en = await propose({ guidingCode: 'A9999' }, { headers: { 'accept-language': 'en-GB, zh;q=0.5' } });
      expect(en.body.detail).toBe(en.body.details.en);
      expect(en.headers.get('content-language')).toBe('en');
    });
  });

  describe('an input', () => {
    it('with several faults hears of each, with its place', async () => {
      const { status, body } = await propose({ department: 'somewhere', unit: undefined, colour: 'red', indicators: [{ id: 'x' }] });
      expect([status, body.code]).toEqual([422, 'input.invalid']);
      const faults = body.errors.map(({ pointer, code }) => `${pointer} ${code}`);
      expect(faults).toEqual(
        expect.arrayContaining([
          '/department input.wrong_format',
          '/unit input.missing',
          '/colour input.unknown_field',
          '/indicators/0/name input.missing',
          '/indicators/0/comparison input.missing',
        ]),
      );
      expect(body.errors.every(({ detail }) => detail.length > 0)).toBe(true);
    });

    it.each([
      ['that is no JSON', { raw: '{"a":' }, 400, 'input.malformed_json'],
      ['nested too deep', { raw: `${'['.repeat(40)}${']'.repeat(40)}` }, 422, 'input.too_deep'],
      ['with a NUL', { raw: '{"title":"a\\u0000b"}' }, 422, 'input.invalid'],
      ['with half a surrogate pair', { raw: '{"title":"a\\ud800"}' }, 422, 'input.invalid'],
      ['with a key that would reach a prototype', { raw: '{"__proto__":{"a":1}}' }, 422, 'input.invalid'],
      ['too large', { raw: JSON.stringify({ title: 'x'.repeat(60_000) }) }, 413, 'input.body_too_large'],
      [
        'of another type',
        { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        'input.wrong_content_type',
      ],
    ])('%s is refused', async (_title, asked, status, code) => {
      const headers = { 'content-type': 'application/json', ...(asked as { headers?: Record<string, string> }).headers };
      const answer = await api.ask<ProblemBody>('POST', '/v1/catalogue-items', { as: api.people.handler, ...asked, headers });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    it('at no address, or by a method that the address does not take, is refused as such', async () => {
      expect((await api.get<ProblemBody>('/v1/nowhere')).body).toMatchObject({ status: 404, code: 'request.no_such_route' });
      const answer = await api.ask<ProblemBody>('DELETE', '/v1/catalogue-items', { as: api.people.handler });
      expect(answer.body).toMatchObject({ status: 405, code: 'request.method_not_supported' });
      expect(answer.headers.get('allow')).toContain('POST');
    });

    it('with a cursor of another list is refused', async () => {
      const { body } = await api.get<ProblemBody>('/v1/catalogue-items?cursor=bm9uc2Vuc2U', { as: api.people.handler });
      expect(body).toMatchObject({ status: 422, code: 'input.bad_cursor' });
    });
  });

  describe('who asks', () => {
    const me = (headers: Record<string, string>) => api.get<ProblemBody>('/v1/me', { headers });
    const bearer = async (...given: Parameters<typeof api.issuer.token>) => ({
      authorization: `Bearer ${await api.issuer.token(...given)}`,
    });

    it('is asked for a token, and told when it is none', async () => {
      expect((await me({})).body).toMatchObject({ status: 401, code: 'identity.missing' });
      expect((await me({ authorization: 'Bearer nonsense' })).body).toMatchObject({ status: 401, code: 'identity.invalid' });
      expect((await me(await bearer('zhang-min', {}, { forged: true }))).status).toBe(401);
      expect((await me(await bearer('zhang-min', {}, { audience: 'another' }))).status).toBe(401);
      expect((await me(await bearer('zhang-min', {}, { seconds: -60 }))).status).toBe(401);
      expect((await me(await bearer('zhang-min', { realm: 'nowhere' }))).body).toMatchObject({
        status: 403,
        code: 'identity.unknown_realm',
      });
      expect((await me(await bearer('zhang-min'))).status).toBe(200);
    });

    it('acts in the only post held; another’s, or one that is over, is refused', async () => {
      const { handler, bureau, officer } = api.people;
      expect((await propose({}, { as: handler.person })).status).toBe(201);
      expect((await propose({}, { as: { ...handler, appointment: officer.appointment } })).body).toMatchObject({
        status: 403,
        code: 'access.appointment_not_yours',
      });
      await api.realm.done('system', 'organisation', bureau, 'appoint', {
        person: 'he-was',
        post: 'purchaser-handler',
        from: '2020-01-01',
        to: '2021-12-31',
      });
      const key = `${bureau.split('/')[1]}.purchaser-handler.he-was`;
      expect((await propose({}, { as: { person: 'he-was', appointment: key } })).body).toMatchObject({
        status: 403,
        code: 'access.appointment_not_current',
      });
      const read = await api.get<ProblemBody>('/v1/catalogue-items', { as: { person: 'he-was', appointment: key } });
      expect(read.body).toMatchObject({ status: 403, code: 'access.appointment_not_current' });
    });

    it('with several posts names one of them', async () => {
      const { bureau } = api.people;
      for (const post of ['purchaser-handler', 'purchaser-approver'])
        await api.realm.done('system', 'organisation', bureau, 'appoint', { person: 'two-posts', post, from: '2020-01-01' });
      const { status, body } = await propose({}, { as: 'two-posts' });
      expect([status, body.code]).toEqual([409, 'identity.post_required']);
      expect(body).toHaveProperty('meta.posts.length', 2);
      const me2 = await api.get<{ posts: { key: string }[] }>('/v1/me', { as: 'two-posts' });
      expect(me2.body.posts).toHaveLength(2);
    });
  });

  it('carries one request id through answer, log, event and refusal log', async () => {
    const requestId = `spec-${randomUUID()}`;
    const made = await propose({}, { headers: { 'x-request-id': requestId } });
    expect(made.headers.get('x-request-id')).toBe(requestId);
    expect(await api.realm.sql('select count(*)::int as n from event where request_id = $1', [requestId])).not.toEqual([{ n: 0 }]);
    expect(api.lines.some((line) => line.includes(requestId))).toBe(true);
    const refused = await propose({ guidingCode: 'A9999' }, { headers: { 'x-request-id': `${requestId}-2` } });
    expect(refused.body.requestId).toBe(`${requestId}-2`);
    const written = () => api.realm.sql('select code, actor, command from refusal where request_id = $1', [`${requestId}-2`]);
    let rows = await written();
    for (const until = Date.now() + 3_000; rows.length === 0 && Date.now() < until; ) rows = await written();
    expect(rows).toEqual([{ code: 'catalogue.not_in_guiding_catalogue', actor: 'zhang-min', command: 'propose' }]);
  });

  it('sends security headers and nothing of itself', async () => {
    const { headers } = await api.get('/health/live');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    const docs = await api.get('/docs');
    expect(docs.status).toBe(200);
    expect(docs.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(docs.text).not.toMatch(/<script>(?!\s*<\/script>)/);
    expect((await api.get('/openapi.json')).body).toHaveProperty('openapi');
  });

  it('logs neither token nor body', async () => {
    const secret = `秘密${randomUUID()}`;
    const token = await api.issuer.token('zhang-min');
    await propose({ title: secret }, { headers: { authorization: `Bearer ${token}` } });
    await propose({ title: secret, nonsense: 1 }, { headers: { authorization: `Bearer ${token}` } });
    const all = api.lines.join('');
    expect(all).not.toContain(secret);
    expect(all).not.toContain(token);
  });
});
