import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listen, treasuryServer } from '../../apps/treasury/src/server.js';
import { Treasury } from '../../apps/treasury/src/treasury.js';
import { treasuryClient, TreasuryMisuse, type PaymentOrder, type StatementEntry, type TreasuryClient } from './treasury.client.js';

const root = mkdtempSync(join(tmpdir(), 'treasury-client-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let running: { treasury: Treasury; server: Server; client: TreasuryClient; url: string };
let troubles: string[];
const start = async (dir: string): Promise<typeof running> => {
  const treasury = new Treasury({ dir, latencyMs: 5 });
  const server = treasuryServer(treasury);
  const url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  const onTrouble = (trouble: { cause: string }): void => void troubles.push(trouble.cause);
  return { treasury, server, url, client: treasuryClient({ url, timeLimitMs: 250, onTrouble }) };
};
const stop = async ({ server, treasury }: typeof running): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  treasury.close();
};
beforeEach(async () => {
  troubles = [];
  running = await start(mkdtempSync(join(root, 'd-')));
});
afterEach(() => stop(running));

const order = (more: Partial<PaymentOrder> = {}): PaymentOrder => ({
  key: 'disbursement/7f3/1/1',
  orderNo: '支付令〔2025〕1号',
  realm: 'demo',
  payer: 'justice-bureau',
  payee: { name: '晨光社工服务中心', account: '6222020000001234567' },
  amount: 162_240_000n,
  memo: '第一期',
  ...more,
});
const until = async <T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> => {
  for (const end = Date.now() + 5000; ; ) {
    const seen = await look();
    if (good(seen)) return seen;
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const stateOf = (answer: Awaited<ReturnType<TreasuryClient['ask']>>): string =>
  answer === null ? 'nothing' : answer === 'unknown' ? answer : answer.state;
const becomes = (state: string, key = order().key) =>
  until(
    () => running.client.ask(key),
    (answer) => stateOf(answer) === state,
  );
const movements = async (): Promise<readonly StatementEntry[]> => {
  const page = await running.client.statement(null);
  if (page === 'unknown') throw new Error('no statement');
  return page.entries;
};
const kinds = async (): Promise<string[]> => (await movements()).map((entry) => `${entry.kind} ${entry.amount}`);

describe('an order to the treasury', () => {
  it('is unknown to it before it is sent, accepted when sent, and paid', async () => {
    expect(await running.client.ask(order().key)).toBeNull();
    expect(await running.client.send(order())).toMatchObject({
      state: 'accepted',
      amount: 162_240_000n,
      paid: 0n,
      treasuryNo: 'T000000001',
    });
    expect(await becomes('paid')).toMatchObject({ paid: 162_240_000n, returned: 0n, reason: null });
    expect(await kinds()).toEqual(['paid 162240000']);
  });

  it('sent many times at once is paid once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => running.client.send(order())));
    expect(new Set(answers.map((answer) => (answer === 'unknown' ? answer : answer.treasuryNo)))).toEqual(new Set(['T000000001']));
    await becomes('paid');
    expect(await kinds()).toEqual(['paid 162240000']);
  });

  it('whose answer is late is unknown, was accepted, and is not paid again when sent again', async () => {
    running.treasury.plant({ kind: 'delay', ms: 5000, times: 1 });
    expect(await running.client.send(order())).toBe('unknown');
    expect(troubles.join()).toMatch(/Timeout|aborted/i);
    expect(await running.client.send(order())).toMatchObject({ state: 'accepted' });
    await becomes('paid');
    expect(await kinds()).toEqual(['paid 162240000']);
  });

  it.each([
    ['at once', {}],
    ['after a silence', { ms: 20 }],
  ])('accepted and dropped without an answer %s is unknown, then found paid by its key', async (_, how) => {
    running.treasury.plant({ kind: 'timeoutAfterAccepting', times: 1, ...how });
    expect(await running.client.send(order())).toBe('unknown');
    await becomes('paid');
    await running.client.send(order());
    expect(await kinds()).toEqual(['paid 162240000']);
  });

  it('answered twice is one movement in two lines', async () => {
    running.treasury.plant({ kind: 'duplicateAnswer' });
    await running.client.send(order());
    await becomes('paid');
    const told = await movements();
    expect([told.length, new Set(told.map((entry) => entry.movementNo)).size]).toEqual([2, 1]);
  });

  it('refused carries the reason, and no money moved', async () => {
    running.treasury.plant({ kind: 'refuse', reason: 'account_closed' });
    await running.client.send(order());
    expect(await becomes('refused')).toMatchObject({ reason: 'account_closed', paid: 0n, returned: 0n });
    expect(await kinds()).toEqual(['refused 0']);
  });

  it('paid and sent back later is returned, whole', async () => {
    running.treasury.plant({ kind: 'returnAfter', ms: 30, reason: 'name_mismatch' });
    await running.client.send(order({ asOf: Date.parse('2025-12-31T15:59:59.990Z') }));
    const answer = await becomes('returned');
    expect(answer).toMatchObject({ reason: 'name_mismatch', paid: 162_240_000n, returned: 162_240_000n, valueOn: '2026-01-01' });
    expect(await kinds()).toEqual(['paid 162240000', 'returned 162240000']);
  });

  it('paid in part says how much', async () => {
    running.treasury.plant({ kind: 'partial', percent: 40, reason: 'line_short' });
    await running.client.send(order());
    expect(await becomes('partial')).toMatchObject({ reason: 'line_short', paid: 64_896_000n, returned: 0n });
  });

  it.each(['unavailable', 'drop'])('to a treasury that is down (%s) is unknown, never "not there"', async (mode) => {
    running.treasury.plant({ kind: 'down', mode, times: 3 });
    expect(await running.client.send(order())).toBe('unknown');
    expect(await running.client.ask(order().key)).toBe('unknown');
    expect(await running.client.statement(null)).toBe('unknown');
    expect(await running.client.ask(order().key)).toBeNull();
  });

  it('to a treasury that is not there at all is unknown', async () => {
    const away = treasuryClient({ url: 'http://127.0.0.1:9', onTrouble: ({ cause }) => troubles.push(cause) });
    expect([await away.send(order()), await away.ask('x'), await away.statement(null)]).toEqual(['unknown', 'unknown', 'unknown']);
    expect(troubles).toHaveLength(3);
  });

  it('for an account that cannot be is refused at the door, without a number', async () => {
    const answer = await running.client.send(order({ payee: { name: '晨光', account: '账号' } }));
    expect(answer).toMatchObject({ state: 'refused', treasuryNo: null, reason: 'payee_account_invalid', paid: 0n });
    expect(await running.client.ask(order().key)).toBeNull();
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['another body under a used key', () => running.client.send(order({ amount: 1n })), 'treasury.key_reused'],
    ['a number that is under way under another key', () => running.client.send(order({ key: 'other' })), 'treasury.order_no_open'],
    ['a key with a space', () => running.client.ask('a b'), 'treasury.key_malformed'],
    ['nothing', () => running.client.send(order({ key: 'zero', amount: 0n })), 'treasury.invalid'],
    ['an empty order number', () => running.client.send(order({ key: 'empty', orderNo: '' })), 'treasury.invalid'],
    ['a cursor of another treasury', () => running.client.statement('77'), 'treasury.invalid'],
  ])('throws for %s: that is a bug, no outage', async (_, misuse, code) => {
    await running.client.send(order());
    await expect(misuse()).rejects.toThrow(expect.objectContaining({ constructor: TreasuryMisuse, code }));
  });
});

describe('the statement', () => {
  it('is polled from cursor to cursor without a gap, also over a restart', async () => {
    const dir = mkdtempSync(join(root, 'd-'));
    let now = await start(dir);
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let count = 1; count <= 5; count++) {
      await now.client.send(order({ key: `k${count}`, orderNo: `n${count}`, realm: count === 4 ? 'other' : 'demo' }));
      await until(
        () => now.client.ask(`k${count}`),
        (answer) => stateOf(answer) === 'paid',
      );
      if (count !== 3) continue;
      await stop(now);
      now = await start(dir);
    }
    for (;;) {
      const page = await now.client.statement(cursor, { realm: 'demo', limit: 2 });
      if (page === 'unknown') throw new Error('no statement');
      seen.push(...page.entries.map((entry) => entry.key));
      cursor = page.next;
      if (!page.more) break;
    }
    await stop(now);
    expect(seen).toEqual(['k1', 'k2', 'k3', 'k5']);
  });
});

describe('an answer that makes no sense', () => {
  let server: Server;
  let listener: RequestListener;
  let client: TreasuryClient;
  beforeAll(async () => {
    server = createServer((request, response) => listener(request, response));
    client = treasuryClient({ url: `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`, timeLimitMs: 250 });
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const good = {
    key: 'k',
    state: 'paid',
    treasuryNo: 'T1',
    amount: '1.00',
    paid: '1.00',
    returned: '0.00',
    acceptedAt: '2026-01-01T00:00:00Z',
  };

  it.each<[string, number, string]>([
    ['an empty body', 200, ''],
    ['a page of HTML', 200, '<html>'],
    ['an order of another key', 200, JSON.stringify({ ...good, key: 'other' })],
    ['a state that nobody knows', 200, JSON.stringify({ ...good, state: 'lost' })],
    ['a paid order of which nothing was paid', 200, JSON.stringify({ ...good, paid: '0.00' })],
    ['money with one decimal', 200, JSON.stringify({ ...good, amount: '1.0' })],
    ['a bare 404 of a proxy', 404, '{}'],
    ['a 403 of a proxy', 403, '{"code":"denied"}'],
    ['a limit', 429, '{"code":"treasury.slow_down"}'],
    ['a redirection', 302, JSON.stringify(good)],
    ['an outage with a lie in it', 502, JSON.stringify({ code: 'treasury.order_unknown' })],
  ])('such as %s is unknown', async (_, status, body) => {
    listener = (_request, response) => response.writeHead(status, { location: '/', 'content-type': 'application/json' }).end(body);
    expect([await client.ask('k'), await client.send({ ...order(), key: 'k' })]).toEqual(['unknown', 'unknown']);
  });

  it('and one that stops in the middle is unknown', async () => {
    listener = (_request, response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"key":"k"');
    };
    expect(await client.ask('k')).toBe('unknown');
  });

  it.each([
    ['name_mismatch', 'name_mismatch'],
    ['收款人王小明户名不符', 'in_words'],
    ['Account of Wang Xiaoming closed', 'in_words'],
    [null, null],
  ])('a reason is taken as a code alone, for it stays in the record: %s is %s', async (told, taken) => {
    listener = (_request, response) => response.end(JSON.stringify({ ...good, state: 'refused', paid: '0.00', reason: told }));
    expect(await client.ask('k')).toMatchObject({ state: 'refused', reason: taken });
    const entry = { movementNo: 'M1', cursor: '1', kind: 'refused', realm: 'demo', key: 'k', treasuryNo: 'T1', amount: '1.00' };
    const page = { entries: [{ ...entry, at: '2026-01-01T00:00:00Z', valueOn: '2026-01-01', reason: told }], next: '1', more: false };
    listener = (_request, response) => response.end(JSON.stringify(page));
    expect(await client.statement(null)).toMatchObject({ entries: [{ reason: taken }] });
  });

  it('a whole one is believed', async () => {
    listener = (_request, response) => response.end(JSON.stringify(good));
    expect(await client.ask('k')).toMatchObject({ state: 'paid', paid: 100n, settledAt: null });
  });
});
