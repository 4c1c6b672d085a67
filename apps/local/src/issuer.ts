import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { writeWhole } from './data-directory.js';
import type { DemoPerson } from './sign-in/people-page.js';
import { demoProvider, type SignInSecrets } from './sign-in/provider.js';

export interface IssuerPlace {
  readonly port: number;
  readonly audience: string;
  readonly keyFile: string;
  readonly peopleFile: string;
  /** For people at browsers; absent: tokens alone. */
  readonly console?: { readonly publicUrl: string; readonly secrets: SignInSecrets };
}
/** A local token issuer: GET /people, POST /token {person, realm?}, its public key under /jwks, and an OpenID Connect provider for browsers. For demos and tests alone: it asks for no password. */
export interface Issuer {
  readonly url: string;
  readonly jwksUrl: string;
  close(): Promise<void>;
}

const LIFETIME = '12h';
const LIMIT = 10_000;

/** The demo people; none before the seeder has written them. */
export const readPeople = (file: string): readonly DemoPerson[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly DemoPerson[]) : [];

const privateKey = async (file: string): Promise<JWK> => {
  if (!existsSync(file)) {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const key = await exportJWK(pair.privateKey);
    writeWhole(file, { ...key, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(key) });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as JWK;
};

const reply = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LIMIT) throw new Error('the body is too long');
  }
  return JSON.parse(text);
};

/** Whom the body asks a token for, an id or the name of exactly one demo person; and in which realm, if it says so. */
const askedFor = (
  body: unknown,
  people: readonly DemoPerson[],
): { readonly subject: string; readonly claims: { realm?: string } } | null => {
  const { person, realm } = (typeof body === 'object' && body !== null ? body : {}) as { person?: unknown; realm?: unknown };
  if (typeof person !== 'string' || person === '') return null;
  const named = people.filter(({ name }) => name === person);
  const subject = named.length === 1 && named[0] ? named[0].person : person;
  return { subject, claims: typeof realm === 'string' ? { realm } : {} };
};

/** Starts the issuer on loopback; its key is made once and kept in the file. */
export const startIssuer = async ({ port, audience, keyFile, peopleFile, console }: IssuerPlace): Promise<Issuer> => {
  const jwk = await privateKey(keyFile);
  const key = await importJWK(jwk, 'ES256');
  const { d: _secret, ...open } = jwk;
  const server: Server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;

  const people = () => readPeople(peopleFile);
  const browsers = console ? demoProvider({ url, key: jwk, people, ...console }) : null;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', url).pathname;
    if (request.method === 'GET' && (path === '/jwks' || path === '/.well-known/jwks.json')) return reply(response, 200, { keys: [open] });
    if (request.method === 'GET' && path === '/people') return reply(response, 200, people());
    if (path !== '/token' && browsers) return browsers(request, response);
    if (request.method !== 'POST' || path !== '/token') return reply(response, 404, { error: 'GET /people, POST /token, GET /jwks' });
    const asked = askedFor(await bodyOf(request), people());
    if (!asked) return reply(response, 422, { error: 'the body names nobody: {"person": "..."}' });
    const token = await new SignJWT(asked.claims)
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid ?? '' })
      .setIssuer(url)
      .setAudience(audience)
      .setSubject(asked.subject)
      .setIssuedAt()
      .setExpirationTime(LIFETIME)
      .sign(key);
    return reply(response, 200, { token, person: asked.subject });
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => reply(response, 400, { error: String(error) }));
  });
  return {
    url,
    jwksUrl: `${url}/jwks`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
