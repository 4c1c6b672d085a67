import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { problem } from '../http/problem-error.js';
import type { Settings } from '../settings.js';

const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'PS384', 'RS256', 'RS384'];
const PERSON = /^[\w.:@/-]{1,200}$/;
const REALM = /^[\w.-]{1,100}$/;

/** So long is a token that was good taken without a look at its signature, unless it expires before; a key that an issuer takes back is asked for every ten minutes as it is. */
const GOOD_FOR_MS = 30_000;
/** Callers remembered at a time. */
const MOST = 10_000;

interface Bearer {
  readonly person: string;
  readonly realm: string;
}

/** Checks bearer tokens against the issuer's published keys. A token names a person (`sub`) and, where it may be another than this installation's, a realm. */
export class Tokens {
  private readonly keys: JWTVerifyGetKey;
  private readonly good = new Map<string, Bearer & { readonly until: number }>();

  constructor(
    private readonly settings: Pick<Settings, 'jwksUrl' | 'tokenIssuer' | 'tokenAudience' | 'tokenToleranceSeconds' | 'realm'>,
    private readonly clock: () => number = Date.now,
  ) {
    this.keys = createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 3_000, cooldownDuration: 5_000 });
  }

  /** Who the token names; throws 401, or 503 while the issuer's keys cannot be had. */
  async check(token: string): Promise<Bearer> {
    const known = this.good.get(token);
    if (known && this.clock() < known.until) return { person: known.person, realm: known.realm };
    this.good.delete(token);
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.settings.tokenIssuer,
        audience: this.settings.tokenAudience,
        clockTolerance: this.settings.tokenToleranceSeconds,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(this.clock()),
      });
      const realm = payload.realm ?? this.settings.realm;
      if (!PERSON.test(payload.sub ?? '') || typeof realm !== 'string' || !REALM.test(realm)) throw invalid();
      return this.remember(token, { person: payload.sub as string, realm }, (payload.exp ?? 0) * 1000);
    } catch (error) {
      if (isFaultOfToken(error)) throw invalid();
      throw problem('system.issuer_unreachable', {}, { 'retry-after': '5' });
    }
  }

  private remember(token: string, bearer: Bearer, expiresAt: number): Bearer {
    if (this.good.size >= MOST) this.good.clear();
    this.good.set(token, { ...bearer, until: Math.min(this.clock() + GOOD_FOR_MS, expiresAt) });
    return bearer;
  }
}

const invalid = () => problem('identity.invalid', {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
const isFaultOfToken = (error: unknown): boolean =>
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  // A key set that answered anything but 200 is said by the bare error of that name.
  !(error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC') &&
  (error instanceof errors.JOSEError || (error as { refusal?: unknown }).refusal !== undefined);
