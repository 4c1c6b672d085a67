import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type Issuer, startIssuer } from './issuer.js';

describe('the local token issuer', () => {
  let folder: string;
  let issuer: Issuer;
  const place = () => ({ port: 0, audience: 'goufu', keyFile: join(folder, 'key.json'), peopleFile: join(folder, 'people.json') });
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'goufu-issuer-'));
    issuer = await startIssuer(place());
  });
  afterAll(async () => {
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = async (body: string) => {
    const response = await fetch(`${issuer.url}/token`, { method: 'POST', body });
    return { status: response.status, ...((await response.json()) as { token?: string }) };
  };

  it('gives a token that its published key verifies', async () => {
    const { token } = await ask('{"person": "p-1", "realm": "rehearsal"}');
    const { payload } = await jwtVerify(token ?? '', createRemoteJWKSet(new URL(issuer.jwksUrl)), {
      issuer: issuer.url,
      audience: 'goufu',
    });
    expect(payload).toMatchObject({ sub: 'p-1', realm: 'rehearsal' });
  });

  it('lists the demo people and knows them by name', async () => {
    writeFileSync(place().peopleFile, JSON.stringify([{ person: 'p-7', name: '王敏', posts: [] }]));
    expect(await (await fetch(`${issuer.url}/people`)).json()).toEqual([{ person: 'p-7', name: '王敏', posts: [] }]);
    expect(await ask('{"person": "王敏"}')).toMatchObject({ status: 200, person: 'p-7' });
  });

  it('answers a body that names nobody with a refusal', async () => {
    expect((await ask('{}')).status).toBe(422);
    expect((await ask('nobody')).status).toBe(400);
  });

  it('keeps its key from start to start', async () => {
    const keys = async (from: Issuer) => await (await fetch(from.jwksUrl)).text();
    const again = await startIssuer(place());
    expect(await keys(again)).toBe(await keys(issuer));
    await again.close();
  });
});
