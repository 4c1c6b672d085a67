import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proposal } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

describe('a system that is held after a restore', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
    await api.realm.sql('update realm set held = true where realm_id = $1', [api.realm.id]);
  }, 60_000);
  afterAll(() => api.stop());

  const world = { id: 'rehearsal', name: '演练', jurisdiction: 'demo-county', startsAt: '2025-03-03T09:00:00+08:00' };
  const draft = '/v1/catalogue-items/new/drafts/proposal';
  it.each([
    ['a command', () => api.post('/v1/catalogue-items', proposal(api.people), { as: api.people.handler })],
    ['a draft', () => api.ask('PUT', draft, { as: api.people.handler, body: { a: 1 } })],
    ['the removal of a draft', () => api.ask('DELETE', draft, { as: api.people.handler, headers: { 'if-match': '"1"' } })],
    [
      'a file',
      () => api.ask('PUT', '/v1/files', { as: api.people.handler, raw: '%PDF-1.4 x', headers: { 'content-type': 'application/pdf' } }),
    ],
    ['a person', () => api.post('/v1/people', { name: '王五' }, { as: api.people.operator })],
    ['a new world', () => api.post('/v1/worlds', world, { as: api.people.operator })],
    ['the clock of a world', () => api.post(`/v1/worlds/${api.realm.id}/advance`, { bySeconds: 1 }, { as: api.people.operator })],
  ])('refuses %s, in both languages', async (_title, change) => {
    const { status, body } = await change();
    expect(body as unknown as ProblemBody).toMatchObject({
      code: 'realm.held',
      details: { zh: expect.stringContaining('只可查阅'), en: expect.stringContaining('reads only') },
    });
    expect(status).toBe(409);
  });

  it('shows everything as ever', async () => {
    expect((await api.get('/v1/tasks', { as: api.people.handler })).status).toBe(200);
    expect((await api.get('/v1/catalogue-items', { as: api.people.handler })).status).toBe(200);
  });
});
