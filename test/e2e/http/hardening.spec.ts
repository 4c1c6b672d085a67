import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../apps/local/src/ports.js';
import { Api, type ProblemBody } from './api.js';

type Said = Readonly<Record<string, string>>;

/** Bytes as they are, as no well-bred client would send them; answers status and headers. */
const raw = (url: string, text: string): Promise<{ status: number; headers: Said }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.end(text));
    let all = '';
    socket.on('data', (chunk: Buffer) => (all += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const [first = '', ...lines] = (all.split('\r\n\r\n')[0] ?? '').split('\r\n');
      const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
      resolve({ status: Number(first.split(' ')[1]), headers: Object.fromEntries(pairs) as Said });
    });
  });

/** A request whose headers are all ours, `Host` too; its answer is not waited for to its end, which a stream does not have. */
const asked = (url: string, method = 'GET', headers: Said = {}): Promise<{ status: number; headers: Said }> =>
  new Promise((resolve, reject) => {
    const out = send(url, { method, headers, agent: false }, (answer) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Said });
      answer.destroy();
    });
    out.on('error', reject).end();
  });

describe('whatever the door answers', () => {
  let folder: string;
  let api: Api;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'goufu-console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>购服</title>');
    writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    writeFileSync(join(folder, 'assets', 'part.js'), '1;');
    // Nobody answers there: a browser that wants to sign in is shown the page that says so.
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const publicUrl = `http://127.0.0.1:${await freePort()}`;
    api = await Api.start({
      consoleDir: folder,
      signIn: { issuer, clientId: 'goufu-console', clientSecret: 'x', personClaim: 'sub', publicUrl },
    });
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const guarded = (headers: Said): void => {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}; includeSubDomains$/) as unknown,
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/) as unknown,
    });
    expect(Object.keys(headers).filter((name) => /^access-control-|^server$|^x-powered-by$/.test(name))).toEqual([]);
  };
  const KEPT = /^(\/assets\/part\.js|\/docs)/;

  it.each([
    ['health', '/health/live', 200],
    ['the page of the console', '/', 200],
    ['a part of the console', '/assets/part.js', 200],
    ['a part that is not there', '/assets/nothing.js', 404],
    ['that a folder is no page', '/assets/', 400],
    ['the icon', '/favicon.svg', 200],
    ['the description of the interface', '/openapi.json', 200],
    ['the page that shows it', '/docs', 200],
    ['a list for everybody', '/v1/notices', 200],
    ['a stream', '/v1/hints', 200],
    ['nothing to somebody unknown', '/v1/me', 401],
    ['that a parameter is none', '/v1/notices?colour=red', 422],
    ['that there is no such address', '/nowhere', 404],
    ['that an address cannot be read', '/v1/purchases/%E0%A4%A', 400],
    ['that nobody can sign in now', '/session/sign-in', 503],
  ])('is guarded by headers, and kept by no cache that is not meant to: %s', async (_title, path, status) => {
    const answer = await asked(`${api.url}${path}`, 'GET', { accept: 'text/html' });
    expect(answer.status).toBe(status);
    guarded(answer.headers);
    expect(answer.headers['cache-control'] === 'no-store').toBe(!KEPT.test(path));
  });

  it.each([
    ['is no HTTP', 'nonsense\r\n\r\n', 400],
    ['has headers without end', `GET /v1/me HTTP/1.1\r\nhost: a\r\nx-much: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['has a method that there is none of', 'BREW /v1/me HTTP/1.1\r\nhost: a\r\n\r\n', 400],
    ['says two lengths', 'POST /v1/purchases HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}', 400],
    [
      'says a length and none',
      'POST /v1/purchases HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('is guarded too where what came %s', async (_title, text, status) => {
    const answer = await raw(api.url, text);
    expect(answer.status).toBe(status);
    guarded(answer.headers);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is told to the log with its code, wherever somebody was turned away', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    const asking: readonly [string, string, Said, string][] = [
      ['GET', '/v1/me', {}, 'identity.missing'],
      ['GET', '/v1/me', headers, 'identity.invalid'],
      ['TRACE', '/v1/notices', {}, 'request.method_not_supported'],
      ['GET', '/v1/notices?colour=red', {}, 'input.invalid'],
    ];
    for (const [method, path, more, code] of asking) {
      const { headers: said } = await asked(`${api.url}${path}`, method, more);
      const line = () => api.lines.find((one) => one.includes(said['x-request-id'] ?? ''));
      for (const until = Date.now() + 3_000; !line() && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(JSON.parse(line() ?? '{}')).toMatchObject({ msg: 'answered', method, code });
    }
  });

  it('is the last word to whoever sends what is no HTTP and would keep the connection', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => socket.write('nonsense\r\n\r\n'));
    const talking = setInterval(() => socket.write('more of it'), 50);
    const gone = await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), 8_000);
      socket.on('error', () => undefined).on('data', () => undefined);
      socket.once('close', () => {
        clearTimeout(late);
        resolve(true);
      });
    });
    clearInterval(talking);
    socket.destroy();
    expect(gone).toBe(true);
  });

  it.each(['TRACE', 'OPTIONS', 'PROPFIND', 'PURGE', 'HEAD'])('takes no %s', async (method) => {
    const answer = await asked(`${api.url}/v1/notices`, method);
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
  });

  it('lets no page of another site read it, nor ask beforehand whether it might', async () => {
    const origin = 'https://elsewhere.example';
    const before = await asked(`${api.url}/v1/purchases`, 'OPTIONS', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-csrf-token',
    });
    expect(before.status).toBe(405);
    guarded(before.headers);
    for (const from of [origin, 'null']) guarded((await asked(`${api.url}/v1/notices`, 'GET', { origin: from })).headers);
  });

  it('is, of a file, bytes to be kept beside the browser and never to be shown in it', async () => {
    const as = api.people.handler;
    const name = encodeURIComponent('发票"; filename=a.html\r\nx: y');
    const put = await api.ask<{ file: string }>('PUT', '/v1/files', {
      as,
      raw: '<script>alert(1)</script>',
      headers: { 'content-type': 'text/plain', 'x-file-name': name },
    });
    const authorization = `Bearer ${await api.issuer.token(as.person)}`;
    const { status, headers } = await asked(`${api.url}/v1/files/${put.body.file}`, 'GET', { authorization });
    expect(status).toBe(200);
    guarded(headers);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[\w.%-]+$/);
    expect(headers.x).toBeUndefined();
  });
});

describe('behind a proxy', () => {
  it('whoever is not known is counted by the address that the proxy saw, whatever the caller wrote before it', async () => {
    const api = await Api.start({ trustProxy: true, anonymousRequestsPerMinute: 5 });
    try {
      const codes: string[] = [];
      // Two minutes at most: in one of them more is asked than may be.
      for (let i = 0; i < 12; i += 1) {
        const headers = { 'x-forwarded-for': `10.0.0.${i}, 203.0.113.7` };
        const { status, body } = await api.get<ProblemBody>('/v1/notices', { headers });
        codes.push(status === 200 ? 'answered' : body.code);
      }
      expect(codes).toContain('limit.too_many_requests');
      const other = await api.get('/v1/notices', { headers: { 'x-forwarded-for': '10.0.0.1, 203.0.113.8' } });
      expect(other.status).toBe(200);
    } finally {
      await api.stop();
    }
  }, 60_000);
});
