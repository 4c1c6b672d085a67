import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { webhook } from './index.js';

const effect = {
  realm: 'demo',
  key: 'catalogue/1:notice:3',
  caseId: 'catalogue/1',
  kind: 'notice',
  payload: { title: '目录', amount: 12n },
  state: 'sending',
  attempts: 1,
  requestId: null,
  realmNow: 0,
} as const;

describe('a webhook', () => {
  let server: Server;
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  const listening = (status: number): Promise<string> =>
    new Promise((resolve) => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => (body += String(chunk)));
        request.on('end', () => {
          heard.push({ headers: request.headers, body });
          response.writeHead(status).end();
        });
      });
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`));
    });
  afterEach(() => {
    heard.length = 0;
    server.close();
  });

  it('tells the effect under its key, so that the subscriber knows one that comes twice', async () => {
    await webhook(await listening(204)).send(effect);
    expect(heard[0]?.headers['idempotency-key']).toBe('demo/catalogue/1:notice:3');
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ caseId: 'catalogue/1', payload: { title: '目录', amount: '12' } });
  });

  it('an answer other than 2xx is none', async () => {
    await expect(webhook(await listening(500)).send(effect)).rejects.toThrow('500');
  });

  it('a subscriber that is not there is an error, not an endless wait', async () => {
    await listening(204);
    await expect(webhook('http://127.0.0.1:1/hook', 500).send(effect)).rejects.toThrow('fetch failed');
  });
});
