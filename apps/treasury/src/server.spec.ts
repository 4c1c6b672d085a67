import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listen, treasuryServer } from './server.js';
import { Treasury } from './treasury.js';

const dir = mkdtempSync(join(tmpdir(), 'treasury-http-'));
const said: string[] = [];
const log = (...line: readonly unknown[]): void => void said.push(JSON.stringify(line));
let treasury: Treasury;
let server: Server;
let url: string;
beforeAll(async () => {
  treasury = new Treasury({ dir, log, callbackPauseMs: 5 });
  server = treasuryServer(treasury, log);
  url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  treasury.close();
  rmSync(dir, { recursive: true, force: true });
});

const account = '6222020000001234567';
const order = (orderNo: string, more: object = {}) => ({
  orderNo,
  realm: 'demo',
  payer: 'justice-bureau',
  payee: { name: '晨光社工服务中心', account },
  amount: '1622400.00',
  currency: 'CNY',
  memo: '第一期',
  ...more,
});
const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? null : JSON.parse(text) };
};
const send = (key: string, body: unknown) => call('POST', '/orders', body, { 'idempotency-key': key });
const until = async <T>(look: () => Promise<T> | T, good: (seen: T) => boolean): Promise<T> => {
  for (const end = Date.now() + 5000; ; ) {
    const seen = await look();
    if (good(seen)) return seen;
    if (Date.now() > end) throw new Error(`waited in vain; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const settled = (key: string) =>
  until(
    () => call('GET', `/orders/${encodeURIComponent(key)}`),
    (seen) => seen.body.state !== 'accepted',
  );

describe("the treasury's door", () => {
  it('answers an order with 202, the same order with the same bytes, and tells neither name nor account', async () => {
    const first = await send('pay/a/1', order('a1'));
    expect([first.status, first.body.state, first.body.amount, first.body.paid]).toEqual([202, 'accepted', '1622400.00', '0.00']);
    const paid = await settled('pay/a/1');
    expect(paid.body).toMatchObject({ state: 'paid', paid: '1622400.00', returned: '0.00', reason: null });
    expect((await send('pay/a/1', order('a1'))).text).toBe(first.text);
    const statement = await call('GET', '/statements?realm=demo');
    expect(statement.body.entries[0]).toMatchObject({ kind: 'paid', key: 'pay/a/1', orderNo: 'a1', amount: '1622400.00' });
    for (const text of [first.text, paid.text, statement.text, said.join()]) {
      expect(text).not.toContain(account);
      expect(text).not.toContain('晨光');
    }
  });

  it.each<[string, object, string, string]>([
    ['an amount with one decimal', { amount: '1.0' }, '/amount', 'malformed'],
    ['an amount as a number', { amount: 1 }, '/amount', 'malformed'],
    ['nothing', { amount: '0.00' }, '/amount', 'not_positive'],
    ['a negative amount', { amount: '-1.00' }, '/amount', 'malformed'],
    ['another currency', { currency: 'USD' }, '/currency', 'unsupported'],
    ['no payee', { payee: undefined }, '/payee', 'required'],
    ['an account with letters of another script', { payee: { name: 'x', account: '账号一二三' } }, '/payee/account', 'malformed'],
    ['an empty name', { payee: { name: ' ', account } }, '/payee/name', 'malformed'],
    ['a memo that is too long', { memo: '长'.repeat(201) }, '/memo', 'too_long'],
    ['a misspelt field', { callbackURL: 'http://x/' }, '/callbackURL', 'unknown_field'],
    ['a field of the prototype', { constructor: 1 }, '/constructor', 'unknown_field'],
    ['an address that is none', { callbackUrl: 'file:///etc/passwd' }, '/callbackUrl', 'unsupported'],
    ['a day without an hour', { asOf: '2025-01-06' }, '/asOf', 'malformed'],
  ])('refuses %s with its place', async (_, change, pointer, code) => {
    const answer = await send('pay/bad', order('bad', change));
    expect([answer.status, answer.body.code, answer.body.errors]).toEqual([422, 'treasury.invalid', [{ pointer, code }]]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await call('GET', '/orders/pay%2Fbad')).body.code).toBe('treasury.order_unknown');
  });

  it('names every fault of a body at once', async () => {
    const answer = await send('pay/bad', { amount: 'x' });
    expect(answer.body.errors.map((each: { pointer: string }) => each.pointer)).toEqual([
      '/orderNo',
      '/realm',
      '/payer',
      '/payee',
      '/amount',
      '/currency',
    ]);
  });

  it('says "used" and never "invalid" for a key under which something was accepted', async () => {
    await send('pay/used', order('used'));
    for (const change of [{ amount: '1.00' }, { amount: 'x' }])
      expect((await send('pay/used', order('used', change))).body.code).toBe('treasury.key_reused');
    expect((await send('pay/used2', order('used'))).body.code).toBe('treasury.order_no_open');
  });

  it.each<[string, () => Promise<{ status: number; body: { code: string } }>, number, string]>([
    ['no key', () => call('POST', '/orders', order('k')), 400, 'treasury.key_missing'],
    ['a key with a space', () => send('a b', order('k')), 400, 'treasury.key_malformed'],
    ['no JSON', () => send('k', '{'), 400, 'treasury.not_json'],
    ['an array', () => send('k', []), 422, 'treasury.invalid'],
    [
      'a form',
      () => call('POST', '/orders', 'a=b', { 'idempotency-key': 'k', 'content-type': 'text/plain' }),
      415,
      'treasury.not_acceptable_type',
    ],
    ['a body over 16 KiB', () => send('k', order('k', { memo: 'x'.repeat(20_000) })), 413, 'treasury.body_too_large'],
    ['an unknown key', () => call('GET', '/orders/nothing'), 404, 'treasury.order_unknown'],
    ['an unknown path', () => call('GET', '/order'), 404, 'treasury.no_such_path'],
    ['a broken path', () => call('GET', '/orders/%E0%A4%A'), 400, 'treasury.path_malformed'],
    ['another method', () => call('DELETE', '/orders'), 405, 'treasury.method_not_allowed'],
    ['a cursor that is none', () => call('GET', '/statements?after=x'), 422, 'treasury.invalid'],
    ['a cursor beyond the end', () => call('GET', '/statements?after=99999'), 422, 'treasury.invalid'],
    ['too long a page', () => call('GET', '/statements?limit=501'), 422, 'treasury.invalid'],
    ['an unknown fault', () => call('POST', '/faults', { kind: 'flood' }), 422, 'treasury.invalid'],
    ['a part that is neither share nor amount', () => call('POST', '/faults', { kind: 'partial' }), 422, 'treasury.invalid'],
    ['a fault that is not there', () => call('DELETE', '/faults/F999'), 404, 'treasury.fault_unknown'],
  ])('refuses %s', async (_, ask, status, code) => {
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('switches faults on and off', async () => {
    const fault = await call('POST', '/faults', { kind: 'partial', percent: '27.22', match: { realm: 'r9' }, times: 2 });
    expect([fault.status, fault.body]).toEqual([201, expect.objectContaining({ percent: '27.22', times: 2, used: 0, active: true })]);
    expect((await call('DELETE', `/faults/${fault.body.id}`)).status).toBe(204);
    const listed = (await call('GET', '/faults')).body.faults.find((each: { id: string }) => each.id === fault.body.id);
    expect(listed).toMatchObject({ active: false });
  });

  it('is down with 503 for the realm that a fault names, and stays healthy', async () => {
    await call('POST', '/faults', { kind: 'down', match: { realm: 'r2' }, times: 2 });
    const body = order('d1', { realm: 'r2' });
    const down = await send('pay/d/1', body);
    expect([down.status, down.headers.get('retry-after'), down.body.code]).toEqual([503, '1', 'treasury.down']);
    expect((await call('GET', '/statements?realm=r2')).status).toBe(503);
    expect((await call('GET', '/health')).body.status).toBe('up');
    expect((await send('pay/d/1', body)).status).toBe(202);
  });

  it('echoes the request id and outlives a caller that hangs up in the middle of a body', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'POST /orders HTTP/1.1\r\nhost: x\r\nidempotency-key: half\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"orderNo"',
    );
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    const answer = await call('GET', '/health', undefined, { 'x-request-id': 'req-1' });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, 'req-1']);
    expect(said.join()).not.toContain('"bug"');
  });

  it('lists a clawback receipt in the statement', async () => {
    const body = {
      demandNo: '退款1',
      realm: 'r3',
      payer: { name: '晨光社工服务中心', account },
      amount: '50.00',
      currency: 'CNY',
      asOf: '2025-06-30T16:00:00Z',
    };
    const first = await call('POST', '/receipts', body, { 'idempotency-key': 'back/1' });
    const again = await call('POST', '/receipts', body, { 'idempotency-key': 'back/1' });
    expect([first.status, again.text]).toEqual([201, first.text]);
    expect((await call('GET', '/statements?realm=r3')).body.entries).toEqual([
      expect.objectContaining({ kind: 'receipt', demandNo: '退款1', amount: '50.00', valueOn: '2025-07-01', orderNo: null }),
    ]);
  });
});

describe('callbacks', () => {
  it('are tried again until they are taken, and doubled by the fault under one movement number', async () => {
    const heard: { id: string; body: { movement: { kind: string }; order: { state: string } } }[] = [];
    let failures = 2;
    const listener = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        response.statusCode = failures-- > 0 ? 500 : 204;
        if (response.statusCode === 204) heard.push({ id: String(request.headers['idempotency-key']), body: JSON.parse(text) });
        response.end();
      });
    });
    const callbackUrl = `http://127.0.0.1:${await listen(listener, 0, '127.0.0.1')}/treasury`;
    await call('POST', '/faults', { kind: 'duplicateAnswer', match: { keyPrefix: 'pay/c/' }, times: 1 });
    await send('pay/c/1', order('c1', { callbackUrl }));
    await until(
      () => heard.length,
      (count) => count === 2,
    );
    await until(
      () => call('GET', '/health'),
      (seen) => seen.body.untold === 0,
    );
    listener.close();
    listener.closeAllConnections();
    expect(new Set(heard.map((each) => each.id)).size).toBe(1);
    expect(heard[0]?.body).toMatchObject({ movement: { kind: 'paid' }, order: { key: 'pay/c/1', state: 'paid' } });
    expect(JSON.stringify(heard)).not.toContain(account);
  });
});
