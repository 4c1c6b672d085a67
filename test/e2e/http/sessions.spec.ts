import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../apps/local/src/ports.js';
import { type Issuer, startIssuer } from '../../../apps/local/src/issuer.js';
import { signInSecrets } from '../../../apps/local/src/sign-in/provider.js';
import { proposal } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';
import { Browser } from './browser.js';

const COOKIE = 'goufu-session';

describe('people at a browser', () => {
  let folder: string;
  let provider: Issuer;
  let api: Api;
  let publicUrl: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'goufu-sign-in-'));
    publicUrl = `http://127.0.0.1:${await freePort()}`;
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
    api = await Api.start({ signIn });
    const post = (appointment: string | null) => ({ appointment: appointment ?? '', post: '经办人', department: '光明区司法局' });
    const { handler, reviewer } = { handler: api.people.handler, reviewer: api.people.bureauLeader };
    writeFileSync(
      peopleFile,
      JSON.stringify([
        { person: handler.person, name: '张<敏>', posts: [post(handler.appointment)] },
        { person: reviewer.person, name: '李强', posts: [post(reviewer.appointment)] },
        { person: 'not a person of ours', name: '无名', posts: [] },
      ]),
    );
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const signedIn = async (person = api.people.handler.person, to = '/v1/me') => {
    const browser = new Browser();
    const choice = await browser.go(`${publicUrl}/session/sign-in?to=${encodeURIComponent(to)}`);
    expect([choice.response.status, choice.text.includes('张&lt;敏&gt;')]).toEqual([200, true]);
    const arrived = await browser.submit(choice.url, { person });
    return { browser, arrived };
  };
  const json = async <T = Record<string, unknown>>(browser: Browser, path: string, more: Parameters<Browser['ask']>[1] = {}) => {
    const response = await browser.ask(`${publicUrl}${path}`, {
      ...more,
      headers: { accept: 'application/json', ...(more.body ? { 'content-type': 'application/json' } : {}), ...more.headers },
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T & ProblemBody };
  };
  const csrf = async (browser: Browser) => (await json<{ csrfToken: string }>(browser, '/v1/sessions/current')).body.csrfToken;
  const change = async (browser: Browser, path: string, body: object = {}, headers: Record<string, string> = {}) =>
    json(browser, path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'idempotency-key': randomUUID(), 'x-csrf-token': await csrf(browser), ...headers },
    });
  const log = () =>
    api.realm
      .sql<{ act: string; person: string | null }>('select act, person from access_record order by recorded_at, act')
      .then((rows) => rows);

  it('choose themselves at the provider and arrive where they wanted to go, signed in', async () => {
    const { browser, arrived } = await signedIn();
    expect(arrived.url).toBe(`${publicUrl}/v1/me`);
    expect(JSON.parse(arrived.text)).toMatchObject({ person: api.people.handler.person });
    const line = browser.given.find((one) => one.startsWith(`${COOKIE}=`)) ?? '';
    expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const { body } = await json<Record<string, string>>(browser, '/v1/sessions/current');
    expect(Object.keys(body).toSorted()).toEqual(['csrfToken', 'endsAt', 'idleUntilAt', 'person', 'signedInAt']);
    const minutes = (from = '', to = '') => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
    expect([minutes(body.signedInAt, body.idleUntilAt), minutes(body.signedInAt, body.endsAt)]).toEqual([30, 720]);
  });

  it('find a person by name or post, also without scripts, and no word of theirs becomes markup', async () => {
    const browser = new Browser();
    const { url } = await browser.go(`${publicUrl}/session/sign-in`);
    const found = await browser.go(`${url}?q=${encodeURIComponent('李强')}`);
    expect([found.text.includes('李强'), found.text.includes('张&lt;敏&gt;')]).toEqual([true, false]);
    const none = await browser.go(`${url}?q=${encodeURIComponent('"><script>')}`);
    expect([none.text.includes('没有符合的人员'), none.text.includes('<script>')]).toEqual([true, false]);
    expect((await browser.submit(url, { person: 'somebody else' })).response.status).toBe(422);
  });

  it('give commands from a page of this site alone', async () => {
    const { browser } = await signedIn();
    const body = proposal(api.people);
    const propose = (headers: Record<string, string>) =>
      json(browser, '/v1/catalogue-items', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'idempotency-key': randomUUID(), 'acting-post': api.people.handler.appointment ?? '', ...headers },
      });
    const token = await csrf(browser);
    expect((await propose({})).body).toMatchObject({ status: 403, code: 'identity.forged_request' });
    expect((await propose({ 'x-csrf-token': await csrf((await signedIn()).browser) })).body.code).toBe('identity.forged_request');
    expect((await propose({ 'x-csrf-token': token, origin: 'http://elsewhere.example' })).body.code).toBe('identity.forged_request');
    expect((await propose({ 'x-csrf-token': token, origin: publicUrl })).status).toBe(201);
  });

  it.each([['//elsewhere.example'], ['/\\elsewhere.example'], ['https://elsewhere.example/'], ['/a\nb'], ['javascript:alert(1)'], ['']])(
    'are led to no other site: %j',
    async (to) => {
      const browser = new Browser();
      const choice = await browser.go(`${publicUrl}/session/sign-in?to=${encodeURIComponent(to)}`);
      const back = await browser.ask(choice.url, {
        method: 'POST',
        body: new URLSearchParams({ person: api.people.handler.person }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      let at = new URL(back.headers.get('location') ?? '', choice.url).href;
      while (!at.startsWith(`${publicUrl}/session/callback`)) at = new URL((await browser.ask(at)).headers.get('location') ?? '', at).href;
      expect((await browser.ask(at)).headers.get('location')).toBe('/');
    },
  );

  it('cannot come back twice with one answer of the provider, nor with one of somebody else', async () => {
    const browser = new Browser();
    const before = (await log()).filter(({ act }) => act === 'signInRefused').length;
    const forged = await browser.go(`${publicUrl}/session/callback?code=x&state=y`);
    expect([forged.response.status, forged.text.includes('登录过程已超时或已用过')]).toEqual([401, true]);
    await browser.go(`${publicUrl}/session/sign-in`);
    const answered = await json(browser, '/session/callback?code=x&state=y');
    expect(answered.body).toMatchObject({ status: 401, code: 'identity.sign_in_failed' });
    expect((await json(browser, '/session/callback?code=x&state=y')).body.code).toBe('identity.sign_in_expired');
    expect((await log()).filter(({ act }) => act === 'signInRefused').length).toBe(before + 1);
    expect(browser.cookie(publicUrl, COOKIE)).toBeUndefined();
  });

  it('have a new session after each sign-in, and the one before is over', async () => {
    const { browser } = await signedIn();
    const old = browser.cookie(publicUrl, COOKIE) ?? '';
    const other = new Browser();
    other.jar.set(new URL(publicUrl).host, new Map([[COOKIE, old]]));
    expect((await json(other, '/v1/me')).status).toBe(200);
    await browser.go(`${publicUrl}/session/sign-in?to=/v1/me`); // the provider remembers the person
    expect(browser.cookie(publicUrl, COOKIE)).not.toBe(old);
    expect((await json(other, '/v1/me')).body).toMatchObject({ status: 401, code: 'identity.session_ended' });
  });

  it('see where they are signed in, end one place, or all at once', async () => {
    const person = api.people.bureauLeader.person;
    const [{ browser: here }, { browser: there }, { browser: elsewhere }] = [
      await signedIn(person),
      await signedIn(person),
      await signedIn(person),
    ];
    const { body } = await json<{ items: { label: string; isThis: boolean }[] }>(here, '/v1/sessions');
    expect(body.items.map(({ isThis }) => isThis).filter(Boolean)).toHaveLength(1);
    expect(body.items).toHaveLength(3);
    const mine = (await json<{ items: { label: string; isThis: boolean }[] }>(there, '/v1/sessions')).body.items.find(
      ({ isThis }) => isThis,
    );
    const end = async (browser: Browser, label = '') =>
      json(browser, `/v1/sessions/${label}`, { method: 'DELETE', headers: { 'x-csrf-token': await csrf(browser) } });
    const foreign = (await signedIn()).browser;
    expect((await end(foreign, mine?.label)).body.code).toBe('session.not_found');
    expect((await end(here, mine?.label)).status).toBe(200);
    expect((await json(there, '/v1/me')).status).toBe(401);
    expect((await change(elsewhere, '/v1/sessions/sign-out-everywhere')).body).toMatchObject({ ended: 2 });
    expect((await json(here, '/v1/me')).body.code).toBe('identity.session_ended');
    expect((await json(foreign, '/v1/me')).status).toBe(200);
  });

  it('sign out here and at the provider, which then ends every session that began there', async () => {
    const { browser } = await signedIn();
    const { body } = await change(browser, '/v1/sessions/current/sign-out');
    const href = (body as unknown as { href: string }).href;
    expect(href.startsWith(provider.url)).toBe(true);
    expect(browser.cookie(publicUrl, COOKIE)).toBeUndefined();
    // signed in once more without a question, for the provider still knows the person
    expect((await browser.go(`${publicUrl}/session/sign-in?to=/v1/me`)).response.status).toBe(200);
    const asked = await browser.go(href);
    expect(asked.text).toContain('您已退出购服');
    const [, action = '', xsrf = ''] = /action="([^"]+)"[^]*name="xsrf" value="([^"]+)"/.exec(asked.text) ?? [];
    await browser.submit(new URL(action, asked.url).href, { xsrf, logout: 'yes' });
    expect((await json(browser, '/v1/me')).body.code).toBe('identity.session_ended');
    expect((await log()).map(({ act }) => act)).toEqual(expect.arrayContaining(['signedIn', 'signedOut', 'endedByProvider']));
    expect((await browser.go(`${publicUrl}/session/sign-in`)).text).toContain('选择演示人员');
  });

  it('are not signed out by whoever only says that the provider said so', async () => {
    const { browser } = await signedIn();
    const tell = (token: string) =>
      fetch(`${publicUrl}/session/ended-by-provider`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: token }).toString(),
      });
    const stolen = await api.issuer.token(api.people.handler.person, {
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    for (const token of ['none', stolen]) expect((await tell(token)).status).toBe(401);
    expect((await json(browser, '/v1/me')).status).toBe(200);
  });

  it('are signed out when they were idle for too long, and when a day of work is over', async () => {
    for (const column of ['seen_at', 'ends_at']) {
      const { browser } = await signedIn();
      expect((await json(browser, '/v1/me')).status).toBe(200);
      const earlier = column === 'seen_at' ? `seen_at - interval '31 minutes'` : `clock_timestamp()`;
      await api.realm.sql(`update session set ${column} = ${earlier} where person = $1`, [api.people.handler.person]);
      expect((await json(browser, '/v1/me')).body).toMatchObject({ status: 401, code: 'identity.session_ended' });
    }
  });

  it('are still shown what is open to everybody when their session is over, or is none', async () => {
    const browser = new Browser();
    browser.jar.set(new URL(publicUrl).host, new Map([[COOKIE, `${api.realm.id}.${'x'.repeat(43)}`]]));
    expect((await json(browser, '/v1/notices')).status).toBe(200);
    expect((await json(browser, '/v1/tasks')).body.code).toBe('identity.session_ended');
    for (const value of ['', 'x', `../x.${'y'.repeat(43)}`, '%00.%00']) {
      browser.jar.set(new URL(publicUrl).host, new Map([[COOKIE, value]]));
      expect((await json(browser, '/v1/tasks')).status).toBe(401);
    }
  });

  it('belong to their realm: a session of one opens nothing in another', async () => {
    const { browser } = await signedIn();
    const [, secret = ''] = (browser.cookie(publicUrl, COOKIE) ?? '').split('.');
    browser.jar.set(new URL(publicUrl).host, new Map([[COOKIE, `elsewhere.${secret}`]]));
    expect((await json(browser, '/v1/me')).body.code).toBe('identity.session_ended');
  });

  it('leave nothing behind with which somebody else could sign in', async () => {
    const { browser } = await signedIn();
    const [, secret = ''] = (browser.cookie(publicUrl, COOKIE) ?? '').split('.');
    const rows = await api.realm.sql<{ all: string }>(
      `select (select string_agg(s::text, ' ') from session s) || (select string_agg(a::text, ' ') from access_record a) as all`,
    );
    expect(secret).toHaveLength(43);
    expect([rows[0]?.all.includes(secret), api.lines.some((line) => line.includes(secret))]).toEqual([false, false]);
    expect((await api.realm.sql("select 1 from signing_in where begun_at < clock_timestamp() - interval '1 hour'")).length).toBe(0);
  });
});

describe('people at a browser, while the provider is away', () => {
  it('are told so, and everybody with a token goes on', async () => {
    const publicUrl = `http://127.0.0.1:${await freePort()}`;
    const signIn = {
      issuer: `http://127.0.0.1:${await freePort()}`,
      clientId: 'goufu-console',
      clientSecret: 'x',
      personClaim: 'sub',
      publicUrl,
    };
    const api = await Api.start({ signIn });
    try {
      const { response, text } = await new Browser().go(`${publicUrl}/session/sign-in`);
      expect([response.status, text.includes('暂时无法核验登录凭证')]).toEqual([503, true]);
      expect((await api.get('/v1/me', { as: api.people.handler })).status).toBe(200);
    } finally {
      await api.stop();
    }
  }, 60_000);

  it('are told where no provider is set', async () => {
    const api = await Api.start();
    try {
      expect((await api.get<ProblemBody>('/session/sign-in')).body).toMatchObject({ status: 404, code: 'identity.no_sign_in' });
    } finally {
      await api.stop();
    }
  }, 60_000);
});
