import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { problem } from '../http/problem-error.js';
import type { Settings } from '../settings.js';

const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'PS384', 'RS256', 'RS384'];
const PERSON = /^[\w.:@/-]{1,200}$/;
const REALM = /^[\w.-]{1,100}$/;

/** Checks bearer tokens against the issuer's published keys. A token names a person (`sub`) and, where it may be another than this installation's, a realm. */
export class Tokens {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly settings: Pick<Settings, 'jwksUrl' | 'tokenIssuer' | 'tokenAudience' | 'tokenToleranceSeconds' | 'realm'>) {
    this.keys = createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 3_000, cooldownDuration: 5_000 });
  }

  /** Who the token names; throws 401, or 503 while the issuer's keys cannot be had. */
  async check(token: string): Promise<{ person: string; realm: string }> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.settings.tokenIssuer,
        audience: this.settings.tokenAudience,
        clockTolerance: this.settings.tokenToleranceSeconds,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
      });
      const realm = payload.realm ?? this.settings.realm;
      if (!PERSON.test(payload.sub ?? '') || typeof realm !== 'string' || !REALM.test(realm)) throw invalid();
      return { person: payload.sub as string, realm };
    } catch (error) {
      if (isFaultOfToken(error)) throw invalid();
      throw problem('system.issuer_unreachable', {}, { 'retry-after': '5' });
    }
  }
}

const invalid = () => problem('identity.invalid', {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
const isFaultOfToken = (error: unknown): boolean =>
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  // A key set that answered anything but 200 is said by the bare error of that name.
  !(error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC') &&
  (error instanceof errors.JOSEError || (error as { refusal?: unknown }).refusal !== undefined);
