import * as oidc from 'openid-client';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { problem } from '../http/problem-error.js';
import type { Settings } from '../settings.js';

const TIMEOUT_SECONDS = 5;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Where somebody is sent to sign in, and what must be known again when they come back. */
export interface Leaving {
  readonly href: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}
/** Whom the provider vouches for. */
export interface Vouched {
  readonly person: string;
  readonly realm: string | null;
  readonly providerSession: string | null;
  readonly idToken: string | null;
}
export type SignInSettings = NonNullable<Settings['signIn']>;

/** The OpenID Connect provider, as a confidential client with PKCE sees it. It is looked up when it is first needed, and again after it was away. */
export class Provider {
  private found: Promise<oidc.Configuration> | null = null;
  private keys: JWTVerifyGetKey | null = null;

  constructor(private readonly settings: SignInSettings) {}

  get redirectUri(): string {
    return new URL('/session/callback', this.settings.publicUrl).href;
  }

  private configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    // Anything may read what is sent without TLS, so only a provider on this very machine is spoken to like that.
    const execute = server.protocol === 'http:' && LOOPBACK.includes(server.hostname) ? [oidc.allowInsecureRequests] : [];
    this.found ??= oidc
      .discovery(server, clientId, clientSecret, undefined, { timeout: TIMEOUT_SECONDS, execute })
      .catch((error: unknown) => {
        this.found = null;
        throw isAway(error) ? away() : error;
      });
    return this.found;
  }

  /** The address to which a browser is sent. */
  async leave(language: 'zh' | 'en'): Promise<Leaving> {
    const configuration = await this.configuration();
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const href = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ui_locales: language === 'zh' ? 'zh-CN' : 'en',
    }).href;
    return { href, state, nonce, verifier };
  }

  /** Whom the answer that the browser carries vouches for; throws `identity.sign_in_failed` where it vouches for nobody. */
  async vouch(query: string, left: Omit<Leaving, 'href'>): Promise<Vouched> {
    const configuration = await this.configuration();
    const address = new URL(this.redirectUri);
    address.search = query;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, address, {
        pkceCodeVerifier: left.verifier,
        expectedState: left.state,
        expectedNonce: left.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims() ?? {};
      const person: unknown = (claims as Record<string, unknown>)[this.settings.personClaim];
      if (typeof person !== 'string') throw problem('identity.sign_in_failed');
      const { realm, sid } = claims as Record<string, unknown>;
      return {
        person,
        realm: typeof realm === 'string' ? realm : null,
        providerSession: typeof sid === 'string' ? sid : null,
        idToken: tokens.id_token ?? null,
      };
    } catch (error) {
      throw isAway(error) ? away() : problem('identity.sign_in_failed');
    }
  }

  /** Where a browser goes to be signed out at the provider too. */
  async farewell(idToken: string | null): Promise<string> {
    const configuration = await this.configuration();
    const { publicUrl } = this.settings;
    if (!configuration.serverMetadata().end_session_endpoint) return new URL('/', publicUrl).href;
    return oidc.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: new URL('/', publicUrl).href,
      ...(idToken === null ? {} : { id_token_hint: idToken }),
    }).href;
  }

  /** What the provider says has ended; throws `identity.invalid` where it did not say so. */
  async ended(logoutToken: string): Promise<{ readonly session: string } | { readonly person: string }> {
    const metadata = (await this.configuration()).serverMetadata();
    this.keys ??= createRemoteJWKSet(new URL(metadata.jwks_uri ?? ''), { timeoutDuration: TIMEOUT_SECONDS * 1000 });
    const { payload } = await jwtVerify(logoutToken, this.keys, {
      issuer: metadata.issuer,
      audience: this.settings.clientId,
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: '5 minutes',
    }).catch(() => {
      throw problem('identity.invalid');
    });
    const { events, sid, sub, nonce } = payload as Record<string, unknown>;
    const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events && nonce === undefined;
    if (isLogout && typeof sid === 'string') return { session: sid };
    if (isLogout && typeof sub === 'string') return { person: sub };
    throw problem('identity.invalid');
  }
}

const away = () => problem('system.issuer_unreachable', {}, { 'retry-after': '5' });
/** Whether the provider could not be asked, rather than gave an answer that does not hold. */
const isAway = (error: unknown): boolean => {
  for (let fault = error as Fault | undefined; fault; fault = fault.cause)
    if (fault.code === 'OAUTH_TIMEOUT' || (fault.name === 'TypeError' && fault.message === 'fetch failed')) return true;
  return false;
};
interface Fault {
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly cause?: Fault;
}
