import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemIn, proposal } from '../../support/engine.js';
import { type Answered, Api, type ProblemBody } from './api.js';

/** Reads an event stream until `until` holds; answers what was read. */
const listen = async (api: Api, as: string | null, headers: Record<string, string> = {}) => {
  const stop = new AbortController();
  const authorization: Record<string, string> = as === null ? {} : { authorization: `Bearer ${await api.issuer.token(as)}` };
  const response = await fetch(`${api.url}/v1/hints`, { headers: { ...headers, ...authorization }, signal: stop.signal });
  let text = '';
  const reading = (async () => {
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString();
    } catch {
      // stopped
    }
  })();
  const until = async (holds: (read: string) => boolean): Promise<void> => {
    for (const end = Date.now() + 5_000; !holds(text) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(holds(text)).toBe(true);
  };
  return {
    response,
    until,
    text: () => text,
    stop: async () => {
      stop.abort();
      await reading;
    },
  };
};

describe('two API processes over one database', () => {
  let one: Api;
  let other: Api;
  beforeAll(async () => {
    one = await Api.start();
    other = await Api.start({ requestsPerMinute: 40, realm: one.realm.id }, one);
  }, 60_000);
  afterAll(async () => {
    await other.stop(false);
    await one.stop();
  });

  it('hint at what moved, whichever of them was asked, to those who may find the case', async () => {
    const bureau = await listen(one, 'li-na');
    const outsider = await listen(one, 'chen-yu');
    const anybody = await listen(one, null);
    await Promise.all([bureau, outsider, anybody].map((stream) => stream.until((text) => text.includes('event: ready'))));
    const made = await other.post<{ id: string }>('/v1/catalogue-items', proposal(one.people), { as: one.people.handler });
    await bureau.until((text) => text.includes(`{"case":"${made.body.id}","version":`));
    const listed = await itemIn(other.realm, one.people, 'listing');
    await other.post(`/v1/catalogue-items/${listed.split('/')[1]}/refresh-review`, {}, { as: one.people.operator });
    await other.post(`/v1/catalogue-items/${listed.split('/')[1]}/delist`, { reason: '不再需要' }, { as: one.people.approver });
    await anybody.until((text) => text.includes(listed));
    expect(outsider.text()).not.toContain(made.body.id);
    expect(anybody.text()).not.toContain(made.body.id);
    await Promise.all([bureau, outsider, anybody].map((stream) => stream.stop()));
  });

  it('tell whoever comes back after a gap to look at everything again', async () => {
    const stream = await listen(one, 'li-na', { 'last-event-id': 'x' });
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    await stream.until((text) => text.includes('event: resync'));
    await stream.stop();
  });

  it('count requests together', async () => {
    const third = await Api.start({ requestsPerMinute: 40, realm: one.realm.id }, one);
    try {
      const count = async (person: string) => {
        const answers: Answered<ProblemBody>[] = [];
        for (let i = 0; i < 60; i += 1) answers.push(await (i % 2 ? other : third).get<ProblemBody>('/v1/me', { as: person }));
        return answers;
      };
      // a minute may begin while we count: then it is counted again
      const minute = () => Math.floor(Date.now() / 60_000);
      let began = minute();
      let answers = await count('counted');
      if (minute() !== began) {
        began = minute();
        answers = await count('counted-again');
      }
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
      const refused = answers.find(({ status }) => status !== 200);
      expect([refused?.status, refused?.body.code]).toEqual([429, 'limit.too_many_requests']);
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await other.get('/v1/me', { as: 'not-counted' })).status).toBe(200);
    } finally {
      await third.stop(false);
    }
  });

  it('measure on a port of their own, and never a bid', async () => {
    await one.post('/v1/catalogue-items', { ...proposal(one.people), guidingCode: 'A9999' }, { as: one.people.handler });
    const before = await (await fetch(`${one.operationsUrl}/metrics`)).text();
    expect(before).toMatch(/goufu_refusals_total\{kind="catalogue",code="catalogue.not_in_guiding_catalogue"\} 1/);
    expect(before).toMatch(/goufu_command_seconds_count\{kind="catalogue",command="propose",outcome="refused"\} 1/);
    for (const name of ['goufu_lock_wait_seconds_count', 'goufu_due_lateness_seconds', 'goufu_outbox_age_seconds'])
      expect(before).toContain(name);
    // the outbox waits, for Temporal is down
    expect(Number(/^goufu_outbox_waiting (\d+)$/m.exec(before)?.[1])).toBeGreaterThan(0);
    const offer = { price: '100.00', enterprise: 'small', share: null, commitments: {}, answers: {}, files: [] };
    const bid = { round: 1, supplier: one.people.supplier, documentVersion: 1, offer };
    const path = '/v1/purchases/0197f0a0-7c1e-7000-8000-000000000001/bids';
    expect((await one.post(path, bid, { as: one.people.agent })).status).toBeGreaterThanOrEqual(400);
    const after = await (await fetch(`${one.operationsUrl}/metrics`)).text();
    const counted = (text: string) =>
      text.split('\n').filter((line) => line.startsWith('goufu_') && !/^goufu_process_|_age_seconds /.test(line));
    expect(counted(after)).toEqual(counted(before));
    expect(after).not.toContain('"bid"');
    expect((await one.get('/metrics')).status).toBe(404);
  });

  it('stay ready while the database answers', async () => {
    expect((await one.get('/health/ready')).body).toEqual({ status: 'ready', database: 'up' });
  });
});
