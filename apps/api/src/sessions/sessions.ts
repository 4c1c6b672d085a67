import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { count, type Instant, type Rules } from '@goufu/domain';
import type { DirectoryViews, OpenSession, SessionStore } from '@goufu/persistence';
import { problem, problemOfHeader } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import type { SignInSettings } from './provider.js';
import { Provider } from './provider.js';

const CSRF_HEADER = 'X-CSRF-Token';
const CHANGELESS = ['GET', 'HEAD', 'OPTIONS'];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const REALM = /^[\w.-]{1,100}$/;
const PERSON = /^[\w.:@/-]{1,200}$/;
const SECRET = /^[\w-]{43}$/;

const fresh = (): string => randomBytes(32).toString('base64url');
const hash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
/** What a page of ours says in a header and a foreign page cannot know: it follows from the cookie, which no script can read. */
const csrfOf = (secret: string): string => createHash('sha256').update(`csrf ${secret}`).digest('base64url');
/** Compared by their hashes: those are as long as each other, whatever bytes somebody sends. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(hash(one)), Buffer.from(hash(other)));

/** Only a place of this site: whoever signs in is led to nowhere else. */
const ownPlace = (asked: string | undefined): string =>
  asked !== undefined && asked.length <= 2000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(asked) && !asked.includes('\\') ? asked : '/';

/** Whence a request came, as far as the log of accesses keeps it. */
export const fromOf = ({ ip, headers, known }: Request) => ({
  address: ip,
  agent: headers['user-agent']?.slice(0, 300).replaceAll('\0', '') ?? null,
  requestId: known.requestId,
});

interface Carried {
  readonly realm: string;
  readonly secret: string;
}

/** People at browsers: sends them to the identity provider, takes them back, and knows them again by a cookie that no script can read. */
export class Sessions {
  readonly provider: Provider;
  private readonly isSecure: boolean;

  constructor(
    private readonly settings: SignInSettings,
    private readonly realm: string,
    private readonly parts: {
      readonly store: SessionStore;
      readonly directory: DirectoryViews;
      readonly rules: (jurisdiction: string, at: Instant) => Rules;
      readonly clock?: () => Instant;
    },
  ) {
    this.provider = new Provider(settings);
    this.isSecure = new URL(settings.publicUrl).protocol === 'https:';
  }

  /** The `__Host-` prefix keeps other hosts of the same domain from setting it; browsers grant it over TLS alone. */
  private get cookie(): string {
    return this.isSecure ? '__Host-goufu-session' : 'goufu-session';
  }
  private get signingIn(): string {
    return this.isSecure ? '__Host-goufu-signing-in' : 'goufu-signing-in';
  }
  private options(maxAge?: number) {
    return { path: '/', httpOnly: true, secure: this.isSecure, sameSite: 'lax', ...(maxAge === undefined ? {} : { maxAge }) } as const;
  }

  private async periods(realm: string): Promise<{ readonly idle: number; readonly longest: number; readonly signingIn: number }> {
    const known = await this.parts.directory.realm(realm);
    if (!known) throw problem('identity.unknown_realm');
    const rules = this.parts.rules(known.jurisdiction, this.parts.clock?.() ?? (Date.now() as Instant));
    return {
      idle: count(rules.rule('session.idle')) * MINUTE,
      longest: count(rules.rule('session.longest')) * HOUR,
      signingIn: count(rules.rule('session.signing_in')) * MINUTE,
    };
  }

  /** Sends the browser to the provider; answers where. */
  async leave(request: Request, reply: Reply, to: string | undefined): Promise<string> {
    const { signingIn } = await this.periods(this.realm);
    const { href, ...left } = await this.provider.leave(request.known.language);
    const secret = fresh();
    await this.parts.store.begin(this.realm, hash(secret), { ...left, returnTo: ownPlace(to) });
    void reply.setCookie(this.signingIn, secret, this.options(signingIn));
    return href;
  }

  /** Takes the browser back from the provider with a new session; answers where the person wanted to go. */
  async comeBack(request: Request, reply: Reply): Promise<string> {
    const secret = request.cookies[this.signingIn] ?? '';
    void reply.clearCookie(this.signingIn, this.options());
    const { signingIn } = await this.periods(this.realm);
    const begun = SECRET.test(secret) ? await this.parts.store.comeBack(this.realm, hash(secret), signingIn) : null;
    if (!begun) throw problem('identity.sign_in_expired');
    try {
      const vouched = await this.provider.vouch(request.url.split('?')[1] ?? '', begun);
      const realm = vouched.realm ?? this.realm;
      if (!REALM.test(realm) || !PERSON.test(vouched.person)) throw problem('identity.sign_in_failed');
      const { idle, longest } = await this.periods(realm);
      if ((await this.parts.directory.standing(realm, vouched.person))?.disabled) throw problem('identity.person_disabled');
      // Whoever was signed in here before is signed out: the cookie is never kept over a sign-in.
      await this.forget(request);
      const own = fresh();
      await this.parts.store.open(realm, hash(own), { ...vouched, idleSeconds: idle, longestSeconds: longest }, fromOf(request));
      void reply.setCookie(this.cookie, `${realm}.${own}`, this.options());
      return begun.returnTo;
    } catch (error) {
      await this.parts.store.refused(this.realm, fromOf(request));
      throw error;
    }
  }

  private carried(request: Request): Carried | null {
    const [, realm, secret] = /^(.+)\.([^.]+)$/.exec(request.cookies[this.cookie] ?? '') ?? [];
    return realm !== undefined && secret !== undefined && REALM.test(realm) && SECRET.test(secret) ? { realm, secret } : null;
  }

  /** Whether the browser says that somebody is signed in, true or not. */
  claims(request: Request): boolean {
    return request.cookies[this.cookie] !== undefined;
  }

  /** The session that the browser carries, if it holds. A change is taken from a page of this site alone. */
  async of(request: Request): Promise<OpenSession | null> {
    const carried = this.carried(request);
    const session = carried && (await this.parts.store.use(carried.realm, hash(carried.secret)));
    if (!session) return null;
    if (!CHANGELESS.includes(request.method)) this.demandOwnPage(request, carried.secret);
    return session;
  }

  private demandOwnPage({ headers }: Request, secret: string): void {
    const { origin } = headers;
    const told = headers['x-csrf-token'];
    const isOwn = origin === undefined || origin === new URL(this.settings.publicUrl).origin;
    if (!isOwn || typeof told !== 'string' || !isSame(told, csrfOf(secret))) throw problemOfHeader('identity.forged_request', CSRF_HEADER);
  }

  /** What the page sends back in `X-CSRF-Token` with every change. */
  tokenOf(request: Request): string {
    return csrfOf(this.carried(request)?.secret ?? '');
  }

  /** Ends the session of this browser; answers where to go to be signed out at the provider too. */
  async signOut(request: Request, reply: Reply): Promise<string> {
    const { session } = request.known;
    await this.forget(request);
    void reply.clearCookie(this.cookie, this.options());
    return this.provider.farewell(session?.idToken ?? null).catch(() => new URL('/', this.settings.publicUrl).href);
  }

  async signOutEverywhere(request: Request, reply: Reply, person: { readonly realm: string; readonly person: string }): Promise<number> {
    const ended = await this.parts.store.endAll(person.realm, person.person, fromOf(request));
    if (request.known.session) void reply.clearCookie(this.cookie, this.options());
    return ended;
  }

  endOne(request: Request, { realm, person }: { readonly realm: string; readonly person: string }, label: string): Promise<boolean> {
    return this.parts.store.end(realm, person, label, fromOf(request));
  }

  /** The provider tells that a session of its own has ended. */
  async endedByProvider(request: Request, logoutToken: string): Promise<void> {
    await this.parts.store.endOfProvider(await this.provider.ended(logoutToken), fromOf(request));
  }

  private async forget(request: Request): Promise<void> {
    const carried = this.carried(request);
    const session = carried && (await this.parts.store.use(carried.realm, hash(carried.secret)));
    if (session) await this.parts.store.end(session.realm, session.person, session.label, fromOf(request));
  }
}
