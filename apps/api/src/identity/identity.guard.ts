import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Door } from '../door.js';
import { problem } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { ANONYMOUS } from './anonymous.js';

const REALM = /^[\w.-]{1,100}$/;

/** Finds out who asks, and how often; what that person may do is decided inside the engine's transaction. */
export class IdentityGuard implements CanActivate {
  constructor(private readonly door: Door) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { rate, settings, tokens } = this.door;
    const { authorization } = request.headers;
    const isOpen = [context.getHandler(), context.getClass()].some((place) => Reflect.getMetadata(ANONYMOUS, place) === true);
    if (authorization === undefined && (await this.isSignedIn(request, isOpen))) return true;
    if (authorization === undefined) {
      // Anonymous callers share an allowance by their address, which also bounds guessing.
      const realm = request.headers.realm;
      const named = typeof realm === 'string' && REALM.test(realm) ? realm : settings.realm;
      await rate.use(named, `address:${request.ip}`, settings.anonymousRequestsPerMinute);
      if (!isOpen) throw problem('identity.missing', {}, { 'www-authenticate': 'Bearer' });
      request.known.identity = { realm: named, person: null };
      return true;
    }
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    try {
      if (token === undefined) throw problem('identity.invalid', {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
      request.known.identity = await tokens.check(token);
    } catch (error) {
      await rate.use(settings.realm, `address:${request.ip}`, settings.anonymousRequestsPerMinute);
      throw error;
    }
    await rate.use(request.known.identity.realm, `person:${request.known.identity.person}`, settings.requestsPerMinute);
    return true;
  }

  /** A person at a browser. A cookie that no longer holds makes nobody of its bearer: what is open to everybody stays open. */
  private async isSignedIn(request: Request, isOpen: boolean): Promise<boolean> {
    const { rate, settings, sessions } = this.door;
    if (!sessions?.claims(request)) return false;
    const session = await sessions.of(request);
    if (session) {
      await rate.use(session.realm, `person:${session.person}`, settings.requestsPerMinute);
      request.known.identity = { realm: session.realm, person: session.person };
      request.known.session = session;
      return true;
    }
    if (isOpen) return false;
    await rate.use(settings.realm, `address:${request.ip}`, settings.anonymousRequestsPerMinute);
    throw problem('identity.session_ended', {}, { 'www-authenticate': 'Bearer' });
  }
}
