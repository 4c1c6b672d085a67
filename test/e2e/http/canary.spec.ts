import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proposal } from '../../support/engine.js';
import { Api } from './api.js';

const CANARY = '金丝雀王小明';

describe('the log and the metrics of the API', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  }, 60_000);
  afterAll(async () => {
    await api.stop();
  });

  it('hold ids, codes and times of what was asked, whether it was done, refused or broken, and nothing that somebody wrote', async () => {
    const { handler, operator } = api.people;
    const made = await api.post<{ id: string }>('/v1/catalogue-items', proposal(api.people, { title: `服务${CANARY}` }), { as: handler });
    expect(made.status).toBe(201);
    const path = `/v1/catalogue-items/${made.body.id.split('/')[1]}`;
    await api.system.engine.enter(api.realm.id, made.body.id, 'proposal');
    expect((await api.post(`${path}/reject-proposal`, { reason: CANARY }, { as: handler })).status).not.toBe(500);
    expect((await api.post(`${path}/assess-need`, { needed: true, text: CANARY }, { as: handler })).status).toBe(409);
    expect((await api.post(`${path}/assess-need`, { [CANARY]: CANARY }, { as: handler })).status).toBe(422);
    expect(
      (await api.ask('POST', path, { raw: `{"text":"${CANARY}`, as: handler, headers: { 'content-type': 'application/json' } })).status,
    ).toBeGreaterThan(399);
    await api.post('/v1/people', { id: 'canary-1', name: CANARY, phone: '13900001111' }, { as: operator });
    await api.get(`/v1/search?q=${encodeURIComponent(CANARY)}`, { as: handler });
    await api.get(`/v1/people?q=${encodeURIComponent(CANARY)}`, { as: operator });
    const metrics = await (await fetch(`${api.operationsUrl}/metrics`)).text();
    const all = [...api.lines, metrics].join('\n');
    expect(api.lines.length).toBeGreaterThan(6);
    expect(all).toContain('catalogue.stage_not_open');
    for (const text of [CANARY, encodeURIComponent(CANARY), '13900001111']) expect(all).not.toContain(text);
    const refused = await api.realm.sql('select to_jsonb(r)::text as text from refusal r');
    expect(JSON.stringify(refused)).not.toContain(CANARY);
  });
});
