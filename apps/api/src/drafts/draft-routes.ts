import { refuse } from '@goufu/domain';
import { Body, Delete, Get, Param, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { KindRoutes } from '../cases/command-controller.js';
import type { RouteOf } from '../cases/route-class.js';
import type { Door } from '../door.js';
import { IDEMPOTENCY, ifMatch } from '../http/headers.js';
import { etagOf, keyOf, neededVersionOf, versionOf } from '../http/preconditions.js';
import { problem, ProblemError, problemOfHeader } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import { caseIdOf } from '../http/routes.js';
import { actingOf, personOf } from '../identity/acting.js';
import { demandReleased } from '../identity/held.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';
import { once } from './once.js';

const nameSchema = z.string().regex(/^[\w.:-]{1,100}$/, { error: 'input.wrong_format' });
const bodySchema = z.looseObject({});
const draftSchema = z
  .object({ version: z.int(), body: z.looseObject({}), updatedAt: z.string().meta({ format: 'date-time' }) })
  .meta({ id: 'Draft' });
const writtenSchema = z.object({ version: z.int() }).meta({ id: 'DraftWritten' });
/** In place of a case's id: the draft of a case that is not begun. */
const NEW = 'new';

/** A draft belongs to whoever writes it, on a case that they may see; of a case not begun yet it stands under `new`. */
const placeOf = async (door: Door, request: Request, kind: string, id: string, name: string) => {
  if (id === NEW) return { ...personOf(request), caseId: `${kind}/${NEW}`, name };
  const { realm, person, appointment } = await actingOf(door, request);
  const caseId = caseIdOf(kind, id);
  if (!(await door.engine.view(realm, caseId, { person, appointment }))) throw new ProblemError(refuse('case.not_found'));
  return { realm, person, caseId, name };
};

export const draftRoutes = ({ kind, plural, tag }: KindRoutes, idSchema: z.ZodType): RouteOf<{ readonly door: Door }>[] => {
  const path = `${plural}/:id/drafts/:name`;
  const id = Param('id', { schema: idSchema });
  const name = Param('name', { schema: nameSchema });
  const documented = (operation: string, zh: string, en: string): MethodDecorator[] => [
    ApiOperation({ operationId: `${kind}.${operation}`, summary: `${tag.zh}：${zh} ${tag.name}: ${en}` }),
    ApiResponse({ status: 'default', description: `problems of ${kind}` }),
  ];
  return [
    {
      name: 'draft',
      handler: async function (request: Request, reply: Reply, caseIn: string, draft: string) {
        const found = await this.door.views.drafts.find(await placeOf(this.door, request, kind, caseIn, draft));
        if (!found) throw problem('draft.not_found');
        void reply.header('etag', etagOf(found.version));
        const { body, ...rest } = found;
        return { ...(toWire(rest) as object), body };
      },
      parameters: [Req(), Res({ passthrough: true }), id, name],
      decorators: [Get(path), ...documented('draft', '读取自己的草稿', 'your own draft'), Returns(200, draftSchema)],
    },
    {
      name: 'writeDraft',
      handler: async function (request: Request, reply: Reply, caseIn: string, draft: string, body: object) {
        const key = keyOf(request);
        const expected = versionOf(request);
        const place = await placeOf(this.door, request, kind, caseIn, draft);
        await demandReleased(this.door, place.realm);
        const keyed = {
          realm: place.realm,
          actor: place.person,
          key,
          body: `PUT ${request.url} ${JSON.stringify(body)}`,
          subject: place.caseId,
          requestId: request.known.requestId,
        };
        const outcome = await once(() => this.door.views.drafts.put(place, body, expected, keyed));
        if ('missing' in outcome) throw problem('draft.not_found');
        if ('stale' in outcome)
          throw expected === null
            ? problemOfHeader('request.version_missing', 'If-Match')
            : problem('draft.version_moved', { meta: { version: outcome.stale } });
        void reply.status(outcome.done === 'created' ? 201 : 200).header('etag', etagOf(outcome.version));
        return { version: outcome.version };
      },
      parameters: [Req(), Res({ passthrough: true }), id, name, Body({ schema: bodySchema })],
      decorators: [
        Put(path),
        ...documented('writeDraft', '保存草稿', 'keep a draft'),
        IDEMPOTENCY,
        ifMatch(false),
        Returns(200, writtenSchema),
        ApiResponse({ status: 201, standardSchema: writtenSchema }),
      ],
    },
    {
      name: 'removeDraft',
      handler: async function (request: Request, reply: Reply, caseIn: string, draft: string) {
        const key = keyOf(request);
        const expected = neededVersionOf(request);
        const place = await placeOf(this.door, request, kind, caseIn, draft);
        await demandReleased(this.door, place.realm);
        const keyed = {
          realm: place.realm,
          actor: place.person,
          key,
          body: `DELETE ${request.url}`,
          subject: place.caseId,
          requestId: request.known.requestId,
        };
        const outcome = await once(() => this.door.views.drafts.remove(place, expected, keyed));
        if ('missing' in outcome) throw problem('draft.not_found');
        if ('stale' in outcome) throw problem('draft.version_moved', { meta: { version: outcome.stale } });
        void reply.status(204);
        return undefined;
      },
      parameters: [Req(), Res({ passthrough: true }), id, name],
      decorators: [
        Delete(path),
        ...documented('removeDraft', '删除草稿', 'remove a draft'),
        IDEMPOTENCY,
        ifMatch(true),
        ApiResponse({ status: 204, description: 'removed' }),
      ],
    },
  ];
};
