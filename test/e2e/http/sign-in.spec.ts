import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Issuer, startIssuer } from '../../../apps/local/src/issuer.js';
import { freePort } from '../../../apps/local/src/ports.js';
import { signInSecrets } from '../../../apps/local/src/sign-in/provider.js';
import { Api, type ProblemBody } from './api.js';
import { Browser } from './browser.js';

/** The world sees `https://goufu.example`: a proxy speaks TLS there, and asks us without it. */
describe('signing in over TLS', () => {
  let folder: string;
  let provider: Issuer;
  let api: Api;
  let publicUrl: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'goufu-sign-in-tls-'));
    publicUrl = `https://goufu.example:${await freePort()}`;
    const secrets = signInSecrets(join(folder, 'sign-in.json'));
    const peopleFile = join(folder, 'people.json');
    provider = await startIssuer({
      port: 0,
      audience: 'goufu',
      keyFile: join(folder, 'key.json'),
      peopleFile,
      console: { publicUrl, secrets },
    });
    const signIn = { issuer: provider.url, clientId: 'goufu-console', clientSecret: secrets.console, personClaim: 'sub', publicUrl };
    api = await Api.start({ signIn, trustProxy: true });
    const { person, appointment } = api.people.handler;
    writeFileSync(
      peopleFile,
      JSON.stringify([{ person, name: '张敏', posts: [{ appointment: appointment ?? '', post: '经办人', department: '司法局' }] }]),
    );
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As the proxy: whoever is led to the public address is answered by the API behind it. */
  const behind = (address: string): string => address.replace(publicUrl, api.url);
  const signedIn = async () => {
    const browser = new Browser();
    const choice = await browser.go(`${api.url}/session/sign-in?to=/v1/me`);
    let response = await browser.ask(choice.url, {
      method: 'POST',
      body: new URLSearchParams({ person: api.people.handler.person }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    let at = choice.url;
    while (response.status >= 300 && response.status < 400) {
      at = behind(new URL(response.headers.get('location') ?? '', at).href);
      response = await browser.ask(at);
    }
    return { browser, at, response };
  };

  it('gives cookies to this host alone, over TLS alone, and to no script', async () => {
    const { browser, at, response } = await signedIn();
    expect([at, response.status]).toEqual([`${api.url}/v1/me`, 200]);
    const ours = browser.given.filter((line) => line.includes('goufu-') && !/=;/.test(line));
    expect(ours.map((line) => line.replace(/=[^;]*/, '').replace(/ Max-Age=\d+;/, ''))).toEqual([
      '__Host-goufu-signing-in; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-goufu-session; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
    const [, secret = ''] = /__Host-goufu-session=[^.]+\.([\w-]+)/.exec(ours[1] ?? '') ?? [];
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('asks the provider for a code, with a state, a nonce and a challenge that are new each time', async () => {
    const asked = async () => {
      const response = await new Browser().ask(`${api.url}/session/sign-in`);
      return Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
    };
    const [one, other] = [await asked(), await asked()];
    expect(one).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: `${publicUrl}/session/callback` });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect((one[name] ?? '').length).toBeGreaterThanOrEqual(43);
      expect(one[name]).not.toBe(other[name]);
    }
  });

  it('takes no answer of the provider that was meant for another browser', async () => {
    const [mine, theirs] = [new Browser(), new Browser()];
    await mine.ask(`${api.url}/session/sign-in`);
    const choice = await theirs.go(`${api.url}/session/sign-in`);
    let response = await theirs.ask(choice.url, {
      method: 'POST',
      body: new URLSearchParams({ person: api.people.handler.person }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    let at = choice.url;
    while (!at.startsWith(api.url)) {
      at = behind(new URL(response.headers.get('location') ?? '', at).href);
      if (!at.startsWith(api.url)) response = await theirs.ask(at);
    }
    const forged = await mine.ask(at, { headers: { accept: 'application/json' } });
    expect(((await forged.json()) as ProblemBody).code).toBe('identity.sign_in_failed');
    expect(mine.cookie(api.url, '__Host-goufu-session')).toBeUndefined();
  });

  it('leads to the address of the configuration, whatever host the request names', async () => {
    const location = await new Promise<string>((resolve, reject) => {
      const headers = { host: 'elsewhere.example', 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'http' };
      const out = send(`${api.url}/session/sign-in`, { headers, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.headers.location ?? '');
      });
      out.on('error', reject).end();
    });
    expect(location.startsWith(provider.url)).toBe(true);
    expect(new URL(location).searchParams.get('redirect_uri')).toBe(`${publicUrl}/session/callback`);
  });

  it('does not let a token through that is only as long as the right one, whatever its signs', async () => {
    const { browser } = await signedIn();
    const end = async (token: string) => {
      const answer = await browser.ask(`${api.url}/v1/sessions/current/sign-out`, {
        method: 'POST',
        body: '{}',
        headers: { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': token },
      });
      return [answer.status, ((await answer.json()) as ProblemBody).code];
    };
    for (const token of ['x'.repeat(43), 'é'.repeat(43), '']) expect(await end(token)).toEqual([403, 'identity.forged_request']);
  });
});
