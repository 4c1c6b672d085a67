import { isRefusal } from '@goufu/domain';
import type { Viewed } from '@goufu/engine';
import type { Door } from '../door.js';
import { etagOf, keyOf, neededVersionOf, versionOf } from '../http/preconditions.js';
import { ProblemError } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import { actingOf, actingOrAnonymous, givingOf, readersOf } from '../identity/acting.js';
import { withFileAddresses } from '../files/file-address.js';
import { toWire } from '../wire/to-wire.js';
import { refuse } from '@goufu/domain';
import { actionsOf, summariesOf } from './answers.js';

export interface Given {
  readonly kind: string;
  readonly type: string;
  readonly caseId: string | null;
  readonly data: unknown;
  readonly ifMatch: boolean;
}
export interface ListQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly stage?: string | undefined;
  readonly state?: string | undefined;
  readonly organisation?: string | undefined;
}

/** Forwards one command to the engine and words its answer. */
export const give = async (door: Door, request: Request, reply: Reply, given: Given): Promise<unknown> => {
  const key = keyOf(request);
  const version = given.ifMatch ? neededVersionOf(request) : versionOf(request);
  const { realm, person, appointment } = await givingOf(door, request);
  const outcome = await door.metrics.timed(given.kind, given.type, () =>
    door.engine.execute({
      realm,
      kind: given.kind,
      caseId: given.caseId,
      type: given.type,
      data: given.data,
      acting: { person, appointment },
      key,
      requestId: request.known.requestId,
      ...(version === null ? {} : { ifVersion: version }),
    }),
  );
  if (isRefusal(outcome)) throw new ProblemError(outcome);
  const href = door.routes.href(outcome.id);
  void reply.header('etag', etagOf(outcome.version));
  if (given.caseId === null && href !== null) void reply.status(201).header('location', href);
  return {
    id: outcome.id,
    kind: outcome.kind,
    href,
    version: outcome.version,
    actions: actionsOf(door, outcome.id, outcome.actions, request.known.language),
  };
};

/** What the caller may see of a case; throws 404 when that is nothing. */
const seen = async (door: Door, request: Request, caseId: string): Promise<Viewed & { readonly realm: string }> => {
  const acting = await actingOrAnonymous(door, request);
  const viewed = await door.engine.view(
    acting.realm,
    caseId,
    acting.person === null ? 'anonymous' : { person: acting.person, appointment: acting.appointment },
  );
  if (!viewed) throw new ProblemError(refuse('case.not_found'));
  return { ...viewed, realm: acting.realm };
};

/** Throws 404 where the case is not the caller's to see. */
export const demandSeen = async (door: Door, request: Request, caseId: string): Promise<void> => {
  await seen(door, request, caseId);
};

export const show = async (door: Door, request: Request, reply: Reply, kind: string, caseId: string): Promise<unknown> => {
  const viewed = await seen(door, request, caseId);
  void reply.header('etag', etagOf(viewed.version));
  return {
    id: caseId,
    kind,
    href: door.routes.href(caseId),
    version: viewed.version,
    view: withFileAddresses(toWire(viewed.view), caseId),
    actions: actionsOf(door, caseId, viewed.actions, request.known.language),
  };
};

export const list = async (door: Door, request: Request, kind: string, query: ListQuery): Promise<unknown> => {
  const acting = await actingOrAnonymous(door, request);
  return summariesOf(door, await door.views.cases.list(acting.realm, readersOf(acting), { kind, ...query }));
};

/**
 * Who stands in a relation to the case sees all that happened but what is sealed for them, others when its stages opened and ended; who did it is
 * named within the own organisation alone.
 */
export const timeline = async (
  door: Door,
  request: Request,
  caseId: string,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<unknown> => {
  const { realm, veil } = await seen(door, request, caseId);
  const acting = await actingOrAnonymous(door, request);
  const related = await door.views.cases.readable(realm, readersOf(acting), [caseId]);
  const only = related.has(caseId) ? 'all' : 'stages';
  const page = await door.views.timelines.list(realm, caseId, { only, hidden: veil.hidden }, query.cursor, query.limit);
  const own = acting.person === null ? null : (acting.post?.organisation ?? null);
  return {
    items: page.items.map(({ person, organisation, post, ...entry }) => ({
      ...(toWire(entry) as object),
      by:
        organisation !== null && organisation === own && !veil.unsigned.includes(entry.type)
          ? { organisation, post, you: person === acting.person }
          : null,
    })),
    next: page.next,
  };
};

/** Throws unless the caller stands in a relation to the case, beyond what everybody sees. */
export const demandRelation = async (door: Door, request: Request, caseId: string): Promise<string> => {
  const { realm } = await seen(door, request, caseId);
  const acting = await actingOf(door, request);
  const related = await door.views.cases.readable(realm, readersOf(acting), [caseId]);
  if (!related.has(caseId)) throw new ProblemError(refuse('case.not_found'));
  return realm;
};
