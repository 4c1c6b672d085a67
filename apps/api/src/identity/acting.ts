import type { Door } from '../door.js';
import { problem, ProblemError, problemOfHeader } from '../http/problem-error.js';
import type { Acting, Request } from '../http/request.js';
import { refuse } from '@goufu/domain';
import type { Standing } from '@goufu/persistence';

/** Who asks, for a route that asks a person. */
export const personOf = (request: Request): { realm: string; person: string } => {
  const { identity } = request.known;
  if (!identity || identity.person === null) throw problem('identity.missing', {}, { 'www-authenticate': 'Bearer' });
  return identity;
};

/** The post that the request names, whoever's it may be; null: none. */
export const postAskedFor = (request: Request): string | null => {
  const header = request.headers['acting-post'];
  if (header === undefined || header === '') return null;
  try {
    const key = decodeURIComponent(String(header));
    if (key.length > 300 || /[\p{Cc}\p{Cs}]/u.test(key)) throw new URIError();
    return key;
  } catch {
    throw problemOfHeader('identity.post_malformed', 'Acting-Post');
  }
};

/**
 * The person in the post that `Acting-Post` names, or in the only one; null where a person holds none, for a bidder registers before any post.
 * Another's post or one not held today: 403. Several and none named: 409 with the list.
 */
export const actingOf = (door: Door, request: Request): Promise<Acting> => {
  const known = found.get(request) ?? find(door, request);
  found.set(request, known);
  return known;
};
const found = new WeakMap<Request, Promise<Acting>>();

/** What a person holds at this moment; somebody who is let in no more is told so. */
export const standingOf = async (door: Door, realm: string, person: string): Promise<Standing> => {
  const standing = await door.views.directory.standing(realm, person);
  if (!standing) throw problem('identity.unknown_realm');
  if (standing.disabled) throw problem('identity.person_disabled');
  return standing;
};

const find = async (door: Door, request: Request): Promise<Acting> => {
  const { realm, person } = personOf(request);
  const standing = await standingOf(door, realm, person);
  const { now, posts } = standing;
  const key = postAskedFor(request);
  if (key !== null) {
    const post = posts.find((one) => one.key === key);
    if (post) return { realm, person, appointment: key, now, post, posts };
    const past = standing.others.find((one) => one.key === key);
    throw new ProblemError(
      past
        ? refuse('access.appointment_not_current', { meta: { from: past.fromOn, to: past.toOn ?? '…' } })
        : refuse('access.appointment_not_yours'),
    );
  }
  if (posts.length > 1) throw problemOfHeader('identity.post_required', 'Acting-Post', { meta: { posts: posts.map((post) => post.key) } });
  const post = posts[0] ?? null;
  return { realm, person, appointment: post?.key ?? null, now, post, posts };
};

/** Who gives a command: a post that is named is checked by the engine, after it has looked for a stored answer. */
export const givingOf = async (door: Door, request: Request): Promise<{ realm: string; person: string; appointment: string | null }> => {
  const appointment = postAskedFor(request);
  return appointment === null ? actingOf(door, request) : { ...personOf(request), appointment };
};

/** The same for a route that is open to everybody. */
export const actingOrAnonymous = async (door: Door, request: Request): Promise<Acting | { realm: string; person: null }> => {
  const { identity } = request.known;
  return identity?.person ? actingOf(door, request) : { realm: identity?.realm ?? door.settings.realm, person: null };
};

/** Names under which this caller finds cases in lists and search. */
export const readersOf = (acting: Acting | { readonly person: null }): readonly string[] =>
  acting.person === null
    ? []
    : [acting.person, ...(acting.post ? [acting.post.organisation, ...acting.post.roles.map((role) => `role:${role}`)] : [])];
