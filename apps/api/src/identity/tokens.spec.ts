import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Tokens } from './tokens.js';

describe('a bearer token', () => {
  let server: Server;
  let sign: (seconds: number) => Promise<string>;
  let tokens: Tokens;
  const began = Date.parse('2026-03-02T01:00:00Z');
  let now = began;
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const key = { ...(await exportJWK(publicKey)), kid: 'spec', alg: 'ES256', use: 'sig' };
    server = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] })),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    sign = (seconds) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: 'spec' })
        .setIssuer(url)
        .setAudience('goufu')
        .setSubject('somebody')
        .setExpirationTime(Math.floor(now / 1000) + seconds)
        .sign(privateKey);
    const settings = { jwksUrl: url, tokenIssuer: url, tokenAudience: 'goufu', tokenToleranceSeconds: 0, realm: 'demo' };
    tokens = new Tokens(settings, () => now);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('names its person again without a look at its signature for half a minute', async () => {
    const token = await sign(600);
    expect(await tokens.check(token)).toEqual({ person: 'somebody', realm: 'demo' });
    const looks = jest.spyOn(globalThis.crypto.subtle, 'verify');
    now += 29_000;
    expect(await tokens.check(token)).toEqual({ person: 'somebody', realm: 'demo' });
    expect(looks).not.toHaveBeenCalled();
    now += 2_000;
    expect(await tokens.check(token)).toEqual({ person: 'somebody', realm: 'demo' });
    expect(looks).toHaveBeenCalledTimes(1);
    looks.mockRestore();
    now = began;
  });

  it('that has expired is refused, though it was good a moment before', async () => {
    const token = await sign(10);
    await tokens.check(token);
    now += 11_000;
    await expect(tokens.check(token)).rejects.toMatchObject({ refusal: { refused: 'identity.invalid' } });
    now = began;
  });

  it('that differs from a good one by a letter is looked at for itself', async () => {
    const token = await sign(600);
    await tokens.check(token);
    const at = token.lastIndexOf('.') + 5;
    const other = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    await expect(tokens.check(other)).rejects.toMatchObject({ refusal: { refused: 'identity.invalid' } });
  });
});
