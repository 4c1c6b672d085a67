import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { writeWhole } from '../data-directory.js';
import { memoryAdapter } from './memory.js';
import { choicePage, type DemoPerson, farewellPage, tooLatePage } from './people-page.js';

export const CONSOLE = 'goufu-console';
const HOURS = 3600;
const CHOOSE = '/choose/';
const FORM_LIMIT = 2_000;

/** What the provider and its one client know alone; made once in the data directory. */
export interface SignInSecrets {
  readonly console: string;
  readonly cookies: string;
}
export const signInSecrets = (file: string): SignInSecrets => {
  if (!existsSync(file)) {
    const fresh = () => randomBytes(32).toString('base64url');
    writeWhole(file, { console: fresh(), cookies: fresh() } satisfies SignInSecrets);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as SignInSecrets;
};

export interface ProviderPlace {
  readonly url: string;
  readonly key: JWK;
  readonly secrets: SignInSecrets;
  /** The address under which browsers reach the API. */
  readonly publicUrl: string;
  readonly people: () => readonly DemoPerson[];
}
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const configurationOf = ({ key, secrets, publicUrl, people }: ProviderPlace): Configuration => ({
  adapter: memoryAdapter(),
  // The provider refuses to call addresses of this machine; the one address that it calls is of this machine.
  fetch: (url, options) => {
    const { dispatcher: _guarded, ...rest } = options as RequestInit & { dispatcher?: unknown };
    return fetch(url, rest);
  },
  clients: [
    {
      client_id: CONSOLE,
      client_secret: secrets.console,
      redirect_uris: [new URL('/session/callback', publicUrl).href],
      post_logout_redirect_uris: [new URL('/', publicUrl).href],
      backchannel_logout_uri: new URL('/session/ended-by-provider', publicUrl).href,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  jwks: { keys: [key as never] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  cookies: { keys: [secrets.cookies], names: { session: 'demo-sign-in', interaction: 'demo-choice', resume: 'demo-resume' } },
  findAccount: (_context, id) =>
    people().some(({ person }) => person === id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
  interactions: { url: (_context, { uid }) => `${CHOOSE}${uid}` },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = farewellPage(form);
      },
      postLogoutSuccessSource: (context) => {
        context.redirect(new URL('/', publicUrl).href);
      },
    },
  },
  pkce: { required: () => true },
  // The path `/token` was taken before: there one asks for a person's token without a browser.
  routes: { token: '/oidc/token', jwks: '/oidc/jwks' },
  ttl: { Session: 12 * HOURS, Grant: 12 * HOURS, Interaction: HOURS, IdToken: HOURS, AccessToken: HOURS, AuthorizationCode: 60 },
  /** Whoever chooses a person has consented: there is one client, and it is ours. */
  loadExistingGrant: async (context) => {
    const { provider, session, client } = context.oidc;
    const known = client && session?.grantIdFor(client.clientId);
    const grant =
      (known && (await provider.Grant.find(known))) || new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});

const formOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > FORM_LIMIT) throw new Error('the form is too long');
  }
  return new URLSearchParams(text);
};
const page = (response: ServerResponse, status: number, html: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(html);
};

/** An OpenID Connect provider for demonstrations: instead of a password it shows the demo people to choose from. For loopback alone. */
export const demoProvider = (place: ProviderPlace): Handler => {
  const provider = new Provider(place.url, configurationOf(place));
  const standard = provider.callback();

  const choose: Handler = async (request, response) => {
    const asked = await provider.interactionDetails(request, response).catch(() => null);
    if (!asked) return page(response, 410, tooLatePage(place.publicUrl));
    const { pathname, searchParams } = new URL(request.url ?? '/', place.url);
    if (pathname !== `${CHOOSE}${asked.uid}`) return page(response, 410, tooLatePage(place.publicUrl));
    const people = place.people();
    if (request.method === 'GET')
      return page(
        response,
        200,
        choicePage(people, {
          action: pathname,
          looking: searchParams.get('q') ?? '',
          language: typeof asked.params.ui_locales === 'string' ? asked.params.ui_locales : '',
        }),
      );
    const chosen = (await formOf(request)).get('person');
    if (!people.some(({ person }) => person === chosen))
      return page(response, 422, choicePage(people, { action: pathname, looking: '', language: '' }));
    await provider.interactionFinished(request, response, { login: { accountId: chosen ?? '' } }, { mergeWithLastSubmission: false });
  };

  return async (request, response) => {
    if ((request.url ?? '').startsWith(CHOOSE)) await choose(request, response);
    else await standard(request, response);
  };
};
